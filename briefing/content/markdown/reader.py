"""Read a Markdown body: its HTML, its running prose with offsets, its anchors and links."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec.structs import replace

from briefing.content.forms.faults import Faults, quoted
from briefing.content.forms.files import LARGEST, REFUSED
from briefing.content.markdown import captions, leftovers, parser
from briefing.content.markdown.links import (
    LONGEST_TITLE,
    LinkFault,
    fault_of_image,
    fault_of_link,
    fault_of_size,
)
from briefing.content.markdown.prose import UNSEEN, InlineSpan, Lines, Prose
from briefing.core.model import Block, Body, Heading, Image, Reference
from briefing.core.problems import Problem
from briefing.text.fold import slug

if TYPE_CHECKING:
    from briefing.content.markdown.parser import Token

_TAKEN = re.compile(r"p[0-9]+|fn(ref)?[0-9]+")
_DEFINITION = re.compile(r"[>\s]*\[\^([^\]]+)\]:")
_LAST_LEVEL = 6
_NESTED = LinkFault("nested-link", "is inside the text of another link", "put it before or behind that one")
_TABLE = re.compile("</?table>")

TOO_COSTLY = "too-much-markup"


def read(body: str, first_line: int, *, path: str = "") -> tuple[Body, tuple[Problem, ...]]:
    """Read a body whose first line is line `first_line` of the file at `path`.

    Paragraphs, list entries and quotations get the anchors p1, p2, …; headings get anchors of
    their words; those of the highest level used are h2 in the HTML, of the next level used h3 and
    so on, since the page's title is its only h1. A table stands in a box that scrolls by itself.
    """
    faults = Faults(path)
    if parser.too_costly(body):
        what = "the text has too much markup, or too many lines, to be read in a reasonable time"
        faults.add(first_line, TOO_COSTLY, what, "split it in two")
        return Body("", UNSEEN * len(body)), faults.problems()
    reader = _BodyReader(body.replace("\r\n", "\n").replace("\r", "\n"), first_line, faults)
    document = reader.document()
    return _with_returns(document, body), faults.problems()


class _BodyReader:
    """One pass over the tokens of one body."""

    def __init__(self, text: str, first_line: int, faults: Faults) -> None:
        self.text = text
        self.first_line = first_line
        self.faults = faults
        self.tokens, self.memory = parser.parse(text)
        self.lines = Lines(text)
        self.prose = Prose(text)
        self.levels = sorted({token.tag for token in self.tokens if token.type == "heading_open"})
        self.headings: list[Heading] = []
        self.references: list[Reference] = []
        self.images: list[Image] = []
        self.anchors: dict[str, int] = {}
        self.linked = 0

    def document(self) -> Body:
        in_footnotes = False
        for place, token in enumerate(self.tokens):
            if token.type in {"footnote_block_open", "footnote_block_close"}:
                in_footnotes = token.type == "footnote_block_open"
            elif token.type in {"th_open", "td_open"}:
                _align(token)
            elif token.type == "inline":
                self._inline(place, running=not in_footnotes)
        self._footnotes()
        self._nesting()
        html = _with_boxes(parser.render(self.tokens, self.memory)) if self._links_fit() else ""
        headings, references, images = tuple(self.headings), tuple(self.references), tuple(self.images)
        document = Body(html, self.prose.text(), self.prose.blocks, headings, references, images)
        self._anchors(document)
        captions.tell_uncredited(images, self.faults)
        return document

    def _inline(self, place: int, *, running: bool) -> None:
        token = self.tokens[place]
        inline = self.lines.locate(token)
        leftovers.tell(token.children or [], lambda at: self.first_line + inline.line(at), self.faults)
        token.children = self._judged(token.children or [], inline)
        before = self.tokens[place - 1]
        if before.type == "heading_open":
            self._heading(place, token.children)
        elif before.type == "paragraph_open" and (lines := captions.read(token.children)):
            self._figure(place, lines)
        elif before.type == "paragraph_open" and running:
            anchor = self.prose.add(inline, token.children)
            if anchor:
                self._bearer(place).attrSet("id", anchor)

    def _figure(self, place: int, lines: Sequence[captions.Line]) -> None:
        """Make a paragraph a figure; the lines below an image are not part of the running prose."""
        opening, inline, closing = self.tokens[place - 1 : place + 2]
        opening.tag = closing.tag = "figure"
        opening.hidden = closing.hidden = False
        inline.children = captions.rendered((inline.children or [])[0], lines)
        self.images[-1] = captions.with_lines(self.images[-1], lines, self.faults)

    def _bearer(self, place: int) -> Token:
        """Return the token whose element bears a paragraph's anchor."""
        opening = self.tokens[place - 1]
        outer = self.tokens[place - 2] if place > 1 else opening
        if opening.hidden and outer.type in {"list_item_open", "dd_open"}:
            return outer
        opening.hidden = self.tokens[place + 1].hidden = False
        return opening

    def _heading(self, place: int, children: list[Token]) -> None:
        opening, closing = self.tokens[place - 1], self.tokens[place + 1]
        level = int(opening.tag[1:])
        opening.tag = closing.tag = f"h{min(self.levels.index(opening.tag) + 2, _LAST_LEVEL)}"
        words = " ".join(
            "".join(" " if "break" in child.type else child.content for child in children).split()
        )
        anchor = self._anchor(words)
        opening.attrSet("id", anchor)
        self.headings.append(Heading(level, words, anchor))

    def _anchor(self, words: str) -> str:
        wanted = slug(words) or "section"
        wanted = f"section-{wanted}" if _TAKEN.fullmatch(wanted) else wanted
        anchor = wanted
        while anchor in self.anchors:
            self.anchors[wanted] += 1
            anchor = f"{wanted}-{self.anchors[wanted]}"
        self.anchors[anchor] = 1
        return anchor

    def _judged(self, children: list[Token], inline: InlineSpan) -> list[Token]:
        """Return the tokens without forbidden links and images; collect the others."""
        kept: list[Token] = []
        links = [False]
        for child in children:
            self._check_characters(child, inline)
            if child.type == "link_open":
                links.append(self._may_link(child, inline, within=any(links)))
            dropped = child.type in {"link_open", "link_close"} and not links[-1]
            if child.type == "link_close":
                links.pop()
            if not dropped and (child.type != "image" or self._may_show(child, inline)):
                kept.append(child)
        return kept

    def _check_characters(self, token: Token, inline: InlineSpan) -> None:
        """Record characters that only an entity can bring in, since files may not hold them."""
        inner = [each.content for each in token.children or [] if each.type == "text_special"]
        shown = token.content if token.type == "text_special" else ""
        for text in (shown, str(token.attrGet("title") or "")[:LONGEST_TITLE], *inner):
            if refused := REFUSED.search(text):
                line = self.first_line + inline.line(int(token.meta["at"]))
                what = f"an entity stands for the control character U+{ord(refused[0]):04X}"
                self.faults.add(line, "control-character", what, "remove it")

    def _links_fit(self) -> bool:
        """Tell whether all links together are no longer than a file may be: each word may have one."""
        if self.linked > LARGEST:
            what = f"the targets of all links and images have {self.linked:,} characters together"
            self.faults.add(self.first_line, TOO_COSTLY, what, f"at most {LARGEST:,}")
        return self.linked <= LARGEST

    def _may_link(self, token: Token, inline: InlineSpan, *, within: bool) -> bool:
        target = str(token.attrGet("href") or "")
        size_fault = fault_of_size(target, self._counted(token, target))
        line = self.first_line + inline.line(int(token.meta["at"]))
        if fault := size_fault or fault_of_link(target) or (_NESTED if within else None):
            self.faults.add(line, fault.rule, f"link {quoted(target)} {fault.what}", fault.allowed)
            return False
        self.references.append(Reference(target, line))
        return True

    def _may_show(self, token: Token, inline: InlineSpan) -> bool:
        target = str(token.attrGet("src") or "")
        line = self.first_line + inline.line(int(token.meta["at"]))
        for child in token.children or []:
            child.type = "text" if child.type == "text_special" else child.type
            if child.type == "footnote_ref":
                what = f"image {quoted(target)} has a footnote in its description"
                self.faults.add(line, "nested-link", what, "put it behind the image")
        if not token.content.strip():
            allowed = "write ![what it shows](…)"
            self.faults.add(line, "image-without-text", f"image {quoted(target)} has no description", allowed)
        if fault := fault_of_size(target, self._counted(token, target)) or fault_of_image(target):
            self.faults.add(line, fault.rule, f"image {quoted(target)} {fault.what}", fault.allowed)
            return False
        self.references.append(Reference(target, line, image=True))
        self.images.append(Image(target, line, token.content))
        return True

    def _counted(self, token: Token, target: str) -> str:
        """Return the title of a link or image, after counting it and the target."""
        title = str(token.attrGet("title") or "")
        self.linked += len(target) + len(title)
        return title

    def _anchors(self, document: Body) -> None:
        """Record links within the body that lead nowhere."""
        known = {block.anchor for block in document.blocks} | self.anchors.keys()
        for reference in document.references:
            if reference.target.startswith("#") and unquote(reference.target[1:]) not in known:
                what = f"link {quoted(reference.target)} leads nowhere in this text"
                self.faults.add(reference.line, "broken-anchor", what, _anchors_here(document))

    def _footnotes(self) -> None:
        unused = parser.labels_without_use(self.memory)
        lines = _definition_lines(self.text) if unused else {}
        for label in unused:
            line = lines.get(label, 0)
            shown = quoted(label)
            what = f"footnote {shown} is never referred to, so it is not shown"
            allowed = f"write [^{shown[1:-1]}] in the text"
            self.faults.add(self.first_line + line, "unused-footnote", what, allowed)

    def _nesting(self) -> None:
        deep = next((token for token in self.tokens if token.level >= parser.DEEPEST - 2), None)
        if deep is not None:
            line = self.first_line + (deep.map[0] if deep.map else 0)
            what = "lists and quotations nest too deeply for all of the text to be shown"
            self.faults.add(line, "deep-nesting", what, f"at most {parser.DEEPEST // 2 - 2} levels")


def _definition_lines(text: str) -> dict[str, int]:
    """Return the line, from 0, on which each footnote's text starts; the first where there are two."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n")):
        if defined := _DEFINITION.match(line):
            lines.setdefault(defined[1], number)
    return lines


def _anchors_here(document: Body) -> str:
    anchors = [f"#{heading.anchor}" for heading in document.headings]
    return f"anchors here: {', '.join(anchors[:20])}" if anchors else "there is no heading to link to"


def _with_boxes(html: str) -> str:
    """Put each table into a box of its own, named by its number; no other text can hold such a tag."""
    numbers = count(1)
    return _TABLE.sub(
        lambda tag: (
            f'<div class="scroller" role="region" aria-label="Table {next(numbers)}" tabindex="0">\n<table>'
            if tag[0] == "<table>"
            else "</table>\n</div>"
        ),
        html,
    )


def _align(token: Token) -> None:
    # The site's policy allows no inline style.
    style = str(token.attrs.pop("style", ""))
    if style:
        token.attrSet("class", f"align-{style.removeprefix('text-align:')}")


def _with_returns(document: Body, body: str) -> Body:
    """Fit offsets to the body as written, where lines end in a carriage return and a newline."""
    if "\r\n" not in body:
        return document
    pieces: list[str] = []
    taken = 0
    moved: list[int] = []
    for match in re.finditer("\r\n", body):
        place = match.start() - len(moved)
        pieces.append(document.prose[taken:place])
        taken = place
        moved.append(place)
    prose = "\0".join([*pieces, document.prose[taken:]])
    blocks = tuple(
        Block(_move(each.start, moved), _move(each.end, moved), each.anchor) for each in document.blocks
    )
    return replace(document, prose=prose, blocks=blocks)


def _move(offset: int, moved: list[int]) -> int:
    return offset + bisect_left(moved, offset)

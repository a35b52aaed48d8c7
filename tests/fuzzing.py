"""Bytes in, hostile texts made of them; each target reads one and holds what it gets to its laws.

`tests/test_fuzz.py` tries them with a few hundred cases, `tests/fuzz/fuzz.py` with as many as you like.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import html5lib

from briefing.analysis import mentions
from briefing.analysis.mentions import Names
from briefing.analysis.source_text import Reading
from briefing.content import basemap, frontmatter, registry
from briefing.content.images import svg
from briefing.content.markdown import reader
from briefing.core import edtf
from briefing.core.problems import Problem
from briefing.core.registry import Alias, Entity
from briefing.text import dates, figures, fold, sentences

# Pieces of what means something to a reader, and of what means harm.
PIECES: dict[str, list[str]] = json.loads((Path(__file__).parent / "fuzz" / "pieces.json").read_text("utf-8"))
KEYS = (*PIECES["keys"], *PIECES["attacks"])
MARKS = (*PIECES["marks"], *PIECES["attacks"])
WORDS = tuple(PIECES["words"])
LETTERS = (*fold.APOSTROPHES, *fold.LETTERS, *PIECES["letters"])

NAMES = Names.of(
    (Entity("aldmoor", "place", "Aldmoor", (Alias("Old Moor"), Alias("AM", exact=True)), line=1),)
)
REFERENCES = tuple(
    edtf.parse(text)
    for text in "2018-12-14 2018-12-14/2018-12-15 2018-12 2020-02-29 0001-01-01 9999-12-31 201X".split()
)

# What a body may become, and nothing else.
ELEMENTS = frozenset(
    "html head body p em strong code pre a img ul ol li dl dt dd blockquote h2 h3 h4 h5 h6 hr br"
    " table thead tbody tr th td div section sup figure figcaption span".split()
)
ATTRIBUTES = frozenset("id href src alt title class start tabindex role aria-label".split())


class LawError(AssertionError):
    """A target did what no input may make it do."""


def text_of(data: bytes, pieces: Sequence[str]) -> str:
    """Make a text: each byte is one of the pieces, or what is left of it a letter; some are plain UTF-8."""
    if data[:1] == b"\xff":
        return data[1:].decode("utf-8", "replace")
    return "".join(pieces[byte] if byte < len(pieces) else chr(byte) for byte in data)


def law(holds: object, what: str, *told: object) -> None:
    """Raise LawError unless something holds."""
    if not holds:
        raise LawError(f"{what}: {told!r}")


def reading(data: bytes) -> None:
    """Front matter and registry: a value or Problems, each on one line of print."""
    text = text_of(data[1:], KEYS)
    note = f"---\n{text}\n---\nThe dyke held.\n".encode("utf-8", "surrogatepass")
    which = data[0] % 8 if data else 0
    if which == 0:
        _no_silence(frontmatter.parse_note("content/notes/a.md", note))
    elif which == 1:
        _no_silence(frontmatter.parse_page("content/pages/a.md", note))
    elif which == 2:
        _no_silence(frontmatter.parse_lead("content/briefings/2018-12-14.md", note))
    elif which == 3:
        _in_print(registry.parse_entities("e.yml", text.encode("utf-8", "surrogatepass"))[1])
    elif which == 4:
        _in_print(registry.parse_sources("s.yml", text.encode("utf-8", "surrogatepass"))[1])
    elif which == 5:
        _in_print(basemap.parse("m.yml", text.encode("utf-8", "surrogatepass"))[1])
    elif which == 6:
        _in_print(svg.check("a.svg", data[1:]))
    else:
        _no_silence(frontmatter.parse_note("content/notes/a.md", data[1:]))


def _no_silence(found: tuple[object, tuple[Problem, ...]]) -> None:
    value, problems = found
    law(value is not None or problems, "nothing came back, and no Problem")
    _in_print(problems)


def _in_print(problems: Iterable[Problem]) -> None:
    for problem in problems:
        law(str(problem).isprintable(), "a message that is not one line of print", str(problem))
        law(len(str(problem)) < 2000, "a message without end", str(problem)[:200])


def rendering(data: bytes) -> str:
    """A body: prose of its length, each anchor once, and no markup that the reader did not mean."""
    body = text_of(data, MARKS)
    document, problems = reader.read(body, 1, path="a.md")
    _in_print(problems)
    law(len(document.prose) == len(body), "prose of another length", body)
    end = 0
    for block in document.blocks:
        law(end <= block.start < block.end <= len(body), "blocks out of order", body)
        end = block.end
    _no_harm(document.html)
    return document.html


def _no_harm(html: str) -> None:
    anchors: set[str] = set()
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        law(element.tag in ELEMENTS, "an element let in", element.tag, html)
        for name, value in element.items():
            law(name in ATTRIBUTES, "an attribute let in", name, html)
            if name == "id":
                law(value not in anchors, "an anchor given twice", value, html)
                anchors.add(value)
            if name in {"href", "src"}:
                law(_leads_somewhere(value), "a target let in", value, html)


def _leads_somewhere(target: str) -> bool:
    plain = "".join(mark for mark in target if mark > " ").lower()
    if plain.startswith(("{filename}", "{static}", "%7bfilename%7d", "%7bstatic%7d", "#", "/")):
        return not plain.startswith(("//", "/\\"))
    return urlsplit(plain).scheme in {"http", "https", "mailto"}


def dating(data: bytes) -> None:
    """Dates in a text: in order, apart, within it, and each a date that can be read again and shown."""
    text, reference = text_of(data[1:], WORDS), REFERENCES[data[0] % len(REFERENCES) if data else 0]
    end = 0
    for found in dates.find(text, reference):
        law(end <= found.start < found.end <= len(text), "dates out of order", text)
        law(text[found.start : found.end] == found.text, "another text", text)
        law(edtf.parse(found.value.text) == found.value, "a date that does not read back", found.value)
        law(
            edtf.display(found.value) and edtf.display_short(found.value), "a date without words", found.value
        )
        end = found.end
    _dated(text_of(data, (*"0123456789-/.~?%X", "..", "2018-", "-02-", "-21")))


def _dated(text: str) -> None:
    try:
        value = edtf.parse(text)
    except ValueError as error:
        law("; " in str(error), "a message that does not say what is allowed", str(error))
        return
    law(value.start <= value.end, "a date that ends before it begins", text)
    law(edtf.parse(value.text) == value, "a date that does not read back", text)
    law(edtf.display(value) and edtf.display_short(value), "a date without words", text)


def folded(data: bytes) -> str:
    """Names: folded once and for all, and an address of plain letters."""
    text = text_of(data, LETTERS)
    once = fold.fold(text)
    law(fold.fold(once) == once, "folded again it changes", text)
    address = fold.slug(text)
    law(len(address) <= fold.LONGEST_SLUG and fold.slug(address) == address, "a long or odd address", text)
    law(bool(address) == bool(once), "a name without an address", text)
    law(" ".join(fold.words(text)) == " ".join(fold.words(" ".join(fold.words(text)))), "words", text)
    return text


def telling(data: bytes) -> None:
    """Prose: sentences, figures and mentions in order, apart and within it."""
    text = text_of(data, WORDS)
    spans = {
        "sentences": [(one.start, one.end) for one in sentences.split(text)],
        "figures": [(one.start, one.end) for one in figures.find(text)],
        "mentions": [(one.start, one.end) for one in mentions.find(text, NAMES)],
    }
    for name, found in spans.items():
        end = 0
        for start, after in found:
            law(end <= start < after <= len(text), f"{name} out of order", text)
            end = after
    for figure in figures.find(text):
        law(figure.low <= figure.high, "a figure that falls", figure)
    law("\0" not in Reading.of("", text, NAMES).text, "what a reader does not see is read", text)


TARGETS: dict[str, Callable[[bytes], object]] = {
    "reading": reading,
    "rendering": rendering,
    "dating": dating,
    "folding": folded,
    "telling": telling,
}

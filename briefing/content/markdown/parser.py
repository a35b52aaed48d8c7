"""Parse Markdown into tokens with their offsets, and render tokens as HTML.

The parser is markdown-it-py's (CommonMark, tables, footnotes, definition lists; raw HTML is
text). It does not say where in a paragraph a piece of text stood, so the state below notes that
while the parser runs: `meta["at"]` is the offset of a token's first character in the inline
content that it was read from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml, mdTrim
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

__all__ = ["DEEPEST", "Token", "labels_without_use", "parse", "render", "too_costly", "trim"]

DEEPEST = 40
LONGEST_LABEL = 60

# Tokens whose content a reader sees.
SHOWN = frozenset({"text", "text_special", "code_inline"})

# What each character may cost the parser, measured in five microseconds; all others cost nothing.
_COSTS = {
    "[": 24,
    "\n": 16,
    "<": 12,
    "|": 8,
    "*": 5,
    "_": 5,
    "\\": 3,
    "&": 3,
    "`": 2,
    **dict.fromkeys("!#$%+-:=>@]^{}~", 1),
}
MOST_COSTLY = 250_000

_FOOTNOTE = re.compile(rf"\[\^[^\s\[\]]{{1,{LONGEST_LABEL}}}\]")


def too_costly(text: str) -> bool:
    """Tell whether a body has so much markup that reading it could take more than a second or two."""
    return sum(cost * text.count(mark) for mark, cost in _COSTS.items()) > MOST_COSTLY


def trim(text: str) -> str:
    """Return the text without the white space that Markdown does not count."""
    return mdTrim(text)


def parse(text: str) -> tuple[list[Token], dict[str, Any]]:
    """Return the tokens of a whole body, and what else the parser remembers of it for rendering."""
    memory: dict[str, Any] = {}
    return _parser().parse(text, memory), memory


def render(tokens: Sequence[Token], memory: dict[str, Any]) -> str:
    """Return the tokens as HTML."""
    parser = _parser()
    return str(parser.renderer.render(tokens, parser.options, memory))


def labels_without_use(memory: dict[str, Any]) -> tuple[str, ...]:
    """Return the labels of footnotes that nothing refers to, in the order of the text."""
    refs: dict[str, int] = memory.get("footnotes", {}).get("refs", {})
    return tuple(label.removeprefix(":") for label, number in refs.items() if number < 0)


class _PlacedState(StateInline):
    """Notes where in the source each token starts."""

    pending_at = 0

    def append_pending(self, text: str) -> None:
        if not self._pending_buffer and not self._pending:
            self.pending_at = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 - the parser calls it so
        at = self.pending_at
        token = super().pushPending()
        token.meta["at"] = at
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos
        return token


class _PlacedInline(ParserInline):
    """The inline parser, with places noted before delimiters are turned into emphasis."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = _PlacedState(src, md, env, tokens)
        self.tokenize(state)
        _settle(src, state.tokens)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _settle(src: str, tokens: list[Token]) -> None:
    """Make each place exact: that of the first character shown."""
    end = 0
    previous: Token | None = None
    for token in tokens:
        # Rules that push more than one token do so before they move on.
        at = max(int(token.meta.get("at", end)), end)
        if token.type == "text":
            inside_autolink = previous is not None and previous.markup == "autolink" and previous.nesting == 1
            at += inside_autolink
            end = at + len(token.content)
        elif token.type == "text_special":
            end = at + len(token.markup)
            at += len(token.markup) - len(token.content) if token.info == "escape" else 0
        elif token.type == "code_inline":
            at += len(token.markup)
            at += src[at : at + len(token.content)].replace("\n", " ") != token.content
            end = at + len(token.content)
        elif token.type == "hardbreak":
            at = src.find("\n", at)
        token.meta["at"] = at
        previous = token


class _Parser(MarkdownIt):
    """markdown-it with our own view of links: all are read, the caller judges their targets."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the parser calls it so
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the parser calls it so
        return url if url.startswith("{") else super().normalizeLink(url)

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - the parser calls it so
        return link


@cache
def _parser() -> _Parser:
    parser = _Parser("default", {"maxNesting": DEEPEST, "html": False})
    parser.inline = _PlacedInline()
    parser.use(deflist_plugin)
    # Inline footnotes would have no place of their own in the source.
    parser.use(footnote_plugin, inline=False)
    parser.inline.ruler.at("footnote_ref", _footnote_ref)
    # Texts stay apart as they were read: joined, they would lose their places.
    parser.disable(["text_join", "fragments_join"])
    parser.disable(["strikethrough", "linkify", "replacements", "smartquotes", "html_inline", "html_block"])
    parser.add_render_rule("text_special", _text_special)
    parser.add_render_rule("footnote_anchor", _footnote_anchor)
    return parser


def _footnote_ref(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser calls it so
    # The plugin looks for the closing bracket to the end of the paragraph, at each opening one.
    if _FOOTNOTE.match(state.src, state.pos, state.posMax) is None:
        return False
    return footnote_ref(state, silent)


def _text_special(
    _self: object, tokens: Sequence[Token], place: int, _options: object, _memory: object
) -> str:
    return escapeHtml(tokens[place].content)


def _footnote_anchor(
    _self: object, tokens: Sequence[Token], place: int, _options: object, _memory: object
) -> str:
    number, repeat = tokens[place].meta["id"] + 1, tokens[place].meta["subId"]
    target = f"fnref{number}:{repeat}" if repeat else f"fnref{number}"
    return f' <a href="#{target}" class="footnote-backref" aria-label="Back to the text">↩</a>'

"""Find markup that our Markdown does not know, and that readers would see as characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple


class Markup(NamedTuple):
    """Markup as it is `written` from an offset on, what it is, and what to do `instead`.

    A `comment` holds what an editor wrote for editors alone.
    """

    start: int
    written: str
    kind: str
    instead: str
    comment: bool = False


_HTML = (
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote "
    "body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog "
    "dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 "
    "head header hgroup hr html i iframe img input ins kbd label legend li link main map mark marquee "
    "math menu meta meter nav nobr noscript object ol optgroup option output p param picture pre progress "
    "q rp rt ruby s samp script search section select slot small source span strike strong style sub "
    "summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var "
    "video wbr"
).split()

# No more of a text is looked through for the end of what was begun.
_ANY = ".{0,400}?"
_COMMENT = "take it out, or move it into the front matter, to a line that starts with #"
_MEANT = "write what it stands for"
# Kinds with a space in an address are told apart below.
_LINK, _SPACED = "a link or image that cannot be read", "has a space in its address"
_COMMENTS = (
    ("an HTML comment", r"<!--", _COMMENT),
    (
        "a template's comment",
        rf"\{{#{_ANY}#\}}|\{{%-?\s*comment\b{_ANY}%\}}|\{{\{{-?\s*/\*{_ANY}\*/",
        _COMMENT,
    ),
    ("a comment", rf"\{{>>{_ANY}<<\}}|(?<!\S)%%{_ANY}%%(?!\w)", _COMMENT),
)
_KINDS = (
    ("an HTML tag", rf"</?(?i:{'|'.join(_HTML)})(?:\s[^<>]*)?/?>", "write Markdown"),
    ("a tag", r"<[A-Za-z][\w.:-]*(?:\s[^<>=]*=[^<>]*|\s*/)>|</[A-Za-z][\w.:-]*\s*>", "write Markdown"),
    ("a declaration", rf"<!(?:\[CDATA\[|[A-Za-z])[^<>]*>|<\?{_ANY}\?>|<%{_ANY}%>", "take it out"),
    ("a shortcode", rf"\{{\{{[<%]{_ANY}[%>]\}}\}}", _MEANT),
    ("a template's tag", rf"\{{%{_ANY}%\}}", _MEANT),
    ("a placeholder", rf"\{{\{{{_ANY}\}}\}}", _MEANT),
    ("a shortcode", r"\[/?(?:audio|caption|embed|gallery|playlist|tweet|video|youtube)\b[^\[\]]*\]", _MEANT),
    ("a wiki link", r"!?\[\[[^\[\]\n]+\]\]", "write [words]({filename}file.md)"),
    ("an inline footnote", r"\^\[[^\[\]]+\]", "write [^1] here, and [^1]: … in a line of its own"),
    (_LINK, r"!?\[[^\[\]\n]*\]\([^()\n]*\)", "write [words](address)"),
    (
        "a reference without a target",
        r"!?\[(?!\^)[^\[\]\n]+\]\[(?!\^)[^\[\]\n]*\]",
        "write [name]: address in a line of its own",
    ),
    ("an edit mark", rf"\{{(?:\+\+|--|~~|==){_ANY}(?:\+\+|--|~~|==)\}}", "write the text as it is to be"),
    ("an attribute list", r"\{:?\s?[#.][A-Za-z][\w-]*(?:\s[^{}]*)?\}", "take it out"),
    ("strikethrough", rf"(?<!~)~~(?=[^\s~]){_ANY}(?<=[^\s~])~~(?!~)", "take it out"),
    ("a highlight", rf"(?<!=)==(?=[^\s=]){_ANY}(?<=[^\s=])==(?!=)", "take the marks away"),
    ("a box of a task list", r"\A\[[ xX]\](?=\s)", "take it out"),
    ("a directive", r"^:{3,}[ \t]*[\w{]*|^!!! \w+|\A\[(?:TOC|toc)\]\Z", "take it out"),
    ("a table without its second line", r"^\|[^\n]*\|[ \t]*$", "write | --- | below its first line"),
    ("a heading without its space", r"\A#{2,6}(?=[^\s#])", "write a space after the last #"),
    (
        "bold type that does not end",
        r"\*\*|(?<![\w_])__(?=\w)|(?<=\w)__(?![\w_])",
        "let no space stand inside it",
    ),
)
# What a body may hold, and no text of the front matter or the registry.
_PLAIN = "write plain text"
_OF_BODIES = (
    ("Markdown", r"\*\*[^*\n]+\*\*|(?<!\w)__[^_\n]+__(?!\w)", _PLAIN),
    ("Markdown", r"(?<![\w*])\*[^*\s](?:[^*\n]*[^*\s])?\*(?![\w*])", _PLAIN),
    ("a Markdown link", r"!?\[[^\[\]\n]+\]\([^()\n]*\)", _PLAIN),
    ("a footnote", r"\[\^[^\s\[\]]+\]", _PLAIN),
    (
        "an HTML entity",
        r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});",
        "write the character",
    ),
)
_OF_BODY = (*_COMMENTS, *_KINDS)
_OF_HEAD = (
    *_COMMENTS,
    *_OF_BODIES,
    *((kind, pattern, _MEANT if instead is _MEANT else _PLAIN) for kind, pattern, instead in _KINDS),
)
# What any of it holds: most texts have none, and are looked at no closer.
_SIGNS = re.compile(r"[<{\[~=%&|*]|__|:::|!!!|##")


@cache
def _pattern(kinds: tuple[tuple[str, str, str], ...]) -> re.Pattern[str]:
    joined = "|".join(f"(?P<k{number}>{pattern})" for number, (_, pattern, _) in enumerate(kinds))
    return re.compile(joined, re.DOTALL | re.MULTILINE)


def in_body(text: str) -> Iterator[Markup]:
    """Yield what is left of markup in a text that Markdown was read from, one after the other."""
    return _found(text, _OF_BODY)


def in_head(text: str) -> Iterator[Markup]:
    """Yield all markup, Markdown among it, in a text that is shown as it is written."""
    return _found(text, _OF_HEAD)


def _found(text: str, kinds: tuple[tuple[str, str, str], ...]) -> Iterator[Markup]:
    if _SIGNS.search(text) is None:
        return
    for match in _pattern(kinds).finditer(text):
        number = int((match.lastgroup or "k0")[1:])
        kind, _, instead = kinds[number]
        if kind == _LINK and " " in match[0].partition("](")[2].strip():
            kind, instead = (
                f"{'an image' if match[0].startswith('!') else 'a link'} that {_SPACED}",
                "write %20 for each space",
            )
        yield Markup(match.start(), match[0], kind, instead, comment=number < len(_COMMENTS))

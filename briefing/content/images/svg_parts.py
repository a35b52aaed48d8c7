"""Part an SVG into what is drawn and what programs and people wrote beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

from briefing.content.forms.faults import quoted
from briefing.content.images import descriptions
from briefing.content.images.anatomy import Part, told
from briefing.content.images.svg_names import METADATA, program_of

# Tokens of XML that is known to be well-formed.
_TOKEN = re.compile(
    rb"""<!--(?P<comment>.*?)--> | <!DOCTYPE(?P<doctype>(?:[^"'<>]|"[^"]*"|'[^']*')*)> |
    <!\[CDATA\[.*?\]\]> | <\?.*?\?> | </\s*(?P<end>[^\s>]+)\s*> |
    <(?P<start>[^\s!?/>]+)(?P<attributes>(?:[^"'>]|"[^"]*"|'[^']*')*?)(?P<empty>/?)> | [^<]+ | <""",
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(rb"""\s+([^\s=]+)\s*=\s*("[^"]*"|'[^']*')""")


def parts(content: bytes) -> tuple[Part, ...]:
    """Part an SVG, whose XML must be well-formed."""
    return tuple(_parts(content, _prefixes(content)))


def _parts(content: bytes, programs: Mapping[bytes, str]) -> Iterator[Part]:
    hidden: list[bytes] = []  # the element that is taken out, and those of its name within it
    begun, in_style, carrier = 0, False, ""
    for token in _TOKEN.finditer(content):
        name = token["start"] or token["end"] or b""
        if hidden:
            if name == hidden[0]:
                hidden = [*hidden, name] if token["start"] and not token["empty"] else hidden
                hidden = hidden[1:] if token["end"] else hidden
            if not hidden:
                yield Part(b"", _tells(carrier, content[begun : token.end()]))
        elif token["start"] and (carrier := _carrier(name, programs)):
            begun, hidden = token.start(), [name]
            if token["empty"]:
                hidden = []
                yield Part(b"", _tells(carrier, token[0]))
        else:
            in_style = name.rpartition(b":")[2] == b"style" if name else in_style
            yield from _part(token, programs, in_style=in_style and not token["end"])


def _part(token: re.Match[bytes], programs: Mapping[bytes, str], *, in_style: bool) -> Iterator[Part]:
    if token["comment"] is not None:
        yield Part(b"", f"a comment says {quoted(token['comment'].decode('utf-8', 'replace'))}")
    elif token["doctype"] is not None:
        yield Part(b"", "<!DOCTYPE> names a file that no picture needs")
    elif token["start"]:
        yield from _tag(token, programs)
    elif in_style and b"/*" in token[0]:
        yield Part(_without_remarks(token[0]), "its style holds a comment")
    else:
        yield Part(token[0])


def _without_remarks(style: bytes) -> bytes:
    kept, at = [], 0
    while (start := style.find(b"/*", at)) >= 0:
        kept.append(style[at:start])
        end = style.find(b"*/", start + 2)
        at = end + 2 if end >= 0 else len(style)
    return b"".join((*kept, style[at:]))


def _tag(token: re.Match[bytes], programs: Mapping[bytes, str]) -> Iterator[Part]:
    """Keep a tag without the attributes that are a program's own."""
    kept = b"<" + token["start"]
    at = 0
    tells = ""
    for found in _ATTRIBUTE.finditer(token["attributes"]):
        prefix, colon, name = found[1].partition(b":")
        program = programs.get(name if prefix == b"xmlns" else prefix, "") if colon else ""
        if program:
            tells = tells if prefix == b"xmlns" else _of_program(program)
        else:
            kept += token["attributes"][at : found.end()]
        at = found.end()
    yield Part(kept + token["attributes"][at:] + token["empty"] + b">", tells)


def _carrier(name: bytes, programs: Mapping[bytes, str]) -> str:
    prefix, colon, local = name.rpartition(b":")
    return METADATA if local == METADATA.encode() else programs.get(prefix, "") if colon else ""


def _tells(carrier: str, held: bytes) -> str:
    return descriptions.metadata(held) if carrier == METADATA else _of_program(carrier)


def _of_program(name: str) -> str:
    return told(f"what {name} wrote for itself", {"how"})


def _prefixes(content: bytes) -> dict[bytes, str]:
    """The prefixes that stand for a program's own namespace, each with the program's name."""
    found: dict[bytes, str] = {}
    for token in _TOKEN.finditer(content):
        for attribute in _ATTRIBUTE.finditer(token["attributes"] or b""):
            prefix, _, name = attribute[1].partition(b":")
            program = (
                program_of(unescape(attribute[2][1:-1].decode("utf-8", "replace")))
                if prefix == b"xmlns"
                else ""
            )
            if name and program:
                found[name] = program
    return found

"""Refuse SVG images in which a browser that opens them by themselves would run something.

Beside a text such an image is still; opened at its own address it is a page like any other, but
one that the pages' own security policy does not reach.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from briefing.content.forms.faults import Faults, quoted
from briefing.content.forms.files import LARGEST
from briefing.core.problems import Problem

ENDING = ".svg"

_ACTIVE = frozenset({"script", "handler", "listener", "foreignobject", "iframe", "embed", "object"})
_IGNORED = re.compile(r"[\x00-\x20]+")


def check(path: str, content: bytes) -> tuple[Problem, ...]:
    """Look through an SVG image at `path`; nothing else is asked of it than that it is XML and still."""
    faults = Faults(path)
    if len(content) > LARGEST:
        what = f"the image has more than {LARGEST:,} bytes"
        faults.add(0, "too-large", what, "simplify it, or keep it as PNG")
        return faults.problems()
    parser = expat.ParserCreate(namespace_separator=" ")
    reader = _SvgReader(parser, faults)
    parser.StartElementHandler = reader.element
    parser.EntityDeclHandler = reader.entity
    parser.ProcessingInstructionHandler = reader.instruction
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes no names
    except expat.ExpatError as error:
        faults.add(error.lineno, "bad-image", "is not readable as SVG", "export it again, or keep it as PNG")
    return faults.problems()


class _SvgReader:
    """Records what is not still in an image, as its parts go by."""

    def __init__(self, parser: expat.XMLParserType, faults: Faults) -> None:
        self._parser = parser
        self._faults = faults

    def element(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local.lower() in _ACTIVE:
            self._refuse(f"<{local}>")
        for key, value in attributes.items():
            word = key.rpartition(" ")[2]
            if word.lower().startswith("on") or "javascript:" in _IGNORED.sub("", value.lower()):
                self._refuse(f"{word}={quoted(value)}")

    def entity(self, name: str, *_others: object) -> None:
        self._refuse(f"<!ENTITY {name}>")

    def instruction(self, target: str, _told: str) -> None:
        if target.lower() == "xml-stylesheet":
            self._refuse("<?xml-stylesheet?>")

    def _refuse(self, what: str) -> None:
        line = self._parser.CurrentLineNumber
        self._faults.add(line, "active-image", f"{what} may run or load something", "take it out")

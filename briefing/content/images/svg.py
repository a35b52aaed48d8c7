"""Hold an SVG image to the list of what a still picture needs.

Beside a text such an image is still whatever it holds; opened at its own address it is a page like any
other, which may run, load and lead elsewhere. So what is not known to be still is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NoReturn
from xml.parsers import expat

from briefing.content.forms.faults import Faults, quoted
from briefing.content.images import svg_parts
from briefing.content.images import svg_parts as names
from briefing.content.images.anatomy import Anatomy, BrokenImageError, Part
from briefing.core.problems import Problem

_ONLY = "take it out, or keep the image as PNG"
_DEEPEST = 100
# Elements once all that refer to others hold these.
_MOST_SHOWN = 100_000
_LONGEST_WAY = 20

_LOCAL = re.compile(r"#[^\s\"'()<>\\]+")
_NAME = re.compile(r"[^\s:;,(){}\"'!<>=]*\Z")
_LONGEST_NAME = 40
_URL = re.compile(r"""url\(\s*(["']?)#([^\s"'()<>\\]+)\1\s*\)""", re.IGNORECASE)
_RULE = re.compile(r"@[-\w]*")
_HIDING = re.compile(r"[\\<]")
# Before a parenthesis: functions, and words of conditions.
_CALLED = names.FUNCTIONS | {"", "@media", "and", "not", "or", "only"}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LENGTH = re.compile(r"\+?(\d+(?:\.\d*)?|\.\d+)(px|pt|pc|mm|cm|in)?")
_PIXELS = {None: 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


class _RefusedError(Exception):
    """What follows need not be read."""


def is_svg(content: bytes) -> bool:
    """Tell whether a file may be an SVG: it begins as XML does, in whatever encoding."""
    return content[:2] in _UTF_16 or content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def read(content: bytes) -> Anatomy:
    """Take an SVG apart; raises BrokenImageError where it is no XML. Its size is 0 where it has none."""
    reader = _Reader("")
    reader.read(content)
    if reader.broken:
        raise BrokenImageError(reader.broken)
    # What was not read to its end is no XML that can be parted.
    return Anatomy(*reader.size, (Part(content),) if reader.stopped else svg_parts.parts(content))


def check(path: str, content: bytes) -> tuple[Problem, ...]:
    """Return a Problem for each thing in an SVG that is not on the list, at the first line that has it."""
    reader = _Reader(path)
    reader.read(content)
    return reader.faults.problems()


class _Reader:
    """Goes through an image part by part, and records what no still picture needs."""

    def __init__(self, path: str) -> None:
        self.faults = Faults(path)
        self.broken = ""
        self.stopped = False
        self.size = (0, 0)
        self._parser = expat.ParserCreate("utf-8", " ")
        self._parser.StartElementHandler = self._element
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.XmlDeclHandler = self._declaration
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ProcessingInstructionHandler = self._instruction
        self._told: set[str] = set()
        self._open: list[tuple[str, str]] = []
        self._style_text: list[str] = []
        self._weights = _Weights()

    def read(self, content: bytes) -> None:
        try:
            content.decode("utf-8")
            self._parser.Parse(content, True)  # noqa: FBT003 - expat takes no names
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            self._break(f"is not readable as SVG: byte 0x{content[error.start]:02X} is not UTF-8", line)
        except expat.ExpatError as error:
            self._break(f"is not readable as SVG: {expat.ErrorString(error.code)}", error.lineno)
        except _RefusedError:
            self.stopped = True
        if self._weights.shown() > _MOST_SHOWN:
            what = f"grows to more than {_MOST_SHOWN:,} elements when it is shown"
            self.faults.add(0, "bad-image", what, "simplify it, or keep it as PNG")

    def _break(self, what: str, line: int) -> None:
        self.broken = what
        self.faults.add(line, "bad-image", what, "export it again, or keep it as PNG")

    def _disallow(self, what: str, why: str = "is nothing that a still picture needs") -> None:
        if what not in self._told:
            self._told.add(what)
            line = self._parser.CurrentLineNumber
            self.faults.add(line, "active-image", f"{what} {why}", _ONLY)

    def _stop(self, what: str, why: str = "is nothing that a still picture needs") -> NoReturn:
        self._disallow(what, why)
        raise _RefusedError

    # What expat calls.

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() != "utf-8":
            self._stop(f"encoding={quoted(encoding)}", "is not UTF-8")

    def _doctype(self, name: str, _system: object, _public: object, has_declarations: int) -> None:
        # One that only names a file elsewhere, as many programs write, is read by nobody.
        if has_declarations:
            self._stop(f"<!DOCTYPE {name}>")

    def _instruction(self, target: str, _data: str) -> None:
        self._disallow(f"<?{target}?>")

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if not self._open:
            self._root(namespace, local, attributes)
        around = self._open[-1][1] if self._open else ""
        self._open.append((namespace, local))
        if len(self._open) > _DEEPEST:
            self._stop(f"<{local}>", f"is nested more than {_DEEPEST} deep")
        known = (local in names.ELEMENTS or local == names.METADATA) and around != "style"
        if not names.program_of(namespace) and not (namespace == names.SVG and known):
            self._disallow(f"<{local}>")
        self._weights.begin(attributes.get("id", ""))
        for key, value in attributes.items():
            self._attribute(key, value, drawn=namespace == names.SVG)

    def _end(self, _name: str) -> None:
        if self._open.pop()[1] == "style":
            self._style("".join(self._style_text), "<style>")
            self._style_text.clear()
        self._weights.end()

    def _text(self, text: str) -> None:
        if self._open[-1][1] == "style":
            self._style_text.append(text)

    # What each may hold.

    def _root(self, namespace: str, local: str, attributes: dict[str, str]) -> None:
        if (namespace, local) != (names.SVG, "svg"):
            why = "is the root, which must be svg" if namespace == names.SVG or local != "svg" else ""
            self._stop(f"<{local}>", why or f'needs xmlns="{names.SVG}"')
        width, height = (_pixels(attributes.get(key, "")) for key in ("width", "height"))
        self.size = (width, height) if width and height else (0, 0)

    def _attribute(self, key: str, value: str, *, drawn: bool) -> None:
        """Disallow an attribute; programs may write what they like on elements of their own."""
        namespace, _, local = key.rpartition(" ")
        shown = f"{local}={quoted(value)}"
        if names.program_of(namespace):
            return
        if local == "href" and namespace in {"", names.XLINK}:
            if _LOCAL.fullmatch(value.strip()):
                self._weights.refer(value.strip()[1:])
            else:
                self._disallow(shown, "leads out of the image")
        elif namespace:
            of = {names.XLINK: names.OF_XLINK, names.XML: names.OF_XML}.get(namespace, frozenset())
            if local not in of:
                self._disallow(shown)
        elif drawn and local not in names.ATTRIBUTES:
            self._disallow(shown)
        elif drawn and local not in names.TEXTS:
            self._style(value, shown)

    def _style(self, text: str, shown: str) -> None:
        """Disallow what may load something: by a function, a rule, or written so that it looks like none."""
        if found := _HIDING.search(text):
            self._disallow(f"{found[0]} in {shown}", "may hide something")
        for rule in _RULE.findall(text):
            if rule.lower() != "@media":
                self._disallow(f"{rule} in {shown}", "may load something")
        for name, at in _calls(text):
            local = _URL.match(text, at) if name == "url" else None
            if local:
                self._weights.refer(local[2])
            elif name == "url":
                self._disallow(f"{quoted(text[at : at + 100])} in {shown}", "leads out of the image")
            elif name not in _CALLED:
                self._disallow(f"{quoted(name)} in {shown}", "may load something")


class _Weights:
    """Counts how many elements there are once all references are followed."""

    def __init__(self) -> None:
        # For each element that has an id, and for the whole: how many it holds, and what they refer to.
        self._held: dict[str, tuple[list[int], list[str]]] = {"": ([0], [])}
        self._open: list[list[str]] = []

    def begin(self, identity: str) -> None:
        around = self._open[-1] if self._open else [""]
        if identity and identity not in self._held:
            self._held[identity] = ([0], [])
            around = [*around, identity]
        self._open.append(around)
        for one in around:
            self._held[one][0][0] += 1

    def end(self) -> None:
        self._open.pop()

    def refer(self, identity: str) -> None:
        for one in self._open[-1]:
            self._held[one][1].append(identity)

    def shown(self) -> int:
        """How many there are, as far as it matters."""
        counted: dict[str, int] = {}

        def count(identity: str, way: int) -> int:
            if identity not in self._held:
                return 0
            if way > _LONGEST_WAY:
                return _MOST_SHOWN + 1
            if identity not in counted:
                (total,), referred = self._held[identity]
                for one in referred:
                    # What refers to itself would never come to an end.
                    if total > _MOST_SHOWN:
                        break
                    total += count(one, way + 1)
                counted[identity] = total
            return counted[identity]

        return count("", 0)


def _calls(text: str) -> Iterator[tuple[str, int]]:
    """Yield the name before each parenthesis, in lower case, and where it begins."""
    at = text.find("(")
    while at >= 0:
        name = _NAME.search(text, max(at - _LONGEST_NAME, 0), at)
        start = name.start() if name else at
        yield text[start:at].lower(), start
        at = text.find("(", at + 1)


def _pixels(written: str) -> int:
    """A length in whole pixels, 0 where it is none by itself (as "100%")."""
    found = _LENGTH.fullmatch(written.strip())
    return round(float(found[1]) * _PIXELS[found[2]]) if found else 0

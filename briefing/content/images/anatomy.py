"""The anatomy of an image's file: its size, its parts, and what each part gives away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Literal, TypeVar

from msgspec import Struct

T = TypeVar("T")

# What metadata can give away.
Topic = Literal["where", "when", "how", "whom", "words", "preview"]
_TELLING: dict[Topic, str] = {
    "how": "with which camera or program",
    "whom": "by whom",
    "when": "when",
    "where": "where",
}
_HOLDING: dict[Topic, str] = {"words": "a text about it", "preview": "a preview of it"}
MOST_PARTS = 50_000
_AGAIN = "copy it again from where it came from"


class BrokenImageError(Exception):
    """An image's file cannot be read; the message says why, in words that go on after the file's name.

    `allowed` says what to do.
    """

    def __init__(self, what: str, allowed: str = _AGAIN) -> None:
        super().__init__(what)
        self.allowed = allowed


class BrokenOffError(BrokenImageError):
    """An image's file ends before its picture does."""

    def __init__(self) -> None:
        super().__init__("breaks off before its end")


class TooManyPartsError(BrokenImageError):
    """An image's file is in more parts than any picture needs; reading them all would take long."""

    def __init__(self) -> None:
        super().__init__(f"is in more than {MOST_PARTS:,} parts", "export it again")


class Part(Struct, frozen=True):
    """A stretch of a file: `kept` is what remains of it once stripped, `tells` what it gives away."""

    kept: bytes
    tells: str = ""


class Anatomy(Struct, frozen=True):
    """An image's file, taken apart: `width` and `height`, in pixels, are as a browser shows it."""

    width: int
    height: int
    parts: tuple[Part, ...]

    @property
    def tells(self) -> tuple[str, ...]:
        """What the file gives away, each once."""
        return tuple(dict.fromkeys(part.tells for part in self.parts if part.tells))

    @property
    def stripped(self) -> bytes:
        """The file without what gives something away: what makes up the picture, byte for byte."""
        return b"".join(part.kept for part in self.parts)


def told(carrier: str, topics: Collection[Topic]) -> str:
    """Say what a part of a file gives away: "EXIF tells when and where it was taken"."""
    tells = _listed([text for topic, text in _TELLING.items() if topic in topics])
    holds = _listed([text for topic, text in _HOLDING.items() if topic in topics])
    made = "taken" if "where" in topics else "made"
    said = (f"tells {tells} it was {made}" if tells else "", f"holds {holds}" if holds else "")
    return f"{carrier} {', and '.join(filter(None, said)) or 'holds more than the picture needs'}"


def _listed(texts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(texts[:-1]), *texts[-1:])))


def limited(parts: Iterable[T]) -> Iterator[T]:
    """Yield the parts of a file; raises TooManyPartsError where they do not end."""
    for number, part in enumerate(parts):
        if number >= MOST_PARTS:
            raise TooManyPartsError
        yield part


def behind(rest: bytes) -> tuple[Part, ...]:
    """Return the bytes after the end of the picture, which no program shows and anyone can read."""
    return (Part(b"", f"{len(rest):,} bytes stand behind the end of the picture"),) if rest else ()


def taken(content: bytes, at: int, count: int) -> bytes:
    """Return so many bytes from a place; raises BrokenOffError where there are fewer."""
    found = content[at : at + count]
    if len(found) < count:
        raise BrokenOffError
    return found

"""The values taken from a report."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from briefing.core.edtf import PartialDate


class Document(NamedTuple):
    """What a file says of its report: its text, a paragraph a line, and what its metadata tell.

    `day` is the day of publication as EDTF, `day_tag` what says so. `doubts` are what an editor has to know.
    """

    text: str
    title: str = ""
    byline: str = ""
    outlet: str = ""
    day: str = ""
    day_tag: str = ""
    language: str = ""
    url: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> list[str]:
        """The lines that hold something."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]


class Entry(NamedTuple):
    """A report in a feed; `page` is the HTML that the feed has of it."""

    title: str
    url: str
    day: str
    byline: str
    page: str


class Evidence(Struct, frozen=True):
    """A value, and what in the report says so; no value where nothing does."""

    value: str = ""
    why: str = ""


class Report(Struct, frozen=True):
    """A report: its text, and what a note's head needs to know of it. `source` and `agency` are ids."""

    document: Document
    headline: str
    source: Evidence
    agency: Evidence
    date: PartialDate | None
    date_why: str = ""

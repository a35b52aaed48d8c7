"""Say why a date that stands in a text is left out."""

from __future__ import annotations

from enum import Enum


class Unread(Enum):
    """A date that is left out, by the reason that an editor is told."""

    NO_DATE = "is no date"
    DIRECTION = "may lie ahead of the report or behind it"
    PART = "is part of more than can be read as a date"
    CALENDAR = "is no day of the calendar"
    YEAR = "has a year that the site cannot show"

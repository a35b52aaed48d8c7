"""Tell the day that it is in a time zone."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


def today(timezone: str) -> date:
    """Return the day it is, given a name of the IANA time zone database."""
    return datetime.now(ZoneInfo(timezone)).date()

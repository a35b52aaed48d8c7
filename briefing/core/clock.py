"""Tell today's date in a time zone."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


def today(timezone: str) -> date:
    """Return today's date in a zone of the IANA time zone database."""
    return datetime.now(ZoneInfo(timezone)).date()

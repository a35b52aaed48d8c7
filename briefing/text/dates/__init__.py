"""Find date expressions in news prose, and what they mean for its day of publication."""

from briefing.text.dates.finder import find

__all__ = ["find"]

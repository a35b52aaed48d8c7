"""News prose and the date it was published go in; its date expressions and what they mean come out."""

from briefing.text.dates.finder import find

__all__ = ["find"]

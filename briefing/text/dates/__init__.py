"""Find date expressions in news prose, and what they mean for its day of publication."""

from briefing.text.dates.arithmetic import Unread
from briefing.text.dates.finder import LeftOut, find, left_out
from briefing.text.dates.neighbours import listed

__all__ = ["LeftOut", "Unread", "find", "left_out", "listed"]

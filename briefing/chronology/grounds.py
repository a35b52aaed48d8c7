"""Tell the places and the parts of places that the wording of an event names, whatever the register lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from briefing.analysis.lexicon import english

_SAYS = re.compile(
    r",[^,]*\b(?:said|says|told|reported|according to)\b[^,]*\Z|\A[^,]*?\b(?:said|says)\b(?: that)?"
)
# A name in capitals alone is an agency's or a group's.
_NAME = re.compile(r"(?<=\s)[A-Z][^\W\d_]*[a-z][\w’'-]*")
_PART = re.compile(
    r"\b(north|south|east|west|centre|center|central|outskirts|edge|suburbs?|upper|lower|inner|outer)"
    r"(?:[- ]?(east|west))?(?:ern)?\b( of\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ground:
    """The names in a wording, the parts of places, and whether one of these is "the north of" a place."""

    names: frozenset[str]
    parts: frozenset[str]
    is_part: bool

    def parted_from(self, other: Ground) -> bool:
        """Tell whether both may be of two places, or of two parts of one."""
        if self.names - other.names and other.names - self.names:
            return True
        if self.parts == other.parts:
            return False
        return bool(self.parts and other.parts) or self.is_part or other.is_part


# An event is told on the pages of its day, its note and all that it names.
@lru_cache(maxsize=16384)
def ground(what: str) -> Ground:
    """Read the wording of an event, without who says so."""
    told = _SAYS.sub("", what)
    lexicon = english()
    names = (found[0].lower() for found in _NAME.finditer(told))
    found = tuple(_PART.finditer(told))
    return Ground(
        frozenset(name for name in names if name not in lexicon.calendar | lexicon.demonyms | lexicon.titles),
        frozenset(f"{one[1]}{one[2] or ''}".lower() for one in found),
        any(one[3] for one in found),
    )

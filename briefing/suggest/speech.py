"""Find the acts of speech in a sentence: who is said to say, and how much of it they say.

Each act governs a stretch of the sentence. Its subject is read from its own words first: a name at its
head, a name in apposition, a role with its group; then from what came before: "he", "the group". A
subject that nothing names stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.core.model import Mention
from briefing.suggest.memory import OPEN, Voice

if TYPE_CHECKING:
    from briefing.suggest.cast import Cast
    from briefing.suggest.memory import Memory
    from briefing.suggest.passage import Passage

# What may follow as a clause: "said that 12 were killed".
_SAYS = (
    "said says say saying told tells telling added adds adding announced announces announcing stated stating "
    "claimed claims claiming warned warns warning noted notes noting revealed reveals believe believes "
    "acknowledged acknowledges vowed vows predicted predicts declared declares insisted insists learned "
    "contradicted contradicts accused accuses promised reported reports reporting confirmed confirms "
    "confirming estimates estimate estimated documented documents wrote writes spoke speaks alarmed alarm"
).split()
# Verbs of counting, which mean something else as well: only somebody who is named counts.
_COUNTS = "put puts putting counted counts gave gives recorded records tallied called calls".split()
_VERB = re.compile(rf"\b(?P<verb>{'|'.join(_SAYS + _COUNTS)})\b")
# "The estimated 90", "confirmed cases", "reported dead" are no speech; nor is "was told", "reports of".
_NO_ACT = re.compile(
    r"\s(?:cases?|deaths?|dead|casualties|of\b|missing\b|killed\b|injured\b|wounded\b|to\s(?:be|have)\b)|[-–]"
)
_ESTIMATED = re.compile(r"\s(?:that|it|there)\b")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|an?|the|of|to|no|any|some)\s(?:\w+ly\s)?\Z")
_ACCORDING = re.compile(
    r"\b(?P<lead>[Aa]ccording to|[Cc]iting|[Qq]uot(?:ing|ed)|(?:reported|documented|confirmed|counted) by|"
    r"[Bb]y (?:the |a )?(?:count|tally|estimate)s? of)\s"
    r"(?:figures (?:\w+ )*?(?:by|from) )?(?:the |a |an )?"
)
_TALLY = re.compile(
    r"(?:'s|’s)\s(?:\w+\s){0,2}?"
    r"(?:count|counts|tally|toll|totals?|figures?|estimates?|census|data)\b"
)
_PRONOUN = re.compile(r"(?:\A|\s)(?P<word>[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Ww]e|I|[Ww]ho|[Ww]hich)\Z")
_ADVERB = re.compile(
    r"\s(?:also|then|later|has|had|have|now|still|only|earlier|recently|not|did|will|would|\w+ly|"
    r"in a (?:\w+ ){0,2}(?:statement|report|interview)|on (?:\w+day))\Z"
)
# Of a subject that nothing names, these are nouns or participles as a rule; so is what has no subject at all.
_OFTEN_NONE = frozenset([*_COUNTS, "estimate", "report", "alarm", "estimates", "documents", "notes"])
_NAMES = re.compile(
    r"[A-Z][\w.’'-]+\s*,?\Z|\b(?:he|she|it|they|we|I|[Tt]hey|[Ii]t|[Ss]?[Hh]e)\Z|\b(?:sources?|witness(?:es)?|residents?|"
    r"doctors?|medics?|rebels?|experts?|investigators?|authorities|government|company|officials?|agency|group|"
    r"ministry|police|army|statement|report|spokes\w+|minister|general|leaders?|coastguard|firm|man|woman)\b"
)
# Where a subject cannot begin further left.
_CUT = re.compile(
    r"[;:“”\"()]|--|[—–]|\b(?:that|but|while|whereas|although|though|as|after|when|if|because|since|before|"
    r"where|until|and)\s"
)
_CLAUSE_ENDS = re.compile(r";|,\s(?:but|while|whereas|although|though|as)\s")
_QUOTES = ("”", '"', "’", "'")
_RELATIVE = re.compile(r",\s(?:which|who|where|whom|citing|quoting)\b[^,;]*,\Z")
_ROLE = re.compile(
    r"\b(?:spokes\w+|officials?|minist(?:er|ry)|chief|head|directors?|leaders?|commanders?|generals?|workers?|"
    r"officers?|activists?|ambassadors?|coordinators?|representatives?|members?|president|secretary|envoy|"
    r"analysts?|scientists?|captain|colonel|mayor|governor|monitors?|observatory|watchdog|executives?)\b",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\b(?:[Tt]he|[Ii]ts|[Tt]heir)\s(?P<words>(?:[\w-]+\s){0,3}?(?:monitor|observatory|watchdog|alliance|agency|"
    r"ministry|organi[sz]ation|group|coalition|force|committee|newspaper|government|army|police|company|"
    r"council|network|firm|bank|report))\Z"
)
_TAIL = 4  # words between a name and its verb
_SURNAME = re.compile(r"\s(?:[A-Z][\w.]*\s){0,2}([A-Z][\w-]+)(?=[.,;]|\s*\Z)")
_LEAD = 30  # characters before the subject of a sentence
_NEAR = 60  # characters from "according to" to a name


@dataclass(frozen=True, slots=True)
class Act:
    """An act of speech: `words` tell it, from `at` on; it governs the text from `start` to `end`."""

    voice: Voice
    words: str
    at: int
    start: int
    end: int

    def governs(self, place: int) -> bool:
        """Tell whether what begins at a place is said by this act."""
        return self.start <= place < self.end


def acts(passage: Passage, cast: Cast, memory: Memory) -> tuple[Act, ...]:
    """Return the acts of speech of a sentence, in order."""
    found = [*_cited(passage, cast, memory), *_tallied(passage, cast), *_said(passage, cast, memory)]
    return tuple(sorted(found, key=lambda one: (one.at, one.end)))


def _cited(passage: Passage, cast: Cast, memory: Memory) -> Iterator[Act]:
    """Read "according to X", "citing X", "reported by X": what a sentence says elsewhere, X says."""
    text = passage.text
    for match in _ACCORDING.finditer(text):
        end = next(
            (cut.start() for cut in re.finditer(r"[,;.]", text[match.end() :])), len(text) - match.end()
        )
        reach = match.end() + min(end, _NEAR)
        named = [one for one in _speakers(passage, cast) if match.end() - 4 <= one.start < reach]
        if named:
            voice, until = _voice(cast, named[:1], "named"), named[0].end
        else:
            voice, until = _role(passage, cast, memory, match.end(), reach), reach
        yield Act(voice, text[match.start() : until].strip(), match.start(), 0, len(text))


def _tallied(passage: Passage, cast: Cast) -> Iterator[Act]:
    """Read "X's count of 12", "X's figures"."""
    for match in _TALLY.finditer(passage.text):
        for one in _speakers(passage, cast):
            if one.end == match.start():
                words = passage.text[one.start : match.end()]
                end = _clause_end(passage.text, match.end())
                yield Act(_voice(cast, [one], "named"), words, one.start, one.start, end)


def _said(passage: Passage, cast: Cast, memory: Memory) -> Iterator[Act]:
    text = passage.text
    for match in _VERB.finditer(text):
        verb = match["verb"]
        noun = _NO_ACT.match(text, match.end()) and not verb.startswith("sp")
        if noun or _PASSIVE.search(text[: match.start()]):
            continue
        if verb == "estimated" and not _ESTIMATED.match(text, match.end()):
            continue
        inverted = _inverted(passage, cast, memory, match)
        if inverted:
            yield inverted
            continue
        before = _before(text, match.start())
        start = _subject_start(passage, before)
        if verb.endswith("ing") or not text[start:before].strip():
            voice = _main(passage, cast, memory, match.start())
        else:
            voice = _subject(passage, cast, memory, start, before)
        if voice is None or (
            not voice.by and (verb in _OFTEN_NONE or not _NAMES.search(text, start, before))
        ):
            continue
        ahead = text[:start].rstrip()
        trailing = ahead.endswith((",", *_QUOTES)) and len(ahead.split()) >= _TAIL - 1
        span = (0, len(text)) if trailing else (start, _clause_end(text, match.end()))
        yield Act(voice, text[start : match.end()].strip(" ,"), start, *span)


def _inverted(passage: Passage, cast: Cast, memory: Memory, match: re.Match[str]) -> Act | None:
    """Read "…," said X, a monitor."""
    before, after = passage.text[: match.start()].rstrip(), passage.text[match.end() :]
    quoted = before.endswith(_QUOTES)
    if match["verb"] not in {"said", "says", "added", "wrote"} or not (quoted or before.endswith(",")):
        return None
    behind = [one for one in _speakers(passage, cast) if one.start > match.end()]
    for one in behind[:1]:
        gap, rest = passage.text[match.end() : one.start], passage.text[one.end :]
        plain = len(gap) <= _NEAR and not re.search(r"[,;.\d]", gap) and not _VERB.search(gap)
        if plain and (quoted or re.match(r"['’]?\s*(?:[.,;]|\Z|(?:in|of|on|from|at)\b)", rest)):
            words = passage.text[match.start() : one.end]
            return Act(_voice(cast, [one], "named"), words, match.start(), 0, len(passage.text))
    named = _SURNAME.match(after)
    if named and (person := memory.surname(named[1])):
        voice = Voice((cast.voice(person),), "named", person)
        return Act(voice, match["verb"] + named[0], match.start(), 0, len(passage.text))
    return None


def _before(text: str, end: int) -> int:
    """Return where a verb's subject ends: adverbs, auxiliaries and relative clauses are none of it."""
    kept = text[:end].rstrip()
    while found := _ADVERB.search(kept) or _RELATIVE.search(kept):
        kept = kept[: found.start()].rstrip()
    return len(kept)


def _subject_start(passage: Passage, end: int) -> int:
    """Return where the noun phrase before a verb begins at the earliest."""
    text, start = passage.text, 0
    for cut in _CUT.finditer(text, 0, end):
        joins = (
            cut[0].startswith("and")
            and cut.end() < end
            and any(one.end == len(text[: cut.start()].rstrip()) for one in passage.mentions)
        )
        if not joins:
            start = cut.end()
    # Without a comma that closes an apposition, the subject is what follows the last one.
    if not text[:end].endswith(","):
        comma = text.rfind(", ", start, end)
        start = comma + 2 if comma >= 0 else start
    return start


def _clause_end(text: str, start: int) -> int:
    found = _CLAUSE_ENDS.search(text, start)
    return found.start() if found else len(text)


def _subject(passage: Passage, cast: Cast, memory: Memory, start: int, end: int) -> Voice | None:
    """Return who the noun phrase before a verb names; None where there is none."""
    text = passage.text
    parts: list[tuple[int, int]] = []
    at = start
    for comma in re.finditer(",", text[start:end]):
        parts.append((at, start + comma.start()))
        at = start + comma.end()
    parts.append((at, end))
    parts = [one for one in parts if text[one[0] : one[1]].strip()]
    if not parts:
        return None
    if len(parts) > 1 and text[:end].endswith(","):
        head, apposed = parts[-2], parts[-1]
        inside = _phrase(passage, cast, memory, *apposed)
        if inside.by and cast.kind(inside.entity) == "person":
            return inside
        whole = _phrase(passage, cast, memory, *head)
        return whole if whole.by else inside
    return _phrase(passage, cast, memory, *parts[-1])


def _phrase(passage: Passage, cast: Cast, memory: Memory, start: int, end: int) -> Voice:
    """Return who a noun phrase is: named at its head, by a role with its group, or by what came before."""
    text = passage.text[start:end].rstrip()
    if pronoun := _PRONOUN.search(text):
        word = pronoun["word"].lower()
        if word in {"who", "which"}:
            named = [one for one in _speakers(passage, cast) if one.end <= start + pronoun.start() + 1]
            return _voice(cast, named[-1:], "named") if named else OPEN
        here = [one.entity for one in passage.mentions[:1] if one.start <= _LEAD and one.end <= start]
        return memory.pronoun(word, cast, here)
    named = [one for one in _speakers(passage, cast) if start <= one.start and one.end <= end]
    heads = [one for one in named if _heads(passage.text[one.end : start + len(text)])]
    people = [one for one in heads if cast.kind(one.entity) == "person"]
    if people:
        return _voice(cast, people[-1:], "named")
    role = _ROLE.search(text)
    if role and named:
        return _voice(cast, [_of_role(passage.text, named, start + role.end())], "role")
    if heads:
        one = heads[-1]
        joined = [
            other
            for other in heads[-2:-1]
            if passage.text[other.end : one.start].strip() in {"and", "and the", "and a"}
        ]
        return _voice(cast, [*joined, one], "named")
    return _role(passage, cast, memory, start, end)


def _role(passage: Passage, cast: Cast, memory: Memory, start: int, end: int) -> Voice:
    """Return who "the agency", "the watchdog", "Marsh-led alliance" is, or nobody."""
    text = passage.text[start:end].strip(" ,.")
    place = [one for one in passage.mentions if start <= one.start and one.end <= end]
    if (
        place
        and not passage.text[place[-1].end : end].strip()
        and (ruler := cast.authority(place[-1].entity))
    ):
        return Voice((ruler,), "role", ruler)
    surname = memory.surname(text)
    if surname:
        return Voice((cast.voice(surname),), "named", surname)
    if short := _SHORT.search(text) or _SHORT.search(f"the {text}"):
        return memory.short(short["words"], cast, passage)
    # "A doctor at the hospital" is one of those whom the registry calls doctors.
    one_of = re.match(
        r"(?:an?|one|another|two|three|several|some|the)\s(?:[\w-]+\s){0,2}?(\w+)(?=\s(?:at|in|from|of|who)\b|\Z)",
        text.lower(),
    )
    many = cast.names.named(_plural(one_of[1])) if one_of else ""
    return Voice((many,), "role", many) if many and cast.kind(many) == "group" else OPEN


def _plural(noun: str) -> str:
    return noun + (
        "" if noun.endswith("s") and not noun.endswith("ss") else "es" if noun.endswith("ss") else "s"
    )


def _main(passage: Passage, cast: Cast, memory: Memory, end: int) -> Voice | None:
    """Return who "saying", "putting" goes on with: who spoke before in the sentence, or its first name."""
    earlier = [one for one in _VERB.finditer(passage.text, 0, end) if not one["verb"].endswith("ing")]
    if earlier:
        before = _before(passage.text, earlier[-1].start())
        return _subject(passage, cast, memory, _subject_start(passage, before), before)
    named = [one for one in _speakers(passage, cast) if one.end <= end]
    return _voice(cast, named[:1], "named") if named and named[0].start <= _TAIL else None


def _speakers(passage: Passage, cast: Cast) -> list[Mention]:
    """The mentions of a sentence that can speak: people and groups, never things or places."""
    return [one for one in passage.mentions if cast.kind(one.entity) in {"person", "group"}]


def _heads(after: str) -> bool:
    """Tell whether a name is its phrase's head, by what follows it: "X's men" are not X."""
    plain = after.strip()
    return not re.match(r"['’]s?\b", after) and len(plain.split()) <= _TAIL and "," not in plain


def _of_role(text: str, named: list[Mention], role: int) -> Mention:
    """Return the group that a role is of: the one behind "for" or "of", else the nearest before."""
    behind = [
        one for one in named if one.start >= role and re.match(r"\s(?:for|of|from|at|with)\b", text[role:])
    ]
    return behind[0] if behind else named[-1]


def _voice(cast: Cast, named: list[Mention], how: str) -> Voice:
    by = tuple(dict.fromkeys(cast.voice(one.entity) for one in named))
    return Voice(by, how, named[-1].entity)

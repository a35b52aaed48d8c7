"""Find the acts of speech in a sentence: who is said to say, and how much of it they say.

Each act governs a stretch of the sentence. Its subject is read from its own words first: a name at its
head, a name in apposition, a role with its group; then from what came before: "he", "the group". A
subject that nothing names stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.suggest.memory import OPEN, Voice
from briefing.suggest.subjects import TAIL, role, speakers, subject, subject_end, subject_start, voice_of

if TYPE_CHECKING:
    from briefing.suggest.cast import Cast
    from briefing.suggest.memory import Memory
    from briefing.suggest.passage import Passage

# What may follow as a clause: "said that 12 were killed".
_SAYS = (
    "said says say saying told tells telling added adds adding announced announces announcing stated stating "
    "claimed claims claiming warned warns warning note noted notes noting revealed reveals believe believes "
    "acknowledged acknowledges vowed vows predicted predicts declared declares insisted insists learned "
    "contradicted contradicts accused accuses promised reported reports reporting confirmed confirms "
    "confirming found repeated repeats estimates estimate estimated documented documents wrote writes spoke "
    "speaks explained explains stressed tweeted cautioned testified admitted "
    "blamed blames blaming alleged alleges asserted asserts disclosed discloses conceded concedes reiterated "
    "reiterates recalled recalls reckons reckoned complained complains verified "
    "alarmed alarm guessed guesses thinks thought argued argues feared fears expects expected"
).split()
_SHOWS = "shows show showed suggests suggest suggested indicates indicate indicated".split()
# Verbs of counting, which mean something else as well: only somebody who is named counts.
_COUNTS = "put puts putting calculated calculates counted counts gave gives recorded records tallied".split()
_REVISES = (
    r"(?:increased|raised|revised|lowered|updated)(?=\s(?:its|the|their)\s(?:\w+\s){0,2}"
    r"(?:counts?|numbers?|toll|tally|estimates?|figures?|totals?)\b)"
)
_VERB = re.compile(rf"\b(?P<verb>{'|'.join(_SAYS + _SHOWS + _COUNTS)}|{_REVISES})\b")
# "The estimated 90", "confirmed cases", "reported dead" are no speech; nor is "was told", "reports of".
_NO_ACT = re.compile(
    r"\s(?:cases?|deaths?|dead|casualties|responsibility|(?:[\w,]+\s){1,5}lives|of\b"
    r"|missing\b|killed\b|injured\b|wounded\b|to\s(?:be|have)\b)|[-–]"
)
_RELATIVE = frozenset("alleges claims believes reports estimates thinks confirms".split())
_TO_BE = re.compile(r"\s(?:of\b|to\s(?:be|have)\b)|[-–]")
_ESTIMATED = re.compile(r"(?:\s(?:on\s)?[A-Z]\w+day)?\s(?:that\b|it\b|there\b|(?:about |some )?\d)")
# Who says so is somebody, though nothing tells who.
_ALWAYS = frozenset(
    "said says say saying told tells announced announces warned warns insisted acknowledged".split()
)
# "X arrived and said"; not "which arrived and said".
_AGAIN = re.compile(r"\A(?!\s*(?:which|who)\b).*\s(?:and|but)\Z")
_LAST_RELATIVE = re.compile(r".*,\s(?:which|who|where)\s")
_ENDS = re.compile(r"(?:\s(?:on\s)?[A-Z]\w+day)?[\s.\"”]*\Z")
_OPENS = re.compile(r"(?:After|When|While|Although|Though|Following|Despite|Because)\s")
_COUNTED = re.compile(r"\d|\bdeaths?\b")
_CLAUSE = re.compile(r"\sthat\b")
_WITH_THAT = frozenset("estimated found declared declares accused accuses promised vowed vows".split())
_ENDING = re.compile(r"\sthat\b|\s*[.\"”]")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|[Aa]n?|[Tt]he|of|to|no|any|some|amid|despite)\s(?:\w+ly\s)?\Z"
)
_ACCORDING = re.compile(
    r"\b(?P<lead>[Aa]ccording to|[Cc]iting|[Qq]uot(?:ing|ed)|(?:reported|documented|confirmed|counted)"
    r"(?: yesterday| today| on [A-Z]\w+day)? by|"
    r"(?:figures?|numbers?|data|tolls?) (?:as )?(?:provided|released|issued|given|published) by|"
    r"[Bb]y (?:the |a )?(?:count|tally|estimate)s? of)\s"
    r"(?:figures (?:\w+ )*?(?:by|from) )?(?:the |a |an )?"
)
# Where whom "according to" names ends; no title does so.
_CITED_ENDS = re.compile(
    r"[,;]|\sas\ssaying\b|(?<!Gov)(?<!Gen)(?<!Col)(?<!Maj)(?<!Adm)(?<!Sen)(?<!Rep)(?<!Mr)(?<!Ms)(?<!Mrs)(?<!Dr)(?<!Lt)(?<!St)(?<!Capt)\."
)
# Whom "X quoted Y as saying" and "Y was quoted by X as saying" quote.
_QUOTED = re.compile(
    r"(?P<was>\b(?:is|was|were)\s(?:\w+ly\s)?)?\b(?:quot|cit)(?:ed|es|ing|e)(?:\s(?P<whom>[^;:]{2,160}?))?\sas\Z"
)
_AS_SAYING, _FAR = re.compile(r"\sas\ssaying\b(?!\s*[.”\"]*\Z)"), 160  # characters
_OWN_CLAUSE = re.compile(r"[,;.\d]|\b(?:was|were|is|are|has|have|had)\b")
_TITLE = re.compile(
    r"\s?(?:(?:[A-Z][\w.-]*|the|of|for|and|officer|official|chief|head|leader|commander|minister|director"
    r"|president|secretary|spokes\w+)\s)*"
)
_COUNT = re.compile(r"[^.;]{0,40}\b(?:tolls?|figures?|numbers?|counts?|totals?|tally|dead|deaths)\b")
_TALLY = re.compile(
    r"(?:'s|’s)\s(?:\w+\s){0,2}?"
    r"(?:count|counts|tally|toll|totals?|figures?|estimates?|census|data)\b"
)
# Of a subject that nothing names, these are nouns or participles as a rule; so is what has no subject at all.
_OFTEN_NONE = frozenset(
    [*_COUNTS, *_SHOWS, "estimate", "report", "alarm", "estimates", "documents", "note", "notes"]
)
_NAMES = re.compile(
    r"[A-Z][\w.’'-]+\s*,?\Z|\b(?:he|she|it|they|we|I|[Tt]hey|[Ii]t|[Ss]?[Hh]e)\Z|\b(?:sources?|witness(?:es)?|residents?|"
    r"doctors?|medics?|rebels?|experts?|investigators?|authorities|government|company|officials?|agency|group|"
    r"ministry|police|army|some|many|others|critics|analysts|observers|statement|reports?|media|spokes\w+|minister|general|leaders?|coastguard|firm|man|woman)\b"
)
_CLAUSE_ENDS = re.compile(r";|,\s(?:but|although|though|as)\s")
# Behind "…, X said, as …" only another clause of time is nobody's.
_TRAIL_ENDS = re.compile(r",\sas\s|\safter\s")
_QUOTES = ("”", '"', "’", "'")
_SURNAME = re.compile(r"\s(?:[A-Z][\w.]*\s){0,2}([A-Z][\w-]+)(?=[.,;]|\s*\Z)")
# Behind "…, said": a name, "the doctor", "one".
_SOMEBODY = re.compile(r"\s(?:an?|the|one|two|[A-Z][\w.]*)\s")
# "…, a leader and state media said": two say it.
_LAST = re.compile(r"[\s.”\"]*\Z")
_TOGETHER = re.compile(r",\s(?:(?!\w+ed\b|was\b|were\b|ha[sd]\b|have\b|is\b|are\b)[\w’'-]+\s){1,6}and\Z")
_NEAR = 60  # characters from "according to" to a name


class Act(Struct, frozen=True):
    """An act of speech: `words` tell it, from `at` on; it governs the text from `start` to `end`.

    In one that `relays` ("citing X"), an outlet that speaks there passes on what X says.
    """

    voice: Voice
    words: str
    at: int
    start: int
    end: int
    relays: bool = False

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
            (cut.start() for cut in _CITED_ENDS.finditer(text[match.end() :])), len(text) - match.end()
        )
        reach = match.end() + min(end, _NEAR)
        named = [one for one in speakers(passage, cast) if match.end() - 4 <= one.start < reach]
        ahead = text[match.end() : named[0].start] if named else ""
        # "The United Nations Fund for Children" is the second of two names.
        while len(named) > 1 and text[named[0].end : named[1].start] == " ":
            named = named[1:]
        if named and _close(ahead, text[named[0].end : match.end() + end]):
            voice, until = voice_of(cast, named[:1], "named"), named[0].end
        else:
            voice, until = role(passage, cast, memory, match.end(), reach), reach
        clause = (
            None
            if text[: match.start()].rstrip().endswith(",")
            else _LAST_RELATIVE.match(text[: match.start()])
        )
        start = clause.end() if clause else 0
        words, relays = text[match.start() : until].strip(), match["lead"].lower().startswith(("cit", "quot"))
        # "X was quoted as saying", "X quoted Y as saying" are read by "saying".
        if not _AS_SAYING.search(text, match.end() - 1, match.end() + _FAR):
            yield Act(voice, words, match.start(), start, len(text), relays)


def _close(gap: str, after: str) -> bool:
    """Tell whether a name is whom "according to" means, by what stands before and behind it."""
    other = re.search(r"(?:\A|\s)[A-Z]\w*\s(?:\w+\s)*[A-Z]|[A-Z]\w+\s[A-Z]", gap) and not gap.endswith(
        (" of ", " for ", " at ", " the ")
    )
    return not other and not re.match(r"\s[a-z]+\s[A-Z]", after)


def _tallied(passage: Passage, cast: Cast) -> Iterator[Act]:
    """Read "X's count of 12", "X's figures"."""
    for match in _TALLY.finditer(passage.text):
        for one in speakers(passage, cast):
            if one.end == match.start():
                words = passage.text[one.start : match.end()]
                end = _clause_end(passage.text, match.end())
                yield Act(voice_of(cast, [one], "named"), words, one.start, one.start, end)


def _said(passage: Passage, cast: Cast, memory: Memory) -> Iterator[Act]:
    text = passage.text
    for match in _VERB.finditer(text):
        verb = match["verb"]
        # "A raid that X alleges killed 12" is told by X.
        plain = verb.startswith("sp") or (
            (verb in _ALWAYS or verb in _RELATIVE) and not _TO_BE.match(text, match.end())
        )
        noun = _NO_ACT.match(text, match.end()) and not plain
        if noun or _PASSIVE.search(text[: match.start()]):
            continue
        # "Declared an emergency", "found 12 bodies" say nothing; "declared that 12 had died" does.
        told = _ENDING if verb == "found" else _ESTIMATED
        # Who "gave strikers a rise" counts nobody.
        if verb in {"gave", "gives"} and not _COUNT.match(text, match.end()):
            continue
        if verb in _WITH_THAT and not told.match(text, match.end()):
            continue
        inverted = _inverted(passage, cast, memory, match)
        if inverted:
            yield inverted
            continue
        start, before, own = _subject(passage, match)
        again = _AGAIN.search(text[start:before]) is not None
        joined = (verb.endswith("ing") and not own) or again
        if joined or text[start:before].strip() in {"", "and", "but"}:
            voice = _main(passage, cast, memory, match.start(), 0 if again else -1)
        else:
            voice = subject(passage, cast, memory, start, before)
        unnamed = voice is None or verb in _OFTEN_NONE or not _NAMES.search(text, start, before)
        speaks = (
            verb in _ALWAYS
            or (own and verb.endswith("ing") and text[:start].endswith(" with "))
            or (_ENDS.match(text, match.end()) and not _COUNTED.search(text, start, before))
            or _CLAUSE.match(text, match.end())
        )
        voice, ahead = voice or OPEN, text[:start].rstrip()
        if not voice.by and unnamed and not speaks:
            continue
        closes = ahead.endswith((",", *_QUOTES)) or (
            _LAST.match(text, match.end()) is not None and _TOGETHER.search(ahead) is not None
        )
        # "After a blast that killed 12, X said that …": the blast is not X's.
        opens = _OPENS.match(text) and not _ENDS.match(text, match.end())
        trailing = closes and not opens and len(ahead.split()) >= TAIL - 1
        ends = _TRAIL_ENDS if trailing else _CLAUSE_ENDS
        span = (0 if trailing else match.start(), _clause_end(text, match.end(), ends))
        yield Act(voice, text[start : match.end()].strip(" ,"), start, *span)


def _subject(passage: Passage, match: re.Match[str]) -> tuple[int, int, bool]:
    """Return where the subject of a verb begins and ends, and whether it is sure to be the verb's own."""
    text, verb = passage.text, match["verb"]
    before = subject_end(text, match.start())
    start = subject_start(passage, before)
    if quoted := _QUOTED.search(text, 0, before) if verb == "saying" else None:
        if quoted["was"]:
            before = len(text[: quoted.start()].rstrip())
            return subject_start(passage, before), before, True
        return (*quoted.span("whom"), True) if quoted["whom"] else (start, before, False)
    # "With officials saying" has a subject of its own; "X reported, saying" has not.
    own = any(one.end() == before for one in _NAMES.finditer(text, start, before))
    if own and verb.endswith("ing"):
        start = max(start, text.rfind(" with ", max(0, start - 1), before) + len(" with "))
    return start, before, own


def _inverted(passage: Passage, cast: Cast, memory: Memory, match: re.Match[str]) -> Act | None:
    """Read "…," said X, a monitor."""
    before, after = passage.text[: match.start()].rstrip(), passage.text[match.end() :]
    quoted = before.endswith(_QUOTES)
    if match["verb"] not in {"said", "says", "added", "wrote"} or not (quoted or before.endswith(",")):
        return None
    behind = [one for one in speakers(passage, cast) if one.start > match.end()]
    for nth, one in enumerate(behind[:2]):
        gap, rest = passage.text[match.end() : one.start], passage.text[one.end :]
        plain = len(gap) <= _NEAR and not _OWN_CLAUSE.search(gap) and not _VERB.search(gap)
        # "Said Norland Red Cross Secretary Kell": all of it is one name.
        plain = plain and (nth == 0 or _TITLE.fullmatch(passage.text[behind[0].end : one.start]) is not None)
        if plain and (
            quoted or re.match(r"['’]?(?:\s\([^()]*\))?\s*(?:[.,;]|\Z|(?:in|of|on|from|at)\b)", rest)
        ):
            words, until = (
                passage.text[match.start() : one.end],
                _clause_end(passage.text, one.end, _TRAIL_ENDS),
            )
            return Act(voice_of(cast, [one], "named"), words, match.start(), 0, until)
    named = _SURNAME.match(after)
    if named and (person := memory.surname(named[1])):
        voice = Voice((cast.voice(person),), "named", person)
        return Act(voice, match["verb"] + named[0], match.start(), 0, len(passage.text))
    if quoted and _SOMEBODY.match(after):
        return Act(OPEN, match["verb"] + after[:_NEAR], match.start(), 0, len(passage.text))
    return None


def _clause_end(text: str, start: int, ends: re.Pattern[str] = _CLAUSE_ENDS) -> int:
    found = ends.search(text, start)
    return found.start() if found else len(text)


def _main(passage: Passage, cast: Cast, memory: Memory, end: int, which: int) -> Voice | None:
    """Return who "saying", "and said" goes on with: the last or first who spoke before, or the first name."""
    earlier = [one for one in _VERB.finditer(passage.text, 0, end) if not one["verb"].endswith("ing")]
    if earlier:
        before = subject_end(passage.text, earlier[which].start())
        return subject(passage, cast, memory, subject_start(passage, before), before)
    named = [one for one in speakers(passage, cast) if one.end <= end]
    return voice_of(cast, named[:1], "named") if named and named[0].start <= TAIL else None

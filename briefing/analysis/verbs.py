"""Find the finite verbs of a sentence, and tell of each whether it says what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from briefing.analysis.lexicon import english

if TYPE_CHECKING:
    from briefing.analysis.tokens import Token

# What a verb says: that something was done, has been done, is so, is done, lies ahead, would be, might or
# should be, or is not so.
Tense = Literal["past", "perfect", "state", "present", "ahead", "would", "may", "not"]

_IS, _WAS = frozenset({"is", "are", "am", "isn't", "aren't"}), frozenset({"was", "were", "wasn't", "weren't"})
_HAS = frozenset({"has", "have", "had", "hasn't", "haven't", "hadn't"})
_DOES = frozenset({"do", "does", "did", "don't", "doesn't", "didn't"})
_AHEAD, _WOULD = frozenset({"will", "shall", "won't"}), frozenset({"would", "wouldn't"})
_MAY = frozenset("could may might should can must ought cannot couldn't shouldn't can't mustn't".split())
_BEFORE_BASE = _DOES | _AHEAD | _WOULD | _MAY
_AUXILIARIES = _IS | _WAS | _HAS | _BEFORE_BASE
_CONTRACTED = {"ve": "have", "ll": "will", "re": "are", "m": "am", "d": "would"}
_PRONOUNS = frozenset({"he", "she", "it", "that", "there", "what", "who"})
_NOT = frozenset({"not", "never", "hardly", "scarcely"})
_BETWEEN = _NOT | frozenset(
    """
    also still already now just first then later again always soon recently long once twice yet even only
    all both each since been be being have so far instead
    """.split()
)
_INFINITE = frozenset({"be", "been", "being", "having"})
# "Is due on Monday", "was set to".
_PLANNED = frozenset(
    "due scheduled expected planned slated supposed tipped earmarked forecast projected".split()
)
_PLANNED_TO = frozenset("set going about likely poised ready preparing planning meant".split())
_PLANS = frozenset(
    """
    plan plans planned intend intends intended expect expects vowed pledged promised agreed decided
    prepares prepare
    """.split()
)
_ONLY_PAST = frozenset(
    """
    ate became began broke chose did drank drew drove fell flew forbade foresaw forgave forgot froze gave
    grew hid knew lay overcame overran ran rang rode rose sang sank saw shook spoke stole swam swore took
    threw tore undertook went withdrew woke wore wrote
    """.split()
)
_ONLY_PARTICIPLE = frozenset(
    """
    arisen beaten become begun borne broken chosen done drawn driven drunk eaten fallen flown forbidden
    foreseen forgiven forgotten frozen given gone gonna gotta gotten grown hidden known laid lain overrun
    proven ridden risen seen shaken shown sold spoken stolen stuck sung sunk sworn swum taken torn thrown
    understood undertaken wanna withdrawn woken worn written
    """.split()
)
# Forms that only a verb with an -s has, of verbs that are in no list.
_PRESENT = frozenset("begins looks seems appears feels becomes".split())
# Irregular forms that are nouns too.
_ALSO_NOUNS = frozenset("bled burst cast cost hit lit set shed shot slew slain spread swept upset".split())
_STATIVE = frozenset(
    """
    remained remains continued continues stood seemed appeared believed wanted needed hoped feared lived
    looks look seems appears feels contained consisted belonged existed totalled totaled numbered amounted
    owned possessed resembled knew meant lacked depended thought felt understood sounded looked had
    """.split()
)
_STATIVE_PARTICIPLES = frozenset(
    """
    based located situated known called named believed thought feared estimated said involved concerned
    pleased worried satisfied convinced disappointed delighted determined interested surprised saddened poised
    trapped stranded surrounded besieged stationed headquartered considered understood presumed rumoured
    """.split()
)
# Says only that something is said; other verbs of speech, such as "accused", are deeds.
_SPEECH = frozenset(
    """
    said says say saying told tells tell added adds reported reports wrote writes stated states noted
    notes estimated estimates tweeted
    """.split()
)
_PERHAPS_SPEECH = frozenset({"reported", "estimated", "noted"})
DETERMINERS = frozenset(
    """
    the a an this that these those its his her their our my your some any all no each every several many
    most more few other another both
    """.split()
)
PREPOSITIONS = frozenset(
    """
    of in on at by with from to for into near over under against between among amid through during without
    within across behind beyond about around along toward towards onto upon despite as than like via per past
    including outside inside
    """.split()
)


class Verb(Struct, frozen=True):
    """A finite verb with its auxiliaries, `[start, end)` of the tokens; `head` is its last word.

    `sure` tells that it can be no participle and no noun; `speech` that it only says that something is said;
    `running` that it was going on.
    """

    start: int
    end: int
    head: str
    tense: Tense
    sure: bool = True
    speech: bool = False
    running: bool = False

    @property
    def weak(self) -> bool:
        """True for what may well be a noun: "helps", "needs"."""
        return not self.sure and self.tense == "present"


def verb_at(tokens: Sequence[Token], at: int) -> Verb | None:
    """Return the finite verb that starts at a token, if one does."""
    token = tokens[at]
    word = _auxiliary(token.lower)
    if word in _AUXILIARIES and not (token.text == "May" and at):
        return _with_auxiliary(tokens, at, word)
    if not token.is_word or (token.text[0].isupper() and at):
        return None
    before = tokens[at - 1].lower if at else ""
    adds = word == "added" and at + 1 < len(tokens) and tokens[at + 1].lower == "to"
    if word in _SPEECH and not adds and before not in DETERMINERS | PREPOSITIONS:
        return Verb(at, at + 1, word, "past", sure=word not in _PERHAPS_SPEECH, speech=True)
    if word in _PLANS and at + 1 < len(tokens) and tokens[at + 1].lower == "to" and _may_plan(before, word):
        past = word.endswith("ed")
        return Verb(at, at + 1, word, "past" if past else "ahead", sure=not past)
    return _simple(tokens, at)


def _may_plan(before: str, word: str) -> bool:
    """Tell "rebels plan to" from "a clear plan to" and "cancelled plans to"."""
    noun = before in DETERMINERS or is_participle(before) or before in _ONLY_PAST
    return not noun and (word != "plan" or before.endswith("s") or before in {"they", "we", "people"})


def is_participle(word: str) -> bool:
    """Tell whether a word can be a past participle."""
    return word in _ONLY_PARTICIPLE or (_is_past(word) and word not in _ONLY_PAST)


def is_running(word: str) -> bool:
    """Tell whether a word can be a participle in -ing."""
    return word.endswith("ing") and len(word) > len("bring") and word not in {"during", "morning", "evening"}


def is_adverb(word: str) -> bool:
    """Tell whether a word is an adverb in -ly."""
    return word.endswith("ly") and word not in english().nouns and word not in english().verbs


def _simple(tokens: Sequence[Token], at: int) -> Verb | None:
    """Read a verb without auxiliaries."""
    word = tokens[at].lower
    if _follows_auxiliary(tokens, at):
        return None
    if _is_past(word) and (word in _ONLY_PAST or not _is_attribute(tokens, at)):
        tense: Tense = "state" if word in _STATIVE else "past"
    elif _is_present(word) and at and tokens[at - 1].is_word and not _is_attribute(tokens, at):
        tense = "state" if word in _STATIVE else "present"
    else:
        return None
    told_of = tokens[at - 1].lower if at and tense in {"state", "present"} else ""
    return Verb(at, at + 1, word, tense, sure=word in _ONLY_PAST or told_of in {"they", "we", "he", "she"})


def _follows_auxiliary(tokens: Sequence[Token], at: int) -> bool:
    """Tell "to be seen", "having already seen"."""
    while at and (tokens[at - 1].lower in _BETWEEN - _INFINITE or is_adverb(tokens[at - 1].lower)):
        at -= 1
    return at > 0 and tokens[at - 1].lower in _INFINITE


def _is_past(word: str) -> bool:
    if word.endswith("ed") and len(word) > len("led"):
        return word not in english().nouns and "-" not in word
    return (word in english().irregular or word in _ALSO_NOUNS) and word not in _ONLY_PARTICIPLE


def _is_present(word: str) -> bool:
    lexicon = english()
    present = word in lexicon.verbs or word in _PRESENT
    return present and not word.endswith(("ed", "ing")) and word not in lexicon.irregular


def _is_attribute(tokens: Sequence[Token], at: int) -> bool:
    """Tell "a besieged city" from "they besieged a city"."""
    before = at - 1
    while before >= 0 and is_adverb(tokens[before].lower):
        before -= 1
    if before < 0:
        return at + 1 < len(tokens) and tokens[at + 1].is_word and tokens[at + 1].lower not in PREPOSITIONS
    token = tokens[before]
    return token.lower in _BEFORE_NOUN or token.kind == "number"


# "That" opens a clause far more often.
_BEFORE_NOUN = (DETERMINERS - {"that"}) | PREPOSITIONS | {"'s"}


def _auxiliary(word: str) -> str:
    """Read "they've" and the like as their auxiliary."""
    start, _, ending = word.rpartition("'")
    if ending == "s":
        return "is" if start in _PRONOUNS else word
    return _CONTRACTED.get(ending, word) if start else word


def _with_auxiliary(tokens: Sequence[Token], at: int, first: str) -> Verb:
    """Read "was not seen", "has been shelling", "is due to", "would have gone"."""
    end = at + 1
    denied = first.endswith("n't") or first == "cannot"
    while end < len(tokens) and (tokens[end].lower in _BETWEEN or is_adverb(tokens[end].lower)):
        denied |= tokens[end].lower in _NOT
        end += 1
    words = [one.lower for one in tokens[at + 1 : end + 2]]
    tense = _tense(first, words[: end - at - 1], *_two(words[end - at - 1 :]))
    head = words[end - at - 1] if end < len(tokens) else first
    if end < len(tokens) and (_is_verbal(head) or (tokens[end].is_word and first in _BEFORE_BASE)):
        end += 1
    else:
        head = first
    return Verb(
        at,
        end,
        head,
        "not" if denied else tense,
        speech=head in _SPEECH and first not in _IS | _WAS and "been" not in words[:-2],
        running="being" in words or is_running(head),
    )


def _two(words: Sequence[str]) -> tuple[str, str]:
    return (words[0] if words else ""), (words[1] if len(words) > 1 else "")


def _tense(first: str, middle: Sequence[str], head: str, after: str) -> Tense:
    """Return what a verb says by its first auxiliary, what stands between, its head, and what follows."""
    if first in _HAS:
        return _of_having(first, middle, head)
    if first in _IS | _WAS:
        return _of_being(first, head, after)
    if first in _DOES:
        return "past" if first.startswith("did") else "present"
    return "ahead" if first in _AHEAD else "would" if first in _WOULD else "may"


def _of_having(first: str, middle: Sequence[str], head: str) -> Tense:
    done = is_participle(head) and head not in _STATIVE
    if not (done or ("been" in middle and is_running(head))):
        return "state"
    return "past" if first.startswith("had") else "perfect"


def _of_being(first: str, head: str, after: str) -> Tense:
    if head == "to" or head in _PLANNED or (head in _PLANNED_TO and after in {"to", "for"}):
        return "ahead"
    if is_running(head) or (is_participle(head) and head not in _STATIVE_PARTICIPLES):
        return "past" if first in _WAS else "present"
    return "state"


def _is_verbal(word: str) -> bool:
    return (
        is_participle(word) or is_running(word) or word in _PLANNED | _PLANNED_TO or word in english().verbs
    )

"""Find who is said to say what stands in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.suggest.cast import Cast
    from briefing.suggest.passage import Passage

# "The estimated 90" is no speech.
_VERBS = (
    r"estimated(?= (?:that|it|there)\b)|believed that|spoke of|speaks of|raises alarm|raised alarm|"
    + "|".join(
        """
    said says say told tells added adds reported reports announced announces stated states claimed claims
    warned warns noted notes revealed reveals documented documents recorded records counted counts estimates
    believes believe confirmed confirms denied denies acknowledged acknowledges contradicted contradicts
    vowed vows predicted predicts declared declares put puts gave gives wrote writes learned alarmed called
    calls accused promised insisted
    """.split()
    )
)
_SPEECH = re.compile(rf"\b(?P<verb>{_VERBS})\b")
_ACCORDING = re.compile(
    r"\b[Aa]ccording to (?:figures (?:\w+ )*(?:by|from) )?(?:the |a )?|\b[Cc]iting (?:the )?"
)
_TALLY = re.compile(r"(?:'s|’s)\s(?:count|counts|tally|toll|totals?|figures?|estimates?|census|data)\b")
# "The report said" names nobody.
_ROLE = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)\s(?P<role>(?:[\w-]+\s){0,3}?(?:monitor|monitors|observatory|watchdog|"
    r"alliance|agency|ministry|organi[sz]ation|group|coalition|force|committee|newspaper|government|army|police))\Z"
)
_PRONOUN = re.compile(r"\b(?:he|she|it|they|its|his|her|who|which)\Z", re.IGNORECASE)
_HE = frozenset({"he", "she", "his", "her"})
_ADVERB = re.compile(r"\s(?:also|then|later|has|had|have|now|\w+ly)\Z")
_RELATIVE = re.compile(r",\s(?:which|who|where)\b[^,;]*\Z")
_AGAINST = re.compile(r"\b(?:against|fighting|about|with)\s(?:the\s)?\Z")
# From the subject to its verb: what may stand between ("the commander, X, then said").
_NEAR = 90
_CLOSE = 3  # words


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words that say who speaks: `[start, end)` names them, `words` are the text that does so."""

    by: tuple[str, ...]
    start: int
    end: int
    words: str


def attributions(
    passage: Passage, cast: Cast, last: tuple[str, ...], named: Sequence[str] = ()
) -> tuple[Attribution, ...]:
    """Return the attributions of a sentence, in order.

    `last` is who spoke before, `named` all who were named before, in order: for "it said", "he said".
    """
    people = [one for one in named if cast.kind(one) == "person"]
    he = (cast.voice(people[-1]),) if people else last
    found = [*_according(passage, cast, last), *_said(passage, cast, last, he)]
    return tuple(sorted(found, key=lambda one: one.start))


def _according(passage: Passage, cast: Cast, last: tuple[str, ...]) -> Iterator[Attribution]:
    for match in _ACCORDING.finditer(passage.text):
        named = [one for one in passage.mentions if match.end() - 4 <= one.start <= match.end() + 60]
        speakers = [one for one in named if cast.kind(one.entity) != "place"]
        if speakers and "," not in passage.text[match.end() : speakers[0].start]:
            one = speakers[0]
            yield Attribution(
                (cast.voice(one.entity),), match.start(), one.end, passage.text[match.start() : one.end]
            )
            continue
        role = _role_after(passage.text[match.end() :], cast, passage)
        # Those who are only cited, without a name, are not the last speaker.
        if role or (last and match[0].lower().startswith("acc")):
            yield Attribution((role,) if role else last, match.start(), match.end(), match[0].strip())
    for match in _TALLY.finditer(passage.text):
        for one in passage.mentions:
            if one.end == match.start():
                words = passage.text[one.start : match.end()]
                yield Attribution((cast.voice(one.entity),), one.start, match.end(), words)


def _said(passage: Passage, cast: Cast, last: tuple[str, ...], he: tuple[str, ...]) -> Iterator[Attribution]:
    for match in _SPEECH.finditer(passage.text):
        spoken = _inverted(passage, match, cast) or _subject(passage, match, cast, last, he)
        if spoken:
            yield spoken


def _inverted(passage: Passage, match: re.Match[str], cast: Cast) -> Attribution | None:
    """Read "…," said X."""
    before, after = passage.text[: match.start()].rstrip(), passage.text[match.end() :]
    if match["verb"] not in {"said", "says", "added", "wrote"} or not before.endswith((",", "”", '"', "’")):
        return None
    for one in passage.mentions:
        gap = one.start - match.end()
        if 0 < gap <= _NEAR // 2 and cast.kind(one.entity) == "person" and "," not in after[:gap]:
            words = passage.text[match.start() : one.end]
            return Attribution((cast.voice(one.entity),), match.start(), one.end, words)
    return None


def _subject(
    passage: Passage, match: re.Match[str], cast: Cast, last: tuple[str, ...], he: tuple[str, ...]
) -> Attribution | None:
    """Read "X said", "X, a monitor based in Y, said", "the monitor said", "he said"."""
    before = _ADVERB.sub("", passage.text[: match.start()].rstrip()).rstrip(" ,")
    before = _RELATIVE.sub("", before)
    if pronoun := _PRONOUN.search(before):
        by = _he(passage, pronoun.start(), cast) or he if pronoun[0].lower() in _HE else last
        return _spoken(by, passage, len(before), match) if by else None
    role = _ROLE.search(before)
    near = _nearest(passage, cast, len(before))
    if role and (near is None or near[1] < role.start("role")):
        recent = [*last, *(one.entity for one in passage.mentions if one.end <= role.start())]
        group = cast.described(role["role"].split(), recent)
        return _spoken((group,), passage, role.start(), match) if group else None
    if near is None:
        return None
    return _spoken(near[2], passage, near[0], match)


def _he(passage: Passage, end: int, cast: Cast) -> tuple[str, ...]:
    """Return the person last named in the sentence before."""
    people = [one.entity for one in passage.mentions if one.end <= end and cast.kind(one.entity) == "person"]
    return (cast.voice(people[-1]),) if people else ()


def _spoken(by: Sequence[str], passage: Passage, start: int, match: re.Match[str]) -> Attribution:
    return Attribution(tuple(by), start, match.end(), passage.text[start : match.end()])


def _nearest(passage: Passage, cast: Cast, end: int) -> tuple[int, int, tuple[str, ...]] | None:
    """Return the person or group named last before, with those joined to it by "and"."""
    named = [
        one
        for one in passage.mentions
        if one.end <= end
        and cast.kind(one.entity) != "place"
        and not _AGAINST.search(passage.text[: one.start])
    ]
    if not named or end - named[-1].end > _NEAR:
        return None
    one = named[-1]
    between = passage.text[one.end : end]
    if _breaks(between):
        return None
    found = [cast.voice(one.entity)]
    if len(named) > 1 and passage.text[named[-2].end : one.start].strip() in {"and", "and the"}:
        found.insert(0, cast.voice(named[-2].entity))
    return one.start, one.end, tuple(dict.fromkeys(found))


def _breaks(between: str) -> bool:
    """Tell whether what stands between a name and a verb parts them: another clause, or another verb."""
    plain = between.strip()
    apposed = plain.startswith((",", "(")) or plain == ""
    if ";" in plain or _SPEECH.search(plain):
        return True
    return not apposed and ("," in plain or len(plain.split()) > _CLOSE)


def _role_after(text: str, cast: Cast, passage: Passage) -> str:
    found = re.match(r"(?:[\w-]+\s){0,3}?(monitor|observatory|watchdog|organi[sz]ation|agency)\b", text)
    return cast.described([found[1]], [one.entity for one in passage.mentions]) if found else ""

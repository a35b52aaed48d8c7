"""Find notes that may tell one story, by what their reports share, unless an editor has answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.core.problems import BriefingError
from briefing.intake import store
from briefing.suggest import rejections
from briefing.suggest.rejections import Rejection

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.desk.lines import Line
    from briefing.intake.store import Kept, Likeness

# What an editor may answer: the keys of a note's head, and that it is neither.
NEITHER = "neither"
ANSWERS = ("relays", "updates", NEITHER)


class Story(Struct, frozen=True):
    """Two notes whose reports share much text, the later first, and what that may mean."""

    later: Line
    earlier: Line
    question: str
    share: str
    here: tuple[str, ...]
    there: tuple[str, ...]


def refusal(note: str, other: str) -> Rejection:
    """Return what is remembered of a note that tells another story than the other one, by their slugs."""
    return Rejection.of(note, f"story: {other}", "")


def found(folder: Path) -> tuple[tuple[Kept, Likeness], ...]:
    """Return all reports that share much text; none where one is damaged, which `intake` tells."""
    with suppress(BriefingError):
        return tuple(store.pairs(folder))
    return ()


def unanswered(
    pairs: Iterable[tuple[Kept, Likeness]], lines: Iterable[Line], content: Path
) -> Iterator[Story]:
    """Yield the pairs of notes on like reports, or on one, that no editor has said anything of yet."""
    by_report: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.report and line.state != "withdrawn":
            by_report[line.report].append(line)
    answered = rejections.load(content)
    stories = [_story(one, other, None, "") for same in by_report.values() for one, other in pairwise(same)]
    stories += [
        _story(one, other, like, report.source)
        for report, like in pairs
        for one in by_report[report.name][:1]
        for other in by_report[like.report.name][:1]
    ]
    for story in stories:
        later, earlier = story.later, story.earlier
        kin = {later.kin, later.slug} & {earlier.kin, earlier.slug} - {""}
        if not kin and not {refusal(later.slug, earlier.slug), refusal(earlier.slug, later.slug)} & answered:
            yield story


def _story(one: Line, other: Line, like: Likeness | None, source: str) -> Story:
    swapped = (one.day, one.path) < (other.day, other.path)
    later, earlier = (other, one) if swapped else (one, other)
    if like is None:
        return Story(later, earlier, "the same text", "100%", (), ())
    here, there = (like.there, like.here) if swapped else (like.here, like.there)
    return Story(later, earlier, like.question(source), f"{like.share:.0%}", here, there)

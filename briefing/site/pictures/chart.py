"""Chart figures over time: a plot for all that is counted alike over one period, under its finding."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple, get_args

from briefing.core import edtf
from briefing.ledger import intervals
from briefing.ledger.wording import figure
from briefing.site.pictures import findings
from briefing.site.pictures.drawing import Scale, Told, draw
from briefing.site.pictures.panels import Chart, Key, Plot, Shape, Sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from briefing.core.model import Claim
    from briefing.core.registry import MeasureKind, Unit
    from briefing.ledger.statements import Scope, Series, Statement

SHAPES: tuple[Shape, ...] = ("circle", "square", "diamond", "triangle", "wedge", "cross")
TONES = 3
# Lines that are told apart at a glance; what is counted beyond them has a plot of its own.
LINES = 4
# Names in a row before the rest are only counted.
NAMES = 4
# Kinds of measures that do not change as a campaign goes on.
UNDRAWN: frozenset[MeasureKind] = frozenset(("control", "size", "time"))


class Words(NamedTuple):
    """Name an entity in brief and in full, what a scope shares, its anchor, a note's source, and a unit."""

    name: Callable[[str], str]
    label: Callable[[str], str]
    title: Callable[[Scope], str]
    anchor: Callable[[Scope], str]
    source: Callable[[str], str]
    unit: Callable[[str, str], Unit | None]


def chart(statements: Iterable[Statement], words: Words) -> Chart | None:
    """Draw each scope whose figures are of two days or more, in the order given; None without any."""
    scopes: dict[Scope, list[Statement]] = {}
    for statement in statements:
        if statement.measure.kind not in UNDRAWN:
            scopes.setdefault(statement.scope, []).append(statement)
    together: dict[tuple[str, ...], list[Scope]] = {}
    for scope, same in scopes.items():
        if len({one.counted_to for one in _known(same)}) > 1:
            together.setdefault((scope.what, scope.unit, scope.place, scope.start), []).append(scope)
    plots = [
        _plot([scopes[scope] for scope in some], words)
        for alike in together.values()
        for some in _by_lines(alike, scopes)
    ]
    drawn = [one for some in together.values() for scope in some for one in _known(scopes[scope])]
    return Chart(_signs(one.claim for one in drawn), tuple(plots)) if plots else None


def _known(same: Iterable[Statement]) -> list[Statement]:
    return [one for one in same if intervals.of(one) is not None]


def _by_lines(alike: Iterable[Scope], scopes: dict[Scope, list[Statement]]) -> Iterator[list[Scope]]:
    """Part the scopes of a frame, so that a plot has few lines."""
    some: list[Scope] = []
    lines = 0
    for scope in alike:
        more = len({one.series for one in _known(scopes[scope])})
        if some and lines + more > LINES:
            yield some
            some, lines = [], 0
        some.append(scope)
        lines += more
    yield some


def _signs(claims: Iterable[Claim]) -> tuple[Sign, ...]:
    """What the marks say; "at least" and "more than" together, as each is told by the other."""
    used = {sign for claim in claims for sign in _said(claim)}
    if used & {"at-least", "more-than"}:
        used |= {"at-least", "more-than"}
    return tuple(sign for sign in get_args(Sign) if sign in used)


def _said(claim: Claim) -> Iterator[Sign]:
    if claim.words:
        yield "words"
        return
    if claim.bound != "exactly":
        yield claim.bound
    if claim.low != claim.high:
        yield "about"


def _plot(scopes: Sequence[Sequence[Statement]], words: Words) -> Plot:
    every = [one for same in scopes for one in same]
    known = _known(every)
    scope = known[0].scope
    unit = words.unit(scope.what, scope.unit)
    lines: dict[Series, list[Statement]] = {}
    for one in known:
        lines.setdefault(one.series, []).append(one)
    series = [findings.counted(same) for same in lines.values()]
    shapes = {by: SHAPES[min(at, len(SHAPES) - 1)] for at, by in enumerate(dict.fromkeys(_claimants(lines)))}
    names = _names(lines, words)
    told = [
        _told(same, counted, names[of], (shapes[of.by], at % TONES), words)
        for at, ((of, same), counted) in enumerate(zip(lines.items(), series, strict=True))
    ]
    return Plot(
        anchor=words.anchor(scope),
        finding=findings.finding(series, words.name),
        title=_title(known[0], words),
        source=_source(known, words),
        description=_description(known, unit),
        keys=tuple(
            Key(line.shape, line.tone, line.name, words.anchor(of.scope))
            for line, of in zip(told, lines, strict=True)
        ),
        drawings=draw(told, _scale(known, scope, unit)),
        left_out=len(every) - len(known),
    )


def _claimants(lines: Iterable[Series]) -> Iterator[str]:
    return (of.by for of in lines)


def _names(lines: Iterable[Series], words: Words) -> dict[Series, str]:
    """Name each line by what tells it from the others: what is counted, whose count it is, or both."""
    whom = {of.scope: " ".join(filter(None, (of.scope.subset, words.name(of.scope.who)))) for of in lines}
    several = len(whom) > 1
    by_several = len({of.by for of in lines}) > 1
    return {
        of: " ".join(
            filter(
                None,
                (
                    whom[of.scope] if several else "",
                    f"({words.name(of.by)})"
                    if several and by_several
                    else ""
                    if several
                    else words.name(of.by),
                ),
            )
        )
        for of in lines
    }


def _told(
    same: Iterable[Statement],
    counted: Sequence[Statement],
    name: str,
    look: tuple[Shape, int],
    words: Words,
) -> Told:
    """A line, its newest figure last."""
    order = sorted(same, key=lambda one: (one is counted[-1], one.counted_to, one.key))
    return Told(*look, name, tuple(order), tuple(_words(one, words) for one in order))


def _title(statement: Statement, words: Words) -> str:
    shared = words.title(statement.scope)
    return f"{statement.measure.label}{', ' if shared else ''}{shared}"


def _source(known: Sequence[Statement], words: Words) -> str:
    """Say whose figures these are, who carries them, and of how many origins they are."""
    claimants = list(dict.fromkeys(_in_full(one.claim.by, words) for one in known))
    carriers = list(dict.fromkeys(words.source(one.slug) for one in known))
    reports = len({one.slug for one in known})
    origins = "one origin" if len(claimants) == 1 else f"{len(claimants)} origins"
    told = f"{reports} report{'s' if reports > 1 else ''}, {origins}"
    return f"Source{'s' if len(claimants) > 1 else ''}: {_row(claimants)}, in {_row(carriers)}: {told}."


def _in_full(id_: str, words: Words) -> str:
    name, label = words.name(id_), words.label(id_)
    return name if name == label else f"{label} ({name})"


def _row(names: Sequence[str]) -> str:
    """Names in a row, the first of many."""
    if len(names) > NAMES:
        return f"{', '.join(names[:NAMES])} and {len(names) - NAMES} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _description(known: Sequence[Statement], unit: Unit | None) -> str:
    order = sorted(known, key=lambda one: (one.counted_to, one.key))
    first, last = order[0], order[-1]
    days = [edtf.display(edtf.of_day(one.counted_to)) for one in (first, last)]
    converted = f" All are drawn in {unit.plural}." if unit and any(one.unit != unit for one in known) else ""
    return (
        f"{len(known)} claims by the last day that they count, from {figure(first)} up to {days[0]} "
        f"to {figure(last)} up to {days[1]}. The table tells each.{converted}"
    )


def _scale(known: Sequence[Statement], scope: Scope, unit: Unit | None) -> Scale:
    """From the first day counted, and from nought."""
    days = [one.counted_to for one in known]
    ends = [end for one in known if (found := intervals.of(one)) for end in (found.least, found.most)]
    high, low = (end / (unit.factor if unit else 1.0) for end in (max(ends), min(ends)))
    bottom = -_round_up(-low * 1.1) if low < 0 else 0.0
    return Scale(_first(scope, days), max(days), bottom, _round_up(high * 1.1), unit, known[0].measure.inline)


def _first(scope: Scope, days: Sequence[date]) -> date:
    if scope.start:
        return min(edtf.parse(scope.start).start, *days)
    return min(days)


def _round_up(number: float) -> float:
    """The next number that a fifth of its first place goes into: 1,050 → 1,200; 0 → 1."""
    if number <= 0:
        return 1.0
    step = 10.0 ** floor(log10(number)) / 5
    return float(ceil(number / step) * step)


def _words(statement: Statement, words: Words) -> str:
    day, as_of = edtf.display(edtf.of_day(statement.counted_to)), edtf.display(statement.as_of)
    return (
        f"{words.name(statement.claim.by)}: {figure(statement)}, up to {day}; "
        f"{words.source(statement.slug)}, as of {as_of}"
    )

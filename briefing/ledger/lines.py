"""Write statements as lines of text for listings, and read them again."""

from __future__ import annotations

import json
from functools import lru_cache
from sys import intern

from briefing.core import edtf
from briefing.core.model import Claim
from briefing.core.vocabulary import Vocabulary
from briefing.ledger.statements import Group, Scope, Statement

# Between a scope and a line: JSON has no tabs of its own.
SCOPED = "\t"
_date = lru_cache(maxsize=8192)(edtf.parse)


def written(statement: Statement) -> str:
    """Write a statement without its id, its slug and the line of its claim."""
    claim = statement.claim
    told = (
        (claim.by, claim.who, claim.what, claim.low, claim.high, claim.words, claim.bound),
        (claim.unit, claim.subset, claim.period.text if claim.period else None, claim.place, claim.stance),
        (claim.remark, claim.of, claim.part_of, claim.previous, statement.as_of.text, statement.carrier),
    )
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read(id_: str, slug: str, line: str, vocabulary: Vocabulary) -> Statement:
    """Read the statement with this id of this note; raises ValueError where `line` was not written here."""
    told = json.loads(line.rpartition(SCOPED)[2])
    figure, scope, (remark, share_of, part_of, previous, as_of, carrier) = told
    by, who, what, low, high, words, bound = figure
    unit, subset, period, place, stance = scope
    # The ledger holds many of them at once, and names repeat.
    claim = Claim(
        by=intern(by),
        who=intern(who),
        what=intern(what),
        low=low,
        high=high,
        words=words,
        bound=intern(bound),  # type: ignore[arg-type]
        unit=intern(unit),
        of=share_of,
        part_of=part_of,
        subset=intern(subset),
        period=None if period is None else _date(period),
        place=intern(place),
        stance=stance,
        previous=previous,
        remark=remark,
    )
    measure, unit_ = vocabulary.measure(what), vocabulary.unit(claim)
    return Statement(id_, slug, claim, _date(as_of), intern(carrier), measure, unit_)


def scope_written(statement: Statement, line: str) -> str:
    """Write the scope of a figure without its group, its subset as the claim spells it, and its line."""
    if statement.is_position:
        return line
    scope = statement.scope
    return f"{scope.start} {scope.unit} {scope.place} {statement.claim.subset}{SCOPED}{line}"


def scope_read(group: Group, line: str) -> tuple[Scope, str]:
    """Read a scope of a group, and the spelling of its subset."""
    start, unit, place, subset = line.rpartition(SCOPED)[0].split(" ", 3)
    return Scope(group.what, group.of, subset.casefold(), unit, place, start), subset

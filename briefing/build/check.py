"""Check the whole content: every Problem and every warning in one run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.content import tree
from briefing.core.problems import Problem
from briefing.core.registry import COUNT
from briefing.core.settings import LIMITS, ImageLimits
from briefing.core.vocabulary import Vocabulary
from briefing.ledger import statements
from briefing.ledger.assembly import Ledger
from briefing.ledger.falling_counts import falls
from briefing.site.page_kinds import RESERVED

if TYPE_CHECKING:
    from briefing.content.checks.across_files import Content
    from briefing.core.model import Claim, Note
    from briefing.ledger.statements import Statement


def _statements(note: Note, known: Vocabulary) -> tuple[Statement, ...]:
    """The statements of a note whose measures and units are known."""
    units = known.units_by_id.keys() | {"", COUNT}
    claims = tuple(one for one in note.claims if one.what in known.by_id and _unit(one, known) in units)
    return statements.of_note(replace(note, claims=claims), note.agency or note.source, known)


def _unit(claim: Claim, known: Vocabulary) -> str:
    return claim.unit or known.measure(claim.what).default_unit


def read(
    folder: Path, *, today: date, paths: Sequence[str | Path] = (), limits: ImageLimits = LIMITS
) -> tuple[Content, tuple[Problem, ...]]:
    """Read the content as `tree.read` does, and look through its claims for what deserves a warning."""
    content, problems = tree.read(folder, today=today, reserved=RESERVED, paths=paths, limits=limits)
    known = Vocabulary.of(content.registry)
    notes = [note for note in content.notes if note.status != "withdrawn"]
    told = (one for note in notes for one in _statements(note, known))
    warned = falls(Ledger.of(told), {note.slug: note.path for note in notes}.__getitem__)
    return content, tuple(sorted((*problems, *tree.Limit.of(folder, paths).told(warned))))

"""A folder of content in; all that stands in it, with every Problem and every warning, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.chronology.ledger import statements
from briefing.chronology.ledger.assembly import Ledger
from briefing.chronology.ledger.falls import falls
from briefing.notes import tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from briefing.errors import Problem
    from briefing.notes.tree import Content


def read(
    folder: Path, *, today: date, paths: Sequence[str | Path] = ()
) -> tuple[Content, tuple[Problem, ...]]:
    """Read the content as `tree.read` does, and look through its claims for what deserves a warning."""
    content, problems = tree.read(folder, today=today, paths=paths)
    told = [one for note in content.notes if note.status != "withdrawn" for one in statements.of_note(note)]
    warned = falls(Ledger(statements.ordered(told)))
    return content, tuple(sorted((*problems, *tree.Limit.of(folder, paths).told(warned))))

"""Check the whole content: every Problem and every warning in one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.content import tree
from briefing.ledger import statements
from briefing.ledger.assembly import Ledger
from briefing.ledger.falling_counts import falls
from briefing.site.page_kinds import RESERVED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from briefing.content.checks.across_files import Content
    from briefing.core.problems import Problem


def read(
    folder: Path, *, today: date, paths: Sequence[str | Path] = ()
) -> tuple[Content, tuple[Problem, ...]]:
    """Read the content as `tree.read` does, and look through its claims for what deserves a warning."""
    content, problems = tree.read(folder, today=today, reserved=RESERVED, paths=paths)
    notes = [note for note in content.notes if note.status != "withdrawn"]
    told = (one for note in notes for one in statements.of_note(note, note.agency or note.source))
    warned = falls(Ledger.of(told), {note.slug: note.path for note in notes}.__getitem__)
    return content, tuple(sorted((*problems, *tree.Limit.of(folder, paths).told(warned))))

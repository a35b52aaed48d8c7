"""The folders that a site is made from in; what in them is committed nowhere, out."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError
from briefing.publish import commands
from briefing.publish.layout import few

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FIELDS = 3


def refuse_dirty(root: Path, paths: Sequence[Path]) -> None:
    """Refuse to publish from a work tree whose sources differ from its commit.

    A folder that is in no repository has nothing to differ from; a detached or shallow one does.
    """
    if shutil.which("git") is None:
        return
    words = ["status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--"]
    there = [str(path) for path in paths if path.is_relative_to(root)]
    outcome = commands.run(["git", "-C", str(root), *words, *there])
    if "not a git repository" in outcome.told:
        return
    if outcome.code:
        raise BriefingError(
            f"git cannot tell whether the sources are committed: {commands.reason(outcome.told)}; "
            "mend that, or add --uncommitted"
        )
    changed = [os.fsdecode(line[FIELDS:]) for line in outcome.out.split(b"\0") if line]
    if changed:
        raise BriefingError(
            f"not committed: {few(changed)}; commit first, so that what is live can be told from its commit, "
            "or add --uncommitted"
        )

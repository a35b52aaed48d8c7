"""Commit what was changed at the desk, and publish it, as far as the settings allow that."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.core.problems import BriefingError
from briefing.publish import commands

if TYPE_CHECKING:
    from briefing.core.settings import Folders
    from briefing.publish.repository import Repository

# In place of a target: changes are committed, and published by whoever takes them from there.
COMMIT = "commit"


class Publication(Struct, frozen=True):
    """Where to the desk publishes: a target, `COMMIT`, or nowhere, and then nothing is committed either."""

    to: str
    folders: Folders
    repository: Repository

    @property
    def target(self) -> str:
        """The target, if there is one."""
        return "" if self.to == COMMIT else self.to

    def allow(self) -> None:
        """Raise BriefingError where the settings do not allow any of this."""
        if not self.to:
            raise BriefingError(f'the desk may not publish; BRIEFING["publish"] names a target, or {COMMIT}')

    def commit(self, message: str) -> str:
        """Commit all changes of the content; return the commit in a line.

        Raises BriefingError where nothing was committed.
        """
        self.allow()
        if not message.strip():
            raise BriefingError("say in a line what was changed")
        if self.repository.person() is None:
            told = 'git config --global user.name "Your Name", and user.email'
            raise BriefingError(f"git does not know your name; tell it by {told}")
        return self.repository.commit(self.folders.content, message)

    def publish(self, *, dry_run: bool) -> str:
        """Publish, or only find out what would change there; return what was said.

        Raises BriefingError, with what was said, if that failed.
        """
        self.allow()
        if not self.target:
            raise BriefingError('BRIEFING["publish"] names no target')
        words = ["publish", "--to", self.target, *(["--dry-run"] if dry_run else [])]
        settings = ["--settings", os.fspath(self.folders.conf)]
        done = commands.run([sys.executable, "-m", "briefing", *words, *settings])
        told = (done.out.decode("utf-8", "replace") + done.errors).strip()
        if done.code:
            raise BriefingError(told or "publish failed, and did not say why")
        return told

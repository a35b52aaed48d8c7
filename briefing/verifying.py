"""A built folder or a served site in, with the content it is made of; what is wrong with it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing import verify
from briefing.errors import MisusedError
from briefing.notes.survey import survey
from briefing.verify import live

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.errors import Problem


def verified(folder: Path | None, *, content: Path | None = None, url: str = "") -> tuple[Problem, ...]:
    """Check a built folder; with the content at hand, that nothing held back is in it, too.

    With an address, compare what is served there with its own record, or with the folder's.
    """
    if url:
        return live.verify(url, folder)
    if folder is None:
        raise MisusedError("verify: name the built folder, or an address with --live")
    if content is None:
        return verify.verify(folder)
    if not content.is_dir():
        raise MisusedError(f"--content: there is no folder {content}")
    found = survey(content)
    return verify.verify(folder, origin=found.origins, held_back=found.held_back)

"""Tell who may vouch for a note: someone whom git knows, and who did not write what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.content import signatures, tree
from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.core.model import Note
    from briefing.publish.repository import Person, Repository


def checker(repository: Repository, folder: Path, path: str, note: Note) -> str:
    """Return the name of who works here. Raises BriefingError, with why, where that is no second person."""
    person = repository.person()
    if person is None:
        raise BriefingError(
            'git does not know your name; tell it by git config --global user.name "Your Name"'
        )
    if repository.is_there():
        author = _author(repository, folder, path, note)
        if author is None:
            told = "what the note says is not committed, so it is yours; someone else checks it once it is"
            raise BriefingError(told)
        if author.is_same(person):
            told = f"{person.name}, you wrote what the note says last; someone else checks it"
            raise BriefingError(told)
    return person.name


def _author(repository: Repository, folder: Path, path: str, note: Note) -> Person | None:
    """Return who committed what the note says now; None where nobody has."""
    wanted = signatures.fingerprint(note)
    author = None
    for person, content in repository.versions(folder / path):
        before = tree.parse_file(path, content)[0] if content else None
        if before is None or signatures.fingerprint(before) != wanted:
            break
        author = person
    return author

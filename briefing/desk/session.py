"""The desk's session: what it works with, who may use it, and who may vouch for a note."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
import threading
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from briefing.content import signatures, tree, urls
from briefing.core.problems import BriefingError, RefusedError
from briefing.intake import arrival, evidence, fetch, files
from briefing.intake.report import Document
from briefing.text.fold import slug

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.build.workshop import Workshop
    from briefing.core.model import Note
    from briefing.desk.inbox import Register
    from briefing.desk.pending import Publication
    from briefing.desk.work import Posted, Work
    from briefing.publish.repository import Person, Repository


class Desk(Struct):
    """What the desk works with, and who may use it: a token that opens it once, and its session."""

    title: str
    output: Path
    work: Work
    publication: Publication
    register: Register
    workshop: Workshop
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    lock: threading.RLock = field(default_factory=threading.RLock)

    def opens(self, token: str) -> bool:
        """Tell whether a link's token opens the desk, which it does once."""
        with self.lock:
            fits = bool(self.token) and secrets.compare_digest(token.encode(), self.token.encode())
            self.token = "" if fits else self.token
            return fits

    def sign(self, path: str) -> None:
        """Record that git's user checked a note. Raises BriefingError where that cannot be."""
        library = self.work.library
        if note := library.note(path):
            self.work.sign(path, checker(self.publication.repository, library.folder, path, note))

    def shown(self, posted: Posted) -> dict[str, Any]:
        """Return a note's page as readers will see it; else as it was built last, and what is wrong."""
        page, fault = urls.output_path(urls.note(slug(PurePosixPath(posted.path).stem))), ""
        with self.lock:
            draft = self.work.draft(posted)
        try:
            made = self.workshop.page(page, {posted.path: draft})
        except RefusedError as error:
            first = error.problems[0]
            made, fault = None, f"Line {first.location.line}: {first.text}"
        except BriefingError as error:
            made, fault = None, str(error)
        built = self.output / page
        if made is None and built.is_file():
            made = built.read_bytes()
        return {"page": (made or b"").decode("utf-8", "replace"), "fault": fault}

    def take(self, text: str, file: str) -> str:
        """Take in a report, pasted, by its address or as a file in base64; return its note's path."""
        library = self.work.library
        if file:
            read = files.read(_decoded(file))
        elif re.fullmatch(r"https?://\S+", text.strip(), re.IGNORECASE):
            got = fetch.fetch(text.strip())
            read = files.read(got.content, url=got.url, charset=got.charset)
        else:
            # Pasted text is text, even if it looks like another kind of file.
            read = Document(text)
        if not isinstance(read, Document) or not read.text.strip():
            raise BriefingError("this is not a report; paste its text, or give its page or PDF")
        report = evidence.of(read, library.registry()[0], library.today())
        known = [note for path in library.paths() if (note := library.note(path))]
        path, _ = arrival.take(report, library.folder, library.reports, known)
        return path.relative_to(library.folder).as_posix()


def _decoded(file: str) -> bytes:
    try:
        return base64.b64decode(file, validate=True)
    except binascii.Error as error:
        raise BriefingError("the file did not arrive whole; choose it again") from error


def checker(repository: Repository, folder: Path, path: str, note: Note) -> str:
    """Return the name of git's user. Raises BriefingError where that is not a second person."""
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
    """Return who committed the note as it is now; None if nobody has."""
    wanted = signatures.fingerprint(note)
    author = None
    for person, content in repository.versions(folder / path):
        before = tree.parse_file(path, content)[0] if content else None
        if before is None or signatures.fingerprint(before) != wanted:
            break
        author = person
    return author

"""Carry out an editor's changes to a note: save, accept or reject a suggestion, undo."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from briefing.content import differences, edits, places, row_moves, signatures, tree, value_edits
from briefing.content.edits import Change
from briefing.content.folder import load
from briefing.content.forms import files, yaml
from briefing.content.forms.faults import Faults
from briefing.core.problems import BriefingError, Problem, errors
from briefing.desk import entries, form, stories, versions, view
from briefing.suggest import rejections
from briefing.suggest.rejections import Rejection
from briefing.text.fold import slug

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.content.differences import Place
    from briefing.desk.library import Library

# How many steps can be undone, and how many versions of files are kept to merge with.
MOST_STEPS, MOST_VERSIONS = 200, 200


class ConflictError(BriefingError):
    """A file was changed meanwhile, where it was changed here too."""


class Posted(Struct, frozen=True):
    """A note as a page sends it: its path, the version that it began with, its head and its text."""

    path: str
    base: str
    head: str
    body: str


class Work(Struct):
    """The steps taken at the desk, the last one last, each with its note and the file that it changed."""

    library: Library
    done: list[tuple[str, Change]] = field(default_factory=list)
    _versions: dict[str, bytes] = field(default_factory=dict)

    def opened(self, path: str) -> bytes:
        """Return a note's file, and keep it to merge with. Raises BriefingError where there is none."""
        if path not in self.library.paths():
            raise BriefingError(f"{path}: there is no such note")
        content = load(self.library.folder, path)[0]
        if content is None:
            raise BriefingError(f"{path}: cannot be read")
        self._versions[versions.name_of(content)] = content
        while len(self._versions) > MOST_VERSIONS:
            del self._versions[next(iter(self._versions))]
        return content

    def draft(self, posted: Posted) -> bytes:
        """Return the file that a page's fields make, with its line ends and its byte order mark."""
        before = self._versions.get(posted.base) or self.opened(posted.path)
        return _content(before, posted)

    def filled(self, posted: Posted, values: Sequence[tuple[Place, str]]) -> bytes:
        """Return the file of a page's fields with other values in its head, written nowhere yet.

        The name of an entry of the registry is replaced by its id. Raises BriefingError for an unknown field.
        """
        draft = self.draft(posted)
        known = self.library.registry()[0]
        for at, text in values:
            try:
                parts = form.parts_of(form.kind_of(at)[1])
                meant = (
                    ", ".join(entries.id_of(known, parts, one.strip()) for one in text.split(","))
                    if parts
                    else text
                )
                wished = form.with_value(differences.tree(places.opened(posted.path, draft).node), at, meant)
            except KeyError as error:
                raise BriefingError(f"{posted.path}: has no such field, or row") from error
            draft = value_edits.changed(posted.path, draft, wished)
        return draft

    def ordered(self, posted: Posted, key: str, number: int, to: int | None) -> bytes:
        """Return the file of a page's fields with a row of a list put elsewhere, or with none for it."""
        draft = self.draft(posted)
        if to is not None:
            return row_moves.moved(posted.path, draft, key, number, to)
        head, listed = self._listed(posted.path, draft, key, number)
        rest = [*listed[:number], *listed[number + 1 :]]
        return value_edits.changed(posted.path, draft, form.with_rows(head, key, rest))

    def with_row(self, posted: Posted, key: str, number: int) -> bytes:
        """Return the file of a page's fields with a new row in a list; what it must have is still empty."""
        draft = self.draft(posted)
        head, listed = self._listed(posted.path, draft, key, number)
        row = {one.key: "" for one in form.tables()[key].record.fields if one.required}
        return value_edits.changed(
            posted.path, draft, form.with_rows(head, key, [*listed[:number], row, *listed[number:]])
        )

    def _listed(
        self, path: str, content: bytes, key: str, number: int
    ) -> tuple[dict[str, differences.Tree], tuple[differences.Tree, ...]]:
        head = differences.tree(places.opened(path, content).node)
        held = head if isinstance(head, dict) else {}
        listed = held.get(key) or ()
        if key not in form.tables() or not isinstance(listed, tuple) or not 0 <= number <= len(listed):
            raise BriefingError(f"{path}: {key} has no such row, or is not a list of rows; mend it as YAML")
        return held, listed

    def enter(self, path: str, part: str, given: Mapping[str, str], *, is_final: bool) -> tuple[Problem, ...]:
        """Add an entry to the registry where nothing is wrong with it then; return what is."""
        folder = self.library.folder
        file, before, after, problems = entries.added(folder, part, given, self.library.today())
        if is_final and not problems:
            self.put(path, Change(file, before or None, after))
        return problems

    def save(self, posted: Posted) -> None:
        """Write a note; what was changed on disk meanwhile is merged where the changes do not touch."""
        now = self.opened(posted.path)
        base = self._versions.get(posted.base)
        if base is None and versions.name_of(now) != posted.base:
            raise ConflictError(f"{posted.path}: was changed by someone else meanwhile")
        after = _content(base or now, posted)
        if base is not None and base != now:
            made = versions.merged(*(_text(one) for one in (base, after, now)))
            if made is None:
                raise ConflictError(
                    f"{posted.path}: was changed by someone else meanwhile, in the same place"
                )
            after = made.encode()
        if len(after) > files.LARGEST:
            told = f"{len(after):,} bytes are more than a note may have; split it in two"
            raise BriefingError(f"{posted.path}: {told}. Nothing was written")
        self.put(posted.path, Change(posted.path, now, after))

    def accept(self, path: str, kind: str, row: str) -> None:
        """Add a row to a note's claims or events. Raises BriefingError where `check` would refuse it."""
        added = _row(row)
        if kind not in {"claims", "events"}:
            raise BriefingError(f"{path}: has no head that a row could be added to")
        self._fill(path, {kind: [*self._rows(path, kind), added]})

    def correct(self, path: str, day: str, what: str) -> None:
        """Add a correction to a note's head. Raises BriefingError where `check` would refuse it."""
        row = {"date": day.strip(), "what": " ".join(what.split())}
        self._fill(path, {"corrections": [*self._rows(path, "corrections"), row]})

    def withdraw(self, path: str, day: str, reason: str) -> None:
        """Withdraw a note, with the reason. Raises BriefingError where `check` would refuse that."""
        told = " ".join(reason.split())
        self._fill(path, {"status": "withdrawn", "withdrawn": day.strip(), "status_reason": told})

    def relate(self, path: str, other: str, answer: str) -> None:
        """Say in a note's head that its report relays or updates another's, by its slug; or remember neither.

        What the other one relays itself is named in its place.
        """
        note = self.library.note(path)
        named = next((one for one in self.library.paths() if slug(PurePosixPath(one).stem) == other), "")
        first = self.library.note(named) if named else None
        if note is None or first is None or first.slug == note.slug or answer not in stories.ANSWERS:
            raise BriefingError(f"{path}: there is nothing to say of it and {other}")
        if answer == stories.NEITHER:
            before = rejections.read(self.library.folder)
            after = rejections.written({*rejections.parse(before), stories.refusal(note.slug, other)})
            self.put(path, Change(rejections.FILE, before or None, after))
        else:
            self._fill(path, {answer: first.relays or first.updates or other})

    def sign(self, path: str, name: str) -> None:
        """Add a signature to a note's head. Raises BriefingError if that person has signed already."""
        note = self.library.note(path)
        if note is None or any(one.by == name for one in note.checked):
            told = f"{name} checked it already" if note else "its head cannot be read; mend it first"
            raise BriefingError(f"{path}: {told}")
        now = signatures.fingerprint(note)
        rows = self._rows(path, "checked")
        others = [one for one in rows if isinstance(one, dict) and one.get("of") == now]
        row = {"by": name, "date": self.library.today().isoformat(), "of": now}
        self._fill(path, {"checked": [*others, row]})

    def _rows(self, path: str, key: str) -> list[differences.Value]:
        """Return the rows at a key of a note's head."""
        head = differences.tree(places.opened(path, self.opened(path)).node)
        rows = head.get(key) if isinstance(head, dict) else None
        return list(rows) if isinstance(rows, tuple) else []

    def _fill(self, path: str, wished: Mapping[str, differences.Value]) -> None:
        """Put values into a note's head. Raises BriefingError where `check` would refuse it then."""
        before = self.opened(path)
        head = differences.tree(places.opened(path, before).node)
        if not isinstance(head, dict):
            raise BriefingError(f"{path}: has no head that anything could be added to")
        after = value_edits.changed(path, before, {**head, **wished})
        had = {one.what for one in tree.parse_file(path, before)[1]}
        kept = self.library.problems(path, *tree.parse_file(path, after))
        if new := [one for one in errors(kept) if one.what not in had]:
            raise BriefingError(f"{new[0].what}; {new[0].allowed}")
        self.put(path, Change(path, before, after))

    def reject(self, path: str, row: str, sentence: str) -> None:
        """Remember in the content folder that a suggestion was rejected."""
        note = self.library.note(path)
        before = rejections.read(self.library.folder)
        known = rejections.parse(before)
        after = rejections.written({*known, Rejection.of(note.slug if note else path, row, sentence)})
        self.put(path, Change(rejections.FILE, before or None, after))

    def undo(self, path: str) -> None:
        """Undo the last step on a note. Raises BriefingError if its file changed since."""
        steps = [number for number, (note, _) in enumerate(self.done) if note == path]
        if not steps:
            raise BriefingError("there is nothing to undo")
        change = self.done[steps[-1]][1]
        edits.write(self.library.folder, [Change(change.path, change.after, change.before or b"")])
        del self.done[steps[-1]]

    def put(self, note: str, change: Change) -> None:
        """Write what a change makes of a file, so that it can be taken back with what else was done there."""
        if change.before == change.after:
            return
        edits.write(self.library.folder, [change])
        self.done.append((note, change))
        del self.done[:-MOST_STEPS]


def _content(before: bytes, posted: Posted) -> bytes:
    mark = files.BYTE_ORDER_MARK if before.startswith(files.BYTE_ORDER_MARK) else b""
    return mark + versions.restored(_text(before).removeprefix("\ufeff"), posted.head + posted.body).encode()


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _row(text: str) -> differences.Tree:
    faults = Faults("the row")
    node = yaml.read(text, first_line=1, faults=faults)
    if node is None or faults.found or not isinstance(node, yaml.Mapping):
        told = faults.found[0].what if faults.found else "it is not a row in braces"
        raise BriefingError(f"the row cannot be read: {told}")
    return differences.tree(node)


def shown(work: Work, path: str) -> dict[str, Any]:
    """Return what a note's page shows now."""
    return view.state(work.library, path, work.opened(path))

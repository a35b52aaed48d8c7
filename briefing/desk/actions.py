"""The actions that pages of the desk may ask for, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from briefing.core.problems import BriefingError
from briefing.desk import leads

if TYPE_CHECKING:
    from briefing.desk.session import Desk
    from briefing.desk.work import Posted, Work

Asked: TypeAlias = Mapping[str, Any]


def _texts(asked: Asked, *names: str) -> list[str]:
    return [str(asked.get(name, "")) for name in names]


def _lead(desk: Desk, asked: Asked) -> dict[str, Any]:
    day, title, text, base = _texts(asked, "day", "title", "text", "base")
    change = leads.written(desk.work.library.folder, leads.LeadForm(day, "", title, text, base))
    desk.work.put(change.path, change)
    return {"path": change.path}


def _corrected(desk: Desk, asked: Asked) -> dict[str, Any]:
    desk.work.correct(*_texts(asked, "path", "date", "what"))
    return {"message": "The correction is in the note."}


def _kin(desk: Desk, asked: Asked) -> dict[str, Any]:
    path, other, answer = _texts(asked, "path", "other", "answer")
    desk.work.relate(path, other, answer)
    return {"path": path}


# Actions that concern no single open note; each raises BriefingError where it cannot be done.
WHOLE: Mapping[str, Callable[[Desk, Asked], dict[str, Any]]] = {
    "intake": lambda desk, asked: {"path": desk.take(*_texts(asked, "text", "file"))},
    "corrected": _corrected,
    "kin": _kin,
    "lead": _lead,
    "commit": lambda desk, asked: {"message": desk.publication.commit(*_texts(asked, "what"))},
    "try": lambda desk, _asked: {"message": desk.publication.publish(dry_run=True)},
    "publish": lambda desk, _asked: {"message": desk.publication.publish(dry_run=False)},
}
PUBLISHED = frozenset({"try", "publish"})
# Actions on a note, by its path, once it is saved.
ACTIONS: Mapping[str, Callable[[Desk, str, Asked], None]] = {
    "save": lambda _desk, _path, _asked: None,
    "accept": lambda desk, path, asked: desk.work.accept(path, *_texts(asked, "kind", "row")),
    "reject": lambda desk, path, asked: desk.work.reject(path, *_texts(asked, "row", "sentence")),
    "check": lambda desk, path, _asked: desk.sign(path),
    "correct": lambda desk, path, asked: desk.work.correct(path, *_texts(asked, "date", "what")),
    "withdraw": lambda desk, path, asked: desk.work.withdraw(path, *_texts(asked, "date", "what")),
}
# Actions on a draft, which is shown without being written.
DRAFTS = frozenset({"look", "field", "add", "drop", "move"})
# All actions; nothing else is answered.
KINDS = frozenset({*WHOLE, *ACTIONS, *DRAFTS, "enter", "page", "undo"})


def draft(done: Work, posted: Posted, kind: str, asked: Asked) -> bytes:
    """Return a note's file as a page would have it. Raises BriefingError where it cannot be so."""
    try:
        key, row, to = str(asked.get("key", "")), int(asked.get("row", 0)), int(asked.get("to", 0))
        values = [(tuple(at), str(value)) for at, value in asked.get("values", ())]
    except (TypeError, ValueError) as error:
        raise BriefingError("this is not a request of the desk") from error
    if kind == "add":
        return done.with_row(posted, key, row)
    if kind in {"drop", "move"}:
        return done.ordered(posted, key, row, to if kind == "move" else None)
    return done.filled(posted, values) if values else done.draft(posted)

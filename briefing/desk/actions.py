"""The actions that pages of the desk may ask for, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from briefing.core.problems import BriefingError
from briefing.desk import leads

if TYPE_CHECKING:
    from briefing.desk.session import Desk
    from briefing.desk.work import Posted, Work

# Of a desk, a note's path and what else was sent; raises BriefingError where it cannot be done.
Action: TypeAlias = "Callable[[Desk, str, Mapping[str, Any]], None]"


def _save(_desk: Desk, _path: str, _asked: Mapping[str, Any]) -> None:
    """Do nothing more than save."""


def _accept(desk: Desk, path: str, asked: Mapping[str, Any]) -> None:
    desk.work.accept(path, str(asked.get("kind", "")), str(asked.get("row", "")))


def _reject(desk: Desk, path: str, asked: Mapping[str, Any]) -> None:
    desk.work.reject(path, str(asked.get("row", "")), str(asked.get("sentence", "")))


def _check(desk: Desk, path: str, _asked: Mapping[str, Any]) -> None:
    desk.sign(path)


def _correct(desk: Desk, path: str, asked: Mapping[str, Any]) -> None:
    desk.work.correct(path, str(asked.get("date", "")), str(asked.get("what", "")))


def _withdraw(desk: Desk, path: str, asked: Mapping[str, Any]) -> None:
    desk.work.withdraw(path, str(asked.get("date", "")), str(asked.get("what", "")))


def _intake(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    return {"path": desk.take(str(asked.get("text", "")), str(asked.get("file", "")))}


def _corrected(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    path, day, what = (str(asked.get(name, "")) for name in ("path", "date", "what"))
    desk.work.correct(path, day, what)
    return {"message": "The correction is in the note."}


def _lead(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    day, title, text, base = (str(asked.get(name, "")) for name in ("day", "title", "text", "base"))
    change = leads.written(desk.work.library.folder, leads.LeadForm(day, "", title, text, base))
    desk.work.put(change.path, change)
    return {"path": change.path}


def _kin(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    path, other, answer = (str(asked.get(name, "")) for name in ("path", "other", "answer"))
    desk.work.relate(path, other, answer)
    return {"path": path}


def _commit(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    return {"message": f"Committed: {desk.publication.commit(str(asked.get('what', '')))}"}


def _try(desk: Desk, _asked: Mapping[str, Any]) -> dict[str, Any]:
    return {"message": desk.publication.publish(dry_run=True)}


def _publish(desk: Desk, _asked: Mapping[str, Any]) -> dict[str, Any]:
    return {"message": desk.publication.publish(dry_run=False)}


# Actions that concern no single open note.
WHOLE: Mapping[str, Callable[[Desk, Mapping[str, Any]], dict[str, Any]]] = {
    "intake": _intake,
    "corrected": _corrected,
    "kin": _kin,
    "lead": _lead,
    "commit": _commit,
    "try": _try,
    "publish": _publish,
}
PUBLISHED = frozenset({"try", "publish"})
ACTIONS: Mapping[str, Action] = {
    "save": _save,
    "accept": _accept,
    "reject": _reject,
    "check": _check,
    "correct": _correct,
    "withdraw": _withdraw,
}
# Actions on a draft, which is shown without being written.
DRAFTS = frozenset({"look", "field", "add", "drop", "move"})
# All actions; nothing else is answered.
KINDS = frozenset({*WHOLE, *ACTIONS, *DRAFTS, "enter", "page", "undo"})


def draft(done: Work, posted: Posted, kind: str, asked: Mapping[str, Any]) -> bytes:
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

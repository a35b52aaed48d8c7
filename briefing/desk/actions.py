"""What a page may ask for once its note is saved, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from briefing.desk.session import Desk

# Of a desk, a note's path and what else was sent; raises BriefingError where it cannot be done.
Action: TypeAlias = "Callable[[Desk, str, Mapping[str, Any]], None]"


def _save(_desk: Desk, _path: str, _asked: Mapping[str, Any]) -> None:
    """Do no more."""


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


ACTIONS: Mapping[str, Action] = {
    "save": _save,
    "accept": _accept,
    "reject": _reject,
    "check": _check,
    "correct": _correct,
    "withdraw": _withdraw,
}

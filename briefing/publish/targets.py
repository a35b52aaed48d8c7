"""A target as written in; the target of the first kind that it fits out, or what may be written there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from briefing.core.problems import MisusedError
from briefing.publish.branch import Branch
from briefing.publish.commands import without_password
from briefing.publish.folder import Folder
from briefing.publish.remote import Remote
from briefing.publish.rsync import Rsync

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.publish.releases import Target

_HOST = r"(?P<host>\[[0-9A-Fa-f:.%\w]+\]|[^-/:@\s\[\]][^/:@\s\[\]]*)"
_USER = r"(?:(?P<user>[^-/:@\s][^/:@\s]*)@)?"


@dataclass(frozen=True, slots=True)
class Choices:
    """How to deal with a target.

    `adopt`: it may hold something else too. `patience`: after how many seconds without a sign of
    life the lock of another run is taken over. `control`: a folder for connections that are
    shared. `announce` is told what takes long.
    """

    adopt: bool
    patience: float
    control: Path
    announce: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of target: how it is written, by which texts it is known, and what makes it."""

    form: str
    begins: re.Pattern[str]
    opened: Callable[[str, Choices], Target | None]


def opened(text: str, choices: Choices) -> Target:
    """Make a target; nothing is asked of it yet. Raises MisusedError for what is none."""
    if text.strip() and text.isprintable():
        kind = next(kind for kind in KINDS if kind.begins.match(text))
        if target := kind.opened(text, choices):
            return target
        if kind.form:
            raise MisusedError(f'"{without_password(text)}" is no target; write {kind.form}')
    forms = ", ".join(kind.form for kind in KINDS if kind.form)
    raise MisusedError(f'"{without_password(text)}" is no target; write one of {forms}')


def _branch(text: str, choices: Choices) -> Target | None:
    address, _, name = text.removeprefix("git+").rpartition("#")
    known = re.match(r"(file|https?|ssh)://(?!-)[^\s]", address) or re.match(_USER + _HOST + ":[^:]", address)
    if not known or not re.fullmatch(r"(?!-|/)(?!.*(?:\.\.|//|@\{|\.lock$|[/.]$))[^\s~^:?*\[\\]+", name):
        return None
    return Branch(address, name, shown=without_password(text), adopt=choices.adopt)


def _daemon(text: str, choices: Choices) -> Target | None:
    if not re.fullmatch(rf"rsync://{_USER}{_HOST}(?::\d{{1,5}})?/[^/].*", text):
        return None
    return _remote(text.rstrip("/"), text, choices, by_ssh=False)


def _ssh_address(text: str, choices: Choices) -> Target | None:
    try:
        parts = urlsplit(text)
        port = parts.port or 0
    except ValueError:
        return None
    found = re.fullmatch(rf"{_USER}{_HOST}(?::\d+)?", parts.netloc)
    path = unquote(parts.path).removeprefix("/~/").rstrip("/")
    if not found or not path or parts.query or parts.fragment or not path.isprintable():
        return None
    user = f"{found['user']}@" if found["user"] else ""
    return _remote(f"{user}{found['host']}:{path}", text, choices, port=port, by_ssh=True)


def _ssh(text: str, choices: Choices) -> Target | None:
    found = re.fullmatch(rf"(?P<place>{_USER}{_HOST}):(?P<path>[^:].*)", text)
    path = found["path"].removeprefix("~/").rstrip("/") if found else ""
    return _remote(f"{found['place']}:{path}", text, choices, by_ssh=True) if found and path else None


def _remote(address: str, text: str, choices: Choices, *, by_ssh: bool, port: int = 0) -> Target:
    place = Rsync(address, without_password(text), by_ssh=by_ssh, control=choices.control, port=port)
    return Remote(place, adopt=choices.adopt, patience=choices.patience, announce=choices.announce)


def _folder(text: str, choices: Choices) -> Target | None:
    return Folder(Path(text).expanduser(), adopt=choices.adopt, announce=choices.announce)


def _none(_text: str, _choices: Choices) -> None:
    return None


# The first that a target's beginning fits decides what it has to be.
KINDS = (
    Kind("git+URL#BRANCH", re.compile(r"git\+"), _branch),
    Kind("rsync://HOST/MODULE/PATH", re.compile(r"rsync://|[^/\[\]]*(?:\[[^/\]]*\])?::"), _daemon),
    Kind("ssh://USER@HOST:PORT/PATH", re.compile("ssh://"), _ssh_address),
    Kind("", re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://"), _none),
    Kind("USER@HOST:PATH", re.compile(r"[^/]*:"), _ssh),
    Kind("FOLDER", re.compile(""), _folder),
)

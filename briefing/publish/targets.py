"""Read a target as the command line names it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from briefing.core.problems import MisusedError, without_users
from briefing.publish.branch_target import BranchTarget
from briefing.publish.folder_target import FolderTarget
from briefing.publish.local_folder import LocalFolder
from briefing.publish.remote_folder import RemoteFolder

if TYPE_CHECKING:
    from briefing.publish.releases import Choices

_HOST = r"(?:\[[0-9A-Fa-f:.%\w]+\]|[^-/:@\s\[\]][^/:@\s\[\]]*)"
_PLACE = rf"(?P<place>(?:[^-/:@\s][^/:@\s]*@)?{_HOST})"
_URL = re.compile(rf"ssh://{_PLACE}(?::(?P<port>\d{{1,5}}))?(?P<path>/[^?#]*)")
_SHORT = re.compile(rf"{_PLACE}:(?P<path>[^:].*)")
_REPOSITORY = re.compile(rf"(?:(?:file|https?|ssh)://(?!-)[^\s]|{_PLACE}:[^:])")
_BRANCH_NAME = re.compile(r"(?!-|/)(?!.*(?:\.\.|//|@\{|\.lock$|[/.]$))[^\s~^:?*\[\\]+")
_DAEMON = re.compile(r"(?!git\+)(?:rsync://|[^/\[\]]*(?:\[[^/\]]*\])?::)")
_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*://"
LAST_PORT = 65535


Target = FolderTarget | BranchTarget


def opened(text: str, choices: Choices) -> Target:
    """Make a target, contacting nothing yet. Raises MisusedError for a text that names none."""
    what, forms = "is not a target", [form for form, _, _ in KINDS]
    if _DAEMON.match(text):
        what = "is an rsync daemon, to which nothing can be deployed"
    elif text.strip() and text.isprintable():
        for form, begins, make in KINDS:
            if re.match(begins, text):
                if target := make(text, choices):
                    return target
                forms = [form]
                break
    allowed = f"{'one of ' if len(forms) > 1 else ''}{', '.join(forms)}"
    raise MisusedError(f'"{without_users(text)}" {what}; write {allowed}')


def _branch(text: str, choices: Choices) -> Target | None:
    address, _, name = text.removeprefix("git+").rpartition("#")
    if not _REPOSITORY.match(address) or not _BRANCH_NAME.fullmatch(name):
        return None
    return BranchTarget(address, name, without_users(text), choices)


def _remote(text: str, choices: Choices) -> Target | None:
    url = text.startswith("ssh://")
    found = (_URL if url else _SHORT).fullmatch(text)
    if not found:
        return None
    path = unquote(found["path"]).removeprefix("/~/") if url else found["path"].removeprefix("~/")
    path, port = path.rstrip("/"), int(found["port"] or 0) if url else 0
    if not path or not path.isprintable() or port > LAST_PORT:
        return None
    address = f"{found['place']}:{path}"
    return FolderTarget(RemoteFolder(address, without_users(text), port, choices), choices)


def _local(text: str, choices: Choices) -> Target | None:
    return FolderTarget(LocalFolder(Path(text).expanduser(), choices), choices)


# How each kind of target is written, and how it begins; the first that fits counts.
KINDS: tuple[tuple[str, str, Callable[[str, Choices], Target | None]], ...] = (
    ("git+URL#BRANCH", r"git\+", _branch),
    ("ssh://USER@HOST:PORT/PATH", "ssh://", _remote),
    ("USER@HOST:PATH", rf"(?!{_SCHEME})[^/]*:", _remote),
    ("FOLDER", rf"(?!{_SCHEME})", _local),
)

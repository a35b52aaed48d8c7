"""An address that rsync understands in; listings, uploads, downloads and removals below it out."""

from __future__ import annotations

import os
import re
import secrets
import shlex
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError
from briefing.publish import commands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.publish.commands import Outcome

# Names may be in any script, silence ends.
COMMON = ("--8-bit-output", "--timeout=120")
# What no shell over there takes for anything but a name; accounts for rsync alone refuse to be asked more.
_PLAIN = re.compile(r"[\w./:@\[\]%-]+", re.ASCII)
READABLE = ("--perms", "--chmod=D755,F644", "--no-times")
SSH = (
    "-oBatchMode=yes",
    "-oConnectTimeout=20",
    "-oServerAliveInterval=15",
    "-oServerAliveCountMax=4",
    "-oControlMaster=auto",
    "-oControlPersist=20",
)
CONNECT = 30
_ENTRY = re.compile(
    rb"(?P<kind>[dl-])\S{9,10} +(?P<size>[\d,]+) [\d/]{10} [\d:]{8} (?P<name>.*?)(?: -> (?P<link>.*))?"
)
_SENT = re.compile(rb"Total bytes sent: ([\d,]+)")
_ABSENT = re.compile(r"(?:change_dir|link_stat|realpath) .*No such file or directory")
HINTS = {
    "Host key verification failed": "log in there with ssh once, to accept the host's key",
    "Permission denied (": "ssh needs a key that is accepted there without a password",
    "read only": "the rsync daemon must allow this module to be written (read only = no)",
    "mkdir": "only the last folder of an address is made; make those above it first",
    "auth failed": "set the password in RSYNC_PASSWORD",
}


@contextmanager
def connections() -> Iterator[Path]:
    """Name a folder for ssh connections to be shared in, made where it is needed, and end them with it."""
    short = "/tmp" if Path("/tmp").is_dir() else tempfile.gettempdir()  # noqa: S108 - a socket's name is short
    folder = Path(short) / f"briefing-{secrets.token_hex(6)}"
    try:
        yield folder
    finally:
        for one in folder.glob("*"):
            commands.run([*_ssh(), f"-oControlPath={one}", "-Oexit", "there"])
        shutil.rmtree(folder, ignore_errors=True)


def _ssh() -> list[str]:
    return shlex.split(os.environ.get("RSYNC_RSH", "ssh"))


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands somewhere: its path, size, and kind (d, l or -); `link` is where a symbolic link leads."""

    path: str
    kind: str
    size: int
    link: str = ""


@dataclass(frozen=True, slots=True)
class Rsync:
    """A place reached by rsync: a daemon's, or a host's by ssh. `address` has no last slash."""

    address: str
    shown: str
    by_ssh: bool
    control: Path
    port: int = 0

    def ready(self) -> None:
        """Refuse to begin without the programs."""
        commands.require("rsync")
        if self.by_ssh:
            commands.require(_ssh()[0])

    def listed(self, path: str, *, deep: bool = False) -> tuple[Entry, ...] | None:
        """List what is in a folder, or all below it; None where there is no such folder."""
        depth = "--recursive" if deep else "--dirs"
        outcome = self._run(["--list-only", depth, "--links", "--no-human-readable", self._at(path + "/")])
        if outcome.code and _ABSENT.search(outcome.told):
            return None
        self._succeed(outcome, f"{self.shown} cannot be read")
        return tuple(_entries(outcome.out))

    def leads(self, path: str) -> bool:
        """Tell whether a symbolic link leads to a folder, as seen from there.

        A daemon may refuse to go through a link, and an account for rsync alone to tell what it leads to.
        """
        if self.by_ssh:
            return bool(self.listed(path))
        outcome = self._run(["--list-only", "--copy-links", self._at(path)])
        return not outcome.code and any(entry.kind == "d" for entry in _entries(outcome.out))

    def download(self, folder: Path, base: str, paths: Sequence[str]) -> bool:
        """Fetch files below `base` by their paths, or all in it for the path ""; false if one is missing."""
        # Named one by one: a daemon without chroot reads no --files-from below a folder (seen in 3.5.0).
        words = [self._at(f"{base}/./{path}") for path in paths]
        outcome = self._run(["--recursive", "--relative", *words, f"{folder}/"])
        if outcome.code and _ABSENT.search(outcome.told):
            return False
        self._succeed(outcome, f"{self.shown} cannot be read")
        return True

    def download_any(self, folder: Path, base: str, paths: Sequence[str]) -> tuple[str, ...]:
        """Fetch those files below `base` that are there; return their paths."""
        words = [self._at(f"{base}/./{path}") for path in paths]
        outcome = self._run(["--relative", "--ignore-missing-args", *words, f"{folder}/"])
        self._succeed(outcome, f"{self.shown} cannot be read")
        return tuple(path for path in paths if (folder / path).is_file())

    def upload(self, folder: Path, paths: Iterable[str], base: str, *options: str) -> int:
        """Send files below a folder to `base`; returns how many bytes travelled there."""
        words = ["--from0", "--files-from=-", "--links", "--stats", *READABLE, *options]
        outcome = self._run([*words, f"{folder}/", self._at(base + "/")], stdin=_names(paths))
        self._succeed(outcome, f"{self.shown} cannot be written")
        found = _SENT.search(outcome.out)
        return int(found[1].replace(b",", b"")) if found else 0

    def make(self, folders: Sequence[str]) -> None:
        """Make folders, and the last one of the address itself."""
        with tempfile.TemporaryDirectory() as empty:
            for path in folders:
                (Path(empty) / path).mkdir(parents=True, exist_ok=True)
            self.upload(Path(empty), folders, "")

    def remove(self, base: str, names: Iterable[str]) -> None:
        """Remove files and folders of a folder, by name."""
        if rules := [f"--include=/{_literal(name)}{below}" for name in names for below in ("", "/**")]:
            with tempfile.TemporaryDirectory() as empty:
                outcome = self._run(
                    ["--recursive", "--delete", *rules, "--exclude=*", f"{empty}/", self._at(base + "/")]
                )
            self._succeed(outcome, f"{self.shown}/{base} cannot be cleared")

    def linking(self, folder: str) -> str:
        """The option to link files to those of a folder that lies beside the one that is uploaded to."""
        path = re.sub(r"^[^\[:]*(?:\[.*?\])?:", "", self.address) if self.by_ssh else ""
        # Accounts for rsync alone take no "..", a path from the home folder has no other way.
        where = f"{path}/{folder}" if path.startswith("/") else f"../{folder.rpartition('/')[2]}"
        return f"--link-dest={where}"

    def _at(self, path: str) -> str:
        return f"{self.address}/{path.lstrip('/')}"

    def _shell(self) -> str:
        """The ssh to use: connections are shared, since servers often limit how many come in a row."""
        port = [f"-p{self.port}"] if self.port else []
        return shlex.join([*_ssh(), *port, *SSH, f"-oControlPath={self.control}/%C"])

    def _run(self, words: Sequence[str], *, stdin: bytes = b"") -> Outcome:
        if self.by_ssh:
            self.control.mkdir(mode=0o700, exist_ok=True)
        way = ["-e", self._shell()] if self.by_ssh else [f"--contimeout={CONNECT}"]
        if not all(_PLAIN.fullmatch(word) for word in words if word.startswith(self.address)):
            way.append("--protect-args")
        return commands.run(["rsync", *COMMON, *way, *words], stdin=stdin)

    def _succeed(self, outcome: Outcome, what: str) -> None:
        if outcome.code:
            hint = next((f"; {hint}" for words, hint in HINTS.items() if words in outcome.told), "")
            raise BriefingError(f"{what}: {commands.reason(outcome.told)}{hint}")


def _entries(listing: bytes) -> Iterable[Entry]:
    for line in listing.splitlines():
        if (found := _ENTRY.fullmatch(line)) and found["name"] != b".":
            name, link = (os.fsdecode(found[part] or b"") for part in ("name", "link"))
            yield Entry(name, found["kind"].decode(), int(found["size"].replace(b",", b"")), link)


def _literal(name: str) -> str:
    """A name as rsync's rules take it literally: a backslash is one unless there is a wildcard."""
    return re.sub(r"([*?\[\\])", r"\\\1", name) if re.search(r"[*?\[]", name) else name


def _names(paths: Iterable[str]) -> bytes:
    return b"".join(os.fsencode(path) + b"\0" for path in paths)

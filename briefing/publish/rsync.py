"""Run rsync over ssh: list, fetch, send and remove what is in a folder of another host."""

from __future__ import annotations

import os
import re
import secrets
import shlex
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.publish import commands

if TYPE_CHECKING:
    from briefing.publish.commands import Outcome
    from briefing.publish.releases import Choices

# Names may be in any script; a connection that falls silent ends.
COMMON = ("--8-bit-output", "--timeout=120")
# Plain names in every shell. Others need an option that rsync-only accounts refuse.
_PLAIN = re.compile(r"[\w./:@\[\]%-]+", re.ASCII)
READABLE = ("--perms", "--chmod=D755,F644", "--no-times")
# Connections are shared, since servers often limit how many come in a row.
SHARED = ("-oControlMaster=auto", "-oControlPersist=20")
_LINE = re.compile(
    rb"^(?P<kind>[dl-])\S{9,10} +(?P<size>[\d,]+) [\d/]{10} [\d:]{8} (?P<name>.*?)(?: -> (?P<link>.*))?$",
    re.MULTILINE,
)
# What rsync says of a file whose content it would send.
_DIFFERENT = re.compile(rb"^<f\S* (.+)$", re.MULTILINE)
# What rrsync says while it serves another connection, even one of the same run that has not quite ended, and
# rsync if another run made the same folder in the same moment.
_BUSY = re.compile(r'Another instance of rrsync|mkdir ".*" failed: File exists')
_PAUSES = (0.1, 0.2, 0.5, 1, 2, 4, 8, 16, 0)
_SENT = re.compile(rb"Total bytes sent: ([\d,]+)")
_ABSENT = re.compile(r"(?:change_dir|link_stat|realpath) .*No such file or directory")
HINTS = {
    **commands.SSH_HINTS,
    "mkdir": "only the last folder of an address is made; make those above it first",
}


@contextmanager
def connections() -> Iterator[Path]:
    """Yield the path of a folder for shared ssh connections, made when needed; end them afterwards."""
    short = "/tmp" if Path("/tmp").is_dir() else tempfile.gettempdir()  # noqa: S108 - a socket's name is short
    folder = Path(short) / f"briefing-{secrets.token_hex(6)}"
    try:
        yield folder
    finally:
        for socket in folder.glob("*"):
            commands.run([*_ssh(), f"-oControlPath={socket}", "-Oexit", "there"])
        shutil.rmtree(folder, ignore_errors=True)


def _ssh() -> list[str]:
    return shlex.split(os.environ.get("RSYNC_RSH", "ssh"))


class RemoteFile(Struct, frozen=True):
    """A file, folder or link over there: its path, kind (-, d or l), size, and where a link leads."""

    path: str
    kind: str
    size: int
    link: str


class Rsync(Struct, frozen=True):
    """A folder of another host; `address` is as rsync writes it, without a slash at its end."""

    address: str
    shown: str
    port: int
    choices: Choices

    def listed(self, path: str, *, deep: bool = False) -> tuple[RemoteFile, ...]:
        """List what is in a folder, or all below it; nothing if there is no such folder."""
        depth = "--recursive" if deep else "--dirs"
        outcome = self._run(["--list-only", depth, "--links", "--no-human-readable", self._at(path, "")])
        if outcome.code and _ABSENT.search(outcome.errors):
            return ()
        outcome.check(f"{self.shown} cannot be read", HINTS)
        return tuple(
            RemoteFile(
                os.fsdecode(line["name"]),
                line["kind"].decode(),
                int(line["size"].replace(b",", b"")),
                os.fsdecode(line["link"] or b""),
            )
            for line in _LINE.finditer(outcome.out)
            if line["name"] != b"."
        )

    def download(self, folder: Path, files: Iterable[tuple[str, str]]) -> None:
        """Fetch files, each by the folder that it is in and its path below that, if it is there."""
        words = ["--recursive", "--relative", "--ignore-missing-args"]
        words += [self._at(path, ".", file) for path, file in files]
        outcome = self._run([*words, f"{folder}/"])
        if not _ABSENT.search(outcome.errors):
            outcome.check(f"{self.shown} cannot be read", HINTS)

    def upload(self, folder: Path, files: Iterable[str], path: str, *options: str) -> int:
        """Send files below a folder into one over there; returns how many bytes travelled there."""
        words = ["--from0", "--files-from=-", "--links", "--stats", *READABLE, *options]
        paths = b"".join(os.fsencode(file) + b"\0" for file in files)
        outcome = self._run([*words, f"{folder}/", self._at(path, "")], stdin=paths)
        outcome.check(f"{self.shown} cannot be written", HINTS)
        found = _SENT.search(outcome.out)
        return int(found[1].replace(b",", b"")) if found else 0

    def differing(self, folder: Path, files: Iterable[str], path: str) -> tuple[str, ...]:
        """Tell which files below a folder over there do not have the content that those here have."""
        words = ["--from0", "--files-from=-", "--dry-run", "--checksum", "--no-times", "--out-format=%i %n"]
        paths = b"".join(os.fsencode(file) + b"\0" for file in files)
        outcome = self._run([*words, f"{folder}/", self._at(path, "")], stdin=paths)
        outcome.check(f"{self.shown} cannot be read", HINTS)
        return tuple(os.fsdecode(name) for name in _DIFFERENT.findall(outcome.out))

    def write(self, path: str, name: str, content: bytes, *options: str) -> None:
        """Write a file into a folder in one step."""
        self._put(path, name, lambda file: file.write_bytes(content), *options)

    def link(self, name: str, leads_to: str) -> None:
        """Make a symbolic link, or let one lead elsewhere, in one step."""
        self._put("", name, lambda link: link.symlink_to(leads_to))

    def _put(self, path: str, name: str, make: Callable[[Path], object], *options: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder) / name)
            self.upload(Path(folder), [name], path, *options)

    def remove(self, path: str, names: Iterable[str]) -> None:
        """Remove files and folders of a folder, by name, those that are there."""
        rules = [f"--include=/{_literal(name)}{below}" for name in names for below in ("", "/**")]
        with tempfile.TemporaryDirectory() as empty:
            words = ["--recursive", "--delete", *rules, "--exclude=*", f"{empty}/", self._at(path, "")]
            self._run(words).check(f"{self.shown}/{path} cannot be cleared", HINTS)

    def _at(self, *parts: str) -> str:
        return "/".join((self.address, *filter(None, parts[:-1]), parts[-1]))

    def _run(self, words: Sequence[str], *, stdin: bytes = b"") -> Outcome:
        commands.require("rsync")
        commands.require(_ssh()[0])
        self.choices.control.mkdir(mode=0o700, exist_ok=True)
        port = [f"-p{self.port}"] if self.port else []
        shell = [*_ssh(), *port, *commands.SSH, *SHARED, f"-oControlPath={self.choices.control}/%C"]
        plain = all(_PLAIN.fullmatch(word) for word in words if word.startswith(self.address))
        asked = [] if plain else ["--protect-args"]
        for pause in _PAUSES:
            outcome = commands.run(["rsync", *COMMON, "-e", shlex.join(shell), *asked, *words], stdin=stdin)
            if not _BUSY.search(outcome.errors):
                break
            time.sleep(pause)
        return outcome


def _literal(name: str) -> str:
    """Quote a name for rsync's rules, in which a backslash is special only beside a wildcard."""
    return re.sub(r"([*?\[\\])", r"\\\1", name) if re.search(r"[*?\[]", name) else name

"""Publish to a folder of another host by rsync over ssh.

Everything is done by transfers, so that an account that may run nothing but rsync will do. The swap is
the transfer of one symbolic link, which the receiving rsync makes under another name and renames into
place.
"""

from __future__ import annotations

import os
import re
import secrets
import shlex
import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError
from briefing.publish import commands, releases
from briefing.publish.folder_target import OWN, RECORDS, RELEASES
from briefing.publish.lock import Lock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from briefing.publish.built_folder import BuiltFolder
    from briefing.publish.commands import Outcome
    from briefing.publish.targets import Choices

PROBE = f"{OWN}-probe"
# Names may be in any script, silence ends.
COMMON = ("--8-bit-output", "--timeout=120")
# What no shell over there takes for anything but a name; accounts for rsync alone refuse to be asked more.
_PLAIN = re.compile(r"[\w./:@\[\]%-]+", re.ASCII)
READABLE = ("--perms", "--chmod=D755,F644", "--no-times")
# Connections are shared, since servers often limit how many come in a row.
SHARED = ("-oControlMaster=auto", "-oControlPersist=20")
_LINE = re.compile(
    rb"^(?P<kind>[dl-])\S{9,10} +(?P<size>[\d,]+) [\d/]{10} [\d:]{8} (?P<name>.*?)(?: -> (?P<link>.*))?$",
    re.MULTILINE,
)
_SENT = re.compile(rb"Total bytes sent: ([\d,]+)")
_ABSENT = re.compile(r"(?:change_dir|link_stat|realpath) .*No such file or directory")
HINTS = {
    **commands.SSH_HINTS,
    "mkdir": "only the last folder of an address is made; make those above it first",
}


@contextmanager
def connections() -> Iterator[Path]:
    """Name a folder for ssh connections to be shared in, made where it is needed, and end them with it."""
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


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """What stands over there: its path, kind (d, l or -) and size; `link` is where a link leads."""

    path: str
    kind: str
    size: int
    link: str


@dataclass(frozen=True, slots=True)
class RemoteFolder:
    """A folder of another host, by an `address` as rsync writes it, without a last slash."""

    address: str
    shown: str
    choices: Choices
    port: int = 0

    def links(self, path: str) -> Mapping[str, str | None]:
        """Tell what stands in a folder, by name: where symbolic links lead, and None for all else."""
        commands.require("rsync")
        commands.require(_ssh()[0])
        return {file.path: file.link if file.kind == "l" else None for file in self.listed(path)}

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

    def read(self, path: str, *names: str) -> Mapping[str, bytes]:
        """Read files of a folder, or all in it; those that are not there are left out."""
        with tempfile.TemporaryDirectory() as folder:
            self._download(Path(folder), [self._at(path, ".", name) for name in names or ("",)])
            return {file.name: file.read_bytes() for file in Path(folder).glob("*")}

    def make(self) -> None:
        """Make the folders that a target needs, and the last one of the address itself.

        Refuses a place where links that are sent lead nowhere, before one is needed.
        """
        self._put("", RECORDS, lambda folder: folder.mkdir(parents=True))
        self.link(PROBE, OWN)
        leads = False
        with suppress(BriefingError):  # rrsync refuses to look
            leads = bool(self.listed(PROBE))
        self.remove("", [PROBE])
        if not leads:
            raise BriefingError(
                f"{self.shown}: symbolic links that are sent there lead nowhere, so the swap cannot be made; "
                "that rsync must leave them as they are, without --munge-links (for rrsync, -munge)"
            )
        self._put("", RELEASES, Path.mkdir)

    def lock(self) -> AbstractContextManager[Callable[[], None]]:
        """Hold the lock that files of runs make."""
        announce = self.choices.announce
        return Lock(self, self.choices.patience, lambda line: announce(f"{self.shown}: {line}")).held()

    def send(self, built: BuiltFolder, path: str, same: Collection[str], base: str) -> str:
        """Send what `base` lacks; the rest becomes hard links to it, over there."""
        sent = 0
        link = [self._linking(base)] if base else []
        if same:
            sent += self._upload(built.folder, same, path, "--size-only", *link)
        rest = [file for file in built.paths if file not in same]
        sent += self._upload(built.folder, rest, path, "--ignore-times", "--compress", *link)
        self._look_over(built, path)
        return f"{sent:,} bytes sent"

    def _look_over(self, built: BuiltFolder, path: str) -> None:
        """Refuse a release that lacks a file or a part of one; remove what broken transfers left."""
        sizes = {file.path: file.size for file in self.listed(path, deep=True) if file.kind == "-"}
        for file in built.paths:
            if sizes.get(file) != (built.folder / file).stat().st_size:
                raise BriefingError(f"{self.shown}/{path}/{file} did not arrive whole; run it again")
        for file in sorted(sizes.keys() - set(built.paths)):
            if not releases.is_asset(file):
                folder, _, name = file.rpartition("/")
                self.remove(f"{path}/{folder}", [name])

    def share(self, owners: Mapping[str, str], path: str) -> None:
        """Link files into a folder: only what is here can be sent, so they are fetched, and linked there."""
        with tempfile.TemporaryDirectory() as folder:
            self._download(Path(folder), [self._at(owner, ".", file) for file, owner in owners.items()])
            files = [file for file in owners if (Path(folder) / file).is_file()]
            links = [self._linking(owner) for owner in sorted(set(owners.values()))]
            self._upload(Path(folder), files, path, "--size-only", *links)

    def write(self, path: str, name: str, content: bytes, *options: str) -> None:
        """Write a file into a folder in one step."""
        self._put(path, name, lambda file: file.write_bytes(content), *options)

    def link(self, name: str, leads_to: str) -> None:
        """Make a symbolic link, or let one lead elsewhere, in one step."""
        self._put("", name, lambda link: link.symlink_to(leads_to))

    def _put(self, path: str, name: str, make: Callable[[Path], object], *options: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder) / name)
            self._upload(Path(folder), [name], path, *options)

    def remove(self, path: str, names: Iterable[str]) -> None:
        """Remove files and folders of a folder, by name, those that are there."""
        rules = [f"--include=/{_literal(name)}{below}" for name in names for below in ("", "/**")]
        with tempfile.TemporaryDirectory() as empty:
            words = ["--recursive", "--delete", *rules, "--exclude=*", f"{empty}/", self._at(path, "")]
            self._run(words).check(f"{self.shown}/{path} cannot be cleared", HINTS)

    def _download(self, folder: Path, addresses: Sequence[str]) -> None:
        """Fetch files by what follows a "/./" in their addresses, those that are there."""
        outcome = self._run(["--recursive", "--relative", "--ignore-missing-args", *addresses, f"{folder}/"])
        if not _ABSENT.search(outcome.errors):
            outcome.check(f"{self.shown} cannot be read", HINTS)

    def _upload(self, folder: Path, files: Iterable[str], path: str, *options: str) -> int:
        """Send files below a folder into one over there; returns how many bytes travelled there."""
        words = ["--from0", "--files-from=-", "--links", "--stats", *READABLE, *options]
        paths = b"".join(os.fsencode(file) + b"\0" for file in files)
        outcome = self._run([*words, f"{folder}/", self._at(path, "")], stdin=paths)
        outcome.check(f"{self.shown} cannot be written", HINTS)
        found = _SENT.search(outcome.out)
        return int(found[1].replace(b",", b"")) if found else 0

    def _linking(self, path: str) -> str:
        """The option to link files to those of a folder that lies beside the one that is uploaded to."""
        root = re.sub(r"^[^\[:]*(?:\[.*?\])?:", "", self.address)
        # Accounts for rsync alone take no "..", a path from the home folder has no other way.
        return f"--link-dest={root}/{path}" if root.startswith("/") else f"--link-dest=../{Path(path).name}"

    def _at(self, *parts: str) -> str:
        return "/".join((self.address, *filter(None, parts[:-1]), parts[-1]))

    def _run(self, words: Sequence[str], *, stdin: bytes = b"") -> Outcome:
        self.choices.control.mkdir(mode=0o700, exist_ok=True)
        port = [f"-p{self.port}"] if self.port else []
        shell = [*_ssh(), *port, *commands.SSH, *SHARED, f"-oControlPath={self.choices.control}/%C"]
        plain = all(_PLAIN.fullmatch(word) for word in words if word.startswith(self.address))
        asked = [] if plain else ["--protect-args"]
        return commands.run(["rsync", *COMMON, "-e", shlex.join(shell), *asked, *words], stdin=stdin)


def _literal(name: str) -> str:
    """A name as rsync's rules take it literally: a backslash is one unless there is a wildcard."""
    return re.sub(r"([*?\[\\])", r"\\\1", name) if re.search(r"[*?\[]", name) else name

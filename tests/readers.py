"""A real nginx on loopback, and readers who load a page, wait, and then ask for its assets."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import deployment
from msgspec import Struct, field

# What a page loads by itself: style sheets, scripts, icons, pictures.
_LOADED = re.compile(rb'<(?:link rel="(?:stylesheet|icon)"|script|img)[^>]*?(?:href|src)="([^":?#]+)"')
CONFIGURATION = """\
{user}daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ text/html html; text/css css; text/javascript js; image/svg+xml svg; application/json json; }}
    server {{
        listen 127.0.0.1:{port};
        root "{root}/current";
        keepalive_requests 100000;
        error_page 404 /404.html;
    }}
}}
"""


@contextmanager
def nginx(folder: Path, root: Path) -> Iterator[int]:
    """Serve what is live at a target, as docs/publishing.md tells to; yields the port."""
    port = deployment.free_port()
    user = "user root;\n" if os.getuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(user=user, folder=folder, port=port, root=root))
    words = ["nginx", "-e", str(folder / "error.log"), "-c", str(configuration)]
    with deployment.running(words, port, gently=True):
        yield port


class Seen(Struct):
    """What readers saw: how many pages and assets they loaded, in how many releases, and what was wrong."""

    pages: int = 0
    assets: int = 0
    releases: Counter[int] = field(default_factory=Counter)
    overtaken: int = 0  # assets asked for after their page's release was swapped out
    slowest: float = 0
    faults: list[str] = field(default_factory=list)


class Readers(Struct):
    """Readers of a few sites that take turns at one address.

    Each page that is served must be of one of the sites, byte for byte, and each asset that it
    names must come, whatever is live by then, and be the one of that site.
    """

    port: int
    sites: tuple[Mapping[str, str], ...]
    patience: float
    seen: Seen = field(default_factory=Seen)
    live: int = 0  # which site was last swapped in
    stopped: bool = False
    _owners: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, port: int, folders: Iterable[Path], *, patience: float) -> Readers:
        """Readers who wait up to so many seconds between a page and its assets."""
        sites = tuple(json.loads((folder / "build.json").read_bytes())["files"] for folder in folders)
        made = cls(port, sites, patience)
        for number, files in enumerate(sites):
            for path, digest in files.items():
                made._owners[path, digest].add(number)
        return made

    async def read(self, count: int) -> None:
        """Read with so many readers at once until `stopped`."""
        await asyncio.gather(*(self._reader(random.Random(number)) for number in range(count)))  # noqa: S311

    async def _reader(self, chance: random.Random) -> None:
        everywhere = sorted(set.intersection(*(set(files) for files in self.sites)))
        pages = [path for path in everywhere if path.endswith("index.html")]
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            while not self.stopped:
                await self._page(chance.choice(pages), chance, (reader, writer))
        finally:
            writer.close()

    async def _page(
        self, path: str, chance: random.Random, way: tuple[asyncio.StreamReader, asyncio.StreamWriter]
    ) -> None:
        body = await self._get(path.removesuffix("index.html"), way)
        owners = self._owners.get((path, hashlib.sha256(body).hexdigest()), set())
        self.seen.pages += 1
        if not owners:
            self.seen.faults.append(f"{path} is of no release")
            return
        self.seen.releases.update(owners)
        await asyncio.sleep(chance.random() ** 3 * self.patience)
        for target in _LOADED.findall(body):
            name = urljoin(f"/{path}", target.decode()).removeprefix("/")
            digest = hashlib.sha256(await self._get(name, way)).hexdigest()
            self.seen.assets += 1
            self.seen.overtaken += self.live not in owners
            if not self._owners.get((name, digest), set()) & owners:
                self.seen.faults.append(f"{name} is not the one that {path} goes with")

    async def _get(self, path: str, way: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> bytes:
        reader, writer = way
        started = asyncio.get_running_loop().time()
        writer.write(f"GET /{path} HTTP/1.1\r\nHost: loopback\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = re.search(rb"\ncontent-length: (\d+)", head)
        body = await reader.readexactly(int(length[1]) if length else 0)
        self.seen.slowest = max(self.seen.slowest, asyncio.get_running_loop().time() - started)
        if not head.startswith(b"http/1.1 200 "):
            self.seen.faults.append(f"/{path}: {head.partition(b' ')[2][:3].decode()}")
        return body

"""The headers written for servers: one policy, and what real servers make of it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from briefing.core.settings import Site
from briefing.site import headers
from briefing.site.record import CSP
from briefing.verify import http, live
from briefing.verify.http import Address

SITE = Site("Fair", "https://fair.example")
BELOW = Site("Fair", "https://fair.example/a+b")
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{CSP}"><title>Fair</title></head><body></body></html>
"""
FILES = {
    "index.html": PAGE,
    "notes/a/index.html": PAGE.replace("Fair", "A"),
    "404.html": PAGE.replace("Fair", "Not here"),
    "assets/site.0123abcd.css": "p { color: red }",
    "assets/search.0123abcd.js": "let a = 1;",
    "assets/icon.0123abcd.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "search/x-1.js": "let b = 1;",
    "data/events.csv": "day\r\n2021-03-04\r\n",
}
NGINX = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/site;
        include {folder}/headers;
    }}
}}
"""
CADDY = """
{{
	admin off
	auto_https off
}}
http://127.0.0.1:{port} {{
	root * {folder}/site
	file_server
	import {folder}/headers
}}
"""


def lay_out(folder: Path, url: str) -> None:
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    digests = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in FILES.items()}
    (folder / "build.json").write_text(json.dumps({"site": url, "files": digests}))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def serving(command: Sequence[str], port: int, folder: Path) -> Iterator[None]:
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            until = time.monotonic() + 200
            while time.monotonic() < until:
                assert server.poll() is None, f"{command[0]} has ended"
                with socket.socket() as asking:
                    if not asking.connect_ex(("127.0.0.1", port)):
                        break
                time.sleep(0.05)
            yield
        finally:
            server.terminate()


@pytest.mark.parametrize(
    ("kind", "config", "words"),
    [
        ("nginx", NGINX, ["-p", "{folder}", "-c"]),
        ("caddy", CADDY, ["run", "--adapter", "caddyfile", "--config"]),
    ],
)
def test_a_server_sends_what_is_written_for_it(
    kind: str, config: str, words: list[str], tmp_path: Path
) -> None:
    program = shutil.which(kind, path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip(f"there is no {kind}")
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    lay_out(tmp_path / "site", url)
    (tmp_path / "headers").write_text(headers.KINDS[kind](SITE))
    (tmp_path / "config").write_text(config.format(folder=tmp_path, port=port))
    command = [program, *(word.format(folder=tmp_path) for word in words), str(tmp_path / "config")]
    with serving(command, port, tmp_path):
        assert [str(problem) for problem in live.verify(url)] == []
        paths = ("", "search/x-1.js", "assets/site.0123abcd.css", "gone/", "assets/gone.0123abcd.css")
        answers = {path: http.fetch(Address.of(url), path) for path in paths}
    sent = {path: answer.headers for path, answer in answers.items()}
    for name, value in headers.HEADERS.items():
        assert {path: one.get(name.lower()) for path, one in sent.items()} == dict.fromkeys(paths, value)
    kept = {path: one.get("cache-control") for path, one in sent.items()}
    assert (kept[""], kept["search/x-1.js"]) == (headers.ASKED, headers.ASKED)
    assert kept["assets/site.0123abcd.css"] == headers.KEPT
    assert [answers[path].status for path in paths] == [200, 200, 200, 404, 404]
    assert answers["gone/"].content == FILES["404.html"].encode()


def test_the_file_for_netlify_keeps_only_what_has_a_hash() -> None:
    assert headers.netlify(SITE) == (
        f"/*\n  Content-Security-Policy: {CSP}; frame-ancestors 'none'\n"
        "  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n"
        "  Cross-Origin-Resource-Policy: same-origin\n  Cross-Origin-Opener-Policy: same-origin\n"
        "  Permissions-Policy: camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), "
        "usb=()\n"
        "/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"
    )


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("nginx", 'location ~ "^/a\\+b/assets/.+\\.[0-9a-f]{8}\\.[a-z0-9]+$" {'),
        ("nginx", "error_page 404 /a+b/404.html;"),
        ("caddy", "@hashed path_regexp ^/a\\+b/assets/.+\\.[0-9a-f]{8}\\.[a-z0-9]+$"),
        ("netlify", "/a+b/assets/*"),
    ],
)
def test_a_site_below_its_hosts_root_is_named_by_its_path(kind: str, line: str) -> None:
    assert line in headers.KINDS[kind](BELOW).splitlines()

"""Fetch a page that an editor names, from public addresses alone, as far as its robots.txt allows."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import briefing
from briefing.core.problems import BriefingError
from briefing.intake.files import LARGEST

AGENT = f"briefing/{briefing.__version__}"
SECONDS, MOST_REDIRECTS, LARGEST_ROBOTS = 30.0, 5, 500_000
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_CHUNK = 65536


class Fetched(NamedTuple):
    """What an address answered, at the end of all redirections."""

    url: str
    content: bytes
    charset: str


class _Answer(NamedTuple):
    status: int
    content: bytes
    charset: str
    location: str


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public network, whatever it is wrapped in."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in _NAT64:
            inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inside:
            return is_public(str(inside))
    return ip.is_global and not ip.is_multicast


def fetch(url: str, *, allowed: Callable[[str], bool] = is_public) -> Fetched:
    """Return what an address answers. Raises BriefingError where it must not or cannot be fetched.

    `allowed` tells whether a host's IP address may be asked. Each redirection is held to the same rules.
    """
    deadline = time.monotonic() + SECONDS
    for _ in range(MOST_REDIRECTS + 1):
        parts = _checked(url)
        _refuse_robots(url, parts, deadline, allowed)
        answer = _ask(url, parts, deadline, allowed, LARGEST)
        if answer.status not in _REDIRECTS or not answer.location:
            break
        url = urljoin(url, answer.location)
    else:
        raise BriefingError(
            f"{url}: leads on more than {MOST_REDIRECTS} times; save the page and give the file"
        )
    if answer.status != http.client.OK:
        raise BriefingError(f"{url}: answers {answer.status}; save the page and give the file")
    return Fetched(url, answer.content, answer.charset)


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound or parts.username or not url.isprintable() or " " in url:
        raise BriefingError(f"{url}: is not the address of a page; write https://…")
    return parts


def _refuse_robots(url: str, parts: SplitResult, deadline: float, allowed: Callable[[str], bool]) -> None:
    """Raise BriefingError where robots.txt refuses programs (RFC 9309); a missing one refuses nothing."""
    address = f"{parts.scheme}://{parts.netloc}/robots.txt"
    answer = _ask(address, urlsplit(address), deadline, allowed, LARGEST_ROBOTS)
    if answer.status >= http.client.INTERNAL_SERVER_ERROR:
        raise BriefingError(
            f"{address}: answers {answer.status}, so that nothing may be fetched; save the page"
        )
    if answer.status != http.client.OK:
        return
    rules = RobotFileParser()
    rules.parse(answer.content.decode("utf-8", "replace").splitlines())
    if not rules.can_fetch(AGENT, url):
        raise BriefingError(f"{url}: its robots.txt allows no program; save the page and give the file")


def _ask(url: str, parts: SplitResult, deadline: float, allowed: Callable[[str], bool], most: int) -> _Answer:
    """Ask one address, and follow nothing."""
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    connection: http.client.HTTPConnection | None = None
    try:
        address = _address(url, host, port, allowed)
        connection = http.client.HTTPConnection(host, port, timeout=_left(url, deadline))
        sock = socket.create_connection((address, port), timeout=_left(url, deadline))
        if parts.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        # Connect to the address that was checked, whatever the name resolves to by now.
        connection.sock = sock
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "Host": parts.netloc,
            "User-Agent": AGENT,
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        connection.request("GET", path.encode("utf-8").decode("latin-1"), headers=headers)
        response = connection.getresponse()
        content = _content(url, response, sock, deadline, most)
        charset = response.headers.get_content_charset("") or ""
        return _Answer(response.status, content, charset, response.headers.get("Location", ""))
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise BriefingError(f"{url}: cannot be fetched: {error}") from error
    finally:
        if connection is not None:
            connection.close()


def _address(url: str, host: str, port: int, allowed: Callable[[str], bool]) -> str:
    """Return the IP address to connect to: all that a name has must be allowed."""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(map(allowed, found)):
        raise BriefingError(f"{url}: is an address of this machine or of a private network; save the page")
    return found[0]


def _content(
    url: str, response: http.client.HTTPResponse, sock: socket.socket, deadline: float, most: int
) -> bytes:
    content = bytearray()
    while True:
        sock.settimeout(_left(url, deadline))
        piece = response.read1(_CHUNK)
        content += piece
        if len(content) > most:
            raise BriefingError(f"{url}: has more than {most:,} bytes; save the page and give the file")
        if not piece:
            return bytes(content)


def _left(url: str, deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise BriefingError(
            f"{url}: takes longer than {SECONDS:.0f} seconds; save the page and give the file"
        )
    return left

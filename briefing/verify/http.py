"""Fetch files of a served site over a few connections that are kept open."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlsplit

from msgspec import Struct, field

from briefing.core.problems import without_users

TIMEOUT = 20.0
# Seconds and bytes that a record may take: one of half a million files is smaller.
LONGEST, LARGEST = 60.0, 64 * 2**20
# As many connections as browsers open to one host.
CONNECTIONS = 6
# After so many requests in a row without an answer the others are not tried.
PATIENCE = 10
PORTS = {"http": 80, "https": 443}


class Address(Struct, frozen=True):
    """The address of a served site: `path` is that of its root, with slashes at both ends."""

    scheme: str
    host: str
    port: int
    path: str
    shown: str

    @classmethod
    def of(cls, url: str) -> Address:
        """Read an address. Raises ValueError, which says what is wrong with it."""
        try:
            parts = urlsplit(url)
            port = parts.port or PORTS.get(parts.scheme, 0)
        except ValueError as error:
            why = "" if "@" in url else f": {error}"  # the error may quote a part of a password
            raise ValueError(f"{without_users(url)!r} is not an address{why}") from error
        if parts.scheme not in PORTS or not parts.hostname or parts.query or parts.fragment:
            raise ValueError(
                f"{without_users(url)!r} is not the address of a site; write it like https://example.org/"
            )
        path = f"{parts.path.rstrip('/')}/"
        place = parts.netloc.rpartition("@")[2]
        return cls(parts.scheme, parts.hostname, port, path, f"{parts.scheme}://{place}{path}")


class Answer(Struct, frozen=True):
    """The answer for a path; `failure` says why there was no whole one. Names of `headers` are lower-case."""

    path: str
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""
    failure: str = ""


def fetch(address: Address, path: str) -> Answer:
    """Fetch one path below a site's address; whatever answers there, and however slowly, is no error."""
    answers: list[Answer] = []

    def ask() -> None:
        connection = _Connection(address, LARGEST)
        answers.append(connection.ask(path))
        connection.close()

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(LONGEST)
    late = f"{address.host}:{address.port} did not answer in full within {LONGEST:.0f} seconds"
    return answers[0] if answers else Answer(path, failure=late)


def fetch_all(address: Address, paths: Sequence[str]) -> Iterator[Answer]:
    """Ask for many paths, and yield the answers in the order of the paths.

    If the server falls silent, the rest is not asked for and has a failure that says so.
    """
    mine = threading.local()
    silent = _Silence()
    opened: list[_Connection] = []

    def ask(path: str) -> Answer:
        if silent.count >= PATIENCE:
            return Answer(path, failure="not asked for, as the server had fallen silent")
        if not hasattr(mine, "connection"):
            mine.connection = _Connection(address)
            opened.append(mine.connection)
        answer: Answer = mine.connection.ask(path)
        silent.hear(answered=bool(answer.status))
        return answer

    try:
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            yield from pool.map(ask, paths)
    finally:
        for connection in opened:
            connection.close()


class _Silence:
    """The number of requests in a row without an answer."""

    __slots__ = ("_lock", "count")

    def __init__(self) -> None:
        self.count = 0
        self._lock = threading.Lock()

    def hear(self, *, answered: bool) -> None:
        with self._lock:
            self.count = 0 if answered else self.count + 1


class _Connection:
    """A connection, opened when first needed, and again when the server has closed it."""

    __slots__ = ("_address", "_client", "_largest")

    def __init__(self, address: Address, largest: int | None = None) -> None:
        self._address = address
        self._largest = largest
        self._client: http.client.HTTPConnection | None = None

    def ask(self, path: str) -> Answer:
        """Ask for a path, and once more if a kept connection turns out to be closed."""
        kept = self._client is not None
        answer = self._ask(path)
        return self._ask(path) if kept and not answer.status and answer.failure else answer

    def close(self) -> None:
        """Close the connection."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _ask(self, path: str) -> Answer:
        try:
            client = self._opened()
            client.request("GET", self._address.path + quote(path), headers={"Accept-Encoding": "identity"})
            response = client.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            content, larger = self._read(response)
        except http.client.IncompleteRead as error:
            self.close()
            whole = len(error.partial) + (error.expected or 0)
            return Answer(path, failure=f"was cut short: {len(error.partial)} of {whole} bytes arrived")
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            self.close()
            return Answer(path, failure=_reason(error, self._address))
        if larger:
            self.close()
            return Answer(path, failure=f"is larger than {len(content)} bytes")
        return Answer(path, response.status, headers, content)

    def _read(self, response: http.client.HTTPResponse) -> tuple[bytes, bool]:
        """Read no more than may be; tell whether there is more."""
        content = response.read(self._largest)
        larger = self._largest is not None and response.read(1) != b""
        if response.length and not larger:
            raise http.client.IncompleteRead(content, response.length)
        return content, larger

    def _opened(self) -> http.client.HTTPConnection:
        if self._client is None:
            where = self._address
            kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
            self._client = kind(where.host, where.port, timeout=TIMEOUT)
        return self._client


def _reason(error: Exception, address: Address) -> str:
    """Say in plain words why there was no answer."""
    where = f"{address.host}:{address.port}"
    for kind, told in (
        (socket.gaierror, f"there is no host {address.host}, or no network"),
        (ConnectionRefusedError, f"nothing listens at {where}"),
        (ssl.SSLCertVerificationError, f"{where} shows a certificate that is not its own, or has expired"),
        (ssl.SSLError, f"{where} does not speak TLS"),
        (TimeoutError, f"{where} did not answer within {TIMEOUT:.0f} seconds"),
        ((ConnectionError, http.client.RemoteDisconnected), f"{where} hung up without an answer"),
        (http.client.HTTPException, f"{where} does not speak HTTP"),
    ):
        if isinstance(error, kind):
            return told
    return f"{where}: {error}"

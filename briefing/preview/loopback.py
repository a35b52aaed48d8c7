"""Bind servers that answer this machine alone."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from typing import TypeVar

from briefing.core.problems import BriefingError

HOST = "127.0.0.1"
LAST_PORT = 65535
TRIES = 50  # so many ports are tried, one after the other


class LoopbackServer(ThreadingHTTPServer):
    """A server that ends with its process, whatever it is answering."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore readers who leave a page before it has arrived."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


S = TypeVar("S", bound=LoopbackServer)


def bound(make: Callable[[int], S], port: int) -> S:
    """Return the server made for a port, or for the next one that is free; 0 takes any.

    Raises BriefingError where there is no such port, or none that may be used.
    """
    if not 0 <= port <= LAST_PORT:
        raise BriefingError(f"{port} is not a port; name one from 0 to {LAST_PORT}")
    last = min(port + TRIES, LAST_PORT)
    for candidate in range(port, last + 1):
        try:
            return make(candidate)
        except PermissionError as error:
            raise BriefingError(f"port {candidate} may not be used; take one from 1024 on") from error
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise BriefingError(f"port {candidate} cannot be used: {error.strerror}") from error
    raise BriefingError(f"no port from {port} to {last} is free; name another")

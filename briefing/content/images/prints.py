"""Know an image again by its bytes, under any name, stripped or not, also within another file."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator

from briefing.content.images.anatomy import BrokenImageError
from briefing.content.images.kinds import KINDS

_EMBEDDED = re.compile(rb"base64,([A-Za-z0-9+/]{16,}={0,2})")


def prints(content: bytes) -> frozenset[str]:
    """Hash a file as it is and, where it is an image, as it is once stripped."""
    found = {_hash(content)}
    for kind in KINDS:
        if kind.begins(content):
            try:
                found.add(_hash(kind.read(content).stripped))
            except BrokenImageError:
                continue
    return frozenset(found)


def prints_within(content: bytes) -> frozenset[str]:
    """Hash a file, and whatever it holds in base64, as style sheets hold images."""
    return prints(content).union(*(prints(one) for one in _embedded(content)))


def _embedded(content: bytes) -> Iterator[bytes]:
    for found in _EMBEDDED.finditer(content):
        try:
            yield base64.b64decode(found[1], validate=True)
        except binascii.Error:
            continue


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

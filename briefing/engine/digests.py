"""Digests of values: two values have the same digest only if they are equal."""

from __future__ import annotations

import hashlib


def digest(*values: object) -> str:
    """Hash values by their `repr`: plain values, tuples and frozen structs of such."""
    return hashlib.blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

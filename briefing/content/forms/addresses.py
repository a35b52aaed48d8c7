"""Describe web addresses, names of files as in addresses, and hashes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing.content.forms.faults import quoted
from briefing.content.forms.fields import ScalarKind, UnfitError
from briefing.text.fold import slug

if TYPE_CHECKING:
    from briefing.content.forms import yaml


def _web_address(found: yaml.Scalar) -> str:
    try:
        parts = urlsplit(found.text)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        sound = False
    if not sound or re.search(r"[\s<>\"\\^`{|}]", found.text):
        what = f"{quoted(found.text)} is not a web address"
        raise UnfitError("bad-url", what, "write https://…, without spaces")
    return found.text


# The address of a page on the web, as written.
WEB_ADDRESS = ScalarKind(
    "a web address", _web_address, {"type": "string", "pattern": "^[hH][tT]{2}[pP][sS]?://[^/\\s]+"}
)


def _file_name(found: yaml.Scalar) -> str:
    if slug(found.text) != found.text:
        allowed = f"write {slug(found.text) or 'letters and digits'}"
        raise UnfitError("bad-id", f"{quoted(found.text)} is not a name in an address", allowed)
    return found.text


# Words of any script, joined by hyphens.
FILE_NAME = ScalarKind(
    "a name as in an address", _file_name, {"type": ["string", "integer"], "pattern": r"^[^\sA-Z/_.]+$"}
)


def _hash(wanted: str, meaning: str, allowed: str) -> ScalarKind[str]:
    """The beginning of a SHA-256, in 16 hex digits."""

    def take(found: yaml.Scalar) -> str:
        if not re.fullmatch(r"[0-9a-f]{16}", found.text):
            raise UnfitError("bad-id", f"{quoted(found.text)} is not {meaning}", allowed)
        return found.text

    return ScalarKind(wanted, take, {"type": ["string", "number"], "pattern": "^[0-9a-f]{16}$"})


REPORT_NAME = _hash(
    "the name of a report's text",
    "the name of a report's text",
    "write the 16 digits and letters that intake gave it",
)
DIGITS = _hash("the 16 digits that the desk writes", "a hash of what was checked", "have the desk write it")

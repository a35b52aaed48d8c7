"""Read the names of files that stand in addresses, and hashes: names of reports, and of what was checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.content.forms.faults import quoted
from briefing.content.forms.fields import Json, ScalarKind, UnfitError
from briefing.text.fold import slug

if TYPE_CHECKING:
    from briefing.content.forms import yaml


def _file_name(found: yaml.Scalar) -> str:
    if slug(found.text) != found.text:
        allowed = f"write {slug(found.text) or 'letters and digits'}"
        raise UnfitError("bad-id", f"{quoted(found.text)} is not a name in an address", allowed)
    return found.text


# Words of any script, joined by hyphens.
FILE_NAME = ScalarKind(
    "a name as in an address", _file_name, {"type": ["string", "integer"], "pattern": r"^[^\sA-Z/_.]+$"}
)


def _report_name(found: yaml.Scalar) -> str:
    if not _is_hash(found.text):
        what = f"{quoted(found.text)} is not the name of a report's text"
        raise UnfitError("bad-id", what, "write the 16 digits and letters that intake gave it")
    return found.text


def _digits(found: yaml.Scalar) -> str:
    if not _is_hash(found.text):
        what = f"{quoted(found.text)} is not a hash of what was checked"
        raise UnfitError("bad-id", what, "have the desk write it")
    return found.text


def _is_hash(text: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{16}", text) is not None


# The beginning of a SHA-256, in hex digits.
_HASH: Json = {"type": ["string", "number"], "pattern": "^[0-9a-f]{16}$"}
REPORT_NAME = ScalarKind("the name of a report's text", _report_name, _HASH)
DIGITS = ScalarKind("the 16 digits that the desk writes", _digits, _HASH)

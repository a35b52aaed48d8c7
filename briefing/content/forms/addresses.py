"""Read the names of files: those that stand in addresses, and those of reports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.content.forms.faults import quoted
from briefing.content.forms.fields import ScalarKind, UnfitError
from briefing.text.fold import slug

if TYPE_CHECKING:
    from briefing.content.forms import yaml


def _file_name(found: yaml.Scalar) -> str:
    if slug(found.text) != found.text:
        allowed = f"write {slug(found.text) or 'letters and digits'}"
        raise UnfitError("bad-id", f"{quoted(found.text)} is no name in an address", allowed)
    return found.text


# Words of any script, joined by hyphens.
FILE_NAME = ScalarKind(
    "a name as in an address", _file_name, {"type": ["string", "integer"], "pattern": r"^[^\sA-Z/_.]+$"}
)


def _report_name(found: yaml.Scalar) -> str:
    if re.fullmatch(r"[0-9a-f]{16}", found.text) is None:
        what = f"{quoted(found.text)} is no name of a report's text"
        raise UnfitError("bad-id", what, "write the 16 digits and letters that intake gave it")
    return found.text


# The beginning of a text's SHA-256, in hex digits.
REPORT_NAME = ScalarKind(
    "the name of a report's text", _report_name, {"type": ["string", "number"], "pattern": "^[0-9a-f]{16}$"}
)

"""Read the names of files as they stand in addresses."""

from __future__ import annotations

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

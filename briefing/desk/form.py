"""Show the head of a note as fields, by the descriptions that check and document it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.content import places
from briefing.content.forms import yaml
from briefing.content.forms.fields import ListOf, ScalarKind
from briefing.content.frontmatter import NOTE
from briefing.core import edtf
from briefing.site import views

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.content.differences import Value
    from briefing.core.registry import Registry

# Names that the program gives.
_NOT_SHOWN = frozenset({"report", "former"})
_PARTED = ", "


def fields(path: str, content: bytes, known: Registry) -> list[dict[str, Any]]:
    """Return the fields of a note's head: their values, what they are for, what may be chosen."""
    node = places.opened(path, content).node
    entries = (
        {key.text: (key.line, value) for key, value in node.entries} if isinstance(node, yaml.Mapping) else {}
    )
    return [_field(name, kind, doc, entries, known) for name, kind, doc in _kinds()]


def value_of(key: str, text: str) -> Value | None:
    """Return the value that a field's text stands for, None for none. Raises KeyError for no such field."""
    kind = {name: kind for name, kind, _ in _kinds()}[key]
    folded = " ".join(text.split())
    if isinstance(kind, ListOf):
        return [part.strip() for part in folded.split(",") if part.strip()] or None
    return folded or None


def _kinds() -> Iterator[tuple[str, Any, str]]:
    for one in NOTE.fields:
        kind = one.kind.entry if isinstance(one.kind, ListOf) else one.kind
        if isinstance(kind, ScalarKind) and one.key not in _NOT_SHOWN:
            yield one.key, one.kind, one.doc


def _field(
    name: str, kind: Any, doc: str, entries: dict[str, tuple[int, yaml.YamlNode]], known: Registry
) -> dict[str, Any]:
    line, node = entries.get(name, (0, yaml.Scalar("", 0)))
    value = ""
    if isinstance(node, yaml.Scalar):
        value = node.text
    elif isinstance(node, yaml.Sequence):
        value = _PARTED.join(one.text for one in node.entries if isinstance(one, yaml.Scalar))
    scalar: Any = kind.entry if isinstance(kind, ListOf) else kind
    return {
        "key": name,
        "label": name.replace("_", " ").capitalize(),
        "doc": f"{doc}; parted by commas" if isinstance(kind, ListOf) else doc,
        "value": " ".join(value.split()),
        "line": line,
        "choice": list(scalar.described.get("enum", ())),
        "known": _known(name, scalar, known),
        "words": _words(value) if scalar.wanted == "YYYY-MM-DD" else "",
    }


def _known(name: str, kind: ScalarKind[Any], known: Registry) -> list[tuple[str, str]]:
    """Return the ids that a field may hold, with their labels."""
    if "sources" not in kind.names:
        return []
    return [(one.id, one.label) for one in known.sources if name != "agency" or one.kind == "agency"]


def _words(value: str) -> str:
    """Put a date in EDTF into words."""
    try:
        return views.date_view(edtf.parse(value)).text if value else ""
    except ValueError:
        return ""

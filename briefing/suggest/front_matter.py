"""Write suggestions as YAML to paste, or into the front matter of their note."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from briefing.content import differences, places, value_edits, yaml_values
from briefing.content.differences import Row
from briefing.content.edits import scalar
from briefing.core.model import Claim, Event

if TYPE_CHECKING:
    from briefing.content.differences import Value
    from briefing.suggest.scene import Suggestion
    from briefing.suggest.suggestions import Suggestions

MARK = {"status": "suggested"}


def as_yaml(found: Suggestions) -> str:
    """Write suggestions as the front matter and the registry take them, after their sentences and reasons."""
    lines: list[str] = []
    for key, rows in _rows(found):
        lines += [f"{key}:", *(f"  {line}" for line in yaml_values.lines(rows))]
    if found.aliases:
        lines.append("# for registry/entities.yml, under aliases:")
    for one in found.aliases:
        alias = f"{{text: {scalar(one.name)}, case: exact}}" if one.exact else scalar(one.name)
        comments = (f"# {' '.join(told.split())}" for told in (one.sentence, one.reason))
        lines += [*comments, f"# - id: {one.entity}", f"#   aliases: [{alias}]"]
    if found.dates:
        lines.append("# dates that no event or period has:")
    for moment in found.dates:
        lines += [f"# - {moment.date.text}  # {moment.words}: {moment.sentence}"]
    if found.figures:
        lines.append("# figures that nothing was found for:")
    lines += [f"# - {one.words}: {one.sentence}" for one in found.figures]
    return "\n".join(lines)


def as_json(path: str, found: Suggestions) -> str:
    """Write a note's suggestions as one line of JSON: its path, then each list, empty ones too.

    Claims and events have the keys that front matter has, with `sentence`, `reason` and, for claims,
    `confidence` (sure, likely or doubtful) and `wrong_if`. A claim `by` or `who` "?" is one that an editor
    has to complete. `figures` are those that nothing was found for.
    """
    told = {
        "note": path,
        "claims": [
            {
                **_figures(claim_row(one.value)),
                **_why(one),
                "confidence": one.confidence,
                "wrong_if": one.wrong_if,
            }
            for one in found.claims
        ],
        "events": [
            {"places": (), "actors": (), "planned": False, **event_row(one.value), **_why(one)}
            for one in found.events
        ],
        "aliases": [
            {"id": one.entity, "text": one.name, "exact": one.exact, "sentence": one.sentence}
            for one in found.aliases
        ],
        "dates": [
            {"date": one.date.text, "words": one.words, "sentence": one.sentence} for one in found.dates
        ],
        "figures": [{"words": one.words, "sentence": one.sentence} for one in found.figures],
    }
    return json.dumps(told, ensure_ascii=False)


def _figures(row: Mapping[str, Value]) -> dict[str, object]:
    """Return what a claim has, its figures as numbers."""
    return {key: float(str(value)) if key in {"value", "min", "max"} else value for key, value in row.items()}


def _why(one: Suggestion[Claim] | Suggestion[Event]) -> dict[str, str]:
    return {"sentence": one.sentence, "reason": one.reason}


def written(path: str, content: bytes, found: Suggestions) -> bytes:
    """Return a note's file with claims and events added, each marked as suggested.

    Raises BriefingError where nothing can be added to its front matter.
    """
    head = differences.tree(places.opened(path, content).node)
    wished: dict[str, Value] = dict(head) if isinstance(head, dict) else {}
    for key, rows in _rows(found, MARK):
        listed = wished.get(key) or ()
        wished[key] = [*(listed if isinstance(listed, tuple) else ()), *rows]
    return value_edits.changed(path, content, wished)


def _rows(
    found: Suggestions, mark: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[str, list[Row]]]:
    """Yield the rows of each list that there is something for."""
    events = [Row({**event_row(one.value), **mark}, (one.sentence, one.reason)) for one in found.events]
    claims = [
        Row({**claim_row(one.value), **mark}, (one.sentence, f"{one.confidence}: {one.reason}"))
        for one in found.claims
    ]
    yield from ((key, rows) for key, rows in (("events", events), ("claims", claims)) if rows)


def claim_row(claim: Claim) -> dict[str, Value]:
    """Return a claim as a row of a note's `claims`."""
    low, high = ("", "") if claim.words else (_number(claim.low), _number(claim.high))
    row = {
        "by": claim.by,
        "who": claim.who,
        "what": claim.what,
        "value": low if low == high else "",
        "min": "" if low == high else low,
        "max": "" if low == high else high,
        "words": claim.words,
        "bound": "" if claim.bound == "exactly" else claim.bound,
        "unit": "" if claim.unit == "people" else claim.unit,
        "subset": claim.subset,
        "period": claim.period.text if claim.period else "",
        "place": claim.place,
        "stance": claim.stance or "",
    }
    return {
        **{key: value for key, value in row.items() if value},
        **({"previous": True} if claim.previous else {}),
    }


def event_row(event: Event) -> dict[str, Value]:
    """Return an event as a row of a note's `events`."""
    lists = {"by": event.by, "places": event.places, "actors": event.actors}
    return {
        "date": event.date.text,
        "what": event.what,
        **{key: ids for key, ids in lists.items() if ids},
        **({"planned": True} if event.planned else {}),
    }


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")

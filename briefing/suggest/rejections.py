"""Remember which suggestions an editor has rejected, so that they are not made again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from briefing.content.yaml_values import flow
from briefing.core.problems import BriefingError
from briefing.suggest.front_matter import claim_row, event_row

if TYPE_CHECKING:
    from briefing.suggest.suggestions import Suggestions

# Below the content folder: what one editor rejects, another is not asked again.
FILE = "rejected.jsonl"


class Rejection(NamedTuple):
    """A suggestion that was rejected: its note's slug, its row of YAML and its sentence."""

    note: str
    row: str
    sentence: str

    @classmethod
    def of(cls, note: str, row: str, sentence: str) -> Rejection:
        """Make one of a sentence as it stands in a text."""
        return cls(note, row, " ".join(sentence.split()))


def load(folder: Path) -> frozenset[Rejection]:
    """Read what was rejected in a content folder. Raises BriefingError where the file is damaged."""
    return parse(read(folder), str(folder / FILE))


def read(folder: Path) -> bytes:
    """Return the bytes of the file, none where there is none."""
    file = folder / FILE
    return file.read_bytes() if file.is_file() else b""


def parse(content: bytes, name: str = FILE) -> frozenset[Rejection]:
    """Read the lines of the file."""
    found = set()
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        try:
            told = json.loads(line)
            found.add(Rejection(str(told["note"]), str(told["row"]), str(told["sentence"])))
        except (ValueError, KeyError, TypeError) as error:
            raise BriefingError(f"{name}:{number}: is not a rejection; remove the line") from error
    return frozenset(found)


def written(rejections: Iterable[Rejection]) -> bytes:
    """Write rejections, a line each, in an order that two editors' lists merge in."""
    return "".join(
        f"{json.dumps(one._asdict(), ensure_ascii=False)}\n" for one in sorted(rejections)
    ).encode()


def left(found: Suggestions, note: str, rejected: frozenset[Rejection]) -> Suggestions:
    """Return the suggestions of a note that were not rejected."""
    if not any(one.note == note for one in rejected):
        return found
    return replace(
        found,
        claims=tuple(
            one
            for one in found.claims
            if Rejection.of(note, flow(claim_row(one.value)), one.sentence) not in rejected
        ),
        events=tuple(
            one
            for one in found.events
            if Rejection.of(note, flow(event_row(one.value)), one.sentence) not in rejected
        ),
    )

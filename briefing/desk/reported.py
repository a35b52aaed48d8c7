"""Suggest the claims in the report of a note that its text lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.content.yaml_values import flow
from briefing.core.model import Body
from briefing.intake import store
from briefing.suggest.front_matter import claim_row
from briefing.suggest.rejections import Rejection
from briefing.suggest.suggestions import suggest

if TYPE_CHECKING:
    from briefing.analysis.mentions import Names
    from briefing.core.model import Claim, Note
    from briefing.core.registry import Registry
    from briefing.suggest.parser import Parser
    from briefing.suggest.scene import Suggestion


# Of longer reports, in characters, the beginning is read.
LONGEST_READ = 40_000


def claims(
    note: Note, report: str, registry: Registry, names: Names, parser: Parser | None
) -> tuple[Suggestion[Claim], ...]:
    """Return the claims of a report that the head of its note lacks."""
    # Each line of a kept report is a paragraph.
    text = report[:LONGEST_READ].replace("\n", "\n\n")
    told = replace(note, path=f"{note.path} report", body=text, document=Body("", text))
    return suggest(told, registry, names, parser).claims


def name_of(sentence: str) -> str:
    """Return a hash of a report's sentence, for places that must not hold its words, such as a commit."""
    return f"report {store.name_of(' '.join(sentence.split()))}"


def left(
    found: tuple[Suggestion[Claim], ...],
    own: tuple[Suggestion[Claim], ...],
    note: str,
    rejected: frozenset[Rejection],
) -> Iterator[Suggestion[Claim]]:
    """Yield the claims that are not suggested by the note's `own` text already, nor rejected."""
    offered = {_plain(one.value) for one in own}
    for one in found:
        row = flow(claim_row(one.value))
        if _plain(one.value) not in offered and Rejection(note, row, name_of(one.sentence)) not in rejected:
            yield one


def _plain(claim: Claim) -> tuple[object, ...]:
    return claim.what, claim.low, claim.high, claim.words, claim.stance

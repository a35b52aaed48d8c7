"""Show the lists of a note's head as tables: each row in words, with its sentence and its fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefing.content.claims import CLAIM
from briefing.content.forms import yaml
from briefing.content.forms.faults import Faults
from briefing.core import edtf
from briefing.core.model import Claim, Event, Note
from briefing.core.vocabulary import Vocabulary
from briefing.desk import form
from briefing.ledger import wording
from briefing.ledger.statements import Statement
from briefing.suggest.passage import Passage, passages
from briefing.text.fold import words

if TYPE_CHECKING:
    from briefing.analysis.mentions import Names
    from briefing.content.forms.records import Maker
    from briefing.core.registry import Registry

# What the columns of a table are, by what its rows hold; all but the last, which is the sentence.
_CLAIM = ("Source of the count", "Figure", "Counted", "Period")
# How many of an event's words must be in its sentence.
_ENOUGH = 0.4


class Reading(Struct, frozen=True):
    """What tables of a note are read with: names of the registry, and its sentences with their words."""

    labels: form.Labels
    vocabulary: Vocabulary
    passages: tuple[Passage, ...]
    words: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, note: Note | None, known: Registry, names: Names, labels: form.Labels) -> Reading:
        """Read the sentences of a note, none of one that cannot be read."""
        found = passages(note, names) if note else ()
        return cls(labels, Vocabulary.of(known), found, tuple(frozenset(words(one.plain)) for one in found))


def of(node: yaml.YamlNode | None, reading: Reading) -> list[dict[str, Any]]:
    """Return the tables of a head: what describes their fields, and their rows."""
    held = {key.text: value for key, value in node.entries} if isinstance(node, yaml.Mapping) else {}
    order = sorted(form.tables().items(), key=lambda one: one[1] is not CLAIM)
    return [_table(key, maker, held.get(key), reading) for key, maker in order]


def _table(key: str, maker: Maker[Any], node: yaml.YamlNode | None, reading: Reading) -> dict[str, Any]:
    entries = node.entries if isinstance(node, yaml.Sequence) else ()
    fields = list(form.inputs(maker.record))
    return {
        "key": key,
        "label": key.capitalize(),
        "noun": maker.record.noun,
        "columns": list(_CLAIM) if maker is CLAIM else ["Date", "What"],
        "fields": fields,
        "rows": [_row(entry, maker, fields, reading) for entry in entries],
    }


def _row(
    node: yaml.YamlNode, maker: Maker[Any], fields: Sequence[dict[str, Any]], reading: Reading
) -> dict[str, Any]:
    value = maker.read(node, maker.record.noun, Faults(""))
    held = form.texts(node)
    there = [one for one in fields if one["key"] in held]
    said, brief = (
        {one["key"]: form.said(one, held[one["key"]], reading.labels, brief=short) for one in there}
        for short in (False, True)
    )
    found, figure = None, ""
    if isinstance(value, Claim):
        found = _sentence_of_claim(value, reading)
        figure = _figure(value, reading.vocabulary)
        said.update((key, figure) for key in ("value", "max", "words") if key in held)
    elif isinstance(value, Event):
        found = _sentence_of_event(value, reading)
    plain = [brief.get("date") or held.get("date", ""), held.get("what", "")]
    start = found.start if found else 0
    return {
        "line": node.line,
        "values": held,
        "said": {key: text for key, text in said.items() if text},
        "cells": _claim_cells(held, brief, figure) if maker is CLAIM else plain,
        "sentence": " ".join(found.plain.split()) if found else "",
        "start": start,
        "end": start + len(found.text) if found else start,
        "suggested": held.get("status", "") == "suggested",
    }


def _claim_cells(held: dict[str, str], said: dict[str, str], figure: str) -> list[str]:
    """Put a claim into the cells of its row, as far as it goes."""

    def told(key: str) -> str:
        return said.get(key) or held.get(key, "")

    rest = (
        held.get("value") or held.get("words") or "–".join(filter(None, (held.get("min"), held.get("max"))))
    )
    who = f"{told('who')}{', ' if told('subset') else ''}{told('subset')}"
    what = told("what")
    counted = ": ".join(filter(None, (who, f"{what[:1].lower()}{what[1:]}")))
    stance = next((one.extent for name, one in wording.STANCES.items() if name == held.get("stance")), "")
    return [
        told("by"),
        figure or rest or stance,
        ", ".join(filter(None, (counted, told("place")))),
        told("period"),
    ]


def _figure(claim: Claim, vocabulary: Vocabulary) -> str:
    """Write a claim's figure in words, where its measure and unit are known."""
    try:
        measure, unit = vocabulary.measure(claim.what), vocabulary.unit(claim)
    except KeyError:
        return ""
    # When it was said changes no figure.
    return wording.figure(Statement("", "", claim, edtf.parse("2000"), "", measure, unit))


def _sentence_of_claim(claim: Claim, reading: Reading) -> Passage | None:
    """Return the sentence that holds a claim's figure, or, of a position, most of what it names."""
    measure = reading.vocabulary.by_id.get(claim.what)
    counted = set(measure.words) if measure else set()
    figures = {abs(end) for end in (claim.low, claim.high) if end is not None}
    wanted = {claim.by, claim.who, claim.place} - {""}
    best, most = None, 1
    for passage, held in zip(reading.passages, reading.words, strict=True):
        ends = {end for one in passage.figures for end in (one.low, one.high)}
        if figures and not figures & ends:
            continue
        points = len(wanted & {one.entity for one in passage.mentions}) + bool(counted & held)
        # Who says it mostly comes first.
        points += 2 * bool(figures) + any(one.entity == claim.by for one in passage.mentions[:1])
        if points > most:
            best, most = passage, points
    return best


def _sentence_of_event(event: Event, reading: Reading) -> Passage | None:
    """Return the sentence that has most of an event's words."""
    wanted = frozenset(words(event.what))
    shares = [len(wanted & held) / len(wanted) for held in reading.words] if wanted else []
    most = max(shares, default=0)
    return reading.passages[shares.index(most)] if most >= _ENOUGH else None

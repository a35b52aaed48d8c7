"""An Analysis in, compact JSON that says all of it out, and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

from briefing.edtf import parse
from briefing.errors import BriefingError
from briefing.model import Analysis, DateExpression, Extract, Keyword, Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_Value = TypeVar("_Value")
_PARTS = ("keywords", "summary", "dates", "mentions")
_KEYWORD = (str, float)
_EXTRACT = (str, int, int, int, str)
_DATE = (int, int, str, str)
_MENTION = (str, int, int)


class RecordError(BriefingError):
    """A stored analysis that cannot be read; it has to be made again."""


def to_json(analysis: Analysis) -> str:
    """Return the analysis as one line of JSON: an object of lists, each value a list of its fields."""
    rows: dict[str, list[list[object]]] = {
        "keywords": [[word.phrase, word.score] for word in analysis.keywords],
        "summary": [
            [part.text, part.sentence, part.start, part.end, part.anchor] for part in analysis.summary
        ],
        "dates": [[date.start, date.end, date.text, date.value.text] for date in analysis.dates],
        "mentions": [[mention.entity, mention.start, mention.end] for mention in analysis.mentions],
    }
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Analysis:
    """Return the analysis that `to_json` wrote; anything else raises `RecordError`."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"stored analysis is not JSON: {error}") from error
    if not isinstance(rows, dict) or tuple(rows) != _PARTS:
        raise RecordError(f"stored analysis lacks its parts; they are {', '.join(_PARTS)}")
    return Analysis(
        keywords=_values(rows["keywords"], _KEYWORD, Keyword),
        summary=_values(rows["summary"], _EXTRACT, Extract),
        dates=_values(rows["dates"], _DATE, _date),
        mentions=_values(rows["mentions"], _MENTION, Mention),
    )


def keywords_to_json(keywords: Sequence[Keyword]) -> str:
    """Return YAKE's word scores as one line of JSON."""
    return json.dumps(
        [[word.phrase, word.score] for word in keywords], ensure_ascii=False, separators=(",", ":")
    )


def keywords_from_json(text: str) -> tuple[Keyword, ...]:
    """Return the word scores that `keywords_to_json` wrote; anything else raises `RecordError`."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"stored keywords are not JSON: {error}") from error
    return _values(rows, _KEYWORD, Keyword)


def _values(rows: object, kinds: tuple[type, ...], make: Callable[..., _Value]) -> tuple[_Value, ...]:
    """Return the values made of rows whose fields are exactly of the given kinds."""
    if not isinstance(rows, list):
        raise RecordError("stored analysis is damaged: a part of it is no list")
    for row in rows:
        if not isinstance(row, list) or tuple(map(type, row)) != kinds:
            raise RecordError(f"stored analysis is damaged: {json.dumps(row)[:80]}")
    return tuple(make(*row) for row in rows)


def _date(start: int, end: int, text: str, value: str) -> DateExpression:
    """Return a date expression from its fields."""
    try:
        return DateExpression(start, end, text, parse(value))
    except ValueError as error:
        raise RecordError(f"stored analysis is damaged: {error}") from error

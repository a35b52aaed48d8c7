"""All kinds of pages, and all questions that they ask, in one place each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.site import catalogue, ledger, weights
from briefing.site.pages import (
    chronology,
    days,
    documents,
    exports,
    feeds,
    home,
    keydays,
    names,
    notes,
    search,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.site.asking import Question
    from briefing.site.plan import Family

PARTS = (home, days, chronology, notes, names, search, texts, exports, feeds, documents)
FAMILIES: tuple[Family, ...] = (*(family for part in PARTS for family in part.FAMILIES), *ledger.FAMILIES)
ASKED = (catalogue, weights, keydays, *PARTS)
QUESTIONS: Mapping[str, Question[Any]] = {
    question.kind: question
    for question in (*(one for part in ASKED for one in part.QUESTIONS), *ledger.QUESTIONS)
}

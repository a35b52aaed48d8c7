"""All of the content in; the Problems that only show when its files are seen together out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.model import Registry

if TYPE_CHECKING:
    from datetime import date

    from briefing.errors import Problem
    from briefing.model import Lead, Note, Page


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that was read; each part is sorted by path, `images` are paths below content/."""

    notes: tuple[Note, ...] = ()
    pages: tuple[Page, ...] = ()
    leads: tuple[Lead, ...] = ()
    registry: Registry = Registry()
    images: tuple[str, ...] = ()


def cross_check(content: Content, *, today: date) -> tuple[Problem, ...]:
    """Return the Problems between files, and those that depend on the day, unordered."""
    return ()

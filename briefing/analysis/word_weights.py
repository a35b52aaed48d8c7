"""Analyse notes in batches, and remember the weights of their words, which take the time."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

from briefing.analysis import keywords
from briefing.core.model import Keyword
from briefing.core.progress import Progress, silent
from briefing.engine import codec, executors

if TYPE_CHECKING:
    from briefing.engine.executors import Opening

T = TypeVar("T")
Batch = TypeVar("Batch")

# How many notes a worker gets at a time.
BATCH = 25
# Fewer notes than this are analysed sooner than other processes are started.
WORTH_PROCESSES = 60
ANALYSED = "notes analysed"


def parted(wanted: Sequence[T]) -> Iterator[Sequence[T]]:
    """Split notes into batches."""
    return (wanted[at : at + BATCH] for at in range(0, len(wanted), BATCH))


def in_batches(
    work: Callable[[Batch], Sequence[T]],
    batches: Iterable[Batch],
    count: int,
    *,
    progress: Progress = silent,
    opening: Opening = executors.processes,
) -> Iterator[Sequence[T]]:
    """Analyse notes in batches, few notes in this process; yield the results of each batch as they come."""
    done = 0
    if count:
        progress(ANALYSED, done, count)
    for _, found in executors.spread(
        work, batches, opening if count >= WORTH_PROCESSES else executors.serial
    ):
        yield found
        done += len(found)
        progress(ANALYSED, done, count)


class Remembered:
    """Weighs a note's text, unless it is the one that `kept` has the weights of."""

    def __init__(self, kept: str, language: str) -> None:
        """Take what was `kept` of the note's text before; may be empty."""
        self.kept = kept
        self._language = language

    def __call__(self, text: str) -> tuple[Keyword, ...]:
        """The weights of a text's words; `kept` holds them afterwards."""
        key, _, told = self.kept.partition("\n")
        if key == (now := _key(text, self._language)):
            try:
                pairs = codec.loads(told, tuple[tuple[str, float], ...])
            except codec.DamagedError:
                pass
            else:
                return tuple(Keyword(phrase, score) for phrase, score in pairs)
        found = keywords.extract(text, language=self._language)
        pairs = tuple((one.phrase, one.score) for one in found)
        self.kept = f"{now}\n{codec.dumps(pairs)}"
        return found


@cache
def made_with() -> str:
    """Hash what shapes weights beside the text: our code, the packages it builds on, Python, the machine."""
    code = (files(__package__) / "keywords.py").read_bytes()
    shaping = (sorted(executors.versions().items()), sys.version, platform.machine(), code)
    return hashlib.sha256(repr(shaping).encode()).hexdigest()


def _key(text: str, language: str) -> str:
    """Name a text by its hash, with all else that shapes its weights."""
    return hashlib.sha256(f"{made_with()}\0{language}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()

"""Weigh the words of texts with YAKE, in batches, unless their weights are remembered.

This is what a build spends its time on, so a text is weighed once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from briefing.analysis import keywords
from briefing.core.model import Keyword
from briefing.core.progress import Progress, silent
from briefing.engine import codec, executors

if TYPE_CHECKING:
    from briefing.engine.executors import Opening

    Weights = tuple[Keyword, ...]

# How many notes a worker gets at a time.
BATCH = 25
# Fewer notes than this are analysed sooner than other processes are started.
WORTH_PROCESSES = 60
ANALYSED = "notes analysed"


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weights of each text's words, by text, and of texts that YAKE fails on the reason."""

    weights: dict[str, Weights]
    failures: dict[str, str]


def weigh(
    texts: Iterable[str],
    *,
    language: str,
    progress: Progress = silent,
    opening: Opening = executors.processes,
) -> Weighed:
    """Weigh the words of each text, in batches; few are weighed in this process."""
    found = Weighed({}, {})
    wanted = list(dict.fromkeys(texts))
    batches = [tuple(wanted[at : at + BATCH]) for at in range(0, len(wanted), BATCH)]
    done = 0
    progress(ANALYSED, done, len(wanted))
    for _, batch in executors.spread(
        partial(_weigh_batch, language=language), batches, worth(wanted, opening)
    ):
        found.weights.update({text: told for text, told in batch.items() if not isinstance(told, str)})
        found.failures.update({text: told for text, told in batch.items() if isinstance(told, str)})
        done += len(batch)
        progress(ANALYSED, done, len(wanted))
    return found


def worth(wanted: Sequence[object], opening: Opening) -> Opening:
    """What to open for so many notes."""
    return opening if len(wanted) >= WORTH_PROCESSES else executors.serial


def _weigh_batch(texts: Sequence[str], *, language: str) -> dict[str, Weights | str]:
    return {text: _weigh_one(text, language) for text in texts}


def _weigh_one(text: str, language: str) -> Weights | str:
    try:
        return keywords.extract(text, language=language)
    except keywords.KeywordError as error:
        return str(error)


class Remembered:
    """Weighs a note's text, unless it is the one that `kept` has the weights of."""

    def __init__(self, kept: str, language: str) -> None:
        """Take what was `kept` of the note's text before; may be empty."""
        self.kept = kept
        self._language = language

    def __call__(self, text: str) -> Weights:
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
def _version() -> str:
    import importlib.metadata  # noqa: PLC0415 - for who has something to weigh

    return importlib.metadata.version("yake")


def _key(text: str, language: str) -> str:
    """Name a text by its hash, with all else that shapes its weights."""
    return hashlib.sha256(f"{_version()}\0{language}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()

"""Texts in; YAKE's weights of their words out, from the store where it has them, over the cores else.

This is what a build spends its time on, so a text is weighed once, and an interruption loses at
most the batch under way.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from briefing import executors
from briefing.analysis import keywords
from briefing.model import Keyword
from briefing.store import codec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from briefing.executors import Opening
    from briefing.store.database import Store

    Progress = Callable[[str, int, int], None]
    Weights = tuple[Keyword, ...]

BATCH = 25
# Fewer texts than this are weighed sooner than other processes are started.
WORTH_PROCESSES = 60


def silent(_what: str, _done: int, _total: int) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weights of each text's words, by text, and of texts that YAKE fails on the reason."""

    weights: dict[str, Weights]
    failures: dict[str, str]


def weigh(
    texts: Iterable[str],
    *,
    language: str,
    store: Store | None = None,
    progress: Progress = silent,
    opening: Opening = executors.processes,
) -> Weighed:
    """Weigh the words of each text; those that the store knows are looked up, new ones are kept there."""
    keys = {text: _key(text, language) for text in texts}
    found = Weighed(_looked_up(keys, store) if store else {}, {})
    missing = [text for text in keys if text not in found.weights]
    done = 0
    if missing:
        progress("notes analysed", 0, len(missing))
    batches = [tuple(missing[at : at + BATCH]) for at in range(0, len(missing), BATCH)]
    chosen = opening if len(missing) >= WORTH_PROCESSES else executors.serial
    for _, batch in executors.spread(partial(_weigh_batch, language=language), batches, chosen):
        weighed = {text: told for text, told in batch.items() if not isinstance(told, str)}
        found.weights.update(weighed)
        found.failures.update({text: told for text, told in batch.items() if isinstance(told, str)})
        if store:
            store.keep_keywords({keys[text]: codec.dumps(told) for text, told in weighed.items()})
        done += len(batch)
        progress("notes analysed", done, len(missing))
    return found


def _looked_up(keys: Mapping[str, str], store: Store) -> dict[str, Weights]:
    kept = store.keywords(list(keys.values()))
    found: dict[str, Weights] = {}
    for text, key in keys.items():
        try:
            found[text] = codec.loads(kept[key], tuple[Keyword, ...])
        except (KeyError, codec.DamagedError):
            continue
    return found


def _weigh_batch(texts: Sequence[str], *, language: str) -> dict[str, Weights | str]:
    return {text: _weigh_one(text, language) for text in texts}


def _weigh_one(text: str, language: str) -> Weights | str:
    try:
        return keywords.extract(text, language=language)
    except keywords.KeywordError as error:
        return str(error)


@cache
def _version() -> str:
    return importlib.metadata.version("yake")


def _key(text: str, language: str) -> str:
    """Name a text by its hash, with all else that shapes its weights."""
    return hashlib.sha256(f"{_version()}\0{language}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()

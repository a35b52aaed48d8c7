"""Weigh the words of a text with YAKE."""

from __future__ import annotations

import os
import re
from importlib.resources import files

from briefing.core.model import Keyword
from briefing.core.problems import BriefingError

READ = 200_000  # characters: YAKE holds some 350 bytes for each
# Of other scripts YAKE may leave out a word without failing.
_WORD = re.compile(r"[a-z]{3,}")


class KeywordError(BriefingError):
    """YAKE cannot weigh a text, or would do so by another language's rules without saying so."""


def extract(text: str, *, language: str, count: int = 0) -> tuple[Keyword, ...]:
    """Return the words of a text with their YAKE scores, best (lowest) first, ties in order of the alphabet.

    Words are lower case; stop words, numbers and words of fewer than three letters have no score.
    `count` 0 means all. Only the first `READ` characters are read. YAKE answers any failure of its
    own with an empty list and an unknown language with rules for none; both raise `KeywordError`.
    Source: Campos et al., YAKE!, Information Sciences 509 (2020).
    """
    # YAKE takes medians by numpy, which would start threads for sums of matrices as it is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # A fifth of a second to import, and most runs find everything in the store.
    from yake import KeywordExtractor  # noqa: PLC0415

    _check(language)
    read = text[:READ]
    extractor = KeywordExtractor(lan=language, n=1, dedup_lim=1.0, top=len(read) + 1)
    found = [(phrase, float(score)) for phrase, score in extractor.extract_keywords(read)]
    if not found and _has_words(read, extractor.stopword_set):
        raise KeywordError("YAKE found no keyword in a text that has words; it fails without saying why")
    found.sort(key=lambda pair: (pair[1], pair[0]))
    return tuple(Keyword(phrase, score) for phrase, score in found[: count or None])


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that YAKE has stop words for, sorted."""
    folder = files("yake") / "core" / "StopwordsList"
    names = (entry.name for entry in folder.iterdir())
    codes = (name.removeprefix("stopwords_").removesuffix(".txt") for name in names)
    return tuple(sorted(code for code in codes if len(code) == 2))  # noqa: PLR2004


def _check(language: str) -> None:
    """Refuse a language that YAKE would silently treat as none."""
    known = languages()
    if language not in known:
        raise KeywordError(f"language {language!r} is unknown to YAKE; it knows {', '.join(known)}")


def _has_words(text: str, stop_words: set[str]) -> bool:
    """Tell whether some plain word, alone between spaces, is surely one that YAKE has to score."""
    words = (part.strip(".,;:!?()\"'“”‘’").lower() for part in text.split())
    return any(
        _WORD.fullmatch(word) and word not in stop_words and word[:-1] not in stop_words for word in words
    )

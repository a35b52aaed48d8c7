"""Build a preview again and again, and make open pages ahead of the builds."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from briefing.build import card_cache, overlay, stores, up_to_date
from briefing.build.ground import catalogue
from briefing.build.options import Session
from briefing.content import urls
from briefing.content.folder import LEADS, NOTES, PAGES
from briefing.core.problems import BriefingError
from briefing.engine import foresight, lock
from briefing.engine.graph import Graph
from briefing.site import page_kinds
from briefing.text.fold import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date

    from briefing.build.ground import Ground
    from briefing.build.stores import Stores

# What can be foreseen: texts, and of so many at once.
FORESEEN, MOST = (f"{NOTES}/", f"{PAGES}/", f"{LEADS}/"), 4
NOT_YET = "the preview is not built yet"
ELSEWHERE, LEFT = "another process has built since", "only a build shows what was saved"


class Workshop(Struct):
    """The stores of a preview, used by one at a time: the build, or a request, which goes first."""

    today: Callable[[], date]
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    _ground: Ground | None = None
    _paused: Stores | None = None
    _stores: threading.Lock = field(default_factory=threading.Lock)
    _asking: threading.Condition = field(default_factory=threading.Condition)
    _waiting: int = 0

    @contextmanager
    def session(self, first: Callable[[], Collection[str]], pause: Callable[[], None]) -> Iterator[Session]:
        """Have the stores for one build, but for its pauses; `first` and `pause` are those of a `Session`."""

        def paused(kept: Stores) -> None:
            self._paused = kept
            self._stores.release()
            try:
                with self._asking:
                    self._asking.wait_for(lambda: not self._waiting)
            finally:
                self._stores.acquire()
                self._paused = None
            pause()

        with self._stores:
            yield Session(self.name, self._leave, first, paused)

    def page(self, path: str, drafts: Mapping[str, bytes]) -> bytes | None:
        """Return a file of the site as it will be with drafts in the place of texts; None where it stays.

        Drafts are given by their paths below the content folder; of many, only the note of the page itself is
        taken. Nothing is written. Raises RefusedError with the Problems of drafts, and BriefingError where
        nothing can be foreseen.
        """
        taken = drafts if len(drafts) <= MOST else _own(path, drafts)
        if not all(one.startswith(FORESEEN) for one in taken) or (drafts and not taken):
            raise BriefingError(LEFT)
        with self._at_hand() as (ground, kept):
            try:
                return _foreseen(ground, kept, path, taken, self.today())
            except BriefingError:
                raise
            except Exception as error:  # the build meets the same fault, and reports it
                raise BriefingError(f"{path}: {error!r}") from error

    def wait(self) -> None:
        """Wait until no build has the stores, which work in the background would slow down many times."""
        with self._stores:
            pass

    def _leave(self, ground: Ground) -> None:
        self._ground = ground

    @contextmanager
    def _at_hand(self) -> Iterator[tuple[Ground, Stores]]:
        """Have the stores for a moment, before the build goes on."""
        with self._asking:
            self._waiting += 1
        try:
            with self._stores:
                ground = self._ground
                if ground is None:
                    raise BriefingError(NOT_YET)
                if self._paused is not None:
                    yield ground, self._paused
                    return
                folders = ground.settings.folders
                with (
                    lock.held(folders.store / up_to_date.LOCK, waiting=_refuse),
                    stores.opened(folders) as kept,
                ):
                    if kept.graph.about(up_to_date.UNFLUSHED) != self.name:
                        raise BriefingError(ELSEWHERE)
                    yield ground, kept
        finally:
            with self._asking:
                self._waiting -= 1
                self._asking.notify_all()


def _own(path: str, drafts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Choose the draft of the note whose page a file is."""
    names = {one: urls.output_path(urls.note(slug(PurePosixPath(one).stem))) for one in drafts}
    return {one: text for one, text in drafts.items() if one.startswith(f"{NOTES}/") and names[one] == path}


def _refuse() -> None:
    raise BriefingError(ELSEWHERE)


def _foreseen(
    ground: Ground, kept: Stores, path: str, drafts: Mapping[str, bytes], today: date
) -> bytes | None:
    settings = ground.settings
    with kept.content.undone():
        texts = overlay.laid(replace(ground.texts, store=kept.content), drafts, settings, today=today)
        notes = sorted(one for one in drafts if one.startswith(f"{NOTES}/"))
        card_cache.rework(texts, kept.weights, settings, notes)
        made, rows_of = catalogue(replace(ground, texts=texts).campaign(), Graph(kept.graph.connection))
        folder = up_to_date.output_of(settings.folders, kept.graph)
        stamps = {texts.note(one).slug: "" for one in notes}
        return foresight.content(made, folder, page_kinds.OUTPUTS, path, stamps=stamps, rows_of=rows_of)

"""Give access to the content, file by file, as it was last read into the cache."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefing.content import basemap, registry
from briefing.content.basemap import Basemap
from briefing.content.folder import ENDING, LEADS, NOTES, PAGES, load_whole
from briefing.content.images import kinds
from briefing.content.images.check import Size
from briefing.core.model import Lead, Note, Page
from briefing.core.problems import BriefingError
from briefing.core.registry import Registry
from briefing.engine import codec

if TYPE_CHECKING:
    from briefing.build.cache_database import Store


FORMS: Mapping[str, Any] = {
    f"{NOTES}/": Note,
    f"{PAGES}/": Page,
    f"{LEADS}/": Lead,
    **{path: form for path, (_, form, _) in registry.FILES.items()},
    basemap.MAP: Basemap,
}


class Texts(Struct, frozen=True, dict=True):
    """The content as it stands: paths are below the content folder, and sorted.

    `versions` has the hash of every file that was read.
    """

    store: Store
    folder: Path
    paths: tuple[str, ...]
    versions: Mapping[str, str]

    @cached_property
    def registry(self) -> Registry:
        """The registry."""
        parts = {path: part for path, (part, *_) in registry.FILES.items() if path in self.versions}
        return Registry(**{part: self.value(path) for path, part in parts.items()})

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The editors' own pages."""
        return tuple(self.value(path) for path in self._below(PAGES))

    @cached_property
    def leads(self) -> tuple[Lead, ...]:
        """The editors' openings for single days."""
        return tuple(self.value(path) for path in self._below(LEADS))

    @cached_property
    def basemap(self) -> Basemap | None:
        """The map's ground."""
        found: Basemap | None = self.value(basemap.MAP) if basemap.MAP in self.versions else None
        return found

    @cached_property
    def images(self) -> tuple[str, ...]:
        """All images."""
        return tuple(path for path in self.paths if kinds.of(path))

    def size(self, image: str) -> Size:
        """The size of an image, by its path."""
        found: Size = self.value(image)
        return found

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """The paths of all notes."""
        return self._below(NOTES)

    def note(self, path: str) -> Note:
        """A note, by its path."""
        found: Note = self.value(path)
        return found

    def image(self, path: str) -> bytes:
        """The bytes of an image; raises BriefingError where they are not those that were checked."""
        content = load_whole(self.folder, path)
        if hashlib.sha256(content).hexdigest() != self.versions[path]:
            raise BriefingError(f"{self.folder / path}: changed while it was read; build again")
        return content

    def images_of(self, path: str) -> tuple[str, ...]:
        """The images that a text refers to, in order."""
        return tuple(sorted(one for one in self.store.targets([path]) if kinds.of(one)))

    def _below(self, folder: str) -> tuple[str, ...]:
        return tuple(path for path in self.paths if path.startswith(f"{folder}/") and path.endswith(ENDING))

    def value(self, path: str) -> Any:
        """What was read from a file."""
        start = next((start for start in FORMS if path.startswith(start)), "")
        form = Size if kinds.of(path) else FORMS[start]
        return codec.loads(self.store.text(path), form)

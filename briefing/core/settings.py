"""Pelican's settings and our own, as values."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from briefing.core import program

# Which events are published: those that an editor stated, or where there are none those found in the text.
EventsShown = Literal["stated", "found"]
# Whether a note is published before a second person has checked it.
Checking = Literal["optional", "asked"]
# Added to a commit if there are uncommitted changes.
DIRTY = "-dirty"


class Site(Struct, frozen=True):
    """What the site calls itself and where it stands. `url` has no trailing slash.

    `days` heads the run of days on the home page, `licence` is that of the content. `report` is
    where errors are reported to: `{page}`, `{edition}` and `{hash}` in it stand for what is reported.
    """

    title: str
    url: str
    language: str = "en"
    tagline: str = ""
    introduction: str = ""
    days: str = "Day by day"
    licence: str = ""
    licence_url: str = ""
    report: str = ""

    @property
    def description(self) -> str:
        """A description of the site, for the head of its pages."""
        return self.tagline or self.introduction or self.title


class Folders(Struct, frozen=True):
    """Where things are: absolute paths.

    `conf` is the settings file and `theme` that of the project's own; both may be missing.
    """

    root: Path
    content: Path
    theme: Path
    output: Path
    store: Path
    conf: Path

    @property
    def themes(self) -> tuple[Path, ...]:
        """The folders of the theme: files in the project's own go before the program's."""
        own, packed = self.theme, program.theme()
        return (own, packed) if own.is_dir() and not own.samefile(packed) else (packed,)

    @property
    def sources(self) -> tuple[Path, ...]:
        """What shapes a site: content, themes, settings, and the program."""
        return (self.content, *self.themes, self.conf, program.PACKAGE)


class Sizes(Struct, frozen=True):
    """How many: phrases for tags, tags and summary sentences a note, notes a listing page, feed or export."""

    keywords: int = 30
    tags: int = 8
    sentences: int = 3
    per_page: int = 50
    feed: int = 50
    export: int = 5000


class ImageLimits(Struct, frozen=True):
    """How large an image may be: in millions of pixels, and of bytes."""

    megapixels: int = 40
    megabytes: int = 10


LIMITS = ImageLimits()


class WordBudgets(Struct, frozen=True):
    """How many words pages of a kind may show; 0: as many as they have."""

    home: int = 0
    briefing: int = 600
    chronology: int = 0
    figures: int = 1000
    series: int = 0
    entity: int = 0


BUDGETS = WordBudgets()


class Settings(Struct, frozen=True):
    """All that shapes a build besides content and theme. `drafts` shows drafts too, for previews.

    `timezone` says which day it is for the editors, `events` which events are published,
    `lead_events` on how many of a day `check` asks for an editor's lead, `model` which of spaCy's models
    reads sentences, `checked` whether a second person has to check a note first, `publish` where to the
    desk publishes. `commit` is that of the sources, `DIRTY` behind it where more was changed since, "" if
    not known.
    `plugins` is a digest of the code of Pelican's other plugins, which may set what templates see.
    """

    site: Site
    folders: Folders
    sizes: Sizes = field(default_factory=Sizes)
    image_limits: ImageLimits = LIMITS
    word_budgets: WordBudgets = BUDGETS
    timezone: str = "UTC"
    events: EventsShown = "stated"
    lead_events: int = 5
    checked: Checking = "optional"
    publish: str = ""
    drafts: bool = False
    model: str = ""
    commit: str = ""
    plugins: str = ""

    @property
    def asks_for_check(self) -> bool:
        """True where no note is published before a second person has checked it; previews show all."""
        return self.checked == "asked" and not self.drafts


SIZES = Sizes.__struct_fields__
IMAGE_LIMITS = {f"image_{name}": name for name in ImageLimits.__struct_fields__}
WORD_BUDGETS = {f"words_{name}": name for name in WordBudgets.__struct_fields__}
TEXTS = ("tagline", "introduction", "days", "licence", "licence_url", "report")
CHOICES = ("events", "lead_events", "checked", "publish", "model", "commit")
OWN_KEYS = (*TEXTS, *CHOICES, "store", *SIZES, *IMAGE_LIMITS, *WORD_BUDGETS)

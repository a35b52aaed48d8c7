"""Pelican's settings and our own, checked: every fault in one go."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from briefing.core import program
from briefing.core.problems import Location, Problem

LANGUAGES = ("en",)
# Which events are published: those that an editor stated, or where there are none those found in the text.
EventsShown = Literal["stated", "found"]
# Behind a commit that more was changed since than it tells.
DIRTY = "-dirty"
_COMMIT = re.compile(rf"(?:[0-9a-f]{{12,64}}(?:{DIRTY})?)?")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\^`{|}]+")


@dataclass(frozen=True, slots=True)
class Site:
    """What the site calls itself and where it stands. `url` has no trailing slash.

    `days` heads the run of days on the home page, `licence` is that of the content.
    """

    title: str
    url: str
    language: str = "en"
    tagline: str = ""
    introduction: str = ""
    days: str = "Day by day"
    licence: str = ""
    licence_url: str = ""

    @property
    def description(self) -> str:
        """What the site is, as far as it says so."""
        return self.tagline or self.introduction or self.title


@dataclass(frozen=True, slots=True)
class Folders:
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
        """The folders that make up the theme: what stands in the project's own goes before the program's."""
        own, packed = self.theme, program.theme()
        return (own, packed) if own.is_dir() and not own.samefile(packed) else (packed,)

    @property
    def sources(self) -> tuple[Path, ...]:
        """What shapes a site: content, themes, settings, and the program."""
        return (self.content, *self.themes, self.conf, program.PACKAGE)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many: keywords asked of YAKE, tags and summary sentences a note, notes a listing page or feed."""

    keywords: int = 30
    tags: int = 8
    sentences: int = 3
    per_page: int = 50
    feed: int = 50


@dataclass(frozen=True, slots=True)
class ImageLimits:
    """How large an image may be: in millions of pixels, and of bytes."""

    megapixels: int = 40
    megabytes: int = 10


LIMITS = ImageLimits()


@dataclass(frozen=True, slots=True)
class Settings:
    """All that shapes a build besides content and theme. `drafts` shows drafts too, for previews.

    `timezone` says which day it is for the editors, `events` which events are published. `commit` is that of
    the sources, `DIRTY` behind it where more was changed since, "" if not known.
    `plugins` is a digest of the code of Pelican's other plugins, which may set what templates see.
    """

    site: Site
    folders: Folders
    sizes: Sizes = field(default_factory=Sizes)
    image_limits: ImageLimits = LIMITS
    timezone: str = "UTC"
    events: EventsShown = "stated"
    drafts: bool = False
    commit: str = ""
    plugins: str = ""


SIZES = tuple(size.name for size in fields(Sizes))
IMAGE_LIMITS = {f"image_{limit.name}": limit.name for limit in fields(ImageLimits)}
TEXTS = ("tagline", "introduction", "days", "licence", "licence_url")
OWN_KEYS = (*TEXTS, "events", "store", "commit", *SIZES, *IMAGE_LIMITS)


def parse(
    mapping: Mapping[str, Any], *, root: Path, path: str
) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Read Pelican's settings, upper-case names, and our own under `BRIEFING`.

    Relative folders are taken from `root`. `path` names the settings file in Problems.
    Returns None for the settings where there is any Problem.
    """
    own = mapping.get("BRIEFING", {})
    source = _source(root, path)
    faults = [*_faults_of_site(mapping), *_faults_of_own(own)]
    folders = None
    if not faults:
        folders = _folders(mapping, own, root, path)
        faults += faults_of_output(folders)
        if "THEME" in mapping and not folders.theme.is_dir():
            allowed = "name the folder of your own templates and styles, or leave THEME out"
            faults.append(("THEME", f"there is no folder {folders.theme}", allowed))
    if faults or folders is None:
        places = ((Location(path, _line(source, key)), what, allowed) for key, what, allowed in faults)
        return None, tuple(Problem(place, "setting", what, allowed) for place, what, allowed in places)
    site = Site(
        title=mapping["SITENAME"],
        url=mapping["SITEURL"].rstrip("/"),
        language=mapping.get("DEFAULT_LANG", "en"),
        **{key: own[key] for key in TEXTS if key in own},
    )
    sizes = Sizes(**{key: own[key] for key in SIZES if key in own})
    limits = ImageLimits(**{limit: own[key] for key, limit in IMAGE_LIMITS.items() if key in own})
    chosen = Settings(
        site,
        folders,
        sizes,
        limits,
        timezone=mapping.get("TIMEZONE", "UTC"),
        events=own.get("events", "stated"),
        drafts=bool(mapping.get("BRIEFING_DRAFTS")),
        commit=own.get("commit", ""),
    )
    return chosen, ()


SettingFault = tuple[str, str, str]


def faults_of_output(folders: Folders) -> list[SettingFault]:
    """Refuse an output folder that is, holds or lies in one with sources, which it would overwrite."""
    output = folders.output.resolve()
    kept = (*folders.sources, folders.theme, folders.root / ".git")
    clash = output == folders.root.resolve() or any(
        output.is_relative_to(one.resolve()) or one.resolve().is_relative_to(output) for one in kept
    )
    if not clash:
        return []
    return [("OUTPUT_PATH", f"the site cannot be written to {folders.output}", "name a folder of its own")]


def _folders(mapping: Mapping[str, Any], own: Mapping[str, Any], root: Path, path: str) -> Folders:
    return Folders(
        root=root,
        content=root / mapping.get("PATH", "content"),
        theme=root / mapping.get("THEME", "theme"),
        output=root / mapping.get("OUTPUT_PATH", "output"),
        store=root / own.get("store", ".briefing"),
        conf=root / path,
    )


def _faults_of_site(mapping: Mapping[str, Any]) -> list[SettingFault]:
    faults: list[SettingFault] = []
    if not isinstance(mapping.get("SITENAME"), str) or not mapping["SITENAME"].strip():
        faults.append(("SITENAME", "SITENAME is missing", "give the site's title as text"))
    if not _is_address(mapping.get("SITEURL")):
        shown = mapping.get("SITEURL")
        faults.append(
            ("SITEURL", f"SITEURL {shown!r} is not an address", 'write it like "https://example.org"')
        )
    faults += [
        (key, f"{key} {mapping[key]!r} is not text", "write a folder's path in quotes")
        for key in ("PATH", "THEME", "OUTPUT_PATH")
        if not isinstance(mapping.get(key, ""), str)
    ]
    language = mapping.get("DEFAULT_LANG", "en")
    if language not in LANGUAGES:
        allowed = f"summaries, dates and figures are read in: {', '.join(LANGUAGES)}"
        faults.append(("DEFAULT_LANG", f"DEFAULT_LANG {language!r} is not known", allowed))
    timezone = mapping.get("TIMEZONE", "UTC")
    if not _is_timezone(timezone):
        near = difflib.get_close_matches(str(timezone), sorted(available_timezones()), 1)
        allowed = f"did you mean {near[0]}?" if near else "write its IANA name, as in Europe/London"
        faults.append(("TIMEZONE", f"TIMEZONE {timezone!r} is no time zone", allowed))
    return faults


def _is_timezone(name: object) -> bool:
    try:
        return isinstance(name, str) and bool(ZoneInfo(name))
    except (ValueError, KeyError, OSError):
        return False


def _is_address(shown: object) -> bool:
    """Tell whether a text is an address that can stand in a page and have paths put behind it."""
    if not isinstance(shown, str) or not _ADDRESS.fullmatch(shown):
        return False
    try:
        url = urlsplit(shown)
    except ValueError:
        return False
    return bool(url.netloc) and not url.query and not url.fragment


def _faults_of_own(own: object) -> list[SettingFault]:
    if not isinstance(own, dict):
        return [("BRIEFING", "BRIEFING is not a mapping", f"its keys are {', '.join(OWN_KEYS)}")]
    faults: list[SettingFault] = []
    for key in own:
        if key not in OWN_KEYS:
            near = difflib.get_close_matches(str(key), OWN_KEYS, 1)
            hint = f"did you mean {near[0]}?" if near else f"allowed are {', '.join(OWN_KEYS)}"
            faults.append((str(key), f"BRIEFING: unknown key {key!r}", hint))
    commit = own.get("commit", "")
    if not isinstance(commit, str) or not _COMMIT.fullmatch(commit):
        allowed = f'give its hash in full, with "{DIRTY}" behind it where more was changed since'
        faults.append(("commit", f"BRIEFING: commit {commit!r} is no commit", allowed))
    if (url := own.get("licence_url", "")) and not (isinstance(url, str) and _ADDRESS.fullmatch(url)):
        allowed = 'write it like "https://example.org/licence"'
        faults.append(("licence_url", f"BRIEFING: licence_url {url!r} is not an address", allowed))
    if own.get("licence_url") and not own.get("licence"):
        faults.append(("licence_url", "BRIEFING: licence_url stands without licence", "write both"))
    if own.get("events", "stated") not in get_args(EventsShown):
        allowed = f"write {' or '.join(get_args(EventsShown))}"
        faults.append(("events", f"BRIEFING: events {own['events']!r} is not known", allowed))
    faults += [
        (key, f"BRIEFING: {key} {own[key]!r} is not text", "write it in quotes")
        for key in (*TEXTS, "store")
        if key in own and not isinstance(own[key], str)
    ]
    faults += [
        (key, f"BRIEFING: {key} {own[key]!r} is not a count", "write a whole number from 1")
        for key in (*SIZES, *IMAGE_LIMITS)
        if key in own and (type(own[key]) is not int or own[key] < 1)
    ]
    return faults


def _source(root: Path, path: str) -> str:
    try:
        return (root / path).read_text("utf-8")
    except OSError:
        return ""


def _line(source: str, key: str) -> int:
    """Find the line that sets a key, 0 where nothing does."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == key:
            return node.lineno
        if isinstance(node, ast.Constant) and node.value == key:
            return node.lineno
    return 0

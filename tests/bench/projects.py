"""Invented notes in; the same site's project for Briefing, for Hugo and for stock Pelican on disk out.

All three get a page a note, a day and a tag, pages of fifty notes, and a feed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from invented import Campaign, Told

PROJECT = Path(__file__).resolve().parents[2]
PRESET = PROJECT / "briefing" / "presets" / "conflict"
URL = "https://bench.example"

SETTINGS = f"""\
SITENAME = "Bench"
SITEURL = "{URL}"
DEFAULT_LANG = "en"
TIMEZONE = "UTC"
PATH = "content"
THEME = "theme"
OUTPUT_PATH = "output"
PLUGINS = ["briefing.plugin"]
BRIEFING = {{"tagline": "An invented campaign", "introduction": "It means nothing.", "store": "store"}}
"""
PAGE = "---\ntitle: About\ndescription: What this is.\n---\nAn invented campaign.\n"

HUGO_SETTINGS = f"""\
baseURL = "{URL}/"
title = "Bench"
disableKinds = ["404"]
[pagination]
pagerSize = 50
[taxonomies]
tag = "tags"
day = "days"
source = "sources"
[services.rss]
limit = 50
"""
_LIST = (
    "{{ range .Paginator.Pages }}"
    '<li><time>{{ .Date.Format "2 January 2006" }}</time> <a href="{{ .RelPermalink }}">{{ .Title }}</a></li>'
    "{{ end }}"
)
_PAGER = (
    '{{ with .Paginator }}{{ if .HasPrev }}<a href="{{ .Prev.URL }}">Newer</a>{{ end }}'
    '{{ if .HasNext }}<a href="{{ .Next.URL }}">Older</a>{{ end }}{{ end }}'
)
HUGO_TEMPLATES = {
    "baseof.html": (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>'
        '<link rel="canonical" href="{{ .Permalink }}">'
        '<link rel="alternate" type="application/rss+xml" href="/index.xml"></head><body>'
        '<nav><a href="/">Home</a> <a href="/notes/">Notes</a> <a href="/tags/">Tags</a> '
        '<a href="/days/">Days</a></nav><main>{{ block "main" . }}{{ end }}</main></body></html>'
    ),
    "single.html": (
        '{{ define "main" }}<h1>{{ .Title }}</h1><time>{{ .Date.Format "2 January 2006" }}</time>'
        "{{ .Content }}<ul>"
        '{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>'
        '{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
        '{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ end }}'
    ),
    "list.html": f'{{{{ define "main" }}}}<h1>{{{{ .Title }}}}</h1><ul>{_LIST}</ul>{_PAGER}{{{{ end }}}}',
    "taxonomy.html": (
        '{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Data.Terms.Alphabetical }}'
        '<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }}</li>{{ end }}</ul>'
        "{{ end }}"
    ),
}

# A folder for each listing: else the second page of "a-1" and the first of "a-12" are one file.
PELICAN_SETTINGS = f"""\
SITENAME = "Bench"
SITEURL = "{URL}"
DEFAULT_LANG = "en"
TIMEZONE = "UTC"
AUTHOR = "Bench"
PATH = "content"
ARTICLE_PATHS = ["notes"]
DEFAULT_PAGINATION = 50
DAY_ARCHIVE_SAVE_AS = "{{date:%Y}}/{{date:%m}}/{{date:%d}}/index.html"
FEED_ALL_ATOM = "feeds/all.atom.xml"
FEED_MAX_ITEMS = 50
CATEGORY_SAVE_AS = "category/{{slug}}/index.html"
TAG_SAVE_AS = "tag/{{slug}}/index.html"
AUTHOR_SAVE_AS = "author/{{slug}}/index.html"
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
"""


def as_ours(told: Told) -> str:
    """A note as Briefing reads it."""
    tags = f"tags: [{', '.join(told.tags)}]\n" if told.tags else ""
    agency = f"agency: {told.agency}\n" if told.agency else ""
    events = "".join(f"  - {event}\n" for event in told.events)
    claims = "".join(f"  - {claim.keys}\n" for claim in told.claims)
    return (
        f'---\ntitle: "{told.title}"\nsource: {told.source}\n{agency}date: {told.day}\n{tags}'
        f"events:\n{events}claims:\n{claims}---\n{_body(told)}"
    )


def as_hugo(told: Told) -> str:
    """A note as Hugo reads it."""
    tags = ", ".join(f'"{tag}"' for tag in told.subjects)
    return (
        f'---\ntitle: "{told.title}"\ndate: {told.day}\ntags: [{tags}]\ndays: ["{told.day}"]\n'
        f"sources: [{told.source}]\n---\n{_body(told)}"
    )


def as_pelican(told: Told) -> str:
    """A note as Pelican reads it."""
    return (
        f"Title: {told.title}\nDate: {told.day}\nSlug: {told.name}\nCategory: {told.source}\n"
        f"Tags: {', '.join(told.subjects)}\n\n{_body(told)}"
    )


def _body(told: Told) -> str:
    return "\n\n".join(told.paragraphs) + "\n"


def place_of(told: Told) -> str:
    """Where a note's file is below the folder of notes, in all three projects."""
    return f"{told.day.year}/{told.name}.md"


def write_ours(campaign: Campaign, count: int, root: Path) -> None:
    """Lay out our project; the theme is the real one."""
    sources = [
        f"- {{id: {one}, kind: {'agency' if one in campaign.agencies else 'outlet'}, "
        f"label: {campaign.labels[one]}}}\n"
        for one in campaign.sources
    ]
    entities = [
        f"- {{id: {one.id}, kind: {one.kind}, label: {one.label}, aliases: [{', '.join(one.aliases)}]}}\n"
        for one in campaign.entities
    ]
    _write(
        root,
        {
            "pelicanconf.py": SETTINGS,
            "content/registry/sources.yml": "".join(sources),
            "content/registry/entities.yml": "".join(entities),
            "content/pages/about.md": PAGE,
            **{f"content/registry/{one.name}": one.read_text("utf-8") for one in PRESET.glob("*.yml")},
        },
    )
    (root / "theme").unlink(missing_ok=True)
    (root / "theme").symlink_to(PROJECT / "theme")
    _write_notes(campaign, count, root / "content" / "notes", as_ours)


def write_hugo(campaign: Campaign, count: int, root: Path) -> None:
    """Lay out Hugo's project."""
    templates = {f"layouts/_default/{name}": text for name, text in HUGO_TEMPLATES.items()}
    home = f'{{{{ define "main" }}}}<h1>Bench</h1><ul>{_LIST}</ul>{_PAGER}{{{{ end }}}}'
    _write(root, {"hugo.toml": HUGO_SETTINGS, **templates, "layouts/index.html": home})
    _write_notes(campaign, count, root / "content" / "notes", as_hugo)


def write_pelican(campaign: Campaign, count: int, root: Path) -> None:
    """Lay out stock Pelican's project."""
    _write(root, {"pelicanconf.py": PELICAN_SETTINGS})
    _write_notes(campaign, count, root / "content" / "notes", as_pelican)


WRITERS: Mapping[str, tuple[Callable[[Campaign, int, Path], None], Callable[[Told], str]]] = {
    "ours": (write_ours, as_ours),
    "hugo": (write_hugo, as_hugo),
    "pelican": (write_pelican, as_pelican),
}


def write(kind: str, count: int, root: Path, seed: int = 5) -> None:
    """Lay out a project of so many notes in a folder that is made anew."""
    shutil.rmtree(root, ignore_errors=True)
    WRITERS[kind][0](Campaign(seed), count, root)


def _write_notes(campaign: Campaign, count: int, folder: Path, shown: Callable[[Told], str]) -> None:
    for number in range(count):
        told = campaign.note(number)
        path = folder / place_of(told)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown(told), "utf-8")


def _write(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

"""Know the address of every page of the site and the file that answers it."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

from briefing.text import fold

HOME = ""
BRIEFINGS = "briefings/"
CHRONOLOGY = "chronology/"
KEY_DATES = "chronology/key/"
NOTES = "notes/"
ENTITIES = "entities/"
SOURCES = "sources/"
TAGS = "tags/"
SEARCH = "search/"
FIGURES = "figures/"
CORRECTIONS = "corrections/"
EXPORTS = "data/"
FEEDS = "feeds/"
ATOM = f"{FEEDS}atom.xml"
JSON_FEED = f"{FEEDS}feed.json"
SITEMAP = "sitemap.xml"
NOT_FOUND = "404.html"
BUILD = "build.json"
POSTERS = "posters/"
# The file that answers the address of its folder.
INDEX = "index.html"
# Where editors keep images, which have the same paths on the site.
IMAGES = "images/"


def part_of_sitemap(number: int) -> str:
    """One of several sitemaps, from 1: `sitemap-1.xml`."""
    return SITEMAP.replace(".", f"-{number}.")


def briefing(day: date) -> str:
    """The briefing of a day: `briefings/2018/12/14/`."""
    return f"{BRIEFINGS}{day:%Y/%m/%d}/"


def known(day: date) -> str:
    """All figures as known on a day: `briefings/2018/12/14/figures/`."""
    return f"{briefing(day)}{FIGURES}"


def note(slug: str, anchor: str = "") -> str:
    """A note, or a place in it."""
    return f"{NOTES}{slug}/" + (f"#{anchor}" if anchor else "")


def entity(id_: str) -> str:
    """A person, group or place."""
    return f"{ENTITIES}{id_}/"


def reporter(id_: str, *, is_entity: bool) -> str:
    """Return the address of an outlet or agency: what is an entity too has one page."""
    return entity(id_) if is_entity else source(id_)


def source(id_: str) -> str:
    """An outlet or agency."""
    return f"{SOURCES}{id_}/"


def tag(label: str) -> str:
    """All notes under a tag."""
    return f"{TAGS}{fold.slug(label) or 'tag'}/"


def group(what: str, of: str) -> str:
    """All figures of a measure and a group; all positions on a place."""
    return f"{FIGURES}{what}-{of}/"


def claimant(id_: str) -> str:
    """All that one claimant says."""
    return f"{FIGURES}by/{id_}/"


def month(name: str) -> str:
    """All figures whose period ends in a month, "2018-12"."""
    return f"{FIGURES}until/{name}/"


def page(slug: str) -> str:
    """A page of the editors' own."""
    return f"{slug}/"


def feed(href: str) -> str:
    """The feed of what a page is about: `feeds/entities/hajin.xml`."""
    return f"{FEEDS}{href.rstrip('/')}.xml"


def poster(href: str) -> str:
    """What other sites show of a page that is shared: `posters/briefings/2018/12/14.png`."""
    return f"{POSTERS}{href.rstrip('/') or 'home'}.png"


def output_path(href: str) -> str:
    """The file, below the output folder, that answers an address."""
    return f"{href}{INDEX}" if href == HOME or href.endswith("/") else href


def href_of(path: str) -> str:
    """The address that a file below the output folder answers."""
    return path.removesuffix(INDEX) if f"/{path}".endswith(f"/{INDEX}") else path


def of_file(path: str) -> str:
    """The address of a file of the content folder; what is no note, page or lead keeps its path."""
    folder, stem = path.partition("/")[0] + "/", PurePosixPath(path).stem
    if not path.endswith(".md"):
        return path
    if folder == BRIEFINGS:
        return f"{BRIEFINGS}{stem.replace('-', '/')}/"
    return note(fold.slug(stem)) if folder == NOTES else page(fold.slug(stem))


def root_of(href: str) -> str:
    """The relative way from a page back to the site's root: "./", "../", "../../" and so on."""
    return "../" * href.count("/") or "./"


def resolve(href: str, root: str) -> str:
    """An address as a page with that root writes it."""
    return f"{root}{href}"

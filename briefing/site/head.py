"""The head of a page: title, description, addresses, JSON-LD."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from msgspec.structs import replace

from briefing.content import urls
from briefing.core import edtf
from briefing.site.parts import Head, Link, Poster

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from briefing.chronology.cards import Card
    from briefing.core.model import Image
    from briefing.core.registry import Entity
    from briefing.core.settings import Site

DESCRIPTION = 160
# Marks that mean something in an address, besides letters of the Latin alphabet and digits.
_OF_ADDRESSES = "!#$%&'()*+,/:;=?@~"
_PLAIN = re.compile(r"[\w./-]*", re.ASCII)
_IN_MAIL = "subject=Error%20on%20{page}&body=Page:%20{page}%0AEdition:%20{edition}%0ASHA-256:%20{hash}%0A%0A"
_IN_QUERY = "page={page}&edition={edition}&hash={hash}"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
SCHEMA_KINDS = {"person": "Person", "group": "Organization", "place": "Place", "thing": "Thing"}


def head(
    site: Site,
    *,
    title: str,
    description: str,
    path: str,
    section: str,
    about: Mapping[str, Any] | None = None,
    feed: Link | None = None,
    poster: Poster | None = None,
) -> Head:
    """Make a page's head. `about` is what its JSON-LD adds; its `@type` says what the page is."""
    described = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": title,
        "url": absolute(site, path),
        "inLanguage": site.language,
        **(about or {}),
    }
    return Head(
        title=title if path == urls.HOME else f"{title} · {site.title}",
        description=shorten(description),
        path=path,
        root=_base(site) if path == urls.NOT_FOUND else urls.root_of(path),
        canonical=absolute(site, path),
        og_type="article" if described["@type"] == "Article" else "website",
        json_ld=embedded_json(described),
        section=section,
        robots="noindex" if path == urls.NOT_FOUND else "",
        feed=feed,
        poster=poster,
        report=error_report(site, path),
    )


def error_report(site: Site, path: str, *, edition: str = "", sha256: str = "") -> str:
    """Return the address that reports an error in a page, its edition and its hash with it; "" for none.

    Where the settings do not say how the page is told, it is told in the address's query.
    """
    address = site.report
    if not address:
        return ""
    if "{page}" not in address:
        told = _IN_MAIL if address.startswith("mailto:") else _IN_QUERY
        address = f"{address}{'&' if '?' in address else '?'}{told}"
    for name, value in (("page", absolute(site, path)), ("edition", edition), ("hash", sha256)):
        address = address.replace(f"{{{name}}}", quote(value, safe=""))
    return address


def moved(site: Site, old: str, new: str) -> Head:
    """Make the head of a page that leads on to another: search engines keep that one alone."""
    made = head(
        site,
        title=f"Moved: /{old}",
        description=f"What stood at /{old} is at /{new} now.",
        path=old,
        section="",
    )
    return replace(made, canonical=absolute(site, new), json_ld="", robots="noindex")


def absolute(site: Site, path: str) -> str:
    """Return the web address of a page or file; parts that are quoted already stay as they are."""
    return f"{site.url}/{path if _PLAIN.fullmatch(path) else quote(path, safe=_OF_ADDRESSES)}"


def _base(site: Site) -> str:
    """Return the path of the site's root on its host, with slashes at both ends."""
    return urlsplit(site.url).path.rstrip("/") + "/"


def shorten(text: str, limit: int = DESCRIPTION) -> str:
    """Cut a text after its last whole word within the limit; a cut ends in "…"."""
    folded = " ".join(text.split())
    if len(folded) <= limit:
        return folded
    return folded[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def embedded_json(value: Mapping[str, Any]) -> str:
    """Return JSON for a `<script>`: no character in it can end the element."""
    text = _JSON.encode(value)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def about_note(
    site: Site, card: Card, headline: str, url: str, images: Iterable[tuple[str, Image]] = ()
) -> dict[str, Any]:
    """Describe a note as an article based on a press report; `images` come with their paths."""
    report: dict[str, Any] = {"@type": "NewsArticle", "publisher": _publisher(card.source_label)}
    if headline:
        report["headline"] = headline
    if url:
        report["url"] = url
    if card.date.is_day and card.date.is_sure and not card.is_inferred:
        report["datePublished"] = card.date.text
    told = {
        "@type": "Article",
        "headline": card.title,
        "temporalCoverage": card.date.text,
        "isBasedOn": report,
        "about": [_thing(site, ref.id, ref.kind, ref.label) for ref in card.entities if ref.count],
    }
    shown = [_image(site, path, image) for path, image in images]
    return {**told, "image": shown} if shown else told


def _image(site: Site, path: str, image: Image) -> dict[str, Any]:
    """Describe an image: what it shows, who made it and its licence."""
    named = {"@type": "CreativeWork", "name": image.licence}
    on_the_web = image.licence_url.startswith(("https:", "http:"))
    told = {
        "contentUrl": absolute(site, quote(urls.of_file(path))),
        "description": image.text.strip(),
        "caption": image.caption,
        "creditText": image.credit,
        "license": image.licence_url if on_the_web else image.licence and named,
    }
    return {"@type": "ImageObject", **{key: value for key, value in told.items() if value}}


def about_day(day: date, headline: str) -> dict[str, Any]:
    """Describe a briefing as an article on one day."""
    shown = edtf.display(edtf.of_day(day))
    return {"@type": "Article", "headline": f"{shown}: {headline}", "temporalCoverage": day.isoformat()}


def about_entity(entity: Entity) -> dict[str, Any]:
    """Describe a page on an entity by the entity."""
    thing: dict[str, Any] = {"@type": SCHEMA_KINDS[entity.kind], "name": entity.label}
    if entity.aliases:
        thing["alternateName"] = [alias.text for alias in entity.aliases]
    if entity.position:
        thing["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": entity.position.lat,
            "longitude": entity.position.lon,
        }
    return {"@type": "CollectionPage", "about": thing}


def about_site(site: Site) -> dict[str, Any]:
    """Describe the home page as the site."""
    return {"@type": "WebSite", "description": site.description}


def _publisher(label: str) -> dict[str, str]:
    return {"@type": "Organization", "name": label}


def _thing(site: Site, id_: str, kind: str, label: str) -> dict[str, str]:
    return {"@type": SCHEMA_KINDS[kind], "name": label, "url": absolute(site, urls.entity(id_))}

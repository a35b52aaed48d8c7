"""Cards and all else that pages read in; the facts that changed since a folder was last built out.

They are put into the folder's store, and whatever read them becomes stale with them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.engine.digests import digest
from briefing.engine.listings import Rows
from briefing.site import listings
from briefing.site.models import TEMPLATES
from briefing.site.render import templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.build.cache_database import Analysed
    from briefing.build.content_cache import Texts
    from briefing.engine.graph import Traces
    from briefing.engine.listings import Placed
    from briefing.site.catalogue import Catalogue
    from briefing.site.render.templates import Theme

BATCH = 500
# Facts of which all are told each time: one that is missing is no more.
WHOLE = ("entity", "source", "lead", "page", "asset", "template")


def everything(
    catalogue: Catalogue, theme: Theme, texts: Texts, cards: Mapping[str, Analysed], traces: Traces
) -> set[str]:
    """Tell all that pages read; return the facts that changed."""
    rows = Rows(traces.connection, beside=listings.BESIDE)
    return _notes(catalogue, texts, cards, traces, rows) | _world(catalogue, theme, traces)


def _notes(
    catalogue: Catalogue, texts: Texts, cards: Mapping[str, Analysed], traces: Traces, rows: Rows
) -> set[str]:
    """Place the cards that are new or changed, drafts only where they are shown; return what changed."""
    shown = {"published", "withdrawn", *(("draft",) if catalogue.settings.drafts else ())}
    known = traces.notes()
    anew = not known
    # A card may stay the same where its note, which is shown in full on one page, does not.
    wanted = {path: (one.slug, f"{one.version} {one.sha256}") for path, one in cards.items()}
    stale = sorted(path for path, one in wanted.items() if known.get(path) != one)
    changed: set[str] = set()
    for at in range(0, len(stale), BATCH):
        placed: dict[str, Sequence[Placed]] = {}
        facts: dict[str, str] = {}
        some = stale[at : at + BATCH]
        for path in some:
            slug = cards[path].slug
            card = catalogue.look_up_card(slug)
            placed[slug] = listings.rows(card) if card.status in shown else ()
            facts |= listings.facts(card)
            facts[f"note {slug}"] = texts.versions[path]
        with traces.change_all():
            changed |= _place(rows, traces, placed, anew=anew)
            changed.update(traces.tell(facts))
            traces.keep_notes({path: wanted[path] for path in some})
    gone = {path: slug for path, (slug, _) in known.items() if path not in cards}
    with traces.change_all():
        changed |= _place(rows, traces, dict.fromkeys(gone.values(), ()), anew=False)
        changed |= _forget(
            traces,
            (f"{kind} {slug}" for kind in ("card", "claims", "events", "note") for slug in gone.values()),
        )
        traces.forget_notes(gone)
    return changed


def _place(rows: Rows, traces: Traces, placed: Mapping[str, Sequence[Placed]], *, anew: bool) -> set[str]:
    facts = rows.place(placed, anew=anew)
    traces.change(facts)
    return set(facts)


def _forget(traces: Traces, facts: Iterable[str]) -> set[str]:
    gone = list(facts)
    traces.forget(gone)
    traces.change(gone)
    return set(gone)


def _world(catalogue: Catalogue, theme: Theme, traces: Traces) -> set[str]:
    """Tell everything that pages read besides notes; return what changed."""
    registry, settings = catalogue.registry, catalogue.settings
    facts = {
        "settings site": digest(settings.site),
        "settings sizes": digest(settings.sizes),
        "settings commit": settings.commit,
        "chrome": digest(catalogue.chrome_of_site),
        "basemap": digest(catalogue.basemap),
        "registry entities": digest([replace(one, line=0) for one in registry.entities]),
        "registry sources": digest([replace(one, line=0) for one in registry.sources]),
        "pages": digest([page.slug for page in catalogue.pages]),
        **{f"entity {one.id}": digest(replace(one, line=0)) for one in registry.entities},
        **{f"source {one.id}": digest(replace(one, line=0)) for one in registry.sources},
        **{f"lead {one.date.start}": digest(one) for one in catalogue.leads},
        **{f"page {one.slug}": digest(one) for one in catalogue.pages},
        **{f"asset {name}": href for name, href in catalogue.assets.items()},
        **{f"template {name}": made for name, made in templates.fingerprints(theme, TEMPLATES).items()},
    }
    with traces.change_all():
        known = {name for kind in WHOLE for name in traces.told(f"{kind} ")}
        return {*traces.tell(facts), *_forget(traces, known - facts.keys())}

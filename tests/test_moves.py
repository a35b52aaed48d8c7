"""Old addresses: what stands there, who is told of it, and what check says of those that are gone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import campaign
import pytest

from briefing.build import check
from briefing.content import edits, rename, schema
from briefing.core.problems import Problem, RefusedError
from briefing.site import record
from briefing.verify import verify

SITE = "https://dyke.example"
CLAIMS = "claims:\n  - {by: vane, who: brigade, what: killed, value: 12, place: aldmoor}\n"
BODY = "The Dyke Brigade reached Aldmoor on Thursday, Colonel Vane said. 12 fighters were killed."
NOTES = {
    "dyke.md": campaign.note(body=BODY, extra=f"tags: [sluice gate]\n{CLAIMS}"),
    "gate.md": campaign.note(
        "Sluice gate opens",
        "2021-03-05",
        "The sluice gate opened on Friday, Colonel Vane said. The old sluice gate had held for years.",
    ),
}
# Each with what stands at its old addresses then.
RENAMED = {
    ("dyke", "dyke-holds"): {"notes/dyke/": "notes/dyke-holds/"},
    ("about", "us"): {"about/": "us/"},
    ("gazette", "herald"): {"sources/gazette/": "sources/herald/"},
    ("vane", "ada"): {"entities/vane/": "entities/ada/", "figures/by/vane/": "figures/by/ada/"},
    ("brigade", "guard"): {
        "entities/brigade/": "entities/guard/",
        "figures/killed-brigade/": "figures/killed-guard/",
    },
    ("killed", "dead"): {"figures/killed-brigade/": "figures/dead-brigade/"},
    ("sluice gate", "flood gate"): {"tags/sluice-gate/": "tags/flood-gate/"},
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return campaign.write(tmp_path, NOTES)


def renamed(root: Path, old: str, new: str) -> None:
    edits.write(root / "content", rename.rename(root / "content", old, new, site=SITE)[1])


@pytest.mark.parametrize("names", RENAMED)
def test_an_old_address_leads_on_and_a_build_that_goes_on_equals_one_from_nothing(
    names: tuple[str, str], root: Path
) -> None:
    first = campaign.made(campaign.chosen(root))
    renamed(root, *names)
    report = campaign.made(campaign.chosen(root))
    made = campaign.files(root / "output")
    told = json.loads(made["build.json"])
    assert told["moved"] == RENAMED[names]
    assert told["pages"] == first.pages
    for old, new in RENAMED[names].items():
        page = made[f"{old}index.html"].decode()
        up = "../" * old.count("/")
        assert f'<meta http-equiv="refresh" content="0; url={up}{new}">' in page
        assert f'<link rel="canonical" href="{SITE}/{new}">' in page
        assert '<meta name="robots" content="noindex">' in page
        assert re.search(f'It is now under <a href="{up}{new}" dir="auto">[^<]', page)
        others = [made[path] for path in made if path.startswith(("search/", "sitemap", "feeds/feed"))]
        assert not [
            text for text in others if f"{SITE}/{old}<".encode() in text or f'"{old}"'.encode() in text
        ]
    feeds = {
        f"feeds/{old[:-1]}.xml": f"feeds/{new[:-1]}.xml"
        for old, new in RENAMED[names].items()
        if old.startswith(("entities/", "figures/")) and "/by/" not in old
    }
    assert all(old not in made and new in made for old, new in feeds.items())
    lines = sorted(f"/{old} /{new} 301" for old, new in (RENAMED[names] | feeds).items())
    assert sorted(made["_redirects"].decode().splitlines()) == lines
    assert verify(root / "output") == ()
    assert report.warnings == first.warnings
    campaign.made(campaign.chosen(root, output="clean", store=".other"))
    assert campaign.files(root / "clean") == made


def test_a_site_without_old_addresses_says_nothing_of_them(root: Path) -> None:
    campaign.made(campaign.chosen(root))
    assert not (root / "output/_redirects").exists()
    assert "moved" not in json.loads((root / "output/build.json").read_text("utf-8"))


def test_all_pages_of_a_long_listing_lead_on(root: Path) -> None:
    for number in range(6):
        (root / f"content/notes/n{number}.md").write_text(
            campaign.note(f"N{number}", f"2021-03-1{number}"), "utf-8"
        )
    renamed(root, "vane", "ada")
    own = {"tagline": "A flood", "introduction": "Told.", "store": ".store", "per_page": 2}
    campaign.made(campaign.chosen(root, BRIEFING=own))
    moved = record.moved((root / "output/build.json").read_bytes())
    assert moved == {
        "entities/vane/": "entities/ada/",
        **{f"entities/vane/page/{page}/": f"entities/ada/page/{page}/" for page in (1, 2, 3)},
        "figures/by/vane/": "figures/by/ada/",
    }
    assert verify(root / "output") == ()


def test_a_renamed_tag_holds_for_texts_too(root: Path) -> None:
    """Two notes have it, of which one says so in its head."""
    renamed(root, "sluice gate", "flood gate")
    campaign.made(campaign.chosen(root))
    page = (root / "output/tags/flood-gate/index.html").read_text("utf-8")
    assert "Dyke holds" in page
    assert "Sluice gate opens" in page


def test_the_tag_of_an_entity_with_another_label_leads_on(root: Path) -> None:
    registry = root / "content/registry"
    (registry / "entities.yml").write_text(
        campaign.ENTITIES.replace("label: Ada Vane", "label: A. Vane"), "utf-8"
    )
    (registry / "tags.yml").write_text("- {label: A. Vane, former: [Ada Vane]}\n", "utf-8")
    assert [one for one in told(root) if one.severity == "error"] == []
    campaign.made(campaign.chosen(root))
    assert record.moved((root / "output/build.json").read_bytes()) == {"tags/ada-vane/": "tags/a-vane/"}
    assert verify(root / "output") == ()


def test_readers_of_feeds_know_a_renamed_note(root: Path) -> None:
    renamed(root, "dyke", "dyke-holds")
    campaign.made(campaign.chosen(root))
    feed = ET.parse(root / "output/feeds/atom.xml")  # noqa: S314 - our own
    told = [one.text for one in feed.getroot().iter("{http://www.w3.org/2005/Atom}id")]
    assert told == [f"{SITE}/", f"{SITE}/notes/gate/", f"{SITE}/notes/dyke/"]
    items = json.loads((root / "output/feeds/feed.json").read_text("utf-8"))["items"]
    assert [(one["id"], one["url"]) for one in items][1] == (
        f"{SITE}/notes/dyke/",
        f"{SITE}/notes/dyke-holds/",
    )


def test_a_draft_leads_nowhere_and_a_withdrawn_note_does(root: Path) -> None:
    gone = "status: withdrawn\nwithdrawn: 2021-03-09\nstatus_reason: It was a hoax.\nformer: [hoax]\n"
    (root / "content/notes/c.md").write_text(campaign.note("C", "2021-03-06", extra=gone), "utf-8")
    draft = "status: draft\nformer: [sketch]\n"
    (root / "content/notes/d.md").write_text(campaign.note("D", "2021-03-07", extra=draft), "utf-8")
    campaign.made(campaign.chosen(root))
    moved = record.moved((root / "output/build.json").read_bytes())
    assert moved == {"notes/hoax/": "notes/c/"}


GONE = {
    "notes/gate.md": "/notes/gate/ was published, and leads nowhere now; "
    "write former: [gate] in the note that has taken its place",
    "pages/about.md": "/about/ was published, and leads nowhere now; "
    "write former: [about] in the page that has taken its place",
}


@pytest.mark.parametrize("path", GONE)
def test_check_and_build_warn_of_an_address_that_was_published_and_is_gone(path: str, root: Path) -> None:
    settings = campaign.chosen(root)
    campaign.made(settings)
    file = root / "content" / path
    text = file.read_text("utf-8")
    file.unlink()

    def warnings() -> list[str]:
        published = record.published(settings.folders.output)
        return [str(one) for one in told(root, published) if one.rule == "gone-address"]

    where = (root / "content").as_posix()
    assert warnings() == [f"{where}: warning: {GONE[path]}"]
    file.with_name("another.md").write_text(
        text.replace("---\n", f"---\nformer: [{file.stem}]\n", 1), "utf-8"
    )
    assert warnings() == []
    file.with_name("another.md").unlink()
    report = campaign.made(settings)
    assert [str(one) for one in report.warnings if one.rule == "gone-address"] == [
        f"{where}: warning: {GONE[path]}"
    ]
    assert warnings() == []


def told(root: Path, published: dict[str, str] | None = None) -> list[Problem]:
    found = check.read(root / "content", today=campaign.TODAY, site=SITE, published=published or {})[1]
    return list(found)


def test_check_warns_of_nothing_where_nothing_was_published(root: Path) -> None:
    assert told(root, record.published(root / "output")) == told(root)


def test_entities_and_sources_that_are_gone_are_told(root: Path) -> None:
    campaign.made(campaign.chosen(root))
    registry = root / "content/registry"
    (registry / "sources.yml").write_text(campaign.SOURCES.replace("id: courier", "id: post"), "utf-8")
    text = campaign.ENTITIES.replace("id: vane", "id: ada")
    (registry / "entities.yml").write_text(text, "utf-8")
    (root / "content/notes/dyke.md").write_text(NOTES["dyke.md"].replace("by: vane", "by: ada"), "utf-8")
    report = campaign.made(campaign.chosen(root))
    assert [one.what for one in report.warnings if one.rule == "gone-address"] == [
        "/entities/vane/ was published, and leads nowhere now",
        "/sources/courier/ was published, and leads nowhere now",
    ]


def test_one_former_address_is_that_of_one_note(root: Path) -> None:
    """A build that reads only what changed tells the same as one that reads all."""
    notes = root / "content/notes"
    campaign.made(campaign.chosen(root))
    cases = {
        "dyke": (
            "a",
            (
                'former: "dyke" is the address of another, content/notes/dyke.md; '
                "leave it out, or give that one another address"
            ),
        ),
        "a": ("a", 'former: "a" is its own address; leave it out'),
    }
    for former, (name, what) in cases.items():
        file = notes / f"{name}.md"
        file.write_text(campaign.note("A", "2021-03-08", extra=f"former: [{former}]\n"), "utf-8")
        assert [f"{one.what}; {one.allowed}" for one in told(root) if one.rule == "former-name"] == [what]
        with pytest.raises(RefusedError) as refused:
            campaign.made(campaign.chosen(root))
        assert [f"{one.what}; {one.allowed}" for one in refused.value.problems] == [what]
    (notes / "a.md").write_text(campaign.note("A", "2021-03-08", extra="former: [x]\n"), "utf-8")
    campaign.made(campaign.chosen(root))
    (notes / "b.md").write_text(campaign.note("B", "2021-03-09", extra="former: [x]\n"), "utf-8")
    with pytest.raises(RefusedError) as refused:
        campaign.made(campaign.chosen(root))
    (notes / "b.md").unlink()
    assert [str(one.what) for one in refused.value.problems] == [
        'former: "x" is a former address of a too, content/notes/a.md'
    ]
    (notes / "x.md").write_text(campaign.note("X", "2021-03-09"), "utf-8")
    with pytest.raises(RefusedError) as refused:
        campaign.made(campaign.chosen(root))
    assert [str(one.what) for one in refused.value.problems] == [
        'former: "x" is the address of another, content/notes/x.md'
    ]


def test_a_draft_may_not_have_a_former_name_of_another_either(root: Path) -> None:
    """The preview shows it: what check accepts, that builds too."""
    notes = root / "content/notes"
    (notes / "x.md").write_text(campaign.note("X", "2021-03-09", extra="status: draft\n"), "utf-8")
    (notes / "a.md").write_text(campaign.note("A", "2021-03-08", extra="former: [x]\n"), "utf-8")
    (notes / "b.md").write_text(
        campaign.note("B", "2021-03-10", extra="status: draft\nformer: [dyke]\n"), "utf-8"
    )
    assert [one.what for one in told(root) if one.rule == "former-name"] == [
        'former: "x" is the address of another, content/notes/x.md',
        'former: "dyke" is the address of another, content/notes/dyke.md',
    ]


def test_schemas_know_former_names() -> None:
    described = schema.schemas()
    for name in ("note.json", "page.json"):
        assert described[name]["properties"]["former"]["type"] == "array"
    for name in ("sources.json", "entities.json", "measures.json", "units.json", "tags.json"):
        assert described[name]["items"]["properties"]["former"]["type"] == "array"

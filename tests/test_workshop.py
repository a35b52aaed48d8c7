"""The workshop of a preview: pages foreseen are those that a build makes, and no build is in their way."""

from __future__ import annotations

import os
import re
import threading
import time
from datetime import date
from pathlib import Path

import campaign
import pytest

from briefing.build import options, stores, workshop
from briefing.core.problems import BriefingError, RefusedError
from briefing.core.settings import Settings

CLAIM = "claims: [{by: vane, who: brigade, what: killed, value: 12}]\n"
TOLD = "The Dyke Brigade left Aldmoor on Thursday. Colonel Vane said 12 were killed."
NOTES = {
    "dyke.md": campaign.note(),
    "gate.md": campaign.note("Gate opens", "2021-03-05", TOLD, CLAIM),
    "lock.md": campaign.note("Lock jams", "2021-03-06"),
}
PAGE = "notes/{}/index.html".format
# What is edited: the file, its text, and the page that is open.
EDITS = {
    "a body": (
        "notes/gate.md",
        campaign.note("Gate opens", "2021-03-05", f"{TOLD} A miller ran.", CLAIM),
        "gate",
    ),
    "a title, from the page beside": ("notes/dyke.md", campaign.note("Dyke breaks"), "gate"),
    "a claim": (
        "notes/gate.md",
        campaign.note("Gate opens", "2021-03-05", TOLD, CLAIM.replace("}", ", bound: at-least}")),
        "gate",
    ),
    "a date": ("notes/lock.md", campaign.note("Lock jams", "2021-03-03"), "dyke"),
    "a new note": ("notes/weir.md", campaign.note("Weir holds", "2021-03-04"), "weir"),
    "a note withdrawn": (
        "notes/gate.md",
        campaign.note(
            "Gate opens", extra="status: withdrawn\nstatus_reason: It is not so.\nwithdrawn: 2021-05-01\n"
        ),
        "gate",
    ),
    "what concerns another page": (
        "notes/lock.md",
        campaign.note("Lock jams", "2021-03-06", "A sluice fell."),
        "dyke",
    ),
}


@pytest.fixture
def project(tmp_path: Path) -> Settings:
    campaign.write(tmp_path, NOTES)
    return campaign.chosen(tmp_path)


def kept(where: Settings) -> list[object]:
    """All rows of the stores of a build."""
    with stores.opened(where.folders) as held:
        return [
            row
            for connection in (held.graph.connection, held.content.connection)
            for (table,) in list(connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))
            for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own names
        ]


def test_a_page_that_is_foreseen_is_the_page_that_is_built_and_nothing_is_written(project: Settings) -> None:
    shop, folders = campaign.opened(project), project.folders
    for told, (path, text, slug) in EDITS.items():
        stands, before = campaign.files(folders.output), kept(project)
        found = shop.page(PAGE(slug), {path: text.encode()})
        assert (campaign.files(folders.output), kept(project)) == (stands, before), told
        (folders.content / path).write_text(text, "utf-8")
        campaign.opened(project, workshop=shop)
        built = (folders.output / PAGE(slug)).read_bytes()
        assert built == (stands[PAGE(slug)] if found is None else found), told
    assert shop.page(PAGE("dyke"), {}) is None


def test_a_page_of_the_editors_own_and_a_lead_are_foreseen_too(project: Settings) -> None:
    shop = campaign.opened(project)
    day = "briefings/2021/03/04/index.html"
    about = shop.page("about/index.html", {"pages/about.md": campaign.PAGE.replace("ours", "all").encode()})
    assert b"A page of all." in (about or b"")
    lead = shop.page(day, {"briefings/2021-03-04.md": b"---\ntitle: A dyke\n---\nLook at the *dyke*.\n"})
    assert b"Look at the <em>dyke</em>." in (lead or b"")


def test_a_draft_with_a_fault_is_refused_as_check_refuses_it(project: Settings) -> None:
    shop = campaign.opened(project)
    for text, told in (
        (campaign.note(extra="sauce: gazette\n"), 'unknown key "sauce"; did you mean source?'),
        (
            campaign.note(extra=CLAIM),
            "claim: figure 12 is not in the text; put it into the text, or correct it",
        ),
        (
            campaign.note().replace("gazette", "gazete"),
            "source: gazete: unknown source; did you mean gazette?",
        ),
    ):
        with pytest.raises(RefusedError) as refused:
            shop.page(PAGE("dyke"), {"notes/dyke.md": text.encode()})
        assert told in [one.text for one in refused.value.problems]


def test_what_cannot_be_foreseen_is_left_to_a_build(project: Settings) -> None:
    shop = workshop.Workshop(lambda: campaign.TODAY)
    with pytest.raises(BriefingError, match=r"^the preview is not built yet$"):
        shop.page(PAGE("dyke"), {})
    campaign.opened(project, workshop=shop)
    whole_checkout = {f"notes/{number}.md": campaign.note(f"Note {number}").encode() for number in range(500)}
    for saved in ({"registry/sources.yml": campaign.SOURCES.encode()}, whole_checkout):
        with pytest.raises(BriefingError, match=r"^only a build shows what was saved$"):
            shop.page(PAGE("dyke"), saved)
    edited = {**whole_checkout, "notes/dyke.md": campaign.note("Dyke breaks").encode()}
    assert b"Dyke breaks" in (shop.page(PAGE("dyke"), edited) or b"")
    with pytest.raises(BriefingError, match=rf"^{re.escape(PAGE('none'))}: LookupError"):
        shop.page(PAGE("none"), {})
    campaign.made(project)
    with pytest.raises(BriefingError, match=r"^another process has built since$"):
        shop.page(PAGE("dyke"), {})


def test_whoever_asks_in_the_midst_of_a_build_has_the_page_in_its_next_pause(project: Settings) -> None:
    shop = campaign.opened(project)
    found: list[bytes | None] = []
    asking: list[threading.Thread] = []
    draft = {"notes/dyke.md": campaign.note("Dyke breaks").encode()}
    pages = [project.folders.output / PAGE(name) for name in ("dyke", "gate", "lock")]

    def pause() -> None:
        if not asking:
            # The first pause comes when the first page stands, and nothing else.
            assert [b"held." in page.read_bytes() for page in pages] == [True, True, True]
            asking.append(threading.Thread(target=lambda: found.append(shop.page(PAGE("dyke"), draft))))
            asking[0].start()

    for name, text in NOTES.items():
        edited = text.replace("held.", "fell.").replace("killed.", "killed. It held.")
        (project.folders.content / "notes" / name).write_text(edited, "utf-8")
    campaign.opened(project, pause, shop, PAGE("gate"))
    asking[0].join()
    assert b"Dyke breaks" in (found[0] or b"")
    assert [b"held." in page.read_bytes() for page in pages] == [False, True, False]


def test_work_in_the_background_waits_for_the_end_of_a_build() -> None:
    shop = workshop.Workshop(lambda: campaign.TODAY)
    order: list[str] = []

    def work() -> None:
        shop.wait()
        order.append("work")

    with shop.session(tuple, lambda: None):
        beside = threading.Thread(target=work)
        beside.start()
        beside.join(0.1)
        order.append("built")
    beside.join(300)
    assert order == ["built", "work"]


@pytest.mark.parametrize("end", [options.OvertakenError, KeyboardInterrupt])
def test_a_build_that_ends_in_each_of_its_pauses_in_turn_ends_as_a_clean_one(
    project: Settings, end: type[BaseException]
) -> None:
    folders, shop = project.folders, campaign.opened(project)
    left = [0]

    def pause() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise end

    for number in range(4):
        for name, text in NOTES.items():
            edited = text.replace('title: "', f'title: "{number} ')
            (folders.content / "notes" / name).write_text(edited, "utf-8")
        # All notes change with it.
        named = campaign.ENTITIES.replace("label: Aldmoor", f"label: Aldmoor {number}")
        (folders.content / "registry/entities.yml").write_text(named, "utf-8")
        left[0] = number
        with pytest.raises(end):
            campaign.opened(project, pause, shop, PAGE("gate"))
        assert f"{number} Gate opens".encode() in (folders.output / PAGE("gate")).read_bytes()
    campaign.opened(project, workshop=shop)
    clean = campaign.chosen(folders.root, output="clean", store=".clean")
    campaign.made(clean)
    assert campaign.files(folders.output) == campaign.files(clean.folders.output)


def test_a_clock_that_is_set_back_hides_no_edit(project: Settings) -> None:
    file = project.folders.content / "notes/dyke.md"
    shop = campaign.opened(project)
    ahead = time.time_ns() + 86_400_000_000_000
    for word in ("fell.", "rose."):
        file.write_text(file.read_text("utf-8").replace("held.", word).replace("fell.", word), "utf-8")
        # What was saved before the clock was set back lies in the future, and what is saved now does too.
        os.utime(file, ns=(ahead, ahead))
        campaign.opened(project, workshop=shop)
        assert word.encode() in (project.folders.output / PAGE("dyke")).read_bytes()
    with pytest.raises(RefusedError) as refused:
        campaign.made(project, date(2021, 3, 5))
    assert [one.location.path.rpartition("/")[2] for one in refused.value.problems] == ["lock.md"]

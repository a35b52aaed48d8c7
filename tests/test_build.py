"""The build as a whole: incremental is the same as clean, on any machine, however it was interrupted."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import campaign
import forks
import images
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing import verify
from briefing.build import check, up_to_date
from briefing.content import urls
from briefing.core.problems import RefusedError, errors
from briefing.core.settings import Settings
from briefing.engine import database
from briefing.site import page_kinds

NOTES = {
    "2021-03-04-gazette-a.md": campaign.note(),
    "2021-03-05-gazette-b.md": campaign.note("Gates open", "2021-03-05", extra="tags: [sluice gates]\n"),
}


def edit(root: Path, number: int) -> None:
    path = pick(root, number)
    added = f"Aldmoor was quiet on {10 + number} March 2021.\n"
    path.write_text(path.read_text("utf-8") + added, "utf-8")


def retitle(root: Path, number: int) -> None:
    replace(pick(root, number), 'title: "', f'title: "{number} ')


def add(root: Path, number: int) -> None:
    day = f"2021-03-{10 + number:02}"
    path = root / "content" / "notes" / f"{day}-gazette-new.md"
    path.write_text(campaign.note(f"New {number}", day), "utf-8")


def remove(root: Path, number: int) -> None:
    if len(list((root / "content" / "notes").iterdir())) > 1:
        pick(root, number).unlink()


def rename(root: Path, number: int) -> None:
    path = pick(root, number)
    path.rename(path.with_name(f"2021-02-0{1 + number}-renamed.md"))


def relabel(root: Path, number: int) -> None:
    replace(root / "content" / "registry" / "entities.yml", "label: Aldmoor", f"label: Aldmoor {number}")


def change_template(root: Path, number: int) -> None:
    append(root / "theme" / "templates" / "note.html", f"<!-- {number} -->")


def change_style(root: Path, number: int) -> None:
    append(root / "theme" / "static" / "site.css", f"/* {number} */")


def change_script(root: Path, number: int) -> None:
    append(root / "theme" / "scripts" / "search" / "01_page.js", f"const edit{number} = {number};\n")


def change_map(root: Path, number: int) -> None:
    ground = f"bounds: {{west: 0, south: 0, east: 9, north: {number + 1}}}\ncredit: Nobody\n"
    (root / "content" / "registry" / "map.yml").write_text(ground, "utf-8")


def move_place(root: Path, number: int) -> None:
    position = f"position: {{lat: {number}, lon: 1, precision: exact, basis: A map}}"
    replace(root / "content" / "registry" / "entities.yml", "description: A market town", position)


def rename_site(root: Path, number: int) -> None:
    (root / "title").write_text(f"Dyke {number}", "utf-8")


def title(root: Path) -> str:
    file = root / "title"
    return file.read_text("utf-8") if file.exists() else "Dyke 2021"


def claim(root: Path, number: int) -> None:
    figure = f"value: {9 + number}, period: 2021-03-01/2021-03-04"
    told = f"claims:\n  - {{by: vane, who: brigade, what: killed, {figure}}}\n"
    state(
        pick(root, number), "claims:", told, f"Of the Dyke Brigade {9 + number} were killed, Ada Vane said.\n"
    )


def hold(root: Path, number: int) -> None:
    told = "claims:\n  - {by: vane, who: brigade, what: controls, place: aldmoor, stance: partly}\n"
    state(pick(root, number), "claims:", told)


def correct(root: Path, number: int) -> None:
    told = f"corrections:\n  - {{date: 2021-05-{10 + number}, what: Wrong.}}\n"
    state(pick(root, number), "corrections:", told)


def withdraw(root: Path, number: int) -> None:
    state(
        pick(root, number),
        "status:",
        "status: withdrawn\nwithdrawn: 2021-05-09\nstatus_reason: It was of another year.\n",
    )


def doubt(root: Path, number: int) -> None:
    append(pick(root, number), f"Gates[[{number}]] and <br> stood.\n")


def repeat(root: Path, number: int) -> None:
    state(pick(root, number), "url:", "url: https://gazette.example/a\nsummary: The gates held.\n")


def state(path: Path, key: str, told: str, body: str = "") -> None:
    """Add a key to a note's front matter, once."""
    text = path.read_text("utf-8")
    if key not in text:
        path.write_text(text.replace("source: gazette\n", f"source: gazette\n{told}") + body, "utf-8")


def pick(root: Path, number: int) -> Path:
    notes = sorted((root / "content" / "notes").iterdir())
    return notes[number % len(notes)]


def replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def append(path: Path, added: str) -> None:
    path.write_text(path.read_text("utf-8") + added, "utf-8")


# What an editor, a designer or a maintainer does to a project.
STEPS = (
    *(edit, retitle, add, remove, rename, relabel, claim, hold, correct, withdraw, doubt, repeat),
    *(change_template, change_map, move_place, change_style, change_script, rename_site),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5)), min_size=1, max_size=4))
def test_an_incremental_build_equals_a_clean_one(
    steps: list[tuple[Callable[[Path, int], None], int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = campaign.write(Path(folder), NOTES)
        campaign.made(campaign.chosen(root))
        for step, number in steps:
            step(root, number)
            grown = campaign.made(campaign.chosen(root, SITENAME=title(root)))
        clean = campaign.made(campaign.chosen(root, output="clean", store=".other", SITENAME=title(root)))
        assert campaign.files(root / "output") == campaign.files(root / "clean")
        # Addresses that are gone can be told only by who knew the site before.
        of_content = tuple(one for one in grown.warnings if one.rule != "gone-address")
        assert of_content == clean.warnings == check.read(root / "content", today=campaign.TODAY)[1]


def test_notes_that_make_a_tag_common_move_it_on_the_notes_that_stand(tmp_path: Path) -> None:
    def told(rare: str, day: int, extra: str = "") -> str:
        body = "".join(f"The harbour and the {rare} burned {hour}.\n" for hour in ("early", "late", "again"))
        return campaign.note("X", f"2021-03-0{day}", body, extra)

    def tags(output: str) -> list[str]:
        notes = json.loads(campaign.files(root / output)["data/notes.json"])["notes"]
        return next(one["tags"] for one in notes if one["id"] == "2021-03-01-a")

    root = campaign.write(tmp_path, {"2021-03-01-a.md": told("sluice", 1)})
    where = campaign.chosen(root)
    campaign.made(where)
    later = ((2, "pontoon", ""), (3, "ferry", "status: draft\n"), (4, "tannery", ""), (5, "gasworks", ""))
    for day, rare, extra in later:
        assert tags("output") == ["harbour", "sluice"]
        path = root / f"content/notes/2021-03-0{day}-b.md"
        path.write_text(told(rare, day, extra))
        campaign.made(where)
    campaign.made(campaign.chosen(root, output="clean", store=".other"))
    assert campaign.files(root / "output") == campaign.files(root / "clean")
    assert tags("output") == ["sluice", "harbour"]


def test_what_check_warns_of_every_build_tells_whatever_changed(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    doubt(root, 0)
    told = [
        f'{root}/content/notes/2021-03-04-gazette-a.md:7: warning: "{written}" is {kind}, which readers '
        f"would see as it is written; {instead}, or put it in backticks if readers are to see it"
        for written, kind, instead in (
            ("<br>", "an HTML tag", "write Markdown"),
            ("[[0]]", "a wiki link", "write [words]({filename}file.md)"),
        )
    ]
    where = campaign.chosen(root)
    assert [str(one) for one in campaign.made(where).warnings] == told
    edit(root, 1)
    assert [str(one) for one in campaign.made(where).warnings] == told
    assert [str(one) for one in check.read(root / "content", today=campaign.TODAY)[1]] == told


def test_a_link_to_a_page_that_goes_with_another_note_is_told_when_it_goes(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    where = campaign.chosen(root)
    linking = root / "content/notes/2021-03-04-gazette-a.md"
    append(
        linking,
        "\nSee [the day](/briefings/2021/03/05/) and [it](https://dyke.example/notes/2021-03-05-gazette-b/).\n",
    )
    campaign.made(where)
    other = root / "content/notes/2021-03-05-gazette-b.md"
    told = other.read_text("utf-8")
    other.write_text(told.replace("title:", "status: draft\ntitle:"), "utf-8")
    with pytest.raises(RefusedError) as refused:
        campaign.made(where)
    assert [(one.rule, one.location.line) for one in refused.value.problems] == [("broken-link", 8)] * 2
    other.write_text(told, "utf-8")
    campaign.made(where)


def test_a_site_of_another_address_has_its_texts_checked_again(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    append(root / "content/notes/2021-03-04-gazette-a.md", "\nSee [it](https://other.example/none/).\n")
    campaign.made(campaign.chosen(root))
    with pytest.raises(RefusedError) as refused:
        campaign.made(campaign.chosen(root, SITEURL="https://other.example"))
    assert [one.rule for one in refused.value.problems] == ["broken-link"]


def test_what_every_site_has_an_empty_one_has_too(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, {})
    campaign.made(campaign.chosen(root))
    assert not [
        href for href in page_kinds.ALWAYS if not (root / "output" / urls.output_path(href)).is_file()
    ]


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    first = campaign.made(campaign.chosen(root))
    second = campaign.made(campaign.chosen(root))
    assert (first.notes, second.written, second.removed) == (2, 0, 0)
    assert first.written > 20


def test_an_edit_of_a_body_writes_its_page_its_hash_and_the_record(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    campaign.made(campaign.chosen(root))
    before = campaign.files(root / "output")
    path = root / "content" / "notes" / "2021-03-04-gazette-a.md"
    path.write_text(path.read_text("utf-8") + "\n## Later\n", "utf-8")
    campaign.made(campaign.chosen(root))
    after = campaign.files(root / "output")
    changed = sorted(name for name in after if after[name] != before[name] and not name.startswith("search/"))
    assert changed == ["build.json", "data/notes.json", "notes/2021-03-04-gazette-a/index.html"]


def test_an_edit_of_a_part_of_a_script_reaches_every_page_that_links_it(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    where = campaign.chosen(root)
    campaign.made(where)
    before = campaign.files(root / "output")
    change_script(root, 1)
    assert unchanged(where) == ""
    campaign.made(where)
    after = campaign.files(root / "output")
    (old,), (new,) = (
        [name for name in made if name.startswith("assets/search.")] for made in (before, after)
    )
    assert b"edit1" in after[new]
    pages = [name for name in after if name.endswith(".html")]
    assert [name for name in pages if new.encode() not in after[name] or old.encode() in after[name]] == []


def test_what_is_no_longer_made_is_removed_and_other_files_stay(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    campaign.made(campaign.chosen(root))
    (root / "output" / "CNAME").write_text("dyke.example")
    (root / "content" / "notes" / "2021-03-05-gazette-b.md").unlink()
    campaign.made(campaign.chosen(root))
    assert not (root / "output" / "notes" / "2021-03-05-gazette-b").exists()
    assert not (root / "output" / "briefings" / "2021" / "03" / "05").exists()
    assert (root / "output" / "CNAME").read_text() == "dyke.example"


def test_an_image_renamed_in_case_alone_is_renamed_on_disks_that_take_no_notice_of_it(tmp_path: Path) -> None:
    (tmp_path / "A").touch()
    if not (tmp_path / "a").exists():
        pytest.skip("this disk tells capitals from small letters")
    text = campaign.note(body="The gates at Aldmoor held.\n\n![Map]({static}/images/Old/Map.png)\n")
    root = campaign.write(tmp_path / "project", {"a.md": text})
    old, new = root / "content/images/Old", root / "content/images/old"
    old.mkdir(parents=True)
    (old / "Map.png").write_bytes(images.png())
    campaign.made(campaign.chosen(root))
    old.rename(new)
    (new / "Map.png").rename(new / "map.png")
    replace(root / "content/notes/a.md", "Old/Map.png", "old/map.png")
    campaign.made(campaign.chosen(root))
    assert [path for path in campaign.files(root / "output") if path.endswith(".png")] == [
        "images/old/map.png"
    ]


def test_a_page_changed_or_lost_behind_our_back_is_made_again(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    campaign.made(campaign.chosen(root))
    before = campaign.files(root / "output")
    (root / "output" / "index.html").write_text("gone")
    (root / "output" / "chronology" / "index.html").unlink()
    campaign.made(campaign.chosen(root))
    assert campaign.files(root / "output") == before


def test_drafts_and_withdrawn_notes_stand_on_no_page_but_tombstone_and_corrections(tmp_path: Path) -> None:
    secret = campaign.note("Secret", body="The zeppelin hangar burned at Aldmoor.", extra="status: draft\n")
    gone = "status: withdrawn\nwithdrawn: 2021-03-09\nstatus_reason: It was a hoax.\n"
    withdrawn = campaign.note("Hoax", body="The observatory dome fell at Aldmoor.", extra=gone)
    root = campaign.write(tmp_path, {**NOTES, "2021-03-06-c.md": secret, "2021-03-07-d.md": withdrawn})
    assert campaign.made(campaign.chosen(root)).notes == 2
    made = campaign.files(root / "output")
    assert not [name for name, content in made.items() if b"zeppelin" in content or b"dome fell" in content]
    told = {name for name, content in made.items() if b"hoax" in content}
    assert {name for name in told if not name.startswith(("data/", "feeds/"))} == {
        "corrections/index.html",
        "notes/2021-03-07-d/index.html",
    }
    assert "notes/2021-03-06-c/index.html" not in made
    campaign.made(campaign.chosen(root, output="preview", BRIEFING_DRAFTS=True))
    assert "notes/2021-03-06-c/index.html" in campaign.files(root / "preview")


def test_content_with_problems_is_refused_and_the_site_stays(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    campaign.made(campaign.chosen(root))
    before = campaign.files(root / "output")
    bad = root / "content" / "notes" / "bad.md"
    bad.write_text(campaign.note(extra="sumary: x\n"), "utf-8")
    with pytest.raises(RefusedError) as refused:
        campaign.made(campaign.chosen(root))
    assert [problem.rule for problem in refused.value.problems] == ["unknown-key"]
    assert campaign.files(root / "output") == before


# Each puts something wrong into the content: a fault within a file, between files, in the registry.
WRONGS: tuple[Callable[[Path], object], ...] = (
    lambda notes: replace(notes / "2021-03-04-gazette-a.md", 'title: "', 'titel: "'),
    lambda notes: replace(notes / "2021-03-05-gazette-b.md", "source: ", "source: nobody-"),
    lambda notes: (notes / "bad.md").write_text("---\ntitle: [\n---\nText.\n", "utf-8"),
    lambda notes: (notes / "later.md").write_text(campaign.note("Later", "2031-03-04"), "utf-8"),
    lambda notes: (notes / "links.md").write_text(campaign.note(body="See [it](bad.md).\n"), "utf-8"),
    lambda notes: (notes / "2021-03-05-Gazette-B.md").write_text(campaign.note(), "utf-8"),
)


@pytest.mark.parametrize("wrongs", [*((wrong,) for wrong in WRONGS), WRONGS[:2], WRONGS[2:5], WRONGS])
def test_a_build_that_reads_only_what_changed_tells_all_that_is_wrong(
    wrongs: tuple[Callable[[Path], object], ...], tmp_path: Path
) -> None:
    root = campaign.write(tmp_path, NOTES)
    where, notes = campaign.chosen(root), root / "content" / "notes"
    campaign.made(where)
    before = campaign.files(root / "output")
    for wrong in wrongs:
        wrong(notes)
    _, told = check.read(where.folders.content, today=campaign.TODAY)
    for _ in range(2):
        with pytest.raises(RefusedError) as refused:
            campaign.made(where)
        assert errors(refused.value.problems) == errors(told)
    shutil.rmtree(notes)
    notes.mkdir()
    for name, text in NOTES.items():
        (notes / name).write_text(text, "utf-8")
    campaign.made(where)
    assert campaign.files(root / "output") == before


def unchanged(where: Settings) -> str:
    return up_to_date.unchanged(where, up_to_date.look(where, today=campaign.TODAY))


def test_a_build_with_nothing_to_do_is_known_without_building(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    where = campaign.chosen(root)
    assert unchanged(where) == ""
    time.sleep(0.1)
    campaign.made(where)
    assert unchanged(where).startswith("2 notes, 2 briefings")
    (root / "output" / "index.html").unlink()
    assert unchanged(where) == ""


def test_an_edit_within_the_clocks_grain_is_not_missed(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    where = campaign.chosen(root)
    path = root / "content" / "notes" / "2021-03-04-gazette-a.md"
    soon = time.time_ns() + 5_000_000_000
    os.utime(path, ns=(soon, soon))
    campaign.made(where)
    assert unchanged(where) == ""


@pytest.mark.parametrize("damage", [b"not a database at all", b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_store_is_built_anew(tmp_path: Path, damage: bytes) -> None:
    root = campaign.write(tmp_path, NOTES)
    where = campaign.chosen(root)
    campaign.made(where)
    before = campaign.files(root / "output")
    for store in (where.folders.store / up_to_date.CONTENT, up_to_date.graph_of(where.folders)):
        database.discard(store)
        store.write_bytes(damage)
    assert unchanged(where) == ""
    campaign.made(where)
    assert campaign.files(root / "output") == before


def test_a_store_whose_pages_are_overwritten_is_built_anew(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    where = campaign.chosen(root)
    campaign.made(where)
    before = campaign.files(root / "output")
    for file in (where.folders.store / up_to_date.CONTENT, up_to_date.graph_of(where.folders)):
        content = bytearray(file.read_bytes())
        content[4096:] = b"\xa5" * (len(content) - 4096)
        file.write_bytes(content)
        campaign.made(where)
    assert campaign.files(root / "output") == before


CONF = """\
SITENAME = "Dyke 2021"
SITEURL = "https://dyke.example"
TIMEZONE = "UTC"
PLUGINS = ["briefing.plugin"]
PATH = "content"
THEME = "theme"
BRIEFING = {"tagline": "A flood, day by day", "introduction": "What was told."}
"""


def test_time_zone_language_and_hash_seed_leave_no_trace(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    (root / "pelicanconf.py").write_text(CONF)
    made = []
    for number, (zone, language) in enumerate([("Pacific/Kiritimati", "C"), ("America/Adak", "de_DE.UTF-8")]):
        shutil.rmtree(root / ".briefing", ignore_errors=True)
        variables = {"TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONHASHSEED": str(number + 1)}
        command = [sys.executable, "-m", "briefing", "build", "--output", f"out{number}"]
        environment = {**os.environ, "PYTHONPATH": str(campaign.PROJECT), **variables}
        subprocess.run(command, cwd=root, env=environment, capture_output=True, check=True)
        made.append(campaign.files(root / f"out{number}"))
    assert made[0] == made[1]


def test_pelican_itself_makes_the_same_site(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    (root / "pelicanconf.py").write_text(CONF)
    ours = forks.run(root, "briefing", "build", "--output", "ours")
    theirs = forks.run(
        root, "pelican", "content", "-s", "pelicanconf.py", "-o", "theirs", "--fatal", "warnings"
    )
    assert (ours.returncode, theirs.returncode) == (0, 0), ours.stderr + theirs.stderr
    assert campaign.files(root / "ours") == campaign.files(root / "theirs")


def test_pelican_fails_where_the_content_has_problems(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, {"bad.md": campaign.note(extra="sumary: x\n")})
    (root / "pelicanconf.py").write_text(CONF)
    ran = forks.run(root, "pelican", "content", "-s", "pelicanconf.py", "-o", "theirs")
    assert ran.returncode == 1
    assert not (root / "theirs").exists()


def test_what_the_settings_file_gives_to_templates_reaches_every_page(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    append(root / "theme" / "templates" / "base.html", "<!-- {{ mood }} -->")
    for mood in ("calm", "stormy"):
        (root / "pelicanconf.py").write_text(f'{CONF}JINJA_GLOBALS = {{"mood": "{mood}"}}\n')
        assert forks.run(root, "briefing", "build").returncode == 0
        assert f"<!-- {mood} -->" in (root / "output" / "about" / "index.html").read_text("utf-8")


def test_content_in_another_folder_keeps_its_store_in_the_project(tmp_path: Path) -> None:
    root = campaign.write(tmp_path / "deep", NOTES)
    (tmp_path / "pelicanconf.py").write_text(
        CONF.replace('"content"', '"deep/content"').replace('"theme"', '"deep/theme"')
    )
    time.sleep(0.1)  # what was saved within the clock's grain is looked at again
    assert forks.run(tmp_path, "briefing", "build").returncode == 0
    assert (tmp_path / ".briefing").is_dir()
    assert not (root / ".briefing").exists()
    assert forks.run(tmp_path, "briefing", "build").stdout.startswith("nothing changed")


def test_pelican_without_the_plugin_is_refused_before_it_writes(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    (root / "pelicanconf.py").write_text(CONF.replace('["briefing.plugin"]', "[]"))
    ran = forks.run(root, "briefing", "build")
    told = 'pelicanconf.py: Pelican knows nothing of Briefing; put "briefing.plugin" into PLUGINS\n'
    assert (ran.returncode, ran.stderr) == (1, told)
    assert not (root / "output").exists()


def test_two_builds_at_once_take_turns(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, NOTES)
    (root / "pelicanconf.py").write_text(CONF)
    environment = {**os.environ, "PYTHONPATH": str(campaign.PROJECT)}
    command = [sys.executable, "-m", "briefing", "build", "--force"]
    both = [subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait(300) for one in both] == [0, 0]
    assert not list((root / "output").rglob("*.part"))


def test_a_report_whose_date_is_not_sure_is_built_so_that_it_can_be_verified(tmp_path: Path) -> None:
    days = ["2021-03-04~", "2021-03-04?", "2021-03-04%", "2021-03~", "2021-03-04~/2021-03-05", "2021-03-04"]
    notes = {f"n{at}.md": campaign.note(f"Dyke {at}", day=day) for at, day in enumerate(days)}
    bodies = {name: text.replace("Colonel Vane said", f"Vane said {name}") for name, text in notes.items()}
    root = campaign.write(tmp_path, bodies)
    campaign.made(campaign.chosen(root))
    assert verify.verify(root / "output") == ()
    printed = [(root / f"output/notes/n{at}/index.html").read_text("utf-8") for at in range(len(days))]
    assert ["datePublished" in page for page in printed] == [False] * 5 + [True]

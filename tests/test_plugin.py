"""Pelican as the host: plugins of others see our pages, and what they do to the site is handled knowingly."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import campaign
import forks
import pytest

CONF = """\
SITENAME = "Dyke 2021"
SITEURL = "https://dyke.example"
TIMEZONE = "UTC"
PATH = "content"
THEME = "theme"
BRIEFING = {"tagline": "A flood, day by day", "introduction": "What was told."}
"""
OURS = 'PLUGINS = ["briefing.plugin"]\n'
FOREIGN = """\
PLUGINS = ["precompress", "briefing.plugin", "sitemap"]
SITEMAP = {"format": "txt", "exclude": ["^404"]}
"""
NOTES = {
    "2021-03-04-gazette-a.md": campaign.note(),
    "2021-03-05-gazette-b.md": campaign.note("Gates open", "2021-03-05", extra="tags: [sluice gates]\n"),
}
# Changes each page in place as it is announced, and adds a file to the finished site.
MARKING = """\
from pathlib import Path
from pelican import signals

def mark(path, context):
    with open(path, "r+", encoding="utf-8") as page:
        text = page.read()
        page.seek(0)
        page.truncate()
        mark = f"<!-- {context['SITENAME']}: {context['output_file']} -->"
        page.write(text.replace("</body>", f"{mark}</body>"))

def add(host):
    Path(host.output_path, "robots.txt").write_text("User-agent: *\\n")

def register():
    signals.content_written.connect(mark)
    signals.finalized.connect(add)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return laid_out(tmp_path, FOREIGN)


def laid_out(root: Path, plugins: str, **modules: str) -> Path:
    """A project whose settings enable plugins, and modules beside them."""
    campaign.write(root, NOTES)
    enable(root, plugins)
    for name, text in modules.items():
        (root / f"{name}.py").write_text(text)
    return root


def enable(root: Path, plugins: str) -> None:
    (root / "pelicanconf.py").write_text(CONF + plugins)


def hosted(root: Path, output: str = "output") -> dict[str, bytes]:
    """Run Pelican's own command; every file of the site."""
    ran = forks.run(root, "pelican", "content", "-s", "pelicanconf.py", "-o", output, "--fatal", "warnings")
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout + ran.stderr
    return campaign.files(root / output)


def clean(root: Path, output: str = "clean") -> dict[str, bytes]:
    """The same from nothing."""
    shutil.rmtree(root / ".briefing")
    shutil.rmtree(root / output, ignore_errors=True)
    return hosted(root, output)


def edit(root: Path) -> None:
    note = root / "content/notes/2021-03-04-gazette-a.md"
    note.write_text(
        note.read_text("utf-8") + "\nAldmoor was quiet on 9 March 2021, Colonel Vane said.\n", "utf-8"
    )


def verified(root: Path) -> tuple[int, str]:
    ran = forks.run(root, "briefing", "verify", "output")
    return ran.returncode, ran.stderr


def compressed(made: dict[str, bytes]) -> dict[str, bytes]:
    return {name.removesuffix(".gz"): gzip.decompress(made[name]) for name in made if name.endswith(".gz")}


def test_plugins_of_others_compress_our_files_and_list_our_pages(project: Path) -> None:
    made = hosted(project)
    copies = compressed(made)
    assert {name for name in made if name.endswith((".html", ".css"))} <= copies.keys()
    assert {name: made[name] for name in copies} == copies
    listed = made["sitemap.txt"].decode().split()
    pages = [name.removesuffix("index.html") for name in made if name.endswith("/index.html")]
    assert listed == sorted(f"https://dyke.example/{page}" for page in ["", *pages])
    recorded = json.loads(made["build.json"])["files"]
    assert recorded.keys() == made.keys() - {"build.json"}
    assert "build.json.gz" not in made
    assert verified(project) == (0, "")


def test_a_second_run_with_plugins_of_others_leaves_nothing_stale(project: Path) -> None:
    first = hosted(project)
    (project / "output/CNAME").write_text("dyke.example")
    edit(project)
    second = hosted(project)
    assert second.pop("CNAME") == b"dyke.example"
    page = "notes/2021-03-04-gazette-a/index.html"
    assert (second[page] == first[page], compressed(second)[page]) == (False, second[page])
    assert second == clean(project)
    assert second["sitemap.txt"] == first["sitemap.txt"]


def test_what_a_plugin_added_goes_when_it_is_disabled(project: Path) -> None:
    hosted(project)
    enable(project, OURS)
    assert forks.run(project, "briefing", "build").returncode == 0
    made = campaign.files(project / "output")
    assert made == clean(project)
    assert [name for name in made if name.endswith((".gz", ".txt"))] == []


def test_every_way_to_build_runs_plugins_of_others(project: Path) -> None:
    made = hosted(project)
    for arguments in (["build"], ["build", "--pelican"], ["build", "--force"]):
        ran = forks.run(project, "briefing", *arguments)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert campaign.files(project / "output") == made


def test_what_a_plugin_changes_stands_in_the_record_and_is_changed_once(tmp_path: Path) -> None:
    root = laid_out(tmp_path, 'PLUGINS = ["marking", "briefing.plugin"]\n', marking=MARKING)
    for _ in range(2):
        made = hosted(root)
        for name in made:
            mark = f"<!-- Dyke 2021: {name} -->".encode()
            assert made[name].count(b"<!-- Dyke 2021: ") == made[name].count(mark) == name.endswith(".html")
        assert made["robots.txt"] == b"User-agent: *\n"
        assert verified(root) == (0, "")
        edit(root)
    assert hosted(root) == clean(root)


def test_what_a_plugin_writes_into_a_file_does_not_reach_another_name_of_it(tmp_path: Path) -> None:
    """A fresh folder has second names of the live one's files, which a plugin must not change."""
    root = laid_out(tmp_path, OURS, marking=MARKING)
    hosted(root)
    shutil.copytree(root / "output", root / "live", copy_function=os.link)
    before = campaign.files(root / "live")
    enable(root, 'PLUGINS = ["briefing.plugin", "marking"]\n')
    assert hosted(root)["index.html"] != before["index.html"]
    assert campaign.files(root / "live") == before


def test_a_run_that_is_killed_among_plugins_is_repaired_by_the_next(tmp_path: Path) -> None:
    stopping = """\
import os, signal
from pathlib import Path
from pelican import signals

def stop(host):
    Path(host.output_path, "half.txt").write_text("half of it")
    if Path("stop").exists():
        os.kill(os.getpid(), signal.SIGKILL)

def register():
    signals.finalized.connect(stop)
"""
    root = laid_out(
        tmp_path, 'PLUGINS = ["briefing.plugin", "marking", "stopping"]\n', marking=MARKING, stopping=stopping
    )
    made = hosted(root)
    (root / "output/CNAME").write_text("dyke.example")
    (root / "stop").touch()
    assert forks.run(root, "briefing", "build").returncode == -signal.SIGKILL
    (root / "stop").unlink()
    enable(root, 'PLUGINS = ["briefing.plugin", "marking"]\n')
    after = hosted(root)
    assert after.pop("CNAME") == b"dyke.example"
    assert made.keys() - after.keys() == {"half.txt"}
    assert after == clean(root)


BROKEN = {
    "is not there": (
        'PLUGINS = ["nowhere", "briefing.plugin"]\n',
        "",
        "pelicanconf.py: Cannot load plugin `nowhere`; Cannot import plugin `nowhere`\n",
    ),
    "cannot be registered": (
        'PLUGINS = ["briefing.plugin", "broken"]\n',
        "def register():\n    raise RuntimeError('no licence')\n",
        "pelicanconf.py: Cannot register plugin `broken`: RuntimeError: no licence\n",
    ),
    "brings a writer": (
        'PLUGINS = ["briefing.plugin", "broken"]\n',
        """\
from pelican import signals
from pelican.writers import Writer

class Own(Writer):
    pass

def own(host):
    return Own

def register():
    signals.get_writer.connect(own)
""",
        "broken brings its own writer, which our pages bypass; take it out of PLUGINS\n",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_plugin_that_cannot_work_stops_the_build_before_it_writes(tmp_path: Path, fault: str) -> None:
    plugins, module, message = BROKEN[fault]
    root = laid_out(tmp_path, plugins, broken=module)
    ran = forks.run(root, "briefing", "build")
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", message)
    assert not (root / "output").exists()


def test_an_error_that_a_plugin_logs_fails_the_build_and_a_warning_is_told(tmp_path: Path) -> None:
    logging = """\
import logging
from pelican import signals

def tell(host):
    logging.getLogger(__name__).{0}("%s pages are too few", 7)

def register():
    signals.finalized.connect(tell)
"""
    root = laid_out(
        tmp_path,
        'PLUGINS = ["briefing.plugin", "warns"]\n',
        warns=logging.format("warning"),
        erring=logging.format("error"),
    )
    ran = forks.run(root, "briefing", "build")
    told = "pelicanconf.py: warning: 7 pages are too few\n1 warning\n"
    assert (ran.returncode, ran.stderr) == (0, told)
    enable(root, 'PLUGINS = ["briefing.plugin", "erring"]\n')
    ran = forks.run(root, "briefing", "build")
    assert (ran.returncode, ran.stderr) == (1, "pelicanconf.py: 7 pages are too few\n")
    assert verified(root) == (0, "")


def test_pelican_tells_problems_with_their_lines_and_nothing_else(project: Path) -> None:
    (project / "content/notes/bad.md").write_text(campaign.note(extra="sumary: x\n"), "utf-8")
    ran = forks.run(project, "pelican", "content", "-s", "pelicanconf.py")
    told = 'content/notes/bad.md:5: unknown key "sumary"; did you mean summary?\n'
    assert (ran.returncode, ran.stdout.strip(), ran.stderr) == (1, "", told)
    assert not (project / "output").exists()


def test_pelican_that_is_interrupted_does_not_end_as_if_it_were_done(tmp_path: Path) -> None:
    waiting = """\
import time
from pathlib import Path
from pelican import signals

def wait(host):
    Path("waits").touch()
    time.sleep(60)

def register():
    signals.finalized.connect(wait)
"""
    root = laid_out(tmp_path, 'PLUGINS = ["briefing.plugin", "waiting"]\n', waiting=waiting)
    environment = {**os.environ, "PYTHONPATH": str(campaign.PROJECT)}
    command = [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py"]
    with subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.DEVNULL) as running:
        while not (root / "waits").exists():
            assert running.poll() is None
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
    assert running.returncode == 130


def test_templates_that_settings_put_before_the_themes_are_not_taken_for_unchanged(tmp_path: Path) -> None:
    root = laid_out(tmp_path, f'{OURS}THEME_TEMPLATES_OVERRIDES = ["own"]\n')
    (root / "own").mkdir()
    page = (root / "theme/templates/page.html").read_text("utf-8")
    for word in ("first", "second"):
        (root / "own/page.html").write_text(page.replace("<article", f"<!-- {word} --><article"), "utf-8")
        time.sleep(0.1)
        assert forks.run(root, "briefing", "build").returncode == 0
        assert f"<!-- {word} -->" in (root / "output/about/index.html").read_text("utf-8")


def test_a_plugin_that_shapes_templates_reaches_every_page_when_it_changes(tmp_path: Path) -> None:
    mood = """\
from pelican import signals

def shape(host):
    host.settings["JINJA_GLOBALS"] = {{"mood": "{0}"}}

def register():
    signals.initialized.connect(shape)
"""
    root = laid_out(tmp_path, 'PLUGINS = ["briefing.plugin", "mood"]\n')
    base = root / "theme/templates/base.html"
    base.write_text(f"{base.read_text('utf-8')}<!-- {{{{ mood }}}} -->", "utf-8")
    for word in ("calm", "stormy"):
        (root / "mood.py").write_text(mood.format(word))
        assert forks.run(root, "briefing", "build").returncode == 0
        assert f"<!-- {word} -->" in (root / "output/about/index.html").read_text("utf-8")

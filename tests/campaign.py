"""A small invented campaign on disk, for tests that build a site."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.build import pipeline
from briefing.build.options import Options
from briefing.build.workshop import Workshop
from briefing.content import project, registry, tree
from briefing.core import settings_file
from briefing.core.vocabulary import Vocabulary
from briefing.ledger import statements
from briefing.ledger.assembly import Ledger
from briefing.site.render import templates

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.build.options import Session
    from briefing.build.pipeline import Report
    from briefing.core.settings import Settings

PROJECT = Path(__file__).resolve().parent.parent
# Measures and units of the invented campaign: those of a preset.
PRESET = PROJECT / "briefing" / "presets" / "conflict"
# An oil spill, all of it invented: what its editors add to what `init` writes.
EXAMPLE = PROJECT / "tests" / "spill"
VOCABULARY = ("measures.yml", "units.yml")
TODAY = date(2021, 6, 1)

SOURCES = """\
- {id: gazette, kind: outlet, label: The Gazette}
- {id: courier, kind: outlet, label: The Courier}
- {id: wire, kind: agency, label: Wire}
"""
ENTITIES = """\
- {id: aldmoor, kind: place, label: Aldmoor, aliases: [Aldmuir, Old Moor], description: A market town}
- {id: brigade, kind: group, label: Dyke Brigade, aliases: [the Brigade, {text: DB, case: exact}]}
- {id: vane, kind: person, label: Ada Vane, aliases: [Colonel Vane]}
"""
KNOWN = Vocabulary(
    registry.parse_measures("measures.yml", (PRESET / "measures.yml").read_bytes())[0],
    registry.parse_units("units.yml", (PRESET / "units.yml").read_bytes())[0],
)
PAGE = "---\ntitle: About\ndescription: What this is.\n---\nA page of ours.\n"


def note(title: str = "Dyke holds", day: str = "2021-03-04", body: str = "", extra: str = "") -> str:
    """The text of a note that passes the check."""
    told = body or "The Dyke Brigade reached Aldmoor on Thursday, Colonel Vane said. The sluice gates held."
    return f'---\ntitle: "{title}"\nsource: gazette\ndate: {day}\n{extra}---\n{told}\n'


def write(root: Path, notes: dict[str, str]) -> Path:
    """Lay out a project below `root`: content with these notes by file name, and the real theme."""
    content = root / "content"
    for path, text in {
        "registry/sources.yml": SOURCES,
        "registry/entities.yml": ENTITIES,
        **{f"registry/{name}": (PRESET / name).read_text("utf-8") for name in VOCABULARY},
        "pages/about.md": PAGE,
        **{f"notes/{name}": text for name, text in notes.items()},
    }.items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text, "utf-8")
    shutil.copytree(PROJECT / "theme", root / "theme")
    return root


def write_example(root: Path) -> Path:
    """Lay out the example campaign below `root` as `init` does, with nothing left to fill in."""
    project.lay_out(root, title="The Morning Tern", preset="disaster")
    shutil.copytree(EXAMPLE, root, dirs_exist_ok=True)
    method = root / "content" / "pages" / "method.md"
    method.write_text(
        re.sub(r"^.*\[fill in: .*\n", "", method.read_text("utf-8"), flags=re.MULTILINE), "utf-8"
    )
    return root


def ledger(content: Path) -> Ledger:
    """All claims of a content folder, related."""
    read, _ = tree.read(content, today=date(2026, 1, 1))
    known = Vocabulary.of(read.registry)
    found = (one for note in read.notes for one in statements.of_note(note, note.source, known))
    return Ledger.of(found)


def chosen(root: Path, *, output: str = "output", store: str = ".store", **mapping: Any) -> Settings:
    """Settings of a project below `root`."""
    found, problems = settings_file.parse(
        {
            "SITENAME": "Dyke 2021",
            "SITEURL": "https://dyke.example",
            "OUTPUT_PATH": output,
            "BRIEFING": {
                "tagline": "A flood, day by day",
                "introduction": "What was told.",
                "store": store,
                "events": "found",
            },
            **mapping,
        },
        root=root,
        path="pelicanconf.py",
    )
    assert found is not None, problems
    return found


def made(where: Settings, today: date = TODAY, *, jinja: str = "", session: Session | None = None) -> Report:
    """Build with a Jinja environment like the one that Pelican lends, taken to be of some version."""
    environment = templates.environment(where.folders.themes, {})
    options = Options(today, session=session)
    return pipeline.build(where, templates.Theme(environment, jinja=jinja), options)


def opened(
    where: Settings,
    pause: Callable[[], None] = lambda: None,
    workshop: Workshop | None = None,
    first: str = "",
) -> Workshop:
    """A workshop that has built; `pause` is called in the midst of it, the `first` file made before all."""
    held = workshop or Workshop(lambda: TODAY)
    with held.session(lambda: (first,), pause) as session:
        made(where, session=session)
    return held


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }

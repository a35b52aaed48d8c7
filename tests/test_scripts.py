"""The theme's scripts: joined from their parts and minified, and the same to a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import campaign
import pytest

from briefing.core.problems import BriefingError
from briefing.site.render import assets, scripts

THEME = campaign.PROJECT / "theme"
PARTS = {
    "counter/01_count.js": "let count = 0;\n",
    "counter/02_show.js": "// Why.\nwindow.shown = `count:  ${count}`;\n",
}
NAMED = "parts are named 01_name.js, 02_name.js and so on"
BEYOND = (
    "rjsmin would change a template inside another, or a regular expression straight after an arrow; "
    "name it first"
)


def theme(folder: Path, files: Mapping[str, str]) -> Path:
    """Lay out a theme of scripts."""
    (folder / "static").mkdir()
    for name, text in files.items():
        file = folder / "scripts" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def served(folder: Path, name: str) -> str:
    return assets.read([folder])[name].content.decode()


def test_a_folder_of_parts_is_one_script_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    assert served(theme(tmp_path, PARTS), "counter.js") == (
        '(()=>{"use strict";\nlet count=0;\nwindow.shown=`count:  ${count}`;\n})();\n'
    )


def test_a_file_is_a_script_by_itself(tmp_path: Path) -> None:
    assert served(theme(tmp_path, {"counter.js": "let count = 0;  // none yet"}), "counter.js") == (
        '(()=>{"use strict";\nlet count=0;\n})();\n'
    )


def test_a_theme_may_have_no_scripts(tmp_path: Path) -> None:
    assert assets.read([theme(tmp_path, {})]) == {}


def test_a_script_among_the_static_files_is_served_as_it_is(tmp_path: Path) -> None:
    (theme(tmp_path, {}) / "static" / "other.js").write_text("// Kept.\n", "utf-8")
    assert served(tmp_path, "other.js") == "// Kept.\n"


def test_an_edit_of_any_part_changes_the_address(tmp_path: Path) -> None:
    before = assets.read([theme(tmp_path, PARTS)])["counter.js"].href
    (tmp_path / "scripts" / "counter" / "01_count.js").write_text("let count = 1;", "utf-8")
    after = assets.read([tmp_path])["counter.js"].href
    assert re.fullmatch(r"assets/counter\.[0-9a-f]{8}\.js", after)
    assert after != before


@pytest.mark.parametrize(
    ("written", "minified"),
    [
        ('say("a, b = { c }", `x ${ y } // z`);', 'say("a, b = { c }",`x ${ y } // z`);'),
        (
            r'if (/a b, [/ ]\/c  "/u.test(text) && two / 3 > 4) f();',
            r'if(/a b, [/ ]\/c  "/u.test(text)&&two/3>4)f();',
        ),
        ("!/[^'  ]/.test(text) ? /  a/ : `one\n  two`;", "!/[^'  ]/.test(text)?/  a/:`one\n  two`;"),
        ("f()\n[one] = two", "f()\n[one]=two"),
    ],
)
def test_texts_templates_regular_expressions_and_ends_of_statements_stay(
    tmp_path: Path, written: str, minified: str
) -> None:
    script = served(theme(tmp_path, {"literals.js": written}), "literals.js")
    assert script == f'(()=>{{"use strict";\n{minified}\n}})();\n'


FAULTY = {
    "a part is missing": (
        {"counter/01_count.js": "f();", "counter/03_show.js": "g();"},
        f"counter/03_show.js: part 02 of the script should come here; {NAMED}",
    ),
    "two parts have one number": (
        {"counter/01_count.js": "f();", "counter/01_show.js": "g();"},
        f"counter/01_show.js: part 02 of the script should come here; {NAMED}",
    ),
    "a part has no number": (
        {"counter/count.js": "f();"},
        f"counter/count.js: part 01 of the script should come here; {NAMED}",
    ),
    "a folder has no parts": ({"counter/.kept": ""}, f"counter: this script has no parts; {NAMED}"),
    "a part is empty": (
        {"counter/01_count.js": "\n// Nothing yet.\n"},
        "counter/01_count.js: this part of the script is empty",
    ),
    "a file and a folder have one name": (
        {**PARTS, "counter.js": "f();"},
        "counter.js: there is another counter.js; keep the file or the folder",
    ),
    "a template is inside another": (
        {"counter.js": "let a;\nlet b = `${a ? `in // side` : 0}`;\n"},
        f"counter.js:2: {BEYOND}",
    ),
    "an arrow returns a regular expression": (
        {"counter.js": "const words = () => /a  b/;"},
        f"counter.js:1: {BEYOND}",
    ),
    "a file is no script": (
        {"notes.txt": "Mind the gap."},
        "notes.txt: not a script; only .js files and folders of them belong here",
    ),
}


@pytest.mark.parametrize(("files", "message"), FAULTY.values(), ids=FAULTY)
def test_a_faulty_script_is_told(tmp_path: Path, files: dict[str, str], message: str) -> None:
    with pytest.raises(BriefingError) as raised:
        assets.read([theme(tmp_path, files)])
    assert str(raised.value) == f"{tmp_path / 'scripts'}/{message}"


def test_a_script_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    file = theme(tmp_path, PARTS) / "scripts" / "counter" / "01_count.js"
    file.write_bytes(b"f('\xff');")
    with pytest.raises(BriefingError) as raised:
        assets.read([tmp_path])
    assert str(raised.value) == f"{file}: not UTF-8"


def test_a_script_and_a_static_file_of_one_name_are_told(tmp_path: Path) -> None:
    theme(tmp_path, PARTS)
    (tmp_path / "static" / "counter.js").write_text("f();", "utf-8")
    with pytest.raises(BriefingError) as raised:
        assets.read([tmp_path])
    assert str(raised.value) == (
        "theme/static/counter.js: theme/scripts makes a counter.js too; keep one of them"
    )


@pytest.mark.parametrize("missing", ["scripts/figures.js", "static/site.css"])
def test_a_file_that_pages_refer_to_is_missed(missing: str) -> None:
    folder, _, name = missing.partition("/")
    with pytest.raises(BriefingError) as raised:
        assets.Hrefs()[name]
    assert str(raised.value) == f"theme/{folder} has no {name}, which pages refer to"


def test_parts_stay_small() -> None:
    files = sorted(THEME.glob("scripts/**/*.js"))
    assert len(files) > 1
    assert [file.name for file in files if len(file.read_text("utf-8").splitlines()) > 300] == []
    assert set(scripts.read(THEME / "scripts")) == {"figures.js", "search.js"}

"""Templates that were compiled once are not compiled again, and are run only where they are sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import jinja2
import pytest

from briefing.errors import BriefingError
from briefing.site import rendering

if TYPE_CHECKING:
    from pathlib import Path


class NotCompiling(jinja2.Environment):
    """Renders only what need not be compiled."""

    def _generate(self, *_: object, **__: object) -> NoReturn:
        raise AssertionError("compiled")


def rendered(
    environment: type[jinja2.Environment], folder: Path, *, key: str = "one", text: str = "a"
) -> bytes:
    """Render a template of this text, whose compiled form is kept in a folder."""
    loader = jinja2.DictLoader({"page.html": f"<p>{text} {{{{ page }}}}"})
    theme = rendering.Theme(environment(loader=loader, **rendering.ENVIRONMENT))
    theme.keep_compiled(folder, key)
    return theme.render("page.html", "&", None)  # type: ignore[arg-type]


def test_a_template_is_compiled_once_for_all_runs(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "templates"
    assert rendered(jinja2.Environment, folder) == b"<p>a &amp;"
    assert rendered(NotCompiling, folder) == b"<p>a &amp;"
    assert [file.name.endswith(".new") for file in folder.iterdir()] == [False]


def test_a_template_is_compiled_again_for_another_source_or_key(tmp_path: Path) -> None:
    rendered(jinja2.Environment, tmp_path)
    with pytest.raises(BriefingError, match="compiled"):
        rendered(NotCompiling, tmp_path, key="other")
    with pytest.raises(BriefingError, match="compiled"):
        rendered(NotCompiling, tmp_path, text="b")
    assert rendered(jinja2.Environment, tmp_path, text="b") == b"<p>b &amp;"


def test_what_is_damaged_is_compiled_again(tmp_path: Path) -> None:
    rendered(jinja2.Environment, tmp_path)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for at in (0, 31, 32, 60, len(whole) - 1):
        for damaged in (whole[:at], whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :]):
            file.write_bytes(damaged)
            with pytest.raises(BriefingError, match="compiled"):
                rendered(NotCompiling, tmp_path)
            assert rendered(jinja2.Environment, tmp_path) == b"<p>a &amp;"
            assert file.read_bytes() == whole


def test_nothing_is_lost_where_nothing_can_be_kept(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("in the way", "utf-8")
    assert rendered(jinja2.Environment, folder) == b"<p>a &amp;"

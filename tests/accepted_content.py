"""The law that whatever `check` accepts, built, passes `verify`; tried in the suite and outside it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import campaign
import images

from briefing import verify
from briefing.build import check, pipeline
from briefing.build.options import Options
from briefing.content.survey import survey
from briefing.core.problems import Problem, errors
from briefing.site.render import templates

ADDRESS = "https://dyke.example"


class LawError(AssertionError):
    """`verify` refuses what `check` accepts: these files, and what is wrong with the site of them."""


class Site:
    """What builds of many campaigns share: templates, compiled once."""

    def __init__(self) -> None:
        self.theme = campaign.PROJECT / "theme"
        self.environment = templates.environment((self.theme,), {})

    def held_to_the_law(self, content: Mapping[str, str]) -> tuple[str, ...]:
        """Return the texts of files that `check` accepts. Raises LawError with as few as break the law."""
        accepted, problems = self.refused(content)
        if problems:
            raise LawError(self._least({path: content[path] for path in accepted}, problems))
        return tuple(content[path] for path in accepted)

    def _least(self, content: dict[str, str], problems: tuple[Problem, ...]) -> str:
        """Take away files without which the law is still broken, one by one; tell what is left."""
        rules = {one.rule for one in problems}
        for path in sorted(content):
            less = {name: text for name, text in content.items() if name != path}
            found = self.refused(less)[1]
            if rules & {one.rule for one in found}:
                content, problems = less, found
        told = [*map(str, problems), *(f"== {path}\n{text}" for path, text in content.items())]
        return "\n".join(told)

    def refused(self, content: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
        """Return which files `check` accepts of some content, and what `verify` says of their site."""
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            _lay_out(root / "content", content)
            accepted = _accepted(root / "content", content)
            if not accepted:
                return (), ()
            where = campaign.chosen(root, THEME=str(self.theme))
            pipeline.build(where, templates.Theme(self.environment), Options(campaign.TODAY))
            told = survey(root / "content")
            found = verify.verify(
                root / "output", origin=told.origins, held_back=told.held_back, images=told.images
            )
            return accepted, errors(found)


def _lay_out(folder: Path, content: Mapping[str, str]) -> None:
    for path, text in content.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8", newline="")
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "dyke.png").write_bytes(images.png())


def _accepted(folder: Path, content: Mapping[str, str]) -> tuple[str, ...]:
    """Take away what `check` refuses, until it accepts the rest; return what that is."""
    left = set(content)
    while True:
        _, problems = check.read(folder, today=campaign.TODAY, site=ADDRESS)
        wrong = {one.location.path.removeprefix(f"{folder}/") for one in errors(problems)}
        if not wrong:
            return tuple(sorted(left))
        if any(path.startswith("registry/") or path not in left for path in wrong):
            return ()
        for path in wrong:
            (folder / path).unlink()
            left.remove(path)

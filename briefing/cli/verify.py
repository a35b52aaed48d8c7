"""A built folder or a served site in; what is wrong with it, or what differs from another, out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from briefing import verify
from briefing.content.survey import survey
from briefing.core.problems import BriefingError, MisusedError
from briefing.publish import contents
from briefing.verify import http, live
from briefing.verify.http import Address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.core.problems import Problem


def verified(folder: Path | None, *, content: Path | None = None, url: str = "") -> tuple[Problem, ...]:
    """Check a built folder; with the content at hand, that nothing held back is in it, too.

    With an address, compare what is served there with its own record, or with the folder's.
    """
    if url:
        return live.verify(url, folder)
    if folder is None:
        raise MisusedError("verify: name the built folder, or an address with --live")
    if content is None:
        return verify.verify(folder)
    if not content.is_dir():
        raise MisusedError(f"--content: there is no folder {content}")
    found = survey(content)
    return verify.verify(folder, origin=found.origins, held_back=found.held_back)


def changes(folder: Path, before: str = "") -> tuple[str, ...]:
    """Say which pages of a built folder are not what they were before.

    `before` is another built folder, or the address of a served site; without it, the address at
    which the site was built to stand. Where nothing is served there, everything is new.
    """
    made = contents.read(folder)
    where = before or _site(folder)
    if "://" not in where:
        return _told(where, contents.read(Path(where)).record.files, made.record.files)
    try:
        address = Address.of(where)
    except ValueError as error:
        raise MisusedError(str(error)) from error
    answer = http.fetch(address, contents.BUILD)
    if answer.status == live.OK:
        there = contents.record(answer.content, f"{address.shown}{contents.BUILD}")
        return _told(address.shown, there.files, made.record.files)
    why = answer.failure or f"{contents.BUILD} answers {answer.status}"
    return (
        f"nothing is live at {address.shown} ({why}): all is new",
        str(contents.changes({}, made.record.files)),
    )


def _site(folder: Path) -> str:
    told = json.loads((folder / contents.BUILD).read_bytes()).get("site")
    if not isinstance(told, str):
        raise BriefingError(f"{folder}/{contents.BUILD} does not say where the site is to stand; name it")
    return told


def _told(where: str, before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    found = contents.changes(before, after)
    return (f"what changes at {where}:", *found.lines()) if found else (f"nothing changes at {where}",)

"""The command `changes`: print which pages of a built site are not what they were."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.cli import console
from briefing.core.problems import BriefingError, MisusedError
from briefing.publish import contents
from briefing.verify import http, live
from briefing.verify.http import Address

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--before",
        default="",
        metavar="FOLDER|URL",
        help="what to compare with (default: what is live where the site is to stand)",
    )


def run(options: argparse.Namespace) -> int:
    """Print the pages, a line each."""
    for line in changes(options.folder, options.before):
        print(line)
    return console.FINE


def changes(folder: Path, before: str = "") -> tuple[str, ...]:
    """Say which pages of a built folder are not what they were before.

    `before` is another built folder, or the address of a served site; without it, the address at
    which the site was built to stand. Where nothing is served there, everything is new.
    """
    made = contents.read(folder)
    where = before or _site(folder)
    if "://" not in where:
        return _lines(where, contents.read(Path(where)).record.files, made.record.files)
    try:
        address = Address.of(where)
    except ValueError as error:
        raise MisusedError(str(error)) from error
    answer = http.fetch(address, contents.BUILD)
    if answer.status == live.OK:
        there = contents.record(answer.content, f"{address.shown}{contents.BUILD}")
        return _lines(address.shown, there.files, made.record.files)
    why = answer.failure or f"{contents.BUILD} answers {answer.status}"
    return (
        f"nothing is live at {address.shown} ({why}): all is new",
        str(contents.changes({}, made.record.files)),
    )


def _site(folder: Path) -> str:
    url = json.loads((folder / contents.BUILD).read_bytes()).get("site")
    if not isinstance(url, str):
        raise BriefingError(f"{folder}/{contents.BUILD} does not say where the site is to stand; name it")
    return url


def _lines(where: str, before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    changed = contents.changes(before, after)
    return (f"what changes at {where}:", *changed.lines()) if changed else (f"nothing changes at {where}",)

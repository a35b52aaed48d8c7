"""Compare a served site with its own record of the build, or with a built folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from briefing.content import urls
from briefing.core.problems import Location, Problem, report, without_users
from briefing.verify import headers, http, record
from briefing.verify.http import Address, Answer

if TYPE_CHECKING:
    from briefing.verify.record import BuildRecord

OK, NOT_FOUND = 200, 404
# With either of these, a host that reads `_redirects` leads on for good.
MOVED = frozenset({301, 308})
# Hosts read these files and do not serve them.
UNSERVED = frozenset({"_headers", "_redirects"})
NOWHERE = "no-page-has-this-address/"


def verify(url: str, folder: Path | None = None) -> tuple[Problem, ...]:
    """Fetch every file that the `/build.json` of a site, or of a built folder, lists, and compare.

    Files are asked for as readers do it, the page of a folder by the folder's address.
    """
    try:
        address = Address.of(url)
    except ValueError as error:
        return (Problem(Location(without_users(url)), "address", str(error)),)
    answer = http.fetch(address, urls.BUILD)
    served = record.read(answer.content) if answer.status == OK else None
    if served is None:
        return (_no_site(address, answer),)
    built = served if folder is None else _built(folder)
    if built is None:
        where, allowed = Location(f"{folder}/{urls.BUILD}"), "build the site first"
        return (Problem(where, "folder", "is not a record of a build", allowed),)
    return report(
        (
            *_other_build(address, served, built),
            *_elsewhere(address, built),
            *_compared(address, built),
        )
    )


def _built(folder: Path) -> BuildRecord | None:
    try:
        return record.read((folder / urls.BUILD).read_bytes())
    except OSError:
        return None


def shortcoming(answer: Answer) -> str:
    """Say why an answer is no record of a build."""
    if answer.failure:
        return answer.failure
    return "is not a record of a build" if answer.status == OK else f"answers {_status(answer)}"


def _no_site(address: Address, answer: Answer) -> Problem:
    what = shortcoming(answer)
    if answer.status not in {0, OK}:
        what = f"{what}, so no site made by Briefing is served at {address.shown}"
    allowed = "" if answer.failure else "give the address at which the home page is"
    return Problem(Location(f"{address.shown}{urls.BUILD}"), "address", what, allowed)


def _other_build(address: Address, served: BuildRecord, built: BuildRecord) -> Iterator[Problem]:
    if served.digest == built.digest:
        return
    commits = [f"commit {build.commit}" if build.commit else "an unknown commit" for build in (served, built)]
    what = f"another build is served, of {commits[0]}; the folder is of {commits[1]}"
    if commits[0] == commits[1]:
        what = "another build is served than the one in the folder"
    yield Problem(Location(f"{address.shown}{urls.BUILD}"), "build", what)


def _elsewhere(address: Address, built: BuildRecord) -> Iterator[Problem]:
    """Check that the site is served at its own address, which search engines and feeds believe."""
    if built.site and built.site.rstrip("/") != address.shown.rstrip("/"):
        what = f"the site was built for {built.site}"
        yield Problem(
            Location(address.shown), "address", what, "set SITEURL to where it is served", "warning"
        )


def _compared(address: Address, built: BuildRecord) -> Iterator[Problem]:
    paths = [path for path in sorted(built.files) if path not in UNSERVED]
    answers = http.fetch_all(address, [*map(urls.href_of, paths), NOWHERE])
    fine: list[tuple[str, Answer]] = []
    for path, answer in zip((*paths, NOWHERE), answers, strict=True):
        where = Location(f"{address.shown}{answer.path}")
        if _leads_on(answer, built.moved.get(answer.path, ""), address):
            continue
        if what := _fault(path, answer, built.files):
            yield Problem(where, "live", what)
        elif path != NOWHERE:
            fine.append((path, answer))
    yield from headers.faults(fine, address)


def _leads_on(answer: Answer, new: str, address: Address) -> bool:
    """Tell whether a host leads on by itself from the old address of a page to its new one."""
    target = urljoin(f"{address.shown}{answer.path}", answer.headers.get("location", ""))
    return bool(new) and answer.status in MOVED and target == f"{address.shown}{new}"


def _fault(path: str, answer: Answer, files: Mapping[str, str]) -> str:
    if answer.failure:
        return answer.failure
    if path == NOWHERE:
        told = f"answers {_status(answer)}, though there is no such page; it must answer {NOT_FOUND}"
        return "" if answer.status == NOT_FOUND else told
    if answer.status != OK:
        return f"answers {_status(answer)}"
    if hashlib.sha256(answer.content).hexdigest() != files[path]:
        return f"is not the file that was built: {len(answer.content)} bytes with another SHA-256"
    return ""


def _status(answer: Answer) -> str:
    to = answer.headers.get("location", "")
    return f"{answer.status}{f' to {to}' if to else ''}"

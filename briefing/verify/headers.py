"""Check the headers of a server's answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from typing import TYPE_CHECKING

from briefing.core.problems import Location, Problem
from briefing.site.headers import HEADERS
from briefing.verify import policy

if TYPE_CHECKING:
    from briefing.verify.http import Address, Answer

# How many seconds a file whose name has no hash may be cached.
LONGEST = 3600
TYPES = {
    ".css": ("text/css",),
    ".html": ("text/html",),
    ".js": ("text/javascript", "application/javascript"),
    ".svg": ("image/svg+xml",),
}
# As in every page; verifying the built folder makes sure of it.
_OWN = re.compile(rb"""<meta http-equiv="Content-Security-Policy" content="([^"]*)">""", re.IGNORECASE)
_HASHED = re.compile(r"\.[0-9a-f]{8,}\.[a-z0-9]+$")
_AGE = re.compile(r"(?:s-maxage|max-age)\s*=\s*\"?(\d+)")
_TIGHT = frozenset("no-referrer origin same-origin strict-origin strict-origin-when-cross-origin".split())


def faults(answers: Iterable[tuple[str, Answer]], address: Address) -> Iterator[Problem]:
    """Yield a Problem for each kind of fault, at the first file that has it, with how many have it.

    `answers` come with the path of the file. A header that the server does not send at all is a
    warning: many hosts offer no choice, and each page brings its own policy.
    """
    first: dict[str, str] = {}
    counts: Counter[str] = Counter()
    absent: set[str] = set()
    for path, answer in answers:
        for rule in RULES:
            for what in rule(path, answer):
                first.setdefault(what, path)
                counts[what] += 1
        if path.endswith(".html"):
            absent.update(name for name in HEADERS if name.lower() not in answer.headers)
    for what, path in first.items():
        more = counts[what] - 1
        also = f"; {more} more {'file has' if more == 1 else 'files have'} the same fault" if more else ""
        yield Problem(Location(f"{address.shown}{path}"), "header", f"{what}{also}")
    if absent:
        named = ", ".join(name for name in HEADERS if name in absent)
        allowed = "`briefing headers` writes them for nginx, Caddy and Netlify"
        yield Problem(Location(address.shown), "header", f"the server sends no {named}", allowed, "warning")


def _type(path: str, answer: Answer) -> Iterator[str]:
    expected = TYPES.get(path[path.rfind(".") :], ())
    sent = answer.headers.get("content-type", "")
    if expected and sent.partition(";")[0].strip().lower() not in expected:
        yield f"its Content-Type is {sent or 'missing'}, not {expected[0]}"
    charset = sent.lower().partition("charset=")[2].strip('" ')
    if expected and charset not in {"", "utf-8"}:
        yield f"its Content-Type says that it is in {charset}; it is in utf-8"


def _policy(path: str, answer: Answer) -> Iterator[str]:
    """Compare policies: a browser keeps to both, so a stricter header breaks what the page's own allows."""
    sent = answer.headers.get("content-security-policy")
    if sent is None or not path.endswith(".html"):
        return
    own = _OWN.search(answer.content)
    served = policy.parse(sent)
    for name in policy.ONLY_AS_HEADER:
        served.pop(name, None)
    if served != policy.parse(unescape(own[1].decode("utf-8", "replace")) if own else ""):
        yield "its header's Content-Security-Policy is not the page's own"


def _sniffing(_: str, answer: Answer) -> Iterator[str]:
    sent = answer.headers.get("x-content-type-options", "nosniff")
    if sent.strip().lower() != "nosniff":
        yield f"its X-Content-Type-Options is {sent}, not nosniff"


def _referrer(_: str, answer: Answer) -> Iterator[str]:
    sent = answer.headers.get("referrer-policy", "no-referrer").strip().lower()
    if sent.rpartition(",")[2].strip() not in _TIGHT:
        yield f"its Referrer-Policy is {sent}, which tells other hosts what is being read here"


def _caching(path: str, answer: Answer) -> Iterator[str]:
    sent = answer.headers.get("cache-control", "").lower()
    ages = [int(age) for age in _AGE.findall(sent)]
    if not _HASHED.search(path) and ("immutable" in sent or max(ages, default=0) > LONGEST):
        yield f"its Cache-Control is {sent}, though its address stays the same when it changes"


RULES: tuple[Callable[[str, Answer], Iterator[str]], ...] = (_type, _policy, _sniffing, _referrer, _caching)

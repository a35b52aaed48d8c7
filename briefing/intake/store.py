"""Keep the texts of reports on this machine, each under its hash, and find those that tell the same."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from briefing.core.problems import BriefingError
from briefing.text import figures

FOLDER = "reports"
# Digits of a report's name.
LENGTH = 16
_NAME = re.compile(rf"[0-9a-f]{{{LENGTH}}}")
_RUN = 5  # words of a shingle
_KEPT = 16  # one of so many shingles is kept to find candidates by
# Shared shingles, at least, and their share of the shorter text: measured on 41,726 pairs of press reports.
_SHARED, _RELAY, _PASSAGES = 40, 0.30, 0.15
_CANDIDATE = 2  # shingles of the sample that two texts share
_BOILERPLATE = 5  # reports of one outlet that share a run of words
_WORD = re.compile(r"[^\W_]+")
# Text in quotation marks of any kind; an apostrophe does not close single ones.
QUOTED = re.compile(
    r"“[^”]{0,1000}”|\"[^\"\n]{0,1000}\"|«[^»]{0,1000}»|„[^“]{0,1000}“|‘(?:[^‘’]|’(?=\w)){0,1000}’(?!\w)"
)


class Kept(Struct, frozen=True):
    """A report that was kept: its name, where it came from, and a sample of its shingles."""

    name: str
    headline: str = ""
    source: str = ""
    url: str = ""
    sketch: tuple[int, ...] = ()


class Likeness(Struct, frozen=True):
    """A report that shares text with another: how much of the shorter one, and the figures of one alone."""

    report: Kept
    share: float
    same: bool
    here: tuple[str, ...]
    there: tuple[str, ...]

    def question(self, source: str) -> str:
        """Say what it may be to a report of that source."""
        if self.share < _RELAY:
            return "passages are shared"
        return "an update?" if source and source == self.report.source else "a relay?"

    def told(self, source: str) -> str:
        """Describe the likeness, and the figures that differ."""
        if self.same:
            return f"the same text as {self.report.name}, “{self.report.headline}”"
        only = [
            f"only {where}: {', '.join(some)}"
            for where, some in (("here", self.here), ("there", self.there))
            if some
        ]
        what = f"{self.share:.0%} of the words are those of {self.report.name}, “{self.report.headline}”"
        return "; ".join([f"{self.question(source)} {what}", *only])


def name_of(text: str) -> str:
    """Return the name of a report's text."""
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def keep(folder: Path, text: str, report: Kept) -> None:
    """Keep a text, and what is known of it beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / report.name).write_text(text, "utf-8", newline="\n")
    told = {**asdict(report), "sketch": sorted(_sketch(shingles(text)))}
    (folder / f"{report.name}.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def load(folder: Path, name: str) -> str | None:
    """Return the text of a report; None if it is not on this machine."""
    try:
        return (folder / name).read_text("utf-8") if _NAME.fullmatch(name) else None
    except (OSError, UnicodeDecodeError):
        return None


def known(folder: Path) -> Iterator[Kept]:
    """Yield the reports that were kept, by name. Raises BriefingError where one is damaged."""
    for file in sorted(folder.glob("*.json")):
        try:
            told = json.loads(file.read_text("utf-8"))
            yield Kept(**{**told, "sketch": tuple(told["sketch"])})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BriefingError(f"{file}: is damaged; remove it") from error


def alike(folder: Path, text: str) -> list[Likeness]:
    """Return the reports that share much text with this one, most first."""
    own, name = shingles(text), name_of(text)
    sketch = _sketch(own)
    found: list[Likeness] = []
    for one in known(folder):
        if one.name == name:
            found.append(Likeness(one, 1.0, same=True, here=(), there=()))
        elif len(sketch.intersection(one.sketch)) >= _CANDIDATE and (other := load(folder, one.name)):
            found += _compared(text, own, one, other)
    return sorted(found, key=lambda one: (-one.share, one.report.name))


def pairs(folder: Path) -> Iterator[tuple[Kept, Likeness]]:
    """Yield all reports that share much text with an earlier one by name, each with what they share.

    Runs of words that many reports of one outlet have are its own, and tell nothing; nor do passages that two
    of its reports share, which are what happened before.
    """
    holders: dict[int, list[Kept]] = defaultdict(list)
    reports = tuple(known(folder))
    for one in reports:
        for run in one.sketch:
            holders[run].append(one)
    for one in reports:
        text = load(folder, one.name) or ""
        own = shingles(text)
        for other in _candidates(one, holders):
            for like in _compared(text, own, other, load(folder, other.name) or ""):
                if like.share >= _RELAY or one.source != other.source:
                    yield one, like


def _candidates(one: Kept, holders: Mapping[int, Sequence[Kept]]) -> list[Kept]:
    """Return the earlier reports, by name, that share runs of the sample with one."""
    shared: Counter[Kept] = Counter()
    for run in one.sketch:
        if max(Counter(each.source for each in holders[run]).values()) <= _BOILERPLATE:
            shared.update(other for other in holders[run] if other.name < one.name)
    return sorted(
        (other for other, count in shared.items() if count >= _CANDIDATE), key=lambda kept: kept.name
    )


def _compared(text: str, own: frozenset[int], one: Kept, other: str) -> Iterator[Likeness]:
    """Yield how a text is like that of a report that was kept, if it is."""
    theirs = shingles(other)
    shared = len(own & theirs)
    share = shared / max(min(len(own), len(theirs)), 1)
    if shared >= _SHARED and share >= _PASSAGES:
        yield Likeness(one, share, same=False, here=_only(text, other), there=_only(other, text))


def shingles(text: str) -> frozenset[int]:
    """Return the hashes of all runs of five words outside of quotation marks."""
    found: set[int] = set()
    for part in QUOTED.split(text):
        words = [word.lower() for word in _WORD.findall(part)]
        for start in range(len(words) - _RUN + 1):
            run = " ".join(words[start : start + _RUN]).encode()
            found.add(int.from_bytes(hashlib.blake2b(run, digest_size=8).digest()))
    return frozenset(found)


def _sketch(some: Iterable[int]) -> set[int]:
    return {one for one in some if one % _KEPT == 0}


def _only(text: str, other: str) -> tuple[str, ...]:
    """Return the figures that one text has and the other has not, in order."""
    theirs = {(one.low, one.high) for one in figures.find(other)}
    mine = {(one.low, one.high): one.text for one in figures.find(text)}
    return tuple(mine[ends] for ends in sorted(mine.keys() - theirs))[:8]

"""Describe the front matter of notes, pages and leads, and read their files."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 - a kind of value is called so too
from pathlib import PurePosixPath
from typing import get_args

from briefing.content import signatures
from briefing.content.checks import kinship, prose
from briefing.content.claims import CLAIM, MARK
from briefing.content.forms import files, yaml
from briefing.content.forms.addresses import FILE_NAME, REPORT_NAME, WEB_ADDRESS
from briefing.content.forms.faults import Faults, quoted
from briefing.content.forms.fields import TRUTH, ListOf, date, id_in, one_of, text
from briefing.content.forms.records import Demand, Field, Maker, Record, Values
from briefing.content.markdown import reader
from briefing.content.registry import TAG
from briefing.core import edtf
from briefing.core.model import Body, Correction, DateBasis, Event, Lead, Note, Page, Status
from briefing.core.problems import Problem
from briefing.text.fold import fold, slug

EVENT = Maker(
    Record(
        "event",
        (
            Field("date", date(begun=True), "when it happened, or was to happen (EDTF)", required=True),
            Field("what", text(), "what happened, in one sentence", required=True),
            Field(
                "by",
                ListOf(id_in("entities", "sources"), unique=True, or_one=True),
                "who says so: an id, or ids, in registry/entities.yml or registry/sources.yml",
            ),
            Field(
                "places",
                ListOf(id_in("entities"), unique=True),
                "where: ids of places in registry/entities.yml",
            ),
            Field("actors", ListOf(id_in("entities"), unique=True), "who: ids in registry/entities.yml"),
            Field("planned", TRUTH, "true for what lay ahead when the report appeared"),
            MARK,
        ),
    ),
    lambda values, _: Event(**values.but(MARK), line=values.line, suggested=values.get(MARK) is not None),
)
CORRECTION = Maker(
    Record(
        "correction",
        (
            Field("date", date(closed=True), "when the correction was made", required=True),
            Field("what", text(), "what was wrong, and what is right", required=True),
        ),
    ),
    lambda values, _: Correction(**values.but(), line=values.line),
)
_TAGS = ListOf(TAG, unique=True)
TAGS = Field("tags", _TAGS, "tags that the note always has")
NOT_TAGS = Field("not_tags", _TAGS, "tags that the note never has")
CLAIMS = Field("claims", ListOf(CLAIM), "every figure and position, with who claims it")
FORMER = Field("former", ListOf(FILE_NAME, unique=True), "names that its file had before, as in its address")

NOTE = Record(
    "",
    (
        Field("title", text(longest=200), "the title, in our own words", required=True, stays=True),
        Field(
            "source",
            id_in("sources"),
            "who published the report: an id in registry/sources.yml",
            required=True,
        ),
        Field(
            "agency", id_in("sources"), "the wire that it relays: the id of an agency in registry/sources.yml"
        ),
        Field("headline", text(longest=300), "the report's own headline, as a citation"),
        Field("url", WEB_ADDRESS, "where the report can be read"),
        Field("date", date(closed=True), "when the report appeared (EDTF: 2018-12-14)", required=True),
        Field(
            "date_basis",
            one_of(get_args(DateBasis)),
            "whether the report states its date; stated when left out",
        ),
        Field("date_evidence", text(), "what an inferred date rests on"),
        Field("summary", text(), "the editor's own summary; extracted from the text when left out"),
        TAGS,
        NOT_TAGS,
        Field("events", ListOf(EVENT), "what happened; replaces what the program finds"),
        CLAIMS,
        Field(
            "corrections",
            ListOf(CORRECTION),
            "what was wrong in this note, and when it was corrected",
            stays=True,
        ),
        Field("status", one_of(get_args(Status)), "published when left out"),
        Field("withdrawn", date(closed=True), "when the note was withdrawn (EDTF)"),
        Field("status_reason", text(), "why the note is a draft or was withdrawn", stays=True),
        Field("report", REPORT_NAME, "the report's text: its name in .briefing/reports/"),
        signatures.CHECKED,
        *kinship.KEYS,
        FORMER,
    ),
    (
        Demand(
            "inferred-without-evidence",
            "date_basis is inferred, but there is no date_evidence",
            "add date_evidence: what in the report shows the date",
            "date_basis",
            ("inferred",),
            needs=("date_evidence",),
        ),
        Demand(
            "evidence-without-inference",
            "date_evidence is for inferred dates only",
            "write date_basis: inferred, or leave date_evidence out",
            "date_evidence",
            needs=("date_basis",),
        ),
        Demand(
            "evidence-without-inference",
            "date_evidence is for inferred dates only",
            "write date_basis: inferred, or leave date_evidence out",
            "date_basis",
            ("stated",),
            bars=("date_evidence",),
        ),
        Demand(
            "withdrawn-without-reason",
            "the note is withdrawn, but there is no status_reason",
            "add status_reason: what readers are told",
            "status",
            ("withdrawn",),
            needs=("status_reason",),
        ),
        Demand(
            "withdrawn-without-date",
            "the note is withdrawn, but there is no date of withdrawal",
            "add withdrawn: the day on which it was, as in 2018-12-20",
            "status",
            ("withdrawn",),
            needs=("withdrawn",),
        ),
        Demand(
            "date-without-withdrawal",
            "withdrawn needs a status",
            "write status: withdrawn, or leave it out",
            "withdrawn",
            needs=("status",),
        ),
        Demand(
            "date-without-withdrawal",
            "withdrawn is for withdrawn notes only",
            "write status: withdrawn, or leave it out",
            "status",
            ("published", "draft"),
            bars=("withdrawn",),
        ),
        Demand(
            "reason-without-status",
            "status_reason needs a status",
            "write status: withdrawn or draft, or leave it out",
            "status_reason",
            needs=("status",),
        ),
    ),
)

PAGE = Record(
    "",
    (
        Field("title", text(longest=200), "the page's title", required=True),
        Field("description", text(longest=300), "what the page is about, in one sentence", required=True),
        FORMER,
    ),
)
LEAD = Record("", (Field("title", text(longest=200), "the lead's own heading", required=True),))


def parse_note(path: str, content: bytes) -> tuple[Note | None, tuple[Problem, ...]]:
    """Read one note; its slug is made from its file name.

    A note with Problems comes back as far as it could be read, None when it has no title, no
    date or no text: so cross-checks find the rest of its faults in the same run.
    """
    faults = Faults(path)
    address = _slug(path, faults)
    opened = _open(content, NOTE, faults)
    if opened is None:
        return None, faults.problems()
    values, parts, document = opened
    _check_tags(values, faults)
    prose.check_claims(values.get(CLAIMS) or (), document, faults)
    if (when := values.found.get("date")) is not None:
        prose.check_dates(document.prose, parts.body_line, when, faults)
    if not {"title", "date"} <= values.found.keys() or not address:
        return None, faults.problems()
    note = Note(
        **{"source": "", **values.but()},
        path=path,
        slug=address,
        body=parts.body,
        body_line=parts.body_line,
        document=document,
        key_lines=tuple(values.lines.items()),
    )
    return signatures.kept(note, faults), faults.problems()


def parse_page(path: str, content: bytes) -> tuple[Page | None, tuple[Problem, ...]]:
    """Read one page of the editors' own; its slug is made from its file name."""
    faults = Faults(path)
    address = _slug(path, faults)
    opened = _open(content, PAGE, faults)
    if opened is None or not opened[0].complete or not address:
        return None, faults.problems()
    values, parts, document = opened
    made = Page(path, address, **values.but(), document=document, body_line=parts.body_line)
    return made, faults.problems()


def parse_lead(path: str, content: bytes) -> tuple[Lead | None, tuple[Problem, ...]]:
    """Read one lead; its file name is its day."""
    faults = Faults(path)
    day = _day(path, faults)
    opened = _open(content, LEAD, faults)
    if opened is None or not opened[0].complete or day is None:
        return None, faults.problems()
    return Lead(path, edtf.of_day(day), **opened[0].but(), document=opened[2]), faults.problems()


def _open(content: bytes, record: Record, faults: Faults) -> tuple[Values, files.Parts, Body] | None:
    """Read the front matter and the body of a file."""
    whole = files.text_of(content, faults)
    parts = files.split(whole, faults) if whole is not None else None
    if parts is None:
        return None
    before = len(faults.found)
    node = yaml.read(parts.front_matter, first_line=2, faults=faults)
    if node is None and len(faults.found) == before:
        node = yaml.Mapping((), 1)
    values = record.read(node, "the front matter", faults) if node else None
    # The body has faults of its own to tell, whatever those of the front matter.
    document = _body(parts, faults)
    return (values, parts, document) if values else None


def _body(parts: files.Parts, faults: Faults) -> Body:
    document, found = reader.read(parts.body, parts.body_line, path=faults.path)
    faults.found.extend(found)
    if not document.blocks and not any(problem.rule == reader.TOO_COSTLY for problem in found):
        what, allowed = "there is no text after the front matter", "write at least a sentence"
        faults.add(parts.body_line, "empty-body", what, allowed)
    return document


def _slug(path: str, faults: Faults) -> str:
    stem = PurePosixPath(path).stem
    address = slug(stem)
    if not address:
        what = f"the file name {quoted(stem)} makes no address"
        faults.add(0, "bad-file-name", what, "name it in letters and digits, as in 2018-12-14-afp-hajin.md")
    return address


def _day(path: str, faults: Faults) -> Date | None:
    stem = PurePosixPath(path).stem
    try:
        day = Date.fromisoformat(stem)
    except ValueError:
        day = None
    if day is None or day.isoformat() != stem:
        faults.add(
            0, "bad-file-name", f"the file name {quoted(stem)} is not a day", "name it as in 2018-12-14.md"
        )
        return None
    return day


def _check_tags(values: Values, faults: Faults) -> None:
    never = {fold(tag) for tag in values.get(NOT_TAGS) or ()}
    for tag in values.get(TAGS) or ():
        if not slug(tag):
            what = f"tag {quoted(tag)} makes no address"
            faults.add(values.line_of(TAGS), "bad-tag", what, "write it with letters or digits")
        if fold(tag) in never:
            what = f"tag {quoted(tag)} is in both tags and not_tags"
            faults.add(values.line_of(NOT_TAGS), "tag-contradiction", what, "keep one of them")

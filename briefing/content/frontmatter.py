"""The bytes of a note, page or lead in; the Note, Page or Lead out, or Problems."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, get_args

from briefing.content.checks import figures_in_text
from briefing.content.claims import CLAIM, MARK
from briefing.content.forms import files, yaml
from briefing.content.forms.faults import Faults, quoted
from briefing.content.forms.fields import Date, Identifier, ListOf, OneOf, Text, WebAddress
from briefing.content.forms.records import Demand, Field, Maker, Record
from briefing.content.markdown import reader
from briefing.core import edtf
from briefing.core.model import Correction, DateBasis, Event, Lead, Note, Page, Status
from briefing.text.fold import fold, slug

if TYPE_CHECKING:
    from briefing.content.forms.records import Values
    from briefing.core.model import Body
    from briefing.core.problems import Problem

WHEN = Field("date", Date(begun=True), "when it happened (EDTF)", required=True)
WHAT = Field("what", Text(), "what happened, in one sentence", required=True)
PLACES = Field("places", ListOf(Identifier(), unique=True), "where: ids of places in registry/entities.yml")
ACTORS = Field("actors", ListOf(Identifier(), unique=True), "who: ids in registry/entities.yml")

SAID = Field("date", Date(closed=True), "when the correction was made", required=True)
WRONG = Field("what", Text(), "what was wrong, and what is right", required=True)


def _event(values: Values, _faults: Faults) -> Event | None:
    when, what = values.get(WHEN), values.get(WHAT)
    if when is None or what is None:
        return None
    places, actors = values.given(PLACES, ()), values.given(ACTORS, ())
    return Event(when, what, places, actors, values.line, suggested=values.get(MARK) is not None)


def _correction(values: Values, _faults: Faults) -> Correction | None:
    when, what = values.get(SAID), values.get(WRONG)
    return None if when is None or what is None else Correction(when, what, values.line)


EVENT: Maker[Event] = Maker(Record("event", (WHEN, WHAT, PLACES, ACTORS, MARK)), _event)
CORRECTION: Maker[Correction] = Maker(Record("correction", (SAID, WRONG)), _correction)

TITLE = Field("title", Text(longest=200), "the title, in our own words", required=True, stays=True)
DATE = Field("date", Date(closed=True), "when the report appeared (EDTF, such as 2018-12-14)", required=True)
SOURCE = Field(
    "source", Identifier(), "who published the report: an id in registry/sources.yml", required=True
)
AGENCY = Field("agency", Identifier(), "the wire that it relays: the id of an agency in registry/sources.yml")
HEADLINE = Field("headline", Text(longest=300), "the report's own headline, as a citation")
URL = Field("url", WebAddress(), "where the report stands")
BASIS: Field[DateBasis] = Field(
    "date_basis",
    OneOf(get_args(DateBasis)),
    "whether the report states its date; stated when left out",
)
EVIDENCE = Field("date_evidence", Text(), "what an inferred date rests on")
SUMMARY = Field("summary", Text(), "the editor's own summary; extracted from the text when left out")
TAGS = Field(
    "tags", ListOf(Text(longest=60, is_name=True), unique=True), "tags that the note has in any case"
)
NOT_TAGS = Field(
    "not_tags", ListOf(Text(longest=60, is_name=True), unique=True), "tags that the note never has"
)
EVENTS = Field("events", ListOf(EVENT), "what happened; goes before what the text yields")
CLAIMS = Field("claims", ListOf(CLAIM), "every figure and position, with who claims it")
CORRECTIONS = Field(
    "corrections", ListOf(CORRECTION), "what was wrong in this note, and when that was said", stays=True
)
STATUS: Field[Status] = Field("status", OneOf(get_args(Status)), "published when left out")
WITHDRAWN = Field("withdrawn", Date(closed=True), "when the note was withdrawn (EDTF)")
REASON = Field("status_reason", Text(), "why the note is a draft or was withdrawn", stays=True)

NOTE = Record(
    "",
    (
        TITLE, SOURCE, AGENCY, HEADLINE, URL, DATE, BASIS, EVIDENCE,
        SUMMARY, TAGS, NOT_TAGS, EVENTS, CLAIMS, CORRECTIONS, STATUS, WITHDRAWN, REASON,
    ),
    (
        Demand(
            "inferred-without-evidence",
            "date_basis is inferred, but there is no date_evidence",
            "add date_evidence: what in the report tells the date",
            "date_basis",
            ("inferred",),
            needs=("date_evidence",),
        ),
        Demand(
            "evidence-without-inference",
            "date_evidence stands beside a stated date",
            "write date_basis: inferred, or leave date_evidence out",
            "date_evidence",
            needs=("date_basis",),
        ),
        Demand(
            "evidence-without-inference",
            "date_evidence stands beside a stated date",
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
            "the note is withdrawn, but there is no date of that",
            "add withdrawn: the day on which it was, as in 2018-12-20",
            "status",
            ("withdrawn",),
            needs=("withdrawn",),
        ),
        Demand(
            "date-without-withdrawal",
            "withdrawn stands without a status",
            "write status: withdrawn, or leave it out",
            "withdrawn",
            needs=("status",),
        ),
        Demand(
            "date-without-withdrawal",
            "withdrawn stands in a note that is not withdrawn",
            "write status: withdrawn, or leave it out",
            "status",
            ("published", "draft"),
            bars=("withdrawn",),
        ),
        Demand(
            "reason-without-status",
            "status_reason stands without a status",
            "write status: withdrawn or draft, or leave it out",
            "status_reason",
            needs=("status",),
        ),
    ),
)  # fmt: skip

PAGE_TITLE = Field("title", Text(longest=200), "the page's title", required=True)
DESCRIPTION = Field("description", Text(longest=300), "what the page tells, in one sentence", required=True)
PAGE = Record("", (PAGE_TITLE, DESCRIPTION))

LEAD_TITLE = Field("title", Text(longest=200), "the lead's own heading", required=True)
LEAD = Record("", (LEAD_TITLE,))


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
    values, parts = opened
    document = _body(parts, faults)
    _check_tags(values, faults)
    figures_in_text.check(values.given(CLAIMS, ()), document, faults)
    title, when = values.get(TITLE), values.get(DATE)
    if title is None or when is None or not address:
        return None, faults.problems()
    note = Note(
        path=path,
        slug=address,
        title=title,
        date=when,
        source=values.given(SOURCE, ""),
        body=parts.body,
        body_line=parts.body_line,
        document=document,
        agency=values.given(AGENCY, ""),
        headline=values.given(HEADLINE, ""),
        url=values.given(URL, ""),
        date_basis=values.given(BASIS, "stated"),
        date_evidence=values.given(EVIDENCE, ""),
        summary=values.given(SUMMARY, ""),
        tags=values.given(TAGS, ()),
        not_tags=values.given(NOT_TAGS, ()),
        events=values.given(EVENTS, ()),
        claims=values.given(CLAIMS, ()),
        corrections=values.given(CORRECTIONS, ()),
        status=values.given(STATUS, "published"),
        withdrawn=values.get(WITHDRAWN),
        status_reason=values.given(REASON, ""),
        key_lines=tuple(values.lines.items()),
    )
    return note, faults.problems()


def parse_page(path: str, content: bytes) -> tuple[Page | None, tuple[Problem, ...]]:
    """Read one page of the editors' own; its slug is made from its file name."""
    faults = Faults(path)
    address = _slug(path, faults)
    opened = _open(content, PAGE, faults)
    if opened is None:
        return None, faults.problems()
    values, parts = opened
    document = _body(parts, faults)
    title, description = values.get(PAGE_TITLE), values.get(DESCRIPTION)
    if title is None or description is None or not address:
        return None, faults.problems()
    return Page(path, address, title, description, document), faults.problems()


def parse_lead(path: str, content: bytes) -> tuple[Lead | None, tuple[Problem, ...]]:
    """Read one lead; its file name is its day."""
    faults = Faults(path)
    day = _day(path, faults)
    opened = _open(content, LEAD, faults)
    if opened is None:
        return None, faults.problems()
    values, parts = opened
    document = _body(parts, faults)
    title = values.get(LEAD_TITLE)
    if title is None or day is None:
        return None, faults.problems()
    return Lead(path, edtf.of_day(day), title, document), faults.problems()


def _open(content: bytes, record: Record, faults: Faults) -> tuple[Values, files.Parts] | None:
    text = files.text_of(content, faults)
    parts = files.split(text, faults) if text is not None else None
    if parts is None:
        return None
    before = len(faults.found)
    node = yaml.read(parts.front_matter, first_line=2, faults=faults)
    if node is None and len(faults.found) == before:
        node = yaml.Mapping((), 1)
    if node is None:
        # The body has faults of its own to tell.
        _body(parts, faults)
        return None
    values = record.read(node, "the front matter", faults)
    return None if values is None else (values, parts)


def _body(parts: files.Parts, faults: Faults) -> Body:
    document, found = reader.read(parts.body, parts.body_line, path=faults.path)
    faults.found.extend(found)
    if not document.blocks and not any(problem.rule == reader.TOO_COSTLY for problem in found):
        faults.add(
            parts.body_line,
            "empty-body",
            "there is no text after the front matter",
            "write at least a sentence",
        )
    return document


def _slug(path: str, faults: Faults) -> str:
    stem = PurePosixPath(path).stem
    address = slug(stem)
    if not address:
        what = f"the file name {quoted(stem)} makes no address"
        faults.add(0, "bad-file-name", what, "name it in letters and digits, as in 2018-12-14-afp-hajin.md")
    return address


def _day(path: str, faults: Faults) -> date | None:
    stem = PurePosixPath(path).stem
    try:
        day = date.fromisoformat(stem)
    except ValueError:
        day = None
    if day is None or day.isoformat() != stem:
        faults.add(
            0, "bad-file-name", f"the file name {quoted(stem)} is no day", "name it as in 2018-12-14.md"
        )
        return None
    return day


def _check_tags(values: Values, faults: Faults) -> None:
    never = {fold(tag) for tag in values.given(NOT_TAGS, ())}
    for tag in values.given(TAGS, ()):
        if not slug(tag):
            what = f"tag {quoted(tag)} makes no address"
            faults.add(values.line_of(TAGS), "bad-tag", what, "write it with letters or digits")
        if fold(tag) in never:
            what = f"tag {quoted(tag)} stands in tags and in not_tags"
            faults.add(values.line_of(NOT_TAGS), "tag-contradiction", what, "keep one of them")

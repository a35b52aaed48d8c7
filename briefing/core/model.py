"""The values that flow through the build: notes, claims, events, entities and their parts."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from briefing.core.edtf import PartialDate

DateBasis = Literal["stated", "inferred"]
Status = Literal["published", "draft", "withdrawn"]
Bound = Literal["exactly", "at-least", "more-than", "at-most", "about"]
Stance = Literal["asserts", "partly", "doubts", "denies"]


class Event(Struct, frozen=True):
    """What happened on a date, in one sentence; `places` and `actors` are entity ids.

    `by` say so, ids of entities or sources; `names` are the entities that the sentence names. What was
    `planned` lay ahead of the report. What is `suggested`, no editor has confirmed.
    """

    date: PartialDate
    what: str
    places: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    planned: bool = False
    line: int = 0
    suggested: bool = False


class Claim(Struct, frozen=True):
    """One attributed statement with a figure or a position, confirmed by an editor.

    `by` says it, of `who` (entity ids both), optionally of a `subset` ("children").
    A figure is `low`..`high` of the measure `what`, in `unit` (the measure's default where empty); for an
    exact or bounded figure both are the value. `of` says of what a percentage is, `part_of` of which total,
    claimed in the same report, it is a part, and `previous` that the figure is told beside a newer one, for
    comparison. `words` holds a vague wording ("dozens") where the report gives no number. A position, who
    holds a place, has a `stance` and no figure; so has a doubt or denial of a figure. What is
    `suggested`, no editor has confirmed.
    """

    by: str
    who: str
    what: str
    low: float | None = None
    high: float | None = None
    bound: Bound = "exactly"
    unit: str = ""
    of: str = ""
    words: str = ""
    subset: str = ""
    part_of: float | None = None
    period: PartialDate | None = None
    place: str = ""
    stance: Stance | None = None
    previous: bool = False
    remark: str = ""
    line: int = 0
    suggested: bool = False


class Correction(Struct, frozen=True):
    """What was wrong in a note, and when it was corrected."""

    date: PartialDate
    what: str
    line: int = 0


class Signature(Struct, frozen=True):
    """A second person's word that a note agrees with its report; `of` is the hash of what it said then."""

    by: str
    date: PartialDate
    of: str
    line: int = 0


class Heading(Struct, frozen=True):
    """A heading of a body: level 1 to 6, its text, and the anchor its page gives it."""

    level: int
    text: str
    anchor: str


class Reference(Struct, frozen=True):
    """A link or image target as written in a body, and its line in the file."""

    target: str
    line: int
    image: bool = False


class Image(Struct, frozen=True):
    """An image in a body: its target and line as written, what it shows, and the lines below it.

    `licence_url` is where the licence can be read.
    """

    target: str
    line: int
    text: str
    caption: str = ""
    credit: str = ""
    licence: str = ""
    licence_url: str = ""


class Block(Struct, frozen=True):
    """A paragraph, list item, or quotation of running prose: `[start, end)` in the body, its anchor."""

    start: int
    end: int
    anchor: str


class Body(Struct, frozen=True):
    """A Markdown body once read.

    `html` still holds `{filename}` links, which only the page can resolve. `prose` has the
    length of `body`; what a reader does not see as running prose (markup, link targets,
    code, headings, tables) is NUL in it, so that offsets in either are the same.
    """

    html: str
    prose: str
    blocks: tuple[Block, ...] = ()
    headings: tuple[Heading, ...] = ()
    references: tuple[Reference, ...] = ()
    images: tuple[Image, ...] = ()


class NoteHead(Struct, frozen=True):
    """What a note says of its report and what that tells: all that pages of other notes show of it.

    `path` is relative to the project, `slug` its address, `former` those that it had before; `source` and
    `agency` are ids, `summary` is the editor's own. Only what was `checked` as it stands is among those.
    The report of another note, by its slug, is what this one `relays` or `updates`.
    """

    path: str
    slug: str
    title: str
    date: PartialDate
    source: str
    agency: str = ""
    date_basis: DateBasis = "stated"
    date_evidence: str = ""
    summary: str = ""
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    corrections: tuple[Correction, ...] = ()
    status: Status = "published"
    withdrawn: PartialDate | None = None
    status_reason: str = ""
    former: tuple[str, ...] = ()
    checked: tuple[Signature, ...] = ()
    relays: str = ""
    updates: str = ""

    @property
    def is_inferred(self) -> bool:
        """True where an editor inferred the report's date."""
        return self.date_basis == "inferred"


class Note(NoteHead, frozen=True, kw_only=True):
    """One press report as an editor told it.

    `body` is the text after the closing front-matter line, `body_line` the file's line it starts on;
    `key_lines` are the lines of the front matter's keys; `sha256` is that of the file, in hex digits.
    `report` names the report's text, which is kept on the editor's machine.
    """

    body: str
    body_line: int
    document: Body
    headline: str = ""
    url: str = ""
    report: str = ""
    tags: tuple[str, ...] = ()
    not_tags: tuple[str, ...] = ()
    key_lines: tuple[tuple[str, int], ...] = ()
    sha256: str = ""


class Page(Struct, frozen=True):
    """A page of the editors' own, such as "About"; its text starts on `body_line`.

    `slug` is its address, `former` are those that it had before.
    """

    path: str
    slug: str
    title: str
    description: str
    document: Body
    body_line: int = 0
    former: tuple[str, ...] = ()


class Lead(Struct, frozen=True):
    """An editor's own opening for one day's briefing."""

    path: str
    date: PartialDate
    title: str
    document: Body


class Mention(Struct, frozen=True):
    """One occurrence of an entity: `body[start:end]` is one of its names."""

    entity: str
    start: int
    end: int


class Keyword(Struct, frozen=True):
    """A ranked phrase from YAKE; the lower the score, the more relevant."""

    phrase: str
    score: float


class Extract(Struct, frozen=True):
    """A whole sentence taken from a body.

    `sentence` counts the body's sentences from 0; `[start, end)` is its place in the body;
    `anchor` is that of its paragraph; `text` is as a reader sees it, white space folded.
    """

    text: str
    sentence: int
    start: int
    end: int
    anchor: str = ""


class DateExpression(Struct, frozen=True):
    """A date in the text: `body[start:end]` is `text`, and it means `value`."""

    start: int
    end: int
    text: str
    value: PartialDate


class Analysis(Struct, frozen=True):
    """All that was found in a note: keywords and phrases fit for tags best first, the rest as in the text."""

    keywords: tuple[Keyword, ...] = ()
    tags: tuple[Keyword, ...] = ()
    summary: tuple[Extract, ...] = ()
    dates: tuple[DateExpression, ...] = ()
    mentions: tuple[Mention, ...] = ()

"""Check the whole content: every Problem and every warning in one run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from briefing.analysis.mentions import Names
from briefing.build import addresses, doubts, marks, moves
from briefing.build.addresses import Addresses, Fixed
from briefing.build.marks import MarksInMemory
from briefing.chronology import days
from briefing.content import signatures, tree, urls
from briefing.content.folder import CONTENT, LEADS, typed
from briefing.core.model import Note
from briefing.core.problems import Problem
from briefing.core.vocabulary import Vocabulary
from briefing.intake import comparison
from briefing.ledger import statements
from briefing.ledger.assembly import Ledger
from briefing.ledger.falling_counts import falls

if TYPE_CHECKING:
    from briefing.content.checks.across_files import Content


class Reading(NamedTuple):
    """How files are read, if not each from its bytes, and what pages of the site take, if that is known."""

    files: Callable[[str], tuple[Any, tuple[Problem, ...]]] | None = None
    fixed: Fixed | None = None


PLAIN = Reading()


def waiting(content: Content, folder: Path, paths: Sequence[str | Path] = ()) -> str:
    """Say how many events wait for an editor, and in how many notes; an empty text for none.

    They are what `suggest` offers for notes whose heads say nothing of events. `paths` limit the notes.
    """
    limit = tree.Limit.of(folder, paths)
    silent = [
        note
        for note in content.notes
        if note.status != "withdrawn" and "events" not in dict(note.key_lines) and limit.holds(note.path)
    ]
    if not silent:
        return ""
    from briefing.suggest.occasions import of_note  # noqa: PLC0415 - with all that reads sentences

    names = Names.of(content.registry.entities, reporters=(one.id for one in content.registry.sources))
    return waiting_line(len(of_note(note, names)) for note in silent)


def waiting_line(events_of_notes: Iterable[int]) -> str:
    """Say how many events wait, given how many do in each note."""
    counts = [count for count in events_of_notes if count]
    if not counts:
        return ""
    events, notes = (
        f"{sum(counts)} event{'s' * (sum(counts) > 1)}",
        f"{len(counts)} note{'s' * (len(counts) > 1)}",
    )
    return f"{events} wait{'s' * (sum(counts) == 1)} for an editor in {notes}: briefing suggest"


def leads_wanted(content: Content, folder: Path, paths: Sequence[str | Path] = (), *, events: int) -> str:
    """Say how many days with so many events have no editor's lead, and which has most; "" for none.

    An event counts once for each published note that tells it. `paths` limit the days, by their leads' files.
    """
    counts = Counter(
        day
        for note in content.notes
        if note.status == "published"
        for event in note.events
        if not event.planned
        for day in days.within(event.date, days.EVENT_SPAN)
    )
    limit, led = tree.Limit.of(folder, paths), {lead.date.start for lead in content.leads}
    wanted = [
        day
        for day, count in counts.items()
        if count >= events and day not in led and limit.holds(f"{CONTENT}/{LEADS}/{day}.md")
    ]
    if not wanted:
        return ""
    busiest = min(wanted, key=lambda day: (-counts[day], day))
    many = f"{len(wanted)} day{'s' * (len(wanted) > 1)} with {events} events or more"
    file = f"{typed(folder)}/{LEADS}/{busiest}.md"
    has = "have" if len(wanted) > 1 else "has"
    return f"{many} {has} no editor’s lead: write {file}, of {counts[busiest]} events"


def read(
    folder: Path,
    *,
    today: date,
    paths: Sequence[str | Path] = (),
    site: str = "",
    published: Iterable[str] = (),
    reports: Path | None = None,
    asked: bool = False,
    reading: Reading = PLAIN,
) -> tuple[Content, tuple[Problem, ...]]:
    """Read the content as `tree.read` does, and look through all notes for what deserves a warning.

    `site` is the site's address on the web: what leads there has to lead to one of its pages. `published`
    are the files of the site as it was made last, `reports` is the folder of the reports' texts. What is
    `asked` for is that a second person has checked each published note. `reading` is how files are read.
    """
    taken = reading.fixed or addresses.of_page_kinds()
    made: list[Addresses] = []

    def addresses_of(content: Content) -> Addresses:
        known = Vocabulary.of(content.registry)
        of_notes = {
            path: marks.of_note(note, known) for path, note in content.texts if isinstance(note, Note)
        }
        made.append(Addresses(content, MarksInMemory(of_notes), taken, site))
        return made[0]

    content, problems = tree.read(
        folder,
        today=today,
        reserved=taken.reserved,
        paths=paths,
        addresses=addresses_of,
        files=reading.files,
    )
    known = Vocabulary.of(content.registry)
    notes = [note for note in content.notes if note.status != "withdrawn"]
    told = (one for note in notes for one in statements.of_known(note, note.agency or note.source, known))
    fallen = falls(Ledger.of(told), {note.slug: note.path for note in notes}.__getitem__)
    there = made[0]
    missing = (path for path in published if urls.href_of(path) not in there)
    gone = moves.gone(missing, taken.reserved)
    held = (one for note in notes if reports for one in comparison.faults(note, reports))
    unchecked = filter(None, map(signatures.wanted, notes)) if asked else ()
    found = (*held, *unchecked, *fallen, *doubts.of_content(there, today), *moves.faults(there.marks), *gone)
    return content, tuple(sorted((*problems, *tree.Limit.of(folder, paths).told(found))))

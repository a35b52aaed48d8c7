"""Check the whole content: every Problem and every warning in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from briefing.analysis.mentions import Names
from briefing.build import addresses, doubts, marks, moves
from briefing.build.addresses import Addresses, Fixed
from briefing.content import signatures, tree
from briefing.content.folder import CONTENT, LEADS, typed
from briefing.core.problems import Problem
from briefing.core.vocabulary import Vocabulary
from briefing.intake import comparison
from briefing.ledger import statements
from briefing.ledger.assembly import Ledger
from briefing.ledger.falling_counts import falls

if TYPE_CHECKING:
    from briefing.build.marks import Marks
    from briefing.content.checks.across_files import Content
    from briefing.core.model import Lead, Note
    from briefing.core.registry import Registry


class Reading(NamedTuple):
    """How to read files, unless each from its bytes, and the addresses of the site, if they are known."""

    files: Callable[[str], tuple[Any, tuple[Problem, ...]]] | None = None
    fixed: Fixed | None = None


PLAIN = Reading()


def hints(marks: Marks, content: Content, limit: tree.Limit, *, events: int) -> str:
    """Return lines that say what waits for an editor below the paths of the limit; "" for nothing.

    Only notes whose heads do not mention events need be given.
    """
    held = [f"{CONTENT}/{path}" for path, _ in marks.holders("silent", "")]
    silent = {path for path in held if limit.holds(path)}
    said = (
        waiting([note for note in content.notes if note.path in silent], content.registry),
        leads_wanted(dict(marks.values("happened")), content.leads, limit, events=events),
    )
    return "\n".join(filter(None, said))


def waiting(silent: Sequence[Note], registry: Registry) -> str:
    """Say how many events wait for an editor, and in how many notes; "" for none.

    They are what `suggest` offers for notes whose heads say nothing of events.
    """
    if not silent:
        return ""
    from briefing.suggest.occasions import of_note  # noqa: PLC0415 - with all that reads sentences

    names = Names.of(registry.entities, reporters=(one.id for one in registry.sources))
    return waiting_line(len(of_note(note, names)) for note in silent)


def waiting_line(events_of_notes: Iterable[int]) -> str:
    """Say how many events wait, given the number for each note."""
    counts = [count for count in events_of_notes if count]
    if not counts:
        return ""
    events, notes = (
        f"{sum(counts)} event{'s' * (sum(counts) > 1)}",
        f"{len(counts)} note{'s' * (len(counts) > 1)}",
    )
    return f"{events} wait{'s' * (sum(counts) == 1)} for an editor in {notes}: briefing suggest"


def leads_wanted(counts: Mapping[str, int], leads: Sequence[Lead], limit: tree.Limit, *, events: int) -> str:
    """Say how many days with that many events lack an editor's lead, and which has most; "" for none.

    An event counts once for each published note that tells it.
    """
    led = {lead.date.start.isoformat() for lead in leads}
    wanted = [
        day
        for day, count in counts.items()
        if count >= events and day not in led and limit.holds(f"{CONTENT}/{LEADS}/{day}.md")
    ]
    if not wanted:
        return ""
    busiest = min(wanted, key=lambda day: (-counts[day], day))
    many = f"{len(wanted)} day{'s' * (len(wanted) > 1)} with {events} events or more"
    file = f"{typed(limit.folder)}/{LEADS}/{busiest}.md"
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
        made.append(Addresses(content, marks.of_content(content), taken, site))
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
    told = (one for note in notes for one in statements.of_known(note, known))
    fallen = falls(Ledger.of(told), {note.slug: note.path for note in notes}.__getitem__)
    there = made[0]
    gone = moves.gone(published, taken.reserved, there)
    held = (one for note in notes if reports for one in comparison.faults(note, reports))
    unchecked = filter(None, map(signatures.wanted, notes)) if asked else ()
    found = (*held, *unchecked, *fallen, *doubts.of_content(there, today), *moves.faults(there.marks), *gone)
    return content, tuple(sorted((*problems, *tree.Limit.of(folder, paths).told(found))))

"""Write an editor's lead for a day from a plain form."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from briefing.content import differences, places, tree, value_edits
from briefing.content.edits import Change, quoted
from briefing.content.folder import ENDING, LEADS, load
from briefing.core import edtf
from briefing.core.problems import BriefingError, errors
from briefing.desk import versions, view


class LeadForm(NamedTuple):
    """A lead as its form shows it; `base` names what is on disk, empty where there is none yet."""

    day: str
    shown: str
    title: str = ""
    text: str = ""
    base: str = ""


def opened(folder: Path, day: str) -> LeadForm:
    """Return the lead of a day. Raises BriefingError where that is no day."""
    path = _path(day)
    shown = edtf.display(edtf.parse(day))
    if not (folder / path).is_file():
        return LeadForm(day, shown)
    content = load(folder, path)[0] or b""
    lead = tree.parse_file(path, content)[0]
    body = view.parts(content.decode("utf-8-sig", "replace"))[1]
    return LeadForm(day, shown, lead.title if lead else "", body.strip(), versions.name_of(content))


def written(folder: Path, form: LeadForm) -> Change:
    """Return the change that a form makes. Raises BriefingError where `check` would refuse the lead."""
    path = _path(form.day)
    before = load(folder, path)[0] if (folder / path).is_file() else None
    if form.base != (versions.name_of(before) if before is not None else ""):
        raise BriefingError(
            f"{path}: was changed by someone else meanwhile; copy your text, and open it again"
        )
    text = f"{form.text.strip()}\n".replace("\r\n", "\n")
    title = " ".join(form.title.split())
    if before is None:
        after = f"---\ntitle: {quoted(title)}\n---\n\n{text}".encode()
    else:
        head = differences.tree(places.opened(path, before).node)
        wished = {**head, "title": title} if isinstance(head, dict) else {"title": title}
        headed = value_edits.changed(path, before, wished).decode()
        kept = view.parts(headed)[0]
        after = versions.restored(headed, f"{kept}\n{text}").encode()
    if faults := errors(tree.parse_file(path, after)[1]):
        raise BriefingError(f"{faults[0].what}; {faults[0].allowed}")
    return Change(path, before, after)


def _path(day: str) -> str:
    try:
        return f"{LEADS}/{date.fromisoformat(day).isoformat()}{ENDING}"
    except ValueError:
        raise BriefingError(f"{day}: is not a day") from None

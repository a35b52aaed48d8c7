"""Show a draft on its page: the page as it was built last, with the title and the text of the draft."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from briefing.content import tree, urls
from briefing.content.images.check import Size
from briefing.core.model import Note
from briefing.site import links

if TYPE_CHECKING:
    from pathlib import Path

_BARE = (
    '<!doctype html><html lang="en"><head><title>Draft</title></head>'
    "<body><main><h1></h1><div></div></main></body></html>"
)


def page(output: Path, path: str, before: bytes, draft: bytes) -> str:
    """Return the HTML of a note's page; of a note that has none, its title and text alone."""
    old, new = (tree.parse_file(path, content)[0] for content in (before, draft))
    if not isinstance(new, Note):
        return _BARE.replace("<div></div>", "<p>The draft cannot be read: see its problems.</p>")
    file = output / urls.note(new.slug) / urls.INDEX
    built = file.read_text("utf-8", "replace") if file.is_file() else ""
    if not isinstance(old, Note) or _body(old) not in built:
        shown = _BARE.replace("<h1></h1>", f"<h1>{escape(new.title)}</h1>")
        return shown.replace("<div></div>", f"<div>{_body(new)}</div>")
    made = built.replace(_body(old), _body(new), 1)
    return made.replace(f">{escape(old.title)}</h1>", f">{escape(new.title)}</h1>", 1)


def _body(note: Note) -> str:
    return links.body(note.document.html, note.path, urls.root_of(urls.note(note.slug)), lambda _: Size(0, 0))

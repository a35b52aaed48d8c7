"""A survey of the content folder: which file each address comes from, and what must not be published.

It is quicker than reading everything: of what is published, only the names of files are looked at.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct

from briefing.content import basemap, places, registry, urls
from briefing.content.checks import references
from briefing.content.folder import ENDING, NOTES, load, scan, typed
from briefing.content.forms import files, yaml
from briefing.content.forms.faults import Faults
from briefing.content.frontmatter import NOTE
from briefing.content.images import kinds
from briefing.content.images.prints import prints
from briefing.content.markdown import reader
from briefing.content.tree import load_file, parse_file
from briefing.core.model import Note
from briefing.text.passages import Passages, words_of
from briefing.text.sentences import clean, split

# A note without any of these in its head is published, however its YAML is written.
_MARKS = re.compile(rb"draft|withdrawn|\\")
# Nor does a text without any of these refer to an image, however its Markdown is written.
_SPELLINGS = (*(re.escape(ending) for ending in kinds.ENDINGS), "%[0-9a-f]", "&", r"\\")
_MAY_SHOW = re.compile("|".join(_SPELLINGS).encode(), re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")
_HEAD_END = b"\n---"


class Survey(Struct, frozen=True):
    """`origins` has the file of each address, such as "notes/a/"; paths are as a user would type them.

    `held_back` has, by the file of each draft and each withdrawn note, its texts that stand in no
    published file of the content too. `images` has the file of each image that no published text refers to,
    by each of its prints.
    """

    origins: Mapping[str, str]
    held_back: Mapping[str, tuple[str, ...]]
    images: Mapping[str, str]


def survey(folder: Path) -> Survey:
    """Look through the content folder; what cannot be read is left out, as `check` tells of it."""
    found, _ = scan(folder)
    paths = [path for path in found if path.endswith(ENDING)]
    home = PurePosixPath(typed(folder))
    shown = {path: str(home / path) for path in paths}
    contents = ((path, load(folder, path)[0] or b"") for path in paths)
    kept_back: dict[str, tuple[str, ...]] = {}
    published: list[str] = []
    for path, content in contents:
        note = _held_back(path, content)
        if note is None:
            published.append(path)
        else:
            kept_back[path] = tuple(dict.fromkeys(_texts(note, content)))
    told = [*published, *(path for path in found if path in registry.FILES or path == basemap.MAP)]
    looked_for = Passages((text, text) for texts in kept_back.values() for text in texts)
    repeated = {text for path in told if looked_for for text in looked_for.found(_words(folder, path))}
    # What is written in pieces, or with escapes, is seen once it is read.
    rest = Passages((text, text) for texts in kept_back.values() for text in texts if text not in repeated)
    repeated |= {text for path in told if rest for text in rest.found(_shown(folder, path))}
    return Survey(
        origins={urls.of_file(path): name for path, name in shown.items()},
        held_back={
            shown[path]: tuple(one for one in texts if one not in repeated)
            for path, texts in kept_back.items()
        },
        images=_images(folder, found, published),
    )


def _images(folder: Path, found: Sequence[str], published: Sequence[str]) -> dict[str, str]:
    """The prints of images that no published text refers to, also under another name."""
    images = [path for path in found if kinds.of(path)]
    shown = {target for path in published if images for target in _targets(folder, path)}
    # An empty file has nothing to be recognised by.
    of_images = {path: prints(load_file(folder, path)[0] or path.encode()) for path in images}
    public = {one for path in images if path in shown for one in of_images[path]}
    return {
        one: typed(folder / path)
        for path in images
        if path not in shown
        for one in sorted(of_images[path] - public)
    }


def _targets(folder: Path, path: str) -> Iterator[str]:
    """The files that a text refers to; texts that cannot name an image are not read."""
    content, _ = load(folder, path)
    if content is not None and _MAY_SHOW.search(content):
        text, _ = parse_file(path, content)
        if text is not None:
            yield from references.targets(text.document, path)


def _words(folder: Path, path: str) -> tuple[str, ...]:
    return words_of((load(folder, path)[0] or b"").decode("utf-8", "replace"))


def _shown(folder: Path, path: str) -> tuple[str, ...]:
    """The words of a file as readers see them."""
    content, faults = load(folder, path)[0] or b"", Faults(path)
    text = files.text_of(content, faults) or ""
    if not path.endswith(ENDING):
        return words_of(" ".join(_texts_in(yaml.read(text, first_line=1, faults=faults))))
    parts = files.split(text, faults)
    if parts is None:
        return ()
    document, _ = reader.read(parts.body, parts.body_line)
    head = _texts_in(yaml.read(parts.front_matter, first_line=2, faults=faults))
    return words_of(" ".join([*head, html.unescape(_TAGS.sub(" ", document.html))]))


def _texts_in(node: yaml.YamlNode | None) -> Iterator[str]:
    if isinstance(node, yaml.Scalar):
        yield node.text
    elif node is not None:
        for entry in node.entries:
            yield from _texts_in(entry[1] if isinstance(entry, tuple) else entry)


def _held_back(path: str, content: bytes) -> Note | None:
    if not path.startswith(f"{NOTES}/") or not _MARKS.search(content.partition(_HEAD_END)[0]):
        return None
    note, _ = parse_file(path, content)
    return note if isinstance(note, Note) and note.status != "published" else None


def _texts(note: Note, content: bytes) -> Iterator[str]:
    """What tells of the report: all prose of the head, by its description, and each sentence of the text."""
    faults = Faults(note.path)
    parts = files.split(files.text_of(content, faults) or "", faults)
    head = yaml.read(parts.front_matter, first_line=2, faults=Faults(note.path)) if parts else None
    if head is not None:
        held = places.scalars(NOTE, head, withdrawn=note.status == "withdrawn")
        yield from (" ".join(node.text.split()) for kind, node in held if kind.is_prose)
    for image in note.document.images:
        yield from (image.text, image.caption, image.credit)
    prose = note.document.prose
    yield from (clean(prose[one.start : one.end]) for one in split(prose))

"""Write a built site as one zip file that can be read from a disk."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from briefing.content import urls

# A link to a folder: on the web a server answers it with the folder's page, on disk nothing does.
_FOLDER = re.compile(
    rb"""(?P<start>\s(?:href|action)=")(?P<path>(?![a-z][a-z0-9+.-]*:|/|\#)[^"#?]*/)(?P<rest>[#?][^"]*)?\"""",
    re.IGNORECASE,
)
# The oldest moment that a zip file can hold, so that the time of its making leaves no trace.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


def write(folder: Path, target: Path) -> int:
    """Write the site in a folder as a zip file and return how many files it holds.

    Links to folders then name their `index.html`, so that the unzipped site needs no server. All
    files stand below the target's name without its ending. The same site gives the same bytes.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != target)
    partial = target.with_name(f"{target.name}.part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files:
            name = f"{target.stem}/{path.relative_to(folder).as_posix()}"
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _READABLE
            content = path.read_bytes()
            archive.writestr(entry, with_files(content) if path.suffix == ".html" else content)
    partial.replace(target)
    return len(files)


def with_files(page: bytes) -> bytes:
    """Let a page's relative links to folders name the page in them."""
    return _FOLDER.sub(rb'\g<start>\g<path>%b\g<rest>"' % urls.INDEX.encode(), page)

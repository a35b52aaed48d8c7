"""Bodies with `{filename}` links in, bodies whose links a browser can follow out."""

from __future__ import annotations

import html
import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from briefing.content import urls
from briefing.text.fold import slug as slug_of
from briefing.text.sentences import clean

if TYPE_CHECKING:
    from briefing.core.model import Document

_FILE = re.compile(r'(?P<attribute>href|src)="(?:\{|%7B)(?:filename|static)(?:\}|%7D)(?P<target>[^"]*)"')
_PAGE = re.compile(r'href="/(?P<target>(?!/)[^"]*)"')


def body(text: str, path: str, root: str) -> str:
    """Resolve the internal links of a body's HTML.

    `path` is the file it stands in, starting with "content/"; a target that starts with a slash is
    taken from that folder, another from the file's own. `/…` is an address below the site's root,
    and `root` the page's way there.
    """

    def resolved(match: re.Match[str]) -> str:
        target, _, anchor = html.unescape(match["target"]).partition("#")
        href = quote(target_href(unquote(target), path.partition("/")[2]))
        href += f"#{unquote(anchor)}" if anchor else ""
        return f'{match["attribute"]}="{html.escape(urls.resolve(href, root))}"'

    return _PAGE.sub(rf'href="{root}\g<target>"', _FILE.sub(resolved, text))


def target_href(target: str, path: str) -> str:
    """The address of a content file named from another one; images keep their path."""
    base = "" if target.startswith("/") else posixpath.dirname(path)
    file = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
    return href_of(file)


def href_of(file: str) -> str:
    """The address of a content file: a note, a page, a briefing, or an image at its own path."""
    folder, _, rest = file.partition("/")
    stem = posixpath.splitext(posixpath.basename(rest))[0]
    if not file.endswith(".md"):
        return file
    if folder == "notes":
        return urls.note(slug_of(stem))
    if folder == "briefings":
        return f"{urls.BRIEFINGS}{stem.replace('-', '/')}/"
    return urls.page(slug_of(stem))


def plain(document: Document) -> str:
    """The running prose of a body, white space folded."""
    return clean(document.prose)

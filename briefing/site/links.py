"""Turn `{filename}` links in a body into links that a browser can follow."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

from briefing.content import urls
from briefing.content.checks.references import file_of
from briefing.text.sentences import clean

if TYPE_CHECKING:
    from briefing.content.images.check import Size
    from briefing.core.model import Body

_FILE = re.compile(r'(?P<attribute>href|src)="(?:\{|%7B)(?:filename|static)(?:\}|%7D)(?P<target>[^"]*)"')
_PAGE = re.compile(r'href="/(?P<target>(?!/)[^"]*)"')


def body(text: str, path: str, root: str, size: Callable[[str], Size]) -> str:
    """Resolve the internal links of a body's HTML, and give images their size.

    `path` is the file it stands in, starting with "content/"; a target that starts with a slash is
    taken from that folder, another from the file's own. `/…` is an address below the site's root,
    and `root` the page's way there. `size` looks up that of an image by its path below the content folder.
    """

    def resolved(match: re.Match[str]) -> str:
        file, anchor = file_of(html.unescape(match["target"]), path.partition("/")[2])
        href = quote(urls.of_file(file)) + (f"#{anchor}" if anchor else "")
        shown = size(file) if match["attribute"] == "src" else None
        sized = f' width="{shown.width}" height="{shown.height}"' if shown and shown.width else ""
        return f'{match["attribute"]}="{html.escape(urls.resolve(href, root))}"{sized}'

    return _PAGE.sub(rf'href="{root}\g<target>"', _FILE.sub(resolved, text))


def plain(document: Body) -> str:
    """Return the running prose of a body, white space folded."""
    return clean(document.prose)

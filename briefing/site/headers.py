"""The headers and redirects of the site, as settings for servers and hosts.

They share one policy: that of the pages, with the directives that only a header can hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from briefing.core.settings import Site
from briefing.site.record import CSP
from briefing.site.render.assets import ASSETS

# The files in which hosts of static sites look for headers and redirects, such as Netlify.
FILE, REDIRECTS = "_headers", "_redirects"
HEADERS = {
    "Content-Security-Policy": f"{CSP}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # No other site loads its files, or keeps hold of a window that it opened.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# A file with a hash in its name never changes; others are asked for again.
ASKED = "no-cache"
KEPT = "public, max-age=31536000, immutable"
_HASHED = r".+\.[0-9a-f]{8}\.[a-z0-9]+$"


def nginx(site: Site) -> str:
    """Write the lines for a server block of nginx."""
    base = _base(site)
    shared = [f'add_header {name} "{value}" always;' for name, value in HEADERS.items()]
    lines = [
        f"# Made by `briefing headers nginx`; include it in the server block of {site.url}/.",
        "charset utf-8;",
        "charset_types text/css text/csv text/calendar text/xml application/json application/javascript;",
        f"error_page 404 {base}404.html;",
        *shared,
        f'add_header Cache-Control "{ASKED}";',
        f'location ~ "^{re.escape(base)}{ASSETS}{_HASHED}" {{',
        "    # What is added here takes the place of all that was added above.",
        *(f"    {line}" for line in shared),
        f'    add_header Cache-Control "{KEPT}";',
        "}",
    ]
    return _joined(lines)


def caddy(site: Site) -> str:
    """Write the lines for a site block of a Caddyfile."""
    base = _base(site)
    lines = [
        f"# Made by `briefing headers caddy`; import it into the site block of {site.url}/.",
        "header {",
        *(f'\t{name} "{value}"' for name, value in HEADERS.items()),
        f"\t?Cache-Control {ASKED}",
        "}",
        f"@hashed path_regexp ^{re.escape(base)}{ASSETS}{_HASHED}",
        f'header @hashed Cache-Control "{KEPT}"',
        "handle_errors {",
        f"\trewrite * {base}404.html",
        "\tfile_server",
        "}",
    ]
    return _joined(lines)


def netlify(site: Site) -> str:
    """Write the file `_headers`; such hosts set sensible caching headers by themselves."""
    base = _base(site)
    lines = [
        f"{base}*",
        *(f"  {name}: {value}" for name, value in HEADERS.items()),
        f"{base}{ASSETS}*",
        f"  Cache-Control: {KEPT}",
    ]
    return _joined(lines)


def redirects(site: Site, moves: Iterable[tuple[str, str]]) -> str:
    """Write the file `_redirects`, which redirects old addresses permanently."""
    base = _base(site)
    return _joined([f"{base}{old} {base}{new} 301" for old, new in moves])


def _base(site: Site) -> str:
    """Return the path of the site's root on its host, with slashes at both ends."""
    return f"{urlsplit(site.url).path.rstrip('/')}/"


def _joined(lines: list[str]) -> str:
    return "\n".join((*lines, ""))


KINDS: Mapping[str, Callable[[Site], str]] = {"nginx": nginx, "caddy": caddy, "netlify": netlify}

"""Read a Content-Security-Policy, and tell what it lets a page do (W3C, CSP Level 3)."""

from __future__ import annotations

from collections.abc import Mapping

# In a page's own policy a browser ignores these, with a message on its console.
ONLY_AS_HEADER = ("frame-ancestors", "report-uri", "sandbox")

# The directive that governs a kind of reference, then its fallbacks.
_DIRECTIVES = {
    "script": ("script-src-elem", "script-src", "default-src"),
    "style": ("style-src-elem", "style-src", "default-src"),
    "img": ("img-src", "default-src"),
    "font": ("font-src", "default-src"),
    "media": ("media-src", "default-src"),
    "frame": ("frame-src", "child-src", "default-src"),
    "object": ("object-src", "default-src"),
    "manifest": ("manifest-src", "default-src"),
    "connect": ("connect-src", "default-src"),
    "form": ("form-action",),
}

Policy = dict[str, tuple[str, ...]]


def parse(text: str) -> Policy:
    """Split a policy into directives; of two with one name the first counts, as the standard has it."""
    policy: Policy = {}
    for directive in text.split(";"):
        if words := directive.split():
            policy.setdefault(words[0].lower(), tuple(words[1:]))
    return policy


def allows(policy: Mapping[str, tuple[str, ...]], kind: str, source: str) -> bool:
    """Tell whether `source` ("'self'", "data:", "'unsafe-inline'") may be used for a kind of reference."""
    for directive in _DIRECTIVES[kind]:
        if directive in policy:
            return source in policy[directive] or (source == "'self'" and "*" in policy[directive])
    return True

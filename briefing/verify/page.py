"""Read one page: its contents, and the faults of its markup."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from briefing.verify import content_model, markup

if TYPE_CHECKING:
    from briefing.verify.markup import KnownTags, Markup, TagFault
    from briefing.verify.tags import Tag, TagReference

# Where JSON-LD has addresses.
ADDRESS_KEYS = frozenset(("@id", "contentUrl", "image", "logo", "mainEntityOfPage", "sameAs", "url"))
# A page has one of each.
ONCE = ("html", "head", "body")


class ParsedPage(Struct, frozen=True):
    """What verification needs to know about a page; numbers are those of tags.

    `path` is relative to the site's folder; `leads_on` is where a page that has moved sends its readers.
    `ids`, `references`, `wanted` (the ids that labels and the like name) and `addresses` (absolute ones in
    blocks of JSON) have each once, at its first tag; `blocks` are the blocks of JSON. `faults` are those of
    the page alone.
    """

    path: str
    markup: Markup
    title: str = ""
    description: str = ""
    canonical: str = ""
    robots: str = ""
    leads_on: str = ""
    policy: str | None = None
    ids: dict[str, int] = field(default_factory=dict)
    references: dict[TagReference, int] = field(default_factory=dict)
    wanted: dict[str, int] = field(default_factory=dict)
    inline: tuple[tuple[str, int], ...] = ()
    addresses: dict[str, int] = field(default_factory=dict)
    blocks: tuple[tuple[Any, int], ...] = ()
    faults: tuple[TagFault, ...] = ()


def read(text: str, *, path: str, known: KnownTags) -> ParsedPage:
    """Read a page; `known` has the tags read before, and new ones are added."""
    parts = markup.take_apart(text, known)
    first = sorted(((at, tag) for tag, at in parts.first.items() if not tag.closing), key=itemgetter(0))
    blocks, faults_of_blocks = _blocks(parts)
    title, description = _titles(parts), _metas(first, "description")
    policy, faults_of_policy = _policy(first)
    return ParsedPage(
        path=path,
        markup=parts,
        title=title[0] if title else "",
        description=description[0] if description else "",
        canonical=_canonical(first),
        robots=" ".join(_metas(first, "robots")),
        leads_on=_leads_on(first),
        policy=policy,
        ids={tag.identity: at for at, tag in reversed(first) if tag.identity is not None},
        references={one: at for at, tag in reversed(first) for one in tag.references},
        wanted={one: at for at, tag in reversed(first) for one in tag.ids},
        inline=(*_inline(first), *_inline_scripts(parts)),
        addresses={one: at for block, at in reversed(blocks) for one in addresses(block)},
        blocks=tuple(blocks),
        faults=(
            *markup.faults(parts),
            *((at, "markup", what) for at, what in content_model.faults(parts.tags, parts.texts)),
            *_faults_of_ids(parts),
            *faults_of_blocks,
            *faults_of_policy,
            *_faults_of_whole(parts, title, description),
        ),
    )


def _titles(parts: Markup) -> list[str]:
    """Read the page's titles, not those of drawings in it."""
    head = next((at for at, tag in enumerate(parts.tags) if tag.name == "body"), len(parts.tags))
    return [
        unescape(parts.texts[at]).strip()
        for at, tag in enumerate(parts.tags[:head])
        if tag.name == "title" and not tag.closing
    ]


def _metas(first: Iterable[tuple[int, Tag]], name: str) -> list[str]:
    return [
        tag.attributes.get("content", "").strip()
        for _, tag in first
        if tag.name == "meta" and tag.attributes.get("name", "").lower() == name
    ]


def _canonical(first: Iterable[tuple[int, Tag]]) -> str:
    for _, tag in first:
        if tag.name == "link" and "canonical" in tag.attributes.get("rel", "").lower().split():
            return tag.attributes.get("href", "")
    return ""


def _leads_on(first: Iterable[tuple[int, Tag]]) -> str:
    """Read where a page that has moved sends its readers, as written; "" for a page that stays."""
    for _, tag in first:
        if tag.name == "meta" and tag.attributes.get("http-equiv", "").lower() == "refresh":
            return next((reference.target for reference in tag.references), "")
    return ""


def _policy(first: Iterable[tuple[int, Tag]]) -> tuple[str | None, list[TagFault]]:
    """Read the policy, which governs only what comes after it."""
    policy = None
    faults: list[TagFault] = []
    fetched = False
    for at, tag in first:
        if _tells_policy(tag):
            if fetched:
                faults.append((at, "policy", "the policy comes after something that it should govern"))
            policy = tag.attributes.get("content", "")
        if not fetched and tag.references:
            fetched = any(reference.kind != "link" for reference in tag.references)
    return policy, faults


def _inline(first: Iterable[tuple[int, Tag]]) -> Iterator[tuple[str, int]]:
    for at, tag in first:
        for what in tag.inline:
            yield what, at
        if tag.name == "style":
            yield "a style element", at


def _inline_scripts(parts: Markup) -> Iterator[tuple[str, int]]:
    for tag, at in parts.first.items():
        if tag.runs and "src" not in tag.attributes:
            yield "a script element", at


def _blocks(parts: Markup) -> tuple[list[tuple[Any, int]], list[TagFault]]:
    """Read the blocks of JSON, and say which cannot be read."""
    blocks: list[tuple[Any, int]] = []
    faults: list[TagFault] = []
    raw = [
        (at, tag)
        for at, tag in enumerate(parts.tags)
        if tag.name in {"script", "style", "textarea"} and not tag.closing
    ]
    for (at, tag), content in zip(raw, parts.raw, strict=False):
        if tag.name == "script" and "json" in tag.attributes.get("type", ""):
            try:
                blocks.append((json.loads(content), at))
            except (ValueError, RecursionError) as error:
                faults.append((at, "json", f"the block of JSON cannot be read: {error}"))
    return blocks, faults


def addresses(value: object, key: str = "") -> Iterator[str]:
    """Yield every absolute address anywhere in a JSON value; a name may look like one and be none."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from addresses(member, name)
    elif isinstance(value, list):
        for member in value:
            yield from addresses(member, key)
    elif isinstance(value, str) and key in ADDRESS_KEYS and value.startswith(("https://", "http://")):
        yield value


def _faults_of_ids(parts: Markup) -> Iterator[TagFault]:
    identities = [tag.identity for tag in parts.tags if tag.identity is not None]
    if len(set(identities)) == len(identities):
        return
    seen: set[str | None] = {None}
    for at, tag in enumerate(parts.tags):
        if tag.identity in seen and tag.identity is not None:
            yield at, "id", f'id "{tag.identity}" occurs twice'
        seen.add(tag.identity)


def _faults_of_whole(parts: Markup, title: list[str], description: list[str]) -> Iterator[TagFault]:
    names = [tag.name for tag in parts.tags if not tag.closing]
    first = [tag for tag in parts.first if not tag.closing]
    for name in ONCE:
        if (count := names.count(name)) > 1:
            yield -1, "markup", f"the page has {count} {name} elements; it needs exactly one"
    if (count := names.count("h1")) != 1:
        yield -1, "heading", f"the page has {count or 'no'} h1; it needs exactly one"
    if "base" in names:
        at = next(at for at, tag in enumerate(parts.tags) if tag.name == "base")
        yield at, "base", "a base element redirects every link of the page"
    yield from _faults_of_texts("title", title)
    yield from _faults_of_texts("meta description", description)
    for rule, what, is_there in _REQUIRED:
        if not any(is_there(tag) for tag in first):
            yield -1, rule, what


def _faults_of_texts(name: str, texts: list[str]) -> Iterator[TagFault]:
    if len(texts) != 1 or not texts[0]:
        count = f"two {name}s" if any(texts) else f"no {name}"
        yield -1, name.rsplit(maxsplit=1)[-1], f"the page has {count}"


def _tells_policy(tag: Tag) -> bool:
    return tag.name == "meta" and tag.attributes.get("http-equiv", "").lower() == "content-security-policy"


_REQUIRED: tuple[tuple[str, str, Callable[[Tag], bool]], ...] = (
    (
        "markup",
        'the page has no <meta charset="utf-8">',
        lambda tag: tag.name == "meta" and tag.attributes.get("charset", "").lower() == "utf-8",
    ),
    (
        "language",
        "the html element has no lang",
        lambda tag: tag.name == "html" and bool(tag.attributes.get("lang")),
    ),
    ("policy", "the page has no Content-Security-Policy", _tells_policy),
)

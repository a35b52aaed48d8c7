"""Replace files of the content by drafts, in memory."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.build.cache_database import CachedFile, ReadFile
from briefing.build.content_cache import cached, check_changes
from briefing.content import tree
from briefing.core.problems import Problem, RefusedError, errors, report

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from briefing.build.texts import Texts
    from briefing.core.settings import Settings


def laid(texts: Texts, drafts: Mapping[str, bytes], settings: Settings, *, today: date) -> Texts:
    """Read drafts in the place of files, by path, and check them with the rest; return all texts with them.

    They go into the store, from which whoever calls takes them out again. Raises RefusedError with every
    Problem of what changed where there is an error.
    """
    read: dict[str, CachedFile] = {}
    told: list[Problem] = []
    for path, content in drafts.items():
        value, problems = tree.parse_file(path, content, settings.image_limits)
        told += errors(problems)
        if value is not None:
            made = ReadFile("", hashlib.sha256(content).hexdigest())
            read[path] = cached(path, made, value, problems, settings.site.url)
    if not told:
        texts.store.keep_files(read)
        versions = {**texts.versions, **{path: one.file.sha256 for path, one in read.items()}}
        new = sorted(read.keys() - set(texts.paths))
        texts = replace(
            texts, paths=tuple(sorted((*texts.paths, *new))) if new else texts.paths, versions=versions
        )
        told += check_changes(texts, settings, today, keep=False)
    if told:
        raise RefusedError(report(tree.as_typed(told, texts.folder)))
    return texts

"""The stores of a build: what it keeps for the next, all of which may be thrown away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.build import cache_database, keyword_database, up_to_date
from briefing.core.settings import Folders
from briefing.engine import graph
from briefing.engine.database import StoreDamagedError, discard
from briefing.search import builder, database

if TYPE_CHECKING:
    from briefing.build.cache_database import Store
    from briefing.build.keyword_database import Weights
    from briefing.engine.graph import Graph
    from briefing.search.database import Terms

KEYWORDS, TEMPLATES = "keywords.sqlite", "templates"
# Written down in a graph: the output folder whose graph it is.
OUTPUT = "output"
# Behind the name of a folder that is built to take the place of the one without it.
FRESH = ".new"


class Stores(Struct, frozen=True):
    """The open stores: the content as it was read, the weights of its words, what outputs read, the index."""

    content: Store
    weights: Weights
    graph: Graph
    search: Terms


@contextmanager
def opened(folders: Folders) -> Iterator[Stores]:
    """Open all stores of a build, making those that are missing, damaged or of another form."""
    with ExitStack() as opening:
        enter = opening.enter_context
        stores = Stores(
            enter(cache_database.opened(folders.store / up_to_date.CONTENT)),
            enter(keyword_database.opened(folders.store / KEYWORDS)),
            enter(graph.opened(up_to_date.graph_of(folders))),
            enter(database.opened(folders.store / builder.DATABASE)),
        )
        output = str(folders.output.resolve())
        # What writes nothing has nothing to settle at its end.
        if stores.graph.about(OUTPUT) != output:
            stores.graph.keep_about(OUTPUT, output)
        yield stores


def drop(folders: Folders) -> None:
    """Throw away what a build of this output folder starts from, but for weights that can be read."""
    for path in (
        folders.store / up_to_date.CONTENT,
        up_to_date.graph_of(folders),
        folders.store / builder.DATABASE,
    ):
        discard(path)
    shutil.rmtree(folders.store / TEMPLATES, ignore_errors=True)
    try:
        with keyword_database.opened(folders.store / KEYWORDS) as weights:
            weights.read_through()
    except StoreDamagedError:
        discard(folders.store / KEYWORDS)


def drop_orphans(folders: Folders) -> None:
    """Throw away the graphs of output folders that are gone, with what else is kept of them."""
    own = up_to_date.graph_of(folders)
    for path in folders.store.glob("site-*.sqlite"):
        if path != own and _is_orphan(path):
            for kept in folders.store.glob(f"{path.stem}.*"):
                kept.unlink(missing_ok=True)


def _is_orphan(path: Path) -> bool:
    with graph.opened(path) as known:
        output = known.about(OUTPUT)
    return not output or not any(Path(folder).exists() for folder in (output, output.removesuffix(FRESH)))

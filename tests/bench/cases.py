"""The cases of the benchmark: each edits a project in the laboratory, or not, and measures one command."""

from __future__ import annotations

import shutil
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import meter
from laboratory import SETTLED, Laboratory, same, wait_for
from meter import Cost, FailedError
from msgspec import Struct, field
from msgspec.structs import replace

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from invented import Told

SEEN = 60.0  # seconds in which an edit comes to be served


class Bench(Struct, dict=True):
    """A laboratory with what runs in it for more than one measurement."""

    here: Laboratory
    running: ExitStack = field(default_factory=ExitStack)
    servers: dict[str, tuple[int, subprocess.Popen[str]]] = field(default_factory=dict)
    differing: list[str] | None = None

    def nothing(self) -> Cost:
        """Build where nothing has changed."""
        self.here.settle()
        cost, said = self.here.ours("build")
        if not said.startswith("nothing changed"):
            raise FailedError(f"something changed: {said}")
        return cost

    def body_edit(self) -> Cost:
        """Build after an edit of one note's body."""
        return self._after(self.here.edit_body)

    def title_edit(self) -> Cost:
        """Build after an edit of one note's title."""
        return self._after(self.here.edit_title)

    def new_note(self) -> Cost:
        """Build after one note more."""
        return self._after(self.here.add_note)

    def _after(self, edit: Callable[[str], object]) -> Cost:
        self.here.settle()
        edit("ours")
        return self.here.ours("build")[0]

    def check(self) -> Cost:
        """Check everything with nothing kept."""
        return self._from_nothing("check")

    def check_edit(self) -> Cost:
        """Check after an edit of one note's body."""
        self.here.settle()
        self.here.ours("check")
        self.here.edit_body("ours")
        return self.here.ours("check")[0]

    def verify(self) -> Cost:
        """Verify the whole site with nothing kept."""
        self.here.settle()
        (self.here.project("ours") / "store" / "verdicts.json").unlink(missing_ok=True)
        return self.here.ours("verify", "output")[0]

    def verify_edit(self) -> Cost:
        """Verify after an edit of one note's body and a build."""
        self.here.ours("verify", "output")
        self._after(self.here.edit_body)
        return self.here.ours("verify", "output")[0]

    def publish(self) -> Cost:
        """Publish where nothing has changed: check, build, verify and swap in one process."""
        self._published()
        return self.here.ours("publish")[0]

    def publish_edit(self) -> Cost:
        """Publish after an edit of one note's body."""
        self._published()
        self.here.edit_body("ours")
        return self.here.ours("publish")[0]

    def _published(self) -> None:
        self.here.settle()
        self.here.ours("publish")
        time.sleep(SETTLED)

    def served_edit(self) -> Cost:
        """From the save of a title to when the resident preview serves the note's page and its day's."""
        port, process = self._server("ours")
        told, word = self.here.edit_title("ours")
        started, before = time.perf_counter(), meter.spent(process.pid)
        wait_for(port, f"/notes/{told.name}/", word, SEEN)
        seen = wait_for(port, f"/briefings/{told.day:%Y/%m/%d}/", word, SEEN)
        return Cost(seen - started, meter.spent(process.pid) - before)

    def hugo_rebuild(self) -> Cost:
        """Build Hugo's whole site after an edit of a body: it has no other way."""
        self.here.edit_body("hugo")
        return self.here.hugo()[0]

    def hugo_server(self) -> Cost:
        """From the save of a body to when Hugo's server has the page, rendered fast, as it calls it."""
        port, process = self._server("hugo")
        told, word = self._prepared_for_hugo(port)
        started, before = time.perf_counter(), meter.spent(process.pid)
        seen = wait_for(port, _hugo_page(told), word, SEEN)
        return Cost(seen - started, meter.spent(process.pid) - before)

    def _prepared_for_hugo(self, port: int) -> tuple[Told, str]:
        """Visit the page that is edited next, which is what Hugo renders fast; then edit it."""
        number = self.here.edits
        coming = self.here.next_edit()
        self.here.edits = number
        wait_for(port, _hugo_page(coming), "<h1>", SEEN)
        return self.here.edit_body("hugo")

    def _server(self, kind: str) -> tuple[int, subprocess.Popen[str]]:
        if kind not in self.servers:
            self.servers[kind] = self.running.enter_context(self.here.serving(kind))
        return self.servers[kind]

    def clean(self) -> Cost:
        """Build all pages into an empty folder, with no record of reads; the analysis is in the store."""
        self.here.settle()
        self._forget_pages()
        return self.here.ours("build")[0]

    def forced(self) -> Cost:
        """Build into an empty folder from nothing but the weights of words."""
        self.here.settle()
        self._forget_pages()
        return self.here.ours("build", "--force")[0]

    def _forget_pages(self) -> None:
        root = self.here.project("ours")
        shutil.rmtree(root / "output")
        for graph in (root / "store").glob("site-*"):
            graph.unlink()

    def pelican(self) -> Cost:
        """Build stock Pelican's site into an empty folder."""
        return self.here.pelican()[0]

    def cold(self) -> Cost:
        """Build with nothing kept, on all cores; what it makes must be what all the edits have led to."""
        self.here.settle()
        cost = self._from_nothing("build", "--executor", "processes")
        ours, fresh = self.here.project("ours"), self.here.folder / "fresh"
        self.differing = same(ours / "output", fresh / "output")
        return cost

    def cold_serial(self) -> Cost:
        """Build with nothing kept, in one process."""
        return self._from_nothing("build", "--executor", "serial")

    def _from_nothing(self, *command: str) -> Cost:
        fresh = self.here.folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        keep_out = shutil.ignore_patterns("output", "store", ".made")
        shutil.copytree(self.here.project("ours"), fresh, symlinks=True, ignore=keep_out)
        return self.here.ours(*command, root=fresh)[0]

    def smaller(self) -> Cost:
        """The clean build of a tenth of the notes."""
        tenth = replace(self.here, count=self.here.count // 10, edited={}, roots={})
        cost = replace(self, here=tenth).clean()
        tenth.reset()
        return cost


def _hugo_page(told: Told) -> str:
    return f"/notes/{told.day.year}/{told.name}/"


# In the order in which they are run: what is resident last, so that it does not take the others' cores.
CASES: dict[str, Callable[[Bench], Cost]] = {
    "nothing": Bench.nothing,
    "body-edit": Bench.body_edit,
    "title-edit": Bench.title_edit,
    "new-note": Bench.new_note,
    "check": Bench.check,
    "check-edit": Bench.check_edit,
    "verify": Bench.verify,
    "verify-edit": Bench.verify_edit,
    "publish": Bench.publish,
    "publish-edit": Bench.publish_edit,
    "hugo-rebuild": Bench.hugo_rebuild,
    "clean": Bench.clean,
    "forced": Bench.forced,
    "smaller": Bench.smaller,
    "pelican": Bench.pelican,
    "cold-serial": Bench.cold_serial,
    "cold": Bench.cold,
    "hugo-server": Bench.hugo_server,
    "serve": Bench.served_edit,
}

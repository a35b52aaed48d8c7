"""Fuzzes the reader, the rendering, dates, folding and prose, guided by coverage; prints what it found.

    python tests/fuzz/fuzz.py                        # 100,000 cases a target
    python tests/fuzz/fuzz.py --runs 5000 rendering  # fewer, of one

Needs atheris (`pip install atheris`; Linux has wheels) and a Chromium. The cases are bytes, of which
tests/fuzzing.py makes hostile texts and holds what comes of them to its laws: no crash, no hang of more
than two seconds. What bodies became is then put into a page of Chromium's under the site's own policy,
where nothing may run; what the search page makes of names is compared with what the program makes of them.
A case that breaks a law is kept under its hash, and run again by naming the file:

    python tests/fuzz/fuzz.py --again FOLDER/crash-… rendering
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
sys.path[:0] = [str(PROJECT), str(HERE.parent)]

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

BATCH = 500
SECONDS = 2.0  # a case that takes longer counts as one that hangs
LONGEST = 300  # bytes of a case; each is a piece of several characters
# What the reader may be led through: guiding it through html5lib would teach it HTML instead.
GUIDED = ["briefing", "markdown_it", "mdit_py_plugins"]
SHOWN = {"rendering", "folding"}

HARM = """bodies => {
    const allowed = new Set(%s), host = document.querySelector("main");
    return bodies.filter(body => {
        host.innerHTML = body;
        return [...host.querySelectorAll("*")].some(one => !allowed.has(one.localName)
            || [...one.attributes].some(its => its.name.startsWith("on") || its.name === "style")
            || (one.protocol || "").startsWith("javascript") || (one.protocol || "").startsWith("data"));
    });
}"""
PAGE = """<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{csp}">
<title>Bodies</title><main></main>"""


def main() -> int:
    """Fuzz what the arguments name; 1 where anything was found."""
    options = _options()
    if options.child:
        _guided(options.child, options)
    if options.again:
        _run(options.targets[0], Path(options.again).read_bytes())
        return 0
    folder = Path(options.keep or tempfile.mkdtemp(prefix="fuzz-"))
    findings = 0
    for name in options.targets:
        findings += _target(name, folder, options.runs)
    print(f"{findings} findings" + (f", kept in {folder}" if findings else ""))
    return 1 if findings else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="*", help="which targets; all without any")
    parser.add_argument("--runs", type=int, default=100_000, help="cases a target")
    parser.add_argument("--keep", help="a folder for cases, kept from run to run")
    parser.add_argument("--again", help="a case to run once more, by the one target named")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.targets and not options.child:
        from fuzzing import TARGETS

        options.targets = list(TARGETS)
    return options


def _target(name: str, folder: Path, runs: int) -> int:
    """Fuzz one target in a process of its own, then look at what came of it; how much was found."""
    corpus, shown = folder / name, folder / f"{name}.shown"
    corpus.mkdir(parents=True, exist_ok=True)
    shown.unlink(missing_ok=True)
    command = [sys.executable, __file__, "--child", name, "--runs", str(runs), "--keep", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    counted = re.search(r"stat::number_of_executed_units:\s*(\d+)", ran.stderr)
    speed = re.search(r"stat::average_exec_per_sec:\s*(\d+)", ran.stderr)
    found = sorted(folder.glob(f"{name}-*"))
    print(f"{name}: {counted[1] if counted else 0} cases, {speed[1] if speed else 0} a second, ", end="")
    print(
        f"{len(list(corpus.iterdir()))} of them kept for what they reach, {len(found)} findings", flush=True
    )
    if not counted or found:
        print(ran.stderr[-4000:], file=sys.stderr)
    seen = _seen(name, shown) if shown.exists() else 0
    return len(found) + seen + (not counted and not found)


def _guided(name: str, options: argparse.Namespace) -> None:
    """Run a target under atheris, which ends the process."""
    import atheris

    with atheris.instrument_imports(include=GUIDED):
        import fuzzing  # noqa: F401 - it is imported under guidance for _run
    folder = Path(options.keep)
    shown = (folder / f"{name}.shown").open("w", buffering=1, encoding="utf-8") if name in SHOWN else None

    def once(case: bytes) -> None:
        made = _run(name, case)
        if shown is not None:
            shown.write(json.dumps(made) + "\n")

    arguments = [
        *(sys.argv[0], str(folder / name), f"-runs={options.runs}", f"-max_len={LONGEST}", "-timeout=20"),
        *("-rss_limit_mb=2048", "-print_final_stats=1", f"-artifact_prefix={folder}/{name}-", "-seed=1"),
    ]
    atheris.Setup(arguments, once)
    atheris.Fuzz()


def _run(name: str, case: bytes) -> object:
    """Run a target on a case. Raises LawError where it breaks a law or takes longer than it may."""
    import fuzzing

    started = time.process_time()
    found = fuzzing.TARGETS[name](case)
    taken = time.process_time() - started
    fuzzing.law(taken < SECONDS, f"{taken:.1f} seconds", case)
    return found


def _seen(name: str, shown: Path) -> int:
    """Look at what a target made, in Chromium; how much was found."""
    import chromium
    import conftest
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=conftest.FLAGS)
        page = browser.new_page()
        found = {"rendering": _run_by, "folding": _folded_unlike}[name](page, _batches(shown))
        browser.close()
    for one in found[:20]:
        print(f"  {one!r}")
    return len(found)


def _batches(shown: Path) -> Iterator[list[Any]]:
    with shown.open(encoding="utf-8") as lines:
        while batch := [json.loads(line) for line in islice(lines, BATCH)]:
            yield batch


def _run_by(page: Page, batches: Iterator[list[str]]) -> list[str]:
    """Put bodies into a page under the site's policy; those that hold what they may not, or run."""
    from fuzzing import ELEMENTS

    from briefing.site import record

    said: list[str] = []
    page.route("**/*.png", lambda route: route.abort())
    page.route("http://site.example/", lambda route: route.fulfill(body=PAGE.format(csp=record.CSP)))
    page.add_init_script("window.ran = () => { window.hasRun = true; }")
    page.on("console", lambda told: said.append(told.text))
    page.on("dialog", lambda told: said.append(told.message))
    page.goto("http://site.example/")
    bodies, found = 0, []
    for batch in batches:
        bodies += len(batch)
        found += page.evaluate(HARM % json.dumps(sorted(ELEMENTS)), batch)
        if page.evaluate("window.hasRun"):
            found.append(f"something ran, in one of {batch!r}")
            break
    found += {told for told in said if "ERR_FAILED" not in told}
    print(f"  {bodies} bodies seen in Chromium under the site's policy: {len(found)} findings")
    return found


def _folded_unlike(page: Page, batches: Iterator[list[str]]) -> list[str]:
    """Names that the search page folds otherwise than the program."""
    from briefing.text import fold

    script = (PROJECT / "theme/scripts/search/04_folding.js").read_text("utf-8")
    known = json.dumps({"apostrophes": fold.APOSTROPHES, "letters": fold.LETTERS})
    work = f"texts => {{ const root = {known};\n{script}\nreturn texts.map(foldWords); }}"
    names, found = 0, []
    for batch in batches:
        # A browser may know more letters than Python, or fewer.
        texts = [text for text in batch if all(unicodedata.category(mark) != "Cn" for mark in text)]
        names += len(texts)
        theirs = page.evaluate(work, texts)
        found += [text for text, words in zip(texts, theirs, strict=True) if fold.words(text) != words]
    print(f"  {names} names folded by the search page in Chromium: {len(found)} findings")
    return found


if __name__ == "__main__":
    sys.exit(main())

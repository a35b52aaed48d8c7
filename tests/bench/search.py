"""Measures the search side by side with Pagefind and MiniSearch, on an invented campaign and one's own notes.

    python tests/bench/search.py make 10000 FOLDER [SEED]    the corpus, our index, the others' pages
    python tests/bench/search.py own FOLDER           the same of the project's own five notes
    python tests/bench/search.py pagefind FOLDER      build Pagefind's index with the `pagefind` on PATH
    python tests/bench/search.py ask FOLDER           bytes, requests, keystrokes, relevance, in Chromium
    node tests/bench/search_minisearch.mjs FOLDER     the same of MiniSearch

Not part of the test suite: it takes minutes, and its figures are the machine's.
"""

from __future__ import annotations

import gc
import gzip
import html
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import mean, median

from msgspec.structs import replace

sys.path += [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

import campaign
import chromium
import serving
from conftest import FLAGS
from playwright.sync_api import sync_playwright
from search_corpus import Corpus, Query

from briefing.content import urls
from briefing.engine import codec
from briefing.engine.digests import digest
from briefing.search import builder, database
from briefing.search.documents import Document

PLAIN = '<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title><body></body>'
INDEXED = '<!doctype html><html lang="en"><title>x</title><body data-pagefind-body>'

OURS_ANSWERED = """
text => new Promise(done => {
    search_q.value = text;
    new MutationObserver(done).observe(search_status, {childList: true});
    search_q.dispatchEvent(new Event('input'));
    setTimeout(done, 5000);
})
"""
# Milliseconds from a letter to the first change on the page, and how many files were fetched for it.
LETTER_ANSWERED = """
text => new Promise(done => {
    const fetches = () => performance.getEntriesByType('resource').length;
    const start = performance.now(), had = fetches();
    const told = () => done([performance.now() - start, fetches() - had]);
    search_q.value = text;
    new MutationObserver(told).observe(search_notes, {childList: true});
    new MutationObserver(told).observe(search_status, {childList: true});
    search_q.dispatchEvent(new Event('input'));
    setTimeout(() => done([-1, 0]), 3000);
})
"""
PAGEFIND_READY = """
async base => {
    window.engine = await import(base + 'pagefind/pagefind.js');
    await engine.init();
}
"""
PAGEFIND_FOUND = """
async text => {
    const told = await engine.search(text);
    const some = await Promise.all(told.results.slice(0, 10).map((one) => one.data()));
    return some.map((one) => one.url);
}
"""
# A new address each time, or the script and what it has read would be the last query's.
PAGEFIND_AFRESH = """
async ([base, text]) => {
    const engine = await import(base + 'pagefind/pagefind.js?' + Math.random());
    const told = await engine.search(text);
    await Promise.all(told.results.slice(0, 5).map((one) => one.data()));
}
"""


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def make(count: int, folder: Path, seed: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    corpus = Corpus(count, seed)
    found = corpus.documents()
    digests = {href: digest(one) for href, one in found.items()}
    gc.collect()
    gc.freeze()
    (folder / "search.sqlite").unlink(missing_ok=True)
    before, started = memory(), time.process_time()
    with database.opened(folder / "search.sqlite") as kept:
        index = builder.update(kept, digests, found.__getitem__, corpus.registry(), engine="bench")
        for href in index.files:
            write(folder / "site" / href, index.make(href))
    spent, more = time.process_time() - started, memory() - before
    print(f"index of {count}: {spent:.1f} s CPU, {more} MB more, {len(index.files)} files")
    changes(folder, corpus, found, digests)
    page(folder)
    told = []
    for document in found.values():
        body = [part.text for part in document.parts if part.kind != "title"]
        told.append(
            {"id": document.href, "title": document.title, "text": f"{document.date}. " + " ".join(body)}
        )
        text = "".join(f"<p>{html.escape(part)}</p>" for part in body)
        title = f"<h1>{html.escape(document.title)}</h1><p>{document.date}</p>"
        write(folder / "pages" / document.href / "index.html", f"{INDEXED}{title}{text}".encode())
    write(folder / "pages" / "index.html", PLAIN.encode())
    write(folder / "documents.json", json.dumps(told).encode())
    write(
        folder / "queries.json",
        json.dumps([[query.kind, query.text, query.answers] for query in corpus.queries()]).encode(),
    )


def own(folder: Path) -> None:
    """Take the project's own notes instead: its index, the others' pages, and hand-made queries."""
    command = [sys.executable, "-m", "briefing", "build", "--output", str(folder / "site")]
    subprocess.run(command, cwd=campaign.PROJECT, check=True, stdout=subprocess.DEVNULL)
    told = []
    with database.opened(campaign.PROJECT / ".briefing" / builder.DATABASE) as kept:
        for _, content in kept.contents(0, 1 << 30):
            page = codec.loads(content, Document)
            parts = [part.told for part in page.parts if part.kind != "title"]
            told.append({"id": page.href, "title": page.title, "text": " ".join([f"{page.date}.", *parts])})
    for one in told:
        text = f"{INDEXED}<h1>{html.escape(one['title'])}</h1><p>{html.escape(one['text'])}</p>"
        write(folder / "pages" / one["id"] / "index.html", text.encode())
    write(folder / "pages" / "index.html", PLAIN.encode())
    write(folder / "documents.json", json.dumps(told).encode())
    shutil.copy(Path(__file__).with_name("search_own.json"), folder / "queries.json")


def changes(folder: Path, corpus: Corpus, found: dict[str, Document], digests: dict[str, str]) -> None:
    """Time what small changes cost, on a copy, and count the files that they rewrite."""
    note, other = (found[urls.note(corpus.notes[at].slug)] for at in (len(corpus.notes) // 2, 7))
    at = [place for place, part in enumerate(note.parts) if part.kind == "text"][3]
    text = note.parts[at].text
    sentences, word = text.split(". "), text.split()[5]
    new = replace(other, href="notes/new/")
    steps = {
        "nothing": note,
        "a word": edited(note, at, text.replace(word, "zeppelin", 1)),
        "a sentence": edited(note, at, text.replace(sentences[0], other.parts[-6].text.split(". ")[1], 1)),
        "a new note": new,
    }
    shutil.copy(folder / "search.sqlite", folder / "changed.sqlite")
    for name, document in steps.items():
        now = {**digests, document.href: digest(document)}
        with database.opened(folder / "changed.sqlite") as kept:
            before = kept.files()
            started = time.process_time()
            index = builder.update(
                kept, now, {**found, document.href: document}.__getitem__, corpus.registry(), engine="bench"
            )
            spent = time.process_time() - started
            after = kept.files()
            made = [href for href, made in after.items() if before.get(href) != made]
            for one in made:
                index.make(f"search/{one}.js")
        print(f"{name}: {spent * 1000:.0f} ms CPU, {len(made)} files")


def edited(document: Document, at: int, text: str) -> Document:
    parts = list(document.parts)
    parts[at] = replace(parts[at], text=text)
    return replace(document, parts=tuple(parts))


def page(folder: Path) -> None:
    """Take the search page, its script and style from a small campaign's site."""
    with tempfile.TemporaryDirectory() as name:
        root = campaign.write(Path(name), {"2021-03-04-a.md": campaign.note()})
        campaign.made(campaign.chosen(root))
        for path in (urls.output_path(urls.SEARCH), "assets"):
            source, target = root / "output" / path, folder / "site" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True)
            else:
                shutil.copy(source, target)


def write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert isinstance(content, bytes)
    path.write_bytes(content)


def pagefind(folder: Path) -> None:
    started = time.time()
    subprocess.run(
        ["pagefind", "--site", str(folder / "pages"), "--force-language", "en"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    size = sum(path.stat().st_size for path in (folder / "pages" / "pagefind").rglob("*") if path.is_file())
    print(
        f"pagefind: {time.time() - started:.1f} s, {used.ru_utime + used.ru_stime:.1f} s CPU,",
        f"{used.ru_maxrss // 1024} MB, index {size / 1e6:.1f} MB",
    )


def relevance(name: str, asked: list[tuple[Query, list[str]]]) -> None:
    by_kind = defaultdict(list)
    for query, found in asked:
        ranks = [at for at, href in enumerate(found[:10], 1) if href in query.answers]
        recall = len(ranks) / min(10, len(query.answers))
        by_kind[query.kind].append((1 / ranks[0] if ranks else 0, recall))
    for kind, scores in by_kind.items():
        print(
            f"{name}, {kind} ({len(scores)}): MRR {mean(one for one, _ in scores):.2f},",
            f"recall@10 {mean(one for _, one in scores):.2f}",
        )


def ask(folder: Path) -> None:
    queries = [
        Query(kind, text, tuple(answers))
        for kind, text, answers in json.loads((folder / "queries.json").read_text())
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        for name in sys.argv[3:] or ["ours", "pagefind"]:
            asking, site = (ours, "site") if name == "ours" else (theirs, "pages")
            with serving.files(folder / site) as address:
                asking(browser, f"{address}/", folder, queries)
        browser.close()


def ours(browser: object, base: str, folder: Path, queries: list[Query]) -> None:
    fetched: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})  # type: ignore[attr-defined]
    page = context.new_page()
    page.on("request", lambda request: fetched.append(request.url))
    asked, costs = [], []
    for query in queries:
        fetched.clear()
        page.goto("about:blank")
        page.goto(f"{base}search/index.html")
        page.evaluate(OURS_ANSWERED, query.text)
        page.wait_for_timeout(30)
        files = [
            url.partition("?")[0].removeprefix(base) for url in fetched if "/search/" in url and ".js" in url
        ]
        costs.append(
            (
                sum(len(gzip.compress((folder / "site" / file).read_bytes(), 9)) for file in files),
                len(files),
                query.text,
            )
        )
        for _ in range(2):
            if (
                page.locator("#search_more").is_visible()
                and page.locator("#search_results .entry-title").count() < 10
            ):
                page.evaluate("search_more.click()")
                page.wait_for_timeout(60)
        links = page.locator("#search_results .entry-title a")
        asked.append(
            (
                query,
                [
                    str(one).removeprefix("../").replace("index.html", "")
                    for one in links.evaluate_all("all => all.map(one => one.getAttribute('href'))")
                ],
            )
        )
    size, requests, _ = zip(*costs, strict=True)
    print(
        f"first query: median {median(size) / 1000:.0f} kB gz in {median(requests):.0f} requests,",
        f"at most {max(costs)[0] / 1000:.0f} kB ({max(costs)[2]!r}) and {max(requests)} requests",
    )
    for kind in dict.fromkeys(query.kind for query in queries):
        some = [cost for cost, query in zip(costs, queries, strict=True) if query.kind == kind]
        sizes, counts, _ = zip(*some, strict=True)
        print(
            f"  {kind}: median {median(sizes) / 1000:.0f} kB, most {max(sizes) / 1000:.0f} kB;",
            f"{median(counts):.0f}, most {max(counts)} requests",
        )
    relevance("ours", asked)
    keystrokes(page, base, queries)
    context.close()


def keystrokes(page: object, base: str, queries: list[Query]) -> None:
    """Time from a letter to the results on the page, and count the fetches that it costs."""
    times, fetches = [], []
    for query in queries[:24]:
        page.goto(f"{base}search/index.html?q=zz")  # type: ignore[attr-defined]
        page.wait_for_timeout(150)  # type: ignore[attr-defined]
        for end in range(3, len(query.text) + 1):
            spent, asked = page.evaluate(LETTER_ANSWERED, query.text[:end])  # type: ignore[attr-defined]
            if spent >= 0:
                times.append(spent)
                fetches.append(asked)
    times.sort()
    print(
        f"keystrokes ({len(times)}): median {median(times):.0f} ms,",
        f"nine in ten {times[len(times) * 9 // 10]:.0f} ms;",
        f"no fetch for {sum(not one for one in fetches) / len(fetches):.0%}",
    )


def theirs(browser: object, base: str, folder: Path, queries: list[Query]) -> None:
    page = browser.new_page()  # type: ignore[attr-defined]
    page.goto(base)
    page.evaluate(PAGEFIND_READY, base)
    asked = []
    for query in queries:
        found = page.evaluate(PAGEFIND_FOUND, query.text)
        asked.append((query, [str(url).lstrip("/") for url in found]))
    relevance("Pagefind", asked)
    fresh = browser.new_page()  # type: ignore[attr-defined]
    costs = []
    for query in queries[:12]:
        fetched: list[str] = []
        fresh.on("request", lambda request, fetched=fetched: fetched.append(request.url))
        fresh.goto(base)
        fresh.evaluate(PAGEFIND_AFRESH, [base, query.text])
        files = [url.partition("?")[0].removeprefix(base) for url in fetched if "/pagefind/" in url]
        costs.append(
            (
                sum(
                    len(gzip.compress((folder / "pages" / file).read_bytes(), 6))
                    for file in files
                    if (folder / "pages" / file).exists()
                ),
                len(files),
            )
        )
    print(
        f"Pagefind, first query: median {median(one for one, _ in costs) / 1000:.0f} kB",
        f"in {median(one for _, one in costs):.0f} requests, its script and wasm included",
    )


if __name__ == "__main__":
    command = sys.argv[1]
    if command == "make":
        make(int(sys.argv[2]), Path(sys.argv[3]), int((sys.argv[4:] or ["7"])[0]))
    elif command == "own":
        own(Path(sys.argv[2]))
    elif command == "pagefind":
        pagefind(Path(sys.argv[2]))
    else:
        ask(Path(sys.argv[2]))

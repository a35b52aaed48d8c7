"""Hostile content in: one clear message each, or a page that does no harm, and in good time."""

from __future__ import annotations

import html
import json
import os
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import campaign
import cost
import images
import pytest
import serving
from test_notes_reading import MOST_OF_PROSE, as_prose, most_that_is_read

from briefing import verify
from briefing.build import check
from briefing.content import folder, frontmatter, registry
from briefing.content.checks import names
from briefing.core.problems import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from briefing.core.problems import Problem
    from briefing.core.registry import Entity


def told(problems: tuple[Problem, ...]) -> list[str]:
    return [str(problem) for problem in problems]


def checked(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What an editor is told who stands beside content/."""
    monkeypatch.chdir(root)
    return told(check.read(Path("content"), today=campaign.TODAY)[1])


def in_good_time(content: str) -> tuple[Problem, ...]:
    """The Problems of a note's text, read in good time, and shown in no more than ten megabytes."""
    note, problems = frontmatter.parse_note("a.md", content.encode())
    assert as_prose(content) <= MOST_OF_PROSE
    assert note is None or len(note.document.html) < 10_000_000
    return problems


# Floods that test_notes_reading.py does not try: they nest, or they have each part refer to others.
FLOODS = {
    "quotations": "> " * 400_000,
    "quotations in lists": "> - " * 200_000,
    "lists in lists": "".join(f"{'  ' * depth}- a\n" for depth in range(1_000)),
    "definitions of links": "[a]: /b\n" * 6_000,
    "uses of one definition": "[a]: /b\n\n" + "[a]" * 10_000,
    "uses of one image": "[a]: {static}b.png\n\n" + "![a]" * 10_000,
    "addresses": "<a@b.c>" * 17_000,
    "brackets without ends": "[a](<b " * 10_000,
    "brackets in brackets": "[" * 5_000 + "a" + "](/b)" * 5_000,
    "emphasis that never closes": "*a _" * 24_000,
    "backticks of all lengths": "".join("`" * count + "a " for count in range(490)),
    "wide tables with short rows": "|" * 3_000 + "\n" + "|-" * 3_000 + "|\n" + "|a\n" * 3_000,
    "footnotes in footnotes": "".join(f"[^{n}]: a [^{n + 1}]\n\n" for n in range(2_400)),
    "headings of one name": "# a\n\n" * 6_000,
    "entities": "&CounterClockwiseContourIntegral;" * 25_000,
    "marks on one letter": "a" + "\u0301" * 400_000,
}


@pytest.mark.parametrize("body", FLOODS.values(), ids=FLOODS.keys())
def test_no_flood_of_markup_takes_long_or_makes_a_giant_page(body: str) -> None:
    in_good_time(campaign.note(body=most_that_is_read(body)))


def test_a_link_of_great_length_is_not_written_out_at_each_word() -> None:
    for definition, wrong in (
        (f"[a]: /{'x' * 600_000}", f'link "/{"x" * 59}…" has 600,001 characters; at most 2,000'),
        (f'[a]: /x "{"x" * 600_000}"', 'link "/x" has a title of 600,000 characters; at most 300'),
    ):
        problems = in_good_time(campaign.note(body=f"{definition}\n\n{'[a]' * 5_000}"))
        assert told(problems)[0] == f"a.md:8: {wrong}"


def test_links_that_are_long_together_are_one_problem() -> None:
    problems = in_good_time(campaign.note(body=f"[a]: /{'x' * 1_900}\n\n{'[a] ' * 6_000}"))
    assert told(problems) == [
        "a.md:6: the targets of all links and images have 11,406,000 characters together; at most 1,000,000"
    ]


def test_a_text_is_looked_through_once_for_all_claims_in_words() -> None:
    def note(claims: int) -> bytes:
        said = "claims:\n" + "- {by: vane, who: brigade, what: killed, words: dozens}\n" * claims
        return campaign.note(extra=said, body="x " * 400_000).encode()

    def read(content: bytes) -> int:
        return len(frontmatter.parse_note("a.md", content)[1])

    assert read(note(1_000)) == 1_000
    assert cost.ratio(read, note(1), note(1_000)) <= cost.MOST


def test_names_that_differ_in_case_alone_are_compared_in_good_time() -> None:
    def written(number: int) -> str:
        return "".join(
            each.upper() if number >> place & 1 else each for place, each in enumerate("abcdefghijklmnop")
        )

    def aliases(entity: int) -> str:
        spelt = range(entity * 900, entity * 900 + 900)
        return ", ".join(f"{{text: {written(number)}, case: exact}}" for number in spelt)

    def compared(entities: tuple[Entity, ...]) -> list[Problem]:
        return list(names.ambiguous(entities, "e.yml"))

    lines = (f"- {{id: a{n}, kind: place, label: Q{n}, aliases: [{aliases(n)}]}}\n" for n in range(24))
    entities, problems = registry.parse_entities("e.yml", "".join(lines).encode())
    assert [*problems, *compared(entities)] == []
    assert cost.ratio(compared, entities[::4], entities) <= cost.MOST


def test_a_long_note_takes_time_in_proportion(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, {"a.md": ""})

    def build(times: int) -> None:
        told = "The Dyke Brigade reached Aldmoor on Thursday, Colonel Vane said. "
        shutil.rmtree(root / ".store", ignore_errors=True)
        shutil.rmtree(root / "output", ignore_errors=True)
        (root / "content/notes/a.md").write_text(campaign.note(body=told * times), "utf-8")
        assert campaign.made(campaign.chosen(root)).notes == 1

    assert cost.ratio(build, 600, 2_400) <= cost.MOST


def test_an_image_that_would_run_is_refused_by_the_build_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = campaign.write(tmp_path, {"a.md": campaign.note()})
    (root / "content/plan.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" onload="ran()"/>')
    monkeypatch.chdir(root)
    with pytest.raises(RefusedError) as refused:
        campaign.made(campaign.chosen(root))
    assert told(refused.value.problems) == [
        (
            'content/plan.svg:1: onload="ran()" is nothing that a still picture needs; '
            "take it out, or keep the image as PNG"
        )
    ]


@pytest.mark.parametrize("written", ["0999-12-31", "1000-01-01", "0001", "0001-01-01/2021-03-04"])
def test_a_year_of_which_addresses_know_nothing_is_refused(written: str) -> None:
    claim = f"claims: [{{by: a, who: b, what: killed, value: 7, period: {written}}}]\n"
    for text, said in (
        (campaign.note(day=written), "a.md:4: date"),
        (campaign.note(extra=f"events: [{{date: {written}, what: x}}]\n"), "a.md:5: event: date"),
        (campaign.note(extra=claim, body="It lost 7."), "a.md:5: claim: period"),
    ):
        _, problems = frontmatter.parse_note("a.md", text.encode())
        assert told(problems) == [f'{said} "{written}" is too early; years run from 1001']


def test_a_label_of_marks_that_are_not_shown_is_told_in_print() -> None:
    _, problems = frontmatter.parse_note("a.md", campaign.note(body="It held.[^*a*] [^**]").encode())
    assert all(message.isprintable() for message in told(problems))
    assert told(problems)[0] == ('a.md:6: footnote "a" has no text; write [^a]: … in a line of its own')


def test_odd_spaces_on_a_line_before_a_text_leave_it_its_place() -> None:
    note, _ = frontmatter.parse_note("a.md", campaign.note(body="\u00a0\nx").encode())
    assert note is not None
    assert [note.body[block.start : block.end] for block in note.document.blocks] == ["x"]


def test_a_file_of_ten_megabytes_is_one_problem_whatever_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = campaign.write(
        tmp_path, {"a.md": campaign.note(body="It held.\n\n![It]({static}/c.svg)\n*Credit: A*")}
    )
    for name in ("notes/b.md", "pages/b.md", "briefings/2021-03-04.md", "registry/entities.yml", "c.svg"):
        (root / "content" / name).parent.mkdir(exist_ok=True)
        (root / "content" / name).write_bytes(b"x" * 10_000_000)
    assert checked(root, monkeypatch) == [
        "content/briefings/2021-03-04.md: the file has more than 1,000,000 bytes; split it in two",
        "content/c.svg: the image has more than 1,000,000 bytes; simplify it, or keep it as PNG",
        "content/notes/b.md: the file has more than 1,000,000 bytes; split it in two",
        "content/pages/b.md: the file has more than 1,000,000 bytes; split it in two",
        "content/registry/entities.yml: the file has more than 1,000,000 bytes; split it in two",
    ]


BOMB = b"""<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">%s]><svg>&b9;</svg>""" % b"".join(
    b'<!ENTITY b%d "%s">' % (n, (b"&b%d;" % (n - 1) if n else b"&a;") * 10) for n in range(10)
)


def test_an_image_that_grows_when_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = campaign.write(
        tmp_path, {"a.md": campaign.note(body="It held.\n\n![It]({static}/bomb.svg)\n*Credit: A*")}
    )
    (root / "content" / "bomb.svg").write_bytes(BOMB)
    assert checked(root, monkeypatch)[0] == (
        "content/bomb.svg:1: <!DOCTYPE svg> is nothing that a still picture needs; "
        "take it out, or keep the image as PNG"
    )


# ── Names that are paths ──

PATHS = {
    campaign.note().replace("source: gazette", "source: ../../etc"): (
        'content/notes/a.md:3: source: "../../etc": unknown source; '
        "write an id of registry/sources.yml: lower-case letters, digits and hyphens"
    ),
    campaign.note(
        extra="claims: [{by: /etc/passwd, who: vane, what: killed, words: dozens}]\n", body="Dozens"
    ): (
        'content/notes/a.md:5: claim: "/etc/passwd": unknown claimant; '
        "write an id of registry/entities.yml: lower-case letters, digits and hyphens"
    ),
    campaign.note(body="A wall.\n\n![It]({static}../../etc/passwd.png)\n*Credit: A*"): (
        'content/notes/a.md:8: image "{static}../../etc/passwd.png" is not in content/; '
        "put the file there, or correct the path"
    ),
    campaign.note(body="[It]({filename}..%2f..%2fpages%2f..%2f..%2fsecret.md)"): (
        'content/notes/a.md:6: link "{filename}..%2f..%2fpages%2f..%2f..%2fsecret.md" leads to no file; '
        "correct the path"
    ),
}


@pytest.mark.parametrize("text", PATHS, ids=["source", "claimant", "image", "link"])
def test_a_name_that_is_a_path_is_refused(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = campaign.write(tmp_path, {"a.md": text})
    (root / "secret.md").write_text("secret", "utf-8")
    assert checked(root, monkeypatch) == [PATHS[text]]


def test_an_entity_whose_id_is_a_path_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = campaign.write(tmp_path, {"a.md": campaign.note()})
    with (root / "content/registry/entities.yml").open("a") as file:
        file.write("- {id: ../../../etc, kind: place, label: Etc}\n")
    (message,) = checked(root, monkeypatch)
    assert message == (
        'content/registry/entities.yml:4: entity: id "../../../etc" is not an id; '
        "write lower-case letters, digits and hyphens"
    )


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    content, problems = folder.load(tmp_path, "a.md")
    assert content is None
    assert told(problems) == ["content/a.md: is neither a file nor a folder; remove it"]


# ── Characters that turn the direction of text ──

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("turn", TURNS, ids=[unicodedata.name(turn) for turn in TURNS])
def test_what_turns_the_direction_of_text_is_refused_wherever_it_stands(turn: str) -> None:
    code = f"{ord(turn):04X}"
    for text, message in (
        (campaign.note(f"Dyke {turn}holds"), f"a.md:2: control character U+{code}; remove it"),
        (campaign.note(body=f"It {turn}held."), f"a.md:6: control character U+{code}; remove it"),
        (
            campaign.note(f"Dyke \\u{code}holds"),
            f"a.md:2: title has the control character U+{code}; remove it",
        ),
        (
            campaign.note(body=f"It held.\n\n![A &#x{code}; dyke]({{static}}d.png)\n*Credit: A*"),
            f"a.md:8: an entity stands for the control character U+{code}; remove it",
        ),
        (
            campaign.note(body=f'It [held](/ "&#{ord(turn)};").'),
            f"a.md:6: an entity stands for the control character U+{code}; remove it",
        ),
    ):
        assert told(frontmatter.parse_note("a.md", text.encode())[1]) == [message]


def test_marks_of_direction_are_kept() -> None:
    note, problems = frontmatter.parse_note("a.md", campaign.note("حجين\u200f!").encode())
    assert told(problems) == []
    assert note is not None
    assert note.title == "حجين\u200f!"


# Text that stands to the left of text before it, in one line of one block from left to right; what
# stands in one element that holds letters from right to left is its own affair.
MOVED = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), seen = [], moved = [];
    const block = node => {
        let found = node.parentElement;
        while (getComputedStyle(found).display.startsWith("inline")) found = found.parentElement;
        return found;
    };
    for (let node; node = walker.nextNode();) {
        for (const match of node.textContent.matchAll(/[0-9A-Za-z]+|[\\u0600-\\u06ff]+/g)) {
            const range = document.createRange();
            range.setStart(node, match.index);
            range.setEnd(node, match.index + match[0].length);
            const box = range.getBoundingClientRect();
            if (box.width) seen.push({ node, box, word: match[0], block: block(node) });
        }
    }
    seen.slice(1).forEach((now, before) => {
        const last = seen[before];
        if (last.node !== now.node && last.block === now.block && Math.abs(last.box.top - now.box.top) < 4
            && now.box.left < last.box.left && getComputedStyle(now.block).direction === "ltr") {
            moved.push(`${last.word} ${now.word}: ${now.block.outerHTML}`);
        }
    });
    return moved;
}"""
ARABIC = "حجين"


@pytest.mark.browser
def test_names_from_right_to_left_leave_their_neighbours_in_order(browser: Browser, tmp_path: Path) -> None:
    tagged = f'tags: ["{ARABIC}"]\nsummary: "{ARABIC}"\nheadline: "{ARABIC}"\n'
    root = campaign.write(tmp_path, {"a.md": campaign.note(ARABIC, extra=tagged)})
    for name, text in (("entities", campaign.ENTITIES), ("sources", campaign.SOURCES)):
        file = root / "content/registry" / f"{name}.yml"
        file.write_text(text.replace("label: ", f"label: {ARABIC} "), "utf-8")
    campaign.made(campaign.chosen(root))
    page = browser.new_page()
    shown = ("", "notes/a/", "entities/", "entities/aldmoor/", "sources/gazette/", "briefings/2021/03/04/")
    for path in shown:
        page.goto(f"file://{root}/output/{path}index.html")
        assert page.evaluate(MOVED) == [], path
    page.evaluate(f"document.body.innerHTML = '<p><a>{ARABIC}</a> 12</p>'")
    assert page.evaluate(MOVED), "what is out of order would have been seen"
    page.close()


# ── Script in every field ──

SUM = "{{97*4321}}"
LONG = f"""</title></script><script>ran()</script>"'><img src=x onerror=ran()><svg/onload=ran()>{SUM}-->]]>"""
# What is shown as code may hold comments, too, which are refused elsewhere.
CODE = f"{LONG}<!--"
SHORT = f""""'><img src=x onerror=ran()>{SUM}"""


def q(attack: str) -> str:
    """Write an attack as a text in YAML's double quotes, which are JSON's."""
    return json.dumps(attack, ensure_ascii=False)


ATTACKED = f"""\
agency: wire
headline: {q(LONG)}
url: https://gazette.example/?q='onmouseover='ran()'&amp;javascript:ran()
date_basis: inferred
date_evidence: {q(LONG)}
summary: {q(LONG)}
tags: [{q(SHORT)}, ../../etc/passwd, "javascript:ran()", "=1+1"]
events:
  - {{date: 2021-03-04, what: {q(LONG)}, places: [aldmoor], actors: [vane]}}
claims:
  - {{by: vane, who: brigade, what: killed, value: 7, subset: {q(SHORT)}, remark: {q(LONG)}, place: aldmoor}}
  - {{by: vane, who: brigade, what: killed, words: dozens, subset: "@x", remark: "a;=1+1", place: aldmoor}}
  - {{by: vane, who: brigade, what: controls, place: aldmoor, stance: doubts, remark: {q(LONG)}}}
corrections:
  - {{date: 2021-04-01, what: {q(LONG)}}}
"""
BODY = f"""\
Of the dozens 7 were killed at Aldmoor, said Colonel Vane. {LONG}

## {LONG}

`{CODE}` and ![{SHORT.replace("]", "")}]({{static}}/a%20b%3F%23%25.png "{SHORT.replace('"', "&quot;")}")
and [a link](https://gazette.example/?"onclick=ran() '" onclick=ran()').[^1]

| {SHORT} | b |
|---|---|
| {LONG.replace("|", "")} | c |

    {CODE}

```"onload=ran()
{CODE}
```

[^1]: {LONG}
"""
WITHDRAWN = f"status: withdrawn\nwithdrawn: 2021-03-09\nstatus_reason: {q(LONG)}\n"
SOURCES = f"""\
- {{id: gazette, kind: outlet, label: {q(LONG)}, description: {q(LONG)}, url: "https://g.example/?'onclick='ran()"}}
- {{id: wire, kind: agency, label: {q(SHORT)}, description: {q(LONG)}}}
"""
ENTITIES = f"""\
- id: aldmoor
  kind: place
  label: {q("Aldmoor" + LONG)}
  aliases: [Aldmoor, {q(SHORT)}, ../../etc]
  description: {q(LONG)}
  position: {{lat: 1, lon: 1, precision: approximate, basis: {q(LONG)}}}
- {{id: brigade, kind: group, label: {q("Brigade" + LONG)}, aliases: [Dyke Brigade], description: {q(LONG)}}}
- {{id: vane, kind: person, label: {q("Vane" + LONG)}, aliases: [Colonel Vane], description: {q(LONG)}}}
"""
MAP = f"""\
bounds: {{west: 0, south: 0, east: 2, north: 2}}
credit: {q(LONG)}
names: [{{text: {q(SHORT)}, lat: 1.5, lon: 1.5}}]
"""
# Whatever was let in would be one of these; the page's own scripts are files of its own.
INJECTED = """() => [...document.querySelectorAll("*")].filter(element =>
    [...element.attributes].some(one => one.name.startsWith("on") || one.name === "style")
    || element.localName === "script" && element.type !== "application/ld+json"
       && (element.textContent || !element.src.startsWith(location.origin + "/assets/"))
    || element.localName === "img" && !element.src.startsWith(location.origin)
    || ["iframe", "object", "embed", "base", "style", "form"].includes(element.localName)
       && !element.matches("form[role=search], main form")
    || (element.protocol || "").startsWith("javascript")
    || element.localName === "meta" && element.httpEquiv === "refresh"
).map(element => element.outerHTML)"""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site each of whose fields holds an attack."""
    root = campaign.write(
        tmp_path_factory.mktemp("attacked"),
        {
            "a%2f..%2f..%2fetc%2fpasswd.md": campaign.note("a", body=BODY, extra=ATTACKED).replace(
                '"a"', q(LONG)
            ),
            "folder.md/b.md": campaign.note("b", "2021-03-05", extra=WITHDRAWN).replace('"b"', q(LONG)),
        },
    )
    (root / "content/a b?#%.png").write_bytes(images.png())
    for name, text in (
        ("registry/sources.yml", SOURCES),
        ("registry/entities.yml", ENTITIES),
        ("registry/map.yml", MAP),
        ("pages/about.md", f"---\ntitle: {q(LONG)}\ndescription: {q('About ' + LONG)}\n---\n{LONG}\n"),
        ("briefings/2021-03-04.md", f"---\ntitle: {q(LONG)}\n---\n{LONG}\n"),
    ):
        (root / "content" / name).parent.mkdir(exist_ok=True)
        (root / "content" / name).write_text(text, "utf-8")
    texts = {"tagline": LONG, "introduction": LONG, "store": ".store"}
    campaign.made(campaign.chosen(root, SITENAME=LONG, BRIEFING=texts))
    return root / "output"


# Pages on which all fields stand, for what need not be seen on every page.
TELLING = ("/", "/notes/a-2f-2f-2fetc-2fpasswd/", "/entities/aldmoor/", "/figures/", "/search/", "/about/")


@pytest.fixture(scope="module")
def address(attacked: Path) -> Iterator[str]:
    """Where the attacked site is served, without a slash at the end."""
    with serving.files(attacked) as found:
        yield found


def test_an_attacked_site_verifies_and_lies_within_its_folder(attacked: Path) -> None:
    assert told(verify.verify(attacked)) == []
    made = {path.relative_to(attacked).as_posix() for path in attacked.rglob("*") if path.is_file()}
    plain = set("abcdefghijklmnopqrstuvwxyz0123456789-/.")
    assert {path for path in made if set(path) - plain} == {"a b?#%.png", "_headers"}
    assert not list(attacked.parent.glob("etc*"))


def harm(page: Page) -> list[str]:
    """What ran in a page, and what was let into it."""
    ran = ["ran"] * page.evaluate("window.hasRun || 0")
    return [f"{page.url}: {one}" for one in [*ran, *page.evaluate(INJECTED)]]


@pytest.mark.browser
@pytest.mark.parametrize("policy", [True, False], ids=["by the site's policy", "without a policy"])
def test_nothing_that_a_field_holds_runs_or_becomes_markup(
    browser: Browser, address: str, attacked: Path, *, policy: bool
) -> None:
    context = browser.new_context(bypass_csp=not policy)
    context.add_init_script("window.ran = () => { window.hasRun = 1 + (window.hasRun || 0); }")
    said: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on("dialog", lambda dialog: said.append(f"{page.url}: {dialog.message}"))
    for path in TELLING if policy else serving.pages(attacked):
        page.goto(f"{address}{path}")
        assert harm(page) == []
    for query in (f"search/?q={quote(LONG)}", f"search/?source={quote(SHORT)}", f"figures/?of={quote(LONG)}"):
        page.goto(f"{address}/{query}", wait_until="networkidle")
        assert harm(page) == []
    assert [one for one in said if "ERR_ABORTED" not in one] == []
    page.evaluate("attack => { document.body.innerHTML += attack; }", LONG)
    assert harm(page), "what does harm would have been seen"
    if not policy:
        page.wait_for_function("window.hasRun")
    assert page.evaluate("!window.hasRun") is policy, "the policy alone would have stopped it"
    context.close()


def test_a_field_is_told_word_for_word_on_the_page(attacked: Path) -> None:
    shown = (attacked / "notes/a-2f-2f-2fetc-2fpasswd/index.html").read_text("utf-8")
    assert html.escape(LONG).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in shown
    assert str(97 * 4321) not in shown

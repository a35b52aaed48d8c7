"""The JSON Schema of notes and registry agrees with what checks them, and the files with both."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from campaign import EXAMPLE, write_example
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.content import schema, tree
from briefing.content.forms import fields, files
from briefing.content.forms.faults import Faults
from briefing.content.forms.yaml import Scalar

HERE = Path(__file__).parent
GOOD = tree.read_registry(HERE / "notes_good")
SCHEMAS = schema.schemas(GOOD.measures, GOOD.units)
BAD = HERE / "notes_bad"
# What the schema cannot know: the calendar, the rest of the file, other files.
BEYOND_SCHEMA = """
    bad-date--impossible-day bad-date--inverted bad-date--inverted-period bad-date--month
    min-over-max part-of-nothing part-over-total
    bad-tag tag-contradiction wrong-unit unknown-words figure-not-in-body
    figure-not-in-body--range
    words-not-in-body share-of-nothing date-left-out unknown-source not-an-agency unknown-entity
    unknown-entity--claimant-of-event wrong-kind wrong-subject planned-before-report event-after-report
    negative-figure later-than-today
    later-than-today--withdrawn suggestion to-fill-in period-after-report
    correction-before-report withdrawn-before-report
    duplicate-key alias anchor control-character--escaped comment comment--of-others
    duplicate-key--credit empty-value--credit changed-since-checked unknown-note unknown-note--itself
""".split()
# Faults of the body, or of the file as a whole, and what is no YAML for the loader used here either.
NOT_FRONT_MATTER = """
    no-front-matter not-utf8 control-character empty-body yaml nesting bad-link relative-link
    foreign-image image-without-text missing-image broken-link broken-anchor draft-link unused-footnote
    nested-link undefined-footnote deep-nesting yaml-tag merge-conflict markup cut-text curly-quotes
    image-without-credit
""".split()


class Core(yaml.SafeLoader):
    """Reads scalars as editors' programs do, by the core schema of YAML 1.2: dates and `no` are texts."""


Core.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] in {"int", "float", "null"}
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    if first != "0"
}
Core.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"0\.[0-9]+"), ["0"])
Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def front_matter(path: Path) -> Any:
    parts = files.split(path.read_text(encoding="utf-8"), Faults(""))
    assert parts is not None
    return yaml.load(parts.front_matter, Core)  # noqa: S506 - a safe loader, with fewer kinds of scalars


def faults(described: dict[str, Any], value: Any) -> list[str]:
    return [error.message for error in jsonschema.Draft202012Validator(described).iter_errors(value)]


@pytest.mark.parametrize(
    "described",
    SCHEMAS.values(),
)
def test_each_schema_is_one(described: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(described)


def faults_of_folder(folder: Path) -> list[str]:
    """What the schemas find at fault in a folder's registry, and at the head of its files, by path."""
    known = tree.read_registry(folder)
    schemas = schema.schemas(known.measures, known.units)
    heads = {"notes": "note", "pages": "page", "briefings": "lead"}
    found = [
        (path, faults(schemas[f"{described}.json"], front_matter(path)))
        for name, described in heads.items()
        for path in sorted((folder / name).rglob("*.md"))
    ]
    for path in sorted((folder / "registry").glob("*.yml")):
        read = yaml.load(path.read_text(encoding="utf-8"), Core)  # noqa: S506 - see above
        found.append((path, faults(schemas[f"{path.stem}.json"], read)))
    assert found
    return [f"{path}: {one}" for path, told in found for one in told]


@pytest.mark.parametrize("folder", [HERE / "notes_good", EXAMPLE])
def test_what_passes_the_check_passes_the_schema(folder: Path, tmp_path: Path) -> None:
    if folder == EXAMPLE:
        folder = write_example(tmp_path) / "content"
    assert faults_of_folder(folder) == []


def samples() -> list[str]:
    found = sorted(path.stem for path in BAD.glob("*.md"))
    return [
        name
        for name in found
        if name.partition("--")[0] not in NOT_FRONT_MATTER and name not in BEYOND_SCHEMA
    ]


@pytest.mark.parametrize("sample", samples())
def test_what_the_check_refuses_in_front_matter_the_schema_refuses(sample: str) -> None:
    try:
        found = front_matter(BAD / f"{sample}.md")
    except (yaml.YAMLError, TypeError):
        return
    assert faults(SCHEMAS["note.json"], found)


@settings(deadline=None, max_examples=200)
@given(st.from_regex(r"\A[0-9X.]{2,4}(-[0-9X]{2}){0,2}[?~%]?(/[0-9X.]{2,4}(-[0-9X]{2}){0,2})?\Z"))
def test_every_date_that_can_be_read_has_the_form_in_the_schema(text: str) -> None:
    for kind in (fields.date(), fields.date(begun=True), fields.date(closed=True)):
        if kind.read(Scalar(text, 1), "date", Faults("a.md")) is not None:
            assert faults(kind.schema(), text) == []


def test_every_key_is_explained() -> None:
    for name, value in SCHEMAS["note.json"]["properties"].items():
        assert value["description"], name


def test_schema_files_are_written_once(tmp_path: Path) -> None:
    assert {path.name for path in schema.write(tmp_path)} == set(schema.files())
    assert schema.write(tmp_path) == ()

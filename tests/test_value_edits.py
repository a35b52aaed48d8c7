"""Saving: what is wished for stands in the file, and every line that it does not concern stays as it was."""

from __future__ import annotations

from pathlib import Path

import heads
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.content import differences, edits, places
from briefing.content.differences import Row
from briefing.content.edits import Change
from briefing.content.value_edits import changed
from briefing.core.problems import BriefingError

PROJECT = Path(__file__).parent.parent


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_change_touches_the_lines_that_it_concerns(data: st.DataObject) -> None:
    path, content = data.draw(heads.heads())
    tree = differences.tree(places.opened(path, content).node)
    heads.try_change(path, content, data.draw(heads.wishes(tree)))


FILES = heads.files(PROJECT / "tests" / "spill" / "content")


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_files_of_a_campaign_are_changed_in_those_lines_too(data: st.DataObject) -> None:
    path, content = data.draw(st.sampled_from(FILES))
    tree = differences.tree(places.opened(path, content).node)
    heads.try_change(path, content, data.draw(heads.wishes(tree)))


HEAD = """\
---
title: 'It''s up'   # ours
# Who told it.
source: gazette
date: 2021-03-04
remark: >
  A long
  story.

tags: [mill, "sluice gate"]
claims:
  # As counted at noon.
  - {by: vane, who: brigade, what: killed, value: 12}  # first count
  - by: gazette
    who: vane
    # for another
---
A text.
"""


@pytest.mark.parametrize(
    ("key", "value", "before", "now"),
    [
        ("title", "It's down", "title: 'It''s up'   # ours", "title: 'It''s down'   # ours"),
        ("source", "no", "source: gazette", 'source: "no"'),
        ("date", "2021-03-05~", "date: 2021-03-04", "date: 2021-03-05~"),
        ("remark", "Short, sweet", "remark: >\n  A long\n  story.\n", "remark: Short, sweet\n"),
        ("tags", ["mill"], ', "sluice gate"]', "]"),
        ("tags", ["mill", "a: b", "sluice gate"], "[mill, ", '[mill, "a: b", '),
        ("status", "draft", "---\nA text", "status: draft\n---\nA text"),
    ],
)
def test_a_value_is_written_as_the_one_before_it(key: str, value: object, before: str, now: str) -> None:
    tree = differences.tree(places.opened("notes/a.md", HEAD.encode()).node)
    assert isinstance(tree, dict)
    made = changed("notes/a.md", HEAD.encode(), {**tree, key: value})  # type: ignore[dict-item]
    assert made.decode() == HEAD.replace(before, now)


def test_rows_come_and_go_with_their_lines() -> None:
    tree = differences.tree(places.opened("notes/a.md", HEAD.encode()).node)
    assert isinstance(tree, dict)
    first, second = tuple(tree["claims"])
    row = Row({"by": "mayor", "planned": True}, ("Said at\nnoon.",))
    made = changed("notes/a.md", HEAD.encode(), {**tree, "claims": [first, row, second]})
    assert made.decode() == HEAD.replace(
        "  - by: gazette", "  # Said at noon.\n  - {by: mayor, planned: true}\n  - by: gazette"
    )
    made = changed("notes/a.md", HEAD.encode(), {**tree, "claims": [first, {"who": "vane"}]})
    assert made.decode() == HEAD.replace("by: gazette\n    who: vane", "who: vane")
    made = changed("notes/a.md", HEAD.encode(), {**tree, "claims": [second]})
    gone = "  - {by: vane, who: brigade, what: killed, value: 12}  # first count\n"
    assert made.decode() == HEAD.replace(gone, "")


def test_an_anchor_is_left_alone() -> None:
    content = HEAD.replace("gazette", "&g gazette", 1).encode()
    with pytest.raises(BriefingError) as caught:
        changed("notes/a.md", content, {})
    assert str(caught.value) == "notes/a.md: has faults that leave its values unclear; mend them first"


def test_what_cannot_be_changed_alone_says_where() -> None:
    content = HEAD.replace("tags:", "grid:\n  - - mill  # why\n    - sluice\ntags:").encode()
    tree = differences.tree(places.opened("notes/a.md", content).node)
    assert isinstance(tree, dict)
    with pytest.raises(BriefingError) as caught:
        changed("notes/a.md", content, {**tree, "grid": [["sluice"]]})
    told = "cannot be changed without touching more of the file; change it by hand"
    assert str(caught.value) == f"notes/a.md:11: grid {told}"


def test_a_file_that_changed_meanwhile_is_never_overwritten(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_bytes(b"then")
    (tmp_path / "b.md").write_bytes(b"now")
    changes = [Change(name, b"then", b"mine") for name in ("a.md", "b.md")]
    with pytest.raises(BriefingError) as caught:
        edits.write(tmp_path, changes)
    told = f"{tmp_path / 'b.md'}: was changed by someone else meanwhile; nothing was changed"
    assert str(caught.value) == told
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"a.md": b"then", "b.md": b"now"}

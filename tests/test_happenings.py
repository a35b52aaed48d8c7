"""Which dates of a sentence its main clause tells of, and which events are published."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import campaign
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis import clauses
from briefing.build import cache_database, check, marks, up_to_date
from briefing.content import tree
from briefing.core import edtf
from briefing.suggest.happenings import happenings
from briefing.suggest.reality import is_unreal
from briefing.text import dates
from briefing.verify import verify

DAY = edtf.parse("2018-12-14")


def told(text: str) -> list[str]:
    found = happenings(text, dates.find(text, DAY), DAY)
    return [one.date.value.text + (" planned" if one.planned else "") for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "Investigators do not know why the rig exploded on 10 December.",
        "Crews raised the ferry that sank on 8 December.",
        "Crews found the bomb that killed 12 people on 8 December.",
        "The mayor, who was elected on 8 December, resigned.",
        "The market was closed because the bridge fell on 8 December.",
        "Nobody was hurt when the bridge fell on 8 December.",
        "After Tuesday's blast, 12 people were taken to hospital.",
        "A court sentenced the man arrested on 8 December to ten years.",
        "Police have arrested 7,000 people since 18 November.",
        "Hospitals admitted 40 people as of 8 December.",
        "Officials said on Thursday that the dam is safe.",
        "The army may attack Aldmoor on 20 December.",
        "If the talks fail, the army will attack on 20 December.",
        "The minister denied that troops shelled Aldmoor on 8 December.",
        "It was false that the army shelled Aldmoor on 8 December, the mayor said.",
        "The ferry would have sailed on 8 December.",
        "Did the ferry sink on 8 December?",
        "The mayor recalled on Thursday the attack of 8 December.",
        "The trial of a man arrested on 8 December opened.",
        "Two men accused of killing the envoy on 8 December appeared in court.",
        "The rebels were due to leave on 20 December but refused.",
        "The town is quiet on 20 December.",
        "In a statement issued on Thursday, the mayor said the dam was safe.",
        "On 8 December 52 percent of voters approved of the dam.",
        "Fighting had been heavy in recent weeks.",
        "The operation will begin in the coming days.",
        "Concerns were raised on 8 December.",
        "Tuesday's fall was attributed to the storm.",
        "The mayor said on Thursday the flood underscored the need for a dam.",
        "The firm plans to plug the leak by the end of December.",
        "He will stay on the board until 20 December.",
        "On Sunday a man tells us that the dam is safe.",
        "Recalling her visit on 8 December, the mayor said the flood had changed the town.",
        "Film of the raid released on Thursday by the army and the mayor does not show who fired.",
        "The mayor insisted on Thursday that he built the dam.",
        "On Thursday the mayor expressed concern about the dam.",
        "In a photo by the army, water dropped on the fire leaves a trail near Aldmoor on 8 December.",
        "The mayor said crews were still counting those hurt in the attack Thursday, and the dead.",
        "The death toll has risen to four, the mayor said on Thursday.",
        "The mayor said on Thursday that a second dam was required.",
        "Broken houses stood near the dam in Aldmoor, Thursday, Dec. 13, 2018.",
        "The mayor confirmed the toll for the raid that began on 8 December.",
        "The raids followed a strike on 8 December.",
        "Twelve people were killed in an overnight raid, the mayor said on Thursday.",
        "This image taken from a film and released on 8 December shows the dam.",
        "The mayor said the order issued on 8 December for Aldmoor had been lifted.",
        "The paper reported on Thursday that police suspect the fire was started by a camper.",
        "The dam holds, with acreage burned not growing on Thursday.",
        "About 1,400 firefighters were fighting the fire on Thursday.",
        "That number had risen on 8 December.",
        "The army said on Thursday that the raids were connected.",
        "The mayor said on Thursday that he supported the truce.",
        "Talks were announced early, and the mayor said on Thursday that they were about the dam.",
        "It took decades before the dam was safe, the mayor told a crowd on Thursday.",
        "“So the plan was seen on Thursday?” the mayor asked.",
        "People did Thursday, the mayor said.",
        "The mayor hit back, saying on Thursday that there were other dams.",
        "Twelve people were killed in a raid on Aldmoor, the mayor said on Thursday.",
        "The mayor said on Thursday 12 people were killed in a raid on Aldmoor.",
        "The mayor told reporters on Thursday that the rebels had left.",
        "On Thursday, the mayor said the rebels had left.",
        "The rebels have taken Aldmoor, the mayor said on Thursday.",
        "The army reported on Thursday that it shelled Aldmoor.",
        "The mayor confirmed the raid on Thursday.",
        "Crews were digging in Aldmoor on Thursday.",
        "The number of dead rose throughout Thursday.",
        "Early on Thursday, the paper quoted the mayor as saying that the dam broke.",
        "“Last night they fled,” the mayor said in a statement.",
        '"They fled yesterday," the mayor said.',
        "Today we left,” she said.",
        "Talks will open in Aldmoor on 20 or 21 December.",
        "Talks will open in Aldmoor on Sunday or Monday.",
        "The mayor said she hopes the talks will open on 20 December.",
        "The mayor believes a truce will be signed on 20 December.",
        "The men are held for looting and murder committed on 8 December.",
        "The dam is unsafe, a claim made by the mayor on 8 December.",
        "The law extends curbs imposed by the council on 8 December.",
        "The mayor returned to Aldmoor, having already met crews on 8 December.",
        "In the third week of unrest – protests began on 8 December – the army shelled Aldmoor.",
        "The firm -- its books to be opened this week -- hired a lawyer.",
        "The envoy flew to Aldmoor for talks before the first meeting Wednesday of the council.",
        "The news will be the sale by the firm and the closure this week of its mine.",
        "Oil has leaked since the rig, a new one, exploded and sank on 8 December.",
        "They met in Aldmoor, where envoys from Rana, Dessin and Corva on Sunday left a letter.",
        "Clerks lost 40 files, a judge testified on 8 December.",
        "The ministry reported 250 deaths in November alone.",
        "The cases reported as of 17:00 GMT 8 December are few.",
        "Men walk past burnt houses on 8 December.",
        "The council is trying to end talk of the riots on 20 December.",
        "The truce was supposed to be signed on 20 December.",
        "Work will begin late Sunday or early Monday.",
        "The office will answer from 0830 to 1730 Monday to Friday.",
        "Growth will fall in the January-to-March quarter.",
        "The peso fell by a tenth between the end of May 2016 and the end of June 2016.",
        "The ministry released its statement the next day.",
        "Asked about talks at the weekend, the mayor denied them.",
        "A ferry with a man killed Wednesday in Aldmoor reached port.",
        "The front-month March contract fell by a tenth.",
        "On Wednesday the mayor was due to arrive in Aldmoor.",
        "On Thursday, the mayor said he planned to send crews to Aldmoor.",
        "Talks went on the day before the eve of a vote in Aldmoor on Thursday.",
        "Rebels said Thursday they remain in a town they seized on 8 December.",
        "The ministry reported no deaths on Thursday.",
        "Crews have saved many, including a girl pulled from a cellar on 8 December.",
        "The mayor, in a surprise, cancelled plans to visit Aldmoor next week.",
        "In the next five hours the mayor grappled with the latest plan to stem the flood.",
        "The mayor said the wreck would be raised and towed away last week.",
        "With the floods having officially begun on 8 December, crews are on watch.",
        "With guns aimed at old houses in Aldmoor on 8 December, the war has spread.",
        "With voters on Sunday expected to choose, the mayor is calm.",
        "The cargo, sold to a firm in early December, was brought to Aldmoor.",
        "The shares closed up, catching up with gains made elsewhere on 8 December.",
        "Investors were worried about a meeting Wednesday between the firm and the mayor.",
        "The mayor called it the town's own 9/11.",
        "Page last updated at 11:51 GMT, 12 December 2018 The dam broke, the mayor said.",
        "It is Saturday, December 15th.",
        "The raid added to a fear that had begun to fade over the weekend.",
        "The firm faces a fine, assuming the leak is plugged in March.",
        "Talks filled our Wednesday trip to Aldmoor.",
        "On Thursday, the mayor said he expected crews in Aldmoor.",
        "The firm sells U.S. March crude, which fell by a tenth.",
        "(10:45 p.m. Wednesday in Aldmoor) Crews cleared the road.",
        "The envoy leads the council, that the mayor recognised on 8 December.",
        "We are getting a report on November sales.",
        "Prior to the clashes on Wednesday, crews had cleared the roads.",
        "As we go into the last week of December, talks will open.",
        "A tenth of the fields are closed, down from a peak of a fifth in early June.",
        "The mayor also cited a May 5, 2016, fire in Aldmoor.",
        "The mayor fled Aldmoor Wednesday 12 December 2018 10.22 GMT Guests wave from a hotel.",
        "The talk was seen by many, and this article was amended on 12 December 2018.",
        "ALDMOOR, December 13 (Agency) - An envoy offered talks, a spokesman said on Tuesday.",
    ],
)
def test_no_event_is_taken_from_a_clause_that_only_sets_the_scene(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army shelled Aldmoor on 8 December, a monitor said.", ["2018-12-08"]),
        ("Officials said on Thursday that a storm killed five people on Wednesday.", ["2018-12-12"]),
        ("Tuesday's blast killed 12 people.", ["2018-12-11"]),
        ("Residents fled on 8 December, when the army came.", ["2018-12-08"]),
        ("Talks will open in Aldmoor on 20 December, the mayor said.", ["2018-12-20 planned"]),
        ("Rebels shelled the building Tuesday morning.", ["2018-12-11"]),
        ("The river was forecast to crest in Aldmoor on 20 December.", ["2018-12-20 planned"]),
        ("Voting opened on Tuesday in Aldmoor.", ["2018-12-11"]),
        ("The army admitted on Thursday that it had shelled Aldmoor.", ["2018-12-13"]),
        ("“They fled on Wednesday,” the mayor said.", ["2018-12-12"]),
        ("The “gates” broke yesterday.", ["2018-12-13"]),
        ("Also Thursday, the army said its guns shelled Aldmoor.", ["2018-12-13"]),
        ("The ministry reported 12 deaths on Thursday, bringing the total to 40.", ["2018-12-13"]),
        ("Aid was being flown to Aldmoor on Thursday.", ["2018-12-13"]),
        ("Police arrested a man on 8 December accused of the attack.", ["2018-12-08"]),
        ("The funeral is on 20 December.", ["2018-12-20 planned"]),
        ("The ship was expected to begin collecting oil on 20 December.", ["2018-12-20 planned"]),
        ("He will hand over as mayor on 20 December but will remain in town.", ["2018-12-20 planned"]),
        ("The report, to be published on 20 December, could help.", ["2018-12-20 planned"]),
        ("Police closed roads ahead of Sunday's vote.", ["2018-12-16 planned"]),
        ("Ministers met before the 20 December summit.", ["2018-12-20 planned"]),
        ("The mayor issued a statement on Thursday.", ["2018-12-13"]),
        ("The council approved the dam on 8 December.", ["2018-12-08"]),
        ("ALDMOOR, December 13 (Agency) - Guns shelled the town.", ["2018-12-13"]),
        ("ALDMOOR, December 13 (Agency) - Guns shelled the town on Tuesday.", ["2018-12-11"]),
        ("Dorn, who led the council, became mayor on 8 December.", ["2018-12-08"]),
        ("The dam – the oldest there – broke on 8 December.", ["2018-12-08"]),
        ("The paper printed pictures on Thursday of the dam.", ["2018-12-13"]),
        ("The price fell to 1,800 on Thursday.", ["2018-12-13"]),
        ("Dorn, trying to end the war, was to meet envoys on Sunday.", ["2018-12-16 planned"]),
        ("The school will be closed this week.", ["2018-12-14/2018-12-16 planned"]),
        ("The judge agreed and in his ruling on Tuesday rebuked the mayor.", ["2018-12-11"]),
        ("The mayor was due to arrive in Aldmoor on Sunday.", ["2018-12-16 planned"]),
        ("Crews closed roads on the eve of a vote in Aldmoor on Sunday.", ["2018-12-16 planned"]),
        ("Dorn said he would go and meet them on Sunday.", ["2018-12-16 planned"]),
        ("Crews rushed Tuesday to drowned towns to lift marooned men.", ["2018-12-11"]),
        ("The old dam was raised at 12:30 p.m. local time Tuesday.", ["2018-12-11"]),
        ("We returned yesterday at 08:20 am.", ["2018-12-13"]),
        ("ALDMOOR | Thu Dec 13, 2018 7:26 pm EDT ALDMOOR - Dorn fled on Tuesday.", ["2018-12-11"]),
        ("Dorn said she will join the council, starting Sunday.", ["2018-12-16 planned"]),
        ("Dorn, United Coast - Guns shelled the dam Thursday.", ["2018-12-13"]),
        ("Voters go to the polls on Sunday.", ["2018-12-16 planned"]),
        ("A hearing in Aldmoor is set for Monday 17 December.", ["2018-12-17 planned"]),
    ],
)
def test_the_day_of_the_main_clause_is_that_of_the_event(text: str, expected: list[str]) -> None:
    assert told(text) == expected


WORDS = st.sampled_from(
    """
    the a army Aldmoor said that who which after if could would will was were is due to killed shelled on
    Monday 10 December 12 people , ; ( ) — and but what appeared be according reported set for it he by since
    """.split()
)


@given(st.lists(WORDS, min_size=1, max_size=60).map(" ".join))
def test_any_run_of_words_is_parted_whole(text: str) -> None:
    sentence = clauses.read(text)
    assert len(sentence.home) == len(sentence.tokens)
    assert all(0 <= home < len(sentence.clauses) for home in sentence.home)
    assert all(clause.parent < clause.number for clause in sentence.clauses)


@pytest.mark.parametrize(
    ("text", "unreal"),
    [
        ("The SDF said 12 civilians could be killed in Hajin.", True),
        ("A storm might leave 12 people homeless.", True),
        ("Up to 12 people may have died.", True),
        ("At most 12 people would be hurt.", True),
        ("As many as 12 people might have been hurt.", True),
        ("The mayor said 12 people were not hurt.", True),
        ("If the dam broke, 12 people were to flee.", True),
        ("The SDF said 12 civilians were killed in Hajin.", False),
        ("The dam could break, and 12 people were hurt.", False),
    ],
)
def test_what_could_be_so_is_told_from_what_was(text: str, *, unreal: bool) -> None:
    assert is_unreal(text, text.index("12") + len("12")) is unreal


BODY = """\
The Dyke Brigade reached Aldmoor on Thursday, Colonel Vane said. The weir burst on 2 March. The mayor, who was
elected on 1 March, wept. Talks will resume in Aldmoor on 20 March.
"""
TOLD = (
    "The Dyke Brigade reached Aldmoor on Thursday, Colonel Vane said.",
    "The weir burst on 2 March.",
    "Talks will resume in Aldmoor on 20 March.",
)
MARKS = ("found by the program", '"found"', ",found,")


def site(root: Path, *, events: str = "stated", head: str = "", drafts: bool = False) -> dict[str, str]:
    """The texts of a site of one note; what the search holds as one text, whole lines, and no hashes."""
    note = campaign.note(body=BODY, extra=head)
    if not (root / "theme").exists():
        campaign.write(root, {"a.md": note})
    (root / "content/notes/a.md").write_text(note)
    own = {"tagline": "A flood", "store": ".store", "events": events}
    where = campaign.chosen(root, BRIEFING=own, BRIEFING_DRAFTS=drafts)
    campaign.made(where)
    if not drafts:
        assert verify(where.folders.output) == ()
    texts: dict[str, str] = {}
    files = campaign.files(where.folders.output)
    for path, content in sorted(one for one in files.items() if not one[0].endswith(".png")):
        text = re.sub("[0-9a-f]{64}", "", content.decode()).replace("\r\n ", "").replace("\\,", ",")
        name = "search" if path.startswith("search/") else path
        texts[name] = texts.get(name, "") + text
    return texts


def test_of_what_no_editor_stated_nothing_is_published_or_all_is_marked(tmp_path: Path) -> None:
    stated = site(tmp_path / "stated")
    assert stated == site(tmp_path / "none", head="events: []\n")
    found = site(tmp_path / "found", events="found")
    marked = set()
    for path, text in found.items():
        new = sum(text.count(told) - stated.get(path, "").count(told) for told in TOLD)
        assert new <= sum(map(text.count, MARKS)), path
        if new > 0:
            marked.add(path)
    assert {path for path in marked if not path.endswith(".html")} == {
        "data/events.csv",
        "data/events.ics",
        "data/events.json",
        "data/timeline.json",
        "feeds/briefings.xml",
        "search",
    }
    assert {"index.html", "chronology/index.html", "notes/a/index.html"} <= marked
    summaries = re.findall("SUMMARY:(.*)\r\n", found["data/events.ics"])
    assert sorted(summaries) == sorted(
        f"{'Planned: ' * told.startswith('Talks')}{told} (found by the program)" for told in TOLD
    )


def test_as_many_events_wait_for_an_editor_in_what_was_built_as_in_what_is_read(tmp_path: Path) -> None:
    stated = "events:\n  - {date: 2021-03-06, what: The gates held}\n"
    gone = "status: withdrawn\nwithdrawn: 2021-05-09\nstatus_reason: It was of another year.\n"
    heads = {"a": "", "b": "events: []\n", "c": stated, "d": gone, "e": "status: draft\n"}
    notes = {
        f"{name}.md": campaign.note(f"Dyke {name}", f"2021-03-0{day}", extra=head)
        for day, (name, head) in enumerate(heads.items(), 4)
    }
    where = campaign.chosen(campaign.write(tmp_path, notes))
    campaign.made(where)
    content, _ = tree.read(where.folders.content, today=campaign.TODAY)
    told = "2 events wait for an editor in 2 notes: briefing suggest"
    limit = tree.Limit.of(where.folders.content, ())
    assert check.hints(marks.of_content(content), content, limit, events=9) == told
    with cache_database.opened(where.folders.store / up_to_date.CONTENT) as store:
        assert check.waiting_line(one.waiting for one in store.cards().values()) == told


def test_the_preview_offers_the_events_with_the_lines_that_confirm_them(tmp_path: Path) -> None:
    page = site(tmp_path, drafts=True)["notes/a/index.html"]
    assert page.count("Events that wait for an editor") == 1
    lines = [html.unescape(line) for line in re.findall("<pre><code>(- {.*?})</code></pre>", page)]
    assert [told in line for told, line in zip(TOLD, lines, strict=True)] == [True] * len(TOLD)
    assert page.count("planned for") == 1
    confirmed = site(tmp_path, drafts=True, head="events:\n" + "\n".join(lines) + "\n")
    assert "Events that wait for an editor" not in confirmed["notes/a/index.html"]
    for path in ("notes/a/index.html", "chronology/index.html"):
        assert [told in confirmed[path] for told in TOLD] == [True] * len(TOLD)
        assert "found by the program" not in confirmed[path]
        assert confirmed[path].count("planned for") == 1


def test_what_no_editor_stated_is_published_only_where_the_settings_say_so_and_marked(tmp_path: Path) -> None:
    root = campaign.write(tmp_path, {"a.md": campaign.note()})
    own = {"tagline": "A flood", "store": ".store"}
    for shown in ("stated", "found", "stated"):
        where = campaign.chosen(root, BRIEFING={**own, "events": shown})
        campaign.made(where)
        rows = json.loads((root / "output/data/events.json").read_text())["events"]
        assert [row["basis"] for row in rows] == ["found"] * (shown == "found")
        page = (root / "output/chronology/index.html").read_text()
        assert ("found by the program" in page) is (shown == "found")
        assert verify(where.folders.output) == ()
        clean = campaign.chosen(
            root,
            output=f"clean-{shown}",
            store=f".s-{shown}",
            BRIEFING={**own, "store": f".s-{shown}", "events": shown},
        )
        campaign.made(clean)
        assert campaign.files(clean.folders.output) == campaign.files(where.folders.output)

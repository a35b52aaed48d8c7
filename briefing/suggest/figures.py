"""Find the figures of a sentence, with what they count and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.suggest import measures, own_measures, parsed_figures, parts, uncounted
from briefing.suggest.counted_noun import LOSES, Counted, CountedFigure, of_people
from briefing.suggest.land import of_units
from briefing.suggest.people import ARMED, is_armed, is_people
from briefing.suggest.scene import UNKNOWN

if TYPE_CHECKING:
    from briefing.suggest.scene import Scene
    from briefing.text.figures import Figure

_JOINED = re.compile(r"[\s,—–-]*(?:and|including|among them|of them|of whom|plus)?[\s,]*(?:\w+ly\s)?\Z")
_PART_OF = re.compile(r".{0,40}\b(?:including|of them|of whom|among them)\b")
# A figure without a noun is one where its clause ends, or goes on with its verb.
_ENDS = re.compile(
    r"\s*(?:[.,;:)]|\Z|(?:\w+ly\s)?(?:injured|wounded|killed|dead|missing)\b"
    r"|(?:as|in|during|since|after)\s|(?:on|by)\s[A-Z])"
)
_OTHER_FATE = re.compile(r"(?:\smore)?\s(?:are|were|is|was)\s\w+ed\b")
_MORE = re.compile(r"\s(?:more|others?)\b")
_INCLUDING = re.compile(r"[^.;:]{0,40}\b(?:including|among them)\s\Z")
_LEFT = re.compile(r"\b(?:left|leaving|leaves)\s(?:\w+\s){0,2}\Z")
_GOES_ON = re.compile(r"\s(?:have|has|had|were|are|was|fled|died)\b")
_TOLL_OF = re.compile(
    r"\b(?!official\b)(?P<of>\w+) (?:dead|deaths|death toll|toll|fatalities)"
    r"\s(?:at|of|to|is|was|stood at|reached)\s*\Z"
)
_STRENGTH_OF = re.compile(
    r"\b(?:[Tt]he|[Ii]ts) (?P<role>(?:[\w-]+ ){1,3}?(?:alliance|force|army|coalition|group))(?:'s|’s) "
    r"(?:strength|ranks)\b"
)
_TOTAL = re.compile(
    r"\b(?:bring|tak)(?:s|es|ing)\s(?:[\w’']+\s){0,3}?(?:total|number|toll|tally|count)"
    r"(?:\s[\w ]{1,30})?\sto\s\Z"
)
_UP_FROM = re.compile(
    r"(?:\A,?\sfrom|\s(?:up|down)\sfrom|(?:\A|\s)[Cc]ompared (?:with|to)|\sas against)\s(?:the\s)?\Z"
)
_OUR_SIDE = re.compile(
    r"[^.;,]{0,40}?\s(?:of|from|on)\sour\s(?:own\s)?(?:\w+\s)?(?:side|ranks|men|forces|fighters|soldiers|troops|people|comrades)\b"
)
_MISSING = re.compile(r"(?:\s\w+){0,2}\s(?:missing|unaccounted for)\b")
_TURN = re.compile(r"(?:,|,?\sand|;)\s(?:the\s)?")
# "Of the 40 who fled, 12 died"; whoever is freed is held no more.
_OF_ALL = re.compile(r"(?:\A|[,;]\s|\bthat\s)[Oo]f\s(?:the\s)?\Z")
_FREES = re.compile(
    r"\b(?:fre(?:ed|es|eing)|(?:releas|liberat|exchang)(?:ed|es|ing)|swapp(?:ed|ing))\s(?:\w+\s){0,2}\Z"
)
# In "the bus, which carried 40 people, crashed", what follows the clause is told of the bus.
_WITHIN = re.compile(r",\s(?:which|who|where)\s[^,]*\Z")
_PARTS = frozenset({"bombers", "children", "women", "men"})


def counted_figures(scene: Scene) -> Iterator[CountedFigure]:
    """Yield the figures of a sentence that the ledger has a measure for, in order."""
    before: list[CountedFigure] = []
    for figure in scene.passage.figures:
        last = before[-1] if before else None
        if beside := (
            _listed(scene, figure, last)
            or _placed(scene, figure, last)
            or _in_turn(scene, figure, last)
            or _previous(scene, figure, last)
        ):
            before.append(beside)
            yield beside
            continue
        # What stands in brackets behind a figure is the same in another unit.
        inside = last is not None and figure.start < last.counted.end
        ahead = scene.text[: figure.start]
        compared = last is None and _UP_FROM.search(ahead) is not None
        if inside or compared or uncounted.counts_nothing(scene.text, figure):
            continue
        found = _joined(scene, _found(scene, figure, last), parsed_figures.read(scene, figure, before))
        if found and (found.counted.unit or not uncounted.counts_nobody(scene.text, figure)):
            # A campaign may have nobody who stands for people in general.
            found = replace(found, counted=replace(found.counted, who=found.counted.who or UNKNOWN))
            before.append(_sharing_bound(scene.text, last, found))
            yield before[-1]


def _joined(
    scene: Scene, by_lists: CountedFigure | None, by_tree: CountedFigure | None
) -> CountedFigure | None:
    """Take what the word lists find, else what the tree tells."""
    if by_tree:
        what = own_measures.translated(by_tree.kind, scene)
        by_tree = replace(by_tree, kind=replace(by_tree.kind, what=what)) if what else None
    if by_tree and scene.cast.is_thing(by_tree.counted.who):
        by_tree = None
    # A campaign's word tells what, and the tree of whom.
    if by_lists and by_tree and by_lists.counted.who == UNKNOWN and by_tree.kind.what == by_lists.kind.what:
        return by_tree
    return by_lists or by_tree


def _sharing_bound(text: str, last: CountedFigure | None, found: CountedFigure) -> CountedFigure:
    """In "at least 900 A and 500 B were killed", the bound is of both."""
    if last is None or last.kind.what != found.kind.what or found.figure.bound != "exactly":
        return found
    if last.figure.bound == "about":
        return found
    if text[last.counted.end : found.figure.start].strip() != "and":
        return found
    return replace(found, figure=replace(found.figure, bound=last.figure.bound))


def _found(scene: Scene, figure: Figure, last: CountedFigure | None) -> CountedFigure | None:
    """Read a figure by the verbs and nouns of losses first, then by the campaign's own measures."""
    if last and (part := parts.part_of(scene, figure, last)):
        return part
    found = _by_verbs(scene, figure, last)
    what = own_measures.translated(found.kind, scene) if found else ""
    own = own_measures.measured(scene, figure)
    joined = found is None or (last is not None and found.kind is last.kind)
    named = own is not None and (
        (joined and own[1].what != "strength" and own[1].words in own[0].noun)
        or (found is not None and _is_more(own[1], found.kind))
    )
    if found and what and not named:
        return replace(found, kind=replace(found.kind, what=what))
    if own and last and parts.are_people(last) and _MORE.match(scene.text, figure.end):
        own = (replace(own[0], who=last.counted.who), own[1])
    if own and own_measures.falls(own[1]):
        figure = replace(figure, low=-figure.high, high=-figure.low)
    return CountedFigure(figure, *own) if own else None


def _listed(scene: Scene, figure: Figure, last: CountedFigure | None) -> CountedFigure | None:
    """Read "Norland (93), Eastmark (39)": of each place what the sentence counts before, or in its lead."""
    named = (one for one in scene.passage.mentions if scene.cast.kind(one.entity) == "place")
    place = next((one for one in named if scene.text[one.end : figure.start] == " ("), None)
    if place is None or not scene.text.startswith(")", figure.end):
        return None
    if last:
        return CountedFigure(
            figure, replace(last.counted, subset="", end=figure.end), last.kind, place.entity
        )
    lead = scene.text.rfind(":", 0, place.start)
    at = lead if lead >= 0 else place.start
    found = own_measures.measured(scene, replace(figure, start=at, end=at))
    # Of a list that nobody is said to give, only the next words tell what it counts.
    if (found is None or found[0].who == UNKNOWN) and scene.voice(figure.start)[0].how != "report":
        found = own_measures.led(scene, place.start)
    return CountedFigure(figure, replace(found[0], end=figure.end), found[1], place.entity) if found else None


def _placed(scene: Scene, figure: Figure, last: CountedFigure | None) -> CountedFigure | None:
    """Read "9 miles in Norland, 7 miles in Eastmark": the second measures what the first does."""
    unit = scene.text[last.figure.end : last.counted.end] if last and last.counted.unit else ""
    place = next((one for one in scene.passage.mentions if one.start > figure.end), None)
    if last is None or place is None or not unit or not scene.text.startswith(unit, figure.end):
        return None
    end = figure.end + len(unit)
    same = scene.text[end : place.start] in {" in ", " in the "} and scene.cast.kind(place.entity) == "place"
    joined = _JOINED.match(scene.text[last.counted.end : figure.start].partition(", ")[2] or ",")
    return (
        CountedFigure(figure, replace(last.counted, end=end), last.kind, place.entity)
        if same and joined
        else None
    )


def _in_turn(scene: Scene, figure: Figure, last: CountedFigure | None) -> CountedFigure | None:
    """Read "Kell won 40 votes, Brand 30": what the one has, the other has too, each named before it."""
    if last is None:
        return None
    same = scene.cast.kind(last.counted.who)
    one = next((one for one in scene.passage.mentions if one.start >= last.counted.end), None)
    first = any(
        other.entity == last.counted.who and other.end <= last.figure.start
        for other in scene.passage.mentions
    )
    if one is None or not first or scene.cast.kind(one.entity) != same or not last.counted.what:
        return None
    told = (
        _TURN.fullmatch(scene.text, last.counted.end, one.start) and scene.text[one.end : figure.start] == " "
    )
    ends = _ENDS.match(scene.text, figure.end)
    counted = replace(last.counted, who=one.entity, subset="", end=figure.end)
    return CountedFigure(figure, counted, last.kind) if told and ends else None


def _previous(scene: Scene, figure: Figure, last: CountedFigure | None) -> CountedFigure | None:
    """Read "from 8" in "rose to 12, from 8", the count as it was before, and "bringing the total to 30"."""
    if last and _TOTAL.search(scene.text, last.figure.end, figure.start):
        return CountedFigure(figure, replace(last.counted, subset="", end=figure.end), last.kind)
    if last is None or figure.vague or not _UP_FROM.search(scene.text[last.figure.end : figure.start]):
        return None
    return CountedFigure(figure, replace(last.counted, end=figure.end), last.kind, last.place, previous=True)


def _is_more(own: measures.Measured, kind: measures.Measured) -> bool:
    """Tell whether a campaign's own words say the verb and more: "believed to have died"."""
    return len(own.words) > len(kind.words) and kind.words.lower() in own.words.lower()


def _by_verbs(scene: Scene, figure: Figure, last: CountedFigure | None) -> CountedFigure | None:
    what = of_units(scene, figure) or of_people(scene, figure)
    if what and what.what and what.unit not in {"", "families", "people-a-day"}:
        return CountedFigure(figure, what, measures.Measured(what.what, scene.text[figure.start : what.end]))
    kind = _kind(scene, figure, what, last)
    who = _who(scene, figure, what, kind, last) if kind else ""
    if kind is None or scene.cast.is_thing(who):
        return None
    if what is None:
        like = last.counted if last else Counted("", "", "", "", None, 0)
        same = last is not None and kind.what == last.kind.what
        what = replace(like, what=None, subset=like.subset * same, end=figure.end)
    return CountedFigure(figure, replace(what, who=who or UNKNOWN), kind)


def _kind(
    scene: Scene, figure: Figure, what: Counted | None, last: CountedFigure | None
) -> measures.Measured | None:
    """Read what happened to those counted: by the verb before or after, the noun, the figure before."""
    ahead = scene.text[: figure.start]
    after = scene.text[what.end if what else figure.end :]
    if _WITHIN.search(ahead) or _OF_ALL.search(ahead):
        after = after.partition(",")[0]
    if _MISSING.match(after):
        return None
    if what is None and (behind := [one.start for one in scene.passage.figures if one.start > figure.start]):
        after = scene.text[figure.end : behind[0]]
    if what and what.noun in measures.REMAINS:
        return measures.remains(what.noun, ahead, after)
    bare = what is None or _LEFT.search(ahead) is not None
    kind = measures.around(ahead, after) or measures.after(after, bare=bare)
    if what is None:
        return kind if _ENDS.match(after) or _GOES_ON.match(after) else None
    armed = is_armed(what.noun) or any(scene.cast.is_described(what.who, noun) for noun in ARMED)
    if kind is None and what.what and not _FREES.search(ahead):
        return measures.Measured(what.what, what.noun)
    if kind is None or (kind.what == "strength" and not armed):
        between = scene.text[last.counted.end : figure.start] if last else ""
        # "12 fled and 30 more are affected": of those something else is told.
        other = _OTHER_FATE.match(scene.text, figure.end)
        joined = (not other and _JOINED.match(between)) or (
            is_people(what.noun) and _INCLUDING.match(between)
        )
        kind = last.kind if last and joined else None
    return kind or (measures.having(ahead) if armed else None)


def _who(
    scene: Scene, figure: Figure, what: Counted | None, kind: measures.Measured, last: CountedFigure | None
) -> str:
    ahead = scene.text[: figure.start]
    if ours := _ours(scene, figure, what.noun if what else ""):
        return ours
    if what is None:
        return _unnamed(scene, figure, kind, last)
    if kind.what == "threatened" and what.noun in {"people", "persons", "hostages"}:
        held = last.counted.who if last and last.kind.what == "held" else scene.memory.held
        return held or what.who
    if kind.what == "strength" and (strong := _STRENGTH_OF.search(ahead)):
        return scene.cast.described(strong["role"].split(), scene.groups(figure.start)) or what.who
    if last and (what.noun in _PARTS or (what.subset and what.who == scene.cast.people())):
        between = scene.text[last.counted.end : what.end]
        listed = last.counted.subset and _JOINED.match(scene.text[last.counted.end : figure.start])
        if listed or kind is last.kind or _PART_OF.match(between):
            return last.counted.who
    return what.who


def _ours(scene: Scene, figure: Figure, noun: str) -> str:
    """Return who "two of our men" and "two people from our side" are: the one group that says so."""
    by = scene.voice(figure.start)[0].by
    people = noun in {"", "people", "persons", "men", "women"} or is_armed(noun)
    told = people and _OUR_SIDE.match(scene.text, figure.end)
    return by[0] if told and len(by) == 1 and scene.cast.kind(scene.cast.voice(by[0])) == "group" else ""


def _unnamed(scene: Scene, figure: Figure, kind: measures.Measured, last: CountedFigure | None) -> str:
    """Return whom a figure without a noun counts: those who "lost 5", "civilian dead at 5", as the last."""
    ahead = scene.text[: figure.start]
    if LOSES.search(ahead):
        groups = scene.groups(figure.start)
        return groups[-1] if groups else ""
    if (toll := _TOLL_OF.search(ahead)) and (group := scene.cast.called(f"{toll['of']}s")):
        return group
    if kind.what in {"fled", "trapped"} and (
        last is None or last.counted.who not in {UNKNOWN, scene.cast.people()}
    ):
        return scene.cast.called("civilians")
    earlier = [one for one in scene.passage.figures if one.start < figure.start] if last is None else []
    if earlier and (people := of_people(scene, earlier[-1])):
        return people.who
    # "The three were killed": of whom was told before.
    meant = ahead.lower().endswith("the ") and _GOES_ON.match(scene.text, figure.end)
    return last.counted.who if last else "" if meant else scene.cast.people()

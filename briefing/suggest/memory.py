"""What a note has told so far of who speaks, carried from sentence to sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from briefing.core.edtf import PartialDate

if TYPE_CHECKING:
    from briefing.core.model import Mention
    from briefing.suggest.cast import Cast
    from briefing.suggest.passage import Passage

# How many sentences back a pronoun, a short name and a speaker reach.
_PERSON = 2
_GROUP = 3
_CARRIED = 2
_NAMED = 30
_OPENS, _CLOSES = "“", "”"
# All that stands before the person who is a sentence's subject.
_TITLE = re.compile(r"(?:[A-Z][\w.-]*\s|[Tt]he\s|,\s|\w+day\s)*")
_MARK = re.compile(r"[“”\"]")
_LIST = re.compile(r":\s*\Z")
# What speaks for whom it is by.
_DOCUMENTS = frozenset({"statement", "communique", "report"})
_DOCUMENT = re.compile(
    rf"\bin (?:an? |its |his |her |their )(?:[\w-]+ ){{0,2}}(?:{'|'.join(sorted(_DOCUMENTS))})\b"
)
# Too general for it to tell groups apart.
_GENERAL = frozenset(
    {"group", "organisation", "organization", "force", "agency", "company", "network", "firm", "report"}
)


# Of which there is one at a time, as a rule.
_OFFICES = frozenset("mayor governor sheriff president premier chancellor coroner king queen pope".split())


class Voice(Struct, frozen=True):
    """Whose words they are: ids of claimants, none where nobody is named; `how` they were found.

    `entity` is the one named, a person where one speaks for a group.
    """

    by: tuple[str, ...]
    how: str
    entity: str = ""


OPEN = Voice((), "open")


class Memory(Struct, frozen=True):
    """What a sentence may lean on; `now` numbers it.

    `people` and `groups` spoke or were the subject, with their sentence; `speaker` counted last in the
    paragraph, `spoken` spoke last in it; `quoted` speaks on inside an open quotation, `listed` leads a
    list. `named` were named last, `held` was last said to be held, `period` is what the last figures covered,
    `unit` what they were given in, `document` who made the last statement, `whose` tells of each measure and
    unit whom they counted last.
    """

    now: int = 0
    paragraph: int = 0
    people: tuple[tuple[str, int], ...] = ()
    groups: tuple[tuple[Voice, int], ...] = ()
    speaker: Voice | None = None
    spoke_at: int = 0
    counted: bool = False
    spoken: Voice | None = None
    quoted: Voice | None = None
    listed: Voice | None = None
    surnames: Mapping[str, str] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    held: str = ""
    period: PartialDate | None = None
    unit: str = ""
    document: tuple[Voice, int] | None = None
    whose: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def pronoun(self, word: str, cast: Cast, here: Sequence[str]) -> Voice:
        """Return whom "he", "it", "they", "we" mean; `here` is the subject of the sentence."""
        if word in {"he", "she"}:
            people = [one for one in here[:1] if cast.kind(one) == "person"]
            known = people or [one for one, at in self.people if self.now - at <= _PERSON][-1:]
            return Voice((cast.voice(known[0]),), "pronoun", known[0]) if known else OPEN
        if word in {"we", "i"}:
            return self.quoted or OPEN
        plural = word == "they"
        recent = [
            one for one, at in self.groups if self.now - at <= _GROUP and is_many(one.by[0], cast) is plural
        ]
        if not recent and word == "it":
            return self.short("statement", cast)
        return replace(recent[-1], how="it") if recent else OPEN

    def short(self, words: str, cast: Cast, here: Sequence[Mention] = ()) -> Voice:
        """Return who "the group", "the ministry", "Marsh-led alliance" is.

        The one group that spoke last and may be called so; else one that the registry so describes in
        two telling words, or in one that is not general.
        """
        kind = words.rsplit(maxsplit=1)[-1].lower()
        if kind in _DOCUMENTS and self.document and self.now - self.document[1] <= _GROUP:
            return replace(self.document[0], how="it")
        if kind in _DOCUMENTS - {"report"}:
            return OPEN
        recent = [one for one, at in self.groups if self.now - at <= _GROUP and not is_many(one.by[0], cast)]
        if recent and cast.may_be_called(recent[-1].by[0], kind, general=kind in _GENERAL):
            return replace(recent[-1], how="short")
        if kind in _GENERAL and len(words.split()) == 1:
            return OPEN
        found = cast.described(words.split(), [*self.named, *(one.entity for one in here)])
        return Voice((found,), "described", found) if found else OPEN

    def spoke_for(self) -> Voice | None:
        """Return whose official or doctor may have spoken last: that of the last group that did."""
        recent = [one for one, at in self.groups if self.now - at <= _GROUP]
        return recent[-1] if recent else None

    def office(self, noun: str, cast: Cast) -> Voice:
        """Return who "the mayor" is: the one person so described that the note has named, or nobody.

        "The spokesman" is one of those who spoke last.
        """
        spoken = {one for one, at in self.people if self.now - at <= _GROUP}
        people = set(self.surnames.values()) if noun in _OFFICES else spoken
        found = [one for one in sorted(people) if cast.is_described(one, noun)]
        return Voice((cast.voice(found[0]),), "pronoun", found[0]) if len(found) == 1 else OPEN

    def namesake(self, words: str, cast: Cast, here: Sequence[Mention] = ()) -> Voice:
        """Return who "the coast guard" is: the one group named so far of which a name ends so, or nobody."""
        named = {*self.named, *(one.entity for one in here)}
        groups = sorted(one for one in named if cast.kind(one) == "group" and cast.speaks(one))
        found = [one for one in groups if cast.is_called(one, words)]
        return Voice((found[0],), "short", found[0]) if len(found) == 1 else OPEN

    def surname(self, text: str) -> str:
        """Return the person whose surname ends a phrase, if the note has named them in full."""
        words = text.split()
        return self.surnames.get(words[-1], "") if words else ""

    def starts(self, passage: Passage) -> Memory:
        """Return what holds as a sentence begins: a new paragraph ends what carried on."""
        if passage.paragraph == self.paragraph:
            return self
        kept = self.quoted if passage.text.lstrip().startswith((_OPENS, '"')) else None
        listed = self.listed if passage.item and not passage.headed else None
        return replace(
            self,
            paragraph=passage.paragraph,
            speaker=None,
            spoken=None,
            counted=False,
            quoted=kept,
            listed=listed,
        )

    def after(self, passage: Passage, cast: Cast, said: Sequence[Voice], voices: Sequence[Voice]) -> Memory:
        """Return what the next sentence may lean on: who spoke in this one, and whose its figures are."""
        spoken = [one for one in said if one.by]
        first = passage.mentions[:1]
        people = [
            one.entity
            for one in first
            if cast.kind(one.entity) == "person" and _TITLE.fullmatch(passage.text, 0, one.start)
        ]
        people += [
            one.entity
            for one in spoken
            if one.entity and (cast.kind(one.entity) == "person" or one.how == "role")
        ]
        groups = [one for one in spoken if len(one.by) == 1 and cast.kind(one.entity or one.by[0]) == "group"]
        # Where somebody speaks whom nothing names, "he" and "it" may be them.
        unnamed = any(not one.by and one.how == "open" for one in said)
        speaker, spoke_at = self.speaker, self.spoke_at
        if voices:
            speaker, spoke_at = voices[-1], self.now
        elif said:
            speaker = None
        return replace(
            self,
            now=self.now + 1,
            people=(*(() if unnamed else self.people), *((one, self.now) for one in people))[-_NAMED:],
            groups=(*self.groups, *((one, self.now) for one in groups))[-_NAMED:],
            speaker=speaker,
            spoke_at=spoke_at,
            counted=self.counted or bool(voices),
            spoken=spoken[-1] if spoken else self.spoken,
            quoted=self._quoted(passage, spoken),
            listed=(spoken[-1] if spoken and _LIST.search(passage.text) else self.listed),
            surnames={**self.surnames, **_surnames(passage, cast)},
            document=(spoken[-1], self.now) if spoken and _DOCUMENT.search(passage.text) else self.document,
            named=(*self.named, *(one.entity for one in passage.mentions))[-_NAMED:],
        )

    def _quoted(self, passage: Passage, spoken: Sequence[Voice]) -> Voice | None:
        """Return who goes on speaking: whose quotation is still open."""
        text = passage.text
        straight = text.count('"')
        opened = text.rfind(_OPENS) > text.rfind(_CLOSES) or (straight % 2 == 1 and not self.quoted)
        closed = text.rfind(_CLOSES) > text.rfind(_OPENS) or (straight % 2 == 1 and self.quoted is not None)
        if opened:
            return spoken[-1] if spoken else self.quoted or self.spoken
        return None if closed else self.quoted

    def quotes(self, text: str) -> Voice | None:
        """Return who speaks in a sentence without speech: inside a quotation, or where one opens it."""
        opens = text.lstrip().startswith((_OPENS, '"'))
        return (self.quoted if opens or _MARK.search(text) else None) or (self.spoken if opens else None)

    def carries(self, unit: str | None) -> Voice | None:
        """Return who counted last in the paragraph, close enough for the count to go on, in the same unit."""
        near = self.speaker and self.now - self.spoke_at <= _CARRIED
        return self.speaker if near and unit in {None, self.unit} else None


def is_many(group: str, cast: Cast) -> bool:
    """Tell whether a group is many people ("rebels", "witnesses") rather than one organisation."""
    entity = cast.names.entities[group]
    last = entity.label.split()[-1]
    many = last.endswith("s") and (last.islower() or last == entity.label)
    return many and entity.id not in cast.names.reporters and not last.isupper()


def _surnames(passage: Passage, cast: Cast) -> dict[str, str]:
    labels = ((one.entity, cast.names.entities[one.entity].label.split()) for one in passage.mentions)
    return {words[-1]: entity for entity, words in labels if len(words) > 1 and cast.kind(entity) == "person"}

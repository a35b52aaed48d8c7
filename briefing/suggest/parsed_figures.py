"""Read from the dependency tree of a sentence what a figure counts, and what happened to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.suggest import counted_noun, people
from briefing.suggest.counted_noun import Counted, CountedFigure
from briefing.suggest.measures import NOUNS, Measured
from briefing.suggest.scene import UNKNOWN
from briefing.suggest.senses import FATES
from briefing.suggest.verb_phrases import bases, words
from briefing.text.figures import TIMES

if TYPE_CHECKING:
    from briefing.suggest.scene import Scene
    from briefing.suggest.syntax import Tree, Word
    from briefing.text.figures import Figure

# By which relations a number hangs on what it counts, and what that may be.
_NUMBER = frozenset({"nummod", "quantmod", "compound", "amod", "advmod", "nmod"})
_COUNTED = frozenset({"NOUN", "PROPN", "NUM", "ADJ"})
_THEM = frozenset({"them", "whom", "these", "those", "which"})
_PARTS = frozenset({"include", "including", "among"})
# What has happened to the object of a verb, or to its subject where the verb is passive.
_DONE: Mapping[str, str] = {
    **{verb: fate for fate, one in FATES.items() for verb in bases(one.done)},
    **dict.fromkeys(("dispatch", "deploy", "station", "send", "field"), "strength"),
}
# What has happened to the subject of a verb.
_DOES: Mapping[str, str] = {verb: fate for fate, one in FATES.items() for verb in bases(one.does)}
_STATES: Mapping[str, str] = {
    **dict.fromkeys(("dead", "killed", "slain"), "killed"),
    **dict.fromkeys(("wounded", "injured", "hurt"), "injured"),
    **dict.fromkeys(("trapped", "stranded"), "trapped"),
    **dict.fromkeys(("captive", "hostage", "prisoner"), "held"),
    "displaced": "fled",
}
_NOUNS: Mapping[str, str] = {
    **{act: fate for fate, one in FATES.items() for act in words(one.acts)},
    **NOUNS,
    "toll": "killed",
}
# Of whom this is told are people.
_OF_PEOPLE = frozenset(FATES)
# What befalls the living alone.
_HURT = frozenset({"killed", "injured"})
# What is so counted is nobody.
_UNITS = frozenset(
    "percent cent % points dollars pounds euros miles kilometres kilometers km metres meters feet tons tonnes"
    " times homes houses buildings schools planes vehicles tanks animals cattle"
    " sheep cows pigs birds dogs horses chickens fish turtles dolphins trees".split()
)
_TIME = re.compile(TIMES)
_OPENING = re.compile(r"\A\s*(?:of\s)?(?:(?:the|its|their|his|her|our|my|these|those)\s)?(?:more\s)?")
# How many joined words lead from a figure to that which tells of both.
_CHAIN = 4


def read(scene: Scene, figure: Figure, before: Sequence[CountedFigure]) -> CountedFigure | None:
    """Return what a figure counts by the tree; None where that tells nothing or there is none.

    `before` are the sentence's figures read so far: a part, or one that is joined to another, goes on with
    what happened to those.
    """
    numbers = scene.tree.within(figure.start, figure.end) if scene.tree else range(0)
    if scene.tree is None or not numbers or not figure.high or scene.text[figure.end :].startswith("-"):
        return None
    words = scene.tree.words
    number = next((one for one in reversed(numbers) if words[one].pos in {"NUM", "NOUN"}), numbers[-1])
    return _Reading(scene, scene.tree, figure, before, *_top(scene.tree, number)).counted()


def _top(tree: Tree, number: int) -> tuple[int, int | None, bool]:
    """Return the word that carries a number, what it counts if that is named, and whether that is "them"."""
    words, top = tree.words, number
    while words[top].dep in _NUMBER and words[top].head > top and words[words[top].head].pos in _COUNTED:
        top = words[top].head
    if top != number:
        return top, top, False
    for of in tree.children(number, "prep"):
        for one in tree.children(of, "pobj") if words[of].lemma == "of" else ():
            them = words[one].text.lower() in _THEM
            return top, None if them else one, them
    return top, None, False


class _Reading(Struct, frozen=True):
    """One figure in its tree: `top` is the word that carries it, `noun` what it counts, if that is named."""

    scene: Scene
    tree: Tree
    figure: Figure
    before: Sequence[CountedFigure]
    top: int
    noun: int | None
    of_them: bool

    def counted(self) -> CountedFigure | None:
        kind, like = self._happened(self.top, _CHAIN)
        what = self._who(kind.what, like) if kind else None
        return CountedFigure(self.figure, what, kind) if kind and what else None

    def _happened(self, at: int, left: int) -> tuple[Measured | None, CountedFigure | None]:
        """Return what happened to what a word stands for, and the figure that it is told with, if any."""
        found = next(self._told(at), None)
        word, head = self.tree.words[at], self.tree.words[self.tree.words[at].head]
        part = word.dep == "pobj" and head.lemma in _PARTS
        # "A million left homeless" is told of itself, whatever that is.
        own = any(
            self.tree.words[one].start >= self.figure.end for one in self.tree.children(at, "acl", "relcl")
        )
        if found or own or not left or not (part or word.dep in {"conj", "appos"}):
            return found, None
        over = head.head if part else word.head
        like = self._figure_at(self.tree.words[over])
        return (like.kind, like) if like else self._happened(over, left - 1)

    def _told(self, at: int) -> Iterator[Measured]:
        """Yield what the noun says, what hangs on it, and the verb or noun that it hangs on."""
        words = self.tree.words
        for one in {at, at if self.noun is None else self.noun}:
            if what := _by(_NOUNS, words[one]):
                yield Measured(what, words[one].text)
        for one in self.tree.children(at, "acl", "relcl", "amod", "oprd", "acomp"):
            word = words[one]
            # "People who killed 25" are the others.
            what = "" if self._acts(one) else _by(_DONE, word) or _by(_DOES, word) or _by(_STATES, word)
            if what and word.start >= self.figure.end:
                yield Measured(what, word.text)
        if words[at].dep in {"nsubj", "nsubjpass"}:
            yield from self._as_subject(at)
        elif words[at].dep == "dobj":
            yield from self._as_object(at)
        elif words[at].dep == "pobj":
            yield from self._behind_preposition(at)

    def _acts(self, verb: int) -> bool:
        """Tell whether a verb tells what its subject does to others."""
        word = self.tree.words[verb]
        # Who drowns may drown others, but not without saying whom.
        active = word.tag in {"VBD", "VBP", "VBZ", "VBG"} and _by(_DONE, word) and not _by(_DOES, word)
        return bool(active or self.tree.children(verb, "dobj"))

    def _as_subject(self, at: int) -> Iterator[Measured]:
        verb = self.tree.words[at].head
        head = self.tree.words[verb]
        # "Four wounded" may be taken for an active verb.
        passive = self.tree.words[at].dep == "nsubjpass" or (
            head.tag == "VBN" and not self.tree.children(verb, "dobj", "aux")
        )
        if what := _by(_DOES, head) or (_by(_DONE, head) if passive else ""):
            yield Measured(what, head.text)
        yield from self._states(verb, at)

    def _as_object(self, at: int) -> Iterator[Measured]:
        verb = self.tree.words[at].head
        head = self.tree.words[verb]
        lost = head.lemma == "lose" and self.noun is not None
        if what := "killed" if lost else _by(_DONE, head):
            yield Measured(what, head.text)
        yield from self._states(verb, at)

    def _states(self, verb: int, at: int) -> Iterator[Measured]:
        """Yield what a verb leaves somebody: "left 12 dead"."""
        for one in self.tree.children(verb, "acomp", "attr", "oprd", "xcomp", "advcl"):
            if one > at and (what := _by(_STATES, self.tree.words[one])):
                yield Measured(what, f"{self.tree.words[verb].text} {self.tree.words[one].text}")

    def _behind_preposition(self, at: int) -> Iterator[Measured]:
        words = self.tree.words
        preposition = words[words[at].head]
        over: int | None = preposition.head
        if preposition.lemma in {"at", "to"}:
            over = self.tree.subject(preposition.head)
        elif preposition.lemma != "of":
            return
        hurt = over is not None and any(
            words[one].lemma == "injury" for one in self.tree.children(over, "compound")
        )
        if over is not None and (what := "injured" if hurt else _by(_NOUNS, words[over])):
            yield Measured(what, f"{words[over].text} {preposition.text}")

    def _figure_at(self, word: Word) -> CountedFigure | None:
        """Return the figure read before that counts what stands here."""
        ends = ((one, max(one.counted.end, one.figure.end)) for one in self.before)
        return next((one for one, end in ends if one.figure.start <= word.start < end), None)

    def _who(self, what: str, like: CountedFigure | None) -> Counted | None:
        """Return who is counted: the noun, else those of the figure that it goes on with."""
        scene, figure = self.scene, self.figure
        last = like or (self.before[-1] if self.before else None)
        if self.noun is None and what == "strength":
            return None
        if self.noun is None:
            who = last.counted.who if last else "" if self.of_them else scene.cast.people()
            return Counted(who, "", "", "", None, figure.end) if who else None
        noun = self.tree.words[self.noun]
        if (
            noun.text.lower() in _UNITS
            or _TIME.fullmatch(noun.text.lower())
            or (what == "strength" and not people.is_armed(noun.text))
        ):
            return None
        phrase = _OPENING.sub("", scene.text[figure.end : noun.end]).split()
        if not phrase or people.is_general(phrase[-1]):
            return counted_noun.of_phrase(scene, figure, phrase or [noun.text], noun.end)
        named = [one for one in scene.passage.mentions if noun.start < one.end <= noun.end]
        if named:
            return Counted(named[-1].entity, noun.text, "", "", None, noun.end)
        known = what in _OF_PEOPLE and not people.is_armed(noun.text)
        sure = known and (what in _HURT or people.is_people(noun.text.lower()))
        staff = counted_noun.staff(scene, figure, noun.text)
        who = staff or (scene.cast.people() if sure else "")
        subset = " ".join(phrase) if who and not staff else ""
        return Counted(who or UNKNOWN, noun.text, subset, "", None, noun.end)


def _by(words: Mapping[str, str], word: Word) -> str:
    return words.get(word.lemma) or words.get(word.text.lower()) or ""

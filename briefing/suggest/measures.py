"""Tell what a figure measures from the words around it.

What is counted other than people is told by its unit; of people it is told by verbs and by nouns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from briefing.suggest import senses, verb_phrases

# What else stands before a figure that is the verb's object, and behind one that is its subject.
_BEFORE_TOO: Mapping[str, str] = {
    "killed": r"kill|claim(?:ed|ing|s) the lives of|lost|los(?:ing|es)",
    "held": r"hold|kidnap|abduct|capture|detain|took|taking",
    "trapped": "trap",
}
_DONE_TOO: Mapping[str, str] = {
    "held": "taken captive",
    "trapped": r"(?:believed |thought |feared |reported )?(?:to be )?(?:still )?"
    r"(?:trapped|besieged|stranded|encircled)",
}
_DOES_TOO: Mapping[str, str] = {
    "trapped": r"remain(?:ed)? (?:trapped|stranded|inside)",
    "killed": r"(?<!to\s)(?:die|perish|drown)",
    "fled": r"(?<!to\s)flee|escaped(?!\s(?:un\w+|with|without|alive|narrowly|death|injur\w+))"
    r"|(?:had|forced|began) to flee|(?:left|leave)(?=\s(?:[A-Z]|their\b|the\b))",
    "strength": r"(?:are|were|is) (?:involved|taking part|deployed|based|engaged|active|fighting|waiting"
    r"|massing)"
    r"|t(?:oo|a)ke? part|moved in(?:to)?|massed"
    r"|remain(?:ed)?(?!\s(?:missing|homeless|in\b|behind\b|under\b|at large\b))",
}


def _any(measure: str, forms: Iterable[str], more: Mapping[str, str]) -> str:
    return "|".join(filter(None, (more.get(measure, ""), verb_phrases.pattern(forms))))


_ACTIVE = {
    fate: _any(fate, verb_phrases.actives(one.done), _BEFORE_TOO) for fate, one in senses.FATES.items()
}
_PASSIVE = {
    fate: _any(fate, (*verb_phrases.participles(one.done), *verb_phrases.words(one.states)), _DONE_TOO)
    for fate, one in senses.FATES.items()
}
_ALONE = {
    fate: _any(fate, verb_phrases.perfects(one.does), _DOES_TOO)
    for fate, one in {**senses.FATES, "strength": senses.Sense()}.items()
    if one.does or fate in _DOES_TOO
}
_BE = (
    r"(?:was|were|are|is|be|been|being|remain(?:s|ed)?)\s"
    r"(?:(?:also|still|now|left|found|among (?:the|those)|\w+ly|(?:confirmed|reported|known)"
    r"(?:\sto\s(?:be|have\sbeen))?)\s)*"
)
# Nouns that tell by themselves.
NOUNS: Mapping[str, str] = {
    noun: fate for fate, one in senses.FATES.items() for noun in verb_phrases.words(one.nouns)
}
_HAVING = re.compile(
    r"\b(?:has|have|had|having|with|numbers?|numbering|numbered|strength|force of|field(?:s|ed|ing)?|"
    r"warn\w* of(?: [\w-]+){0,3} and)\b(?:\s(?:still|at|of|only|about))*\s*\Z"
)
_GAP = (
    r"(?:\sand (?:charged|questioned|sentenced|deported|tortured|fined|expelled|searched))?"
    r"(?:\s(?:at least|the|another|some|as many as|captive|hostage|also|seriously|badly|civilian))*\s*\Z"
)
_HELD_NEAR = re.compile(
    r"^(?!\s*who\s)[^.;\d]{0,60}?\b"
    r"(?:(?:among|in|of) the (?:[\w-]+\s)?(?:hostages|captives|abducted|kidnapped|families)"
    r"|captive|hostage|prisoner)\b"
)
REMAINS = frozenset({"bodies", "corpses", "deaths", "fatalities", "lives"})
# "Claimed 12 lives", "12 lives were lost".
_TAKES = re.compile(
    r"\b(?:claim(?:s|ed|ing)?|t(?:ook|akes?|aken|aking)|cost(?:s|ing)?|los(?:es|t|ing))\b[^,;.]{0,20}\Z"
)
_TAKEN = re.compile(r"\s(?:(?:were|was|have been|had been|has been)\s)?(?:\w+ly\s)?(?:lost|claimed|taken)\b")
# Verbs of which what stands behind the object tells the sense: "drove 12 people from their homes".
_SPLIT: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (fate, re.compile(rf"\b(?:{verb}){_GAP}"), re.compile(rf"\s(?:{rest})\b"))
    for fate, verb, rest in (
        (
            "fled",
            r"dr(?:ove|iven|iving)|forc(?:ed|es|ing)|chas(?:ed|ing)|sen(?:t|ding)",
            r"(?:out )?(?:of|from) (?:their|the) (?:homes|houses|land)|to (?:flee|leave|evacuate)|into exile",
        ),
        ("trapped", r"bur(?:ied|ies|ying)", r"alive|under|beneath"),
        (
            "killed",
            r"shot|shooting|shoots|burn(?:ed|t|ing)|beat(?:en|ing)?|crush(?:ed|ing)|stabb(?:ed|ing)",
            r"dead|to death|alive",
        ),
        ("arrested", r"took|taken|taking", r"into (?:custody|detention)"),
    )
)
# Whom somebody took "to a hospital" he does not hold.
_TAKEN_TO = re.compile(r"[^.,;\d]{0,25}?\s(?:to|from|out|back|into|across|aboard)\s")
_THREAT = re.compile(
    r"\bthreat\w*\b[^.;]{0,60}?\b(?:shoot|shooting|kill|killing|execute|executing|behead|beheading)\s*\Z"
)
_TOLL = re.compile(
    r"\b(?:dead|deaths|death toll|(?<!injury )toll|fatalities)\s(?:\w+\s){0,4}?"
    r"(?:at|of|to|is|was|reached|be|as high as)\s*\Z"
    r"|\b(?:bodies|corpses) of\s*\Z"
    r"|\b(?<!injury )toll\b[^.;\d]{0,80}\s(?:climb\w*|r[io]s\w+|jump\w*|grow\w*|grew|increas\w*|soar\w*"
    r"|mount\w*|reach\w*|st[oa]\w*d\w*|pass\w*|is|was|be)\s(?:(?:to|at)\s)?\Z"
    rf"|\b(?:dead|victims|fatalities|those killed)\s(?:also\s)?includ(?:e|es|ed|ing){_GAP}"
)
_BEFORE = {measure: re.compile(rf"\b(?:{verbs}){_GAP}") for measure, verbs in _ACTIVE.items() if verbs}
_OF = {
    fate: re.compile(rf"\b(?:{verb_phrases.pattern(verb_phrases.words(one.acts))})s?\sof{_GAP}")
    for fate, one in senses.FATES.items()
}
# "Killed or wounded 12" tells neither.
OR = re.compile(r"\w(?:ed|ing)\sor\s(?:\w+ly\s)?\Z")
# "Ordered the arrest of 12", "a call for the release of 12" tell what somebody wants.
WANTED = re.compile(
    r"\b(?:order|demand|call|urg|plan|seek|sought|propos|threat|avoid|prevent|want|promis|plead|appeal)\w*\b"
    r"[^.;]{0,40}\Z"
)
# Behind this another clause begins, with a subject of its own.
_NEXT_COUNT = re.compile(
    r"[^;]{0,20}\b(?:were|was|are|is|have|has|had)\b[^;]*?(?P<cut>,?\sand\s(?:\w+\s){0,3}?\d)"
)
_CLAUSE_ENDS = re.compile(
    r";|[\"”]|\sthat\s|,?\s(?:where|when)\s|,\s(?:which|many|most|some|as)\s|,(?:\s[\w,]+)?\sof\s(?:whom|which|them)\b"
    r"|\sas\s(?!of\b|many\b|much\b|high\b|well\b)"
    r"|\s(?:after|because|until|before)\s(?!\w+ing\b)"
    r"|,?\s(?:and that|and \w+ that|while|whereas|but|although)\s"
    r"|\s(?:and|,) (?:he|she|it|they)\s"
)
# "Attacks by women who were held": who so far behind is of others.
_OTHERS_WHO = re.compile(r"(?<=.{30})\swho\s")
# "12 people, nine of whom died", "12 people after they had died".
_APART = re.compile(
    r",\s(?:\w+\s){0,2}[\w.,]+\sof\s(?:whom|which|them)\b|\s(?:after|because|until|before)\s(?!\w+ing\b)"
)
_PART = re.compile(r",\s(?:including|among them)\b[^,;.]*(?:,|\Z|(?=[;.]))")
# "Were left homeless, and 12 have died": the second number is a subject of its own.
_NEXT_SUBJECT = re.compile(
    r"[^;]{0,80}?\b(?:was|were|are|have|has|had)\b[^;]{0,80}?(?P<cut>, and )(?=[a-z ]{0,14}\d)"
)
# "Killed or wounded", "deaths and injuries" tell neither how many were killed nor how many were wounded.
_FATE = (
    r"(?:killed|dead|deaths|died|drowned|wounded|injured|injuries|hurt|missing|disappear(?:ed|ances)"
    r"|captured)"
)
EITHER = re.compile(
    rf"\b(?!hundred)\w{{3,}}ed\sor\s(?:\w+ly\s)?(?:\w+ed|hurt|stolen)\b|\b{_FATE}\s(?:or\s(?:\w+\s)?{_FATE}\b"
    rf"|and\s{_FATE}(?=\s*(?:[.,;)]|\Z|(?:in|on|since|during|from|along|when|by|following)\b)))"
)
_ENDS = r"(?=\s*(?:[.,;)]|\Z|(?:in|by|since|during|on|from)\s))"
_AT_ONCE = {measure: re.compile(rf"\s*(?:\w+ly\s)?(?:{verbs})\b") for measure, verbs in _PASSIVE.items()}


class Measured(Struct, frozen=True):
    """What is measured, and the words that tell it."""

    what: str
    words: str


def before(text: str) -> Measured | None:
    """Read the verb of which a figure is the object, at the end of the text that stands before it."""
    if threat := _THREAT.search(text):
        return Measured("threatened", threat[0].strip())
    for measure, pattern in _BEFORE.items():
        found = pattern.search(text)
        if found and not _passive(text, found) and not OR.search(text, 0, found.start()):
            return Measured(measure, found[0].strip())
    for measure, pattern in _OF.items():
        if (found := pattern.search(text)) and not WANTED.search(text, 0, found.start()):
            return Measured(measure, found[0].strip())
    found = _TOLL.search(text)
    return Measured("killed", found[0].strip()) if found else None


def remains(noun: str, ahead: str, behind: str) -> Measured | None:
    """Read what the dead are counted by: "12 bodies", but lives if they were claimed or lost."""
    told = noun != "lives" or _TAKES.search(ahead) or _TAKEN.match(behind)
    return Measured("killed", noun) if told else None


def around(ahead: str, behind: str) -> Measured | None:
    """Read the verb before a figure, with what belongs to it behind: "drove 12 people from their homes"."""
    for measure, verb, rest in _SPLIT:
        if (found := verb.search(ahead)) and rest.match(behind):
            return Measured(measure, found[0].strip())
    kind = before(ahead)
    taken = kind and kind.what == "held" and kind.words.startswith("t") and _TAKEN_TO.match(behind)
    return None if taken else kind


def after(text: str, *, bare: bool) -> Measured | None:
    """Read the verb of which a figure is the subject, in the text that follows it, the first one.

    After a `bare` figure ("and 15 injured") a participle that follows at once is enough.
    """
    if bare:
        for measure, pattern in _AT_ONCE.items():
            if found := pattern.match(text):
                return Measured(measure, found[0].strip())
    if found := _HELD_NEAR.match(text):
        return Measured("held", found[0].strip().split(",")[-1].strip())
    # What is told of a part of them is not told of all.
    text = "" if _APART.match(text) else _PART.sub("", text)
    cut = _CLAUSE_ENDS.search(text, 1) or _OTHERS_WHO.search(text)
    text = text[: cut.start()] if cut else text
    if told := _NEXT_COUNT.match(text):
        text = text[: told.start("cut")]
    if again := _NEXT_SUBJECT.match(text):
        text = text[: again.start("cut")]
    if text.lstrip().startswith("missing") or EITHER.search(text):
        return None
    first = min(_subjects(text), key=lambda one: one[0], default=None)
    return first[1] if first else None


def _subjects(text: str) -> Iterator[tuple[int, Measured]]:
    for measures, lead in ((_PASSIVE, _BE), (_ALONE, "")):
        for measure, verbs in measures.items():
            found = re.search(rf"(?:^|[\s,]){lead}(?:{verbs})(?!\w)", text)
            if found:
                yield found.start(), Measured(measure, found[0].strip(" ,"))
    # "… and 30 fighters killed."
    for measure, verbs in _PASSIVE.items():
        found = re.search(rf"(?:^|(?<!\bthe)(?<!\bthose)\s)(?P<verb>{verbs}){_ENDS}", text)
        if found:
            yield found.start(), Measured(measure, found["verb"])


def having(text: str) -> Measured | None:
    """Read "the army has", "with": what tells that a figure is a strength."""
    found = _HAVING.search(text)
    return Measured("strength", found[0].strip()) if found else None


def _passive(text: str, found: re.Match[str]) -> bool:
    """Tell "was seized" from "seized": a passive before a figure has another subject."""
    running = found[0].split()[0].endswith("ing")
    return not running and bool(re.search(r"\b(?:was|were|been|being)\s*\Z", text[: found.start()]))

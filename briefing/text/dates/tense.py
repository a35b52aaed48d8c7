"""Tell by the verbs around a date whether it lies ahead of the report or behind it.

The nearest verb before the date decides, or the first one after it if there is none before. What only
hints at a time, such as "could not", leaves it in doubt.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.text.dates import verbs
from briefing.text.sentences import Sentence, split

if TYPE_CHECKING:
    from briefing.text.dates.verbs import Leaning

_BEFORE, _AFTER = 260, 160
_TIME = r"\d{1,2}(?::\d\d)?(?: ?[ap]\.?m\.?)?(?:,? [A-Z]{2,4}\b,?)?"
_VAGUELY = rf"(?: (?:early|late|at least|about|around|the|on|mid|noon|midnight|{_TIME}))*\s\Z"
_DEADLINE = re.compile(
    r"\b(?:(?P<until>until|till|through)|ahead of|in time for|in the run-up to|as (?:soon|early|late) as"
    rf"|no later than|on the eve of(?: [\w'-]+){{1,8}}?){_VAGUELY}",
    re.IGNORECASE,
)
_SET_FOR = re.compile(
    r"\b(?:preparations?|set|scheduled|slated|planned|due|expected|booked|fixed|timed|postponed|delayed"
    r"|adjourned|deferred|rescheduled|extended|called|arranged|billed|prepared|put off)"
    rf" (?:\w+ ){{0,3}}?(?:for|by|to){_VAGUELY}",
    re.IGNORECASE,
)
# "Ordered them to leave by Sunday".
_ENDS_BY = re.compile(
    r"\b(?:agreed|asked|ordered|told|urged|promised|vowed|pledged|wanted|had|allowed|forced)\b"
    rf"[^.;:]* to [a-z]+[^.;:]* by{_VAGUELY}"
)
_BY = re.compile(rf"\bby{_VAGUELY}", re.IGNORECASE)
_SINCE = re.compile(
    rf"\b(?:since|as of|earlier|last|past|previous){_VAGUELY}|\b(?:up|down) from\b[^,.;:]* \Z", re.IGNORECASE
)
_GIVEN = re.compile(
    r"\b(?:gives?|gave|given|granted|grants)\b(?![^.;]*\bno\b)[^.;]{0,40}\Z"
    r"|\b(?:have|has|had) (?:only |just )?(?:until|till)\b"
)
_STAYED = re.compile(
    r"\b(?:was|were|stayed|remained|lasted|held|waited|fought|worked|lived|ran|continued|went on|kept|served"
    r"|did)\b"
    r"(?:(?!\b(?:postponed|delayed|adjourned|deferred|suspended|closed|extended)\b)[^.;]){0,80}\Z"
)
_OPENS_CLAUSE = re.compile(
    r"(?:\A|[,;:—–(]|[.!?,]['’”\"]+"
    r"|\b(?:and|but|or|while|when|because|although|though|that|which|as|after|before))\s*"
    r"(?:(?:on|in|by|late|early|the|at|from)\s+)*\Z",
    re.IGNORECASE,
)
_PUT_OFF = re.compile(
    r"\b(?:postponed|delayed|adjourned|deferred|suspended|put off|rescheduled|extended|moved|remanded"
    r"|recessed|pushed back|set back|put back|closed)\b[^.;]{0,60}\Z"
)
_CANCELLED = re.compile(
    r"\s+(?:was|were|has been|have been|had been) (?:cancell?ed|called off|postponed|scrapped|abandoned)\b"
)
_IN_VAIN = re.compile(r",? but (?:(?:he|she|it|they) )?(?:did not|never|failed|was|were|has|have|had)\b")
_IN = re.compile(r"\b(?:in|on|by|since|until|last|next|this|early|late)\s\Z", re.IGNORECASE)
_SAID = re.compile(r"\b(?:said|says|told \w+|announced|added|reported|\w+ed), \Z")
_THAT = re.compile(r"\s+that\b")
_DETERMINED = re.compile(r"\b(?:the|a|an|his|her|their|its|our)\s\Z", re.IGNORECASE)
_TARGET = re.compile(r"\s(?:as (?:the|a|its|his|their) )?(?:deadline|target|cut-?off)\b")
_OPENS = re.compile(r"(?:\A|[.;:] ?)\Z")
_WILL = re.compile(r"\bwill (?:also )?\Z")
# Behind the date of a line of a timeline, which tells in the present what is past.
_ENTRY = re.compile(r" [-–—] (?!.*\b(?:will|(?:is|are) to|due|expected|scheduled|planned|set)\b)")
_SUBJECT = re.compile(r"(?:\A|[.,;:] )(?:the|a|an|this)\s\Z", re.IGNORECASE)
_NOUN = re.compile(r"\s[a-z]{3,}")
_HARM = re.compile(
    r"(?<!\bto)(?<!\bwill)\s(?:deaths?|killings?|attacks?|bombings?|explosions?|shootings?|murders?"
    r"|arrests?|crash|blasts?|massacre|assassination|invasion|raids?|fighting|clashes|riots?|statement|remarks)"
    r"(?:\s(?:of|on|in|at|by|against|near|outside)\b[^,;:]{0,60})?\s\Z"
)
_FROM_THEN = re.compile(
    rf"\b(?:starting|beginning|(?P<sure>effective|payable|of record)){_VAGUELY}", re.IGNORECASE
)
_LISTED = re.compile(
    r"(?:day|morning|afternoon|evening|night|[0-9]|January|February|March|April|May|June|July|August|September"
    r"|October|November|December)(?:,? (?:and|or)|,) (?:on |in |late |early )?\Z"
)
_POSSESSIVE = re.compile(r"['’]s?\s+\w")
_ATTRIBUTE = re.compile(
    r"\s+(?!(?:on|in|at|and|or|to|for|from|by|as|after|before|when|while|with|that|which|who|because|but|the"
    r"|morning|afternoon|evening|night|until|through|near|during|about|over|under|into|of|said|if|against|where"
    r"|he|she|it|they|following|amid|called|told|asked|without|despite|outside|inside|along|again|also|left|upon"
    r"|was|were|is|are|will|would|has|had|have|under|between|among|alone|just|only|since|than|so|not|off|out|up"
    r"|down|we|you|his|her|their|its|a|an|this|all|across|around)\b)[a-z]{4,}(?<!ing)(?<!ed)(?<!ly)\b"
)
# "Warned of a strike in June" may be of June's strike, and of June's warning.
_TOLD_OF = re.compile(
    r"\b(?:(?:told|warned|spoke|informed|notified) (?:[\w.,]+ ){0,6}(?:of|about)|announced|proposed|promised"
    r"|called for)\b(?:(?!\b(?:on|at|who|which|that)\b)[^;:]){8,}\bin\s\Z"
)
_FOR = re.compile(r"\b(?:for|be|before|into|ahead of)(?: (?:early|late|the))*\s\Z", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")


class Tenses(Struct, frozen=True, dict=True):
    """The sentences of a text, to be asked how a date in it leans."""

    prose: str = ""

    @cached_property
    def _sentences(self) -> Sequence[Sentence]:
        return split(self.prose)

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [one.start for one in self._sentences]

    def leaning(self, start: int, end: int) -> Leaning | None:
        """Return how the date at `[start, end)` leans; None where no verb tells."""
        named = _WEEKDAY.search(self.prose, start, end)
        own = _lean(*self._around(start, end), near=named is not None)
        if own is None and named:
            return "ahead" if self._of_weekdays.get(named[0]) == {"ahead"} else None
        return own

    @cached_property
    def _of_weekdays(self) -> dict[str, set[Leaning]]:
        """How the mentions of each weekday lean, where verbs tell: what is set for Sunday is Sunday's."""
        found: dict[str, set[Leaning]] = {}
        for weekday in _WEEKDAY.finditer(self.prose):
            leaning = _lean(*self._around(*weekday.span()), near=True)
            if leaning:
                found.setdefault(weekday[0], set()).add(leaning)
        return found

    def _around(self, start: int, end: int) -> tuple[str, str]:
        at = bisect_right(self._starts, start) - 1
        first, last = (
            (self._sentences[at].start, self._sentences[at].end) if at >= 0 else (0, len(self.prose))
        )
        before = self.prose[max(first, start - _BEFORE) : start]
        after = self.prose[end : max(end, min(last, end + _AFTER))]
        return _plain(before), _plain(after)


def _plain(text: str) -> str:
    """Write short forms out, and every gap as one space."""
    text = re.sub(r"[\s\0]+", " ", text.replace("\0", "")).replace("’", "'")
    for short, full in (("won't", "will not"), ("can't", "can not"), ("n't", " not"), ("'ll", " will")):
        text = text.replace(short, full)
    return text.replace("'re ", " are ").replace("'ve ", " have ")


class _Setting(Struct, frozen=True, dict=True):
    """The text before a date and after it; `near` is one of these days, a weekday."""

    before: str
    after: str
    near: bool

    @cached_property
    def left(self) -> tuple[Leaning | None, bool]:
        return verbs.nearest(verbs.words_of(self.before), near=self.near)

    @cached_property
    def right(self) -> Leaning | None:
        return verbs.first(verbs.words_of(self.after))


def _since(at: _Setting) -> Leaning | None:
    entry = not at.before.strip() and _ENTRY.match(at.after)
    return "behind" if entry or _SINCE.search(at.before) else None


def _until(at: _Setting) -> Leaning | None:
    """Lean back in "it lasted until Friday", forward in "postponed until Friday" and other deadlines."""
    deadline = _DEADLINE.search(at.before)
    put_off = _PUT_OFF.search(at.before) or _GIVEN.search(at.before)
    left = at.left[0]
    if deadline and deadline["until"] and not put_off and (left or at.right) == "behind":
        stayed = left is None or deadline["until"] == "through" or _STAYED.search(at.before)
        return "behind" if stayed else "doubt"
    if left == "ahead" and (_CANCELLED.match(at.after) or _IN_VAIN.match(at.after)):
        return "doubt"
    target = not at.near and _TARGET.match(at.after)
    by = (at.right == "ahead" or _ENDS_BY.search(at.before)) and _BY.search(at.before)
    return "ahead" if target or by or deadline or _SET_FOR.search(at.before) else None


def _belongs(at: _Setting) -> bool:
    """Tell whether the date comes before a noun that it belongs to: "Friday's hearing", "the May issue"."""
    if _POSSESSIVE.match(at.after):
        return True
    attribute = _ATTRIBUTE.match(at.after) and not _IN.search(at.before)
    return bool(attribute or (_DETERMINED.search(at.before) and _NOUN.match(at.after)))


def _with_noun(at: _Setting) -> Leaning | None:
    if at.left[0] == "ahead" and _FOR.search(at.before):
        return "ahead"
    if _POSSESSIVE.match(at.after):
        return "doubt" if at.right == "ahead" and _OPENS.search(at.before) else None
    if at.right == "ahead" and _SUBJECT.search(at.before):
        return "ahead"
    return "doubt" if at.before.endswith("for ") else None


def _by_verbs(at: _Setting) -> Leaning | None:
    (left, weak), right = at.left, at.right
    if not at.near and left == "behind" and _TOLD_OF.search(at.before):
        return "doubt"
    if weak and not at.near:
        left = None
    opens = _OPENS_CLAUSE.search(at.before) and not _LISTED.search(at.before) and not _SAID.search(at.before)
    leaning = (right or left) if opens or weak else (left or right)
    if starts := _FROM_THEN.search(at.before):
        return "ahead" if leaning != "behind" or starts["sure"] else "doubt"
    return "ahead" if leaning is None and _BY.search(at.before) else leaning


@lru_cache(maxsize=4096)
def _lean(before: str, after: str, *, near: bool) -> Leaning | None:
    at = _Setting(before, after, near)
    if leaning := "ahead" if _WILL.search(before) else _since(at):
        return leaning
    if _HARM.search(before):
        return None
    if leaning := _until(at):
        return leaning
    if _belongs(at):
        return _with_noun(at)
    if _THAT.match(after) and at.left[0] != "behind":
        return None
    return _by_verbs(at)

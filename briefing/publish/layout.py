"""The names of what stands at a target in; whether a deployment may work there, and where, out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from collections.abc import Collection

    Kind = Literal["", "link", "other"]

CURRENT = "current"
RELEASES = "releases"
OWN = ".briefing"
RECORDS = f"{OWN}/releases"
LOCK = f"{OWN}/lock"
INCOMING = f"{OWN}/incoming"
OUTGOING = f"{OWN}/outgoing"

NAMED = 3


def linked(text: str) -> str:
    """The release that the text of the link `current` names; "" for one that leads elsewhere."""
    folder, _, name = text.rpartition("/")
    return name if folder == RELEASES else ""


def kind(*, link: bool, there: bool) -> Kind:
    """Tell what stands under a name: nothing, a symbolic link, or something else."""
    return "link" if link else "other" if there else ""


def refuse_foreign(names: Collection[str], *, shown: str, adopt: bool, current: Kind, folder: Kind) -> None:
    """Refuse a target that holds what no deployment has put there.

    `names` are all that stand in it; `current` and `folder` what stands at `current` and `releases`.
    With `adopt` other things may stand beside ours: they are left alone. A name of ours that is taken
    by something that would have to go is refused even so.
    """
    if current == "other":
        raise BriefingError(f"{shown}/{CURRENT} is no symbolic link; it is never removed: move it away")
    if folder == "link":
        raise BriefingError(f"{shown}/{RELEASES} is a symbolic link; move it away, releases are put there")
    if OWN not in names and not adopt:
        refuse_occupied(names, shown=shown, place="folder", ours="releases")


def refuse_occupied(names: Collection[str], *, shown: str, place: str, ours: str) -> None:
    """Refuse a place that holds anything. `place` is what it is, `ours` what would come to stand there."""
    if names:
        raise BriefingError(
            f"{shown} holds {few(names)}, which no deployment has put there; name another {place}, "
            f"or add --adopt to have {ours} put beside it: it is not touched"
        )


def few(names: Collection[str]) -> str:
    """Name some in alphabetical order, and say how many more there are."""
    some = sorted(names)[:NAMED]
    more = len(names) - len(some)
    return ", ".join(some) + (f" and {more} more" if more else "")

from __future__ import annotations

import cost
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.text.fold import LONGEST_SLUG, fold, slug


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Deir ez-Zor", "deir ez zor"),
        ("Deir  EZ\n-Zor!", "deir ez zor"),
        ("Al-Sha‘afa", "al shaafa"),
        ("al-Shaʿafa’s", "al shaafas"),
        ("Erdoğan", "erdogan"),
        ("Łódź, Ørsted, Straße", "lodz orsted strasse"),
        ("Ha\0jin\0", "hajin"),
        ("Ha\u00adjin", "hajin"),
        ("حَجِين", "حجين"),
        ("الشعفة", "الشعفه"),
        ("أحمد", "احمد"),
        ("مصطفى", "مصطفي"),
        ("ســوسة", "سوسه"),
        ("A⑴B ½", "a 1 b 1 2"),
        ("…", ""),
    ],
)
def test_spellings_of_a_name_fold_to_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
@settings(deadline=None)
def test_folding_again_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == " ".join(once.split())


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Hajin: the last town?", "hajin-the-last-town"),
        ("Putin’s claim", "putins-claim"),
        ("حجين", "d6273383"),
        ("Hajin حجين", "hajin"),
        ("?!", ""),
        ("word " * 30, "-".join(["word"] * 16)),
        ("x" * 100, "x" * 80),
    ],
)
def test_a_slug_is_made_of_latin_words(text: str, address: str) -> None:
    assert slug(text) == address


@given(st.text())
@settings(deadline=None)
def test_a_slug_is_short_plain_and_never_empty_for_words(text: str) -> None:
    address = slug(text)
    assert len(address) <= LONGEST_SLUG
    assert address.isascii()
    assert address == slug(address)
    assert bool(address) == bool(fold(text))
    assert not set(address) - set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize("piece", ["é", "a ", "\u0301", "\0", "’"])
def test_folding_takes_time_in_proportion(piece: str) -> None:
    short, long = (piece * (length // len(piece)) for length in (62_500, 250_000))
    assert cost.ratio(fold, short, long) <= cost.MOST

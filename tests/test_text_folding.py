from __future__ import annotations

from unicodedata import category, normalize

import cost
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.text.fold import LONGEST_SLUG, LONGEST_SLUG_IN_BYTES, codes, fold, slug

PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


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
        ("حجين", "حجين"),
        ("حَجِين", "حجين"),
        ("Hajin حجين", "hajin-حجين"),
        ("2018-12-17-دير", "2018-12-17-دير"),
        ("Москва, Ёлка", "москва-елка"),
        ("北京 が か", "北京-が-か"),
        ("한국", "한국"),
        ("हिन्दी ไทย", "हिन्दी-ไทย"),
        ("שָׁלוֹם", "שלום"),
        ("Ｆｕｌｌ ½ é ☀️", "full-1-2-e"),
        ("?!\u0301", ""),
        ("word " * 30, "-".join(["word"] * 16)),
        ("x" * 100, "x" * 80),
        ("語" * 100, "語" * 60),
        ("語 " * 100, "-".join("語" * 40)),
    ],
)
def test_a_slug_is_made_of_the_words_of_any_script(text: str, address: str) -> None:
    assert slug(text) == address


@given(st.text())
@settings(deadline=None)
def test_a_slug_is_short_plain_and_never_empty_for_words(text: str) -> None:
    address = slug(text)
    assert len(address) <= LONGEST_SLUG
    assert len(address.encode()) <= LONGEST_SLUG_IN_BYTES
    assert address == slug(address) == normalize("NFC", address)
    assert bool(address) == bool(fold(text))
    assert not [sign for sign in address if not (sign.isalnum() or sign == "-" or category(sign)[0] == "M")]
    assert not [sign for sign in address if sign.isascii() and sign not in PLAIN]


@given(st.text(), st.text())
@settings(deadline=None)
def test_names_that_fold_to_different_words_of_letters_have_different_slugs(one: str, other: str) -> None:
    if len(one) + len(other) < 20 and fold(one) != fold(other):
        assert slug(one) != slug(other)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("COVID-19 cases", ["covid19"]),
        ("the M23 and the F‑16", ["m", "23", "f16"]),
        ("covid 19, 1990s, 3rd, A-1-2, 2018-12-14, x1y, U.N.-led", []),
    ],
)
def test_a_name_that_ends_in_a_number_has_another_spelling(text: str, other: list[str]) -> None:
    assert list(codes(text)) == other


@pytest.mark.parametrize("piece", ["é", "a ", "\u0301", "\0", "’"])
def test_folding_takes_time_in_proportion(piece: str) -> None:
    short, long = (piece * (length // len(piece)) for length in (25_000, 100_000))
    assert cost.ratio(fold, short, long) <= cost.MOST

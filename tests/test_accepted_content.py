"""Whatever `check` accepts, built, passes `verify`; tests/fuzz/accepted.py tries that with many more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import accepted_content
import content_forms
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from random import Random

CAMPAIGNS, CASES = 30, 330


def test_whatever_check_accepts_passes_verify_once_it_is_built() -> None:
    site = accepted_content.Site()
    accepted: list[str] = []

    @settings(deadline=None, max_examples=CAMPAIGNS, derandomize=True)
    @given(chance=st.randoms(use_true_random=True))
    def law(chance: Random) -> None:
        accepted.extend(site.held_to_the_law(content_forms.campaign(chance)))

    law()
    # Each is a note, page, lead or file of the registry, and no two are alike.
    assert len(set(accepted)) >= CASES


@pytest.mark.parametrize("kind", ["note", "page", "lead"])
def test_every_key_is_made_up(kind: str) -> None:
    met: set[str] = set()

    @settings(deadline=None, max_examples=100)
    @given(chance=st.randoms(use_true_random=True))
    def collect(chance: Random) -> None:
        met.update(content_forms.head(chance, kind))

    collect()
    assert met == set(content_forms.SCHEMAS[f"{kind}.json"]["properties"])

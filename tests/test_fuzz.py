"""The laws of tests/fuzzing.py, tried with a few cases of each target; tests/fuzz/fuzz.py tries many."""

from __future__ import annotations

import fuzzing
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize("name", fuzzing.TARGETS)
@settings(deadline=None, max_examples=60)
@given(data=st.binary(max_size=200))
def test_no_input_breaks_a_law(name: str, data: bytes) -> None:
    fuzzing.TARGETS[name](data)

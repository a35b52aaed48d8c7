"""Scripts as they are served: less of them, and the same to a browser."""

from __future__ import annotations

import pytest

from briefing.site.render import minify

CASES = [
    ("  // why\n  const a = 1;\n", "const a=1;"),
    ('say("a, b = { c }", `x ${ y } // z`);', 'say("a, b = { c }",`x ${ y } // z`);'),
    (
        "if (/a b, [/ ]\\/c/u.test(one) && two / 3 > 4) {\n  three();\n}\nfour();",
        "if(/a b, [/ ]\\/c/u.test(one)&&two/3>4){three()}\nfour();",
    ),
    ("const f = (a) => ({ b: a - -1, c: a + 2 });", "const f=(a)=>({b:a - -1,c:a+2});"),
    ("let at = 0;\n\n\n[at] = [1];", "let at=0;[at]=[1];"),
    ("f()\n[one] = two", "f()\n[one]=two"),
]


@pytest.mark.parametrize(("written", "served"), CASES)
def test_a_script_is_served_without_what_no_browser_needs(written: str, served: str) -> None:
    assert minify.squeezed(written) == served


@pytest.mark.parametrize(("written", "_served"), CASES)
def test_what_is_squeezed_once_stays_as_it_is(written: str, _served: str) -> None:
    once = minify.squeezed(written)
    assert minify.squeezed(once) == once

"""SVG images that run, load, lead away or grow, each refused; and still ones, which pass."""

from __future__ import annotations

import pytest

from briefing.content.images import kinds
from briefing.content.images.check import Size, check
from briefing.core.settings import LIMITS

NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
XHTML = 'xmlns:x="http://www.w3.org/1999/xhtml"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
NO_NEED = "is nothing that a still picture needs"
OUT = "leads out of the image"
LOADS = "may load something"
HOST = "https://elsewhere.example"

# What stands in an image, and the first thing that is said of it.
ACTIVE = {
    "<script>ran()</script>": f"<script> {NO_NEED}",
    '<script href="data:,ran()"/>': f"<script> {NO_NEED}",
    "<handler/>": f"<handler> {NO_NEED}",
    '<rect onclick="ran()"/>': f'onclick="ran()" {NO_NEED}',
    '<set onbegin="ran()"/>': f"<set> {NO_NEED}",
    '<animate attributeName="href" to="javascript:ran()"/>': f"<animate> {NO_NEED}",
    "<animateMotion><mpath/></animateMotion>": f"<animateMotion> {NO_NEED}",
    "<foreignObject/>": f"<foreignObject> {NO_NEED}",
    "<iframe/>": f"<iframe> {NO_NEED}",
    "<x:script>ran()</x:script>": f"<script> {NO_NEED}",
    '<x:img src="a" onerror="ran()"/>': f"<img> {NO_NEED}",
    '<x:meta http-equiv="refresh"/>': f"<meta> {NO_NEED}",
    '<x:base href="/"/>': f"<base> {NO_NEED}",
    "<x:style/>": f"<style> {NO_NEED}",
    "<x:svg/>": f"<svg> {NO_NEED}",
    "<metadata><x:iframe/></metadata>": f"<iframe> {NO_NEED}",
    '<a xlink:href="javascript:ran()"/>': f"<a> {NO_NEED}",
    f'<image href="{HOST}/a.png"/>': f"<image> {NO_NEED}",
    '<image href="data:image/png;base64,AA"/>': f"<image> {NO_NEED}",
    f'<filter><feImage href="{HOST}"/></filter>': f"<feImage> {NO_NEED}",
    f'<use href="{HOST}/a.svg#a"/>': f'href="{HOST}/a.svg#a" {OUT}',
    '<use xlink:href="a.svg#a"/>': f'href="a.svg#a" {OUT}',
    '<use href=""/>': f'href="" {OUT}',
    '<use href="#a b"/>': f'href="#a b" {OUT}',
    '<textPath href="//elsewhere.example#a"/>': f'href="//elsewhere.example#a" {OUT}',
    '<g xml:base="https://elsewhere.example/"/>': f'base="https://elsewhere.example/" {NO_NEED}',
    '<rect xlink:show="new"/>': f'show="new" {NO_NEED}',
    '<rect fill="url(a.svg#a)"/>': f'"url(a.svg#a)" in fill="url(a.svg#a)" {OUT}',
    '<rect mask="URL( //elsewhere.example#a )"/>': (
        f'"URL( //elsewhere.example#a )" in mask="URL( //elsewhere.example#a )" {OUT}'
    ),
    '<rect filter="url(#a) url(b#a)"/>': f'"url(b#a)" in filter="url(#a) url(b#a)" {OUT}',
    '<rect style="fill:url(data:,a)"/>': f'"url(data:,a)" in style="fill:url(data:,a)" {OUT}',
    '<rect style="fill:u\\72l(//b)"/>': '\\ in style="fill:u\\72l(//b)" may hide something',
    "<rect style=\"mask:image-set('a' 1x)\"/>": f'"image-set" in style="mask:image-set(\'a\' 1x)" {LOADS}',
    '<rect cursor="url(a)"/>': f'cursor="url(a)" {NO_NEED}',
    "<style>@import '//elsewhere.example';</style>": f"@import in <style> {LOADS}",
    "<style>@font-face{src:local(a)}</style>": f"@font-face in <style> {LOADS}",
    "<style>@ {}</style>": f"@ in <style> {LOADS}",
    "<style>a{fill:url(//elsewhere<![CDATA[.example)}]]></style>": (
        f'"url(//elsewhere.example)}}" in <style> {OUT}'
    ),
    "<style>a{--a:src('//elsewhere.example')}</style>": f'"src" in <style> {LOADS}',
    "<style>&lt;/style>&lt;script></style>": "< in <style> may hide something",
    "<style><g/></style>": f"<g> {NO_NEED}",
    "<?php a?>": f"<?php?> {NO_NEED}",
    "<g>" * 120 + "</g>" * 120: "<g> is nested more than 100 deep",
}
# Whole files, and the first thing that is said of them.
FILES = {
    f'<?xml-stylesheet href="{HOST}"?><svg {NAMESPACE}/>': f"<?xml-stylesheet?> {NO_NEED}",
    f"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg {NAMESPACE}>&a;</svg>": f"<!DOCTYPE svg> {NO_NEED}",
    f"<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'ran()'>]><svg {NAMESPACE}/>": f"<!DOCTYPE svg> {NO_NEED}",
    f'<?xml version="1.0" encoding="UTF-7"?><svg {NAMESPACE}/>': 'encoding="UTF-7" is not UTF-8',
    f'<?xml version="1.0" encoding="latin-1"?><svg {NAMESPACE}/>': 'encoding="latin-1" is not UTF-8',
    '<html xmlns="http://www.w3.org/1999/xhtml"/>': "<html> is the root, which must be svg",
    f"<g {NAMESPACE}/>": "<g> is the root, which must be svg",
    "<svg/>": '<svg> needs xmlns="http://www.w3.org/2000/svg"',
    '<svg xmlns="http://www.w3.org/2000/SVG"/>': '<svg> needs xmlns="http://www.w3.org/2000/svg"',
}
SENT_BACK = "; take it out, or keep the image as PNG"


def told(content: bytes) -> list[str]:
    """The Problems of an SVG."""
    return [str(problem) for problem in check("a.svg", content, LIMITS)[1]]


@pytest.mark.parametrize("inside", ACTIVE)
def test_what_may_run_or_load_or_lead_away_is_refused(inside: str) -> None:
    content = f"<svg {NAMESPACE} {XHTML} {XLINK}>{inside}</svg>"
    first = next(problem for problem in told(content.encode()) if problem.startswith("a.svg:1: "))
    assert first == f"a.svg:1: {ACTIVE[inside]}{SENT_BACK}"


@pytest.mark.parametrize("content", FILES)
def test_a_file_that_is_more_than_an_image_is_refused(content: str) -> None:
    assert told(content.encode()) == [f"a.svg:1: {FILES[content]}{SENT_BACK}"]


def test_other_encodings_are_refused() -> None:
    written = f'<?xml version="1.0" encoding="UTF-16"?><svg {NAMESPACE} onload="ran()"/>'
    hint = "; export it again, or keep it as PNG"
    assert told(written.encode("utf-16-le")) != []
    assert told(b"\xff\xfe" + written.encode("utf-16-le")) == [
        f"a.svg:1: is not readable as SVG: byte 0xFF is not UTF-8{hint}"
    ]
    assert told(f"<svg {NAMESPACE}>\n<text>caf\xe9</text></svg>".encode("latin-1")) == [
        f"a.svg:2: is not readable as SVG: byte 0xE9 is not UTF-8{hint}"
    ]
    assert told(f"\ufeff<svg {NAMESPACE}/>".encode()) == []


GROWING = {
    "uses": "".join(f'<g id="a{at}">' + f'<use href="#a{at + 1}"/>' * 10 + "</g>" for at in range(9)),
    "patterns": "".join(
        f'<pattern id="a{at}">' + f'<rect fill="url(#a{at + 1})"/>' * 10 + "</pattern>" for at in range(9)
    ),
    "itself": '<g id="a"><use href="#a"/><use href="#a"/></g>',
    "a long way": "".join(f'<g id="a{at}"><use href="#a{at + 1}"/></g>' for at in range(50)),
}


@pytest.mark.parametrize("case", GROWING)
def test_an_image_that_grows_when_it_is_shown_is_refused(case: str) -> None:
    assert told(f"<svg {NAMESPACE}>{GROWING[case]}</svg>".encode()) == [
        "a.svg: grows to more than 100,000 elements when it is shown; simplify it, or keep it as PNG"
    ]


STILL = f"""<?xml version="1.0" encoding="utf-8"?>
<svg {NAMESPACE} {XLINK} width="10mm" height="20" viewBox="0 0 1 1" role="img" aria-label="The dyke (west)">
  <title>The dyke</title>
  <defs>
    <linearGradient id="a"><stop offset="0" style="stop-color:rgb(1,2,3)"/></linearGradient>
    <filter id="b"><feGaussianBlur stdDeviation="2"/></filter>
  </defs>
  <style type="text/css"><![CDATA[
    .a, g:not(.b):nth-child(2) {{ fill: url( "#a" ); stroke: rgba(1, 2, 3, .5) }}
    @media (prefers-color-scheme: dark) {{ .a {{ opacity: calc(1 - .5) }} }}
  ]]></style>
  <g filter="url(#b)"><path class="a" d="M0 0h9" transform="translate(1, 2) rotate(3)"/></g>
  <use xlink:href="#a" href="#a"/>
  <text font-family="'A (b)', serif" xml:space="preserve">Sluice gate <tspan dy="3">№ 2</tspan></text>
</svg>"""


def test_a_still_image_passes_as_it_is() -> None:
    assert check("a.svg", STILL.encode(), LIMITS) == (Size(38, 20), ())
    assert kinds.read("a.svg", STILL.encode()).stripped == STILL.encode()


@pytest.mark.parametrize(
    ("lengths", "size"),
    [
        ('width="12" height="3.6px"', Size(12, 4)),
        ('width="1in" height="72pt"', Size(96, 96)),
        ('width="100%" height="9"', Size(0, 0)),
        ('width="9"', Size(0, 0)),
        ('viewBox="0 0 9 9"', Size(0, 0)),
    ],
)
def test_an_svg_has_the_size_that_it_states(lengths: str, size: Size) -> None:
    assert check("a.svg", f"<svg {NAMESPACE} {lengths}/>".encode(), LIMITS) == (size, ())


DRAWN = f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg {NAMESPACE} width="210mm" height="9mm" inkscape:export-filename="/home/ada/gate.png"
  xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:dc='http://purl.org/dc/elements/1.1/'
  xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd">
<sodipodi:namedview pagecolor="#ffffff"><inkscape:page x="0" y='0>'/></sodipodi:namedview><inkscape:grid/>
<metadata><metadata/><dc:creator>Ada Vane</dc:creator><dc:title>Gate</dc:title></metadata>
<style>.a{{fill:red}}/* mine */</style>
<g inkscape:label="Layer 1" id="layer1"><rect class="a" width="1" height="2"/></g></svg>"""
CLEAN = f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>


<svg {NAMESPACE} width="210mm" height="9mm">


<style>.a{{fill:red}}</style>
<g id="layer1"><rect class="a" width="1" height="2"/></g></svg>"""


def test_what_programs_and_people_wrote_beside_the_drawing_is_told_and_taken_out() -> None:
    assert told(DRAWN.encode()) == [
        f"a.svg: {what}; briefing strip takes it out"
        for what in (
            'a comment says "Created with Inkscape"',
            "<!DOCTYPE> names a file that no picture needs",
            "what Inkscape wrote for itself tells with which camera or program it was made",
            "the element <metadata> tells by whom it was made, and holds a text about it",
            "its style holds a comment",
        )
    ]
    assert kinds.read("a.svg", DRAWN.encode()).stripped.decode() == CLEAN
    assert told(CLEAN.encode()) == []


@pytest.mark.parametrize("named", [f'SYSTEM "{HOST}"', "SYSTEM 'a<b>c'", 'PUBLIC "-//A" "b>\'"'])
def test_a_doctype_that_names_a_file_is_told_and_taken_out(named: str) -> None:
    content = f"<!DOCTYPE svg {named}><svg {NAMESPACE}/>".encode()
    assert told(content) == [
        "a.svg: <!DOCTYPE> names a file that no picture needs; briefing strip takes it out"
    ]
    assert kinds.read("a.svg", content).stripped == f"<svg {NAMESPACE}/>".encode()


def test_no_more_than_the_first_of_each_is_told() -> None:
    content = f"<svg {NAMESPACE}>\n" + "<a/><a/>\n" * 3 + "</svg>"
    assert told(content.encode()) == [f"a.svg:2: <a> {NO_NEED}{SENT_BACK}"]

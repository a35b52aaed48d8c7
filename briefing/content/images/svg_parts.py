"""Part an SVG into what is drawn and what programs and people wrote beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

from briefing.content.forms.faults import quoted
from briefing.content.images import descriptions
from briefing.content.images.anatomy import Part, told

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"

ELEMENTS = frozenset(
    """
    svg g defs symbol use switch title desc style
    path rect circle ellipse line polyline polygon text tspan textPath
    linearGradient radialGradient stop pattern clipPath mask marker
    filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
    feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur
    feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
    """.split()
)
# Nobody sees these; their contents are in the namespaces below.
METADATA = "metadata"
# Whose value is nothing but text.
TEXTS = frozenset(
    "id class lang role aria-label aria-labelledby aria-describedby data-name font-family".split()
)
ATTRIBUTES = TEXTS | frozenset(
    """
    aria-hidden aria-roledescription focusable tabindex version baseProfile type media
    x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy d points pathLength rotate
    width height viewBox preserveAspectRatio transform transform-origin
    style color opacity display visibility overflow clip pointer-events
    fill fill-opacity fill-rule stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width paint-order vector-effect shape-rendering
    color-interpolation color-interpolation-filters color-rendering image-rendering text-rendering
    mix-blend-mode isolation enable-background
    clip-path clip-rule clipPathUnits mask maskUnits maskContentUnits mask-type
    filter filterUnits primitiveUnits
    font font-size font-size-adjust font-stretch font-style font-variant font-weight
    letter-spacing word-spacing kerning text-anchor text-decoration baseline-shift dominant-baseline
    alignment-baseline direction unicode-bidi writing-mode glyph-orientation-horizontal
    glyph-orientation-vertical line-height white-space textLength lengthAdjust startOffset method spacing side
    marker marker-start marker-mid marker-end markerWidth markerHeight markerUnits refX refY orient
    gradientUnits gradientTransform spreadMethod offset stop-color stop-opacity
    patternUnits patternContentUnits patternTransform
    in in2 result mode operator k1 k2 k3 k4 order kernelMatrix divisor bias targetX targetY edgeMode
    kernelUnitLength preserveAlpha values tableValues slope intercept amplitude exponent stdDeviation radius
    scale xChannelSelector yChannelSelector baseFrequency numOctaves seed stitchTiles
    surfaceScale diffuseConstant specularConstant specularExponent lighting-color flood-color flood-opacity
    azimuth elevation z pointsAtX pointsAtY pointsAtZ limitingConeAngle
    requiredFeatures requiredExtensions systemLanguage
    """.split()
)
OF_XLINK = frozenset({"href", "title", "type"})
OF_XML = frozenset({"lang", "space"})

# Functions of CSS that make a value of others, or choose elements, and load nothing.
FUNCTIONS = frozenset(
    """
    rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark var calc min max clamp
    matrix translate translatex translatey scale scalex scaley rotate skew skewx skewy
    blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia
    rect inset circle ellipse polygon
    is where nth-child nth-last-child nth-of-type nth-last-of-type lang
    """.split()
)

# Namespaces of what programs write for themselves: by how they begin, whose they are.
PROGRAMS = {
    "http://www.inkscape.org/namespaces/": "Inkscape",
    "http://sodipodi.sourceforge.net/": "Inkscape",
    "http://inkscape.sourceforge.net/": "Inkscape",
    "http://ns.adobe.com/": "a program of Adobe",
    "http://www.bohemiancoding.com/sketch/": "Sketch",
    "http://www.serif.com/": "Affinity",
    "http://www.figma.com/": "Figma",
    "http://xml.openoffice.org/": "LibreOffice",
    "https://boxy-svg.com": "Boxy SVG",
    "http://vectornator.io": "Vectornator",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "a program",
    "http://purl.org/dc/": "a program",
    "http://creativecommons.org/ns#": "a program",
    "http://web.resource.org/cc/": "a program",
}
# Tokens of XML that is known to be well-formed.
_TOKEN = re.compile(
    rb"""<!--(?P<comment>.*?)--> | <!DOCTYPE(?P<doctype>(?:[^"'<>]|"[^"]*"|'[^']*')*)> |
    <!\[CDATA\[.*?\]\]> | <\?.*?\?> | </\s*(?P<end>[^\s>]+)\s*> |
    <(?P<start>[^\s!?/>]+)(?P<attributes>(?:[^"'>]|"[^"]*"|'[^']*')*?)(?P<empty>/?)> | [^<]+ | <""",
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(rb"""\s+([^\s=]+)\s*=\s*("[^"]*"|'[^']*')""")


def program_of(namespace: str) -> str:
    """Return the program whose data a namespace is for, "" for other namespaces."""
    return next((name for start, name in PROGRAMS.items() if namespace.startswith(start)), "")


def parts(content: bytes) -> tuple[Part, ...]:
    """Part an SVG, whose XML must be well-formed."""
    return tuple(_parts(content, _prefixes(content)))


def _parts(content: bytes, programs: Mapping[bytes, str]) -> Iterator[Part]:
    hidden: list[bytes] = []  # the element that is taken out, and those of its name within it
    begun, in_style, carrier = 0, False, ""
    for token in _TOKEN.finditer(content):
        name = token["start"] or token["end"] or b""
        if hidden:
            if name == hidden[0]:
                hidden = [*hidden, name] if token["start"] and not token["empty"] else hidden
                hidden = hidden[1:] if token["end"] else hidden
            if not hidden:
                yield Part(b"", _tells(carrier, content[begun : token.end()]))
        elif token["start"] and (carrier := _carrier(name, programs)):
            begun, hidden = token.start(), [name]
            if token["empty"]:
                hidden = []
                yield Part(b"", _tells(carrier, token[0]))
        else:
            in_style = name.rpartition(b":")[2] == b"style" if name else in_style
            yield from _part(token, programs, in_style=in_style and not token["end"])


def _part(token: re.Match[bytes], programs: Mapping[bytes, str], *, in_style: bool) -> Iterator[Part]:
    if token["comment"] is not None:
        yield Part(b"", f"a comment says {quoted(token['comment'].decode('utf-8', 'replace'))}")
    elif token["doctype"] is not None:
        yield Part(b"", "<!DOCTYPE> names a file that no picture needs")
    elif token["start"]:
        yield from _tag(token, programs)
    elif in_style and b"/*" in token[0]:
        yield Part(_without_remarks(token[0]), "its style holds a comment")
    else:
        yield Part(token[0])


def _without_remarks(style: bytes) -> bytes:
    kept, at = [], 0
    while (start := style.find(b"/*", at)) >= 0:
        kept.append(style[at:start])
        end = style.find(b"*/", start + 2)
        at = end + 2 if end >= 0 else len(style)
    return b"".join((*kept, style[at:]))


def _tag(token: re.Match[bytes], programs: Mapping[bytes, str]) -> Iterator[Part]:
    """Keep a tag without the attributes that are a program's own."""
    kept = b"<" + token["start"]
    at = 0
    tells = ""
    for found in _ATTRIBUTE.finditer(token["attributes"]):
        prefix, colon, name = found[1].partition(b":")
        program = programs.get(name if prefix == b"xmlns" else prefix, "") if colon else ""
        if program:
            tells = tells if prefix == b"xmlns" else _of_program(program)
        else:
            kept += token["attributes"][at : found.end()]
        at = found.end()
    yield Part(kept + token["attributes"][at:] + token["empty"] + b">", tells)


def _carrier(name: bytes, programs: Mapping[bytes, str]) -> str:
    prefix, colon, local = name.rpartition(b":")
    return METADATA if local == METADATA.encode() else programs.get(prefix, "") if colon else ""


def _tells(carrier: str, held: bytes) -> str:
    return descriptions.metadata(held) if carrier == METADATA else _of_program(carrier)


def _of_program(name: str) -> str:
    return told(f"what {name} wrote for itself", {"how"})


def _prefixes(content: bytes) -> dict[bytes, str]:
    """Return the prefixes of programs' own namespaces, each with the program's name."""
    found: dict[bytes, str] = {}
    for token in _TOKEN.finditer(content):
        for attribute in _ATTRIBUTE.finditer(token["attributes"] or b""):
            prefix, _, name = attribute[1].partition(b":")
            program = (
                program_of(unescape(attribute[2][1:-1].decode("utf-8", "replace")))
                if prefix == b"xmlns"
                else ""
            )
            if name and program:
                found[name] = program
    return found

"""What an SVG image may hold: what a still picture needs, and what programs write beside it."""

from __future__ import annotations

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
# Nobody sees these; what stands in them is of the namespaces below.
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


def program_of(namespace: str) -> str:
    """Whose data stand in a namespace, "" where it is none of a program."""
    return next((name for start, name in PROGRAMS.items() if namespace.startswith(start)), "")

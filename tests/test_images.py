"""Images of every kind, whole, cut off, forged and telling: sizes, Problems, and what strip leaves."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import TYPE_CHECKING

import images
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from briefing.content.images import kinds
from briefing.content.images.check import Size, check
from briefing.core.settings import ImageLimits

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LIMITS = ImageLimits()
EXIF = "EXIF tells with which camera or program, by whom, when and where it was taken"
XMP = "XMP tells with which camera or program, by whom and where it was taken"
COMMENT = 'a comment says "the gate at night"'
SIZE = Size(images.WIDTH, images.HEIGHT)


def told(name: str, content: bytes, limits: ImageLimits = LIMITS) -> list[str]:
    """The Problems of an image, without its name and the way to mend what it tells."""
    _, problems = check(name, content, limits)
    assert {problem.severity for problem in problems} <= {"error"}
    return [
        str(problem).removeprefix(f"{name}: ").removesuffix("; briefing strip takes it out")
        for problem in problems
    ]


def pixels(content: bytes) -> list[tuple[tuple[int, int], bytes]]:
    """Every frame as another program reads it: its size, and its pixels turned as they are to be seen."""
    found = []
    with Image.open(io.BytesIO(content)) as picture:
        for frame in range(getattr(picture, "n_frames", 1)):
            picture.seek(frame)
            upright = ImageOps.exif_transpose(picture)
            found.append((upright.size, upright.tobytes()))
    return found


@pytest.mark.parametrize("name", images.PLAIN)
def test_an_image_that_is_nothing_but_a_picture_has_its_size_and_no_problem(name: str) -> None:
    content = images.PLAIN[name]()
    assert check(name, content, LIMITS) == (SIZE, ())
    assert kinds.read(name, content).stripped == content


@pytest.mark.parametrize("name", images.MOVING)
def test_an_image_that_moves_is_a_picture_too(name: str) -> None:
    content = images.MOVING[name]()
    assert check(name, content, LIMITS) == (Size(20, 20), ())
    assert kinds.read(name, content).stripped == content


def test_a_moving_avif_is_not_looked_into() -> None:
    assert told("a.avif", images.moving("AVIF")) == [
        "is a moving AVIF, which is not looked into; keep it as WebP or GIF"
    ]


@pytest.mark.parametrize(
    ("name", "tells"),
    [
        (
            "told.png",
            [
                'the text "Author" tells by whom it was made',
                'the text "Comment" holds a text about it',
                XMP,
                EXIF,
            ],
        ),
        ("told.jpg", [EXIF, XMP, COMMENT]),
        ("told.gif", [COMMENT]),
        ("told.webp", [EXIF, XMP]),
        ("told.avif", [EXIF, XMP]),
    ],
)
def test_what_stands_beside_the_picture_is_told_and_taken_out(name: str, tells: list[str]) -> None:
    content = images.TELLING[name]()
    assert told(name, content) == tells
    stripped = kinds.read(name, content).stripped
    assert check(name, stripped, LIMITS) == (SIZE, ())
    assert pixels(stripped) == pixels(content)
    assert not {b"Acme", b"Ada", b"Aldmoor", b"gate"} & {
        word for word in (b"Acme", b"Ada", b"Aldmoor", b"gate") if word in stripped
    }


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_stays_the_way_up_that_its_exif_says(kind: str, orientation: int) -> None:
    name = f"a.{kind.lower()}"
    content = images.made(kind, exif=images.exif(orientation=orientation))
    stripped = kinds.read(name, content).stripped
    assert pixels(stripped) == pixels(content)
    size, problems = check(name, stripped, LIMITS)
    assert problems == ()
    # Chromium shows a WebP as it is stored.
    assert size == (Size(images.HEIGHT, images.WIDTH) if orientation > 4 and kind != "WEBP" else SIZE)
    assert (b"\x01\x12" in stripped) == (orientation > 1)


@pytest.mark.browser
def test_sizes_are_those_that_a_browser_sees(browser: Browser) -> None:
    turned = {
        f"{orientation}.{kind.lower()}": images.made(kind, exif=images.exif(orientation=orientation))
        for orientation in (3, 6)
        for kind in ("AVIF", "JPEG", "PNG", "WEBP")
    }
    files = {**{name: make() for name, make in {**images.PLAIN, **images.MOVING}.items()}, **turned}
    page = browser.new_page()
    seen = {}
    for name, content in files.items():
        kind = {"jpg": "jpeg", "svg": "svg+xml"}.get(ending := name.lower().rpartition(".")[2], ending)
        data = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
        page.set_content(f'<img id="shown" src="{data}">')
        seen[name] = page.evaluate("shown.decode().then(() => [shown.naturalWidth, shown.naturalHeight])")
    page.close()
    sizes = {name: check(name, content, LIMITS)[0] for name, content in files.items()}
    assert {name: Size(*size) for name, size in seen.items()} == sizes


def test_an_avif_is_turned_by_its_own_property() -> None:
    content = images.made("AVIF", exif=images.exif(orientation=6))
    assert check("a.avif", kinds.read("a.avif", content).stripped, LIMITS) == (
        Size(images.HEIGHT, images.WIDTH),
        (),
    )


EXIF_OF_PLACE = (
    b"MM\0*"
    + struct.pack(">IHHHIII", 8, 1, 0x8825, 4, 1, 26, 0)
    + struct.pack(">HHHII", 1, 2, 5, 3, 60)
    + bytes(40)
)
IPTC = (
    b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0f" + b"\x1c\x02\x5a\0\x05Hajin" + b"\x1c\x02\x50\0\0" + b"\0"
)
RESOURCES = b"Photoshop 3.0\x008BIM\x04\x0c\0\0\0\0\0\x04abcd"
# After the first directory, another, which holds a smaller picture.
EXIF_OF_PREVIEW = b"II*\0" + struct.pack("<IHI", 8, 0, 14) + struct.pack("<HHHIII", 1, 0x0201, 4, 1, 0, 0)
SEGMENTS = {
    "EXIF with a preview": (1, b"Exif\0\0" + EXIF_OF_PREVIEW, "EXIF holds a preview of it"),
    "EXIF of a place": (1, b"Exif\0\0" + EXIF_OF_PLACE, "EXIF tells where it was taken"),
    "EXIF that is none": (1, b"Exif\0\0none", "EXIF holds more than the picture needs"),
    "XMP": (1, b"http://ns.adobe.com/xap/1.0/\0" + images.XMP, XMP),
    "more of XMP": (
        1,
        b"http://ns.adobe.com/xmp/extension/\0" + bytes(40) + b'<a GImage:Data="',
        "XMP holds a preview of it",
    ),
    "IPTC": (13, IPTC, "IPTC tells where it was taken"),
    "a preview of Photoshop's": (13, RESOURCES, "Photoshop's data holds a preview of it"),
    "more pictures": (2, b"MPF\0MM\0*", "MPF holds a preview of it"),
    "a preview of JFIF's": (0, b"JFXX\0\x10", "JFXX holds a preview of it"),
    "C2PA": (11, b"JP\0\1", "C2PA tells with which camera or program, by whom and when it was made"),
    "who knows": (5, b"Ducky\0", "the segment APP5 holds more than the picture needs"),
}


@pytest.mark.parametrize("case", SEGMENTS)
def test_every_segment_of_a_jpeg_that_is_not_the_picture_is_told(case: str) -> None:
    number, data, tells = SEGMENTS[case]
    content = images.with_segments(images.segment(number, data))
    assert told("a.jpg", content) == [tells]
    assert kinds.read("a.jpg", content).stripped == images.made("JPEG")


def test_a_colour_profile_belongs_to_the_picture() -> None:
    content = images.with_segments(
        images.segment(2, b"ICC_PROFILE\0\1\1profile"), images.segment(14, b"Adobe\0dp\0\0\0\0\1")
    )
    assert told("a.jpg", content) == []


def test_a_second_exif_is_told_and_the_first_says_which_way_up() -> None:
    plain = b"Exif\0\0"
    first = images.segment(1, plain + b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0))
    content = images.with_segments(first, images.segment(1, plain + EXIF_OF_PLACE))
    assert told("a.jpg", content) == ["EXIF tells where it was taken"]
    assert kinds.read("a.jpg", content).stripped == images.with_segments(first)


def test_a_preview_in_the_head_of_a_jpeg_is_cut_off() -> None:
    plain = images.made("JPEG")
    head = b"\xff\xe0" + struct.pack(">H", 19) + b"JFIF\0\1\1\0\0\1\0\1\1\1" + b"RGB"
    content = plain[:2] + head + plain[20:]
    assert told("a.jpg", content) == ["JFIF holds a preview of it"]
    assert kinds.read("a.jpg", content).stripped == plain


CHUNKS = {
    "tIME": (images.chunk(b"tIME", bytes(7)), "the chunk tIME tells when it was made"),
    "caBX": (images.chunk(b"caBX", b"x"), "the chunk 'caBX' holds more than the picture needs"),
    "EXIF as a text": (
        images.chunk(
            b"zTXt",
            b"Raw profile type exif\0\0" + zlib.compress(b"\nexif\n 66\n" + EXIF_OF_PLACE.hex().encode()),
        ),
        "EXIF holds more than the picture needs",
    ),
    "a text in words of the world": (
        images.chunk(b"iTXt", b"Title\0\0\0de\0Titel\0Das Wehr"),
        'the text "Title" holds a text about it',
    ),
    "a text that cannot be unpacked": (
        images.chunk(b"zTXt", b"Software\0\0none"),
        'the text "Software" tells with which camera or program it was made',
    ),
}


@pytest.mark.parametrize("case", CHUNKS)
def test_every_chunk_of_a_png_that_is_not_the_picture_is_told(case: str) -> None:
    written, tells = CHUNKS[case]
    content = images.png(2, 1, written)
    assert told("a.png", content) == [tells]
    assert kinds.read("a.png", content).stripped == images.png(2, 1)


def test_parts_of_a_gif_that_are_not_the_picture_are_told() -> None:
    plain = images.made("GIF", "P")
    hidden = b"!\x01\x0c" + bytes(12) + b"\5words\0"
    program = b"!\xff\x0bMGK8BIM0000\4abcd\0"
    again = b"!\xff\x0bNETSCAPE2.0\3\1\0\0\0"
    content = plain[:-1] + again + hidden + program + b"!\x42\1x\0" + b";"
    assert told("a.gif", content) == [
        'a text that browsers do not show says "words"',
        'the data of "MGK8BIM0000" holds more than the picture needs',
        "the extension 0x42 holds more than the picture needs",
    ]
    assert kinds.read("a.gif", content).stripped == plain[:-1] + again + b";"


def test_boxes_of_an_avif_that_are_not_the_picture_are_told() -> None:
    plain = images.made("AVIF")
    uuid = struct.pack(">I4s", 24, b"uuid") + b"0123456789abcdef"
    content = plain + uuid + struct.pack(">I4s", 12, b"free") + b"abcd"
    assert told("a.avif", content) == [
        'the box "uuid" holds more than the picture needs',
        'the box "free" holds more than the picture needs',
    ]
    assert pixels(kinds.read("a.avif", content).stripped) == pixels(plain)
    longer = plain.replace(
        struct.pack(">I4s", len(plain) - plain.index(b"mdat") + 4, b"mdat"),
        struct.pack(">I4s", len(plain) - plain.index(b"mdat") + 8, b"mdat"),
    )
    assert told("a.avif", longer + b"abcd") == ["bytes in it belong to no picture"]
    assert kinds.read("a.avif", longer + b"abcd").stripped == longer + bytes(4)


def test_chunks_of_a_webp_that_are_not_the_picture_are_told() -> None:
    plain = images.made("WEBP", lossless=True, exif=images.exif(orientation=3))
    content = (
        b"RIFF"
        + struct.pack("<I", len(plain) - 8 + 12)
        + plain[8:]
        + b"memo"
        + struct.pack("<I", 3)
        + b"abc\0"
    )
    assert told("a.webp", content) == [EXIF, 'the chunk "memo" holds more than the picture needs']


@pytest.mark.parametrize("name", [name for name in images.PLAIN if not name.endswith((".avif", ".svg"))])
def test_what_stands_behind_the_end_of_a_picture_is_told(name: str) -> None:
    content = images.PLAIN[name]()
    assert told(name, content + b"<script>ran()</script>") == ["22 bytes stand behind the end of the picture"]
    assert kinds.read(name, content + b"<script>ran()</script>").stripped == content


@pytest.mark.parametrize("name", images.PLAIN)
def test_an_image_cut_off_anywhere_is_a_problem(name: str) -> None:
    content = images.PLAIN[name]()
    whole = [end for end in range(len(content)) if not told(name, content[:end])]
    assert whole == []


DAMAGED = {
    "a wrong checksum": (
        "a.png",
        images.png()[:-6] + b"\0\0\0\0\0\0",
        "is damaged: a checksum in it is wrong",
    ),
    "rows that are not there": (
        "a.png",
        images.png(2, 1).replace(images.png(2, 1)[8:33], images.png(2, 9)[8:33]),
        "breaks off before its end",
    ),
    "no picture": ("a.png", images.png()[:33] + images.chunk(b"IEND", b""), "breaks off before its end"),
    "no header": (
        "a.png",
        b"\x89PNG\r\n\x1a\n" + images.chunk(b"IEND", b""),
        "is not readable as PNG: it has no header",
    ),
    "no width": ("a.png", images.png(0, 1), "is not readable as PNG: its header says what cannot be"),
    "a picture that cannot be unpacked": (
        "a.png",
        images.png()[:33] + images.chunk(b"IDAT", b"none") + images.chunk(b"IEND", b""),
        "is damaged: its picture cannot be unpacked",
    ),
    "a chunk that all must know": (
        "a.png",
        images.png(2, 1, images.chunk(b"NEED", b"")),
        "is not readable as PNG: it needs 'NEED'",
    ),
    "a scan without an end": ("a.jpg", images.made("JPEG")[:-2] + b"\0\0\0\0", "breaks off before its end"),
    "a picture of no bytes": (
        "a.jpg",
        b"\xff\xd8\xff\xc0\0\x0b\x08\x10\0\x10\0\1\1\x11\0\xff\xda\0\x08\1\1\0\0\x3f\0\xff\xd9",
        "breaks off before its end",
    ),
    "a kind that browsers do not show": (
        "a.jpg",
        b"\xff\xd8\xff\xc3\0\x0b\x08\0\1\0\1\1\1\x11\0\xff\xd9",
        "is a kind of JPEG that browsers do not show",
    ),
    "a scan before its size": (
        "a.jpg",
        b"\xff\xd8\xff\xda\0\x08\1\1\0\0\x3f\0\xff\xd9",
        "is not readable as JPEG: its picture comes before its size",
    ),
    "no frame": ("a.gif", b"GIF89a\2\0\1\0\0\0\0;", "is not readable as GIF: there is no picture in it"),
    "a stray byte": ("a.gif", b"GIF89a\2\0\1\0\0\0\0x;", "is damaged: something stands between its pictures"),
    "no box of what it is": (
        "a.avif",
        struct.pack(">I4s4sI4s", 20, b"ftyp", b"avif", 0, b"mif1"),
        "is not readable as AVIF: there is no picture in it",
    ),
    "a preview alone": (
        "a.webp",
        b"RIFF\x10\0\0\0WEBPALPH\4\0\0\0abcd",
        "is not readable as WebP: there is no picture in it",
    ),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_image_is_a_problem(case: str) -> None:
    name, content, what = DAMAGED[case]
    assert told(name, content) == [f"{what}; copy it again from where it came from"]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.png", b"", "is empty; copy it again from where it came from"),
        ("a.svg", b"", "is empty; copy it again from where it came from"),
        (
            "a.png",
            images.made("JPEG"),
            "is JPEG, though its name says PNG; name it *.jpg, or export it as PNG",
        ),
        (
            "a.jpg",
            images.made("AVIF"),
            "is AVIF, though its name says JPEG; name it *.avif, or export it as JPEG",
        ),
        (
            "a.webp",
            images.made("GIF", "P"),
            "is GIF, though its name says WebP; name it *.gif, or export it as WebP",
        ),
        (
            "a.gif",
            images.SVG.encode(),
            "is SVG, though its name says GIF; name it *.svg, or export it as GIF",
        ),
        ("a.svg", images.made("PNG"), "is PNG, though its name says SVG; name it *.png, or export it as SVG"),
        ("a.png", b"<html></html>", "is no PNG, though its name says so; export it again as PNG"),
        (
            "a.avif",
            b"\0\0\0\x14ftypheic\0\0\0\0mif1",
            "is no AVIF, though its name says so; export it again as AVIF",
        ),
    ],
)
def test_the_ending_is_the_kind(name: str, content: bytes, what: str) -> None:
    assert told(name, content) == [what]


def test_an_image_may_be_as_large_as_the_settings_say() -> None:
    huge = images.png(2, 1).replace(struct.pack(">II", 2, 1), struct.pack(">II", 8000, 5001))
    head = huge[12:29]
    huge = huge.replace(huge[29:33], struct.pack(">I", zlib.crc32(head)))
    assert told("a.png", huge) == ["breaks off before its end; copy it again from where it came from"]
    assert told("a.png", images.png(3000, 700), ImageLimits(megapixels=2)) == [
        "the image has 3,000 × 700 pixels; at most 2 megapixels: make it smaller"
    ]
    assert told("a.png", images.png(2000, 1000), ImageLimits(megapixels=2)) == []
    noise = images.made("PNG", "RGBA") + bytes(1_000_000)
    assert told("a.png", noise, ImageLimits(megabytes=1)) == [
        "the image has more than 1,000,000 bytes; make it smaller, or crop it"
    ]


WHOLE = {name: make() for name, make in {**images.PLAIN, **images.MOVING, **images.TELLING}.items()}


@given(st.data())
def test_no_bytes_at_all_make_a_reader_fail(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(WHOLE)))
    content = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    size, problems = check(name, bytes(content), LIMITS)
    assert size is not None or problems
    assert all(str(problem).isprintable() for problem in problems)
    if size is None:
        return
    stripped = kinds.read(name, bytes(content)).stripped
    assert kinds.read(name, stripped).tells == ()
    assert kinds.read(name, stripped).stripped == stripped

"""Citations in words, as BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec import Struct

from briefing.core import edtf
from briefing.core.edtf import PartialDate
from briefing.core.settings import Site
from briefing.site import head

# Characters that are commands in TeX; the backslash first, before others are escaped with it.
_TEX = {
    "\\": "\\textbackslash{}",
    "{": "\\{",
    "}": "\\}",
    "&": "\\&",
    "%": "\\%",
    "$": "\\$",
    "#": "\\#",
    "_": "\\_",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}
_NO_KEY = re.compile(r"[^A-Za-z0-9-]+")


class Citation(Struct, frozen=True):
    """A page to be cited: `as_of` is when what it tells was known, `sha256` that of its content.

    `based_on` says which report it goes back to, empty where there is more than one.
    """

    path: str
    title: str
    as_of: PartialDate
    sha256: str
    based_on: str = ""


class CitationView(Struct, frozen=True):
    """A citation as a page shows it: in words and in the forms that programs read."""

    text: str
    bibtex: str
    ris: str
    csl: str


def fingerprint(lines: Iterable[str]) -> str:
    """Return the SHA-256, in hex digits, of a page's content, told as lines of text in UTF-8."""
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")).hexdigest()


def view(citation: Citation, site: Site) -> CitationView:
    """Write a citation in every form."""
    address = head.absolute(site, citation.path)
    return CitationView(
        text=_words(citation, site, address),
        bibtex=bibtex(citation, site),
        ris=ris(citation, site),
        csl=csl(citation, site),
    )


def bibtex(citation: Citation, site: Site) -> str:
    """Write a BibTeX entry; `date` is EDTF, which biblatex reads, `year` and `month` are for the rest."""
    fields = {
        "author": f"{{{_tex(site.title)}}}",
        "title": f"{{{_tex(citation.title)}}}",
        **_bibtex_date(citation.as_of),
        "howpublished": _tex(site.title),
        "note": _tex(f"{_note(citation)} Content SHA-256: {citation.sha256}"),
        # An address needs no escapes, but for what would end the field.
        "url": head.absolute(site, citation.path).replace("{", "%7B").replace("}", "%7D"),
        "language": site.language,
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{_key(citation)},\n{body}}}\n"


def ris(citation: Citation, site: Site) -> str:
    """Write an RIS record of an electronic source."""
    known = _known(citation.as_of)
    tags = (
        ("TY", "ELEC"),
        ("ID", _key(citation)),
        ("AU", site.title),
        ("TI", citation.title),
        ("T2", site.title),
        ("PB", site.title),
        *((("PY", known[0]),) if known else ()),
        ("DA", "/".join((*known, "", "", "")[:3]) + f"/as of {edtf.display(citation.as_of)}"),
        ("UR", head.absolute(site, citation.path)),
        ("N1", _note(citation)),
        ("LA", site.language),
        ("ER", ""),
    )
    return "".join(f"{tag}  - {_one_line(text)}\n" for tag, text in tags)


def csl(citation: Citation, site: Site) -> str:
    """Write a CSL-JSON list of one."""
    return json.dumps([_csl(citation, site)], ensure_ascii=False, indent=1) + "\n"


def _csl(citation: Citation, site: Site) -> dict[str, Any]:
    return {
        "id": _key(citation),
        "type": "webpage",
        "author": [{"literal": site.title}],
        "title": citation.title,
        "container-title": site.title,
        "issued": _csl_date(citation.as_of),
        "note": _note(citation),
        "URL": head.absolute(site, citation.path),
        "language": site.language,
    }


def _csl_date(value: PartialDate) -> dict[str, Any]:
    if value.precision in {"season", "decade"} or value.start == date.min or value.end == date.max:
        return {"literal": edtf.display(value)}
    parts = [_numbers(value.start, value)]
    if value.precision == "interval":
        parts.append(_numbers(value.end, value))
    circa = {"circa": True} if value.approximate or value.uncertain else {}
    return {"date-parts": parts, **circa}


def _numbers(day: date, value: PartialDate) -> list[int]:
    return [day.year, day.month, day.day][: {"year": 1, "month": 2}.get(value.precision, 3)]


def _known(value: PartialDate) -> tuple[str, ...]:
    """Year, month and day, as far as they are known; those of an interval are its last day's."""
    if value.precision in {"season", "decade"} or value.end == date.max:
        return ()
    return tuple(f"{number:02}" for number in _numbers(value.end, value))


def _bibtex_date(value: PartialDate) -> dict[str, str]:
    known = _known(value)
    named = dict(zip(("year", "month"), known, strict=False))
    return {"date": value.text, **named}


def _words(citation: Citation, site: Site, address: str) -> str:
    based = f" {_sentence(citation.based_on)}" if citation.based_on else ""
    return f"“{citation.title}”, {site.title}, as of {edtf.display(citation.as_of)}, {address}.{based}"


def _note(citation: Citation) -> str:
    based = f"{_sentence(citation.based_on)} " if citation.based_on else ""
    return f"{based}As of {edtf.display(citation.as_of)}."


def _sentence(text: str) -> str:
    return f"{text.rstrip('.')}."


def _key(citation: Citation) -> str:
    return _NO_KEY.sub("-", citation.path).strip("-")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in _one_line(text))

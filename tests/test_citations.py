"""Citations: read back with parsers of others, saying as of when and of which content."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation as Cited
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core import edtf
from briefing.core.settings import Site
from briefing.site import citation_formats
from briefing.site.citation_formats import Citation

SITE = Site(title="Dyke & Sluice 2021", url="https://dyke.example/base")
HASH = "0" * 64


def citation(title: str = "Dyke holds", as_of: str = "2021-03-04/2021-03-05", based_on: str = "") -> Citation:
    return Citation("notes/dyke_holds/", title, edtf.parse(as_of), HASH, based_on)


def bibtex(made: Citation) -> dict[str, str]:
    """The fields of an entry, as another program reads them."""
    read = parse_string(
        citation_formats.bibtex(made, SITE),
        append_middleware=[LatexDecodingMiddleware()],
    )
    assert not read.failed_blocks
    (entry,) = read.entries
    return {"key": entry.key, **{field.key: str(field.value) for field in entry.fields}}


def ris(made: Citation) -> dict[str, Any]:
    (record,) = rispy.loads(citation_formats.ris(made, SITE))
    return dict(record)


def csl(made: Citation) -> dict[str, Any]:
    (record,) = json.loads(citation_formats.csl(made, SITE))
    return dict(record)


def test_a_citation_in_words_says_what_where_as_of_when_and_of_which_content() -> None:
    assert citation_formats.view(citation(based_on="Based on a report of The Gazette"), SITE).text == (
        "“Dyke holds”, Dyke & Sluice 2021, as of 4–5 March 2021, "
        "https://dyke.example/base/notes/dyke_holds/. Based on a report of The Gazette."
    )


def test_bibtex_is_read_by_others_as_it_was_meant() -> None:
    found = bibtex(citation("50% of {it}: #1 & more_or_less"))
    assert found["title"].replace("{", "").replace("}", "") == "50% of it: #1 & more_or_less"
    assert (found["key"], found["date"], found["year"], found["month"]) == (
        "notes-dyke-holds",
        "2021-03-04/2021-03-05",
        "2021",
        "03",
    )
    assert found["url"] == "https://dyke.example/base/notes/dyke_holds/"
    assert found["note"] == f"As of 4–5 March 2021. Content SHA-256: {HASH}"
    assert found["author"].strip("{}") == SITE.title


def test_ris_is_read_by_others_as_it_was_meant() -> None:
    found = ris(citation())
    assert {key: found[key] for key in ("type_of_reference", "title", "year", "date", "authors")} == {
        "type_of_reference": "ELEC",
        "title": "Dyke holds",
        "year": "2021",
        "date": "2021/03/05/as of 4–5 March 2021",
        "authors": [SITE.title],
    }
    assert found["urls"] == ["https://dyke.example/base/notes/dyke_holds/"]
    assert found["notes"] == ["As of 4–5 March 2021."]


def test_csl_json_is_set_by_others_as_it_was_meant() -> None:
    source = CiteProcJSON(json.loads(citation_formats.csl(citation(as_of="2021-03-04"), SITE)))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    bibliography.register(Cited([CitationItem("notes-dyke-holds")]))
    (entry,) = (str(one) for one in bibliography.bibliography())
    assert "Dyke & Sluice 2021" in entry
    assert "2021" in entry
    assert "Dyke holds" in entry


@pytest.mark.parametrize(
    ("as_of", "issued"),
    [
        ("2021-03-04", {"date-parts": [[2021, 3, 4]]}),
        ("2021-03", {"date-parts": [[2021, 3]]}),
        ("2021", {"date-parts": [[2021]]}),
        ("2021-03-04/2021-03-05", {"date-parts": [[2021, 3, 4], [2021, 3, 5]]}),
        ("2021-03-04~", {"date-parts": [[2021, 3, 4]], "circa": True}),
        ("2021-21", {"literal": "spring 2021"}),
        ("201X", {"literal": "the 2010s"}),
        ("2021-03-04/..", {"literal": "since 4 March 2021"}),
    ],
)
def test_a_citation_says_no_more_of_a_date_than_is_known(as_of: str, issued: dict[str, Any]) -> None:
    made = citation(as_of=as_of)
    assert csl(made)["issued"] == issued
    assert f"date = {{{as_of}}}," in citation_formats.bibtex(made, SITE)
    assert ("year" in bibtex(made)) == ("date-parts" in issued)
    assert ("year" in ris(made)) == ("date-parts" in issued)


@settings(max_examples=60, deadline=None)
@given(
    title=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp", "Cn", "Co")), min_size=1)
)
def test_no_title_breaks_a_citation(title: str) -> None:
    made = citation(f"A {title}")
    assert len(parse_string(citation_formats.bibtex(made, SITE)).entries) == 1
    assert ris(made)["urls"] == ["https://dyke.example/base/notes/dyke_holds/"]
    assert csl(made)["title"] == made.title


def test_a_fingerprint_is_the_hash_of_its_lines() -> None:
    assert citation_formats.fingerprint(["a", "ü"]) == hashlib.sha256("a\nü\n".encode()).hexdigest()

"""Settings: read in full, or every fault at once with its line."""

from __future__ import annotations

from pathlib import Path

from briefing.core import settings, settings_file

GOOD = {"SITENAME": "Dyke", "SITEURL": "https://dyke.example/"}


def test_defaults_fill_what_is_left_out() -> None:
    found, problems = settings_file.parse(GOOD, root=Path("/srv/dyke"), path="pelicanconf.py")
    assert problems == ()
    assert found is not None
    assert found.site == settings.Site(title="Dyke", url="https://dyke.example")
    assert found.folders.content == Path("/srv/dyke/content")
    assert (found.sizes.tags, found.sizes.sentences, found.drafts) == (8, 3, False)


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    conf = tmp_path / "pelicanconf.py"
    conf.write_text(
        'SITEURL = "dyke"\n\nBRIEFING = {\n    "taglin": "x",\n    "tags": 0,\n}\nDEFAULT_LANG = "xx"\n'
    )
    mapping = {"SITEURL": "dyke", "BRIEFING": {"taglin": "x", "tags": 0}, "DEFAULT_LANG": "xx"}
    found, problems = settings_file.parse(mapping, root=tmp_path, path="pelicanconf.py")
    assert found is None
    assert [str(problem) for problem in problems] == [
        "pelicanconf.py: SITENAME is missing; give the site's title as text",
        "pelicanconf.py:1: SITEURL 'dyke' is not an address; write it like \"https://example.org\"",
        "pelicanconf.py:7: DEFAULT_LANG 'xx' is not known; summaries, dates and figures are read in: en",
        "pelicanconf.py:4: BRIEFING: unknown key 'taglin'; did you mean tagline?",
        "pelicanconf.py:5: BRIEFING: tags 0 is not a count; write a whole number from 1",
    ]


def test_a_wrong_type_is_a_fault_and_no_crash() -> None:
    listed = {**GOOD, "BRIEFING": ["tagline"]}
    _, problems = settings_file.parse(listed, root=Path("/srv"), path="conf.py")
    assert [problem.what for problem in problems] == ["BRIEFING is not a mapping"]
    mapping = {**GOOD, "BRIEFING": {"tagline": 3, "tags": True}}
    _, problems = settings_file.parse(mapping, root=Path("/srv"), path="conf.py")
    assert [problem.what for problem in problems] == [
        "BRIEFING: tagline 3 is not text",
        "BRIEFING: tags True is not a count",
    ]


def test_what_is_no_address_or_no_path_is_a_fault_and_no_crash() -> None:
    for address in (
        5,
        "http://[x",
        'https://x.example/"><script>',
        "https://x.example/a b",
        "ftp://x.example",
    ):
        _, problems = settings_file.parse({**GOOD, "SITEURL": address}, root=Path("/srv"), path="conf.py")
        assert [problem.what for problem in problems] == [f"SITEURL {address!r} is not an address"]
    wrong = {**GOOD, "PATH": 5, "THEME": None}
    _, problems = settings_file.parse(wrong, root=Path("/srv"), path="conf.py")
    assert [problem.what for problem in problems] == ["PATH 5 is not text", "THEME None is not text"]


def test_the_address_of_a_licence_is_one_and_stands_beside_its_name() -> None:
    for own, told in (
        ({"licence": "CC0", "licence_url": "cc0"}, "licence_url 'cc0' is not an address"),
        ({"licence": "CC0", "licence_url": 5}, "licence_url 5 is not an address"),
        ({"licence_url": "https://x.example/#cc0"}, "licence_url needs licence"),
    ):
        _, problems = settings_file.parse({**GOOD, "BRIEFING": own}, root=Path("/srv"), path="conf.py")
        assert [problem.what for problem in problems][:1] == [f"BRIEFING: {told}"]


def test_a_site_is_not_written_over_its_sources() -> None:
    for output in ("content", "content/out", ".", "theme", "/srv", "/"):
        _, problems = settings_file.parse(
            {**GOOD, "OUTPUT_PATH": output}, root=Path("/srv/dyke"), path="conf.py"
        )
        assert [problem.allowed for problem in problems] == ["name a folder of its own"], output


def test_a_commit_is_a_hash_and_whether_more_was_changed() -> None:
    for commit in ("", "4f3a2b1c9d8e", f"{'0' * 40}-dirty"):
        found, _ = settings_file.parse(
            {**GOOD, "BRIEFING": {"commit": commit}}, root=Path("/srv"), path="conf.py"
        )
        assert found is not None
        assert found.commit == commit
    for wrong in ("main", "4f3a2b1c9d8e ", "4f3a2b1", "-dirty", 4):
        _, problems = settings_file.parse(
            {**GOOD, "BRIEFING": {"commit": wrong}}, root=Path("/srv"), path="conf.py"
        )
        assert [str(problem) for problem in problems] == [
            (
                f"conf.py: BRIEFING: commit {wrong!r} is not a commit; "
                'give its hash in full, with "-dirty" behind it where more was changed since'
            )
        ]


def test_images_may_be_as_large_as_the_settings_say() -> None:
    own = {"image_megapixels": 12, "image_megabytes": 3}
    found, _ = settings_file.parse({**GOOD, "BRIEFING": own}, root=Path("/srv"), path="conf.py")
    assert found is not None
    assert found.image_limits == settings.ImageLimits(megapixels=12, megabytes=3)
    _, problems = settings_file.parse(
        {**GOOD, "BRIEFING": {"image_megabytes": 1.5}}, root=Path("/srv"), path="conf.py"
    )
    assert [str(problem) for problem in problems] == [
        "conf.py: BRIEFING: image_megabytes 1.5 is not a count; write a whole number from 1"
    ]


def test_errors_are_reported_by_mail_or_at_an_https_address() -> None:
    for right in (
        "mailto:errors@example.org",
        "mailto:a@b.example?subject={page}",
        "https://example.org/new?title={page}&body={edition}%20{hash}",
    ):
        found, _ = settings_file.parse(
            {**GOOD, "BRIEFING": {"report": right}}, root=Path("/srv"), path="c.py"
        )
        assert found is not None
        assert found.site.report == right
    for wrong in (
        "javascript:alert(1)",
        "http://example.org",
        "https://",
        "mailto:errors",
        "https://a.example/{site}",
        "https://a.example/ x",
        'https://a.example/">',
        "a@b.example",
        "https://a.example/\x01",
    ):
        _, problems = settings_file.parse(
            {**GOOD, "BRIEFING": {"report": wrong}}, root=Path("/srv"), path="c.py"
        )
        assert [str(problem) for problem in problems] == [
            (
                f"c.py: BRIEFING: report {wrong!r} is neither a mailto: nor an https: address; "
                'write it like "mailto:errors@example.org" or "https://example.org/report?page={page}"'
            )
        ]


def test_kinds_of_pages_may_show_as_many_words_as_the_settings_say() -> None:
    own = {"words_briefing": 300, "words_home": 500}
    found, _ = settings_file.parse({**GOOD, "BRIEFING": own}, root=Path("/srv"), path="conf.py")
    assert found is not None
    assert found.word_budgets == settings.WordBudgets(home=500, briefing=300, figures=1000)
    _, problems = settings_file.parse(
        {**GOOD, "BRIEFING": {"words_briefings": 300, "words_home": 0}}, root=Path("/srv"), path="conf.py"
    )
    assert [str(problem) for problem in problems] == [
        "conf.py: BRIEFING: unknown key 'words_briefings'; did you mean words_briefing?",
        "conf.py: BRIEFING: words_home 0 is not a count; write a whole number from 1",
    ]


def test_a_time_zone_has_a_name_that_is_known() -> None:
    found, _ = settings_file.parse(
        {**GOOD, "TIMEZONE": "Pacific/Auckland"}, root=Path("/srv"), path="conf.py"
    )
    assert found is not None
    assert found.timezone == "Pacific/Auckland"
    allowed = "write its IANA name, as in Europe/London"
    for wrong, hint in {
        "Pacific/Aukland": "did you mean Pacific/Auckland?",
        "": allowed,
        "Europe": "did you mean Europe/Rome?",
        "../etc/passwd": allowed,
        "a\0b": allowed,
        12: allowed,
    }.items():
        _, problems = settings_file.parse({**GOOD, "TIMEZONE": wrong}, root=Path("/srv"), path="conf.py")
        assert [str(problem) for problem in problems] == [
            f"conf.py: TIMEZONE {wrong!r} is not a time zone; {hint}"
        ]

"""Templates give the same whoever compiles them; none is compiled twice, or run where it is not sound."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

import campaign
import jinja2
import jinja2.compiler
import pytest

from briefing.core.problems import BriefingError
from briefing.site.render import fast_jinja, templates

sys.path.append(str(Path(__file__).parent / "bench"))
import projects

# One that no release will have: Jinja's own generator compiles then.
UNTESTED = "3.1.999"


class NotCompiling(jinja2.Environment):
    """Renders only what need not be compiled."""

    def compile(self, *_: object, **__: object) -> NoReturn:
        raise AssertionError("compiled")


def rendered(
    environment: type[jinja2.Environment], folder: Path, *, key: str = "one", text: str = "a", jinja: str = ""
) -> bytes:
    """Render a template of this text, whose compiled form is kept in a folder."""
    loader = jinja2.DictLoader({"page.html": f"<p>{text} {{{{ page }}}}"})
    theme = templates.Theme(environment(loader=loader, **templates.ENVIRONMENT), jinja=jinja)
    theme.keep_compiled(folder, key)
    return theme.render("page.html", "&", None)  # type: ignore[arg-type]


def test_a_template_is_compiled_once_for_all_runs(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "templates"
    assert rendered(jinja2.Environment, folder) == b"<p>a &amp;"
    assert rendered(NotCompiling, folder) == b"<p>a &amp;"
    assert [file.name.endswith(".new") for file in folder.iterdir()] == [False]


def test_a_template_is_compiled_again_for_another_source_key_or_generator(tmp_path: Path) -> None:
    rendered(jinja2.Environment, tmp_path)
    with pytest.raises(BriefingError, match="compiled"):
        rendered(NotCompiling, tmp_path, jinja=UNTESTED)
    with pytest.raises(BriefingError, match="compiled"):
        rendered(NotCompiling, tmp_path, key="other")
    with pytest.raises(BriefingError, match="compiled"):
        rendered(NotCompiling, tmp_path, text="b")
    assert rendered(jinja2.Environment, tmp_path, text="b") == b"<p>b &amp;"


def test_what_is_damaged_is_compiled_again(tmp_path: Path) -> None:
    rendered(jinja2.Environment, tmp_path)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for at in (0, 31, 32, 60, len(whole) - 1):
        for damaged in (whole[:at], whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :]):
            file.write_bytes(damaged)
            with pytest.raises(BriefingError, match="compiled"):
                rendered(NotCompiling, tmp_path)
            assert rendered(jinja2.Environment, tmp_path) == b"<p>a &amp;"
            assert file.read_bytes() == whole


def test_nothing_is_lost_where_nothing_can_be_kept(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("in the way", "utf-8")
    assert rendered(jinja2.Environment, folder) == b"<p>a &amp;"


MACROS = """\
{%- macro link(text, href="#", short=false) -%}
  <a href="{{ href }}">{{ "short" if short else text }}</a>
{%- endmacro -%}
{%- macro boxed() -%}<div>{{ caller() }}</div>{%- endmacro -%}
{%- macro any() -%}{{ varargs | join("+") }}{{ kwargs.get("of", "&") }}{%- endmacro -%}
"""
PAGE = """\
{% import "macros.html" as m %}{% from "macros.html" import link %}
{% set kept = m.link(page) %}
{% for text in (page, page | safe, 1, 1.0, true, none, kept) %}
{{ text }} {{ m.link(text) }} {{ link(text, short=true) }} {{ m.link(text, short=true, href=page) }}
{{ m.link(text, page, true) }} {{ m.link(href=page, text=text) }} {{ m.link(*[text], **{"short": true}) }}
{{ m.any(text, page) }} {{ m.any(of=text) }} {{ loop.cycle("<", ">") }} {{ text ~ kept }} {{ kept | upper }}
{% endfor %}
{% call m.boxed() %}{{ page }}{% endcall %}
{% block main %}{{ m.link(page) }} {{ asked("<") }}{% endblock %} {{ self.main() }}
{% autoescape false %}{{ page }} {{ m.link(page) }}{% endautoescape %}
"""


@jinja2.pass_context
def asked(context: jinja2.runtime.Context, text: str) -> str:
    """A function of a settings file, which looks at the page itself."""
    return f"{text}{context['page']}"


def compiler(jinja: str) -> type:
    """What compiles templates with a version of Jinja."""
    environment = jinja2.Environment(**templates.ENVIRONMENT)  # noqa: S701 - it escapes
    templates.Theme(environment, jinja=jinja)
    return environment.code_generator_class


def test_private_names_are_overridden_only_in_versions_that_were_tested() -> None:
    assert version("jinja2") in templates.FAST_WITH, "try the tests here with it, and name it there"
    assert {compiler(one) for one in ("", *templates.FAST_WITH)} == {fast_jinja.Generator}
    assert compiler(UNTESTED) is jinja2.compiler.CodeGenerator


def test_private_names_are_not_even_imported_from_another_version() -> None:
    code = (
        "import sys, jinja2; from briefing.site.render import templates; "
        f"templates.Theme(jinja2.Environment(autoescape=True), jinja={UNTESTED!r}); "
        "print('briefing.site.render.fast_jinja' in sys.modules)"
    )
    told = subprocess.check_output([sys.executable, "-c", code], cwd=campaign.PROJECT, text=True)
    assert told == "False\n"


@pytest.mark.parametrize("name", ["example", "invented"])
def test_the_whole_site_is_the_same_whoever_compiles_its_templates(tmp_path: Path, name: str) -> None:
    if name == "invented":
        projects.write("ours", 30, tmp_path)
    else:
        campaign.write_example(tmp_path)
    made = []
    for output, jinja in (("fast", ""), ("stock", UNTESTED)):
        campaign.made(campaign.chosen(tmp_path, output=output), jinja=jinja)
        compiled = [file.read_bytes() for file in (tmp_path / ".store" / "templates").iterdir()]
        assert any(b"fast_jinja" in one for one in compiled) == (output == "fast")
        made.append(campaign.files(tmp_path / output))
    fast, stock = made
    assert sum(path.endswith(".html") for path in fast) > 80
    assert fast.keys() == stock.keys()
    assert [path for path in fast if fast[path] != stock[path]] == []


def test_a_page_is_rendered_as_jinja_renders_it() -> None:
    loader = jinja2.DictLoader({"macros.html": MACROS, "page.html": PAGE})
    plain = jinja2.Environment(loader=loader, **templates.ENVIRONMENT)  # noqa: S701 - it escapes
    ours = jinja2.Environment(loader=loader, **templates.ENVIRONMENT)  # noqa: S701 - it escapes
    plain.globals["asked"] = ours.globals["asked"] = asked
    theme = templates.Theme(ours)
    page = """<b title='"'>&amp;</b>"""
    for _ in range(2):
        made = theme.render("page.html", page, None)  # type: ignore[arg-type]
        assert made.decode() == plain.get_template("page.html").render(page=page, site=None)


@pytest.mark.parametrize("jinja", ["", UNTESTED])
@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("m.link()", "macros.html:2: parameter 'text' was not provided"),
        ("m.lnik(page)", "page.html:2: 'jinja2.environment.TemplateModule object' has no attribute 'lnik'"),
        ("m.link(page, of=1)", "page.html:2: macro 'link' takes no keyword argument 'of'"),
    ],
)
def test_a_macro_called_wrongly_is_an_error_with_its_place(
    tmp_path: Path, call: str, told: str, jinja: str
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "macros.html").write_text(MACROS, "utf-8")
    page = f"""{{% import "macros.html" as m %}}\n{{{{ {call} }}}}"""
    (tmp_path / "templates" / "page.html").write_text(page, "utf-8")
    theme = templates.Theme(templates.environment([tmp_path], {}), jinja=jinja)
    with pytest.raises(BriefingError) as error:
        theme.render("page.html", "", None)  # type: ignore[arg-type]
    assert str(error.value) == f"theme/templates/{told}"

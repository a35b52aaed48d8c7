"""Render page models by the templates of the theme, and fingerprint templates."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)

from briefing.content import urls
from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from jinja2.bccache import Bucket

    from briefing.site.inputs import PageModel
    from briefing.site.parts import Chrome

# How pages are rendered, wherever the environment is made: escaped, and a misspelt name is an error.
ENVIRONMENT: dict[str, Any] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": [],
}
# The versions of Jinja whose private names `fast_jinja` was tested with. Templates are compiled by the
# generator of any other as it comes: pages are the same then, and take twice as long.
FAST_WITH = frozenset({"3.1.6"})
# Parsing templates takes as long as rendering a hundred pages; what they refer to is plain to see,
# as long as they name it outright.
_REFERENCE = re.compile(r"""\{%[-+]?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")

_DIGEST = hashlib.sha256().digest_size


class Theme:
    """The templates of an environment, each with a fingerprint of itself and all it draws on.

    Templates name what they extend, include or import outright, not through a variable.
    """

    def __init__(self, environment: Environment, *, jinja: str = "") -> None:
        """Take over an environment that escapes and is strict about names; add our one filter.

        `jinja` is the version that the environment is of; it is looked up unless given.
        """
        self._environment = environment
        self._environment.filters["url"] = urls.resolve
        # One build shows one state of the templates, and need not look for another at every page.
        self._environment.auto_reload = False
        if (jinja or version("jinja2")) in FAST_WITH:
            # Another version may lack the names that this imports.
            from briefing.site.render import fast_jinja  # noqa: PLC0415

            self._environment.code_generator_class = fast_jinja.Generator
        self._sources: dict[str, str] = {}
        self._fingerprints: dict[str, str] = {}

    def keep_compiled(self, folder: Path, key: str) -> None:
        """Keep compiled templates in a folder, for later runs with the same key.

        `key` stands for all that shapes them besides their sources: the program, and the settings
        that reach the environment.
        """
        generator = self._environment.code_generator_class
        self._environment.bytecode_cache = _Compiled(folder, f"{key} {generator.__module__}")

    def names(self) -> tuple[str, ...]:
        """The theme's templates by name, in alphabetical order; not those that Pelican lends beside them."""
        return tuple(name for name in self._environment.list_templates() if not name.startswith("!"))

    def fingerprint(self, name: str) -> str:
        """Hash a template's source with those of all that it extends, includes and imports."""
        if name not in self._fingerprints:
            self._fingerprints[name] = hashlib.sha256("\0".join(self._reach(name)).encode()).hexdigest()
        return self._fingerprints[name]

    def render(self, name: str, page: PageModel, site: Chrome) -> bytes:
        """Render a page; raises BriefingError with template and line where that fails."""
        try:
            text = self._environment.get_template(name).render(page=page, site=site)
        except Exception as error:
            raise BriefingError(f"theme/templates/{_place(name, error)}: {error}") from error
        return text.encode("utf-8")

    def _reach(self, name: str) -> list[str]:
        """The sources of a template and of all it refers to, in order of name."""
        found: dict[str, str] = {}
        wanted = [name]
        while wanted:
            current = wanted.pop()
            if current not in found:
                found[current] = self._source(current)
                wanted += _REFERENCE.findall(found[current])
        return [f"{name}\n{source}" for name, source in sorted(found.items())]

    def _source(self, name: str) -> str:
        if name not in self._sources:
            loader = self._environment.loader
            if loader is None:
                raise BriefingError("the environment has no templates")
            try:
                self._sources[name] = loader.get_source(self._environment, name)[0]
            except TemplateNotFound as error:
                raise BriefingError(f"theme/templates/{name}: there is no such template") from error
        return self._sources[name]


class _Compiled(BytecodeCache):
    """Compiled templates, a file each, behind a digest of the key and themselves.

    Compiling takes longer than rendering a hundred pages. Code that was cut short, changed or made
    with another key is never run. Jinja's own cache on disk looks at the source alone, and runs code
    with a bit turned: that ends the process, or gives a wrong page.
    """

    def __init__(self, folder: Path, key: str) -> None:
        """Keep them in a folder, which need not exist."""
        self._folder = folder
        self._key = key.encode()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, if what is kept for it is sound."""
        try:
            kept = (self._folder / bucket.key).read_bytes()
        except OSError:
            return
        code = kept[_DIGEST:]
        if kept[:_DIGEST] == self._digest(bucket, code):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled; where that cannot be, the next run compiles it again."""
        code = bucket.bytecode_to_string()
        beside = self._folder / f"{bucket.key}.new"
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(self._digest(bucket, code) + code)
            beside.replace(self._folder / bucket.key)

    def _digest(self, bucket: Bucket, code: bytes) -> bytes:
        return hashlib.sha256(b"\0".join((self._key, bucket.key.encode(), code))).digest()


def _place(name: str, error: Exception) -> str:
    """The template and line of an error: where it is told, or the innermost template frame."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name or name}:{error.lineno}"
    frame, line, file = error.__traceback__, 0, name
    while frame is not None:
        code = frame.tb_frame.f_code
        if code.co_filename.endswith(".html"):
            line, file = frame.tb_lineno, code.co_filename.rpartition("/templates/")[2]
        frame = frame.tb_next
    return f"{file}:{line}" if line else file


def environment(themes: Sequence[Path], mapping: Mapping[str, Any]) -> Environment:
    """Make the environment that Pelican would lend: the themes' templates, and what settings add to them.

    A template stands for those of its name in later themes; those of the last are `!theme/NAME` too.
    """
    *_, last = loaders = [FileSystemLoader(theme / "templates") for theme in themes]
    loader = ChoiceLoader([*loaders, PrefixLoader({"!theme": last})])
    made = Environment(loader=loader, **ENVIRONMENT)  # noqa: S701 - ENVIRONMENT escapes
    made.filters.update(mapping.get("JINJA_FILTERS", {}))
    made.globals.update(mapping.get("JINJA_GLOBALS", {}))
    made.tests.update(mapping.get("JINJA_TESTS", {}))
    return made

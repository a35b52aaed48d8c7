"""Page models and a Jinja environment in; HTML out, and fingerprints of templates."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Macro, escape  # type: ignore[attr-defined]
from jinja2.utils import missing

from briefing.content import urls
from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from jinja2.bccache import Bucket
    from jinja2.compiler import Frame, MacroRef
    from jinja2.runtime import Context

    from briefing.site.models import PageModel
    from briefing.site.parts import Site

# How pages are rendered, wherever the environment is made: escaped, and a misspelt name is an error.
ENVIRONMENT: dict[str, Any] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": [],
}
# Parsing templates takes as long as rendering a hundred pages; what they refer to is plain to see,
# as long as they name it outright.
_REFERENCE = re.compile(r"""\{%[-+]?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")

_DIGEST = hashlib.sha256().digest_size


class Theme:
    """The templates of an environment, each with a fingerprint of itself and all it draws on.

    Templates name what they extend, include or import outright, not through a variable.
    """

    def __init__(self, environment: Environment) -> None:
        """Take over an environment that escapes and is strict about names; add our one filter."""
        self._environment = environment
        self._environment.filters["url"] = urls.resolve
        # One build shows one state of the templates, and need not look for another at every page.
        self._environment.auto_reload = False
        self._environment.code_generator_class = _Generator
        self._sources: dict[str, str] = {}

    def keep_compiled(self, folder: Path, key: str) -> None:
        """Keep compiled templates in a folder, for later runs with the same key.

        `key` stands for all that shapes them besides their sources: the program, and the settings
        that reach the environment.
        """
        self._environment.bytecode_cache = _Compiled(folder, key)

    def fingerprint(self, name: str) -> str:
        """Hash a template's source with those of all that it extends, includes and imports."""
        return hashlib.sha256("\0".join(self._reach(name)).encode()).hexdigest()

    def render(self, name: str, page: PageModel, site: Site) -> bytes:
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


class Fragment(Macro):
    """A macro that takes what it is given by place; `direct` is the function that renders it, unmarked."""

    def __init__(self, environment: Environment, render: Any, name: str, *rest: Any) -> None:
        """Make what is not given stand out as Jinja has it."""
        super().__init__(environment, render, name, *rest)
        render.__defaults__ = (missing,) * render.__code__.co_argcount
        self.direct = render

    def takes(self, places: int, names: tuple[str, ...]) -> bool:
        """Tell whether what is given by name could as well be given by place, after so many others."""
        return tuple(self.arguments[places : places + len(names)]) == names


# Names, addresses and titles repeat from page to page.
_escaped = lru_cache(maxsize=16384)(escape)


def shown(value: object) -> str:
    """Escape a value as Jinja does."""
    return _escaped(value) if type(value) is str else escape(value)


def called(context: Context, function: Any, names: tuple[str, ...], **scope: Any) -> Callable[..., str]:
    """What calls a function as Jinja does, the last arguments by these names, and escapes what it gives."""

    def call(*arguments: Any) -> str:
        places = len(arguments) - len(names)
        named = dict(zip(names, arguments[places:], strict=True))
        return escape(context.call(function, *arguments[:places], **named, **scope))

    return call


class _Generator(CodeGenerator):
    """Compiles templates as Jinja does, but for what is put out: that is most of the work of a page.

    What a macro gives is put out as it is, without being marked as safe and asked whether it is, and
    what is escaped time and again is escaped once.
    """

    _put_out: nodes.Expr | None = None

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Have the code know our names."""
        self.writeline(f"from {__name__} import Fragment, called, shown")
        super().visit_Template(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Make a macro a fragment, unless it takes what its head does not name."""
        if macro_ref.accesses_kwargs or macro_ref.accesses_varargs or macro_ref.accesses_caller:
            super().macro_def(macro_ref, frame)
            return
        name, arguments = getattr(macro_ref.node, "name", None), [one.name for one in macro_ref.node.args]
        self.write(f"Fragment(environment, macro, {name!r}, {tuple(arguments)!r}, False, False, False, ")
        self.write("context.eval_ctx.autoescape)")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802
        """Call a fragment directly where what it gives is put out; it is only then known to be one."""
        if node is not self._put_out:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("(found.direct if type(found := ")
        self.visit(node.node, frame)
        scope = ", _loop_vars=_loop_vars" if frame.loop_frame else ""
        scope += ", _block_vars=_block_vars" if frame.block_frame else ""
        names = tuple(one.key for one in node.kwargs)
        fits = f" and found.takes({len(node.args)}, {names!r})" if names else ""
        self.write(f") is Fragment{fits} else called(context, found, {names!r}{scope}))(")
        for argument in (*node.args, *(one.value for one in node.kwargs)):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        elif _is_plain_call(node):
            self._put_out = node
        else:
            self.write("shown(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if node is not self._put_out:
            super()._output_child_post(node, frame, finalize)


def _is_plain_call(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.Call) and not (node.dyn_args or node.dyn_kwargs)


class _Compiled(BytecodeCache):
    """Compiled templates, a file each, behind a digest of the key and themselves.

    Compiling takes longer than rendering a hundred pages. Code that was cut short, changed or made
    with another key is never run.
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


def environment(theme: Path, mapping: Mapping[str, Any]) -> Environment:
    """Make the environment that Pelican would lend: the theme's templates, and what settings add to them."""
    loader = FileSystemLoader(theme / "templates")
    made = Environment(loader=loader, **ENVIRONMENT)  # noqa: S701 - ENVIRONMENT escapes
    made.filters.update(mapping.get("JINJA_FILTERS", {}))
    made.globals.update(mapping.get("JINJA_GLOBALS", {}))
    made.tests.update(mapping.get("JINJA_TESTS", {}))
    return made


def fingerprints(theme: Theme, names: Mapping[type, str]) -> dict[str, str]:
    """Fingerprint every template that a page model names."""
    return {name: theme.fingerprint(name) for name in sorted(set(names.values()))}

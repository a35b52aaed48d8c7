"""A generator of code from templates that overrides private names of Jinja's, for pages in half the time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Macro, escape  # type: ignore[attr-defined]
from jinja2.utils import missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2.compiler import Frame, MacroRef
    from jinja2.runtime import Context


class Fragment(Macro):
    """A macro that takes what it is given by place; `direct` is the function that renders it, unmarked."""

    def __init__(self, environment: Any, render: Any, name: str, *rest: Any) -> None:
        """Make what is not given stand out as Jinja has it."""
        super().__init__(environment, render, name, *rest)
        render.__defaults__ = (missing,) * render.__code__.co_argcount
        self.direct = render

    def takes(self, places: int, names: tuple[str, ...]) -> bool:
        """Tell whether what is given by name could as well be given by place, after so many others."""
        return tuple(self.arguments[places : places + len(names)]) == names


# Names, addresses and titles repeat from page to page.
escape_text = lru_cache(maxsize=16384)(escape)


def plain_call(context: Context, function: Any, names: tuple[str, ...], **scope: Any) -> Callable[..., str]:
    """What calls a function as Jinja does, the last arguments by these names, and escapes what it gives."""

    def call(*arguments: Any) -> str:
        places = len(arguments) - len(names)
        named = dict(zip(names, arguments[places:], strict=True))
        return escape(context.call(function, *arguments[:places], **named, **scope))

    return call


class Generator(CodeGenerator):
    """Compiles templates as Jinja does, but for what is put out: that is most of the work of a page.

    What a macro gives is put out as it is, without being marked as safe and asked whether it is, and
    what is escaped time and again is escaped once.
    """

    _put_out: nodes.Expr | None = None

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Give the generated code our names."""
        self.writeline(f"from {__name__} import Fragment, escape_text, plain_call")
        super().visit_Template(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Make a macro a fragment, unless it takes what its head does not name."""
        if macro_ref.accesses_kwargs or macro_ref.accesses_varargs or macro_ref.accesses_caller:
            super().macro_def(macro_ref, frame)
            return
        name, arguments = getattr(macro_ref.node, "name", None), [one.name for one in macro_ref.node.args]
        self.write(f"Fragment(environment, macro, {name!r}, {tuple(arguments)!r}, False, False, False, ")
        self.write("context.eval_ctx.autoescape)")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Look an attribute up at once; only where there is none, as Jinja does."""
        self.write("(found if (found := getattr(owner := ")
        self.visit(node.node, frame)
        self.write(
            f", {node.attr!r}, missing)) is not missing else environment.getattr(owner, {node.attr!r}))"
        )

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802
        """Call a fragment directly where what it gives is put out; it is only then known to be one."""
        if node is not self._put_out:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("(callee.direct if type(callee := ")
        self.visit(node.node, frame)
        scope = ", _loop_vars=_loop_vars" if frame.loop_frame else ""
        scope += ", _block_vars=_block_vars" if frame.block_frame else ""
        names = tuple(one.key for one in node.kwargs)
        fits = f" and callee.takes({len(node.args)}, {names!r})" if names else ""
        self.write(f") is Fragment{fits} else plain_call(context, callee, {names!r}{scope}))(")
        for argument in (*node.args, *(one.value for one in node.kwargs)):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        elif _takes_places(node):
            self._put_out = node
        else:
            self.write("(escape_text(value) if type(value := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_post(node, frame, finalize)
        elif node is not self._put_out:
            self.write(") is str else escape(value))")


def _takes_places(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.Call) and not (node.dyn_args or node.dyn_kwargs)

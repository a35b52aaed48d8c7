"""An executor that does its work at once, in this process."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import ParamSpec, TypeVar

Result = TypeVar("Result")
Given = ParamSpec("Given")


class Inline(Executor):
    """Does its work where it is given out."""

    def submit(
        self, work: Callable[Given, Result], /, *arguments: Given.args, **by_name: Given.kwargs
    ) -> Future[Result]:
        """Do the work; its result, or what it raised, is there at once."""
        future: Future[Result] = Future()
        try:
            future.set_result(work(*arguments, **by_name))
        except Exception as error:  # noqa: BLE001 - the future raises it
            future.set_exception(error)
        return future

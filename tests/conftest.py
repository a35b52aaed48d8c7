"""What test modules share: a Chromium, templates compiled once, and which tests tell of what ships."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import campaign
import chromium
import jinja2
import pytest
from hypothesis import settings
from playwright.sync_api import expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

# No call home; the sandbox needs rights that containers do not give.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# What tells that content/ is the Hajin campaign, of which the tests in tests/hajin/ tell.
HAJIN = campaign.PROJECT / "content" / "notes" / "2018" / "2018-12-14-afp-relay-hajin-seized.md"
# No law depends on how busy a machine is.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once() -> Iterator[None]:
    """Many sites are built from nothing, of the same templates; compiling these took a third of the time."""
    generate = jinja2.Environment.compile
    generated: dict[tuple[Any, ...], str] = {}

    def compiled(ours: jinja2.Environment, source: str, name: str, filename: str | None = None) -> Any:
        syntax = (ours.code_generator_class, ours.autoescape, ours.trim_blocks, ours.lstrip_blocks)
        key = (*syntax, ours.undefined, frozenset(ours.filters.items()), source, name)
        if key not in generated:
            generated[key] = generate(ours, source, name, filename, raw=True)
        return compile(generated[key], filename or "<template>", "exec")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "compile", compiled)
        yield


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.path.parent.name == "hajin" and not HAJIN.exists():
        pytest.skip("content/ is not the Hajin campaign, of which these tests tell")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if not path:
        pytest.fail("there is no Chromium; tests/run.sh installs one")
    # Limits against hangs: a busy machine may take long to start it, and a page to do what it is to do.
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=100_000)
        yield launched
        launched.close()

"""What several test modules share: a Chromium, and which tests tell of the content that ships."""

from __future__ import annotations

from typing import TYPE_CHECKING

import campaign
import chromium
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

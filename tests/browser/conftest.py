"""A real server and a real Chromium for the browser tests."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import machine
from tests.browser.settle import Visit
from tests.server_process import Server, free_port, running

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard, served from a database of its own."""
    folder = tmp_path_factory.mktemp("served")
    port = free_port()
    command = [
        "-m",
        "dashboard",
        "serve",
        "--port",
        str(port),
        "--database",
        f"sqlite:///{folder}/own.sqlite3",
    ]
    with running(command, port, folder / "server.log", MENTORING_DATA=str(folder)) as started:
        yield started


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium a module: while it runs, nothing else in this process can run an event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=machine.chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def scheme() -> Literal["light", "dark"]:
    """Colour scheme of the visit; a test parametrises it by this name."""
    return "light"


@pytest.fixture
def viewport() -> tuple[int, int]:
    """Width and height of the visit; a test parametrises it by this name."""
    return (1366, 900)


@pytest.fixture
def visit(chromium: Browser, scheme: Literal["light", "dark"], viewport: tuple[int, int]) -> Iterator[Visit]:
    """A tab in a browser that nobody has used before."""
    width, height = viewport
    context = chromium.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": height},
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
    )
    made = Visit(context.new_page())
    made.watch()
    yield made
    context.close()


@pytest.fixture
def page(visit: Visit) -> Page:
    """The page of the visit, for a test that needs no more."""
    return visit.page

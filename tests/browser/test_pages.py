"""Every page, for everybody who may open it: nothing keeps anybody out, and nothing comes that is not theirs."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, ViewportSize, WebSocket, expect

from dashboard import navigation
from dashboard.session import VIEWS
from tests.browser import served
from tests.browser.settle import Visit, barriers, deprecations, open_page, settle
from tests.colleges import OF_NORTH, OF_SOUTH
from tests.server_process import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# The leaders' pages are made of the coordinator's parts: each scheme is looked at once on either's.
SCHEMES: Mapping[str, tuple[Literal["light", "dark"], ...]] = {
    "Coordinator": ("light", "dark"),
    "Senior leader": ("light",),
    "Programme lead": ("dark",),
}
TITLES = {entry.file: entry.title for entry in navigation.ENTRIES}
FOR_ALL = [entry.file for entry in navigation.ENTRIES if not entry.for_importers]
DESK: ViewportSize = {"width": 1366, "height": 900}
TELEPHONE: ViewportSize = {"width": 420, "height": 900}
SIDEWAYS = """
() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')]
    .map(part => part.scrollWidth - part.clientWidth)
"""


@pytest.fixture(scope="module")
def server(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served.two_colleges(filled, tmp_path_factory.mktemp("served")) as started:
        yield started


def address(server: Server, page: str, **choices: str) -> str:
    path = "" if page == navigation.ENTRIES[0].file else page
    return f"{server.url}/{path}?{urlencode(choices)}"


def frames_of(page: Page) -> list[bytes]:
    """Everything that the server says to the page from now on."""
    said: list[bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: said.append(frame if isinstance(frame, bytes) else frame.encode()))

    page.on("websocket", listen)
    return said


def problems(visit: Visit, view: str, name: str) -> Iterator[str]:
    """What is wrong with the page that is open, on a desk and on a telephone."""
    page = visit.page
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(TITLES[name])
    page.set_viewport_size(DESK)
    for scheme in SCHEMES[view]:
        page.emulate_media(color_scheme=scheme)
        yield from (f"{name}, {scheme}: {barrier}" for barrier in barriers(page))
    page.set_viewport_size(TELEPHONE)
    settle(page)
    expect(heading).to_be_in_viewport()
    if page.evaluate(SIDEWAYS) != [0, 0]:
        yield f"{name}: wider than a telephone"


@pytest.mark.parametrize("view", VIEWS)
def test_no_page_keeps_anybody_out(server: Server, visit: Visit, view: str) -> None:
    found: list[str] = []
    for name in TITLES if view == "Coordinator" else FOR_ALL:
        open_page(visit.page, address(server, name, view=view))
        found += problems(visit, view, name)

    assert found == []
    assert visit.complaints == []
    assert visit.elsewhere() == []


def test_a_page_that_is_too_wide_is_found(server: Server, page: Page) -> None:
    open_page(page, address(server, "definitions"))
    page.evaluate("document.querySelector('h1').style.width = '3000px'")

    assert page.evaluate(SIDEWAYS) != [0, 0]


def test_a_senior_leader_is_sent_no_byte_of_another_college_and_nobodys_name(server: Server, page: Page) -> None:
    said = frames_of(page)
    for name in FOR_ALL:
        open_page(page, address(server, name, view="Senior leader", college="North College"))
        for shown in page.get_by_text("Show the numbers and what they count").all():
            shown.click()
            settle(page)

    everything = b"".join(said)
    assert b"North College" in everything
    assert [word for word in ("South College", OF_NORTH, OF_SOUTH) if word.encode() in everything] == []


def test_a_coordinator_is_sent_both_colleges(server: Server, page: Page) -> None:
    said = frames_of(page)
    open_page(page, address(server, "feedback"))

    everything = b"".join(said)
    assert [word for word in ("South College", OF_NORTH, OF_SOUTH) if word.encode() not in everything] == []


def test_nothing_the_pages_call_is_going_away(server: Server) -> None:
    assert deprecations(server.log()) == []
    assert "Traceback" not in server.log()

"""What a page may do, and what it says when it fails, in a real browser under our headers."""

import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Download, Page, expect

from tests import scratch_server
from tests.browser.settle import Visit, barriers, deprecations, open_page, settle
from tests.server_process import PATIENCE, Server, free_port, running

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PERSON = "ann.canary@northfield.example"
SCRIPT = f"""
import altair as alt
import pandas as pd
import streamlit as st

from dashboard import exports

months = pd.DataFrame({{"month": ["2026-01", "2026-02"], "hours": [12, 15]}})


def figures():
    st.title("Hours")
    chart = alt.Chart(months, background="transparent").mark_bar(color="#3A75AF").encode(x="month:O", y="hours:Q")
    ink = dict(labelColor="currentColor", titleColor="currentColor")
    st.altair_chart(chart.configure_axis(**ink), theme=None, alt="15 hours in February", key="hours")
    st.dataframe(months, hide_index=True, alt="Hours by month", key="table")
    address = exports.link(exports.LOCAL, "hours.csv", exports.CSV, lambda: exports.csv_bytes(months))
    st.link_button("Download the hours", address, key="download", on_click="rerun")


def upload():
    st.title("Upload")
    file = st.file_uploader("File", type=["csv"], key="file")
    if file:
        st.write("Received", file.size, "bytes")


def broken():
    st.title("Broken")
    if st.button("Look up"):
        raise KeyError("{PERSON}")


st.set_page_config(page_title="Scratch", layout="wide")
st.navigation([
    st.Page(figures, title="Figures", default=True), st.Page(upload, title="Upload"), st.Page(broken, title="Broken")
]).run()
"""


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("scratch")
    with served(folder) as started:
        yield started


def served(folder: Path) -> AbstractContextManager[Server]:
    script = folder / "app.py"
    script.write_text(SCRIPT)
    port = free_port()
    return running([scratch_server.__file__, str(script), str(port)], port, folder / "server.log")


def downloaded(page: Page) -> Download:
    with page.context.expect_event("download") as download:
        page.get_by_role("link", name="Download the hours").click()
    settle(page, charts=1)
    return download.value


def test_figures_are_drawn_without_a_complaint_and_without_the_internet(scratch: Server, visit: Visit) -> None:
    open_page(visit.page, scratch.url, charts=1)

    expect(visit.page.get_by_test_id("stDataFrame").locator("canvas").first).to_be_visible()
    assert visit.complaints == []
    assert visit.elsewhere() == []
    assert any("/_stcore/" in url for url in visit.requests)


def test_a_deep_link_opens_its_page_without_a_complaint(scratch: Server, visit: Visit) -> None:
    open_page(visit.page, f"{scratch.url}/upload")

    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Upload")
    assert visit.complaints == []


def test_a_link_downloads_its_file_at_every_click(scratch: Server, page: Page) -> None:
    open_page(page, scratch.url, charts=1)

    files = [downloaded(page) for _ in range(3)]

    assert [file.suggested_filename for file in files] == ["hours.csv"] * 3
    assert {file.path().read_text("utf-8-sig") for file in files} == {"month,hours\n2026-01,12\n2026-02,15\n"}


def test_a_file_is_uploaded_under_the_strict_headers(scratch: Server, visit: Visit) -> None:
    open_page(visit.page, f"{scratch.url}/upload")

    visit.page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": "hours.csv", "mimeType": "text/csv", "buffer": b"month,hours\n"}
    )

    expect(visit.page.get_by_text("Received 12 bytes")).to_be_visible()
    assert visit.complaints == []


def test_a_page_that_fails_gives_a_reference_and_tells_nobody_whose_record_it_was(scratch: Server, page: Page) -> None:
    open_page(page, f"{scratch.url}/broken")

    page.get_by_role("button", name="Look up").click()

    message = page.get_by_test_id("stAlert")
    expect(message).to_contain_text("This page could not be drawn.")
    reference = message.inner_text().rstrip(".").rsplit(" ", 1)[-1]
    assert f"Reference {reference}\nbuiltins.KeyError" in scratch.log()
    assert PERSON not in scratch.log() + page.content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [(1366, 900), (420, 900)])
def test_nothing_on_a_page_keeps_anybody_out(
    scratch: Server, page: Page, scheme: Literal["light", "dark"], viewport: tuple[int, int]
) -> None:
    open_page(page, scratch.url, charts=1)

    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
    assert page.viewport_size == {"width": viewport[0], "height": viewport[1]}
    assert barriers(page) == []


def test_a_picture_without_words_is_found(scratch: Server, page: Page) -> None:
    open_page(page, scratch.url)
    page.evaluate("document.querySelector('h1').append(new Image())")

    assert any("image-alt" in barrier for barrier in barriers(page))


def test_an_open_page_does_not_keep_the_server_from_ending(tmp_path: Path, page: Page) -> None:
    with served(tmp_path) as server:
        open_page(page, server.url, charts=1)
        server.process.send_signal(signal.SIGINT)

        assert server.process.wait(PATIENCE) == 0
        assert "Traceback" not in server.log()


def test_nothing_we_call_is_going_away(scratch: Server) -> None:
    assert deprecations(scratch.log()) == []
    assert deprecations("`use_container_width` will be removed.") == ["`use_container_width` will be removed."]

"""Figures and templates are taken away by a click, with all that makes a figure honest, and no link works twice."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Download, Page, expect

from tests.browser import served
from tests.browser.settle import Visit, open_page, settle
from tests.server_process import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def server(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served.two_colleges(filled, tmp_path_factory.mktemp("served")) as started:
        yield started


def downloaded(page: Page, key: str) -> Download:
    """What comes of a click on a link."""
    with page.expect_download() as download:
        page.locator(f".st-key-download-{key}").get_by_role("link").click()
    settle(page)
    return download.value


def rows(download: Download) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(download.path().read_text("utf-8-sig"))))


def test_figures_come_with_counts_interval_status_and_definition(server: Server, visit: Visit) -> None:
    open_page(visit.page, f"{server.url}/completion", charts=1)

    download = downloaded(visit.page, "completion_rate-by-organisation")

    assert download.suggested_filename == "completion_rate-by-organisation.csv"
    north = rows(download)[0]
    assert {name: north[name] for name in ("measure", "organisation", "numerator", "denominator", "status")} == {
        "measure": "completion_rate",
        "organisation": "North College",
        "numerator": "5.0",
        "denominator": "16.0",
        "status": "ok",
    }
    assert float(north["low"]) < float(north["value"]) == 5 / 16 < float(north["high"])
    assert north["as_at"] == "2021-07-31"
    assert "completed" in north["definition"]
    assert visit.complaints == []


def test_every_click_brings_the_file_again_and_no_address_does_twice(server: Server, page: Page) -> None:
    open_page(page, f"{server.url}/hours", charts=1)

    files = [downloaded(page, "hours-by-month") for _ in range(2)]

    assert files[0].url != files[1].url
    assert [rows(file) for file in files] == [rows(files[0])] * 2
    assert [row["month"] for row in rows(files[0])] == ["2020-10", "2020-11", "2021-01", "2021-03"]
    assert [server.status(file.url.removeprefix(server.url)) for file in files] == [404, 404]


def test_what_a_senior_leader_takes_away_is_what_was_published(server: Server, page: Page) -> None:
    open_page(page, f"{server.url}/completion?view=Senior+leader&college=North+College", charts=1)

    download = downloaded(page, "completion_rate-by-programme")

    assert "South College" not in download.path().read_text("utf-8-sig")
    assert [(row["programme"], row["numerator"], row["denominator"]) for row in rows(download)] == [
        ("Getting ready to mentor", "0.0", "0.0"),
        ("New to mentoring", "5.0", "16.0"),
    ]


def test_a_template_is_a_workbook_with_headings_an_example_and_notes(server: Server, page: Page) -> None:
    open_page(page, f"{server.url}/import")

    with page.expect_download() as download:
        page.get_by_role("link", name="List of places").click()

    assert download.value.suggested_filename == "places.xlsx"
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    assert book.sheetnames == ["List of places", "Notes"]
    assert [cell.value for cell in book["List of places"][1]][:5] == [
        "Organisation",
        "Programme",
        "Cohort",
        "Role",
        "Name",
    ]
    expect(page.get_by_test_id("stAlert")).to_have_count(0)

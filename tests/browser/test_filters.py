"""What is looked at sits in the address: it survives a change of page, a reload and being sent to somebody else."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import served
from tests.browser.settle import open_page, settle
from tests.server_process import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PROGRAMME = "New to mentoring"
COHORT = "New to mentoring, October 2020"


@pytest.fixture(scope="module")
def server(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served.two_colleges(filled, tmp_path_factory.mktemp("served")) as started:
        yield started


def filter_of(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stSidebar").get_by_test_id("stMultiSelect").filter(has_text=label)


def choose(page: Page, label: str, option: str) -> None:
    filter_of(page, label).get_by_role("combobox").click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")
    expect(filter_of(page, label)).to_contain_text(option)
    settle(page)


def look_as(page: Page, view: str) -> None:
    page.get_by_test_id("stSelectbox").filter(has_text="View as").get_by_role("combobox").click()
    page.get_by_role("option", name=view, exact=True).click()
    settle(page)


def go_to(page: Page, title: str) -> None:
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    settle(page)


def chosen(page: Page) -> dict[str, list[str]]:
    """The choices in the address."""
    return parse_qs(urlsplit(page.url).query)


def see_north_only(page: Page) -> None:
    """The figures are of the college that was chosen, and the choice is seen beside them."""
    expect(filter_of(page, "Organisations")).to_contain_text("North College")
    expect(page.get_by_test_id("stMain")).not_to_contain_text("South College")


def menu(page: Page) -> list[str]:
    return page.get_by_test_id("stSidebarNav").get_by_role("link").get_by_role("paragraph").all_inner_texts()


def uploads(server: Server) -> list[tuple[str, str, str]]:
    """What either database holds: the file, each upload and its state."""
    folder = server.log_file.parent
    found: list[tuple[str, str, str]] = []
    for name in ("own", "sample"):
        with sqlite3.connect(folder / f"{name}.sqlite") as connection:
            rows = connection.execute("SELECT file_name, state FROM upload ORDER BY upload_id").fetchall()
        found += [(name, file, state) for file, state in rows]
    return found


def test_a_choice_is_in_the_address_and_goes_along(server: Server, page: Page) -> None:
    open_page(page, f"{server.url}/completion", charts=1)
    expect(page.get_by_role("table")).to_have_count(0)

    choose(page, "Organisations", "North College")
    choose(page, "Cohorts", COHORT)

    made = {"org": ["North College"], "cohort": [COHORT]}
    assert chosen(page) == made
    see_north_only(page)
    go_to(page, "Hours")
    assert chosen(page) == made
    see_north_only(page)
    page.reload()
    settle(page, charts=1)
    assert chosen(page) == made
    see_north_only(page)

    colleague = page.context.new_page()
    open_page(colleague, page.url, charts=1)
    expect(colleague.get_by_role("heading", level=1)).to_have_text("Hours")
    see_north_only(colleague)
    expect(filter_of(colleague, "Cohorts")).to_contain_text(COHORT)


def test_reset_clears_every_choice_and_leaves_who_is_looking(server: Server, page: Page) -> None:
    linked = f"org=North+College&programme={PROGRAMME.replace(' ', '+')}&period=2020/21&view=Programme+lead"
    open_page(page, f"{server.url}/completion?{linked}")
    expect(filter_of(page, "Programmes")).to_contain_text(PROGRAMME)

    page.get_by_role("button", name="Reset filters").click()

    expect(filter_of(page, "Programmes")).not_to_contain_text(PROGRAMME)
    expect(filter_of(page, "Organisations")).not_to_contain_text("North College")
    settle(page)
    assert chosen(page) == {"view": ["Programme lead"]}


def test_sample_and_own_data_are_switched_and_neither_is_changed(server: Server, page: Page) -> None:
    before = uploads(server)
    open_page(page, f"{server.url}/uploads")
    expect(page.get_by_role("heading", name="log.csv")).to_be_visible()

    page.get_by_text("Sample data", exact=True).click()
    expect(page.get_by_text("Sample data: the colleges and people are made up.")).to_be_visible()
    expect(page.get_by_role("heading", name="1. places.csv")).to_be_visible()
    expect(page.get_by_role("heading", name="log.csv")).to_have_count(0)
    go_to(page, "Overview")
    assert chosen(page) == {"data": ["Sample data"]}
    expect(filter_of(page, "Organisations")).to_have_count(0)

    page.get_by_text("My own data", exact=True).click()
    expect(filter_of(page, "Organisations")).to_be_visible()
    go_to(page, "Uploads")
    expect(page.get_by_role("heading", name="log.csv")).to_be_visible()
    assert uploads(server) == before
    assert {name for name, _, _ in before} == {"own", "sample"}


def test_a_senior_leader_is_not_offered_what_only_a_coordinator_does(server: Server, page: Page) -> None:
    open_page(page, f"{server.url}/?view=Senior+leader")

    assert menu(page) == ["Overview", "Retention", "Completion", "Hours", "Feedback", "Definitions"]
    look_as(page, "Coordinator")
    expect(page.get_by_test_id("stSidebarNav").get_by_role("link", name="Import")).to_be_visible()
    assert "Uploads" in menu(page)


def test_a_senior_leader_chooses_a_college_and_may_choose_another(server: Server, page: Page) -> None:
    open_page(page, f"{server.url}/completion?view=Senior+leader&college=South+College")
    college = page.get_by_test_id("stSelectbox").filter(has_text="College").last
    expect(college.get_by_role("combobox")).to_have_value("South College")

    college.get_by_role("button", name="Clear").click()
    settle(page)
    college.get_by_role("combobox").click()
    page.get_by_role("option", name="North College", exact=True).click()

    expect(college.get_by_role("combobox")).to_have_value("North College")
    settle(page)
    assert chosen(page) == {"view": ["Senior leader"], "college": ["North College"]}

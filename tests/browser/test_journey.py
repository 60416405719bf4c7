"""A coordinator brings in her files, sees what they would change, stores them, corrects them and takes them back."""

import re
import sqlite3
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser import served
from tests.browser.settle import PATIENCE, Visit, barriers, open_page, settle
from tests.data_access.ingest import hostile
from tests.server_process import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

COLLEGE = "Northfield College"
PLACES = ("Organisation", "Programme", "Cohort", "Role", "Name", "E-mail", "Started", "Due")
LOG = ("Organisation", "Session reference", "Date", "Hours", "Mentor", "Mentor e-mail", "Mentee", "Mentee e-mail")
PROGRAMMES = (
    "Programme,Cohort,Cohort starts,Cohort ends,Target hours low\n"
    "New to mentoring,October 2020,2020-10-05,2021-03-31,6\n"
)
MENTORS = 6
LONG = 10_000
EMPTY = "Nothing has been imported yet."


def csv(*rows: tuple[str, ...]) -> bytes:
    return "".join(",".join(row) + "\n" for row in rows).encode()


def xlsx(sheet: str, *rows: tuple[str, ...]) -> bytes:
    """A workbook as colleges keep them: a title and a note above the list."""
    book = Workbook()
    listed = book.worksheets[0]
    listed.title = sheet
    for row in (("Mentoring 2020/21",), ("Kept by the teaching office",), (), *rows):
        listed.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def address_of(role: str, number: int) -> str:
    return f"{role}{number}@northfield.ac.uk"


def places() -> Iterator[tuple[str, ...]]:
    yield PLACES
    for number in range(MENTORS):
        for role in ("mentor", "mentee"):
            name = f"{role.capitalize()} {'ABCDEF'[number]}"
            who = (role, name, address_of(role, number))
            yield (COLLEGE, "New to mentoring", "October 2020", *who, "2020-10-05", "2021-03-31")


def log(first: str = "2", day: str = "2020-11-2{}") -> Iterator[tuple[str, ...]]:
    """One session a mentor, the first of a length of its own."""
    yield LOG
    for number in range(MENTORS):
        hours = "1.5" if number else first
        mentor, mentee = address_of("mentor", number), address_of("mentee", number)
        who = (f"Mentor {'ABCDEF'[number]}", mentor, f"Mentee {'ABCDEF'[number]}", mentee)
        yield (COLLEGE, f"S-{number}", day.format(number + 1), hours, *who)


def long_log() -> bytes:
    """A log that takes a while to read."""
    return csv(LOG, *((COLLEGE, f"L-{row}", "2020-11-25", "1.5", "Ann", "", "Bo", "") for row in range(LONG)))


def drop(page: Page, **files: bytes) -> None:
    """Drop files, named `log_csv` for log.csv."""
    dropped: list[FilePayload] = [
        {"name": name.replace("_", "."), "mimeType": "application/octet-stream", "buffer": content}
        for name, content in files.items()
    ]
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(dropped)


def card(page: Page, file: str) -> Locator:
    """What the page says of one file."""
    cards = page.locator("[class*='st-key-upload-'], [class*='st-key-stored-']")
    return cards.filter(has=page.get_by_role("heading", name=file))


def says(place: Locator, *sentences: str) -> None:
    for sentence in sentences:
        expect(place).to_contain_text(sentence, timeout=PATIENCE)


def plan(page: Page, file: str) -> Locator:
    """The card of a file, once there is a plan on it."""
    found = card(page, file)
    expect(store_button(found)).to_be_visible(timeout=PATIENCE)
    return found


def store_button(place: Locator) -> Locator:
    return place.get_by_role("button", name=re.compile("^Store "))


def store(page: Page, file: str) -> None:
    store_button(plan(page, file)).click()
    expect(card(page, file)).to_have_count(0, timeout=PATIENCE)
    says(page.get_by_test_id("stAlert"), file)


def undo(page: Page, file: str) -> None:
    card(page, file).get_by_role("button", name="Undo").click()
    expect(card(page, f"{file} (undone)")).to_be_visible(timeout=PATIENCE)


def go_to(page: Page, title: str) -> None:
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title, timeout=PATIENCE)
    settle(page)


def lists(place: Locator, *row: str) -> None:
    """The table in a place has a row of exactly these cells."""
    first_cell = place.page.get_by_role("cell", name=row[0], exact=True)
    cells = place.get_by_role("row").filter(has=first_cell).get_by_role("cell")
    expect(cells).to_have_text(list(row), timeout=PATIENCE)


def see_hours(page: Page, hours: str) -> None:
    """The figure on the hours page, with how many stand behind it, its interval and its day."""
    go_to(page, "Hours")
    main = page.get_by_test_id("stMain")
    expect(page.get_by_test_id("stMetric").filter(has_text="Supported mentoring hours")).to_contain_text(hours)
    says(main, "by 6 mentors · as at 26 Nov 2020", "1 of 6 · 95 % interval 3 % to 56.4 % · as at 26 Nov 2020")


def events(server: Server, what: str, file: str) -> int:
    """How often the ledger says that this was done to the file."""
    with sqlite3.connect(server.log_file.parent / "own.sqlite3") as connection:
        query = "SELECT count(*) FROM event JOIN upload USING (upload_id) WHERE what = ? AND file_name = ?"
        return int(connection.execute(query, (what, file)).fetchone()[0])


def test_a_coordinator_brings_in_her_lists_corrects_them_and_takes_them_back(tmp_path: Path, visit: Visit) -> None:
    page = visit.page
    with served.serving(tmp_path / "own.sqlite3") as server:
        open_page(page, server.url)
        says(page.get_by_test_id("stMain"), EMPTY)
        page.get_by_role("link", name="Import files").click()
        bring_in(page)
        see_hours(page, "9.5 hours")

        go_to(page, "Import")
        correct(page)
        see_hours(page, "11.5 hours")

        go_to(page, "Uploads")
        undo(page, "corrected.csv")
        see_hours(page, "9.5 hours")

        go_to(page, "Uploads")
        for file in ("log.csv", "places.xlsx", "programmes.csv"):
            undo(page, file)
        for title in ("Hours", "Retention", "Completion", "Feedback", "Overview"):
            go_to(page, title)
            says(page.get_by_test_id("stMain"), EMPTY)

    assert visit.complaints == []
    assert visit.elsewhere() == []


def bring_in(page: Page) -> None:
    drop(page, programmes_csv=PROGRAMMES.encode(), places_xlsx=xlsx("Places", *places()), log_csv=csv(*log()))
    says(plan(page, "programmes.csv"), "List of programmes and cohorts: 1 rows, headings in row 1.")
    says(plan(page, "places.xlsx"), "Sheet “Places”: List of places: 12 rows, headings in row 4.", COLLEGE)
    lists(plan(page, "places.xlsx"), "places", "12", "0", "0")
    says(plan(page, "log.csv"), "Session log: 6 rows, headings in row 1.", "12 attendances are of names on no list")
    assert barriers(page) == []

    store(page, "programmes.csv")
    store(page, "places.xlsx")
    says(plan(page, "log.csv"), "The totals would become: supported mentoring hours 0 → 9.5.")
    expect(card(page, "log.csv")).not_to_contain_text("names on no list")
    store(page, "log.csv")


def correct(page: Page) -> None:
    drop(page, log_csv=csv(*log()), corrected_csv=csv(*log(first="4")))
    says(card(page, "log.csv"), "The very same file was stored before, as upload 3 (“log.csv”).")
    card(page, "log.csv").get_by_role("button", name="Put it away").click()
    expect(card(page, "log.csv")).to_have_count(0, timeout=PATIENCE)

    corrected = plan(page, "corrected.csv")
    says(corrected, "supported mentoring hours 9.5 → 11.5")
    lists(corrected.get_by_role("table").nth(0), "attendances", "0", "2", "10")
    lists(corrected.get_by_role("table").nth(1), "2", "attendances", "minutes", "120", "240")
    store(page, "corrected.csv")


def test_wrong_rows_are_named_with_their_sheet_row_and_column(server: Server, page: Page) -> None:
    rows = list(log())
    rows[2] = (*rows[2][:2], "yesterday", *rows[2][3:])
    open_page(page, f"{server.url}/import")

    drop(page, wrong_xlsx=xlsx("Log", *rows))

    wrong = plan(page, "wrong.xlsx")
    sentence = "Date “yesterday” is not a date. Write it as 31/01/2026."
    lists(wrong, "Log", "6", "C", "yesterday", sentence)
    expect(store_button(wrong)).to_have_text("Store 5 rows, keep 1 out")
    with page.expect_download() as download:
        wrong.get_by_role("link", name="Download all of them (CSV)").click()
    assert sentence in download.value.path().read_text("utf-8-sig")


def test_dates_that_could_be_either_are_asked_about_once(server: Server, page: Page) -> None:
    open_page(page, f"{server.url}/import")

    drop(page, either_csv=csv(*log(day="0{}/11/2020")))

    asked = card(page, "either.csv")
    says(asked, "in Date (column C) written day first or month first?")
    assert barriers(page) == []
    asked.get_by_text("day first", exact=True).click()
    asked.get_by_role("button", name="Go on").click()
    says(plan(page, "either.csv"), "complete up to 6 Nov 2020")
    expect(store_button(asked)).to_have_text("Store 6 rows")
    expect(asked.get_by_role("radio")).to_have_count(0)


def test_a_value_in_the_last_cell_of_the_grid_gets_a_sentence_and_the_server_lives(server: Server, page: Page) -> None:
    book = hostile.workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    assert len(book) < 2_500
    open_page(page, f"{server.url}/import")

    drop(page, far_xlsx=book)

    says(card(page, "far.xlsx"), "XFD1048576", "Nothing of it was stored.")
    assert barriers(page) == []
    assert server.status("/readyz") == 200


def test_clicks_upon_clicks_store_once(server: Server, page: Page) -> None:
    open_page(page, f"{server.url}/import")
    drop(page, twice_csv=csv(*log(first="3:30")))
    plan(page, "twice.csv")
    other = page.context.new_page()
    open_page(other, f"{server.url}/import")
    plan(other, "twice.csv")

    store_button(card(page, "twice.csv")).dblclick()
    store_button(card(other, "twice.csv")).click()

    for tab in (page, other):
        expect(card(tab, "twice.csv")).to_have_count(0, timeout=PATIENCE)
        expect(tab.get_by_test_id("stException")).to_have_count(0)
    assert events(server, "stored", "twice.csv") == 1


def test_a_file_is_read_to_its_end_although_its_reader_went_away(server: Server, page: Page) -> None:
    open_page(page, f"{server.url}/import")
    drop(page, long_csv=long_log())
    says(card(page, "long.csv"), "Reading …")
    go_to(page, "Definitions")
    page.close()

    tab = page.context.new_page()
    open_page(tab, f"{server.url}/import")

    says(plan(tab, "long.csv"), "Session log: 10000 rows")


def test_a_plan_outlives_the_server_and_what_was_being_read_is_said_to_be_cut_short(tmp_path: Path, page: Page) -> None:
    with served.serving(tmp_path / "own.sqlite3") as server:
        open_page(page, f"{server.url}/import")
        drop(page, log_csv=csv(*log()))
        plan(page, "log.csv")
        drop(page, long_csv=long_log())
        says(card(page, "long.csv"), "Reading …")
        server.process.kill()
        server.process.wait()

    with served.serving(tmp_path / "own.sqlite3") as server:
        open_page(page, f"{server.url}/import")
        says(card(page, "long.csv"), "Reading was interrupted. Drop the file again.")
        card(page, "long.csv").get_by_role("button", name="Put it away").click()
        expect(card(page, "long.csv")).to_have_count(0, timeout=PATIENCE)
        store(page, "log.csv")
        go_to(page, "Uploads")
        says(card(page, "log.csv"), "attendances: 12 (12 new, 0 changed)")

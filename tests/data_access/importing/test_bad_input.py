"""A coordinator's file with something wrong in it: a clear sentence, nothing lost, nothing half stored."""

import re
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from dashboard import commands
from dashboard.commands import Outcome
from data_access import tables
from data_access.database import Database, open_database

pytestmark = pytest.mark.slow  # it starts other processes

PLACES = "Programme,Cohort,Role,Name,E-mail,Started,Due,Withdrawn\n"
ADA = "New to mentoring,Oct,mentor,Ada Byron,ada@x.ac.uk,13/10/2020,31/03/2021,\n"
LOG = "Date,Mentor,Mentee,Hours\n"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return open_database(f"sqlite:///{tmp_path / 'own.sqlite'}")


def bring(  # noqa: PLR0913 - what an import is told
    database: Database,
    folder: Path,
    name: str,
    content: str | bytes,
    *,
    keep: bool = False,
    may_add: str = "yes",
    **answers: str,
) -> Outcome:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    said = {"organisation": "North College", "new organisations": may_add} | answers
    said = {name: value for name, value in said.items() if value}
    return commands.import_files(database.url, [file], layout=None, answers=said, keep_good_rows=keep, dry_run=False)


def stored(database: Database, kind: str) -> int:
    with database.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.current[kind])).scalar_one())


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "empty"),
        ("report.xlsx", b"%PDF-1.7 something", "PDF"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + b"0" * 50, "picture|image"),
        ("shopping.csv", b"Fruit,Price\nApple,1\n", "no headings that are known"),
        ("almost.csv", b"Programme,Cohort,Role,Name\nA,B,mentor,Ada\n", "lacks “Started”"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(
    database: Database, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    outcome = bring(database, tmp_path, name, content)

    assert not outcome.stored
    assert len(outcome.reasons) == 1
    assert re.search(sentence, outcome.reasons[0]), outcome.reasons[0]
    assert name in outcome.reasons[0]


def test_headings_and_no_rows_are_stored_as_nothing_and_said(database: Database, tmp_path: Path) -> None:
    outcome = bring(database, tmp_path, "places.csv", PLACES)

    assert outcome.stored
    assert "no rows below" in " ".join(map(str, outcome.plans[0].issues))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_names_survive_every_encoding(database: Database, tmp_path: Path, encoding: str) -> None:
    content = (PLACES + ADA.replace("Ada Byron", "Siân O’Neill")).encode(encoding)

    bring(database, tmp_path, "places.csv", content)

    with database.engine.connect() as connection:
        assert connection.execute(select(tables.current["person"].c.name)).scalars().all() == ["Siân O’Neill"]


def test_one_wrong_row_stores_nothing_and_names_sheet_row_and_column(database: Database, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Autumn"
    sheet.append(["Mentoring at North College"])
    sheet.append([])
    sheet.append(PLACES.strip().split(","))
    sheet.append(["New to mentoring", "Oct", "mentor", "Ada Byron", None, "13/10/2020", None, None])
    sheet.append(["New to mentoring", "Oct", "boss", "Bob Hart", None, "soon", None, None])
    book.save(tmp_path / "places.xlsx")

    outcome = bring(database, tmp_path, "places.xlsx", (tmp_path / "places.xlsx").read_bytes())

    assert not outcome.stored
    assert list(outcome.reasons) == [
        (
            "places.xlsx: “Autumn”, row 5, column C: Role “boss” is none of the words known here. "
            "Write one of: mentor, mentee, participant."
        ),
        "places.xlsx: “Autumn”, row 5, column F: Started “soon” is not a date. Write it as 31/01/2026.",
    ]
    assert stored(database, "place") == 0


def test_the_good_rows_can_be_kept_and_the_wrong_ones_are_not_lost(database: Database, tmp_path: Path) -> None:
    outcome = bring(database, tmp_path, "places.csv", PLACES + ADA + ADA.replace("13/10/2020", "soon"), keep=True)

    assert outcome.stored
    assert (stored(database, "place"), outcome.plans[0].rejected) == (1, 1)
    with database.engine.connect() as connection:
        kept = connection.execute(select(tables.rejected_row)).mappings().one()
    assert (kept["row"], kept["column"], kept["value"]) == (3, "F", "soon")


def test_an_error_cell_is_not_a_blank_leaving_date(database: Database, tmp_path: Path) -> None:
    staff = "Name,Employment Start Date,Employment End Date,Main Role\nAda Byron,13/09/2019,#N/A,Lecturer\n"

    outcome = bring(database, tmp_path, "staff.csv", staff)

    assert not outcome.stored
    assert "“#N/A” is" in outcome.reasons[0]


def test_dates_that_could_be_either_are_asked_about_once_for_the_column(database: Database, tmp_path: Path) -> None:
    later = ADA.replace("13/10/2020", "04/10/2020").replace("ada@", "bea@")
    rows = PLACES + ADA.replace("13/10/2020", "03/10/2020") + later

    asked = bring(database, tmp_path, "places.csv", rows)
    answered = bring(database, tmp_path, "places.csv", rows, dates="day first")

    assert [reason.count("day first or month first") for reason in asked.reasons] == [1]
    assert answered.stored


def test_a_column_that_is_written_both_ways_is_refused_with_both_cells(database: Database, tmp_path: Path) -> None:
    rows = PLACES + ADA + ADA.replace("13/10/2020", "10/14/2020")

    outcome = bring(database, tmp_path, "places.csv", rows)

    assert "“13/10/2020” in row 2" in outcome.reasons[0]
    assert "“10/14/2020” in row 3" in outcome.reasons[0]


def test_leaving_before_starting_is_rejected(database: Database, tmp_path: Path) -> None:
    outcome = bring(database, tmp_path, "places.csv", PLACES + ADA.replace("31/03/2021,", "31/03/2021,13/09/2020"))

    assert "withdrawn before it started" in outcome.reasons[0]


def test_a_trailing_space_does_not_make_another_college(database: Database, tmp_path: Path) -> None:
    heading = "Organisation," + PLACES
    rows = heading + f"North College ,{ADA}" + f"NORTH  COLLEGE,{ADA.replace('Ada', 'Bea').replace('ada', 'bea')}"

    outcome = bring(database, tmp_path, "places.csv", rows, organisation="")

    assert outcome.stored
    assert stored(database, "organisation") == 1


def test_an_unknown_college_is_refused_with_the_nearest_known_name(database: Database, tmp_path: Path) -> None:
    bring(database, tmp_path, "places.csv", PLACES + ADA)
    rows = "Organisation," + PLACES + "North Colege," + ADA.replace("Ada", "Bea")

    outcome = bring(database, tmp_path, "more.csv", rows, may_add="no")

    assert "Did you mean “North College”?" in outcome.reasons[0]


def test_the_same_person_twice_is_set_aside_and_said(database: Database, tmp_path: Path) -> None:
    outcome = bring(database, tmp_path, "places.csv", PLACES + ADA + ADA)

    assert (stored(database, "place"), outcome.plans[0].duplicates) == (1, 1)
    assert "row 3: The row says the same as row 2" in " ".join(map(str, outcome.plans[0].issues))


def test_the_same_person_with_two_stories_is_rejected(database: Database, tmp_path: Path) -> None:
    outcome = bring(database, tmp_path, "places.csv", PLACES + ADA + ADA.replace("31/03/2021", "30/04/2021"))

    assert "contradicts row 2" in outcome.reasons[0]


def test_two_people_of_one_name_are_kept_apart_by_their_addresses(database: Database, tmp_path: Path) -> None:
    bring(database, tmp_path, "places.csv", PLACES + ADA + ADA.replace("ada@", "ada.b@"))

    outcome = bring(database, tmp_path, "log.csv", LOG + "13/11/2020,Ada Byron,,1:30\n")

    assert stored(database, "person") == 2
    assert outcome.plans[0].unattributed == 1


def test_a_name_that_one_person_has_is_matched_and_said(database: Database, tmp_path: Path) -> None:
    bring(database, tmp_path, "places.csv", PLACES + ADA)

    outcome = bring(database, tmp_path, "log.csv", LOG + "13/11/2020,ada  byron,Nobody Known,1:30\n")

    assert (outcome.plans[0].matched_by_name, outcome.plans[0].unattributed) == (1, 1)


def test_the_same_file_twice_changes_nothing(database: Database, tmp_path: Path) -> None:
    bring(database, tmp_path, "places.csv", PLACES + ADA)

    again = bring(database, tmp_path, "copy.csv", PLACES + ADA)

    assert "stored before, as upload 1" in again.reasons[0]


def test_a_total_and_a_note_below_are_set_aside_and_counted(database: Database, tmp_path: Path) -> None:
    rows = PLACES + ADA + "Total,,,1,,,,\nPrinted by the office,,,,,,,\n"

    outcome = bring(database, tmp_path, "places.csv", rows)

    assert outcome.stored
    assert outcome.plans[0].sheets[0]["set_aside"] == 2


def test_every_row_of_a_file_is_accounted_for(database: Database, tmp_path: Path) -> None:
    rows = "My list\n" + PLACES + ADA + ADA + ADA.replace("mentor,Ada", "boss,Ada") + "Total,,,3,,,,\n"

    plan = bring(database, tmp_path, "places.csv", rows, keep=True).plans[0]

    sheet = plan.sheets[0]
    assert sheet["above"] + sheet["rows"] + sheet["rejected"] + sheet["set_aside"] == len(rows.splitlines())


def test_learners_nobody_knows_are_held_and_counted_and_found_when_the_map_comes(
    database: Database, tmp_path: Path
) -> None:
    steps = (
        "learner_id,step,week_number,step_number,first_visited_at,last_completed_at\n"
        "l-1,1.1,1,1,2021-02-03 10:00:00 UTC,2021-02-04 10:00:00 UTC\n"
        "l-2,1.10,1,10,2021-02-03 10:00:00 UTC,\n"
    )
    held = bring(database, tmp_path, "ready-1_step-activity.csv", steps)
    learners = "learner_id,Organisation,Name,E-mail\nl-1,North College,Ada Byron,ada@x.ac.uk\n"

    bring(database, tmp_path, "learners.csv", learners)

    assert held.plans[0].held == 2
    with database.engine.connect() as connection:
        places = connection.execute(select(tables.course_place)).mappings().all()
        run = connection.execute(select(tables.course_run)).mappings().one()
    assert [(place["organisation_id"], place["steps_total"]) for place in places] == [("north-college", 2)]
    assert (run["visited"], run["completed_step"], run["mapped"]) == (2, 1, 1)

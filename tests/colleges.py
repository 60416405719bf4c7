"""Two colleges brought in through the real import: every word of a person says which college it is of."""

import shutil
from pathlib import Path

from dashboard import commands, publishing
from data_access.database import Database, open_database

NORTH, SOUTH = "north-college", "south-college"
OF_NORTH, OF_SOUTH = "Northerner", "Southerner"
AS_AT = "2021-07-31"
SECRET = b"s" * 32


def files() -> dict[str, str]:
    """The files of both colleges, by name."""
    return {
        "organisations.csv": "Organisation,Region\nNorth College,North\nSouth College,South\n",
        "programmes.csv": (
            "Programme,Cohort,Cohort starts,Cohort ends,Target hours low,Completion rule\n"
            "New to mentoring,October 2020,05/10/2020,31/03/2021,40,completed on\n"
            "Getting ready to mentor,Run 1,01/02/2021,28/02/2021,,steps 90%\n"
        ),
        "places.csv": _places(),
        "matches.csv": _matches(),
        "log.csv": _log(),
        "staff.csv": _staff(),
        "invitations.csv": (
            "Organisation,Programme,Cohort,Survey,Role,Invited\n"
            "North College,New to mentoring,October 2020,End,mentor,8\n"
            "South College,New to mentoring,October 2020,End,mentor,7\n"
        ),
        "returns.csv": _returns(),
        "getting-ready-to-mentor-1_enrolments.csv": _enrolments(),
        "getting-ready-to-mentor-1_step-activity.csv": _steps(),
        "getting-ready-to-mentor-1_weekly-sentiment-survey-responses.csv": (
            'id,responded_at,week_number,experience_rating,reason\n1,2021-02-05 09:00:00 UTC,1,3,"Clear, and kind"\n'
        ),
        "learners.csv": (
            "learner_id,Organisation,Name,E-mail\n"
            f"l-1,North College,Lena {OF_NORTH},lena@north.ac.uk\nl-2,South College,Levi {OF_SOUTH},levi@south.ac.uk\n"
        ),
        "calendar.csv": "Date,Until,Event\n05/11/2020,02/12/2020,Second lockdown\n",
    }


def write(folder: Path) -> list[Path]:
    """The files of both colleges in a folder."""
    folder.mkdir(exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files()]


def fill(url: str, folder: Path) -> None:
    """Import both colleges into a database, and publish."""
    open_database(url, secret=SECRET)
    outcome = commands.import_files(
        url,
        write(folder),
        layout=None,
        answers={"as_at": AS_AT, "dates": "day first"},
        keep_good_rows=False,
        dry_run=False,
    )
    assert outcome.stored, outcome.reasons
    publishing.publish(Database(url), "local")


def copy(filled: Path, target: Path) -> Database:
    """A database of one's own with both colleges in it."""
    shutil.copy(filled, target)
    return Database(f"sqlite:///{target}")


def _both(line: str) -> str:
    """A line for each college, its placeholders filled in."""
    north = {"college": "North College", "who": OF_NORTH, "at": "north.ac.uk"}
    south = {"college": "South College", "who": OF_SOUTH, "at": "south.ac.uk"}
    return line.format(**north) + line.format(**south)


def _places() -> str:
    lines = "Organisation,Programme,Cohort,Role,Name,E-mail,Started,Due,Completed,Withdrawn\n"
    for number in range(8):
        done = "20/03/2021" if number < 5 else ""
        gone = "01/12/2020" if number == 5 else ""
        lines += _both(
            f"{{college}},New to mentoring,October 2020,mentor,Mo{number} {{who}},mo{number}@{{at}},"
            f"05/10/2020,31/03/2021,{done},{gone}\n"
        )
        lines += _both(
            f"{{college}},New to mentoring,October 2020,mentee,Me{number} {{who}},me{number}@{{at}},"
            "05/10/2020,31/03/2021,,\n"
        )
    return lines


def _matches() -> str:
    lines = "Organisation,Programme,Cohort,Mentor e-mail,Mentee e-mail,Matched on\n"
    for number in range(6):
        lines += _both(f"{{college}},New to mentoring,October 2020,mo{number}@{{at}},me{number}@{{at}},13/10/2020\n")
    return lines


def _log() -> str:
    lines = "Organisation,Date,Session type,Hours,Mentor,Mentor e-mail,Mentee,Mentee e-mail\n"
    for number in range(6):
        for day in ("16/10/2020", "20/11/2020", "15/01/2021", "26/03/2021"):
            lines += _both(
                f"{{college}},{day},supported mentoring,{number + 5},Mo{number} {{who}},mo{number}@{{at}},"
                f"Me{number} {{who}},me{number}@{{at}}\n"
            )
    return lines + _both("{college},17/11/2020,supported mentoring,2,Stray {who},,Me1 {who},me1@{at}\n")


def _staff() -> str:
    lines = "Organisation,Staff number,Name,E-mail,Employment Start Date,Employment End Date,Main Role\n"
    for number in range(8):
        left = "31/08/2020" if number == 6 else ""
        lines += _both(f"{{college}},1{number},Mo{number} {{who}},mo{number}@{{at}},01/09/2019,{left},Lecturer\n")
    return lines


def _returns() -> str:
    lines = (
        "Organisation,Programme,Cohort,Survey,Role,Returned on,Respondent,Demand for yourself,"
        "Demand for your organisation,Rating,Comment\n"
    )
    for number in range(6):
        level = ("low", "medium", "high")[number % 3]
        lines += _both(
            f"{{college}},New to mentoring,October 2020,End,mentor,29/03/2021,r{number},{level},high,4,"
            f"{{who}} says so {number}\n"
        )
    return lines


def _enrolments() -> str:
    header = (
        "learner_id,enrolled_at,unenrolled_at,role,fully_participated_at,purchased_statement_at,gender,country,"
        "age_range,highest_education_level,employment_status,employment_area,detected_country\n"
    )
    return header + "".join(
        f"l-{number},2021-01-{number + 10} 09:00:00 UTC,,learner,,,Unknown,Unknown,Unknown,Unknown,Unknown,Unknown,GB\n"
        for number in range(1, 9)
    )


def _steps() -> str:
    header = "learner_id,step,week_number,step_number,first_visited_at,last_completed_at\n"
    return header + "".join(
        f"l-{learner},1.{step},1,{step},2021-02-03 10:00:00 UTC,2021-02-0{learner + 3} 10:00:00 UTC\n"
        for learner in range(1, 6)
        for step in range(1, 11 if learner < 3 else 4)
    )

"""What the sample tells of is believable, and every trap that its page names is in the files."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

import pytest

from data_access.ingest.layout import Said
from sample_data import AS_AT, FOLDER
from sample_data.cohorts import CALENDAR, TERMS
from sample_data.comments import CONCERNS, PRAISE
from tests.sample_data.reading import LOGS, PLACES, STAFF, parsed, said, said_in

NATIONAL_LOGS = tuple(name for name in LOGS if name.startswith("log-20"))
OWN_LOGS = tuple(name for name in LOGS if name not in NATIONAL_LOGS and "corrections" not in name)
LAST_DAY = date.fromisoformat(AS_AT).toordinal()
RETURNS = ("survey-returns-2020-21.csv", "survey-returns-2021-22.tsv")
RUN = "getting-ready-to-mentor-1"
README = (FOLDER.parent / "README.md").read_text("utf-8")


def day(year: int, month: int, of_month: int) -> int:
    return date(year, month, of_month).toordinal()


def number(value: object) -> int:
    assert isinstance(value, int)
    return value


def people_by_organisation(rows: Iterable[Said]) -> dict[str, set[str]]:
    people: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        people[str(row["organisation"]).replace("&", "and")].add(str(row["e_mail"]))
    return people


def held_hours_by_month(names: Iterable[str]) -> Counter[str]:
    hours: Counter[str] = Counter()
    for name in names:
        meetings = {row["reference"]: row for row in said(name) if row.get("mentor_name") and row["status"] == "held"}
        for row in meetings.values():
            hours[date.fromordinal(number(row["held_on"])).strftime("%Y-%m")] += number(row["minutes"]) // 15
    return hours


def test_every_organisation_has_three_to_forty_people_on_programmes_and_most_have_few() -> None:
    counts = sorted(len(people) for people in people_by_organisation(said_in(PLACES)).values())

    assert len(counts) == 40
    assert (counts[0], counts[-1]) == (3, 40)
    assert sum(count <= 12 for count in counts) > 20


def test_organisations_are_numbered_as_none_is() -> None:
    numbers = [str(row["ukprn"]) for row in said("organisations.xlsx")]

    assert len(set(numbers)) == 40
    assert all(re.fullmatch(r"9999\d{4}", one) for one in numbers)


def test_every_address_is_of_a_domain_that_nobody_can_own() -> None:
    rows = [*said_in(STAFF), *said_in(PLACES), *said("learner-map.xlsx")]
    addresses = {str(row["e_mail"]) for row in rows if row.get("e_mail")}

    assert len(addresses) > 1_000
    assert all(address.endswith(".example") for address in addresses)


def test_programmes_expect_different_things_and_cohorts_too() -> None:
    cohorts = {(row["programme"], row["cohort"]): row for row in said("programmes.csv")}
    first, second = cohorts["New to mentoring", "October 2020"], cohorts["New to mentoring", "September 2021"]

    assert (first["hours_low"], first["hours_high"], first["grant_per_place"], first["group_size"]) == (40, 50, 6000, 8)
    assert (second["hours_low"], second["hours_high"]) == (40, None)
    assert cohorts["Getting ready to mentor", "Run 1"]["completion_rule"] == "steps 90%"
    assert cohorts["Getting ready to mentor", "Run 1"]["hours_low"] is None
    assert cohorts["T Level Leadership Mentoring", "October 2021"]["completion_rule"] == "completed on"


def test_one_cohort_is_not_due_and_nobody_has_completed_it() -> None:
    running = {row["cohort"] for row in said("programmes.csv") if number(row["ends_on"]) > LAST_DAY}
    places = [row for row in said_in(PLACES) if row["cohort"] in running]

    assert running == {"April 2022"}
    assert len(places) > 20
    assert all(row["completed_on"] is None for row in places)


def test_some_colleges_are_on_their_own_lists_only() -> None:
    national = {row["organisation"] for row in said("places-national.xlsx")}

    assert {row["organisation"] for row in said("places-thornbeck.csv")} == {"Thornbeck College"}
    assert not national & {"Thornbeck College", "Harrowmere College"}


def test_two_people_of_one_name_are_told_apart_by_address_on_every_list_and_in_the_log() -> None:
    placed = {row["e_mail"] for row in said("places-national.xlsx") if row["name"] == "Robin Carrick"}
    employed = {row["e_mail"] for row in said("staff-national.xlsx") if row["name"] == "Robin Carrick"}
    logged = [row for row in said_in(NATIONAL_LOGS) if row["mentee_name"] == "Robin Carrick"]

    assert len(placed) == 2
    assert placed == employed == {row["mentee_e_mail"] for row in logged}


def test_someone_is_active_on_a_programme_and_has_left() -> None:
    place = next(row for row in said("places-national.xlsx") if row["name"] == "Jules Ormerod")
    spell = next(row for row in said("staff-national.xlsx") if row["name"] == "Jules Ormerod")

    assert place["completed_on"] is place["withdrawn_on"] is None
    assert number(place["started_on"]) < number(spell["last_day_on"]) == day(2022, 6, 10) < LAST_DAY


def test_the_named_action_learning_set_brings_several_colleges_together() -> None:
    reference = re.search(r"the reference `([^`]+)`", README)
    assert reference is not None
    rows = [row for row in said("log-2020-autumn.csv") if row["reference"] == reference[1]]

    assert {row["kind"] for row in rows} == {"action learning set"}
    assert len({row["organisation"] for row in rows}) > 2
    assert len({(row["held_on"], row["minutes"]) for row in rows}) == 1


def test_some_sessions_of_one_mentor_have_several_mentees() -> None:
    mentees = Counter(row["reference"] for row in said("log-harrowmere.xlsx"))

    assert max(mentees.values()) > 1
    assert sum(count == 1 for count in mentees.values()) > len(mentees) * 0.8


def test_the_corrections_repeat_references_with_other_minutes() -> None:
    first = {row["reference"]: row["duration"] for row in said("log-thornbeck.csv")}
    corrected = {row["reference"]: row["duration"] for row in said("log-thornbeck-corrections.csv")}

    assert len(corrected) == 3
    assert [number(first[one]) - number(right) for one, right in corrected.items()] == [120, 120, 120]


def test_every_kind_and_status_of_session_is_logged() -> None:
    rows = list(said_in(NATIONAL_LOGS))

    assert {row["status"] for row in rows} == {"held", "cancelled", "scheduled"}
    assert {row["kind"] for row in rows} == {
        "supported mentoring",
        "tutorial",
        "action learning set",
        "simulation",
        "guided learning",
    }
    assert all(number(row["held_on"]) > LAST_DAY for row in rows if row["status"] == "scheduled")


def test_a_few_names_in_logs_stand_on_no_list_and_most_do() -> None:
    known = {str(row["name"]) for row in said_in(PLACES)}
    names = [str(row["mentor_name"]) for row in said_in(NATIONAL_LOGS) if row["mentor_name"]]
    unknown = [name for name in names if name not in known]

    assert 10 < len(unknown) < len(names) * 0.02


def test_some_mentors_never_log() -> None:
    mentors = {(row["organisation"], row["name"]) for row in said_in(PLACES) if row["role"] == "mentor"}
    logged = {(row["organisation"], row["mentor_name"]) for row in said_in(NATIONAL_LOGS)}
    national = {row["organisation"] for row in said_in(NATIONAL_LOGS) if row["mentor_name"]}
    silent = {one for one in mentors - logged if one[0] in national}

    assert {organisation for organisation, _ in mentors} >= {"Lowmarsh College", "Oakenby College"}
    assert not national & {"Lowmarsh College", "Oakenby College"}
    assert 0 < len(silent) < len(mentors) * 0.15


def test_most_mentors_of_cohorts_that_are_over_logged_thirty_five_to_fifty_hours() -> None:
    minutes: Counter[tuple[object, object]] = Counter()
    meetings = {
        row["reference"]: row for row in said_in(NATIONAL_LOGS) if row["mentor_name"] and row["status"] == "held"
    }
    for row in meetings.values():
        if row["cohort"] != "April 2022":
            minutes[row["mentor_name"], row["cohort"]] += number(row["minutes"])
    hours = [total / 60 for total in minutes.values() if total > 240]

    assert sum(35 <= one <= 50 for one in hours) > len(hours) * 0.55
    assert min(hours) < 20
    assert 50 < max(hours) < 65


def test_nobody_mentors_in_the_christmas_closures_and_fewer_do_in_the_lockdown_of_2021() -> None:
    closures = [event for event in CALENDAR if event.words == "Christmas closure"]
    logged_on = {date.fromordinal(number(row["held_on"])) for row in said_in(LOGS)}
    hours = held_hours_by_month([*NATIONAL_LOGS])

    assert not any(one.until_on and one.starts_on <= on <= one.until_on for one in closures for on in logged_on)
    assert hours["2021-01"] + hours["2021-02"] < 0.8 * (hours["2020-11"] + hours["2020-12"])


def test_the_calendar_has_englands_lockdowns() -> None:
    events = {str(row["event"]): (row["event_on"], row["until_on"]) for row in said("calendar.csv")}

    assert events["First national lockdown begins"][0] == day(2020, 3, 23)
    assert events["Second national lockdown"] == (day(2020, 11, 5), day(2020, 12, 2))
    assert events["Third national lockdown, colleges teach online"] == (day(2021, 1, 5), day(2021, 3, 7))
    assert events["Colleges open again to all students"][0] == day(2021, 3, 8)


@pytest.mark.parametrize("year", range(2017, 2022))
def test_about_an_eighth_to_a_sixth_of_staff_leave_in_a_year_and_a_fifth_or_more_of_joiners(year: int) -> None:
    first, last = day(year, 8, 1), day(year + 1, 7, 31)
    spells = [(number(row["started_on"]), row["last_day_on"]) for row in said_in(STAFF)]
    there = [end for start, end in spells if start <= first and (end is None or number(end) >= first)]
    leavers = [end for _, end in spells if isinstance(end, int) and first <= end <= last]

    assert 0.12 <= len(leavers) / len(there) <= 0.18


def test_joiners_leave_more_often_than_others() -> None:
    spells = [(number(row["started_on"]), row["last_day_on"]) for row in said_in(STAFF)]
    joiners = [(start, end) for start, end in spells if day(2017, 8, 1) <= start <= day(2021, 7, 31)]
    gone = [end for start, end in joiners if isinstance(end, int) and end < start + 365]

    assert 0.17 < len(gone) / len(joiners) < 0.27


def test_leavers_have_reasons_and_most_have_destinations() -> None:
    leavers = [row for row in said_in(STAFF) if row["last_day_on"] is not None]
    unknown = [row for row in leavers if row["destination"] == "Not known"]

    assert all(row["reason_for_leaving"] and row["destination"] for row in leavers)
    assert 0.08 < len(unknown) / len(leavers) < 0.2


def test_some_of_the_staff_do_not_teach_and_a_few_came_back() -> None:
    staff = list(said_in(STAFF))
    teaching = {"Advanced Practitioner", "Instructor", "Lecturer", "Practitioner", "Teacher", "Trainer", "Tutor"}
    spells = Counter((row["organisation"], row["staff_number"]) for row in staff)

    assert 0.75 < sum(row["main_role"] in teaching for row in staff) / len(staff) < 0.95
    assert sum(count == 2 for count in spells.values()) > 5


def test_responses_are_neither_poor_nor_perfect() -> None:
    invited, returned = Counter[object](), Counter[object]()
    for row in said("survey-invitations.csv"):
        invited[row["organisation"]] += number(row["invited"])
    for row in said_in(RETURNS):
        returned[row["organisation"]] += 1
    rates = [returned[one] / asked for one, asked in invited.items() if asked >= 10]

    assert 0.55 < sum(returned.values()) / sum(invited.values()) < 0.75
    assert all(0.38 <= rate <= 0.92 for rate in rates)


@pytest.mark.parametrize("question", ["demand_self", "demand_organisation"])
def test_demand_is_mostly_medium_or_high_and_not_everywhere(question: str) -> None:
    answers = Counter(row[question] for row in said_in(RETURNS) if row[question])
    low = {row["organisation"] for row in said_in(RETURNS) if row[question] == "low"}

    assert 0.92 < 1 - answers["low"] / sum(answers.values()) < 0.98
    assert 5 < len(low) < 35


def test_respondents_have_codes_of_their_own() -> None:
    codes = [row["respondent"] for row in said_in(RETURNS)]

    assert len(codes) == len(set(codes))


def test_comments_are_many_and_varied_and_touch_every_theme() -> None:
    comments = [str(row["comment"]) for row in said_in(RETURNS) if row["comment"]]
    used = {
        theme: [one for of_role in roles.values() for one in of_role if any(one.split("{")[0] in it for it in comments)]
        for theme, roles in [*PRAISE.items(), *CONCERNS.items()]
    }

    assert len(comments) > 300
    assert len({one for sentences in used.values() for one in sentences}) >= 120
    assert len(used) == 25
    assert all(used.values())


def test_most_learners_of_the_course_are_on_the_map_and_none_of_its_team() -> None:
    enrolled = {row["learner_id"] for row in said(f"{RUN}_enrolments.csv")}
    team = {row["learner_id"] for row in said(f"{RUN}_team-members.csv")}
    mapped = {row["learner_id"] for row in said("learner-map.xlsx")}

    assert len(enrolled) == 160
    assert team < enrolled
    assert mapped < enrolled - team
    assert 0.65 < len(mapped) / len(enrolled - team) < 0.75


def test_the_course_has_a_tenth_step_that_is_not_its_first() -> None:
    rows = (FOLDER / f"{RUN}_step-activity.csv").read_text("utf-8").splitlines()
    steps = {row.split(",")[1] for row in rows[1:]}

    assert {"1.1", "1.10"} < steps
    assert len(steps) == 24


def test_weekly_ratings_name_no_learner_and_hold_comments_over_several_lines() -> None:
    text = (FOLDER / f"{RUN}_weekly-sentiment-survey-responses.csv").read_text("utf-8")
    comments = [row["comment"] for row in said(f"{RUN}_weekly-sentiment-survey-responses.csv")]

    assert text.startswith("id,responded_at,week_number,experience_rating,reason\n")
    assert any("\n" in str(comment) for comment in comments)
    assert comments.count(None) > len(comments) / 2


def test_the_course_was_followed_for_long_enough_to_see_who_completed() -> None:
    run = next(row for row in said("programmes.csv") if row["cohort"] == "Run 1")
    last_seen = max(number(row["enrolled_on"]) for row in said(f"{RUN}_enrolments.csv"))

    assert last_seen > number(run["ends_on"]) + 28


def test_a_log_is_complete_to_the_day_that_is_said_of_it() -> None:
    for term in TERMS[:-1]:
        held_on = [number(row["held_on"]) for row in said(f"log-{term.name}.csv")]

        assert term.starts_on.toordinal() <= min(held_on)
        assert max(held_on) <= term.ends_on.toordinal()


def test_each_college_logs_in_its_own_way() -> None:
    given = {name: {one for sheet in parsed(name, {}) for one in sheet.columns} for name in OWN_LOGS}
    lengths = {name: columns & {"hours", "minutes", "duration"} for name, columns in given.items()}

    assert lengths["log-kesterby.xlsx"] == {"hours"}
    assert lengths["log-wexcombe.csv"] == {"minutes"}
    assert lengths["log-brackenfold.xlsx"] == lengths["log-thornbeck.csv"] == {"duration"}
    assert "reference" not in given["log-wexcombe.csv"]
    assert len(parsed("log-brackenfold.xlsx", {})) == 2

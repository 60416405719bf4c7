"""Makes every file of the sample data anew, the same to the byte: `python -m sample_data.build`."""

from collections.abc import Callable, Mapping
from pathlib import Path

from sample_data import FOLDER, course, lists, logs, surveys
from sample_data.cohorts import TERMS

MAKERS: Mapping[str, Callable[[], bytes]] = {
    "organisations.xlsx": lists.organisations,
    "programmes.csv": lists.programmes,
    "calendar.csv": lists.calendar,
    "staff-national.xlsx": lists.staff_national,
    "staff-thornbeck.csv": lists.staff_with_semicolons,
    "staff-harrowmere.csv": lists.staff_of_one_college,
    "staff-penbrock.csv": lists.staff_without_addresses,
    "staff-kesterby.sqlite": lists.staff_database,
    "places-national.xlsx": lists.places_national,
    "places-thornbeck.csv": lists.places_with_semicolons,
    "places-harrowmere.csv": lists.places_of_one_college,
    "places-kesterby.xlsx": lists.places_with_titles,
    "matches.csv": lists.matches_national,
    **{f"log-{term.name}.csv": logs.of_term(term) for term in TERMS[:-1]},
    f"log-{TERMS[-1].name}.xlsx": logs.of_last_term,
    "log-brackenfold.xlsx": logs.with_clock_times,
    "log-harrowmere.xlsx": logs.with_worded_lengths,
    "log-kesterby.xlsx": logs.with_hours,
    "log-thornbeck.csv": logs.with_bare_numbers,
    "log-thornbeck-corrections.csv": logs.corrections,
    "log-wexcombe.csv": logs.without_references,
    "log-penbrock.csv": logs.without_college,
    "survey-invitations.csv": surveys.invitations,
    "survey-returns-2020-21.csv": surveys.first_year_returns,
    "survey-returns-2021-22.tsv": surveys.later_returns,
    "getting-ready-to-mentor-1_enrolments.csv": course.enrolments,
    "getting-ready-to-mentor-1_step-activity.csv": course.step_activity,
    "getting-ready-to-mentor-1_leaving-survey-responses.csv": course.leaving_survey,
    "getting-ready-to-mentor-1_weekly-sentiment-survey-responses.csv": course.weekly_sentiment,
    "getting-ready-to-mentor-1_team-members.csv": course.team_members,
    "learner-map.xlsx": course.learner_map,
}


def build(into: Path) -> None:
    """Write all files into a folder."""
    into.mkdir(parents=True, exist_ok=True)
    for name, make in MAKERS.items():
        (into / name).write_bytes(make())


if __name__ == "__main__":
    build(FOLDER)

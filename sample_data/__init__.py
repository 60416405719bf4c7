"""Sample data, all of it made up: the files, and how each is imported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent / "files"
AS_AT = "2022-07-31"


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A file with what its importer is told of it, and whether the import is taken back again."""

    name: str
    answers: Mapping[str, str] = field(default_factory=dict)
    then: Literal["store", "store and undo"] = "store"

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return FOLDER / self.name


COMPLETE = {"as_at": AS_AT}
STAFF = {"complete_from": "2017-08-01", **COMPLETE}
RUN = "getting-ready-to-mentor-1"

FILES: tuple[SampleFile, ...] = (
    SampleFile("organisations.xlsx"),
    SampleFile("programmes.csv"),
    SampleFile("calendar.csv"),
    SampleFile("staff-national.xlsx", STAFF),
    SampleFile("staff-thornbeck.csv", {"organisation": "Thornbeck College", **STAFF}),
    SampleFile("staff-harrowmere.csv", {"organisation": "Harrowmere College", **STAFF}),
    SampleFile("staff-penbrock.csv", STAFF),
    SampleFile("staff-kesterby.sqlite", {"organisation": "Kesterby and District College", **STAFF}),
    SampleFile("places-national.xlsx", COMPLETE),
    SampleFile("places-thornbeck.csv", COMPLETE),
    SampleFile("places-harrowmere.csv", {"organisation": "Harrowmere College", **COMPLETE}),
    SampleFile("places-kesterby.xlsx", COMPLETE),
    SampleFile("matches.csv"),
    SampleFile("log-2020-autumn.csv", {"as_at": "2020-12-31"}),
    SampleFile("log-2021-spring.csv", {"as_at": "2021-04-30"}),
    SampleFile("log-2021-autumn.csv", {"as_at": "2021-12-31"}),
    SampleFile("log-2022-spring.csv", {"as_at": "2022-03-31"}),
    SampleFile("log-2022-summer.xlsx", COMPLETE),
    SampleFile("log-brackenfold.xlsx", {"organisation": "Brackenfold College", **COMPLETE}),
    SampleFile("log-harrowmere.xlsx", {"organisation": "Harrowmere College", **COMPLETE}),
    SampleFile("log-kesterby.xlsx", COMPLETE),
    SampleFile("log-thornbeck.csv", {"organisation": "Thornbeck College", "durations": "minutes", **COMPLETE}),
    SampleFile(
        "log-thornbeck-corrections.csv",
        {"organisation": "Thornbeck College", "durations": "minutes", "dates": "day first", **COMPLETE},
    ),
    SampleFile("log-wexcombe.csv", {"organisation": "Wexcombe College", **COMPLETE}),
    SampleFile("log-penbrock.csv", {"organisation": "Wexcombe College", **COMPLETE}, "store and undo"),
    SampleFile("log-penbrock.csv", {"organisation": "Penbrock College Group", **COMPLETE}),
    SampleFile("survey-invitations.csv"),
    SampleFile("survey-returns-2020-21.csv"),
    SampleFile("survey-returns-2021-22.tsv"),
    SampleFile(f"{RUN}_enrolments.csv"),
    SampleFile(f"{RUN}_step-activity.csv"),
    SampleFile(f"{RUN}_leaving-survey-responses.csv"),
    SampleFile(f"{RUN}_weekly-sentiment-survey-responses.csv"),
    SampleFile(f"{RUN}_team-members.csv"),
    SampleFile("learner-map.xlsx"),
)
"""All files in the order in which they are imported."""

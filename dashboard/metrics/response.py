"""The response rate, which stands beside every survey result."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.metrics.measure import Measure
from dashboard.metrics.tally import dated, numbers, tally

RESPONSE_RATE = Measure(
    name="response_rate",
    family="response",
    label="Response rate",
    definition=("Of the people invited to a survey, the share who returned a usable questionnaire by the as-at date."),
    numerator_is="people who returned a questionnaire",
    denominator_is="people invited",
    unit="percent",
    source="The usual survey response rate: returned divided by invited.",
    caution="It does not show whether those who answered think like those who did not.",
    small_status="u",
)
MEASURES = (RESPONSE_RATE,)

UNKNOWN = "respondents only, number invited not known"
IMPOSSIBLE = "more returned than invited"


def counts(surveys: pd.DataFrame, by: Sequence[str], as_at: int | None = None) -> pd.DataFrame:
    """Count the questionnaires returned, of those invited.

    Surveys, one row a wave, organisation, cohort and role: *by, invited (may be missing), returned,
    covered_to if known. Rows that cannot be right are left out, so that no average hides them.
    """
    invited, returned = numbers(surveys["invited"]), numbers(surveys["returned"])
    sound = returned <= invited
    rows = surveys[list(by)].assign(
        numerator=returned.where(sound, 0),
        denominator=invited.where(sound, 0),
        not_yet=0.0,
        left_out=returned.where(~sound, 0),
        reason=np.select([sound, invited.isna()], ["", UNKNOWN], IMPOSSIBLE),
        as_at=dated(surveys, as_at),
    )
    return tally(rows, by)

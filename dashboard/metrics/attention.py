"""Which mentors need a look this week, and why: about the mentoring, never a prediction about a person."""

import numpy as np
import pandas as pd

from dashboard.metrics.tally import numbers

TOO_EARLY_DAYS = 28
"""From the start, before anything is said."""

CONTACT_DAYS = 42
"""Since the last session held: one and a half times the four weeks usual between sessions."""

BEHIND = 0.6
"""Of the hours due by now, after a quarter of the time."""

FROM_SHARE = 0.25

CHECKED_IN_TURN = ("too early to tell", "no log", "needs check-in")
STATES = ("needs check-in", "no log", "too early to tell", "on track")


def of_mentors(mentors: pd.DataFrame, as_at: int | None = None) -> pd.DataFrame:
    """Mentors whose place is open on the day their log reaches to, each with a state and its reason.

    Mentors: one row a place with started_on, ends_on, finished_on, hours_low, minutes, last_on, covered_to.
    """
    on = numbers(mentors["covered_to"]).fillna(as_at if as_at is not None else np.nan)
    open_now = numbers(mentors["finished_on"]).isna() & (numbers(mentors["started_on"]) <= on)
    rows = mentors[open_now & ~(numbers(mentors["ends_on"]) < on)]
    on = on[rows.index]
    since_start = on - numbers(rows["started_on"])
    since_contact = on - numbers(rows["last_on"])
    behind = _is_behind(rows, on)
    silent = numbers(rows["last_on"]).isna()
    conditions = [since_start < TOO_EARLY_DAYS, silent, (since_contact > CONTACT_DAYS) | behind]
    chosen = np.select([one.to_numpy(dtype="bool") for one in conditions], CHECKED_IN_TURN, "on track")
    state = pd.Series(chosen, index=rows.index, dtype="str")
    reasons = [_reason(*row) for row in zip(state, since_contact, behind, numbers(rows["minutes"]) / 60, strict=True)]
    order = state.map({name: place for place, name in enumerate(STATES)})
    return (
        rows.assign(state=state, reason=reasons, days=since_contact, order=order)
        .sort_values(["order", "days"], ascending=[True, False])
        .drop(columns="order")
        .reset_index(drop=True)
    )


def _is_behind(rows: pd.DataFrame, on: "pd.Series[float]") -> "pd.Series[bool]":
    started, ends = numbers(rows["started_on"]), numbers(rows["ends_on"])
    share = ((on - started) / (ends - started)).clip(upper=1)
    due = numbers(rows["hours_low"]) * share
    return (share > FROM_SHARE) & (numbers(rows["minutes"]) / 60 < BEHIND * due)


def _reason(state: str, days: float, behind: bool, hours: float) -> str:  # noqa: FBT001 - a row's own values
    if state == "no log":
        return "nothing logged yet: unknown, not behind"
    if state != "needs check-in":
        return ""
    parts = [f"no session held for {int(days)} days"] if days > CONTACT_DAYS else []
    parts += [f"{hours:.0f} hours logged, under {BEHIND:.0%} of what is due by now"] if behind else []
    return "; ".join(parts)

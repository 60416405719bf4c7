"""The definitions page: made from the measures themselves, so that it cannot say anything else."""

import streamlit as st

from dashboard import drawing
from dashboard.metrics import catalogue
from dashboard.metrics.measure import Measure


def statuses() -> None:
    """What it means when a figure is not a plain number."""
    st.write(
        "Every figure shows its two counts, a 95 % interval (Wilson's method) and the day up to which its data "
        "are complete. The interval shows how far chance alone could move a rate of so few people."
    )
    st.header("When there is no plain number", anchor=False)
    for code, words in drawing.STATUS_WORDS.items():
        if words:
            st.markdown(f"- **{code}**: {words}")


def measures() -> None:
    """Each measure with its definition, counts, source and caution."""
    for measure in catalogue.MEASURES:
        _measure(measure)


def _measure(measure: Measure) -> None:
    st.header(measure.label, anchor=measure.name.replace("_", "-"))
    st.write(measure.definition)
    st.markdown(
        f"- **Counted:** {measure.numerator_is}\n"
        f"- **Out of:** {measure.denominator_is}\n"
        f"- **Does not show:** {measure.caution}\n"
        f"- **Source:** {measure.source}\n"
        f"- **On the command line:** `figures {measure.family}`, measure `{measure.name}`"
    )

"""Are we on course for our hours?"""

from dashboard import session
from dashboard.ui import frame, people, sections

viewer = session.viewer()
if not frame.empty(viewer):
    frame.data_up_to(viewer)
    sections.log_coverage(viewer)
    sections.headlines(viewer, "hours")
    people.unattributed(viewer)
    sections.hours_by_month(viewer)
    sections.rates(viewer, "hours", "mentors_at_pace", "organisation")
    sections.rates(viewer, "hours", "mentors_at_pace", "programme")

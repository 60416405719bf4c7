"""Who answered, and what do they want?"""

from dashboard import session
from dashboard.ui import frame, sections

viewer = session.viewer()
if not frame.empty(viewer):
    frame.data_up_to(viewer)
    sections.headlines(viewer, "response", "demand")
    sections.demand(viewer)
    sections.rates(viewer, "response", "response_rate", "organisation")
    sections.comments(viewer)
sections.course_comments(viewer)

"""Who completes, of those who should have by now?"""

from dashboard import session
from dashboard.ui import frame, sections

viewer = session.viewer()
if not frame.empty(viewer):
    frame.data_up_to(viewer)
    sections.headlines(viewer, "completion")
    sections.not_in_the_rate(viewer)
    sections.rates(viewer, "completion", "completion_rate", "organisation")
    sections.rates(viewer, "completion", "completion_rate", "programme")
sections.courses(viewer)

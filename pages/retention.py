"""Do teachers stay?"""

from dashboard import session
from dashboard.ui import frame, sections

viewer = session.viewer()
if not frame.empty(viewer):
    frame.data_up_to(viewer)
    sections.retention_steps(viewer)
    sections.rates(viewer, "retention", "retained_12", "organisation")
    sections.rates(viewer, "retention", "retained_12", "programme")

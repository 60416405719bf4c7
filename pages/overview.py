"""What needs attention, and how are we doing?"""

from dashboard import session
from dashboard.ui import frame, people, sections

viewer = session.viewer()
if not frame.empty(viewer):
    frame.data_up_to(viewer)
    sections.headlines(viewer)
    people.attention_list(viewer)
    people.findings(viewer)

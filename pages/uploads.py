"""What was stored, from which file, and can it be taken back?"""

from dashboard import session
from dashboard.ui import history

viewer = session.viewer()
history.waiting_hint(viewer)
history.stored(viewer)
history.publishing(viewer)

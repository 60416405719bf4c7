"""What do these files say, and what would storing them change?"""

from dashboard import session
from dashboard.ui import importing

viewer = session.viewer()
importing.drop(viewer)
importing.waiting(viewer)
importing.template_downloads()

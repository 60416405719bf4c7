"""`python -m dashboard` is the console script."""

import sys

from dashboard.cli import main

sys.exit(main())

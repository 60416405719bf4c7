"""What does each figure mean?"""

from dashboard.ui import glossary

glossary.statuses()
glossary.measures()

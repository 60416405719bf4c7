"""${message[:1].upper() + message[1:]}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:  # noqa: PLR0915 - one statement for each table and index
    """Bring a database of the version before up to this one."""
    ${"\n".join(line for line in upgrades.splitlines() if "###" not in line).strip()}

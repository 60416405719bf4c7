"""Alembic's environment: it works on the connection it is given, or else on an empty database in memory."""

from alembic import context
from sqlalchemy import create_engine

from data_access.tables import metadata

given = context.config.attributes
if "connection" not in given:
    given["connection"] = create_engine("sqlite://").connect()

context.configure(
    connection=given["connection"],
    target_metadata=metadata,
    render_as_batch=given.get("alters", True) and given["connection"].dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()

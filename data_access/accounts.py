"""Who is granted which scope; the only place where one is made."""

from sqlalchemy import select

from data_access import tables
from data_access.database import Database
from data_access.records import EVERY_ORGANISATION
from data_access.scope import Access, Scope

LOCAL = "local"
"""The one person there is while no sign-in is configured and the server listens on loopback only."""


def nobody() -> Scope:
    """A scope that sees nothing."""
    return Scope("", Access.SLT, (), may_see_people=False)


def local_scope(database: Database, access: Access, organisation_id: str = "") -> Scope:
    """What the person at this machine sees when viewing as a coordinator, senior leader or programme lead.

    A senior leader sees one organisation: the one named, or else the first.
    """
    held = _organisations(database)
    if access is Access.COORDINATOR:
        return Scope(LOCAL, access, held, may_see_people=True)
    if access is Access.LEAD:
        return Scope(LOCAL, access, tuple(sorted({*held, EVERY_ORGANISATION})), may_see_people=False)
    own = organisation_id if organisation_id in held else next(iter(held), "")
    return Scope(LOCAL, access, (own,) if own else (), may_see_people=False)


def publisher(database: Database) -> Scope:
    """What the worker that publishes reads: everything exactly, so as to suppress it."""
    return Scope("publisher", Access.COORDINATOR, _organisations(database), may_see_people=True)


def _organisations(database: Database) -> tuple[str, ...]:
    organisation = tables.current["organisation"]
    with database.engine.connect() as connection:
        return tuple(connection.execute(select(organisation.c.organisation_id).order_by("organisation_id")).scalars())

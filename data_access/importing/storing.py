"""Storing a plan, cancelling it, and undoing what was stored."""

from sqlalchemy import Connection

from data_access import ledger, writing


class NotStorableError(Exception):
    """A plan cannot be stored, or an upload cannot be undone; the message says why."""


class StaleError(NotStorableError):
    """The data changed since the plan was made, so it has to be made again."""


def store(connection: Connection, upload_id: int, by: str) -> int:
    """Apply a plan exactly as it was shown. Gives the ledger position.

    Raises:
        NotStorableError: it is no plan, or was stored already.
        StaleError: the data changed since.
    """
    entry = ledger.get(connection, upload_id)
    if entry is None or entry.state != ledger.PLANNED:
        state = "not known" if entry is None else f"already {entry.state}"
        raise NotStorableError(f"Upload {upload_id} is {state}.")
    if entry.planned_position != ledger.data_position(connection):
        raise StaleError("The data changed since this plan was made. It is made again now; look at it once more.")
    return writing.apply(connection, upload_id, by)


def undo(connection: Connection, upload_id: int, by: str) -> int:
    """Take a stored upload back: what older uploads said is true again.

    Raises:
        NotStorableError: the upload is not stored.
    """
    entry = ledger.get(connection, upload_id)
    if entry is None or entry.state != ledger.STORED:
        state = "not known" if entry is None else entry.state
        raise NotStorableError(f"Upload {upload_id} cannot be undone: it is {state}.")
    return writing.unapply(connection, upload_id, by)


def cancel(connection: Connection, upload_id: int) -> None:
    """Drop a plan and what it claimed; a stored upload is left alone."""
    entry = ledger.get(connection, upload_id)
    if entry is not None and entry.state == ledger.PLANNED:
        ledger.forget(connection, upload_id)

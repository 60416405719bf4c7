"""Faults of ours: the log gets their type and place under a reference, and never a value, which may be a name."""

import logging
import secrets
import threading
import traceback
from collections.abc import Iterator
from typing import Any

log = logging.getLogger(__name__)


def note(error: BaseException) -> str:
    """Log what failed and where, and return the reference that a person can quote."""
    reference = secrets.token_hex(4).upper()
    log.error("Reference %s\n%s", reference, "\n".join(_without_values(error)))
    return reference


def keep_values_out_of_the_log() -> None:
    """Have every exception that anything logs from now on named by type and place, as in `note`.

    Streamlit and the web server log what they catch as well, and an exception's text may hold a record.
    """
    make = logging.getLogRecordFactory()

    def without_values(*args: Any, **kwargs: Any) -> logging.LogRecord:  # noqa: ANN401 - as logging calls it
        record = make(*args, **kwargs)
        if record.exc_info and record.exc_info[1]:
            record.msg = "\n".join((record.getMessage(), *_without_values(record.exc_info[1])))
            record.args, record.exc_info = (), None
        return record

    logging.setLogRecordFactory(without_values)
    threading.excepthook = lambda failure: _note_thread(failure.exc_value)


def _note_thread(error: BaseException | None) -> None:
    if error is not None:
        note(error)


def _without_values(error: BaseException) -> Iterator[str]:
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    for frame, line in traceback.walk_tb(error.__traceback__):
        yield f"  {frame.f_code.co_filename}:{line} in {frame.f_code.co_name}"
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield "after"
        yield from _without_values(before)

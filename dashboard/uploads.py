"""The one worker that reads, plans, stores and undoes: a page asks, and looks into the ledger for the answer."""

import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path

from dashboard import data, faults, places_of_data, publishing, sample
from data_access import ledger
from data_access.database import Database, back_up
from data_access.importing import planning, spool, storing
from data_access.importing.planning import Plan, RefusedPlanError
from data_access.importing.spool import Inspected
from data_access.ingest.issues import Issue, Question, Severity
from data_access.ingest.sheet import Refused
from data_access.scope import Scope

Job = Callable[[], None]

PUT_AWAY = (ledger.PLANNED, ledger.ASKED, ledger.REFUSED, ledger.INTERRUPTED)

_jobs: queue.Queue[Job | None] = queue.Queue()
_busy: set[tuple[str, int]] = set()
_faults: dict[tuple[str, int], str] = {}
_filling: dict[str, sample.Progress] = {}
_thread: threading.Thread | None = None
_starting = threading.Lock()


def start() -> None:
    """Start the worker; whatever was being read when the last one ended is marked as interrupted."""
    global _thread  # noqa: PLW0603 - one worker for one process
    with _starting:
        if _thread is not None and _thread.is_alive():
            return
        for url in {places_of_data.own_database(), places_of_data.sample_database()}:
            with data.database(url).writing() as connection:
                ledger.interrupt_readings(connection)
        spool.drop_old(places_of_data.spool())
        _thread = threading.Thread(target=_work, name="uploads", daemon=True)
        _thread.start()
    if places_of_data.is_demonstration():
        fill_sample(places_of_data.sample_database())


def stop() -> None:
    """End the worker after the job it is at."""
    if _thread is not None and _thread.is_alive():
        _jobs.put(None)
        _thread.join(timeout=30)


def is_busy(url: str, upload_id: int) -> bool:
    """Whether something is being done to an upload."""
    return (url, upload_id) in _busy


def fault_of(url: str, upload_id: int) -> str:
    """The reference of the fault that cut short what was last done to an upload, if one did."""
    return _faults.get((url, upload_id), "")


def receive(url: str, scope: Scope, file_name: str, content: bytes, answers: Mapping[str, str]) -> int:
    """Take a file in; it is read and planned by the worker. Gives the number of the upload."""
    folder = spool.receive(places_of_data.spool(), content)
    with data.database(url).writing() as connection:
        upload_id = ledger.open_upload(
            connection,
            file_name=file_name,
            sha256=spool.digest(folder),
            size=len(content),
            uploaded_by=scope.subject,
            options={"folder": str(folder), "layout": None, "answers": dict(answers)},
        )
    _put(url, upload_id, lambda: _read_and_plan(data.database(url), scope, upload_id))
    return upload_id


def answer(url: str, scope: Scope, upload_id: int, answers: Mapping[str, str], layout: str | None = None) -> None:
    """Read a file again, now with what only the uploader knew."""
    database = data.database(url)
    with database.writing() as connection:
        entry = ledger.get(connection, upload_id)
        if entry is None or entry.state not in (ledger.ASKED, ledger.REFUSED, ledger.PLANNED):
            return
        ledger.forget(connection, upload_id, ledger.READING)
        options = {
            **entry.options,
            "layout": layout or entry.options["layout"],
            "answers": {**entry.options["answers"], **answers},
        }
        ledger.move(connection, upload_id, ledger.READING, options=options, report={})
    _put(url, upload_id, lambda: _read_and_plan(database, scope, upload_id))


def store(url: str, scope: Scope, upload_id: int) -> None:
    """Store a plan; if the data changed since it was made, it is made again instead."""
    _put(url, upload_id, lambda: _store(data.database(url), scope, upload_id))


def undo(url: str, scope: Scope, upload_id: int) -> None:
    """Take a stored upload back, after a back-up."""
    _put(url, upload_id, lambda: _undo(data.database(url), scope, upload_id))


def cancel(url: str, upload_id: int) -> None:
    """Drop a plan, or what came to none."""
    with data.database(url).writing() as connection:
        entry = ledger.get(connection, upload_id)
        if entry is not None and entry.state in PUT_AWAY:
            ledger.forget(connection, upload_id)
            spool.drop(Path(entry.options["folder"]))


def publish(url: str, scope: Scope) -> None:
    """Publish what the data say now."""

    def publish_now() -> None:
        publishing.publish(data.database(url), scope.subject)

    _put(url, 0, publish_now)


def fill_sample(url: str) -> sample.Progress | None:
    """See to it that the sample is there; gives how far that is while it is under way."""
    if url not in _filling and not sample.is_filled(data.database(url)):
        _filling[url] = sample.Progress(0, 1)
        _put(url, -1, lambda: _fill(url))
    return _filling.get(url)


def plan_of(report: Mapping[str, object]) -> Plan | None:
    """The plan in a ledger entry's report, if one was made."""
    return planning.plan_of(report) if "counted" in report else None


def issues_of(report: Mapping[str, object]) -> tuple[Issue, ...]:
    """Why a file was refused."""
    listed = report.get("issues", [])
    assert isinstance(listed, list)  # noqa: S101 - our own record
    return tuple(Issue(**{**one, "severity": Severity(one["severity"])}) for one in listed)


def questions_of(report: Mapping[str, object]) -> tuple[Question, ...]:
    """What only the uploader knows."""
    listed = report.get("questions", [])
    assert isinstance(listed, list)  # noqa: S101 - our own record
    return tuple(Question(**{**one, "choices": tuple(one["choices"])}) for one in listed)


def _put(url: str, upload_id: int, job: Job) -> None:
    """Queue a job unless one of this upload is under way: a second click changes nothing."""
    start()
    if (url, upload_id) in _busy:
        return
    _busy.add((url, upload_id))
    _faults.pop((url, upload_id), None)

    def run() -> None:
        try:
            job()
        except Exception as error:  # noqa: BLE001 - the worker goes on; the person gets the reference
            _faults[url, upload_id] = faults.note(error)
        finally:
            _busy.discard((url, upload_id))

    _jobs.put(run)


def _fill(url: str) -> None:
    try:
        sample.fill(data.database(url), lambda progress: _filling.__setitem__(url, progress))
    finally:
        _filling.pop(url, None)


def _work() -> None:
    while (job := _jobs.get()) is not None:
        job()


def _read_and_plan(database: Database, scope: Scope, upload_id: int) -> None:
    try:
        _plan(database, scope, upload_id, _inspect(database, upload_id))
    except Refused as refused:
        _refuse(database, upload_id, [Issue(Severity.REFUSED, str(refused))])
    except RefusedPlanError as refused:
        _refuse(database, upload_id, refused.issues)
    except Exception as error:  # noqa: BLE001 - the person gets a sentence, the log the place
        sentence = f"This file could not be planned, through a fault of ours. Quote reference {faults.note(error)}."
        _refuse(database, upload_id, [Issue(Severity.REFUSED, sentence)])


def _inspect(database: Database, upload_id: int) -> Inspected:
    with database.writing() as connection:
        entry = ledger.get(connection, upload_id)
    if entry is None:
        raise Refused("The upload is not known any more. Drop the file again.")
    options, folder = entry.options, Path(entry.options["folder"])
    if not folder.is_dir():
        raise Refused("The file was kept for a day and is gone now. Drop it again.")
    return spool.inspect(folder, entry.file_name, layout=options["layout"], answers=options["answers"])


def _plan(database: Database, scope: Scope, upload_id: int, inspected: Inspected) -> None:
    if inspected.staged.questions:
        report = {"questions": [asdict(one) for one in inspected.staged.questions], "issues": []}
        with database.writing() as connection:
            ledger.move(connection, upload_id, ledger.ASKED, report=report)
        return
    with database.writing() as connection:
        planning.plan(connection, database, scope, upload_id, inspected)


def _refuse(database: Database, upload_id: int, issues: tuple[Issue, ...] | list[Issue]) -> None:
    with database.writing() as connection:
        ledger.move(connection, upload_id, ledger.REFUSED, report={"issues": [asdict(one) for one in issues]})


def _store(database: Database, scope: Scope, upload_id: int) -> None:
    try:
        with database.writing() as connection:
            storing.store(connection, upload_id, scope.subject)
            entry = ledger.get(connection, upload_id)
    except storing.StaleError:
        _plan_again(database, scope, upload_id)
        return
    except storing.NotStorableError:
        return
    if entry is not None:
        spool.drop(Path(entry.options["folder"]))
    _plan_outdated_again(database, scope)
    publishing.publish_if_due(database, scope.subject, date.today())  # noqa: DTZ011 - the machine's own day


def _plan_outdated_again(database: Database, scope: Scope) -> None:
    """Make the plans anew that were made before the data changed, so that each shows what it would do now."""
    with database.writing() as connection:
        waiting = ledger.outdated(connection, scope.subject)
    for upload_id in waiting:
        _put(database.url, upload_id, partial(_plan_again, database, scope, upload_id))


def _plan_again(database: Database, scope: Scope, upload_id: int) -> None:
    with database.writing() as connection:
        entry = ledger.get(connection, upload_id)
        if entry is None or entry.state != ledger.PLANNED:
            return
        ledger.forget(connection, upload_id, ledger.READING)
    _read_and_plan(database, scope, upload_id)


def _undo(database: Database, scope: Scope, upload_id: int) -> None:
    back_up(database, "before-undo")
    with database.writing() as connection:
        entry = ledger.get(connection, upload_id)
        if entry is not None and entry.state == ledger.STORED:
            storing.undo(connection, upload_id, scope.subject)
    _plan_outdated_again(database, scope)

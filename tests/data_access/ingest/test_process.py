"""The child process that reads a file: nothing a file does reaches the server, and one sentence says what it did."""

import logging
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from data_access.ingest import process
from data_access.ingest.process import Limits, run
from data_access.ingest.sheet import Refused
from tests.data_access.ingest import hostile

pytestmark = pytest.mark.slow  # it starts other processes

STAGES = "tests.data_access.ingest.hostile"
QUICK = Limits(memory_megabytes=400, cpu_seconds=20, wall_seconds=20)


def read_in_child(data: bytes, into: Path, limits: Limits = QUICK, file_name: str = "log.xlsx") -> str:
    source = into / "spooled"
    source.write_bytes(data)
    run({"source": str(source), "file_name": file_name, "stage": f"{STAGES}:read_it"}, into, limits)
    return (into / "counts.txt").read_text()


def stage(name: str, into: Path, limits: Limits = QUICK, **more: object) -> None:
    run({"source": "", "file_name": "log.xlsx", "stage": f"{STAGES}:{name}", **more}, into, limits)


def refusal_of(name: str, into: Path, limits: Limits = QUICK, **more: object) -> str:
    with pytest.raises(Refused) as refusal:
        stage(name, into, limits, **more)
    return str(refusal.value)


def test_a_workbook_is_read_from_any_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")

    assert read_in_child(hostile.workbook(), tmp_path) == "1 2"


def test_a_refusal_in_the_child_is_raised_in_the_same_words(tmp_path: Path) -> None:
    assert refusal_of("refuse", tmp_path) == "“log.xlsx” holds no hours."


def test_a_fault_of_ours_is_logged_under_a_reference_without_anyones_values(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        said = refusal_of("stumble", tmp_path, secret="Asha Patel")

    reference = re.search(r"reference ([0-9A-F]{8})", said)
    assert reference is not None
    assert "“log.xlsx” could not be read because of a fault of ours, not of the file." in said
    assert reference[1] in caplog.text
    assert "ValueError" in caplog.text
    assert "hostile.py:" in caplog.text
    assert "Asha Patel" not in caplog.text + said


def test_a_child_that_is_ended_by_the_system_is_one_sentence_and_what_it_wrote_stays_unlogged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    said = refusal_of("abort", tmp_path, secret="Asha Patel")

    assert said.startswith("“log.xlsx” made the reader stop, so it may be damaged. Open it in your spreadsheet program")
    assert "Asha Patel" not in caplog.text


def test_a_stage_that_does_not_exist_is_a_fault_of_ours(tmp_path: Path) -> None:
    assert "a fault of ours" in refusal_of("no_such_stage", tmp_path)


def test_the_cell_that_ends_every_process_that_opens_it_ends_only_the_child(tmp_path: Path) -> None:
    source = tmp_path / "spooled"
    source.write_bytes(hostile.workbook(f'{hostile.LOG}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))

    said = refusal_of("read_without_looking", tmp_path, source=str(source))

    assert said.startswith("“log.xlsx” needs more memory to read than is allowed. Split it")


def test_a_child_that_sleeps_is_ended_after_its_time(tmp_path: Path) -> None:
    begun = time.monotonic()

    said = refusal_of("wait", tmp_path, Limits(wall_seconds=1))

    assert said.startswith("“log.xlsx” takes too long to read. Split it")
    assert time.monotonic() - begun < 10


def test_a_child_that_computes_without_end_is_ended_by_the_system(tmp_path: Path) -> None:
    assert "takes too long to read" in refusal_of("busy", tmp_path, Limits(cpu_seconds=1))


def test_a_child_that_takes_too_much_memory_is_ended_by_the_system(tmp_path: Path) -> None:
    assert "needs more memory to read than is allowed" in refusal_of("hoard", tmp_path)


@pytest.mark.parametrize(
    ("name", "limits", "says"),
    [
        ("hoard", Limits(memory_megabytes=200), "needs more memory to read than is allowed"),
        ("busy", Limits(cpu_seconds=1), "takes too long to read"),
    ],
)
def test_where_the_system_sets_no_limits_the_parent_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, limits: Limits, says: str
) -> None:
    monkeypatch.setattr(process, "asdict", lambda _: {})

    assert says in refusal_of(name, tmp_path, limits)


def test_the_child_is_ended_if_the_parent_is_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []

    def interrupted(child: "subprocess.Popen[bytes]", _limits: Limits) -> int:
        started.append(child.pid)
        raise KeyboardInterrupt

    monkeypatch.setattr(process, "_watch", interrupted)

    with pytest.raises(KeyboardInterrupt):
        stage("wait", tmp_path)

    assert not psutil.pid_exists(started[0])


def test_the_child_sees_nothing_of_the_servers_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "not for children")

    stage("tell_environment", tmp_path)

    seen = set((tmp_path / "environment.txt").read_text(encoding="utf-8").split())
    assert seen - {"LC_CTYPE"} <= {
        *process.KEPT_VARIABLES,
        "PYTHONPATH",
        "PYTHONUTF8",
        "PYTHONDONTWRITEBYTECODE",
        "OPENBLAS_NUM_THREADS",
    }


def test_no_more_than_two_files_are_read_at_once(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(4)]
    for folder in folders:
        folder.mkdir()

    with ThreadPoolExecutor(len(folders)) as threads:
        list(threads.map(lambda folder: stage("take_a_moment", folder), folders))

    spans = [tuple(map(float, (folder / "span.txt").read_text().split())) for folder in folders]
    together = [sum(begun <= moment < ended for begun, ended in spans) for moment, _ in spans]
    assert max(together) <= 2


def test_a_file_called_after_a_module_is_not_run_in_its_stead(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(7)", encoding="utf-8")

    assert read_in_child(hostile.workbook(), tmp_path) == "1 2"


def test_the_child_starts_from_an_interpreter_that_was_told_nothing(tmp_path: Path) -> None:
    request = tmp_path / "request.json"
    request.write_text(f'{{"into": "{tmp_path.as_posix()}", "stage": "{STAGES}:refuse"}}', encoding="utf-8")
    root = Path(__file__).resolve().parents[3]

    ended = subprocess.run(
        [sys.executable, "-m", "data_access.ingest.child", str(request)],
        cwd=tmp_path, env={"PYTHONPATH": str(root)}, check=False,
    )  # fmt: skip

    assert ended.returncode == 0
    assert (tmp_path / "outcome.json").read_text(
        encoding="utf-8"
    ) == '{"refused": "\\u201clog.xlsx\\u201d holds no hours."}'


BOMBS: dict[str, Callable[[], bytes]] = {
    "a value at the end of the grid": lambda: hostile.workbook('<row><c r="XFD1048576"><v>1</v></c></row>'),
    "a gigabyte of spaces": lambda: hostile.workbook(hostile.LOG + " " * (40 << 20)),
    "an OpenDocument of repeated cells": lambda: hostile.ods(
        hostile.ods_row(
            hostile.ods_cell("float", "1", 'office:value="1" table:number-columns-repeated="16384"'),
            more='table:number-rows-repeated="1048576"',
        )
    ),
    "one long text in many cells": lambda: hostile.zipped({
        **hostile.parts_of({"Log": hostile.sheet_xml('<row><c t="s"><v>0</v></c></row>' * 60_000)}),
        "xl/sharedStrings.xml": f'<sst xmlns="{hostile.MAIN}"><si><t>{"x" * 32_000}</t></si></sst>',
    }),
    "a line of ten megabytes": lambda: b"x," * (5 << 20),
    "a web page": lambda: b"<html><table>",
}  # fmt: skip


@pytest.mark.parametrize("build", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused_while_the_server_grows_by_next_to_nothing(
    tmp_path: Path, build: Callable[[], bytes]
) -> None:
    data = build()
    before = psutil.Process().memory_info().rss

    with pytest.raises(Refused) as refusal:
        read_in_child(data, tmp_path)

    assert "“log.xlsx”" in str(refusal.value) or "Sheet “Log”" in str(refusal.value)
    assert psutil.Process().memory_info().rss - before < 50 << 20


@pytest.mark.slow
def test_mutated_files_are_read_or_refused_by_the_child_and_never_a_fault(tmp_path: Path) -> None:
    seeds = [
        hostile.workbook(hostile.LOG, before='<cols><col min="2" max="3" hidden="1"/></cols>'),
        hostile.xls(hostile.xls_text(0, 0, "Mentor") + hostile.xls_failed_formula(1, 1, 0x07))[:6_000],
        hostile.ods(hostile.ods_row(hostile.ods_cell("float", "1", 'office:value="1"'))),
        hostile.xlsb([(0, hostile.xlsb_text(0, "Mentor")), (1, hostile.xlsb_error(0, 0x2A))]),
        hostile.database("CREATE TABLE log (mentor)", "INSERT INTO log VALUES ('Asha Patel')"),
    ]
    chance = random.Random(20261125)
    until = time.monotonic() + float(os.environ.get("FUZZ_SECONDS", "0"))
    said: list[str] = []

    while len(said) < 10 or time.monotonic() < until:
        seed = seeds[len(said) % len(seeds)]
        zipped = seed.startswith(b"PK")
        data = hostile.with_a_part_mutated(seed, chance) if zipped else hostile.mutated(seed, chance)
        said.append(_outcome_of(data, tmp_path))

    assert not [sentence for sentence in said if "a fault of ours" in sentence]


def _outcome_of(data: bytes, into: Path) -> str:
    try:
        return read_in_child(data, into)
    except Refused as refusal:
        return str(refusal)

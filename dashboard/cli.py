"""The command line: serve the dashboard, import files, undo an upload, print figures."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

USAGE = 2
SELECTABLE = ("organisation", "programme", "cohort", "role", "period")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Gives 0 where it did what it says, 1 where it refused, 2 where it was not understood."""
    arguments = _parser().parse_args(argv)
    run = {
        "serve": _serve,
        "demo": _serve,
        "import": _import,
        "uploads": _uploads,
        "undo": _undo,
        "figures": _figures,
    }[arguments.command]
    try:
        return run(arguments)
    except BrokenPipeError:  # whoever reads our output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except _cannot_open() as problem:
        return _not_understood(str(problem))


def _cannot_open() -> type[Exception]:
    from data_access.database import CannotOpenError  # noqa: PLC0415 - only once something failed

    return CannotOpenError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mentoring-dashboard",
        description="Teacher retention, programme completion, mentoring hours and feedback, per organisation.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in (("serve", "serve your own data"), ("demo", "serve the sample data")):
        serving = commands.add_parser(name, help=words)
        serving.add_argument("--host", default="127.0.0.1")
        serving.add_argument("--port", type=int, help="by default the next free one from 8501")
        _add_database(serving)
    _add_import(commands.add_parser("import", help="store files, or say why not"))
    _add_database(commands.add_parser("uploads", help="list what was uploaded"))
    undo = commands.add_parser("undo", help="take a stored upload back")
    undo.add_argument("upload", type=int)
    _add_database(undo)
    _add_figures(commands.add_parser("figures", help="print figures"))
    return parser


def _add_database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", metavar="URL", help="such as sqlite:///data.sqlite or postgresql://…")


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _add_database(parser)
    parser.add_argument("--layout", help="the kind of file, where it is not recognised by its headings")
    for name in ("organisation", "programme", "cohort"):
        parser.add_argument(f"--{name}", help=f"the {name} of rows that name none")
    parser.add_argument(
        "--as-at", type=date.fromisoformat, metavar="DATE", help="the day up to which the lists are complete"
    )
    parser.add_argument(
        "--complete-from", type=date.fromisoformat, metavar="DATE", help="the day from which leavers are on the list"
    )
    parser.add_argument(
        "--dates", choices=("day first", "month first"), help="how dates such as 03/04/2021 are written"
    )
    parser.add_argument("--durations", choices=("hours", "minutes"), help="what bare numbers of a Duration column are")
    parser.add_argument("--new-organisations", action="store_true", help="add organisations that are not known yet")
    parser.add_argument(
        "--keep-good-rows", action="store_true", help="store a file although some of its rows are wrong"
    )
    parser.add_argument("--dry-run", action="store_true", help="show the plan and store nothing")
    parser.add_argument("--json", action="store_true", help="print the plans as JSON")


def _add_figures(parser: argparse.ArgumentParser) -> None:
    families = ("retention", "completion", "hours", "response", "demand", "course")
    parser.add_argument("family", choices=families)
    parser.add_argument("--by", default="", help="organisation,programme,cohort,role,month: any of these")
    parser.add_argument(
        "--where", nargs="+", default=[], metavar="KEY=VALUE", help="such as organisation=…, programme=…"
    )
    parser.add_argument("--as-at", type=date.fromisoformat, metavar="DATE")
    parser.add_argument("--access", choices=("coordinator", "slt", "lead"), default="coordinator")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    _add_database(parser)


def _serve(arguments: argparse.Namespace) -> int:
    from dashboard.serving import serve  # noqa: PLC0415 - Streamlit takes a second to import, --help should not

    serve(arguments.host, arguments.port, arguments.database, demo=arguments.command == "demo")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from dashboard import commands  # noqa: PLC0415 - as above

    said = {
        "organisation": arguments.organisation,
        "programme": arguments.programme,
        "cohort": arguments.cohort,
        "as_at": arguments.as_at and arguments.as_at.isoformat(),
        "complete_from": arguments.complete_from and arguments.complete_from.isoformat(),
        "dates": arguments.dates,
        "durations": arguments.durations,
        "new organisations": "yes" if arguments.new_organisations or arguments.organisation else None,
    }
    missing = [file for file in arguments.files if not file.is_file()]
    if missing:
        return _not_understood(f"There is no file “{missing[0]}”.")
    outcome = commands.import_files(
        arguments.database,
        arguments.files,
        layout=arguments.layout,
        answers={name: value for name, value in said.items() if value},
        keep_good_rows=arguments.keep_good_rows,
        dry_run=arguments.dry_run,
    )
    for reason in outcome.reasons:
        print(reason, file=sys.stderr)
    if arguments.json:
        print(json.dumps(outcome.as_json(), ensure_ascii=False, indent=1))
    else:
        print(outcome.in_words())
    return 1 if outcome.reasons else 0


def _uploads(arguments: argparse.Namespace) -> int:
    from dashboard import commands  # noqa: PLC0415 - as above

    _print_table(commands.uploads(arguments.database))
    return 0


def _undo(arguments: argparse.Namespace) -> int:
    from dashboard import commands  # noqa: PLC0415 - as above

    problem = commands.undo(arguments.database, arguments.upload)
    if problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"Upload {arguments.upload} is undone; what older uploads said is true again.")
    return 0


def _figures(arguments: argparse.Namespace) -> int:
    from dashboard import commands  # noqa: PLC0415 - as above

    by = tuple(part for part in arguments.by.split(",") if part)
    pairs = [condition.partition("=") for condition in arguments.where]
    unknown = [key for key, _, value in pairs if key not in SELECTABLE or not value]
    if unknown:
        return _not_understood(
            f"“{unknown[0]}” cannot be selected by. Write {', '.join(f'{k}=…' for k in SELECTABLE)}."
        )
    try:
        rows = commands.figures(
            arguments.database,
            arguments.family,
            by=by,
            where=[(key, value) for key, _, value in pairs],
            as_at=arguments.as_at,
            access=arguments.access,
        )
    except commands.NotUnderstoodError as problem:
        return _not_understood(str(problem))
    _print_figures(rows, arguments.format)
    return 0


def _not_understood(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return USAGE


def _print_figures(rows: pd.DataFrame, form: str) -> None:
    if form == "csv":
        rows.to_csv(sys.stdout, index=False)
    elif form == "json":
        print(rows.to_json(orient="records", force_ascii=False, indent=1))
    else:
        for definition in rows["definition"].unique():
            print(definition)
        filled = [name for name in rows if name != "definition" and (rows[name].notna() & (rows[name] != "")).any()]
        _print_table(rows[filled].round(4))


def _print_table(rows: pd.DataFrame) -> None:
    options: list[Any] = ["display.max_columns", None, "display.width", int(os.environ.get("COLUMNS", "250"))]
    with pd.option_context(*options, "display.max_rows", None, "display.max_colwidth", 60):
        print(rows.to_string(index=False, na_rep="") if len(rows) else "Nothing yet.")

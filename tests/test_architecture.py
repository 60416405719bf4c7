"""What import contracts cannot say about the shape of the code; each failure says what to type."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import navigation
from data_access.ingest import catalogue
from data_access.ingest.layout import Layout

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("dashboard", "pages", "data_access", "sample_data")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "services", "service", "manager", "managers", "common", "misc"}
BANNED = {
    "unsafe_allow_html": "write plain Markdown; ui/markdown.escape is for texts from data",
    "st.html(": "write plain Markdown",
    "st.download_button": "write figure.download(…): Streamlit's own link is open to anybody who has it",
    "st.connection(": "read through data_access.reading",
    "use_container_width": 'write width="stretch"',
    "to_sql": "write data_access.writing.claim(…)",
    "read_pickle": "nothing a user can send is unpickled",
    "pickle.load": "nothing a user can send is unpickled",
    "st.dataframe(": "write st.table(figure.table(…)): the toolbar of st.dataframe downloads without escaping",
    "multiprocessing": "start a child with data_access.ingest.process",
}


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


def _cached() -> list[ast.FunctionDef]:
    return [
        function
        for function in _functions(ROOT / "dashboard" / "data.py")
        if any(ast.unparse(decorator) == "cached" for decorator in function.decorator_list)
    ]


def test_every_page_is_in_the_menu() -> None:
    in_the_menu = {entry.file for entry in navigation.ENTRIES}

    assert {page.stem for page in PAGES} == in_the_menu, "add the page to ENTRIES in dashboard/navigation.py"


def test_streamlit_finds_no_pages_of_its_own() -> None:
    assert not (ROOT / "dashboard" / "pages").exists(), "a folder beside the entry script is run outside the frame"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_pages_stay_small_and_ask_who_is_looking(page: Path) -> None:
    text = page.read_text("utf-8")

    assert len(text.splitlines()) <= 40, f"{_named(page)}: move what it does into dashboard/ui"
    assert page.stem == "definitions" or "session.viewer()" in text, "write: viewer = session.viewer()"


@pytest.mark.parametrize("source", SOURCES, ids=_named)
def test_nothing_is_used_that_was_decided_against(source: Path) -> None:
    text = source.read_text("utf-8")

    for banned, instead in BANNED.items():
        assert banned not in text, f"{_named(source)} uses {banned}: {instead}"


@pytest.mark.parametrize("source", SOURCES, ids=_named)
def test_every_module_is_named_for_what_is_in_it(source: Path) -> None:
    names = {*source.relative_to(ROOT).with_suffix("").parts}

    assert not names & EMPTY_NAMES, f"{_named(source)}: name it for what is in it"


@pytest.mark.parametrize("source", [path for path in SOURCES if "versions" not in path.parts], ids=_named)
def test_no_module_grows_beyond_one_thing(source: Path) -> None:
    assert len(source.read_text("utf-8").splitlines()) <= 450, f"{_named(source)}: is it one thing?"


def test_only_one_module_caches() -> None:
    caching = [
        _named(source) for source in SOURCES if re.search(r"st\.cache_(data|resource)", source.read_text("utf-8"))
    ]

    assert caching == ["dashboard/data.py"], "write a @cached read in dashboard/data.py"


@pytest.mark.parametrize("function", _cached(), ids=lambda function: function.name)
def test_scope_database_and_version_are_in_every_cache_key(function: ast.FunctionDef) -> None:
    names = [argument.arg for argument in function.args.args]

    assert names[:3] == ["scope", "url", "version"], f"write: def {function.name}(scope, url, version, …)"
    assert not any(name.startswith("_") for name in names), "an underscore drops an argument from the key"


def test_scopes_are_made_in_one_place() -> None:
    making = [
        _named(source) for source in SOURCES if re.search(r"(?<!\w)Scope\(\"|return Scope\(", source.read_text("utf-8"))
    ]

    assert making == ["data_access/accounts.py", "data_access/scope.py"], "ask data_access.accounts for a scope"


def test_every_read_of_rows_goes_through_the_fence() -> None:
    readers = sorted((ROOT / "data_access" / "reading").glob("*.py"))
    around = [_named(path) for path in readers if re.search(r"\.(engine|writing|looking)\b", path.read_text("utf-8"))]

    assert around == [], "write: with fence.reading(database, scope) as connection:"


def test_the_only_engine_is_opened_in_data_access() -> None:
    opening = [_named(source) for source in SOURCES if "create_engine(" in source.read_text("utf-8")]

    outside = [name for name in opening if not name.startswith("data_access/migrations/")]
    assert set(outside) <= {"data_access/database.py", "data_access/fence.py"}, "ask data_access.database for one"


def test_nothing_about_the_programmes_is_written_into_the_code() -> None:
    names = re.compile(r"advanced mentoring|t level|cyber", re.IGNORECASE)
    product = [path for path in SOURCES if "sample_data" not in path.parts]
    naming = [_named(source) for source in product if names.search(source.read_text("utf-8"))]

    assert naming == [], "programmes are data"


@pytest.mark.parametrize("layout", catalogue.LAYOUTS, ids=lambda layout: layout.name)
def test_every_layout_can_be_found_and_explains_itself(layout: Layout) -> None:
    names = [column.name for column in layout.columns]

    assert len(names) == len(set(names))
    assert layout.signature <= set(names)
    assert all(options <= set(names) for options in layout.one_of)
    assert set(layout.covered_by) <= {column.name for column in layout.columns if column.is_day}
    assert layout.notes or not layout.template


def test_the_detectors_detect() -> None:
    source = "@cached\ndef read(_scope, url): return st.cache_data"
    function = next(node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))

    assert [ast.unparse(one) for one in function.decorator_list] == ["cached"]
    assert re.search(r"st\.cache_(data|resource)", source)
    assert re.search(r"return Scope\(", "return Scope(a, b)")
    assert len(_cached()) > 10
    assert inspect.isfunction(_cached)

"""Text files: which encoding and delimiter they use, and which row each record is."""

import csv
import os
import random
import time
from collections.abc import Sequence
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.ingest import text_files
from data_access.ingest.sheet import Cell, Refused
from data_access.ingest.text_files import read
from tests.data_access.ingest import hostile

NAMES = "Mentor,Note\nSiân Llŷr,£20 – “paid”\n"


def rows_of(data: bytes | str) -> list[tuple[int, tuple[Cell, ...]]]:
    [sheet] = read(data.encode() if isinstance(data, str) else data, "log.csv")
    return [(row.number, row.cells) for row in sheet.rows]


def values_of(data: bytes | str) -> list[tuple[Cell, ...]]:
    return [cells for _, cells in rows_of(data)]


def refusal_of(data: bytes | str) -> str:
    with pytest.raises(Refused) as refusal:
        rows_of(data)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
    ],
)
def test_welsh_names_pounds_and_curly_quotes_are_read_in_every_usual_encoding(encoding: str, mark: bytes) -> None:
    assert values_of(mark + NAMES.encode(encoding)) == [("Mentor", "Note"), ("Siân Llŷr", "£20 – “paid”")]


def test_a_file_saved_by_a_british_spreadsheet_as_plain_csv_is_read() -> None:
    assert values_of("Name,Grant\nZoë,£20 – ’24\n".encode("cp1252"))[1] == ("Zoë", "£20 – ’24")


def test_a_file_put_together_from_two_encodings_is_read_line_by_line() -> None:
    data = "Name\nSiân Llŷr\n".encode() + "Zoë £\n".encode("cp1252")

    assert values_of(data) == [("Name",), ("Siân Llŷr",), ("Zoë £",)]


def test_a_character_of_neither_encoding_is_named_by_its_line() -> None:
    assert "“log.csv” has a character on line 3 that cannot be read. Open it" in refusal_of(b"Name\nA\nB\x81\xff\n")


def test_half_a_character_at_the_end_is_damage() -> None:
    assert "is damaged" in refusal_of(NAMES.encode("utf-16")[:-1])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_records_equally_wide(delimiter: str) -> None:
    data = "\n".join(delimiter.join(row) for row in (("Mentor", "Date", "Hours"), ("A", "1 May", "2"), ("B", "", "3")))

    assert values_of(data)[2] == ("B", None, "3")


@pytest.mark.parametrize(
    ("data", "second_row"),
    [
        ("Mentor;Hours;Rate\nAsha;46,5;3,25\nBo;1,5;2,5\n", ("Asha", "46,5", "3,25")),
        ('ID,Topics\n1,"a;b;c;"\n2,"a;b;"\n3,a;\n', ("1", "a;b;c;")),
        (
            "Name\tJoined\nPatel, Asha\t14/11/22, 09:29:07\nLee, Bo\t14/11/22, 09:30:00\n",
            ("Patel, Asha", "14/11/22, 09:29:07"),
        ),
        ("Mentoring log for March; draft\n\nMentor,Hours\nA,1\nB,2\n", ("Mentor", "Hours")),
    ],
    ids=["decimal commas", "several answers in one", "commas within tabs", "a title with a semicolon"],
)
def test_delimiters_within_values_do_not_mislead(data: str, second_row: tuple[str, ...]) -> None:
    assert values_of(data)[1] == second_row


def test_a_first_line_that_names_the_delimiter_is_obeyed_and_is_no_row() -> None:
    assert rows_of("sep=;\nMentor;Hours\nAsha, Ms;2\n") == [(1, ("Mentor", "Hours")), (2, ("Asha, Ms", "2"))]


def test_a_file_of_one_column_has_one_column() -> None:
    assert values_of("Organisation\nNorthfield College\nSouthgate College\n")[2] == ("Southgate College",)


def test_every_value_is_text_and_nothing_is_taken_for_missing_but_blanks() -> None:
    data = "step,country,name,number\n1.10,NA,Null,0012\nNone,N/A,nan, \n"

    assert values_of(data)[1:] == [("1.10", "NA", "Null", "0012"), ("None", "N/A", "nan", None)]


def test_blank_lines_count_as_rows_and_are_left_out() -> None:
    assert rows_of("Log\n\n,,\nMentor,Hours\n") == [(1, ("Log", None)), (4, ("Mentor", "Hours"))]


def test_a_line_end_within_quotes_starts_no_new_row() -> None:
    data = 'id,reason\r\n1,"too\nlong"\r\n2,"too\rmany\r\ntasks"\r\n3,x\r\n'

    assert rows_of(data) == [
        (1, ("id", "reason")),
        (2, ("1", "too\nlong")),
        (3, ("2", "too\rmany\r\ntasks")),
        (4, ("3", "x")),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_kind_of_line_end_ends_a_row(end: str) -> None:
    assert rows_of(end.join(("a,b", "1,2", "3,4"))) == [(1, ("a", "b")), (2, ("1", "2")), (3, ("3", "4"))]


def test_line_ends_may_be_mixed() -> None:
    assert [number for number, _ in rows_of("a,b\r\n1,2\n3,4\r5,6")] == [1, 2, 3, 4]


def test_all_rows_are_as_wide_as_the_widest_and_no_wider() -> None:
    assert values_of("Log,,,,\nMentor,Hours,,,\nAsha,2,late,,\n") == [
        ("Log", None, None),
        ("Mentor", "Hours", None),
        ("Asha", "2", "late"),
    ]


def test_a_quote_that_never_closes_is_refused_with_its_line() -> None:
    data = 'Mentor,Note\nAsha,fine\nBo,"not closed\nCy,ok\n'

    assert "“log.csv” has a quotation mark on line 3 that is never closed" in refusal_of(data)


def test_a_quote_that_never_closes_on_the_last_line_is_refused_with_its_line() -> None:
    assert "line 2 that is never closed" in refusal_of('Mentor,Note\nBo,"not closed')


def test_a_quote_that_is_closed_by_one_of_a_later_row_does_not_swallow_rows() -> None:
    data = 'Mentor,Note\nAsha,"open\nBo,x\nCy,"said ""hello"""\nDi,y\n'

    assert "quotation mark on line 2 that is never closed" in refusal_of(data)


def test_an_unclosed_quote_in_a_long_file_is_found_without_running_to_its_end() -> None:
    data = 'Mentor,Note\nBo,"open\n' + "Asha Patel,fine\n" * 100_000

    assert "line 2 that is never closed" in refusal_of(data)


def test_lines_within_quotes_are_counted_when_a_line_is_named() -> None:
    assert "on line 4 that is never closed" in refusal_of('a,b\n1,"x\ny"\n2,"open\n3,z\n')


def test_careless_quotes_on_one_line_are_taken_as_they_stand() -> None:
    data = 'Mentor,Note\nAsha,"quoted" then not\nBo,5" pipe\nCy,ok\n'

    assert values_of(data)[1:] == [("Asha", "quoted then not"), ("Bo", '5" pipe'), ("Cy", "ok")]


def test_nul_characters_are_refused_with_their_line() -> None:
    assert "holds NUL characters, the first on line 2" in refusal_of(b"Mentor,Hours\nAsha\x00,2\n" + b"Bo,1\n" * 9)


def test_an_endless_line_is_refused() -> None:
    assert "more than a million characters on line 2" in refusal_of("Mentor\n" + "x" * (1 << 20) + "yz\n")


def test_a_cell_longer_than_a_spreadsheet_can_hold_is_refused_and_one_just_as_long_is_read() -> None:
    assert values_of("a,b\n" + "x" * 32_767 + ",1\n")[1] == ("x" * 32_767, "1")
    assert "more than 32,767 characters in one cell on line 2" in refusal_of("a,b\n" + "x" * 32_768 + ",1\n")


def test_too_many_columns_are_refused_and_just_as_many_are_read() -> None:
    assert len(values_of(",".join("c" * 300))[0]) == 300
    assert "has 1,000 columns; at most 300 are read" in refusal_of((",".join("c" * 1_000) + "\n") * 3)


def test_a_stray_value_far_to_the_right_is_named() -> None:
    assert "has a value in cell ALM3, far from the rest" in refusal_of("a,b\n1,2\n" + "," * 1_000 + "x\n")


def test_too_many_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "MOST_LINES", 2)

    assert "has more than 2 lines" in refusal_of("a\nb\nc\n")


def test_a_chat_log_is_just_text() -> None:
    data = "10:00:01\t From Asha Patel to Everyone:\n\thello, all\n10:00:09\t From Bo to Everyone:\n\thi\n"

    assert len(rows_of(data)) == 4


def test_the_limit_on_cells_is_put_back_for_the_rest_of_the_process() -> None:
    before = csv.field_size_limit()

    refusal_of('a\n"' + "x" * 40_000)

    assert csv.field_size_limit() == before


TEXT = st.text(
    st.characters(codec="cp1252", exclude_characters="\0", exclude_categories=("Cc", "Zs", "Zl", "Zp")), max_size=8
)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(TEXT, min_size=width, max_size=width), min_size=2, max_size=6)
)


@given(
    TABLES, st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.sampled_from(["\n", "\r\n"])
)
def test_any_table_that_is_written_comes_back_as_it_was(
    table: Sequence[Sequence[str]], delimiter: str, encoding: str, end: str
) -> None:
    written = StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(
        [["a"] * len(table[0]), *table, ["z"] * len(table[0])]
    )

    found = dict(rows_of(f"sep={delimiter}{end}{written.getvalue()}".encode(encoding)))

    expected = [tuple(value or None for value in row) for row in table]
    assert [found.get(number, (None,) * len(table[0])) for number in range(2, len(table) + 2)] == expected


@pytest.mark.slow
def test_mutated_text_is_read_or_refused_and_nothing_else() -> None:
    seeds = [NAMES.encode(), NAMES.encode("utf-16"), b'a;"b\nc"\r\n1;"2"\r3;4', b"sep=|\na|b\n"]
    chance = random.Random(20261125)
    until = time.monotonic() + float(os.environ.get("FUZZ_SECONDS", "0"))
    tried = refused = 0

    while tried < 300 or time.monotonic() < until:
        data = hostile.mutated(seeds[tried % len(seeds)] * 5, chance)
        tried += 1
        try:
            rows_of(data)
        except Refused:
            refused += 1

    assert 0 < refused < tried

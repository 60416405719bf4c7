"""Text from data goes into Markdown as itself."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ui.markdown import escape

SIGNS = "\\`*_[](){}<>#+-.!|~$:@&=/^'\"; \n\tabcwhtp123é"


def read_back(markdown: str) -> str:
    """The text that the Markdown shows, if nothing in it means anything."""
    parted = re.sub(r":color\[([-:@.=>])\]\{\}", r"\1", markdown)
    return re.sub(r"\\([^\sA-Za-z0-9])", r"\1", parted)


@pytest.mark.parametrize(
    "text",
    [
        "St Mary's College (Northfield) & Partners",
        "Level 3: Childcare, 2025/26",
        "Coleg Gŵyr Abertawe",
        "North-East; 10-12 mentors, 62.5%",
        "survey_returns 12:30",
        "R&D, C# and 5 > 3",
    ],
)
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("![x](http://evil.example/x.png)", r"!\[x\](http:color[:]{}//evil.example/x.png)"),
        ("www.evil.example", "www:color[.]{}evil.example"),
        ("ann@northfield.example", "ann:color[@]{}northfield.example"),
        ("# Head", r"\# Head"),
        ("1. One", r"1\. One"),
        ("- two", r"\- two"),
        ("> said", r"\> said"),
        ("*it* _em_ `code` ~~no~~", r"\*it\* \_em\_ \`code\` \~\~no\~\~"),
        ("$5 to $10", r"\$5 to \$10"),
        ("Status:red[x]", r"Status\:red\[x\]"),
        (":material/home: :smile:", ":color[:]{}material/home: :color[:]{}smile:"),
        ("<b>bold</b>", r"\<b>bold\</b>"),
        ("&amp; &#33;", r"\&amp; \&#33;"),
        ("a -- b", "a -:color[-]{} b"),
        ("a | b", r"a \| b"),
        (":1{#x}", r":1\{#x}"),
        (r"C:\temp", r"C\:\\temp"),
        ("one\n\n---\ttwo", "one -:color[-]{}:color[-]{} two"),
        ("", ""),
    ],
)
def test_what_means_something_in_markdown_is_made_to_mean_itself(text: str, markdown: str) -> None:
    assert escape(text) == markdown


@given(st.text(st.sampled_from(SIGNS)))
def test_nothing_is_lost_and_nothing_added_but_the_escapes(text: str) -> None:
    assert read_back(escape(text)) == " ".join(text.split())


@given(st.text(st.sampled_from(SIGNS)))
def test_the_result_is_one_line(text: str) -> None:
    assert "\n" not in escape(text)

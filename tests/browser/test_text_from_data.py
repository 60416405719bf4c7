"""Whatever somebody typed as a name or a comment, the page shows it as typed and does nothing else with it."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import scratch_server
from tests.browser.settle import Visit, open_page
from tests.server_process import Server, free_port, running

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Where Streamlit draws Markdown, and how a page puts text there.
PLACES = {
    "markdown": "st.markdown(escape(text))",
    "title": "st.title(escape(text))",
    "header": "st.header(escape(text))",
    "caption": "st.caption(escape(text))",
    "metric-label": "st.metric(escape(text), '1')",
    "metric-value": "st.metric('Value', escape(text))",
    "table": "st.table(pd.DataFrame({escape(text): [escape(text)]}), hide_index=True)",
    "message": "st.error(escape(text))",
    "expander": "st.expander(escape(text), expanded=True).text('inside')",
    "tab": "st.tabs([escape(text)])",
    "button": "st.button(escape(text), key=key)",
    "link-button": "st.link_button(escape(text), '/hours', key=key)",
    "checkbox": "st.checkbox(escape(text), key=key)",
    "radio": "st.radio(escape(text), [escape(text)], key=key)",
    "select-label": "st.selectbox(escape(text), ['one'], key=key)",
    "text": "st.text(text)",  # plain text: as it is
    "coloured": "st.markdown(f':red[{escape(text)}]')",
    "badge": "st.markdown(f':green-badge[{escape(text)}]')",
    "beside-ours": "st.markdown(f':smile: :material/home: {escape(text)}')",
}
PAYLOADS = (
    "![x](http://evil.example/x.png) [y](http://evil.example) <http://evil.example>",
    "http://evil.example/a, HTTPS://evil.example, www.evil.example, ann@evil.example",
    "# Head",
    "1. one",
    "- two",
    "> said",
    "---",
    ":red[red] :small[s] Status:red :blue-badge[b] :material/home: :smile: :100: :streamlit: 12:30:45",
    "$x^2$ and $$y$$, £5 or $5",
    "<b>bold</b> <img src=x> <script>alert(1)</script> &amp; &#33; `code` *it* **b** _em_ ~~no~~ ~a~",
    "a -- b -> c <- d <-> e >= f <= g ~= h",
    "first\n\n| a | b |\n|---|---|\n===\n# last [^1]\n[^1]: note",
    r"C:\temp\*.csv ::: :::note R&D :1{#id} Ann {x}[y]",
)
FORBIDDEN = (
    "a:not([href='/hours']):not([href^='#']), img:not([alt='']), b, strong, em, del, code, li, blockquote, "
    ".katex, hr, table table, script"
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("scratch")
    (folder / "typed.json").write_text(json.dumps({"payloads": PAYLOADS, "random": typed_at_random()}))
    script = folder / "app.py"
    script.write_text(page_script(folder / "typed.json"))
    port = free_port()
    with running([scratch_server.__file__, str(script), str(port)], port, folder / "server.log") as started:
        yield started


def typed_at_random() -> list[str]:
    """Texts made of what means something in Markdown, the same in every run."""
    choose = random.Random(2026)
    words = (
        *"\\`*_[](){}<>#+-.!|~$:@&=/^'\";1a",
        *(
            " ",
            " ",
            "http://",
            "www.",
            ".com",
            "--",
            "->",
            ":smile:",
            ":red[",
            "material/home:",
            "&lt;",
            "](",
            "![",
            "<b>",
        ),
    )
    return ["".join(choose.choices(words, k=choose.randint(2, 12))) for _ in range(300)]


def page_script(typed: Path) -> str:
    drawn = "\n".join(
        f'    key = f"{place}-{{number}}"\n    with st.container(key=f"place-{{key}}"):\n        {call}'
        for place, call in PLACES.items()
    )
    return f"""
import json
import pandas as pd
import streamlit as st
from dashboard.ui.markdown import escape

typed = json.loads(open({str(typed)!r}).read())
shown = st.query_params.get("shown")
if shown == "toast":
    st.toast(escape(" ".join(typed["payloads"])), duration="infinite")
if shown == "options":
    st.selectbox("Name", typed["payloads"][:8], key="options")
if shown == "unescaped":
    with st.container(key="unescaped"):
        st.markdown("[y](http://evil.example) www.evil.example *it*")
if shown == "random":
    for number, text in enumerate(typed["random"]):
        with st.container(key=f"random-{{number}}"):
            st.markdown(escape(text))
for number, text in enumerate(typed["payloads"] if shown == "places" else []):
{drawn}
"""


def show(page: Page, scratch: Server, what: str) -> None:
    open_page(page, f"{scratch.url}/?shown={what}")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def as_typed(text: str) -> str:
    return " ".join(text.split())


def shown_in(place: Locator) -> str:
    return as_typed(place.inner_text())


def test_every_place_shows_what_was_typed_and_no_more(scratch: Server, visit: Visit) -> None:
    show(visit.page, scratch, "places")

    wrong = [
        f"{place} {number}: {shown_in(at)!r}, {at.locator(FORBIDDEN).count()} elements"
        for place in PLACES
        for number, text in enumerate(PAYLOADS)
        for at in [visit.page.locator(f".st-key-place-{place}-{number}")]
        if as_typed(text) not in shown_in(at) or at.locator(FORBIDDEN).count()
    ]
    assert wrong == []
    assert visit.elsewhere() == []
    assert visit.complaints == []


def test_a_passing_message_shows_what_was_typed_and_no_more(scratch: Server, visit: Visit) -> None:
    show(visit.page, scratch, "toast")

    toast = visit.page.get_by_test_id("stToast")
    expect(toast).to_be_visible()
    visit.page.get_by_role("button", name="view more").click()
    assert as_typed(" ".join(PAYLOADS)) in shown_in(toast)
    assert toast.locator(FORBIDDEN).count() == 0
    assert visit.elsewhere() == []


def test_an_option_is_plain_text_and_needs_no_escape(scratch: Server, page: Page) -> None:
    show(page, scratch, "options")

    box = page.locator(".st-key-options").get_by_role("combobox")
    box.click()
    options = page.get_by_role("option")
    assert as_typed(box.input_value()) == as_typed(PAYLOADS[0])
    assert [shown_in(option) for option in options.all()] == [as_typed(text) for text in PAYLOADS[:8]]
    assert page.get_by_role("listbox").locator(FORBIDDEN).count() == 0


def test_text_typed_at_random_is_shown_as_typed(scratch: Server, page: Page) -> None:
    show(page, scratch, "random")

    texts = typed_at_random()
    wrong = [
        (text, shown_in(at))
        for number, text in enumerate(texts)
        for at in [page.locator(f".st-key-random-{number}")]
        if shown_in(at) != as_typed(text) or at.locator(FORBIDDEN).count()
    ]
    assert wrong == []


def test_unescaped_text_would_act(scratch: Server, page: Page) -> None:
    show(page, scratch, "unescaped")

    assert page.locator(".st-key-unescaped").locator(FORBIDDEN).count() == 3

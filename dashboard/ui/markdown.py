"""The one escape for text from data that is drawn as Markdown: it reads as it was typed, and does nothing.

Streamlit draws Markdown in st.markdown, st.title, st.caption, st.metric, st.table, st.toast, labels, tabs,
help and messages. Where it draws plain text (options of a selectbox, cells of st.dataframe, st.text, charts)
the text goes in as it is. st.badge escapes brackets a second time: use `:green-badge[…]` in st.markdown.
"""

import re

_MEANS_SOMETHING = re.compile(
    r"""
    # Looked for in the finished text too, where a backslash no longer counts: icons and emoji (:name:),
    # web and e-mail addresses, arrows and dashes.
    (?P<later>
        :(?=//|material/|[\w+-]+:)
      | (?<=\S)@(?=\S)
      | (?<=www)\.
      | (?<=[-<>~])[-=>]
    )
    # Looked for only in what was typed.
    | (?P<typed>
        [\\`*\[\]{<$~|]
      | ^[-+=>\#]
      | (?<=\s)\#
      | :(?=[^\s\d])
      | &(?=\#?\w+;)
      | (?<![^\W_])_ | _(?![^\W_])
    )
    | (?P<number> ^\d{1,9}(?=[.)](?:\s|$)) )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def escape(text: str) -> str:
    """Text from data as Markdown that shows exactly that text, on one line."""
    return _MEANS_SOMETHING.sub(_inert, " ".join(text.split()))


def _inert(found: re.Match[str]) -> str:
    sign = found.group()
    if found.lastgroup == "later":
        return f":color[{sign}]{{}}"  # a colour of nothing: a plain span, which parts the text around the sign
    return f"{sign}\\" if found.lastgroup == "number" else f"\\{sign}"

"""The router: Streamlit runs this file on every interaction."""

from pathlib import Path

import streamlit as st

from dashboard import navigation, session
from dashboard.ui import filters, frame

st.set_page_config(
    page_title="Mentoring dashboard", page_icon=str(Path(__file__).with_name("favicon.png")), layout="wide"
)
filters.who()
page = navigation.chosen_page()
frame.band()
st.title(page.title, anchor=False)
if not frame.filling(session.url()):
    filters.draw()
    page.run()

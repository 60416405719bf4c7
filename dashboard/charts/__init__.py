"""Frames in; Vega-Lite specifications, titles and descriptions out; nothing here knows Streamlit."""

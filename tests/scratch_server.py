"""Our server around one Streamlit script, and nothing more: `scratch_server.py SCRIPT PORT`."""

import gc
import sys
from pathlib import Path

import streamlit as st

from dashboard import server, serving


def say(word: str) -> None:
    """Write a word where the test reads it."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def services() -> server.Services:
    """Services that say when they are called."""
    return server.Services(
        warm=lambda: say("warm"),
        start=lambda: say(f"start, primary colour: {st.get_option('theme.light.primaryColor')}"),
        ready=lambda: "ok",
        stop=lambda: say(f"stop, frozen: {gc.get_freeze_count() > 0}"),
    )


def main(script: str, port: str) -> None:
    """Serve the script on the port, as the dashboard is served."""
    server.app = server.make_app(Path(script), services())
    serving.serve("127.0.0.1", int(port), None, demo=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The web server: Streamlit's app with our routes, headers, warm-up and words for what went wrong.

`app` is what `serving.serve` runs; it is also there for `uvicorn dashboard.server:app`.
"""

import gc
import hashlib
import pkgutil
import re
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path

import streamlit as st
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from dashboard import exports, faults

HERE = Path(__file__).resolve().parent
LOOPBACK = ("localhost", "127.0.0.1", "::1")
CLOSED = re.compile(r"/_stcore/(metrics|agent|script-health-check)(/|$)")
NEVER_STORED = ("/export/", "/media/", "/_stcore/", "/healthz", "/readyz")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Services:
    """What the dashboard gives its server to do: before the first visitor, when asked, and at the end."""

    warm: Callable[[], None]
    start: Callable[[], None]
    ready: Callable[[], str]
    stop: Callable[[], None]


def make_app(script: Path, services: Services) -> st.App:
    """Make the server for a Streamlit script."""

    def readyz(_: Request) -> Response:
        return _readiness(services.ready)

    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[None]:
        await to_thread.run_sync(_open, services)
        try:
            yield
        finally:
            await to_thread.run_sync(services.stop)

    return st.App(
        script,
        lifespan=lifespan,
        routes=[Route("/export/{token}", export), Route("/readyz", readyz), Route("/healthz", healthz)],
        middleware=[Middleware(Guard)],
        on_script_error=say_so,
    )


def identity_of(_: Request) -> str:
    """Who is asking; without a sign-in, whoever is at this computer."""
    return exports.LOCAL


def export(request: Request) -> Response:
    """Give a download to the person it was offered to."""
    if request.method != "GET":  # a look ahead must not use the link up
        return Response(status_code=405, headers={"Allow": "GET"})
    download = exports.take(request.path_params["token"], identity_of(request))
    if download is None:
        return PlainTextResponse("This link was used or has run out. Go back to the page and click again.", 404)
    try:
        content = download.read()
    except Exception as error:  # noqa: BLE001 - the log gets it without the values, the person gets a sentence
        return PlainTextResponse(f"The file could not be made. Quote reference {faults.note(error)}.", 500)
    headers = {"Content-Disposition": download.disposition()}
    return Response(content, media_type=download.media_type, headers=headers)


def healthz(_: Request) -> Response:
    """Say that the process answers."""
    return JSONResponse({"status": "ok"})


def say_so(error: Exception) -> bool:
    """Tell the person that the page failed, and nothing about how; Streamlit then shows no more."""
    st.error(
        "This page could not be drawn. Try again, or choose another page. "
        f"If it happens again, tell whoever runs the dashboard and quote reference {faults.note(error)}."
    )
    return True


class Guard:
    """Pure ASGI middleware: who may ask, what is closed, and the headers of every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._hosts = frozenset(st.get_option("server.allowedHosts") or LOOPBACK)
        self._scripts = " ".join(_inline_script_hashes())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
        refusal = self._refusal(scope, host)
        if scope["type"] == "websocket":
            await (WebSocketClose(1008) if refusal else self._app)(scope, receive, send)
            return
        await (refusal or self._app)(scope, receive, self._with_headers(scope["path"], host, send))

    def _refusal(self, scope: Scope, host: str) -> Response | None:
        if _host_name(host) not in self._hosts:
            return PlainTextResponse("The dashboard does not answer to this name.", 403)
        if not _is_this_computer(scope):
            return PlainTextResponse("Without a sign-in, the dashboard serves this computer only.", 403)
        if CLOSED.match(scope["path"]):
            return PlainTextResponse("Not found.", 404)
        return None

    def _with_headers(self, path: str, host: str, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update({**HEADERS, "Content-Security-Policy": self._policy(host)})
                if path.startswith(NEVER_STORED):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        return send_with_headers

    def _policy(self, host: str) -> str:
        sockets = f" ws://{host} wss://{host}" if _host_name(host) else ""
        return "; ".join(
            (
                "default-src 'self'",
                f"script-src 'self' {self._scripts}",
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data: blob:",
                "font-src 'self' data:",
                f"connect-src 'self'{sockets}",
                "worker-src 'self' blob:",
                "object-src 'none'",
                "base-uri 'self'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            )
        )


def _open(services: Services) -> None:
    faults.keep_values_out_of_the_log()
    services.warm()
    services.start()
    # Streamlit collects garbage after every rerun; what start-up made is taken out of that scan.
    gc.collect()
    gc.freeze()


def _readiness(ready: Callable[[], str]) -> Response:
    try:
        status = ready()
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is "not ready"
        status = f"The dashboard is not ready. Quote reference {faults.note(error)}."
    return JSONResponse({"status": status}, 200 if status == "ok" else 503)


def _inline_script_hashes() -> Iterator[str]:
    page = (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")
    for script in re.findall(r"<script>(.*?)</script>", page, re.DOTALL):
        yield f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _host_name(host: str) -> str | None:
    found = re.fullmatch(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?", host, re.IGNORECASE)
    return found[1].strip("[]").lower().rstrip(".") if found else None


def _is_this_computer(scope: Scope) -> bool:
    client = scope.get("client")
    return client is None or ip_address(client[0]).is_loopback


def _warm() -> None:
    """Import what the pages use, so that the first visitor does not wait for it."""
    for module in pkgutil.walk_packages([str(HERE)], "dashboard."):
        if module.name not in {"dashboard.__main__", "dashboard.app", "dashboard.cli", "dashboard.serving"}:
            import_module(module.name)


def _start() -> None:
    from dashboard import uploads  # noqa: PLC0415 - the database opens when the server does, not on import

    uploads.start()


def _stop() -> None:
    from dashboard import uploads  # noqa: PLC0415 - as above

    uploads.stop()


def _ready() -> str:
    from dashboard import data  # noqa: PLC0415 - as above

    return data.ready()


app = make_app(HERE / "app.py", Services(warm=_warm, start=_start, ready=_ready, stop=_stop))

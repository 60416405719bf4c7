"""The server answers whom it should, closes what it should, and tells nobody's data when something fails."""

import re
from collections.abc import Callable, Iterator
from http.client import HTTPResponse

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from dashboard import exports, server
from tests import scratch_server
from tests.server_process import Server, free_port, running

PERSON = "ann.canary@northfield.example"


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("scratch")
    script = folder / "app.py"
    script.write_text('import streamlit as st\nst.title("Scratch")\n')
    port = free_port()
    command = [scratch_server.__file__, str(script), str(port)]
    with running(command, port, folder / "server.log") as started:
        yield started


def ask(path: str, *, method: str = "GET", address: str = "127.0.0.1", host: str = "127.0.0.1:8501") -> httpx.Response:
    routes = [Route("/export/{token}", server.export), Route("/page", lambda _: PlainTextResponse("page"))]
    guarded = Starlette(routes=routes, middleware=[Middleware(server.Guard)])
    transport = httpx.ASGITransport(guarded, client=(address, 5000))

    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
            return await client.request(method, path)

    return anyio.run(asked)


def failing(sentence: str) -> Callable[[], str]:
    def fail() -> str:
        raise ValueError(sentence)

    return fail


def upgrade(scratch: Server, host: str) -> HTTPResponse:
    return scratch.get(
        "/_stcore/stream",
        Host=host,
        Connection="Upgrade",
        Upgrade="websocket",
        Sec_WebSocket_Version="13",
        Sec_WebSocket_Key="c2NyYXRjaCBzY3JhdGNoIQ==",
    )


def test_every_answer_carries_the_protective_headers(scratch: Server) -> None:
    for path in ("/", "/healthz", "/readyz", "/export/none", "/_stcore/health", "/_stcore/metrics", "/hours"):
        headers = scratch.get(path).headers

        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "camera=()" in headers["Permissions-Policy"]
        assert headers["Content-Security-Policy"].startswith("default-src 'self'; script-src 'self' 'sha256-")


def test_the_policy_runs_our_scripts_only_and_evaluates_nothing(scratch: Server) -> None:
    policy = dict(
        directive.split(" ", 1) for directive in scratch.get("/").headers["Content-Security-Policy"].split("; ")
    )

    assert re.fullmatch(r"'self'( 'sha256-[A-Za-z0-9+/]{43}=')+", policy["script-src"])
    assert policy["connect-src"] == f"'self' ws://127.0.0.1:{scratch.port} wss://127.0.0.1:{scratch.port}"
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/export/none", "/_stcore/health", "/media/none.csv"])
def test_what_may_hold_data_is_never_stored(scratch: Server, path: str) -> None:
    assert scratch.get(path).headers.get_all("Cache-Control") == ["no-store"]


def test_what_never_changes_is_stored_for_good(scratch: Server) -> None:
    page = scratch.get("/").read().decode()
    script = re.search(r"/static/js/index\.[\w-]+\.js", page)

    assert script
    assert "immutable" in scratch.get(script[0]).headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/_stcore/%6Detrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/interact",
        "/_stcore/script-health-check",
    ],
)
def test_what_nobody_needs_is_closed(scratch: Server, path: str) -> None:
    assert scratch.status(path) == 404


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/export/none", "/_stcore/health", "/static/x.js"])
def test_a_foreign_host_name_is_refused_everywhere(scratch: Server, path: str) -> None:
    assert scratch.status(path, Host="evil.example") == 403


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8501", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:8501", 200),
        ("localhost.", 200),
        ("localhost.evil.example", 403),
        ("evil.example:127.0.0.1", 403),
        ("localhost@evil.example", 403),
        ("localhost; script-src *", 403),
        ("", 403),
    ],
)
def test_the_host_name_decides(scratch: Server, host: str, status: int) -> None:
    assert scratch.status("/healthz", Host=host) == status


def test_the_pages_socket_opens_for_our_name_only(scratch: Server) -> None:
    assert upgrade(scratch, f"127.0.0.1:{scratch.port}").status == 101
    assert upgrade(scratch, "evil.example").status == 403


def test_without_a_sign_in_another_computer_is_refused() -> None:
    assert ask("/page", address="192.0.2.7").status_code == 403
    assert ask("/page", address="127.0.0.1").status_code == 200
    assert ask("/page", address="::1").status_code == 200


def test_without_a_sign_in_another_computer_opens_no_socket() -> None:
    said: list[Message] = []

    async def opened(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        said.append(message)

    for address in ("192.0.2.7", "127.0.0.1"):
        scope = {
            "type": "websocket",
            "path": "/_stcore/stream",
            "headers": [(b"host", b"localhost")],
            "client": (address, 5000),
        }
        anyio.run(server.Guard(opened), scope, receive, send)

    assert [message["type"] for message in said] == ["websocket.close", "websocket.accept"]


def test_the_server_says_that_it_is_alive_and_ready(scratch: Server) -> None:
    assert scratch.get("/healthz").read() == b'{"status":"ok"}'
    assert scratch.get("/readyz").read() == b'{"status":"ok"}'


def test_a_server_that_is_not_ready_says_why() -> None:
    answer = server._readiness(lambda: "The database is being moved to a newer version.")

    assert answer.status_code == 503
    assert answer.body == b'{"status":"The database is being moved to a newer version."}'


def test_a_server_that_cannot_tell_whether_it_is_ready_is_not(caplog: pytest.LogCaptureFixture) -> None:
    answer = server._readiness(failing(PERSON))

    assert answer.status_code == 503
    assert b"not ready. Quote reference" in answer.body
    assert PERSON not in caplog.text + bytes(answer.body).decode()


def test_an_offered_file_is_downloaded_under_its_name_and_once() -> None:
    address = exports.link(exports.LOCAL, "Gŵyr.csv", exports.CSV, b"hours")

    first, second = ask(address), ask(address)

    assert (first.status_code, first.content) == (200, b"hours")
    assert first.headers["Content-Disposition"] == "attachment; filename=\"G_yr.csv\"; filename*=UTF-8''G%C5%B5yr.csv"
    assert first.headers["Content-Type"] == exports.CSV
    assert second.status_code == 404
    assert second.text == "This link was used or has run out. Go back to the page and click again."


def test_a_look_ahead_does_not_use_a_link_up() -> None:
    address = exports.link(exports.LOCAL, "hours.csv", exports.CSV, b"hours")

    assert ask(address, method="HEAD").status_code == 405
    assert ask(address).content == b"hours"


def test_a_file_offered_to_somebody_else_is_not_given() -> None:
    address = exports.link("ann", "hours.csv", exports.CSV, b"hours")

    assert ask(address).status_code == 404


def test_a_file_that_cannot_be_made_is_a_sentence_with_a_reference(caplog: pytest.LogCaptureFixture) -> None:
    def content() -> bytes:
        raise ValueError(PERSON)

    answer = ask(exports.link(exports.LOCAL, "hours.csv", exports.CSV, content))

    assert answer.status_code == 500
    found = re.fullmatch(r"The file could not be made\. Quote reference ([0-9A-F]{8})\.", answer.text)
    assert found
    assert f"Reference {found[1]}" in caplog.text


def test_who_is_asking_is_decided_in_one_place() -> None:
    assert server.identity_of(Request({"type": "http"})) == exports.LOCAL

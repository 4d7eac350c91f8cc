"""The server against whoever speaks to it without a browser."""

import asyncio
import json
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from http.cookies import SimpleCookie

import psutil
import pytest
from jupyter_server.services.kernels.connection.base import (
    deserialize_binary_message,
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClosedError, websocket_connect

V1 = "v1.kernel.websocket.jupyter.org"
PROTOCOLS = [None, V1]
EVERY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


@pytest.fixture(scope="module")
def server(opened):
    return opened(
        sessions=4, each=2, message=200_000, body=20_000, abandoned=1, start=5, sweep=0.3, linger=0.2, retry=7
    )


@dataclass
class Answer:
    status: int
    text: str
    headers: dict
    cookies: dict


def fetched(server, path: str, cookies: dict | None = None, method: str = "GET", **more) -> Answer:
    """One request. Paths go out as they are."""

    async def ask():
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in (cookies or {}).items()),
            **more.pop("headers", {}),
        }
        request = HTTPRequest(
            server.url + path, method=method, headers=headers, follow_redirects=False, request_timeout=30, **more
        )
        return await AsyncHTTPClient().fetch(request, raise_error=False)

    answer = asyncio.run(ask())
    jar = SimpleCookie()
    for line in answer.headers.get_list("Set-Cookie"):
        jar.load(line)
    told = {name.lower(): value for name, value in answer.headers.get_all()}
    text = answer.body.decode() if answer.body else ""
    return Answer(answer.code, text, told, {name: morsel.coded_value for name, morsel in jar.items()})


def entered(server, token: str = "good-1") -> dict:
    answer = fetched(server, f"/enter/{token}")
    assert answer.status == 200
    return answer.cookies


@dataclass
class Open:
    """A page that has been opened."""

    kernel: str
    cookies: dict
    text: str


def opened_page(server, token: str = "good-1", name: str = "counter") -> Open:
    cookies = entered(server, token)
    answer = fetched(server, f"/{name}", cookies)
    assert answer.status == 200, answer.text
    return Open(re.search(r'"kernelId": "([^"]+)"', answer.text)[1], cookies | answer.cookies, answer.text)


@pytest.fixture
def page(server):
    """An open page, closed afterwards."""
    assert server.settled(0)
    page = opened_page(server)
    yield page
    closed(server, page)
    assert server.settled(0)


def closed(server, page: Open) -> Answer:
    body = f"_xsrf={page.cookies['_xsrf']}"
    return fetched(server, f"/voila/api/shutdown/{page.kernel}", page.cookies, "POST", body=body)


def message(kind: str, content: dict, channel: str = "shell") -> dict:
    header = {
        "msg_id": f"{kind}-{time.monotonic()}",
        "msg_type": kind,
        "username": "",
        "session": "s",
        "version": "5.3",
    }
    return {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "channel": channel,
        "buffers": [],
    }


def packed(told: dict, protocol: str | None) -> str | bytes:
    if protocol is None:
        return json.dumps({key: value for key, value in told.items() if key != "buffers"})
    return serialize_msg_to_ws_v1(told, told["channel"], lambda part: json.dumps(part).encode())


def unpacked(raw: str | bytes, protocol: str | None) -> dict:
    if protocol is None:
        return deserialize_binary_message(raw) if isinstance(raw, bytes) else json.loads(raw)
    _, parts = deserialize_msg_from_ws_v1(raw)
    return dict(zip(("header", "parent_header", "metadata", "content"), map(json.loads, parts[:4]), strict=True))


async def connected(server, page: Open, protocol: str | None = None, **headers):
    told = {"Cookie": "; ".join(f"{name}={value}" for name, value in page.cookies.items()), **headers}
    url = f"ws://127.0.0.1:{server.port}/api/kernels/{page.kernel}/channels?session_id={time.monotonic_ns()}"
    request = HTTPRequest(url, headers=told)
    return await websocket_connect(request, subprotocols=[protocol] if protocol else None, max_message_size=10**8)


async def heard(socket, protocol: str | None, kind: str, seconds: float = 8.0) -> list[dict]:
    """Messages until one of this kind, the last."""
    found = []
    async with asyncio.timeout(seconds):
        while True:
            raw = await socket.read_message()
            assert raw is not None, "closed"
            found.append(unpacked(raw, protocol))
            if found[-1]["header"]["msg_type"] == kind:
                return found


async def conversed(server, page: Open, protocol: str | None, *messages: dict) -> list[dict]:
    """Say something, then ask for the kernel's name: what has come until it has answered that."""
    socket = await connected(server, page, protocol)
    assert socket.selected_subprotocol == protocol
    for one in [*messages, message("kernel_info_request", {})]:
        await socket.write_message(packed(one, protocol), binary=protocol is not None)
    told = await heard(socket, protocol, "kernel_info_reply")
    socket.close()
    return told


@pytest.mark.parametrize("token", ["forged", "good-", "few-1x", "good-1%0d%0aSet-Cookie:a=b"])
def test_links_that_nobody_has_given_out_are_refused(server, token):
    answer = fetched(server, f"/enter/{token}")
    assert answer.status in {403, 404}
    assert "benchlib-visit" not in answer.cookies
    assert "link" in answer.text


def test_a_link_sets_a_cookie_that_scripts_and_other_sites_cannot_use(server):
    answer = fetched(server, "/enter/few-1")
    line = answer.headers["set-cookie"]
    assert "HttpOnly" in line
    assert "SameSite=Strict" in line
    assert "Secure" not in line
    assert "Path=/" in line
    assert 'content="0;url=/counter"' in answer.text
    assert "few-1" not in answer.text


def test_behind_tls_cookies_are_secure_and_addresses_begin_with_the_path(opened):
    away = opened(origin="https://bench.example.org", path="/apps/")
    answer = fetched(away, "/apps/enter/few-1", headers={"Host": "bench.example.org"})
    assert "Secure" in answer.headers["set-cookie"]
    assert "Path=/apps/" in answer.headers["set-cookie"]
    assert "max-age=" in answer.headers["strict-transport-security"]
    assert 'content="0;url=/apps/counter"' in answer.text
    assert fetched(away, "/enter/few-1").status == 404
    assert fetched(away, "/apps/health").status == 200


@pytest.mark.parametrize("path", ["/", "/counter", "/nothing"])
def test_without_a_visit_nothing_is_shown(server, path):
    answer = fetched(server, path)
    assert answer.status == 403
    assert "personal link" in answer.text
    assert server.health()["kernels"] == 0


def test_a_cookie_that_was_changed_is_none(server):
    cookies = entered(server)
    value = cookies["benchlib-visit"]
    changed = value.replace(value[-3], "0" if value[-3] != "0" else "1")
    assert fetched(server, "/", cookies).status == 200
    assert fetched(server, "/", {"benchlib-visit": changed}).status == 403


def test_a_page_that_the_link_does_not_open_is_not_there(server):
    cookies = entered(server, "few-1")
    assert fetched(server, "/broken", cookies).status == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/counter.ipynb", "/picture.png", "/sub/below.png", "/sub/hidden", "/hidden", "/sub", "/sub/"),
        *("/voila/files/picture.png", "/voila/files/counter.ipynb", "/voila/tree", "/voila/tree/sub", "/tree"),
        *("/voila/render/counter.ipynb", "/voila/api/contents", "/voila/api/contents/counter.ipynb", "/files/"),
        *("/api/kernels", "/api/contents", "/api/sessions", "/api/terminals", "/login", "/voila/query/x"),
        *(
            "/voila/static/",
            "/voila/static/../../../../../../etc/passwd",
            "/voila/static/..%2f..%2f..%2f..%2fetc%2fpasswd",
        ),
        *(
            "/voila/static/%2e%2e/%2e%2e/lab/index.html.j2",
            "/voila/static//etc/passwd",
            "/voila/templates/lab/index.html.j2",
        ),
        *("/voila/labextensions/@voila-dashboards/widgets-manager8/..%2f..%2f..%2fschemas", "/..%2f..%2fetc%2fpasswd"),
        *("/%2e%2e/counter", "/counter%00", "/counter/../sub/hidden", "/counter%2f..%2fbroken"),
    ],
)
def test_sources_files_lists_and_paths_elsewhere_are_not_served(server, path):
    answer = fetched(server, path, entered(server))
    assert answer.status in {403, 404}
    assert "private" not in answer.text
    assert "root:x:" not in answer.text
    assert "ipywidgets" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_every_answer_has_the_headers(server, page):
    answers = [fetched(server, path, page.cookies) for path in ("/health", "/enter/few-1", "/", "/nothing")]
    for answer in answers:
        assert EVERY.items() <= answer.headers.items()
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "camera=()" in answer.headers["permissions-policy"]
        assert "ornado" not in answer.headers["server"]


def test_a_page_runs_only_its_own_scripts(server):
    cookies = entered(server)
    answer = fetched(server, "/counter?theme=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&template=nosuch", cookies)
    policy = answer.headers["content-security-policy"]
    nonce = re.search(r"script-src 'self' 'nonce-([\w-]+)'", policy)[1]
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy
    assert EVERY.items() <= answer.headers.items()
    scripts = re.findall(r"<script(?![^>]*application/)[^>]*>", answer.text)
    assert len(scripts) > 3
    assert all(f'nonce="{nonce}"' in script for script in scripts)
    assert "alert(1)" not in answer.text
    assert "nosuch" not in answer.text
    assert "cdn" not in answer.text
    assert "clicked" not in answer.text, "no source code"
    assert server.settled(0)


def test_a_kernel_is_told_what_is_on_the_list_and_nothing_else(server):
    answer = fetched(server, "/curious?language=ro&token=x&theme=y&year=20255", entered(server, "good-77"))
    names = re.search(r"<pre>\[(.*?)\]", answer.text)[1]
    assert "visit visit-good-77 query language=ro" in answer.text
    assert '<html lang="ro">' in answer.text
    assert "hidden False True" in answer.text
    assert "BENCHLIB_VISIT" in names
    for other in ("SECRET", "HTTP_", "REQUEST", "SERVER_", "COOKIE", "NURSERY"):
        assert other not in names
    assert server.settled(0)


def test_an_error_shows_a_sentence_and_a_number_that_stands_in_the_log(server):
    answer = fetched(server, "/broken", entered(server))
    assert answer.status == 200
    numbers = set(re.findall(r"tell us the number ([A-Z0-9]{6})", answer.text))
    assert len(numbers) == 1
    for secret in (
        "kept-secret",
        "Traceback",
        "ValueError",
        "raise",
        "path-of-the-code",
        "also-secret",
        "/home",
        ".py",
    ):
        assert secret not in re.sub(r"<script nonce.*?</script>", "", answer.text, flags=re.DOTALL)
    assert "never reached" not in answer.text
    log = server.logged()
    assert f"number {numbers.pop()}" in log
    assert "kept-secret" in log
    assert server.settled(0)


def test_a_link_that_fails_is_not_in_the_log(server):
    answer = fetched(server, "/enter/bad-token-of-a-person")
    number = re.search(r"tell us the number ([A-Z0-9]{6})", answer.text)[1]
    assert answer.status == 500
    assert f"number {number}" in server.logged()
    fetched(server, "/enter/good-4711?x=good-4712", headers={"Referer": f"{server.url}/enter/good-4713"})
    fetched(server, "/enter/good-4714/", method="POST", body="")
    fetched(server, "/enter/good-4715", method="POST", body="")
    assert "good-471" not in server.logged()
    assert "GET /enter/..." in server.logged()


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_no_message_that_runs_code_reaches_the_kernel(server, page, tmp_path, protocol):
    mark = tmp_path / "mark"
    code = f"open({str(mark)!r}, 'w')"
    kinds = {
        "execute_request": {"code": code, "silent": False, "allow_stdin": False, "user_expressions": {"a": code}},
        "complete_request": {"code": "na", "cursor_pos": 2},
        "inspect_request": {"code": "clicked", "cursor_pos": 3, "detail_level": 1},
        "history_request": {"hist_access_type": "tail", "n": 9, "output": True, "raw": True},
        "debug_request": {"type": "request", "seq": 1, "command": "evaluate", "arguments": {"expression": code}},
        "is_complete_request": {"code": "1"},
        "shutdown_request": {"restart": False},
        "interrupt_request": {},
        "input_reply": {"value": code},
        "create_subshell_request": {},
        "comm_open": {"comm_id": "c", "target_name": "jupyter.widget", "data": {}},
    }
    channels = ("shell", "control", "stdin", "iopub", "none")
    said = [message(kind, content, channel) for kind, content in kinds.items() for channel in channels]
    told = asyncio.run(conversed(server, page, protocol, *said))
    replied = {one["header"]["msg_type"] for one in told} - {"status", "kernel_info_reply"}
    assert replied == set()
    assert not mark.exists()
    assert "clicked" not in json.dumps(told)


NO_MESSAGES = [
    *("", "{", "[]", "null", '{"header": 1}', "9" * 5000, "[" * 100_000),
    *(b"", b"\1", b"\0" * 8, b"\7" * 9, b"\x7f" * 40, b"\xff" * 40),  # these say how many parts follow
]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_what_is_no_message_is_dropped(server, page, protocol):
    async def said():
        socket = await connected(server, page, protocol)
        for raw in NO_MESSAGES:
            await socket.write_message(raw, binary=isinstance(raw, bytes))
        await socket.write_message(packed(message("kernel_info_request", {}), protocol), binary=protocol is not None)
        return await heard(socket, protocol, "kernel_info_reply")

    assert asyncio.run(said())
    assert f"kernel {page.kernel}: dropped: ValueError in a message of 40" in server.logged()


async def state(socket, protocol: str | None) -> dict[str, dict]:
    """The widgets of the page by their id, asked for as a browser does."""
    opening = {"comm_id": "control", "target_name": "jupyter.widget.control", "data": {}}
    opened = message("comm_open", opening) | {"metadata": {"version": "1.0.0"}}
    await socket.write_message(packed(opened, protocol), binary=protocol is not None)
    asking = {"comm_id": "control", "data": {"method": "request_states"}}
    await socket.write_message(packed(message("comm_msg", asking), protocol), binary=protocol is not None)
    told = (await heard(socket, protocol, "comm_msg"))[-1]
    return told["content"]["data"]["states"]


def of(states: dict[str, dict], **traits: str) -> str:
    return next(
        key for key, one in states.items() if all(one["state"].get(name) == value for name, value in traits.items())
    )


def updated(widget: str, **values) -> dict:
    return message("comm_msg", {"comm_id": widget, "data": {"method": "update", "state": values}})


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_failure_behind_a_button_tells_nothing_but_a_number(server, page, protocol):
    async def clicked():
        socket = await connected(server, page, protocol)
        button = of(await state(socket, protocol), description="Off")
        click = message("comm_msg", {"comm_id": button, "data": {"method": "custom", "content": {"event": "click"}}})
        await socket.write_message(packed(click, protocol), binary=protocol is not None)
        return (await heard(socket, protocol, "error"))[-1]["content"]

    told = asyncio.run(clicked())
    number = re.search(r"tell us the number ([A-Z0-9]{6})", told["evalue"])[1]
    assert told == {"ename": "Error", "evalue": told["evalue"], "traceback": [told["evalue"]]}
    assert f"number {number}" in server.logged()
    assert "ZeroDivisionError" in server.logged()


def test_an_answer_that_is_too_long_is_refused_and_the_page_lives_on(server, page):
    async def said(length: int):
        socket = await connected(server, page)
        states = await state(socket, None)
        with suppress(WebSocketClosedError):  # before it was all sent
            await socket.write_message(packed(updated(of(states, description="Name"), value="x" * length), None))
        while (raw := await socket.read_message()) is not None:
            if f"length {length}" in str(raw):
                return "taken"
        return socket.close_code

    assert asyncio.run(said(10_000_000)) in {1009, 1006, None}
    assert asyncio.run(said(100_000)) == "taken"


def test_a_long_request_is_refused(server, page):
    refused = []
    try:
        answer = fetched(server, f"/voila/api/shutdown/{page.kernel}", page.cookies, "POST", body="a" * 10_000_000)
        refused.append(answer.status in {400, 413, 599})
    except (OSError, HTTPClientError):
        refused.append(True)
    assert refused == [True]
    assert server.health()["kernels"] == 1


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example"])
def test_other_sites_cannot_connect(server, page, origin):
    with pytest.raises(HTTPClientError, match="403"):
        asyncio.run(connected(server, page, Origin=origin))


def test_other_sites_cannot_post(server, page):
    path = f"/voila/api/shutdown/{page.kernel}"
    token = f"_xsrf={page.cookies['_xsrf']}"
    assert fetched(server, path, page.cookies, "POST", body="").status == 403
    assert fetched(server, path, page.cookies, "POST", body="_xsrf=2|1|2|3").status == 403
    assert (
        fetched(server, path, page.cookies, "POST", body=token, headers={"Origin": "https://e.example"}).status == 404
    )
    assert fetched(server, path, {"_xsrf": page.cookies["_xsrf"]}, "POST", body=token).status in {403, 404}
    assert fetched(server, path, page.cookies, "GET").status == 405
    assert server.health()["kernels"] == 1


def test_by_another_name_this_machine_serves_no_page(server):
    answer = fetched(server, "/counter", entered(server), headers={"Host": "evil.example"})
    assert answer.status == 403
    assert server.health()["kernels"] == 0


def test_a_kernel_belongs_to_its_visitor(server, page):
    other = Open(page.kernel, entered(server, "good-2") | {"_xsrf": page.cookies["_xsrf"]}, "")
    with pytest.raises(HTTPClientError, match="404"):
        asyncio.run(connected(server, other))
    nobody = Open(page.kernel, {}, "")
    with pytest.raises(HTTPClientError, match=r"403|404"):
        asyncio.run(connected(server, nobody))
    assert closed(server, other).status == 404
    assert fetched(server, f"/api/kernels/{page.kernel}", other.cookies).status == 404
    assert fetched(server, f"/api/kernels/{page.kernel}", page.cookies).status == 200
    assert fetched(server, f"/api/kernels/{page.kernel}", page.cookies, "DELETE").status in {403, 405}
    assert server.health()["kernels"] == 1


def test_a_closed_tab_frees_its_kernel(server):
    page = opened_page(server)
    assert server.health()["kernels"] == 1
    assert closed(server, page).status == 204
    assert closed(server, page).status == 404
    assert server.settled(0)


def test_a_page_that_nobody_is_connected_to_is_given_up(server):
    opened_page(server)
    assert server.health()["kernels"] == 1
    assert server.settled(0)
    assert "nobody is connected" in server.logged()


def test_kernels_are_bounded_in_all_and_whoever_comes_then_hears_so(server):
    async def held():
        pages = [await asyncio.to_thread(opened_page, server, token) for token in ("few-1", "few-2", "few-3", "few-4")]
        sockets = [await connected(server, page) for page in pages]
        cookies = await asyncio.to_thread(entered, server, "few-5")
        busy = await asyncio.to_thread(fetched, server, "/counter", cookies)
        kernels = server.health()["kernels"]
        for socket in sockets:
            socket.close()
        return busy, kernels

    busy, kernels = asyncio.run(held())
    assert kernels == 4
    assert busy.status == 503
    assert busy.headers["retry-after"] == "7"
    assert 'http-equiv="refresh" content="7"' in busy.text
    assert "back in a moment" in busy.text
    assert server.settled(0)


def test_kernels_of_one_visitor_are_bounded(server):
    """Two tabs with connections: no third. One without: it gives way."""

    async def held():
        pages = [await asyncio.to_thread(opened_page, server) for _ in range(2)]
        sockets = [await connected(server, page) for page in pages]
        third = await asyncio.to_thread(fetched, server, "/counter", pages[0].cookies)
        sockets[0].close()
        await asyncio.sleep(0.2)
        again = await asyncio.to_thread(fetched, server, "/counter", pages[0].cookies)
        sockets[1].close()
        return third.status, again.status

    assert asyncio.run(held()) == (503, 200)
    assert server.settled(0)


def test_a_page_that_does_not_get_to_its_end_is_ended(server):
    start = time.monotonic()
    answer = fetched(server, "/slow", entered(server))
    assert 4 < time.monotonic() - start < 15
    assert "tell us the number" in answer.text
    assert server.settled(0)


def test_a_kernel_that_dies_is_told_and_leaves_its_place(server):
    answer = fetched(server, "/dead", entered(server))
    assert "tell us the number" in answer.text
    assert server.settled(0)


def test_a_kernel_that_is_killed_later_leaves_its_place_and_its_page_is_told(server):
    async def lived():
        page = await asyncio.to_thread(opened_page, server)
        socket = await connected(server, page)
        for kernel in kernels(server):
            kernel.kill()
        while await socket.read_message() is not None:
            pass
        return socket.close_code

    assert asyncio.run(lived()) == 4001
    assert server.settled(0)
    assert "it has died" in server.logged()


def warmed(server) -> list[psutil.Process]:
    return psutil.Process(server.process.pid).children()


def kernels(server) -> list[psutil.Process]:
    """Kernels with sockets; the next kernel waits beside them without."""
    children = [child for one in warmed(server) for child in one.children()]
    return [child for child in children if len(child.threads()) > 1]


def test_all_kernels_are_forked_from_one_process(server):
    pages = [opened_page(server, f"few-{number}") for number in range(3)]
    assert len(warmed(server)) == 1
    assert len(kernels(server)) == 3
    ports = [[one.laddr.ip for one in kernel.net_connections(kind="inet")] for kernel in kernels(server)]
    assert ports == [["127.0.0.1"]] * 3, "ipykernel's own pipe for what subprocesses print; messages come by files"
    for page in pages:
        closed(server, page)
    assert server.settled(0)


def test_a_link_that_is_revoked_ends_what_is_open(server):
    async def lived():
        page = await asyncio.to_thread(opened_page, server, "good-9")
        socket = await connected(server, page)
        server.revoke("visit-good-9")
        while await socket.read_message() is not None:
            pass
        return page, socket.close_code

    page, code = asyncio.run(lived())
    assert code == 4001
    assert fetched(server, "/counter", page.cookies).status == 403
    server.restore("visit-good-9")
    assert server.settled(0)


def test_connections_of_one_page_are_bounded(server, page):
    async def many():
        sockets = [await connected(server, page) for _ in range(4)]
        with pytest.raises(HTTPClientError, match="429"):
            await connected(server, page)
        for socket in sockets:
            socket.close()

    asyncio.run(many())


def test_health(server):
    answer = fetched(server, "/health")
    assert json.loads(answer.text) == {"status": "ok", "kernels": 0, "allowed": 4}

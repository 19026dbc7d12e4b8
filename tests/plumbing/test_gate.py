"""The gate on a real server: slow senders, slow readers and endless heads hold no page; files leave in ranges."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from contextlib import ExitStack, contextmanager

import pytest
import uvicorn

from quizapp.plumbing import gate as gates
from quizapp.plumbing import head_guard
from quizapp.plumbing.gate import Gate
from quizapp.plumbing.head_guard import HeadGuard
from tests.plumbing.test_full_disk import no_file_beyond

THREADS = 2
LARGE = b"x" * 20_000_000


def app(environ, start):
    """Answer with what was asked for: the length of the body, a large text, a file, the application's own headers."""
    path = environ["PATH_INFO"]
    if path == "/large":
        start("200 OK", [("Content-Type", "application/zip"), ("Content-Length", str(len(LARGE)))])
        return [LARGE]
    if path.startswith("/file"):
        start(
            "200 OK", [("Content-Type", "audio/mpeg"), ("X-Sendfile", environ["QUERY_STRING"]), ("Set-Cookie", "a=b")]
        )
        return [b""]
    if path == "/broken":
        raise RuntimeError("broken")
    body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=b"), ("Set-Cookie", "c=d")])
    return [
        f"{environ['REQUEST_METHOD']} {len(body)} ".encode(),
        environ.get("HTTP_X_TWICE", "").encode(),
        environ.get("HTTP_COOKIE", "").encode(),
        b"y" * 2_000,
    ]


@contextmanager
def serving(folders=(), limit=10_000):
    """Serve the application in a thread, and give the port."""
    served = Gate(app, threads=THREADS, form_limit_bytes=1_000, limit_of=lambda _environ: limit, folders=folders)
    config = uvicorn.Config(served, http=HeadGuard, log_config=None, access_log=False, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0), backlog=500)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)


def connect(port):
    made = socket.create_connection(("127.0.0.1", port), 20)
    made.settimeout(20)
    return made


def ask(port, request: bytes):
    """Send bytes, and give status, headers and body of what comes back until the connection ends."""
    with connect(port) as made:
        made.sendall(request)
        return parts(everything(made))


def everything(made):
    got = b""
    while piece := made.recv(65_536):
        got += piece
    return got


def parts(got):
    head, _, body = got.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    return int(first.split()[1]), [tuple(line.split(": ", 1)) for line in lines], body


def request(path, method="GET", *headers, body=b""):
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def test_senders_of_half_a_body_hold_no_page():
    with serving() as port, ExitStack() as open_sockets:
        for _ in range(40):
            slow = open_sockets.enter_context(connect(port))
            slow.sendall(request("/", "POST", "Content-Length: 500", body=b"ab"))
        assert ask(port, request("/"))[0] == 200


def test_readers_that_do_not_read_hold_no_page():
    with serving() as port, ExitStack() as open_sockets:
        for _ in range(10):
            slow = open_sockets.enter_context(connect(port))
            slow.sendall(request("/large"))
            slow.recv(100)
        assert ask(port, request("/"))[0] == 200


def test_a_body_that_comes_too_slowly_is_given_up(monkeypatch):
    monkeypatch.setattr(gates, "WINDOW_SECONDS", 0.3)
    with serving() as port:
        status, _, body = ask(port, request("/", "POST", "Content-Length: 500", body=b"ab"))
        assert (status, b"too slowly" in body) == (408, True)


def test_a_steady_sender_is_let_finish_and_one_without_end_is_not(monkeypatch):
    monkeypatch.setattr(gates, "WINDOW_SECONDS", 2)
    monkeypatch.setattr(gates, "WINDOW_BYTES", 4)
    with serving() as port, connect(port) as steady:
        steady.sendall(request("/", "POST", "Content-Length: 40"))
        for _ in range(8):
            time.sleep(0.3)
            steady.sendall(b"abcde")
        assert parts(everything(steady))[2].startswith(b"POST 40")
    monkeypatch.setattr(gates, "FORM_SECONDS", 0.4)
    with serving() as port, connect(port) as steady:
        steady.sendall(request("/", "POST", "Content-Length: 900"))
        assert parts(everything(steady))[0] == 408


def test_sizes():
    with serving() as port:
        large = request("/", "POST", "Content-Length: 9000", body=b"x" * 9_000)
        assert ask(port, large)[2].startswith(b"POST 9000 ")
        # Unread: the application sees the declared length and an empty body, and says so in its own words.
        assert ask(port, request("/", "POST", "Content-Length: 10001"))[2].startswith(b"POST 0 ")
        chunks = b"".join(b"100\r\n" + b"z" * 256 + b"\r\n" for _ in range(10)) + b"0\r\n\r\n"
        assert ask(port, request("/", "POST", "Transfer-Encoding: chunked", body=chunks))[0] == 413
        one = b"3\r\nabc\r\n0\r\n\r\n"
        assert ask(port, request("/", "POST", "Transfer-Encoding: chunked", body=one))[2].startswith(b"POST 3 ")


def test_a_body_that_finds_no_room_is_told(monkeypatch):
    monkeypatch.setattr(gates, "IN_MEMORY_BYTES", 10)
    with serving() as port, no_file_beyond(1_000):
        status, _, body = ask(port, request("/", "POST", "Content-Length: 5000", body=b"x" * 5_000))
        assert (status, b"no room left" in body) == (507, True)
        assert ask(port, request("/"))[0] == 200


def test_headers_stay_as_the_application_gave_them_and_texts_are_packed():
    with serving() as port:
        twice = ("X-Twice: a", "X-Twice: b", "Cookie: a=b", "Cookie: c=d")
        status, headers, body = ask(port, request("/", "GET", "Accept-Encoding: gzip", *twice))
        names = dict(headers)
        assert status == 200
        assert [value for name, value in headers if name == "set-cookie"] == ["a=b", "c=d"]
        assert (names["content-encoding"], names["vary"]) == ("gzip", "Accept-Encoding")
        assert gzip.decompress(body).startswith(b"GET 0 a,ba=b; c=dyy")
        assert int(names["content-length"]) == len(body)
        plain = ask(port, request("/", "HEAD"))
        assert plain[2] == b""


def test_a_failing_application_answers_500_and_frees_its_thread():
    with serving() as port:
        for _ in range(THREADS + 1):
            assert ask(port, request("/broken"))[0] == 500
        assert ask(port, request("/"))[0] == 200


def test_files_are_sent_from_their_folders_alone_and_in_ranges(tmp_path):
    kept, other = tmp_path / "media", tmp_path / "secret"
    kept.mkdir()
    (kept / "tune").write_bytes(bytes(range(200)))
    other.write_bytes(b"violin")
    with serving(folders=(kept,)) as port:
        status, headers, body = ask(port, request(f"/file?{kept}/tune"))
        assert (status, body) == (200, bytes(range(200)))
        assert ("content-type", "audio/mpeg") in headers
        assert ("set-cookie", "a=b") in headers
        assert not [name for name, _ in headers if name == "x-sendfile"]
        status, headers, body = ask(port, request(f"/file?{kept}/tune", "GET", "Range: bytes=10-19"))
        assert (status, body) == (206, bytes(range(10, 20)))
        assert ("content-range", "bytes 10-19/200") in headers
        for path in (other, f"{kept}/../secret"):
            status, _, body = ask(port, request(f"/file?{path}"))
            assert (status, b"violin" in body) == (500, False)


@pytest.mark.parametrize(
    "head", [b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 40_000, b"GET /" + b"a" * 40_000]
)
def test_an_endless_head_is_cut_off(head):
    with serving() as port, connect(port) as made:
        made.sendall(head)
        assert not everything_or_reset(made).startswith(b"HTTP/1.1 200")


def test_a_head_that_never_ends_is_given_up_and_others_are_not(monkeypatch):
    monkeypatch.setattr(head_guard, "HEAD_SECONDS", 0.3)
    with serving() as port:
        for begun in (b"", b"GET / HTTP/1.1\r\nHost:"):
            with connect(port) as made:
                if begun:
                    made.sendall(begun)
                assert everything_or_reset(made) == b""
        with connect(port) as slow:
            slow.sendall(request("/", "POST", "Content-Length: 4", body=b"ab"))
            time.sleep(0.6)
            slow.sendall(b"cd")
            assert parts(everything(slow))[2].startswith(b"POST 4 ")


def test_a_blank_line_after_an_answer_keeps_no_connection(monkeypatch):
    monkeypatch.setattr(head_guard, "HEAD_SECONDS", 0.5)
    with serving() as port, connect(port) as idle, connect(port) as busy:
        for made in (idle, busy):
            made.sendall(request("/").replace(b"Connection: close\r\n", b""))
            assert made.recv(65_536).startswith(b"HTTP/1.1 200")
            made.sendall(b"\r\n")
        busy.sendall(request("/"))
        assert everything(busy).startswith(b"HTTP/1.1 200")
        assert everything_or_reset(idle) == b""


def test_each_request_of_a_connection_has_its_own_bound(monkeypatch):
    monkeypatch.setattr(head_guard, "HEAD_BYTES", 2_000)
    with serving() as port, connect(port) as made:
        for _ in range(5):
            made.sendall(request("/").replace(b"Connection: close\r\n", b"X-Fill: " + b"f" * 1_000 + b"\r\n"))
            assert made.recv(65_536).startswith(b"HTTP/1.1 200")
        made.sendall(b"GET / HTTP/1.1\r\nX-Fill: " + b"f" * 3_000)
        assert everything_or_reset(made) == b""


def test_the_rest_of_a_body_that_was_answered_is_not_awaited_for_ever(monkeypatch):
    monkeypatch.setattr(head_guard, "REST_SECONDS", 0.5)
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
    with serving() as port, connect(port) as endless, connect(port) as short:
        endless.sendall(head % 99_999_999)
        assert endless.recv(65_536).startswith(b"HTTP/1.1 200")
        short.sendall(head % 20_000)
        assert short.recv(65_536).startswith(b"HTTP/1.1 200")
        short.sendall(b"x" * 20_000)
        # What comes ends the wait for a further request, by which the server would close it too.
        endless.sendall(b"x")
        assert everything_or_reset(endless) == b""
        short.sendall(request("/"))
        assert everything(short).startswith(b"HTTP/1.1 200")


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system has no bound on unconfirmed bytes")
def test_a_connection_that_confirms_nothing_is_ended_by_the_system(monkeypatch):
    bound, seen = head_guard._bound_silence, []

    def watched(transport):
        bound(transport)
        own = transport.get_extra_info("socket")
        seen.append(own.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT))

    monkeypatch.setattr(head_guard, "_bound_silence", watched)
    with serving() as port:
        assert ask(port, request("/"))[0] == 200
    assert seen == [30_000]


def everything_or_reset(made):
    try:
        return everything(made)
    except ConnectionResetError:
        return b""

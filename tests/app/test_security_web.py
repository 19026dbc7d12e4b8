"""S17, S20, S21, S33, S35, S39: headers everywhere, nothing inline, no way to other sites, errors that tell nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from sqlalchemy import text

from quizapp.app import create_app
from quizapp.people import service
from quizapp.people.attempts import ADDRESS
from quizapp.people.service import NewAccount
from quizapp.plumbing.headers import CONTENT_SECURITY_POLICY
from tests.app.walk import doors
from tests.conftest import BEGIN, PASSWORD

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "xlink:href")
ACTORS = ("mallory", "gil", "sam", "ann")


class Inline(HTMLParser):
    """Collects what the policy would not run: inline scripts, styles, handlers, script addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)
        for name, value in attrs:
            address = re.sub(r"\s", "", (value or "")).lower() if name in ADDRESSES else ""
            if name == "style" or name.startswith("on") or address.startswith(("javascript:", "data:", "vbscript:")):
                self.found.append(f"{tag} {name}")


def answers(app, sign_in_as):
    """Give what each door answers to each actor; forms are sent empty."""
    for actor in ACTORS:
        browser = sign_in_as(actor)
        for door in doors(app):
            response = browser.get(door.path) if door.method == "GET" else browser.post(door.path)
            yield f"{door} for {actor}", response
        yield "a missing page", browser.get("/no/such/page")
        yield "a wrong method", browser.post("/settings/export")
        yield "no token", browser.post("/sign-in", token="")


def test_headers_are_on_every_answer(app, sign_in_as):
    for where, response in answers(app, sign_in_as):
        for name, value in HEADERS.items():
            assert response.headers.get(name) == value, where
        assert "camera=()" in response.headers["Permissions-Policy"], where
        assert response.headers["Cache-Control"], where
        assert "Strict-Transport-Security" not in response.headers, where
        assert response.headers["X-Request-Id"] not in ("", "-"), where


def test_policy_allows_nothing_inline_and_no_other_host():
    directives = dict(part.split(" ", 1) for part in CONTENT_SECURITY_POLICY.split("; "))
    own = ("script", "style", "img", "media", "connect", "manifest", "worker")
    assert directives == {
        **dict.fromkeys(("default-src", "base-uri", "frame-ancestors"), "'none'"),
        **dict.fromkeys((*(f"{sort}-src" for sort in own), "form-action"), "'self'"),
        "trusted-types": "page",
        "require-trusted-types-for": "'script'",
    }
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "://" not in CONTENT_SECURITY_POLICY


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(app, sign_in_as):
    for where, response in answers(app, sign_in_as):
        if response.mimetype != "text/html":
            continue
        parser = Inline()
        parser.feed(response.text)
        assert parser.found == [], where
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', response.text), where


def test_personal_pages_are_not_stored(app, sign_in_as):
    for where, response in answers(app, sign_in_as):
        if "for sam" in where:
            assert response.headers["Cache-Control"] == "no-store", where


PAYLOADS = [
    "<script>alert(1)</script>a",
    'a"><img src=x onerror=alert(1)>',
    "a' onfocus=alert(1) autofocus='",
    "a{{7*7}}{% for x in y %}",
    "a</title><svg/onload=alert(1)>",
    "javascript:alert(1)//a",
    "a&lt;script&gt;",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_name_is_shown_literally(app, runtime, password_hash, mallory, payload):
    with runtime.database.transaction() as session:
        service.sign_up(session, NewAccount(name=payload, password_hash=password_hash), BEGIN)
    mallory.sign_in(payload, PASSWORD)
    parser = Shown()
    parser.feed(mallory.get("/settings").text)
    assert f"Signed in as {payload}." in parser.words
    for door in doors(app):
        if door.method == "GET":
            page = mallory.get(door.path)
            if page.mimetype != "text/html":
                continue
            inline = Inline()
            inline.feed(page.text)
            assert inline.found == [], door
    typed = mallory.post("/sign-in", {"name": payload, "password": "wrong"})
    parser = Shown()
    parser.feed(typed.text)
    assert payload in parser.values


class Shown(HTMLParser):
    """Collects the words and the inputs' values as a person sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.values: list[str | None] = []

    def handle_data(self, data):
        self.words += data

    def handle_starttag(self, tag, attrs):
        if tag == "input":
            self.values.append(dict(attrs).get("value"))


FOREIGN = [
    "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "javascript:alert(1)", "///evil",
    "http:evil.example", "//user@evil.example/", "/\t/evil.example", "/\n/evil.example", "%2f%2fevil.example",
    "/%2f%2fevil.example", "/%5cevil.example", "", "evil.example", "/\u2028x", " /settings", "data:text/html,x",
]  # fmt: skip


@pytest.mark.parametrize("address", FOREIGN)
def test_next_leads_nowhere_else(mallory, cast, address):
    data = {"name": "sam", "password": PASSWORD, "next": address}
    assert mallory.post("/sign-in", data).headers["Location"] == "/"
    again = mallory.post("/password-again", {"password": PASSWORD}, query_string={"next": address})
    assert again.headers["Location"] == "/settings"
    assert "evil" not in mallory.get("/sign-in", query_string={"next": address}).text


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:80", "localhost@evil.example"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_evil_host_is_refused(app, mallory, host, method):
    response = mallory.client.open("/sign-in", method=method, headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.text
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Forwarded-For", "X_Forwarded_For", "Forwarded", "X-Real-IP"])
def test_proxy_headers_of_strangers_count_nothing(mallory, runtime, cast, header):
    for _ in range(3):
        mallory.post("/sign-in", {"name": "sam", "password": "wrong one"}, headers={header: "203.0.113.99"})
    response = mallory.get("/settings/password", headers={header: "evil.example"})
    assert response.headers["Location"] == "/sign-in?next=/settings/password"
    from_here = runtime.limits.remaining(ADDRESS, "127.0.0.1")
    assert from_here == 197


@pytest.mark.parametrize("actor", ["mallory", "sam"])
def test_errors_tell_nothing(app, sign_in_as, runtime, actor, caplog):
    browser = sign_in_as(actor)
    token = browser.token()
    with runtime.database.engine.connect() as connection, connection.begin():
        connection.execute(text('ALTER TABLE "user" RENAME TO broken'))
    failed = 0
    for door in doors(app):
        options = {} if door.method == "GET" else {"token": token}
        send = browser.get if door.method == "GET" else browser.post
        response = send(door.path, **options)
        failed += response.status_code == 500
        if response.status_code == 500:
            assert response.headers["X-Request-Id"] in response.text
            assert response.headers["X-Request-Id"] in caplog.text
        for word in ("Traceback", "sqlite", "sqlalchemy", "no such table", "/quizapp/", ".py", "Werkzeug"):
            assert word.lower() not in response.text.lower(), (str(door), word)
        assert "Werkzeug" not in response.headers.get("Server", "")
    assert failed >= (8 if actor == "sam" else 1)


def test_the_app_is_never_in_debug(runtime, monkeypatch):
    for name in ("FLASK_DEBUG", "FLASK_ENV", "DEBUG", "PYTHONDEVMODE"):
        monkeypatch.setenv(name, "development" if name == "FLASK_ENV" else "1")
    app = create_app(runtime)
    assert not app.debug
    assert not app.testing
    assert not app.jinja_env.auto_reload

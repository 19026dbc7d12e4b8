"""A client that does what a browser does: keeps cookies, reads the form's token from the page, follows redirects."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, session
from werkzeug.test import TestResponse

from quizapp.people import guard
from quizapp.people.viewer import Viewer
from quizapp.plumbing.runtime import now

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_COOKIES = ("quizapp", "__Host-quizapp")


class Browser:
    """One browser with cookies of its own."""

    def __init__(self, app: Flask, address: str = "127.0.0.1") -> None:
        self.app = app
        self.client = app.test_client()
        self.address = address

    def get(self, path: str, **options: Any) -> TestResponse:
        """Fetch a page without following redirects."""
        return self._send("GET", path, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, *, token: str | None = None, **options: Any):
        """Send a form with this browser's token; `token` replaces it, an empty one leaves it out."""
        sent = dict(data or {})
        given = self.token() if token is None else token
        if given:
            sent["csrf_token"] = given
        return self._send("POST", path, data=sent, **options)

    def token(self) -> str:
        """Give the token of a form on a page that everybody may see."""
        found = _TOKEN.search(self.get("/sign-in").text)
        assert found, "the sign-in page holds no token"
        return found.group(1)

    def sign_in(self, name: str, password: str, **more: Any) -> TestResponse:
        """Sign in by the page."""
        response = self.post("/sign-in", {"name": name, "password": password, **more})
        assert response.status_code == 303, response.text
        return response

    def become(self, person: Viewer) -> None:
        """Get the cookie that a sign-in, or a guest's first answer, gives; it costs no hash."""
        with self.app.test_request_context("/"):
            start = guard.start_guest if person.is_guest else guard.start_sign_in
            start(person, now())
            content = dict(session)
        with self.client.session_transaction() as cookie:
            cookie.update(content)
            cookie.permanent = True

    def who(self) -> str:
        """Tell as whom the server sees this browser: a name, guest or nobody."""
        page = self.get("/settings").text
        found = re.search(r"Signed in as ([^<.]+)\.", page)
        if found:
            return found.group(1)
        return "guest" if "You learn without an account" in page else "nobody"

    def cookie(self) -> str | None:
        """Give the cookie's value as the server sent it."""
        for name in _COOKIES:
            found = self.client.get_cookie(name)
            if found is not None:
                return found.value
        return None

    def with_cookie(self, value: str | None) -> Browser:
        """Give another browser that holds a saved cookie."""
        other = Browser(self.app, self.address)
        if value is not None:
            other.client.set_cookie(self.app.config["SESSION_COOKIE_NAME"], value)
        return other

    def _send(self, method: str, path: str, **options: Any) -> TestResponse:
        environ = {"REMOTE_ADDR": self.address, **options.pop("environ_base", {})}
        return self.client.open(path, method=method, environ_base=environ, **options)

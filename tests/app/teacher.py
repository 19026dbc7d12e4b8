"""A teacher at a real server: makes the first account and brings documents as a browser would."""

from __future__ import annotations

import re
import time
from types import TracebackType

import httpx

from tests.app.running import Serving
from tests.conftest import PASSWORD

READ_WITHIN_SECONDS = 60.0
ARTICLE = (
    b"The engineer Vera Lund founded the Orsk Railway Company on 3 May 1887. Lund met King Harald in Orsk in 1891.\n"
)


def long_article(paragraphs: int) -> bytes:
    """Give a text that takes a while to read, with little to ask in it."""
    rain = (
        b"It rained on the coast again, and day %d of it was no brighter.\n\n" % number for number in range(paragraphs)
    )
    return ARTICLE + b"\n" + b"".join(rain)


class Teacher:
    """Who has made the first account of a server."""

    def __init__(self, running: Serving, name: str = "Ada") -> None:
        self.running, self.name = running, name
        self.browser = httpx.Client(base_url=running.address, timeout=60)

    def __enter__(self) -> Teacher:
        address, _, code = (self.running.first_account_link or "").partition("#")
        fields = {"code": code, "name": self.name, "password": PASSWORD}
        assert self.send(address, fields, at="/sign-in").status_code == 303
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.browser.close()

    def send(
        self, path: str, fields: dict[str, str], at: str, files: dict[str, tuple[str, bytes]] | None = None
    ) -> httpx.Response:
        """Send a form with the token of the page that it stands on."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.browser.get(at).text)
        assert token
        return self.browser.post(path, data=fields | {"csrf_token": token[1]}, files=files)

    def bring(self, content: bytes, name: str = "orsk.txt") -> str:
        """Bring a document and give the address of its page."""
        brought = self.send("/documents", {}, at="/documents", files={"file": (name, content)})
        assert brought.status_code == 303, brought.text
        return str(brought.headers["location"]).removesuffix("/progress")

    def page(self, address: str) -> str:
        """Look at a document's page once."""
        return self.browser.get(address, follow_redirects=True).text

    def await_words(self, address: str, *words: str, seconds: float = READ_WITHIN_SECONDS) -> str:
        """Look until one of these words stands on a page, and give the page."""
        deadline = time.monotonic() + seconds
        while not any(word in (page := self.page(address)) for word in words):
            assert time.monotonic() < deadline, page
            time.sleep(0.2)
        return page

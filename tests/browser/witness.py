"""A witness beside a browser: errors in the console, thrown ones, dialogs, failed or foreign requests."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, WebError

#: Chromium writes these of the page's own status, which a test asks for when it wants an error page.
STATUS_NOTE = re.compile(r"Failed to load resource: the server responded with a status of (400|403|404|409|422) ")


class Witness:
    """What went wrong while nobody looked."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.requests: list[Request] = []
        #: Pattern of complaints that the test itself brings about, such as a connection that is cut.
        self.expected: re.Pattern[str] | None = None

    def watch(self, context: BrowserContext) -> None:
        """Listen to every page of a browser."""
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)
        context.on("page", self._on_page)

    def expect(self, pattern: str) -> None:
        """Let complaints of this pattern pass."""
        self.expected = re.compile(pattern)

    def _on_request(self, request: Request) -> None:
        self.requests.append(request)

    def _on_page(self, page: Page) -> None:
        page.on("dialog", self._on_dialog)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not STATUS_NOTE.match(message.text):
            self._complain(f"console {message.type}: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self._complain(f"thrown: {error.error}")

    def _on_dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _complain(self, words: str) -> None:
        if self.expected is None or not self.expected.search(words):
            self.complaints.append(words)

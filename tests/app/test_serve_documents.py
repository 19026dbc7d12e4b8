"""A document brought to a real server as people start it: from the folder where they stand, its home beside them."""

from __future__ import annotations

import re
import time
from pathlib import Path

import httpx
import pytest

from tests.app.running import serving
from tests.conftest import PASSWORD

pytestmark = pytest.mark.serial
ARTICLE = (
    b"The engineer Vera Lund founded the Orsk Railway Company on 3 May 1887. Lund met King Harald in Orsk in 1891.\n"
)
READ_WITHIN_SECONDS = 60.0


def test_a_file_is_read_from_a_relative_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "no-banks").mkdir()
    with serving(Path("instance"), QUIZAPP_QUESTIONS=str(tmp_path / "no-banks")) as running:
        address, _, code = (running.first_account_link or "").partition("#")
        with httpx.Client() as browser:

            def send(path: str, fields: dict[str, str], **more: dict[str, tuple[str, bytes]]) -> httpx.Response:
                page = browser.get(f"{running.address}/documents" if more else f"{running.address}/sign-in").text
                token = re.search(r'name="csrf_token" value="([^"]+)"', page)
                assert token
                return browser.post(path, data=fields | {"csrf_token": token[1]}, **more)

            assert send(address, {"code": code, "name": "Ada", "password": PASSWORD}).status_code == 303
            brought = send(f"{running.address}/documents", {}, files={"file": ("orsk.txt", ARTICLE)})
            assert brought.status_code == 303, brought.text
            own = f"{running.address}{brought.headers['location'].removesuffix('/progress')}"
            deadline = time.monotonic() + READ_WITHIN_SECONDS
            while "/review" not in (page := browser.get(own, follow_redirects=True).text):
                assert "could not be read" not in page, running.printed
                assert time.monotonic() < deadline, page
                time.sleep(0.2)
            assert "Vera Lund" in page

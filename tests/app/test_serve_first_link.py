"""S45 on a real server: an empty folder, the link of the terminal, the first teacher, the starts after that."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import httpx
import pytest

from tests.app.running import Serving, serving
from tests.conftest import PASSWORD

pytestmark = [
    pytest.mark.serial,
    pytest.mark.skipif(os.name != "posix", reason="file modes and signals of POSIX"),
]
#: A server that nobody is reading from has no reason to stay longer.
STOP_SECONDS = 2.0


def claim(served: Serving, link: str, name: str) -> httpx.Response:
    """Open a link as its reader's browser does, which sends what stands behind the # in the form alone."""
    address, _, code = link.partition("#")
    with httpx.Client() as browser:
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(served.address + "/sign-in").text)
        assert token
        fields = {"csrf_token": token[1], "code": code, "name": name, "password": PASSWORD}
        return browser.post(address, data=fields)


def ended(served: Serving, number: int = signal.SIGTERM) -> None:
    """End a server and check that it went in time and in peace."""
    served.process.send_signal(number)
    assert served.process.wait(STOP_SECONDS) == 0


def test_the_link_makes_one_teacher_and_never_comes_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "no-banks").mkdir()
    settings = {"QUIZAPP_QUESTIONS": str(tmp_path / "no-banks")}
    with serving(home, **settings) as running:
        old = running.first_account_link
        assert old
        ended(running)
    with serving(home, **settings) as running:
        link = running.first_account_link
        assert link
        assert link.partition("#")[2] != old.partition("#")[2]
        # What a terminal showed before is worth nothing: somebody may have read it there.
        assert claim(running, of(running, old), "Eve").status_code == 403
        assert claim(running, link + "x", "Eve").status_code == 403
        made = claim(running, link, "Ada")
        assert (made.status_code, made.headers["location"]) == (303, "/")
        assert claim(running, link, "Eve").status_code == 403
        assert httpx.get(link).status_code == 403
        with httpx.Client() as kept:
            assert kept.get(running.address).status_code == 200
            # A connection that is kept open without a request holds nobody up.
            ended(running)
        assert running.process.stderr
        written = running.process.stderr.read()
        assert written.count("wrong code for the first account") == 2
        assert not [code for code in (old, link) if code.partition("#")[2] in written]
    with serving(home, **settings) as running:
        assert running.first_account_link is None
        assert "first-account" not in "".join(running.printed)
        assert claim(running, of(running, link), "Eve").status_code == 403
        ended(running, signal.SIGINT)


def of(served: Serving, link: str) -> str:
    """Give a link of an earlier start at the address of this one, which has another port."""
    return f"{served.address}/first-account#{link.partition('#')[2]}"

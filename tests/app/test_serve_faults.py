"""Bad input, full disks and sudden ends at a real server: words for the teacher, nothing half written, pages go on."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from quizapp.documents.models import DraftRow, Upload
from quizapp.plumbing.db import Database
from quizapp.plumbing.jobs import Job
from tests.app.running import serving
from tests.app.teacher import ARTICLE, Teacher, long_article

pytestmark = [pytest.mark.serial, pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")]
LONG = long_article(3_000)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "no-banks").mkdir()
    return tmp_path / "home"


@pytest.fixture
def settings(home: Path) -> dict[str, str]:
    return {"QUIZAPP_QUESTIONS": str(home.parent / "no-banks")}


def children_of(parent: int) -> list[int]:
    """List the processes that a process has started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == parent:
                found.append(int(entry.name))
    return found


def await_child(parent: int) -> int:
    until = time.monotonic() + 30
    while not (found := children_of(parent)):
        assert time.monotonic() < until
        time.sleep(0.02)
    return found[0]


def rows(home: Path) -> tuple[list[Upload], list[Job], int]:
    """Give documents, jobs and the number of drafts in a home's database."""
    database = Database(f"sqlite:///{home / 'quizapp.db'}")
    with database.reading() as session:
        uploads, jobs = list(session.scalars(select(Upload))), list(session.scalars(select(Job)))
        drafts = session.scalar(select(func.count()).select_from(DraftRow)) or 0
    database.close()
    return uploads, jobs, drafts


def test_a_killed_reader_is_said_and_the_next_document_is_read(home: Path, settings: dict[str, str]) -> None:
    with serving(home, **settings) as running, Teacher(running) as ada:
        address = ada.bring(LONG)
        os.kill(await_child(running.process.pid), signal.SIGKILL)
        page = ada.await_words(address, "/review", "could not be read")
        assert "its reader broke off" in page
        assert "/review" in ada.await_words(ada.bring(ARTICLE), "/review", "could not be read")
    uploads, jobs, drafts = rows(home)
    assert [upload.state for upload in uploads] == ["failed", "ready"]
    assert [job.state for job in jobs] == ["failed", "done"]
    assert drafts == sum(uploads[1].counts.values())
    assert not list((home / "files").iterdir())


def test_a_killed_server_goes_on_with_the_document(home: Path, settings: dict[str, str]) -> None:
    with serving(home, **settings) as running, Teacher(running) as ada:
        address = ada.bring(LONG)
        child = await_child(running.process.pid)
        running.process.kill()
        running.process.wait()
        cookies = ada.browser.cookies
        with serving(home, **settings) as again, httpx.Client(base_url=again.address, cookies=cookies) as browser:
            ada.browser = browser
            assert "/review" in ada.await_words(address, "/review", "could not be read")
        until = time.monotonic() + 60
        while Path(f"/proc/{child}").exists() and time.monotonic() < until:
            time.sleep(0.1)
        # What nobody reads any more does not compute for ever.
        assert not Path(f"/proc/{child}").exists()
    uploads, jobs, drafts = rows(home)
    assert [(upload.state, job.state, job.attempts) for upload, job in zip(uploads, jobs, strict=True)] == [
        ("ready", "done", 2)
    ]
    assert drafts == sum(uploads[0].counts.values())
    assert not list((home / "files").iterdir())


def test_a_large_text_is_refused_while_others_go_on(home: Path, settings: dict[str, str]) -> None:
    with serving(home, **settings) as running, Teacher(running) as ada:
        token_page = ada.browser.get("/documents").text
        assert "csrf_token" in token_page
        try:
            status = ada.send("/documents", {}, "/documents", {"file": ("all.txt", b"words " * 17_000_000)}).status_code
        except httpx.TransportError:
            # The server may close the line before all of it was sent.
            status = 413
        assert status == 413
        assert ada.browser.get("/").status_code == 200
    assert rows(home) == ([], [], 0)
    assert not (home / "files").exists() or not list((home / "files").iterdir())


def test_one_file_in_two_tabs_is_two_whole_documents(home: Path, settings: dict[str, str]) -> None:
    with serving(home, **settings) as running, Teacher(running) as ada:
        addresses = [ada.bring(ARTICLE), ada.bring(ARTICLE)]
        assert len(set(addresses)) == 2
        for address in addresses:
            assert "/review" in ada.await_words(address, "/review", "could not be read")
    uploads, _, drafts = rows(home)
    assert uploads[0].counts == uploads[1].counts
    assert drafts == 2 * sum(uploads[0].counts.values())

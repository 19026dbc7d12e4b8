"""A disk without room, by the limit of one file's size: said in words, nothing half written, and it heals unaided."""

from __future__ import annotations

import base64
import errno
import os
import resource
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, QuestionRow
from quizapp.documents.models import DraftRow, Upload
from quizapp.plumbing import error_pages
from quizapp.plumbing.db_errors import DiskFull
from quizapp.plumbing.disk_room import DISK_FULL
from quizapp.plumbing.files import FileStore, MediaStore
from quizapp.runners import make_import_runner, make_job_runner

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits are POSIX's")
ARTICLE = "The engineer Vera Lund founded the Orsk Railway Company on 3 May 1887. She met King Harald in 1891.\n"


@contextmanager
def no_file_beyond(size_bytes: int) -> Iterator[None]:
    """Let no file grow beyond a size, which a write meets as it meets a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_no_half_file_is_left(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    with no_file_beyond(1_000), pytest.raises(DiskFull, match="no room left"):
        store.put(b"x" * 50_000)
    assert list((tmp_path / "files").iterdir()) == []
    assert store.path(store.put(b"x" * 50_000)).stat().st_size == 50_000


def test_a_document_that_finds_no_room_is_said_and_can_be_brought_again(sign_in_as, runtime) -> None:
    ada = sign_in_as("ada")
    with no_file_beyond(4_000):
        response = ada.post("/documents", {"text": ARTICLE * 200})
    assert response.status_code == 507
    assert "no room left" in response.text
    assert ada.get("/documents").status_code == 200
    with runtime.database.reading() as session:
        assert session.scalars(select(Upload)).all() == []
    assert runtime.files.names() == []
    assert ada.post("/documents", {"text": ARTICLE * 200}).status_code == 303


def test_no_half_picture_is_left(tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media")
    with no_file_beyond(1_000), pytest.raises(DiskFull, match="no room left"):
        store.put(b"x" * 50_000)
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []
    assert store.path(store.put(b"x" * 50_000)).stat().st_size == 50_000


def test_an_import_whose_picture_finds_no_room_changes_nothing_and_can_be_tried_again(sign_in_as, runtime) -> None:
    ada = sign_in_as("ada")
    address = ada.post("/imports", {"client_id": "c", "text": "", "files": [(BytesIO(_with_picture()), "q.xml")]},
                       content_type="multipart/form-data").headers["Location"]  # fmt: skip
    make_import_runner(runtime).run_waiting()
    wish = {"title": "Shapes", "shown": ["0"], "tick": ["0"]}
    with no_file_beyond(3_000_000):
        response = ada.post(f"{address}/insertions", wish)
    assert response.status_code == 507
    assert "no room left" in response.text
    with runtime.database.reading() as session:
        assert session.scalars(select(Bank)).all() == []
        assert session.scalars(select(QuestionRow)).all() == []
    assert [path for path in (runtime.settings.home / "media").rglob("*") if path.is_file()] == []
    assert ada.post(f"{address}/insertions", wish).status_code == 303
    assert "One question imported" in ada.get(address).text


def test_the_page_of_an_import_says_that_it_waits_for_room(sign_in_as, runtime, monkeypatch) -> None:
    ada = sign_in_as("ada")
    address = ada.post("/imports", {"client_id": "c", "text": "question,answer\nCapital of Peru?,Lima\n"})
    address = address.headers["Location"]
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=0))
        for path in (address, f"{address}/progress"):
            assert "The server’s disk is full." in ada.get(path).text
    assert "disk is full" not in ada.get(address).text
    make_import_runner(runtime).run_waiting()
    assert "Capital of Peru?" in ada.get(address).text


def _with_picture() -> bytes:
    """Give a question with a picture of five megabytes."""
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(5_000_000)).decode()
    return f"""<quiz><question type="shortanswer"><name><text>Q</text></name><questiontext format="html"><text><![CDATA[
    <p>What is this? <img src="@@PLUGINFILE@@/a.png" alt="a shape"></p>]]></text>
    <file name="a.png" encoding="base64">{picture}</file></questiontext>
    <answer fraction="100"><text>a shape</text></answer></question></quiz>""".encode()


def test_a_result_that_finds_no_room_is_not_half_written(sign_in_as, runtime, cast) -> None:
    ada = sign_in_as("ada")
    address = ada.post("/documents", {"text": ARTICLE * 100}).headers["Location"]
    runner = make_job_runner(runtime)
    log = Path(f"{runtime.database.path}-wal")
    kind = runner.kinds[0]

    def apply_without_room(session, claimed, result, now):
        resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 8_000, limit[1]))
        return kind.apply(session, claimed, result, now)

    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    runner.kinds = [type(kind)(kind.name, kind.task, apply_without_room, kind.fail, kind.clean)]
    try:
        runner.run_waiting()
    except DiskFull:
        pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    with runtime.database.reading() as session:
        (upload,) = session.scalars(select(Upload)).all()
        assert upload.state in ("reading", "failed")
        assert session.scalars(select(DraftRow)).all() == []
    assert ada.get(address).status_code == 200
    with runtime.database.transaction() as session:
        session.get(Upload, upload.id).source = "There is room again."


def test_a_spooled_upload_without_room_is_a_page_of_its_own(app) -> None:
    with app.test_request_context("/documents"):
        response = error_pages._unexpected(OSError(errno.ENOSPC, "No space left on device"))
    assert response.status_code == 507
    assert DISK_FULL in response.get_data(as_text=True)


def test_no_room_for_the_childs_folder_fails_the_job_in_words(sign_in_as, runtime, monkeypatch) -> None:
    ada = sign_in_as("ada")
    address = ada.post("/documents", {"text": ARTICLE}).headers["Location"]

    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    make_job_runner(runtime).run_waiting()
    assert "no room left" in ada.get(address).text
    assert runtime.files.names() == []

"""Strangers' files as uploads: bombs take little memory, names lie in vain, nothing is fetched, the server lives on."""

from __future__ import annotations

import contextlib
import io
import os
import time
import tracemalloc
import zlib

import pytest
from sqlalchemy import func, select

from quizapp.core.errors import FormatError
from quizapp.core.extraction.readers import read
from quizapp.documents.models import Upload
from quizapp.plumbing.child import ChildTask, run_child
from tests.app.test_bad_documents import BAD, overlapping
from tests.core.extraction import made_files

WORD = made_files.word_members(made_files.word_paragraph("The Orsk Railway was founded in 1887."))
BOOK = made_files.book_members(["<p>The Orsk Railway was founded in 1887.</p>"])
MEMORY_KILOBYTES = 300_000


def stream(content: bytes) -> bytes:
    return b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content)


def pdf_of(*objects: bytes) -> bytes:
    """Give a PDF of these objects, numbered from 1, the first being its root."""
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at, count = len(content), len(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    return content + head + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, at)


ROOT = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]/Resources<<>>>>"
PDFS = {
    "pages that hold each other": pdf_of(ROOT, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"),
    "a count of pages that lies": pdf_of(ROOT, b"<</Type/Pages/Kids[]/Count 999999999>>"),
    "a stream that inflates to 200 MiB": pdf_of(ROOT, PAGES, PAGE, stream(zlib.compress(bytes(200 * 1024 * 1024)))),
    "lists without end": pdf_of(ROOT, PAGES, PAGE, b"[" * 100_000),
    "a script and a program to start": pdf_of(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>",
        b"<</Type/Pages/Kids[]/Count 0/AA<</O<</S/Launch/F(/bin/true)>>>>>>",
    ),
    "its contents are itself": pdf_of(ROOT, PAGES, PAGE.replace(b"4 0 R", b"3 0 R")),
}


def examine(content: bytes, name: str, folder) -> dict[str, object]:
    path = folder / "stored"
    path.write_bytes(content)
    arguments = {
        "path": str(path), "name": name, "is_pasted": False, "published": None, "limit_bytes": 100_000_000,
        "factors": {}, "pipeline": "",
    }  # fmt: skip
    return run_child(ChildTask("tests.documents.measured", arguments), lambda _progress, _words: None, lambda: False)


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX's")
@pytest.mark.parametrize("name", ["bomb.docx", "bomb.epub", "nested.docx", "lying.docx"])
def test_a_bomb_takes_little_of_the_childs_memory(name, tmp_path):
    told = examine(BAD[name][0], name, tmp_path)
    assert told["said"]
    assert told["peak_kilobytes"] < MEMORY_KILOBYTES


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX's")
def test_members_that_share_bytes_take_little_either(tmp_path):
    assert examine(overlapping(), "copies.docx", tmp_path)["peak_kilobytes"] < MEMORY_KILOBYTES


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX's")
@pytest.mark.parametrize("name", PDFS)
def test_a_hostile_pdf_ends_in_words(name, tmp_path):
    began = time.monotonic()
    told = examine(PDFS[name], "evil.pdf", tmp_path)
    assert told["said"], name
    assert told["peak_kilobytes"] < 768 * 1024
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    "name", ["../evil.xhtml", "/etc/passwd", "C:/x.xhtml", "OEBPS/../../b", "..\\evil", "n" * 10_000]
)
@pytest.mark.parametrize(("members", "file_name"), [(WORD, "harbour.docx"), (BOOK, "harbour.epub")])
def test_slips_refuse_the_whole_file(members, file_name, name):
    with pytest.raises(FormatError, match="unsafe name"):
        read(made_files.packed({**members, name: "x"}), file_name)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"The Orsk Railway was founded in 1887 and opened on 3 May 1891 by the king.", "words.pdf"),
        (b"The Orsk Railway was founded in 1887 and opened on 3 May 1891 by the king.", "words.docx"),
        (made_files.packed(WORD), "word.txt"),
        (made_files.pdf([["The Orsk Railway was founded in 1887 and opened on 3 May 1891."]]), "printed.txt"),
    ],
)
def test_content_counts_and_not_the_name(content, name):
    with contextlib.suppress(FormatError):
        assert "Orsk Railway" in read(content, name).text


@pytest.mark.parametrize(
    "name", ["../../../evil.txt", "/etc/cron.d/evil", "C:\\evil.txt", "..", "a\0b.txt", "n" * 10_000]
)
def test_a_name_of_an_upload_is_words_and_no_path(ada, runtime, name):
    home = runtime.settings.home
    outside = {path for path in home.parent.rglob("*") if home not in path.parents}
    response = ada.post("/documents", {"file": (io.BytesIO(b"The Orsk Railway was founded in 1887."), name)})
    assert response.status_code in (303, 400, 422)
    assert {path for path in home.parent.rglob("*") if home not in path.parents} == outside
    with runtime.database.reading() as session:
        stored = session.scalars(select(Upload.name)).all()
    assert all(len(each) <= 200 and "/" not in each and "\\" not in each and "\0" not in each for each in stored)


def test_a_hundred_thousand_parts_are_refused_and_memory_stays_flat(ada, runtime):
    token = ada.token()
    part = b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n'
    body = part * 100_000 + b"--x--"
    tracemalloc.start()
    response = ada._send(
        "POST", "/documents", data=body, content_type="multipart/form-data; boundary=x", headers={"X-CSRFToken": token}
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert response.status_code == 413
    assert peak < 40_000_000
    with runtime.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Upload)) == 0


INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
FETCH = '<img src="http://192.0.2.1/x.png"/><link rel="stylesheet" href="http://192.0.2.1/x.css"/>'


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (
            made_files.packed(made_files.book_members([f"<p>The Orsk Railway was founded.</p>{INCLUDE}{FETCH}"])),
            "a.epub",
        ),
        (
            f"<html><body><p>The Orsk Railway was founded in 1887.</p>{INCLUDE}{FETCH}</body></html>".encode(),
            "a.html",
        ),
        (
            made_files.packed(
                made_files.word_members(made_files.word_paragraph("The Orsk Railway was founded.") + INCLUDE)
                | {
                    "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/'
                    '2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/'
                    '2006/relationships/attachedTemplate" Target="http://192.0.2.1/t" TargetMode="External"/>'
                    "</Relationships>"
                }
            ),
            "a.docx",
        ),
    ],
)
def test_nothing_is_included_and_nothing_fetched(content, name):
    """Sockets are blocked in the whole suite, so that a look-up would fail loudly."""
    with contextlib.suppress(FormatError):
        words = read(content, name).text
        assert "Orsk Railway" in words
        assert "root:" not in words

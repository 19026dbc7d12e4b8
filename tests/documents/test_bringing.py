"""Bringing a document: through the form, the job and the child, to its page; what cannot be read says so in words."""

from __future__ import annotations

import io
import os
import re
import zipfile

import pytest
from sqlalchemy import func, select

from quizapp.documents.models import DraftRow, Upload
from quizapp.documents.service.uploads import JOB_KIND
from quizapp.plumbing import jobs
from quizapp.plumbing.jobs import Job
from quizapp.runners import make_job_runner
from quizapp.settings import Settings
from tests.core.extraction import made_files

ARTICLE = """The railway of Orsk

The engineer Vera Lund founded the Orsk Railway Company on 3 May 1887. In 1891 Lund met King Harald in Orsk.

“The line will outlive every one of us,” Lund told the king. The parliament recognised the company on 9 June 1894.
"""


@pytest.fixture
def settings(tmp_path):
    """Give settings with the least that may be uploaded."""
    return Settings(home=tmp_path / "home", upload_limit_mb=1)


@pytest.fixture
def runner(runtime):
    return make_job_runner(runtime)


@pytest.fixture
def desk(ada, runtime, runner):
    return Desk(ada, runtime, runner)


class Desk:
    """A teacher who brings documents."""

    def __init__(self, browser, runtime, runner) -> None:
        self.browser, self.runtime, self.runner = browser, runtime, runner

    def bring(self, content=None, file_name="reading.txt", **fields):
        """Send the form, do the job and give the document's page."""
        data = fields if content is None else {"file": (io.BytesIO(content), file_name), **fields}
        response = self.browser.post("/documents", data)
        if response.status_code != 303:
            return response
        self.runner.run_waiting()
        return self.browser.get(response.headers["Location"])

    def rows(self, table):
        with self.runtime.database.reading() as session:
            return session.scalars(select(table)).all()


def test_a_file_becomes_a_page_with_dates_actors_and_quotes(desk):
    page = desk.bring(ARTICLE.encode(), published="1894-06-12", source="https://rail.example").text
    assert "3 May 1887" in page
    assert "Vera Lund" in page
    assert "outlive every one of us" in page
    assert "from https://rail.example" in page
    (upload,) = desk.rows(Upload)
    assert (upload.state, upload.kind, upload.published) == ("ready", "file", "1894-06-12")
    assert upload.title == "The railway of Orsk"
    assert upload.counts["open"] == len([row for row in desk.rows(DraftRow) if row.state == "open"]) > 0
    assert desk.runtime.files.names() == []


def test_menus_and_captions_of_a_pasted_page_are_no_text(desk):
    caption = "[Photo caption: King Harald met Otto Brandt in Orsk on 9 June 1932.]"
    first, *others = ARTICLE.split("\n\n")
    desk.bring(text="\n\n".join([first, "Share this article", caption, *others]))
    with desk.runtime.database.reading() as session:
        kinds = [block["kind"] for block in session.scalar(select(Upload.blocks))]
        start = session.scalar(select(Upload.text)).index(caption)
    assert kinds == ["heading", "furniture", "caption", "paragraph", "paragraph"]
    open_rows = [row for row in desk.rows(DraftRow) if row.state == "open"]
    assert open_rows
    assert not [row for row in open_rows if start <= row.start < start + len(caption)]


def test_a_form_sent_twice_brings_one_document(desk):
    page = desk.browser.get("/documents").text
    form = {"text": ARTICLE, "client_id": re.search(r'name="client_id" value="([^"]+)"', page)[1]}
    first, second = desk.browser.post("/documents", form), desk.browser.post("/documents", form)
    assert first.headers["Location"] == second.headers["Location"]
    desk.runner.run_waiting()
    assert desk.browser.post("/documents", form).headers["Location"] == first.headers["Location"]
    assert len(desk.rows(Upload)) == 1
    assert desk.runtime.files.names() == []
    # Other words are another document, whatever the form.
    desk.browser.post("/documents", form | {"text": "Another text of some words."})
    assert len(desk.rows(Upload)) == 2
    assert desk.browser.post("/documents", form | {"client_id": "x" * 41}).status_code == 422


def test_a_pasted_text_is_read_alike(desk):
    page = desk.bring(text=ARTICLE, name="Railways").text
    assert "3 May 1887" in page
    (upload,) = desk.rows(Upload)
    assert (upload.kind, upload.name) == ("pasted", "Railways")


def test_a_pasted_text_has_the_title_that_it_begins_with(desk):
    desk.bring(text="The railway of Orsk\n\nVera Lund opened the railway on 3 May 1887. It was short.")
    desk.bring(text="Vera Lund opened the railway on 3 May 1887. It was short.")
    titled, other = desk.rows(Upload)
    assert (titled.name, titled.title) == ("The railway of Orsk", "The railway of Orsk")
    assert other.title == "Vera Lund opened the railway on 3 May 1887. It was short."


def test_every_found_thing_leads_into_the_text(desk):
    page = desk.bring(ARTICLE.encode()).text
    for prefix in ("d0", "a0-0", "q0"):
        assert f'#{prefix}"' in page
        assert f'id="{prefix}"' in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose a file above, or paste a text here."),
        ({"text": "   "}, "Choose a file above, or paste a text here."),
        ({"text": "x" * 256_001}, "up to 256 kB can be pasted"),
        ({"text": "A text.", "published": "soon"}, "Not a valid date"),
        ({"text": "A text.", "published": "0001-01-01"}, "between the years 1000 and 2999"),
        ({"text": "A text.", "source": "x" * 501}, "500"),
    ],
)
def test_a_form_that_cannot_be_used_says_why(desk, fields, words):
    response = desk.bring(**fields)
    assert response.status_code == 422
    assert words in response.text
    assert desk.rows(Upload) == []
    assert desk.runtime.files.names() == []


def test_a_file_and_a_text_at_once_are_refused(desk):
    response = desk.bring(b"A text.", text="Another text.")
    assert response.status_code == 422
    assert "not both" in response.text


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 300_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b" \n", "there are no words in it"),
        (bytes(range(256)) * 50, "reading.txt"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "text recognition"),
        (b"%PDF-1.4\nbroken", "reading.txt"),
        (zip_bomb(), "far more than its size promises"),
    ],
    ids=["blank", "binary", "picture", "broken pdf", "bomb"],
)
def test_a_file_that_cannot_be_read_says_why_and_leaves_nothing(desk, content, words):
    page = desk.bring(content).text
    assert "could not be read" in page
    assert words in page
    assert [upload.state for upload in desk.rows(Upload)] == ["failed"]
    assert desk.rows(DraftRow) == []
    assert desk.runtime.files.names() == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (made_files.pdf([[], []]), "scanned"),
        (made_files.pdf([["The Orsk Railway was founded in 1887."]], password="lamp"), "password"),
    ],
    ids=["scanned", "locked"],
)
def test_a_scanned_and_a_locked_pdf_are_told_apart(desk, content, words):
    page = desk.bring(content, "scan.pdf").text
    assert "could not be read" in page
    assert words in page


def test_another_language_is_kept_and_said(desk):
    german = (
        "Die Königin gründete am 3. Mai 1887 die Bahn. Der Ingenieur sagte, dass die Linie lange bestehen werde, und "
        "die Stadt war mit dem Ergebnis sehr zufrieden. Es war nicht das erste Mal, dass eine Bahn gebaut wurde.\n"
    )
    page = desk.bring((german * 5).encode()).text
    assert "notice--warn" in page
    assert [upload.state for upload in desk.rows(Upload)] == ["ready"]


def test_what_is_larger_than_may_be_uploaded_is_refused_before_it_is_read(desk):
    response = desk.browser.post("/documents", {"file": (io.BytesIO(b"x" * 2_000_000), "long.txt")})
    assert response.status_code == 413
    assert "Split the document into parts" in response.text
    response = desk.browser.post("/documents", {"file": (io.BytesIO(b"x" * 1_000_001), "long.txt")})
    assert response.status_code == 422
    assert "larger than 1 MB" in response.text
    assert desk.rows(Upload) == []


def test_a_large_body_is_nobody_elses(sign_in_as):
    response = sign_in_as("mallory").post("/documents", {"text": "x" * 600_000})
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/sign-in")
    assert "x" * 100 not in sign_in_as("mallory").get(response.headers["Location"]).text
    assert sign_in_as("sam").post("/documents", {"text": "x" * 600_000}).status_code == 413


def test_the_third_at_once_waits_for_the_teacher(desk):
    for _ in range(2):
        assert desk.browser.post("/documents", {"text": ARTICLE}).status_code == 303
    response = desk.browser.post("/documents", {"text": ARTICLE})
    assert response.status_code == 409
    assert "Two of your documents are being read already" in response.text
    assert "<h1>The others come first" in response.text
    assert len(desk.runtime.files.names()) == 2


def test_the_twenty_first_within_an_hour_is_refused(desk):
    statuses = []
    for _ in range(21):
        statuses.append(desk.browser.post("/documents", {"text": "One word."}).status_code)
        with desk.runtime.database.transaction() as session:
            session.execute(Job.__table__.delete())
    assert statuses == [303] * 20 + [429]


def test_its_page_shows_how_far_it_is(desk, clock):
    address = desk.browser.post("/documents", {"text": ARTICLE}).headers["Location"]
    assert "Waiting for its turn" in desk.browser.get(address).text
    with desk.runtime.database.transaction() as session:
        claimed = jobs.claim(session, "r", [JOB_KIND], clock())
        jobs.tell(session, claimed.id, "r", 0.25, "Looking for dates", clock())
    part = desk.browser.get(f"{address}/progress", headers={"X-Part": "1"}).text
    assert "<html" not in part
    assert 'value="0.25"' in part
    assert "Looking for dates" in part


def test_a_restart_goes_on_with_it(desk, runtime, clock):
    address = desk.browser.post("/documents", {"text": ARTICLE}).headers["Location"]
    with runtime.database.transaction() as session:
        jobs.claim(session, "dead", [JOB_KIND], clock())
    clock.move(minutes=1)
    again = make_job_runner(runtime)
    again.take_up_again(is_first=True)
    again.run_waiting()
    assert "3 May 1887" in desk.browser.get(address).text


def test_files_that_no_job_waits_for_are_swept(desk, runtime):
    old, new = runtime.files.put(b"left over"), runtime.files.put(b"just put down, by a command")
    desk.browser.post("/documents", {"text": ARTICLE})
    for name in {*runtime.files.names()} - {new}:
        os.utime(runtime.files.path(name), (1, 1))
    make_job_runner(runtime)
    assert old not in runtime.files.names()
    assert new in runtime.files.names()
    assert len(runtime.files.names()) == 2


def test_deleting_takes_text_and_drafts(desk):
    desk.bring(ARTICLE.encode())
    assert desk.browser.post("/documents/1/deletions").status_code == 303
    with desk.runtime.database.reading() as session:
        for table in (Upload, DraftRow, Job):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_document_deleted_while_it_is_read_stays_deleted(desk):
    address = desk.browser.post("/documents", {"text": ARTICLE}).headers["Location"]
    desk.browser.post(f"{address}/deletions")
    desk.runner.run_waiting()
    assert desk.rows(Upload) == []


def test_scripts_in_a_page_are_words_or_nothing(desk):
    html = "<html><body><article><h1>Orsk</h1><p onclick='x()'>" + ARTICLE.replace("\n", " ") * 3
    page = desk.bring((html + "<script>alert(1)</script></p></article></body></html>").encode(), "page.html").text
    assert "alert(1)" not in page
    assert "onclick" not in page

"""A file that is sent after the sign-in ended: no page can keep it, so its sender is told, and led back."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from quizapp.banks.models import Import
from tests.banks.desk import own_bank
from tests.banks.test_typed_text import OURS, asked, end_sign_in, kept, sign_in
from tests.conftest import PASSWORD

FROM = {**OURS, "Referer": "http://localhost/imports?bank=bridges"}


@pytest.fixture
def ada(runtime, cast, sign_in_as):
    own_bank(runtime.database, cast.ada)
    return sign_in_as("ada")


def send(browser, address="/imports", *, name="files", size=100, **fields):
    token = browser.token()
    end_sign_in(browser)
    data = {"client_id": "c", "bank": "bridges", name: (io.BytesIO(b"x" * size), "rivers.csv"), **fields}
    return browser.post(address, data, token=token, headers=FROM, content_type="multipart/form-data")


@pytest.mark.parametrize(
    ("size", "words"), [(100, "“rivers.csv” did not arrive"), (3_000_000, "brought did not arrive")]
)
def test_a_file_alone_leads_over_the_sign_in_back_to_its_page(ada, runtime, size, words):
    told = send(ada, size=size)
    assert (told.status_code, told.headers["Location"]) == (303, "/sign-in?next=/imports?bank%3Dbridges")
    page = ada.get(told.headers["Location"])
    assert words in page.text
    assert "choose it again" in page.text
    fields = {"name": "ada", "password": PASSWORD}
    assert ada.post(told.headers["Location"], fields).headers["Location"] == "/imports?bank=bridges"
    with runtime.database.reading() as session:
        assert session.scalars(select(Import).where(Import.owner_id.is_not(None))).all() == []


def test_another_site_brings_neither_words_nor_a_new_cookie(ada):
    end_sign_in(ada)
    data = {"files": (io.BytesIO(b"x"), "Read this.csv")}
    headers = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    told = ada.post("/imports", data, token=None, headers=headers, content_type="multipart/form-data")
    assert told.status_code in (400, 403)
    assert "Set-Cookie" not in told.headers
    assert "Read this" not in told.text + ada.get("/sign-in").text


def test_what_was_written_beside_it_is_kept_and_the_file_named(ada):
    fields = {"kind": "text", "stem": "Which river is this?", "do": "media", "media_alt": "A river from above"}
    told = send(ada, "/banks/bridges/questions/new", name="media", **fields)
    assert told.status_code == 401
    assert "“rivers.csv” did not arrive" in told.text
    assert "Choose it again afterwards" in told.text
    again = sign_in(ada, told)
    assert "“rivers.csv” did not arrive" in again.text
    assert "Send it without the file" in again.text
    held = kept(again)
    assert (held["stem"], held["media_alt"]) == ("Which river is this?", "A river from above")
    editor = ada.post("/banks/bridges/questions/new", held, token=held["csrf_token"], headers=OURS)
    assert editor.status_code == 422
    assert "Which river is this?" in editor.text
    assert "Choose a picture or a sound first." in editor.text


def test_a_wrong_password_still_names_the_file(ada):
    told = send(ada, text="Which river is this?\tThe Save")
    wrong = sign_in(ada, told, "violin harbour eight")
    assert asked(wrong)["kept_file"] == "rivers.csv"


def test_who_is_signed_in_is_asked_nothing(ada):
    files = {"client_id": "c", "files": (io.BytesIO(b"question,answer\nWhat?,This\n"), "rivers.csv")}
    assert ada.post("/imports", files, content_type="multipart/form-data").headers["Location"].startswith("/imports/")


@pytest.mark.parametrize("headers", [{"Accept": "application/json"}, {"X-Part": "1"}])
def test_a_script_that_brings_a_file_is_told_that_nobody_is_signed_in(ada, headers):
    token = ada.token()
    end_sign_in(ada)
    data = {"media": (io.BytesIO(b"x"), "dot.png"), "media_alt": "A red dot"}
    sent = {"token": token, "headers": {**FROM, **headers}, "content_type": "multipart/form-data"}
    told = ada.post("/banks/bridges/media", data, **sent)
    assert (told.status_code, "Sign in to do this" in told.text) == (401, True)
    assert told.is_json is ("Accept" in headers)


def test_a_script_whose_page_is_of_an_earlier_sign_in_gets_words_and_no_page(ada):
    data = {"media": (io.BytesIO(b"x"), "dot.png"), "media_alt": "A red dot"}
    headers = {**FROM, "Accept": "application/json"}
    told = ada.post("/banks/bridges/media", data, token="w", headers=headers, content_type="multipart/form-data")
    assert (told.status_code, told.is_json) == (400, True)

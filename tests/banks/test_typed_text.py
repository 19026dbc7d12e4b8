"""What somebody wrote into a form is not lost when the sign-in ends before it is sent."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, QuestionRow
from quizapp.people.models import User
from tests.conftest import BEGIN
from tests.core.rendered import Filled

OURS = {"Origin": "http://localhost"}
NEW = "/banks/rivers/questions/new"
STEM = "Which river <b>floods</b> the plain in spring?"
FORM = {
    "kind": "text", "client_id": "0" * 22 + "abcdef0123", "stem": STEM, "key": "the Save",
    "explanation": "It rises after the snow has gone.",
}  # fmt: skip


@pytest.fixture
def ada(runtime, cast, sign_in_as):
    with runtime.database.transaction() as session:
        session.add(Bank(slug="rivers", title="Rivers", owner_id=cast.ada.id, visibility="private", created_at=BEGIN))
    return sign_in_as("ada")


@pytest.fixture
def stems(runtime):
    def read():
        with runtime.database.reading() as session:
            return [row.body["stem"] for row in session.scalars(select(QuestionRow))]

    return read


def kept(page):
    """Give the fields of the form that a page of an error keeps."""
    form = re.search(r"<form[^>]*method=\"post\" action=\"/banks[^>]*>(.*?)</form>", page.text, re.S)
    return {name: values[0] for name, values in Filled(form[1]).values.items()} if form else None


def end_sign_in(browser):
    with browser.client.session_transaction() as cookie:
        cookie.clear()


def test_a_form_after_the_sign_in_ended_is_sent_again_after_the_next(ada, cast, stems):
    token = ada.token()
    end_sign_in(ada)
    refused = ada.post(NEW, FORM, token=token, headers=OURS)
    assert refused.status_code == 400
    assert "Nothing was stored yet" in refused.text
    assert "sign in, in a new tab" in refused.text
    assert "&lt;b&gt;floods&lt;/b&gt;" in refused.text
    assert kept(refused).items() >= FORM.items()
    assert not stems()
    ada.become(cast.ada)
    once_more = ada.post(NEW, kept(refused), token="of the page before", headers=OURS)
    assert once_more.status_code == 400
    assert "sign in, in a new tab" not in once_more.text
    assert ada.post(NEW, kept(once_more), token=kept(once_more)["csrf_token"], headers=OURS).status_code == 303
    assert stems() == [STEM]


@pytest.mark.parametrize("text", ["Donau", "paris", "1961-08-13", "日本で一番長い川はどれですか"])
def test_a_single_word_and_a_text_without_blanks_are_kept_too(ada, text):
    refused = ada.post(NEW, {"kind": "text", "stem": text, "do": "next"}, token="wrong", headers=OURS)
    assert kept(refused)["stem"] == text
    assert re.findall(r"kept__text\">([^<]+)<", refused.text) == [text]


def test_a_sign_in_that_the_server_ended_keeps_the_form_too(ada, stems, runtime, cast):
    with runtime.database.transaction() as session:
        session.get(User, cast.ada.id).epoch += 1
    refused = ada.post(NEW, FORM, headers=OURS)
    assert refused.status_code == 401
    assert kept(refused).items() >= FORM.items()
    assert not stems()


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}])
def test_words_of_other_sites_are_not_shown(ada, headers):
    refused = ada.post(NEW, FORM, token="wrong", headers=headers)
    assert refused.status_code in (400, 403)
    assert "floods" not in refused.text


def test_passwords_and_forms_without_words_are_not_kept(ada):
    secret = ada.post("/sign-in", {"name": "ada of the mill", "password": "violin harbour"}, token="x", headers=OURS)
    assert secret.status_code == 400
    assert "violin" not in secret.text
    assert "of the mill" not in secret.text
    assert kept(ada.post(NEW, {"kind": "text"}, token="wrong", headers=OURS)) is None

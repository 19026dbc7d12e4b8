"""What somebody wrote into a form is not lost when the sign-in ends before it is sent."""

from __future__ import annotations

import re

import pytest
from flask import request
from sqlalchemy import select

from quizapp.banks.models import Bank, QuestionRow
from quizapp.people import guard
from quizapp.people.models import User
from tests.conftest import BEGIN, PASSWORD
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


def asked(page, address="/sign-in"):
    """Give the fields of the form that asks for the password, the kept ones among them."""
    form = re.search(rf"<form[^>]*method=\"post\"(?: action=\"{address}\")?[^>]*>(.*?)</form>", page.text, re.S)
    return {name: values[0] for name, values in Filled(form[1]).values.items()}


def sign_in(browser, page, password=PASSWORD):
    fields = asked(page) | {"name": "ada", "password": password}
    return browser.post("/sign-in", fields, token=fields["csrf_token"], headers=OURS)


def refused_after_its_end(browser):
    token = browser.token()
    end_sign_in(browser)
    return browser.post(NEW, FORM, token=token, headers=OURS)


def test_a_form_after_the_sign_in_ended_is_sent_again_with_one_press(ada, stems):
    refused = refused_after_its_end(ada)
    assert refused.status_code == 401
    assert "Nothing was stored yet" in refused.text
    assert "&lt;b&gt;floods&lt;/b&gt;" in refused.text
    assert "Send it" not in refused.text
    signed_in = sign_in(ada, refused)
    assert signed_in.status_code == 200
    assert kept(signed_in).items() >= FORM.items()
    assert PASSWORD not in signed_in.text
    assert not stems()
    assert ada.post(NEW, kept(signed_in), token=kept(signed_in)["csrf_token"], headers=OURS).status_code == 303
    assert stems() == [STEM]


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_what_goes_on_stands_above_a_text_however_long_it_is(ada, is_signed_in):
    token = ada.token()
    if not is_signed_in:
        end_sign_in(ada)
    sent = FORM | {"explanation": "It rises. " * 9_000}
    page = ada.post(NEW, sent, token="wrong" if is_signed_in else token, headers=OURS).text
    button = "Send it again" if is_signed_in else "Drop it and go to the library"
    assert 0 < page.index(button) < page.index("What you wrote")


def test_a_bank_that_is_gone_leads_back_above_what_was_written(ada):
    page = ada.post("/banks/gone/questions/new", FORM, headers=OURS).text
    assert 0 < page.index("To the library") < page.index("What you wrote")


def test_a_wrong_password_keeps_the_form(ada, stems):
    wrong = sign_in(ada, refused_after_its_end(ada), "violin harbour eight")
    assert wrong.status_code == 422
    assert "What you wrote is kept" in wrong.text
    signed_in = sign_in(ada, wrong)
    assert ada.post(NEW, kept(signed_in), token=kept(signed_in)["csrf_token"], headers=OURS).status_code == 303
    assert stems() == [STEM]


def test_who_signed_in_on_another_page_meanwhile_loses_nothing_but_the_password(ada):
    refused = refused_after_its_end(ada)
    ada.sign_in("ada", PASSWORD)
    after = sign_in(ada, refused)
    assert after.status_code == 400
    assert kept(after).items() >= FORM.items()
    assert PASSWORD not in after.text
    assert ada.post(NEW, kept(after), token=kept(after)["csrf_token"], headers=OURS).status_code == 303


@pytest.mark.parametrize("address", ["//evil.example/x", "https://evil.example/x", ""])
def test_nothing_is_kept_for_an_address_elsewhere(ada, address):
    fields = {"name": "ada", "password": PASSWORD, "kept_address": address, "kept-stem": STEM}
    assert ada.post("/sign-in", fields, headers=OURS).status_code == 303


def test_a_form_that_needs_the_password_again_is_kept_until_it_is_given(app, ada, clock):
    app.add_url_rule("/danger", "danger", guard.signed_in(guard.recent(lambda: request.form["why"])), methods=["POST"])
    clock.move(minutes=16)
    refused = ada.post("/danger", {"why": STEM}, headers=OURS)
    assert refused.status_code == 401
    fields = asked(refused, "/password-again")
    assert "Send it again" not in refused.text
    wrong = ada.post("/password-again", fields | {"password": "wrong"}, token=fields["csrf_token"], headers=OURS)
    assert wrong.status_code == 422
    fields = asked(wrong, "/password-again")
    proved = ada.post("/password-again", fields | {"password": PASSWORD}, token=fields["csrf_token"], headers=OURS)
    assert proved.status_code == 200
    assert PASSWORD not in proved.text
    form = re.search(r'action="/danger"[^>]*>(.*?)</form>', proved.text, re.S)
    sent = {name: values[0] for name, values in Filled(form[1]).values.items()}
    assert ada.post("/danger", sent, token=sent["csrf_token"], headers=OURS).text == STEM


def test_a_tick_alone_is_not_kept_but_made_again(ada, clock):
    clock.move(minutes=16)
    back = ada.post("/settings/erasure", {"sure": "y"}, headers=OURS)
    assert (back.status_code, back.headers["Location"]) == (303, "/password-again?next=/settings/erasure")


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

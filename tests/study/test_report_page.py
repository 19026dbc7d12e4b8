"""A problem with a question is told on a page of its own, and kept for the teacher."""

from __future__ import annotations

import warnings

import pytest
from sqlalchemy import select

from quizapp.banks.models import QuestionReport
from quizapp.banks.service import REPORT_REASONS
from tests.study.desk import Page


@pytest.fixture
def address(sam):
    return f"/study/questions/{sam.question_id('b1')}/reports"


def kept(runtime) -> list[QuestionReport]:
    with runtime.database.reading() as session:
        return list(session.scalars(select(QuestionReport)))


def test_offers_each_reason(seat_of, address):
    response = seat_of("sam").browser.get(address)
    assert response.status_code == 200
    (form,) = [form for form in Page(response.text).forms if "reason" in form.controls]
    assert form.controls["reason"] == list(REPORT_REASONS)


def test_warns_of_nothing_that_a_library_will_drop(seat_of, address):
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        assert seat_of("sam").browser.get(address).status_code == 200


def test_is_kept_and_leads_back(seat_of, address, runtime, sam):
    browser = seat_of("sam").browser
    response = browser.post(address, {"reason": "typo", "note": " A slip. ", "next": "/study/bridges"})
    assert (response.status_code, response.headers["Location"]) == (303, "/study/bridges")
    (stored,) = kept(runtime)
    assert (stored.reason, stored.note, stored.learner_id) == ("typo", "A slip.", sam.viewer.id)


@pytest.mark.parametrize("sent", [{}, {"reason": "spelling"}, {"reason": "typo", "note": "x" * 1001}])
def test_what_cannot_be_kept_is_shown_again(seat_of, address, runtime, sent):
    response = seat_of("sam").browser.post(address, sent)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert kept(runtime) == []


def test_cancelling_leads_back_to_where_it_was_opened(seat_of, address):
    browser = seat_of("sam").browser
    assert '<a class="link" href="/study/bridges">Cancel</a>' in browser.get(f"{address}?next=/study/bridges").text
    again = browser.post(address, {"reason": "", "next": "/study/bridges"})
    assert '<a class="link" href="/study/bridges">Cancel</a>' in again.text
    for next_page in ("", "?next=//evil.example"):
        assert '<a class="link" href="/banks/bridges">Cancel</a>' in browser.get(f"{address}{next_page}").text

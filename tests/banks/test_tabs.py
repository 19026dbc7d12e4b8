"""Each page of a bank has the bank's tabs, its own marked."""

from __future__ import annotations

import re

import pytest

from tests.banks.desk import ids_of, own_bank

PAGES = {
    "/banks/bridges/questions": "Questions", "/imports?bank=bridges": "Import", "/banks/bridges/reports": "Reports",
    "/banks/bridges/duplicates": "Duplicates", "/banks/bridges/check": "Check", "/banks/bridges/export": "Export",
    "/banks/bridges/print": "Print", "/banks/bridges/sharing": "Sharing", "/banks/bridges/settings": "Settings",
}  # fmt: skip


def tabs(page):
    (nav,) = re.findall(r'<nav class="tabs" aria-label="This bank">(.*?)</nav>', page.text, re.S)
    return re.findall(r'aria-current="page">([^<]+)<', nav)


@pytest.fixture
def bank_id(runtime, cast):
    return own_bank(runtime.database, cast.ada)


def test_each_page_of_a_bank_has_them(sign_in_as, bank_id):
    ada = sign_in_as("ada")
    assert {address: tabs(ada.get(address)) for address in PAGES} == {page: [name] for page, name in PAGES.items()}


def test_so_have_those_of_ticked_questions(sign_in_as, runtime, bank_id):
    ada, ids = sign_in_as("ada"), ids_of(runtime.database, bank_id, "b1", "b2")
    assert tabs(ada.post("/banks/bridges/export", {"question": ids})) == ["Export"]
    assert tabs(ada.post("/banks/bridges/print", {"question": ids})) == ["Print"]


def test_who_may_look_alone_is_offered_what_they_may(sign_in_as, runtime, cast):
    own_bank(runtime.database, cast.ada, visibility="public")
    page = sign_in_as("eve").get("/banks/bridges/export")
    assert tabs(page) == ["Export"]
    assert "/banks/bridges/settings" not in page.text

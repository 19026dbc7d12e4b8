"""What was ticked on a page is not lost when the sign-in ends before it is sent."""

from __future__ import annotations

import re

import pytest

from tests.banks.desk import own_bank
from tests.banks.imports import RIVERS
from tests.banks.test_import_pages import ada, bring, runner, settled, stems
from tests.banks.test_typed_text import OURS, end_sign_in
from tests.conftest import PASSWORD
from tests.core.rendered import Filled

__all__ = ["ada", "runner"]


def sign_in(browser, page, password=PASSWORD):
    form = re.search(r'<form[^>]*method="post"(?: action="/sign-in")?[^>]*>(.*?)</form>', page.text, re.S)
    fields = Filled(form[1]).values | {"name": "ada", "password": password}
    return browser.post("/sign-in", fields, token=fields.pop("csrf_token")[0], headers=OURS)


def press(browser, address, fields):
    token = browser.token()
    end_sign_in(browser)
    return browser.post(
        f"{address}/insertions", fields, token=token, headers={**OURS, "Referer": f"http://localhost{address}"}
    )


@pytest.mark.parametrize("password", [None, "violin harbour eight"])
def test_import_pressed_after_the_sign_in_ended_goes_on_with_what_was_ticked(ada, runtime, password):
    address = bring(ada, ("rivers.csv", RIVERS))
    settled(ada, address)
    fields = {"shown": ["0", "1", "2"], "tick": ["0", "2"], "bank": "", "visibility": "private", "compared": ""}
    refused = press(ada, address, fields)
    assert refused.status_code == 401
    assert "Sign in here; then send it with one press." in refused.text
    assert "What you chose is kept with it." in refused.text
    if password:
        refused = sign_in(ada, refused, password)
        assert "What you chose is kept: sign in, then send it." in refused.text
    again = sign_in(ada, refused)
    form = re.search(rf'action="{address}/insertions"[^>]*>(.*?)</form>', again.text, re.S)
    held = Filled(form[1]).values
    assert (held["shown"], held["tick"]) == (["0", "1", "2"], ["0", "2"])
    token = held.pop("csrf_token")[0]
    assert ada.post(f"{address}/insertions", held, token=token, headers=OURS).status_code == 303
    settled(ada, address)
    assert sorted(stems(runtime)) == ["Which river flows through Paris?", "Which river flows through Vienna?"]


def test_a_single_press_leads_over_the_sign_in_back_to_its_page(ada):
    address = bring(ada, ("rivers.csv", RIVERS))
    told = press(ada, address, {"shown": "0", "tick": "0"})
    assert told.status_code == 303
    assert told.headers["Location"] == f"/sign-in?next={address}"
    assert "Nothing was done yet: sign in, and press it again." in ada.get(told.headers["Location"]).text
    assert "Nothing was done yet" not in ada.get(told.headers["Location"]).text


def test_a_choice_among_several_is_kept_and_sent_with_one_press(ada, runtime, cast):
    own_bank(runtime.database, cast.ada)
    token = ada.token()
    end_sign_in(ada)
    refused = ada.post("/banks/bridges/visibility", {"visibility": "unlisted"}, token=token, headers=OURS)
    assert (refused.status_code, "What you chose is kept with it." in refused.text) == (401, True)
    assert "What you wrote" not in refused.text
    again = sign_in(ada, refused)
    held = Filled(re.search(r'action="/banks/bridges/visibility"[^>]*>(.*?)</form>', again.text, re.S)[1]).values
    assert held["visibility"] == ["unlisted"]


@pytest.mark.parametrize(
    "pressed",
    [
        {"tick": ["0", "2"], "every": "proposed"},
        {"file": "0", "format": "csv", "encoding": "latin-1", "column": ["stem", "key"], "separator": ";"},
        {"question": ["4", "7"], "act": "archive", "state": "any"},
        {"draft": ["4", "7"], "choice": "apart", "skip": "4.7", "decided_at": "2026-11-27T16:00:00+00:00"},
        {"question": ["4", "7"], "setting": "pace", "action": "bury", "tab": "all", "help": "reveal"},
        {"question": ["4", "7"], "is_on": "1", "host": "models.example", "model": "small-words"},
        {"question": "4", "shape": "range", "truth": "false", "target": "12", "size": "11", "paper": "letter"},
    ],
)
def test_what_nobody_wrote_is_not_told_as_written(ada, pressed):
    refused = press(ada, "/imports/1", pressed)
    assert refused.status_code == 401
    assert "What you wrote" not in refused.text


@pytest.mark.parametrize(
    ("path", "pressed", "words"),
    [
        ("changes", {"question": ["4", "7"], "act": "archive", "q": "tag:chapter7"}, "Archive · 2 questions"),
        ("changes", {"question": ["4", "7"], "act": "untag", "new_tag": "unit 3"}, "Take the tag off · 2 questions"),
        (
            "changes",
            {"question": ["4", "7"], "act": "archive", "all": "1", "q": "chapter7"},
            "Archive · all that were found",
        ),
        ("exports", {"questions": "5605,5606,5623", "format": "csv", "tag": "unit"}, "Export · 3 questions"),
        ("export", {"question": ["5605", "5606"]}, "Export · 2 questions"),
    ],
)
def test_what_is_about_to_be_sent_is_named_by_its_button(ada, runtime, cast, path, pressed, words):
    own_bank(runtime.database, cast.ada)
    token = ada.token()
    end_sign_in(ada)
    told = ada.post(f"/banks/bridges/{path}", pressed, token=token, headers=OURS).text
    shown = " ".join(re.sub(r"<[^>]+>", " ", told).split())
    assert f"It is sent as you pressed it: {words}{'' if '·' in words else ' What'}" in shown
    assert ("What you wrote" in shown) is ("new_tag" in pressed)
    assert not {"5605", "chapter7"} & set(re.split(r"\W+", shown))


@pytest.mark.parametrize(
    "pressed",
    [{"choice": "apart", "decided_at": "2026-11-27T16:00:00+00:00"}, {"action": "bury", "help": "hint", "skip": "4.7"}],
)
def test_a_single_press_of_a_named_button_is_nothing_to_keep(ada, pressed):
    assert press(ada, "/imports/1", pressed).status_code == 303


def test_a_tick_that_the_page_sends_by_itself_is_no_press(ada):
    address = bring(ada, ("rivers.csv", RIVERS))
    token = ada.token()
    end_sign_in(ada)
    headers = {**OURS, "Sec-Fetch-Mode": "cors"}
    assert ada.post(f"{address}/ticks", {"shown": "0", "tick": "0"}, token=token, headers=headers).status_code == 303
    assert "Nothing was done yet" not in ada.get("/sign-in").text


def test_what_another_site_ticks_is_not_kept(ada):
    address = bring(ada, ("rivers.csv", RIVERS))
    end_sign_in(ada)
    told = ada.post(f"{address}/insertions", {"tick": ["0", "1"]}, headers={"Origin": "https://evil.example"})
    assert told.status_code in (400, 403)
    assert "kept-tick" not in told.text

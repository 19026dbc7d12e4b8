"""Pages of a game whose door is minded: the host's forms, what who waits is shown, the entry word on each page."""

from __future__ import annotations

import re

import pytest

from quizapp.live import service as live
from quizapp.live.service import admitting
from tests.live.class_at_play import begin

FORM = {"bank": "bridges", "client_id": "form-1", "count": "3", "speed": "20", "is_timed": "y"}
PART = {"X-Part": "1"}


@pytest.fixture
def played(runtime, cast, ada):
    made = begin(runtime, cast.ada, admits_each=True)
    made.join("Kim", "Bob", "Zoe")
    return made


def press(browser, played, where, **form):
    return browser.post(f"{played.here}/{where}", form)


def names(page, part):
    return re.findall(r'people__name"[^>]*>(\w+)<', page.partition(part)[2].partition("</ul>")[0])


def test_a_game_is_made_with_both(ada, runtime, cast):
    page = ada.get("/games/new?bank=bridges").text
    assert "I let each player in myself" in page
    ada.post("/games", FORM | {"admits_each": "y", "asks_word": "y"})
    made = begin(runtime, cast.ada, client_id="form-1")
    assert made.standing.door == (False, True, True)


def test_the_host_lets_in_and_refuses_by_forms(ada, played):
    page = ada.get(played.here).text
    assert names(page, "waits__list") == ["Kim", "Bob", "Zoe"]
    assert names(page, "remote__people") == []
    assert press(ada, played, "admissions", player=played.player_id("Kim")).status_code == 303
    assert press(ada, played, "refusals", player=played.player_id("Bob")).status_code == 303
    page = ada.get(played.here).text
    assert names(page, "waits__list") == ["Zoe"]
    assert names(page, "remote__people") == ["Kim"]


def test_all_that_are_shown_are_let_in_at_once(ada, played):
    last = re.search(r'name="all_to" value="(\d+)"', ada.get(played.here).text).group(1)
    played.join("Late")
    part = ada.post(f"{played.here}/admissions", {"all_to": last}, headers=PART).text
    assert "<html" not in part
    assert (names(part, "waits__list"), names(part, "remote__people")) == (["Late"], ["Zoe", "Bob", "Kim"])


def test_all_that_are_shown_are_refused_at_once(ada, played):
    page = ada.get(played.here).text
    assert "3 wait" in page
    assert "Nobody is in yet." in page
    last = re.search(r'refusals">.*?name="all_to" value="(\d+)"', page, re.S).group(1)
    part = ada.post(f"{played.here}/refusals", {"all_to": last}, headers=PART).text
    assert (names(part, "waits__list"), names(part, "remote__people")) == ([], [])


def test_a_window_that_is_behind_refuses_nobody_who_is_in(ada, played):
    press(ada, played, "admissions", player=played.player_id("Kim"))
    part = ada.post(f"{played.here}/refusals", {"player": played.player_id("Kim")}, headers=PART).text
    assert "let in meanwhile" in part
    assert names(part, "remote__people") == ["Kim"]


def test_both_are_switched_while_the_game_runs(ada, played):
    played.go_on()
    press(ada, played, "settings", setting="word", asks_word="1")
    assert played.standing.asks_word
    press(ada, played, "settings", setting="admission", admits_each="0")
    assert played.standing.door == (False, False, True)
    assert names(ada.get(played.here).text, "remote__people") == ["Zoe", "Bob", "Kim"]


def test_whoever_watches_is_woken(ada, played, runtime):
    woken = []
    runtime.hub.subscribe(lambda topic, _told: woken.append(topic))
    press(ada, played, "admissions", player=played.player_id("Kim"))
    press(ada, played, "refusals", player=played.player_id("Bob"))
    assert woken == [f"game/{played.game_id}"] * 2


def test_who_waits_keeps_their_page_and_who_is_refused_is_told(ada, played, browser):
    kim = played.seat(browser(), "Kim")
    assert "data-player=" in kim.get(played.link).text
    assert kim.get(f"{played.link}/summary").status_code == 403
    press(ada, played, "refusals", player=played.player_id("Kim"))
    assert "The host has not let you into this game." in kim.get(played.link).text


def test_who_still_waited_at_the_end_is_told_that_it_is_over(ada, played, browser):
    kim = played.seat(browser(), "Kim")
    played.go_on(9)
    assert played.phase == "closed"
    page = kim.get(played.link).text
    assert "This game is over." in page
    assert "data-player=" not in page
    assert kim.get(f"{played.link}/keep").status_code == 403


def test_the_report_and_the_list_of_games_know_only_who_was_let_in(ada, played):
    press(ada, played, "admissions", player=played.player_id("Kim"))
    assert "Bob" not in ada.get(f"{played.here}/report").text
    assert "Bob" not in ada.get(f"{played.here}/report.csv").text


def test_the_projector_names_nobody_who_waits(played, ada, mallory):
    press(ada, played, "settings", setting="names", shows_names="1")
    press(ada, played, "admissions", player=played.player_id("Kim"))
    page = mallory.get(f"/screens/{played.standing.screen_token}").text
    assert "Kim" in page
    assert "Bob" not in page


def test_the_word_stands_on_projector_and_remote_and_its_input_on_the_phone(ada, played, mallory):
    screen = f"/screens/{played.standing.screen_token}"
    assert 'id="word"' in mallory.get(played.link).text
    assert "data-word-entry hidden" in mallory.get(played.link).text
    press(ada, played, "settings", setting="word", asks_word="1")
    word = live.entry_word(played.standing, played.now_ms()).text
    for page in (ada.get(played.here), mallory.get(screen), mallory.get(screen, headers=PART)):
        assert f'data-word="{word}"' in page.text
        assert " ".join(word) in page.text
    phone = mallory.get(played.link).text
    assert "data-word-entry>" in phone
    assert word not in re.sub(r'"[^"]*"', "", phone)
    press(ada, played, "settings", setting="door", is_locked="1")
    assert "data-word=" not in mallory.get(screen).text
    assert "Nobody new can come in" in ada.get(played.here).text


def test_many_who_come_at_once_are_a_question_to_the_host(ada, played, monkeypatch):
    assert "3 came within the last minute." in ada.get(played.here).text
    assert "Is that your class?" not in ada.get(played.here).text
    monkeypatch.setattr(admitting, "RUSH_IN_LOBBY", 2)
    assert "3 players have come within a minute. Is that your class?" in ada.get(played.here).text
    press(ada, played, "settings", setting="word", asks_word="1")
    assert "Is that your class?" not in ada.get(played.here).text

"""What was asked is counted alike on podium, report and offer; and what many ask for at once is counted once."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from quizapp.banks.models import Bank
from quizapp.core.game import Cancel, Next, Rules, Void
from quizapp.live import service
from tests.progress.conftest import statements

#: Statements of one request, the one that finds the viewer included.
REPORT_PAGE = 17
SUMMARY = 9


@pytest.fixture(autouse=True)
def public(runtime, bank_id):
    with runtime.database.transaction() as session:
        session.execute(update(Bank).values(visibility="public"))


def seated(match, browser, name):
    browser.client.set_cookie(f"play-{match.game_id}", match.tokens[name], path="/play")
    return browser


def counted(match, ada, browser, name) -> str:
    """Give what the podium, the offer and the report say was asked of a player, and right."""
    link = f"/play/{match.standing.link_token}"
    rows = ada.get(f"/games/{match.game_id}/report.csv").data.decode("utf-8-sig").splitlines()
    cells = next(row.split(",") for row in rows if row.split(",")[1] == name)
    right, asked = int(cells[4]), int(cells[5])
    words = f"{asked - right} of {asked} to review"
    assert words in seated(match, browser, name).get(f"{link}/summary").text
    assert words in browser.get(f"{link}/keep").text
    return f"{right} of {asked}"


def test_a_question_that_nobody_saw_the_options_of_was_asked_of_nobody(match, sign_in_as, browser):
    match.client_id = "with reading"
    match.make(rules=Rules(has_standings=False, reveals_at_once=True))
    match.join("bob")
    match.move(Next())
    match.round(bob=False)
    match.move(Next())
    assert match.standing.game.phase == "ready"
    match.move(Cancel())
    assert counted(match, sign_in_as("ada"), browser(), "bob") == "0 of 1"


def test_what_was_voided_or_over_before_somebody_came_was_not_asked_of_them(match, sign_in_as, browser):
    match.join("bob")
    match.round(bob=True)
    match.join("zoe")
    match.round(bob=False, zoe=True)
    match.round(zoe=False)
    match.round()
    match.move(Void(2))
    match.move(Next())
    ada = sign_in_as("ada")
    assert counted(match, ada, browser(), "bob") == "1 of 3"
    assert counted(match, ada, browser(), "zoe") == "0 of 2"


def test_a_report_costs_the_same_for_one_round_as_for_many(match, sign_in_as):
    match.join("bob")
    ada, costs = sign_in_as("ada"), []
    for right in (True, False, True, False):
        match.round(bob=right)
        with statements(match.database) as ran:
            assert ada.get(f"/games/{match.game_id}/report").status_code == 200
        costs.append(len(ran))
    assert costs[0] == costs[-1] <= REPORT_PAGE


def test_the_points_of_all_are_counted_once_for_all(match, browser, clock):
    for n in range(12):
        match.join(f"player {n}")
    match.round(**{f"player {n}": True for n in range(12)})
    for _ in range(3):
        match.round(**{"player 1": False})
    match.move(Next())
    costs = []
    for n in range(12):
        phone = seated(match, browser(), f"player {n}")
        with statements(match.database) as ran:
            assert "place of 12" in phone.get(f"/play/{match.standing.link_token}/summary").text
        costs.append(len(ran))
        assert sum("sum(response.points)" in each.sql for each in ran) == (n == 0)
        assert sum("FROM revision" in each.sql for each in ran) == (3 if n == 0 else 0)
    assert max(costs[1:]) <= SUMMARY
    clock.move(seconds=3)
    with match.database.transaction() as session:
        service.remove_player(session, match.host, match.game_id, match.players["player 9"].id, clock())
    assert "place of 11" in phone.get(f"/play/{match.standing.link_token}/summary").text


def test_nobody_is_praised_or_placed_for_nothing(match, browser, mallory):
    screen = f"/screens/{match.standing.screen_token}"
    with match.database.transaction() as session:
        service.show_names(session, match.host, match.game_id, is_shown=True)
    match.join("bob")
    for _ in range(4):
        match.round()
    match.move(Next())
    shown = mallory.get(screen).text
    assert "Nobody has answered" in shown
    assert not any(words in shown for words in ("Well played", "0&thinsp;%", "podium__name"))
    assert "place of" not in seated(match, browser(), "bob").get(f"/play/{match.standing.link_token}/summary").text


def test_who_has_no_points_reads_their_own_place_beside_others_who_have(match, browser, mallory):
    for name in ("ann", "bob"):
        match.join(name)
    for _ in range(4):
        match.round(ann=True, bob=False)
    match.move(Next())
    summary = f"/play/{match.standing.link_token}/summary"
    assert "<dt>place of 2</dt><dd>2</dd>" in seated(match, browser(), "bob").get(summary).text
    assert "bob" not in mallory.get(f"/screens/{match.standing.screen_token}").text


def test_a_class_that_knew_nothing_reads_no_figure(match, mallory):
    match.join("bob")
    for _ in range(3):
        match.round(bob=False)
    match.round(bob=False)
    match.move(Next())
    screen = f"/screens/{match.standing.screen_token}"
    shown = mallory.get(screen).text
    assert "worth another look" in shown
    assert not any(words in shown for words in ("Well played", "&thinsp;%"))

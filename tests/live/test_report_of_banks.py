"""What the pages of a game say of a bank that not all players may study."""

from __future__ import annotations

from sqlalchemy import update

from quizapp.banks.models import Bank


def test_a_private_bank_is_told_before_and_after_a_game(match, sign_in_as):
    open_to(match, "private")
    match.join("bob")
    ada, words, link = sign_in_as("ada"), "This bank is private", 'href="/banks/bridges/sharing"'
    lobby, new = f"/games/{match.game_id}", "/games/new?bank=bridges"
    for page in (ada.get(new).text, ada.get(lobby).text):
        assert (words in page, link in page) == (True, True)
    match.round(bob=False)
    assert words not in ada.get(lobby).text
    report = ada.get(f"{lobby}/report").text
    assert (words in report, link in report) == (True, True)
    told = ada.post(f"{lobby}/reteachings", follow_redirects=True).text
    assert "The bank is private, so no player studies it. Open it on its sharing page" in told
    open_to(match, "public")
    assert words not in ada.get(f"{lobby}/report").text + ada.get(new).text
    assert "Nobody who missed" in ada.post(f"{lobby}/reteachings", follow_redirects=True).text


def test_a_bank_that_is_open_by_its_link_alone_is_told_before_and_after_a_game(match, sign_in_as):
    open_to(match, "unlisted")
    match.join("bob")
    ada, words, link = sign_in_as("ada"), "This bank is open by its link alone", 'href="/banks/bridges/sharing"'
    lobby, new = f"/games/{match.game_id}", "/games/new?bank=bridges"
    for page in (ada.get(new).text, ada.get(lobby).text):
        assert (words in page, link in page, "is private" in page) == (True, True, False)
    match.round(bob=False)
    report = ada.get(f"{lobby}/report").text
    assert (words in report, link in report) == (True, True)
    told = ada.post(f"{lobby}/reteachings", follow_redirects=True).text
    assert "The bank is private" not in told
    assert "open by its link alone" in told


def open_to(match, visibility):
    with match.database.transaction() as session:
        session.execute(update(Bank).values(visibility=visibility))

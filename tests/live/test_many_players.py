"""A remote of hundreds of players: the newest first, by pages, found by a part of a nickname."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import insert, update

from quizapp.live import service as live
from quizapp.live.models import Player
from tests.conftest import BEGIN
from tests.live.class_at_play import begin, load


@pytest.fixture
def played(runtime, cast):
    load(runtime, cast.ada)
    made = begin(runtime, cast.ada)
    rows = [
        {
            "game_id": made.game_id,
            "token_hash": f"t{no}",
            "nickname": f"Player {no}",
            "folded": f"p{no}",
            "joined_at": BEGIN,
        }
        for no in range(1, 251)
    ]
    with runtime.database.transaction() as session:
        session.execute(insert(Player), rows)
    return made


def names(page):
    return re.findall(r'class="people__name"[^>]*>([^<]*)<', page)


def test_the_newest_come_first_and_the_others_on_further_pages(ada, played):
    here = f"/games/{played.game_id}"
    assert names(ada.get(here).text) == [f"Player {no}" for no in range(250, 150, -1)]
    third = ada.get(f"{here}?page=3").text
    assert names(third) == [f"Player {no}" for no in range(50, 0, -1)]
    assert "Page 3 of 3" in third
    assert f'href="{here}?page=2#players-name"' in third
    assert names(ada.get(f"{here}?page=99").text) == names(third)
    assert len(names(ada.get(f"{here}?page=x").text)) == 100


def test_a_player_is_found_by_a_part_of_their_name_and_taken_out(ada, played, runtime):
    here = f"/games/{played.game_id}"
    with runtime.database.transaction() as session:
        session.execute(update(Player).where(Player.nickname == "Player 7").values(nickname="Zoé"))
    found = ada.get(f"{here}?name=zoe").text
    assert names(found) == ["Zoé"]
    assert "1 of 250 found." in found
    (address,) = re.findall(rf'href="({here}\?player=[^"#]*)#chosen"', found)
    page = ada.get(address.replace("&amp;", "&")).text
    (action,) = re.findall(r'action="([^"]*/removals[^"]*)"', page)
    assert action == f"{here}/removals?name=zoe"
    player = re.findall(r"player=(\d+)", address)[0]
    assert ada.post(action, {"player": player}).headers["Location"].endswith(f"{here}?name=zoe")
    _, _, rest = ada.get(f"{here}?name=zoe").text.partition('id="out"')
    assert names(rest.partition('class="remote__people"')[2]) == []
    assert names(rest.partition("</section>")[0]) == ["Zoé"]
    assert len(names(ada.get(f"{here}?name=player%201").text)) == 100
    assert names(ada.get(f"{here}?name=%3Cb%3E").text) == []


def test_those_at_the_door_have_pages_and_the_search_too(ada, played, runtime):
    here = f"/games/{played.game_id}"
    with runtime.database.transaction() as session:
        live.let_in_each(session, played.host, played.game_id, is_on=True)
        session.execute(update(Player).values(waiting_since=BEGIN))
    assert names(ada.get(here).text) == [f"Player {no}" for no in range(1, 101)], "in the order of their coming"
    assert names(ada.get(f"{here}?door=3").text)[-1] == "Player 250"
    found = ada.get(f"{here}?name=Player+222").text
    assert names(found) == ["Player 222"]
    assert f'action="{here}/admissions?name=Player+222"' in found


def test_a_small_class_needs_no_search(ada, runtime, cast):
    load(runtime, cast.ada)
    made = begin(runtime, cast.ada)
    made.join("Ann", "Bob")
    page = ada.get(f"/games/{made.game_id}").text
    assert names(page) == ["Bob", "Ann"]
    assert 'role="search"' not in page

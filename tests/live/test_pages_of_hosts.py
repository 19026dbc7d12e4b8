"""A host's pages: a game is made, led by buttons, and nobody else's word counts."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select, update

from quizapp.banks.models import Bank, QuestionRow
from quizapp.core.game import End, Rules
from quizapp.live import service
from quizapp.live.models import GameRow, Round
from quizapp.live.service import joining, removing
from tests.live.class_at_play import begin
from tests.study import bank_files
from tests.study.test_ceilings import Statements

#: Statements of the host's page, the one that finds the viewer included, whatever the number of players.
REMOTE = 13
FORM = {"bank": "bridges", "client_id": "form-1", "count": "3", "speed": "20", "is_timed": "y"}
PART = {"X-Part": "1"}


@pytest.fixture
def played(runtime, cast, ada):
    made = begin(runtime, cast.ada)
    made.join("Kim", "Bob")
    return made


def count_of(runtime, table):
    with runtime.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def press(browser, played, where, **form):
    return browser.post(f"{played.here}/{where}", {"event_no": played.standing.game.event_no, **form})


def test_a_nickname_that_cannot_be_stays_in_its_field_with_the_reason(ada, played):
    kim = played.player_id("Kim")
    form = {"event_no": 0, "player": kim, "nickname": "B o b"}
    for sent in ({}, {"headers": PART}):
        refused = ada.post(f"{played.here}/names?page=2", form, **sent)
        assert refused.status_code == 422
        panel = refused.text.partition('id="chosen"')[2].partition("</section>")[0]
        assert "Somebody here has that nickname" in panel.partition('id="nickname-error"')[2]
        assert 'value="B o b" autocomplete="off" aria-invalid="true" aria-describedby="nickname-error"' in panel
        assert refused.text.count("Somebody here has that nickname") == 1, "there alone"
        assert "out of date" not in refused.text
    assert press(ada, played, "names", player=kim, nickname="Kim Y.").headers["Location"].endswith(played.here)


def test_who_is_looked_at_stays_so_while_the_game_is_led(ada, played):
    kim = played.player_id("Kim")
    page = ada.get(f"{played.here}?player={kim}").text
    assert f'action="{played.here}/phases?player={kim}"' in page
    part = ada.post(f"{played.here}/phases?player={kim}", {"command": "next", "event_no": 0}, headers=PART)
    assert f'id="chosen" data-of="{kim}"' in part.text
    assert press(ada, played, f"phases?player={kim}", command="next").headers["Location"].endswith(f"?player={kim}")


def test_a_form_sent_twice_makes_one_game(ada, runtime):
    first, again = ada.post("/games", FORM), ada.post("/games", FORM)
    assert first.status_code == again.status_code == 303
    assert first.headers["Location"] == again.headers["Location"]
    assert count_of(runtime, GameRow) == 1
    assert count_of(runtime, Round) == 3


@pytest.mark.parametrize("wrong", [{"count": "0"}, {"count": "51"}, {"speed": "99"}, {"client_id": ""}])
def test_a_wrong_form_makes_none_and_says_what_is_wrong(ada, runtime, wrong):
    page = ada.post("/games", FORM | wrong)
    assert page.status_code == 422
    assert "Please mend this" in page.text
    assert count_of(runtime, GameRow) == 0


def test_ticked_questions_are_played_as_they_stand(ada, runtime):
    numbers = re.findall(r'name="question" value="(\d+)"', ada.get("/banks/bridges/questions").text)
    wanted = [numbers[2], numbers[0]]
    asked = ada.post("/games/new", {"bank": "bridges", "question": wanted})
    assert "2 questions that you ticked" in asked.text
    assert ada.post("/games", FORM | {"question": wanted}).status_code == 303
    with runtime.database.reading() as session:
        rounds = session.scalars(select(Round.question_id).order_by(Round.no)).all()
    assert list(map(str, rounds)) == wanted


def test_all_that_a_search_finds_is_played_and_nothing_else(ada, runtime):
    search = {"q": "", "kind": "date"}
    shown = ada.get("/banks/bridges/questions?kind=date").text
    numbers = set(re.findall(r'name="question" value="(\d+)"', shown))
    every = re.findall(r'name="question" value="(\d+)"', ada.get("/banks/bridges/questions").text)
    assert 0 < len(numbers) < len(every)
    asked = ada.post("/games/new", {"bank": "bridges", "all": "1", "question": every[:1], **search})
    assert re.search(rf"({len(numbers)} questions|question) that your search finds", asked.text, re.IGNORECASE)
    hidden = dict(re.findall(r'type="hidden" name="(all|q|kind|state|ease|about|tag)" value="([^"]*)"', asked.text))
    assert hidden == {"all": "1", "kind": "date"}
    assert ada.post("/games", FORM | {"count": "50"} | hidden).status_code == 303
    with runtime.database.reading() as session:
        assert set(map(str, session.scalars(select(Round.question_id)))) == numbers


def test_a_search_is_taken_as_it_was_typed(ada):
    asked = ada.post("/games/new", {"bank": "bridges", "all": "1", "q": "bridge "})
    assert re.search(r'name="q" value="bridge "', asked.text)


@pytest.mark.parametrize("state", ["archived", "rests"])
def test_what_a_search_finds_out_of_use_cannot_be_played_and_why_is_told(ada, state):
    page = ada.post("/games", FORM | {"all": "1", "state": state})
    assert (page.status_code, "Nothing that your search finds can be played" in page.text) == (422, True)


def test_a_search_in_the_banks_order_is_asked_so(ada, runtime):
    with runtime.database.transaction() as session:
        rows = session.scalars(select(QuestionRow).order_by(QuestionRow.position)).all()
        for place, row in enumerate(reversed(rows), start=1_001):
            row.position = place
    assert ada.post("/games", FORM | {"all": "1", "state": "used", "count": "50"}).status_code == 303
    with runtime.database.reading() as session:
        asked = session.scalars(select(Round.question_id).order_by(Round.no)).all()
    assert len(asked) > 1
    assert asked == sorted(asked, reverse=True)


def test_all_of_a_list_that_is_not_narrowed_is_the_whole_bank(ada, runtime):
    asked = ada.post("/games/new", {"bank": "bridges", "all": "1", "kind": ""})
    assert "your search finds" not in asked.text
    assert "all of its" in asked.text


@pytest.mark.parametrize("search", [{"state": "nonsense"}, {"ease": "x"}, {"kind": "\0"}, {"q": '"\0(*' * 999}])
def test_a_search_made_up_by_hand_is_no_fault(ada, search):
    assert ada.post("/games/new", {"bank": "bridges", "all": "1", **search}).status_code == 200
    assert ada.post("/games", FORM | {"all": "1", **search}).status_code in (303, 422)


def test_open_questions_that_stay_out_are_counted_on_the_form(runtime, ada, cast):
    with runtime.database.transaction() as session:
        bank_id = bank_files.load(session, bank_files.ten_kinds(), slug="kinds").bank_id
        session.execute(update(Bank).where(Bank.id == bank_id).values(owner_id=cast.ada.id))
        rows = session.execute(select(QuestionRow.kind, QuestionRow.id).where(QuestionRow.bank_id == bank_id))
        id_of = {kind: str(number) for kind, number in rows}
    stays_out = "One open question stays out of the game: only who answers it can rate it."
    whole = ada.get("/games/new?bank=kinds").text
    assert "all of its 9 questions that can be played" in whole
    assert stays_out in whole
    ticked = ada.post("/games/new", {"bank": "kinds", "question": [id_of["open"], id_of["choice"]]}).text
    assert stays_out in ticked
    assert "2 questions that you ticked, in this order. 1 of them can be played." in ticked
    search = {"bank": "kinds", "all": "1"}
    assert stays_out in ada.post("/games/new", search | {"kind": "open"}).text
    assert "stays out" not in ada.post("/games/new", search | {"kind": "choice"}).text
    assert "stays out" not in ada.post("/games/new", {"bank": "kinds", "question": [id_of["choice"]]}).text
    assert ada.post("/games", FORM | {"bank": "kinds", "count": "50"}).status_code == 303
    assert count_of(runtime, Round) == 9


def test_a_tag_without_questions_is_told(ada, runtime):
    page = ada.post("/games", FORM | {"tag": "no/such"})
    assert page.status_code == 422
    assert "no question here that a class can play" in page.text


def test_games_are_listed_for_their_host_alone(ada, played, sign_in_as):
    code = played.standing.code
    assert code in ada.get("/games").text
    assert code not in sign_in_as("eve").get("/games").text


def test_next_leads_from_the_lobby_to_the_end(ada, played):
    seen = [played.phase]
    while played.phase != "closed":
        page = ada.get(played.here)
        assert page.status_code == 200
        assert ("data-next" in page.text) is True
        assert press(ada, played, "phases", command="next").status_code == 303
        seen.append(played.phase)
    assert seen == [
        "lobby", "open", "locked", "reveal", "standings", "open", "locked", "reveal", "podium", "closed",
    ]  # fmt: skip
    assert "This game is over" in ada.get(played.here).text


@pytest.mark.parametrize("is_on", [False, True])
def test_the_answer_is_shown_at_once_where_the_host_says_so(ada, runtime, is_on):
    made = ada.post("/games", FORM | ({"reveals_at_once": "y"} if is_on else {}))
    here = made.headers["Location"]
    assert bool(re.search(r'<input[^>]*checked[^>]*name="reveals_at_once"', ada.get(here).text)) == is_on
    for event_no in range(2):
        assert ada.post(f"{here}/phases", {"event_no": event_no, "command": "next"}).status_code == 303
    with runtime.database.reading() as session:
        assert session.scalar(select(GameRow.phase)) == ("reveal" if is_on else "locked")


def test_of_two_presses_at_once_one_counts(ada, played):
    number = played.standing.game.event_no
    for _ in range(2):
        assert ada.post(f"{played.here}/phases", {"command": "next", "event_no": number}).status_code == 303
    assert played.phase == "open"
    assert "moved on meanwhile" in ada.get(played.here).text


def test_a_script_gets_the_part_with_the_words(ada, played):
    part = ada.post(f"{played.here}/phases", {"command": "next", "event_no": "77"}, headers=PART)
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "moved on meanwhile" in part.text
    assert 'data-phase="lobby"' in part.text


@pytest.mark.parametrize(("where", "form"), [("phases", {"command": "resume"}), ("phases", {"command": "x"}),
    ("extensions", {"seconds": "40"}), ("extensions", {}), ("pauses", {"command": "next"}), ("settings", {}),
])  # fmt: skip
def test_what_no_button_says_changes_nothing(ada, played, where, form):
    played.go_on()
    before = played.standing
    assert press(ada, played, where, **form).status_code == 303
    assert played.standing == before
    assert "notice--warn" in ada.get(played.here).text


def test_time_is_given_and_stopped(ada, played):
    played.go_on()
    deadline = played.standing.game.deadline_ms
    press(ada, played, "extensions", seconds=30)
    assert played.standing.game.deadline_ms == deadline + 30_000
    press(ada, played, "pauses", command="pause")
    assert played.phase == "paused"
    press(ada, played, "pauses", command="resume")
    assert played.phase == "open"


def test_answers_that_the_host_stopped_are_closed_and_no_time_is_up(ada, played):
    played.go_on()
    press(ada, played, "phases", command="lock")
    assert played.phase == "locked"
    for page in (ada.get(played.here).text, ada.get(f"/screens/{played.standing.screen_token}").text):
        assert "Answers are closed" in page
        assert "Time is up" not in page


def test_a_result_without_answers_is_told_in_words(ada, played):
    played.go_on(3)
    assert played.phase == "reveal"
    page = ada.get(played.here).text
    assert "Nobody has answered" in page
    assert "0 of 0 right" not in page


def test_a_player_is_renamed_and_taken_out(ada, played):
    kim = played.player_id("Kim")
    assert "nickname, or one that looks like it" in press(ada, played, "names", player=kim, nickname="bob").text
    press(ada, played, "names", player=kim, nickname="Kimberley")
    page = ada.get(played.here).text
    assert "Kimberley" in page
    assert ">Kim<" not in page
    press(ada, played, "removals", player=kim)
    page = ada.get(played.here).text
    assert "Kimberley" not in page.partition('class="remote__people"')[2]
    assert "Kimberley" in page.partition('id="out"')[2].partition("</section>")[0]
    assert press(ada, played, "names", player=kim, nickname="Kim").status_code == 200
    press(ada, played, "returns", player=kim)
    page = ada.get(played.here).text
    assert 'id="out"' not in page
    assert "Kimberley" in page.partition('class="remote__people"')[2]
    press(ada, played, "removals", player=kim)
    played.give(End())
    assert 'id="out"' not in ada.get(played.here).text
    press(ada, played, "returns", player=kim)
    assert removing.OVER in ada.get(played.here).text


def test_why_a_nickname_was_refused_is_told_where_its_player_is_gone_or_the_game_over(ada, played):
    kim, bob = played.player_id("Kim"), played.player_id("Bob")
    press(ada, played, "removals", player=kim)
    for player, taken, phase in ((kim, "Bob", "lobby"), (bob, "Kim", "closed")):
        played.go_on(9 if phase == "closed" else 0)
        assert played.phase == phase
        form = {"event_no": 0, "player": player, "nickname": taken}
        for sent in ({}, {"headers": PART}):
            told = ada.post(f"{played.here}/names", form, **sent)
            assert told.status_code == 200, "what has no panel to stand in replaces the page"
            assert told.text.count("Somebody here has that nickname" if player == bob else joining.OUT) == 1
            assert 'id="chosen"' not in told.text


def test_rules_can_be_changed_in_the_lobby_alone(ada, played):
    form = {"setting": "rules", "speed": "50", "has_reading_time": "y"}
    press(ada, played, "settings", **form)
    assert played.standing.game.rules == Rules(0.5, False, True, False, may_change=False)
    played.go_on()
    press(ada, played, "settings", **form | {"speed": "0"})
    assert played.standing.game.rules.speed_share == 0.5


def test_door_and_names(ada, played):
    press(ada, played, "settings", setting="door", is_locked="1")
    press(ada, played, "settings", setting="names", shows_names="1")
    assert (played.standing.is_locked, played.standing.shows_names) == (True, True)
    ways = ('class="qr"', f"{played.standing.code[:3]} {played.standing.code[3:]}")
    closed = ada.get(played.here).text
    assert "Nobody new can come in" in closed
    assert not any(way in closed for way in ways)
    press(ada, played, "settings", setting="door", is_locked="0")
    assert not played.standing.is_locked
    opened = ada.get(played.here).text
    assert "Nobody new can come in" not in opened
    assert all(way in opened for way in ways)


def test_a_game_too_large_to_tell_of_each_link_says_so(ada, played, runtime, clock):
    told = "does not tell whose link is slow or away"
    for count, is_told in ((298, False), (1, True)):
        wishes = [
            service.JoinWish(played.game_id, f"Player {count} {n}", service.draw_token(), None) for n in range(count)
        ]
        with runtime.database.transaction() as session:
            joined = service.join(session, played.standing, wishes, clock())
        assert not any(isinstance(each, str) for each in joined)
        assert (told in ada.get(played.here).text) == is_told


def test_the_host_sees_who_has_answered(ada, played):
    played.go_on()
    played.answer("Kim", {"response": "1894-06-30"})
    rows = re.findall(r'people__name">(\w+)</span>.*?(answered|waiting)', ada.get(played.here).text, re.S)
    assert rows == [("Bob", "waiting"), ("Kim", "answered")]


def missed_of(ada, played):
    rows = re.findall(r'people__name">(\w+)</span>(.*?)people__state', ada.get(played.here).text, re.S)
    return {name: " ".join(re.sub("<[^>]+>", " ", re.sub(r".*data-link></span>", "", row, flags=re.S)).split()[:-2])
            for name, row in rows}  # fmt: skip


def test_the_host_sees_what_each_player_has_missed(ada, played):
    played.go_on()
    with played.runtime.database.reading() as session:
        played.answer(
            "Kim", {"response": session.get_one(QuestionRow, played.standing.cards[0].question_id).body["key"]}
        )
    assert missed_of(ada, played) == {"Kim": "", "Bob": ""}, "nothing is told before the answer is shown"
    played.go_on(2)
    assert played.phase == "reveal"
    assert missed_of(ada, played) == {"Kim": "", "Bob": "✕ missed this question, 1 missed"}
    played.join("Late")
    played.go_on(2)
    assert played.phase == "open"
    assert missed_of(ada, played)["Bob"] == "1 missed"
    assert missed_of(ada, played)["Late"] == "", "what came before them was not asked of them"
    played.go_on(2)
    assert missed_of(ada, played)["Bob"] == "✕ missed this question, 2 missed"
    press(ada, played, "phases", command="void", round_no="2")
    assert missed_of(ada, played)["Bob"] == "1 missed", "a question that does not count was missed by nobody"
    assert 'value="unvoid"' in ada.get(played.here).text
    press(ada, played, "phases", command="unvoid", round_no="2")
    assert missed_of(ada, played)["Bob"] == "✕ missed this question, 2 missed"


def test_the_host_has_notes_on_the_answer_before_anybody_else(ada, mallory, played):
    played.go_on()
    with played.runtime.database.reading() as session:
        body = session.get_one(QuestionRow, played.standing.cards[0].question_id).body
    words = body["explanation"][:25]
    assert words in ada.get(played.here).text
    assert words not in mallory.get(f"/screens/{played.standing.screen_token}").text


def test_everybody_who_watches_is_woken_after_a_change(ada, played, runtime):
    woken = []
    runtime.hub.subscribe(lambda topic, _told: woken.append(topic))
    press(ada, played, "phases", command="next")
    press(ada, played, "settings", setting="door", is_locked="1")
    assert woken == [f"game/{played.game_id}"] * 2


def test_the_page_costs_the_same_for_two_and_for_twenty(ada, played, runtime):
    played.go_on()
    statements, costs = Statements(runtime.database), []
    for nicknames in ((), [f"Player {letter}" for letter in "abcdefghijkmnopqrstu"]):
        played.join(*nicknames)
        with statements.noted():
            ada.get(played.here)
        costs.append(len(statements.all))
    assert costs == [REMOTE, REMOTE]

"""A game for a classroom: its members alone, under their names and with their time; of what they need."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy import update

from quizapp.core.errors import Conflict, NotFound
from quizapp.core.game import Next, Void
from quizapp.joining import live_sources
from quizapp.live import service
from quizapp.live.service import CannotPlay, JoinWish, PlayerCard
from quizapp.live.service.missing import misses_of
from quizapp.people import service as people
from quizapp.people.models import Classroom, Membership, User
from quizapp.study import service as study
from quizapp.study.service import together
from tests.live.match import Match
from tests.progress.conftest import statements
from tests.study.databases import BOTH

pytestmark = BOTH


@pytest.fixture
def classroom(runtime, cast, clock):
    """Give ada's classroom, in which sam and tess are."""
    with runtime.database.transaction() as session:
        made = people.make_classroom(session, cast.ada, "8b", clock())
        room = people.get_classroom(session, cast.ada, made)
        people.join_classroom(session, room, cast.sam, "Sam Hill", clock())
        people.join_classroom(session, room, cast.tess, "Sam Hi11", clock())
        people.set_time_factor(session, cast.ada, made, cast.tess.id, 1.5)
    return made


def game(match: Match, **more):
    """Make another game; gives its questions' ids."""
    wish = service.GameWish("bridges", f"game {len(str(more))}", count=3, is_shuffled=False, **more)
    sources = live_sources(wish.classroom_id)
    with match.database.transaction() as session:
        made = service.make_game(session, match.host, wish, match.clock(), Random(1), sources)
        standing = service.get_standing(session, made)
    return standing, [card.question_id for card in standing.cards]


def join(match, standing, user_id, nickname=""):
    with match.database.transaction() as session:
        wish = JoinWish(standing.id, nickname, service.draw_token(), user_id)
        (joined,) = service.join(session, standing, [wish], match.clock())
    return joined


def test_a_host_gives_no_student_the_name_of_another(match, classroom, cast):
    standing, _ = game(match, classroom_id=classroom)
    join(match, standing, cast.sam.id)
    tess = join(match, standing, cast.tess.id)
    with pytest.raises(service.CannotJoin), match.database.transaction() as session:
        service.rename_player(session, match.host, standing.id, tess.id, "Sam Hill")
    with match.database.transaction() as session:
        service.rename_player(session, match.host, standing.id, tess.id, "Tess")


def test_members_alone_join_under_their_roster_names_and_with_their_time(match, classroom, cast):
    standing, _ = game(match, classroom_id=classroom)
    sam, tess = join(match, standing, cast.sam.id, "Zorro"), join(match, standing, cast.tess.id)
    assert isinstance(sam, PlayerCard)
    assert (sam.nickname, sam.time_factor) == ("Sam Hill", 1.0)
    assert (tess.nickname, tess.time_factor) == ("Sam Hi11", 1.5), "names of one roster may look alike"
    for stranger in (cast.eve.id, None):
        assert "for one classroom" in join(match, standing, stranger, "Zorro")
    again = join(match, standing, cast.sam.id)
    assert again.id == sam.id


def test_a_game_is_made_for_a_classroom_of_ones_own(match, classroom, cast):
    match.host = cast.ann
    assert game(match, classroom_id=classroom)[0].classroom_id == classroom, "an admin may lead any"
    match.host = cast.ada
    with pytest.raises(NotFound):
        game(match, classroom_id=classroom + 1)


def test_questions_that_are_due_for_most_who_study_the_bank_are_asked_and_no_others(
    match, classroom, desk_of, clock, cast, runtime
):
    sam, tess, gil = desk_of("sam"), desk_of("tess"), desk_of("gil")
    with runtime.database.transaction() as session:
        room = people.get_classroom(session, cast.ada, classroom)
        people.join_classroom(session, room, cast.gil, "Gil", clock())
        people.join_classroom(session, room, cast.eve, "Eve, who does not study", clock())
    for desk, slugs in ((sam, ("b1", "b3")), (tess, ("b3", "b5")), (gil, ("b5", "b3"))):
        for slug in slugs:
            desk.answer(slug=slug)
    clock.move(days=20)
    standing, ids = game(match, classroom_id=classroom, source="due")
    assert ids == [sam.question_id(slug) for slug in ("b3", "b5")]
    assert standing.classroom_id == classroom


def test_questions_that_were_missed_by_most_come_first(match, classroom, desk_of, clock):
    sam, tess = desk_of("sam"), desk_of("tess")
    sam.answer(slug="b4", knows=False)
    for desk in (sam, tess):
        desk.answer(slug="b2", knows=False)
        desk.answer(slug="b6")
    _, ids = game(match, classroom_id=classroom, source="missed")
    assert ids == [sam.question_id("b2"), sam.question_id("b4")]
    clock.move(days=61)
    with pytest.raises(CannotPlay, match="has missed"):
        game(match, classroom_id=classroom, source="missed", shows_names=True)


def test_what_was_judged_right_later_was_not_missed(match, classroom, desk_of):
    sam, tess = desk_of("sam"), desk_of("tess")
    for desk in (sam, tess):
        desk.correct(desk.answer(slug="b2", knows=False), 3)
        desk.undo(desk.answer(slug="b4", knows=False))
    sam.answer(slug="b1", knows=False)
    tess.correct(tess.answer(slug="b3"), 1)
    withdrawn = tess.new_id()
    tess.correct(tess.answer(slug="b5", knows=False), 3, withdrawn)
    tess.undo(withdrawn)
    found = [sam.question_id(slug) for slug in ("b1", "b3", "b5")]
    assert game(match, classroom_id=classroom, source="missed")[1] == found


def test_misses_of_long_ago_are_not_read_at_all(match, classroom, cast, desk_of, clock, monkeypatch):
    sam, read = desk_of("sam"), []
    sam.answer(slug="b1", knows=False)
    sam.correct(sam.answer(slug="b2"), 1)
    match.client_id = "another"
    match.make(classroom_id=classroom)
    match.join("sam", cast.sam.id)
    match.round(sam=False)
    clock.move(days=59)
    for name in ("_Miss", "event_of"):
        whole = getattr(together, name)
        monkeypatch.setattr(together, name, lambda *given, whole=whole: read.append(given) or whole(*given))
    assert {sam.question_id("b1"), sam.question_id("b2")} <= set(
        game(match, classroom_id=classroom, source="missed")[1]
    )
    assert read
    read.clear()
    clock.move(days=2)
    with pytest.raises(CannotPlay, match="has missed"):
        game(match, classroom_id=classroom, source="missed", shows_names=True)
    assert read == []


def test_what_was_missed_in_the_classrooms_games_counts_though_nobody_studies_the_bank(
    match, classroom, cast, desk_of, runtime
):
    match.client_id = "another"
    match.make(classroom_id=classroom)
    match.join("sam", cast.sam.id)
    match.join("tess", cast.tess.id)
    match.round(sam=False, tess=True)
    match.round(sam=False, tess=False)
    match.round(sam=True, tess=True)
    ids = [card.question_id for card in match.standing.cards]
    assert game(match, classroom_id=classroom, source="missed")[1] == [ids[1], ids[0]]
    # What entered study too is one miss, and a round that counts for nobody none.
    with runtime.database.transaction() as session:
        study.enrol(session, cast.sam.id, desk_of("sam").bank_id)
    match.hand_over()
    desk_of("tess").answer(slug="b4", knows=False)
    assert game(match, classroom_id=classroom, source="missed", asks_word=True)[1][:2] == [ids[1], ids[0]]
    match.move(Void(2))
    assert ids[1] not in missed_in_games(match, classroom, cast.tess)


def missed_in_games(match, classroom, *members):
    with match.database.reading() as session:
        return [row.question_id for row in session.execute(misses_of(classroom, [each.id for each in members]))]


def test_what_was_missed_in_games_of_others_or_by_who_left_is_no_source(match, classroom, cast):
    match.make()
    match.join("sam", cast.sam.id)
    match.round(sam=False)
    assert missed_in_games(match, classroom, cast.sam) == []
    match.client_id = "another"
    match.make(classroom_id=classroom)
    match.join("sam", cast.sam.id)
    match.round(sam=False)
    assert len(missed_in_games(match, classroom, cast.sam)) == 1
    assert missed_in_games(match, classroom, cast.tess) == []


def test_where_nothing_is_known_of_a_classroom_the_refusal_says_so(match, classroom, desk_of):
    with pytest.raises(CannotPlay, match="Nobody of this classroom has studied this bank yet, so nothing"):
        game(match, classroom_id=classroom, source="due")
    with pytest.raises(CannotPlay, match="or missed a question of it in a game yet"):
        game(match, classroom_id=classroom, source="missed")
    desk_of("sam").answer(slug="b2")
    with pytest.raises(CannotPlay, match="No question of this bank is due now for most of those"):
        game(match, classroom_id=classroom, source="due")
    with pytest.raises(CannotPlay, match="Nobody in this classroom has missed a question of this bank lately"):
        game(match, classroom_id=classroom, source="missed")


def test_others_answers_are_no_source(match, classroom, desk_of):
    desk_of("eve").answer(slug="b2", knows=False)
    for source in ("due", "missed"):
        with pytest.raises(CannotPlay):
            game(match, classroom_id=classroom, source=source)


def test_a_source_needs_a_classroom(match):
    with pytest.raises(CannotPlay, match="Choose the classroom"):
        game(match, source="due")


def test_who_was_taken_out_of_the_classroom_comes_in_no_more(match, classroom, cast, runtime):
    standing, _ = game(match, classroom_id=classroom)
    with runtime.database.transaction() as session:
        people.remove_member(session, cast.ada, classroom, cast.sam.id)
    assert "for one classroom" in join(match, standing, cast.sam.id)


def test_two_of_one_name_and_one_who_is_called_otherwise_since_are_told_apart(match, cast, clock, runtime):
    long = "Maria Magdalena Antonia Wilhelmina von Aster"
    with runtime.database.transaction() as session:
        room = people.get_classroom(session, cast.ada, people.make_classroom(session, cast.ada, "9a", clock()))
        people.join_classroom(session, room, cast.sam, f"{long} I", clock())
        people.join_classroom(session, room, cast.tess, f"{long} II", clock())
    standing, _ = game(match, classroom_id=room.id)
    sam, tess = join(match, standing, cast.sam.id), join(match, standing, cast.tess.id)
    assert sam.nickname == tess.nickname
    assert sam.id != tess.id
    with runtime.database.transaction() as session:
        session.execute(update(Membership).where(Membership.user_id == cast.sam.id).values(roster_name="Max"))
    assert join(match, standing, cast.sam.id).id == sam.id


def test_who_joins_is_looked_up_and_the_roster_is_not_read(match, classroom, cast):
    standing, _ = game(match, classroom_id=classroom)
    with statements(match.database) as seen:
        join(match, standing, cast.sam.id)
    lookups = [each for each in seen if "FROM membership" in each.sql]
    assert lookups
    assert all("membership.user_id = " in each.sql for each in lookups)


def test_time_that_a_teacher_gives_holds_in_all_games_of_theirs(match, classroom, cast, clock, runtime):
    with runtime.database.transaction() as session:
        second = people.make_classroom(session, cast.ada, "9c", clock())
        of_eve = people.make_classroom(session, cast.eve, "elsewhere", clock())
        for host, made, factor in ((cast.ada, second, 1.25), (cast.eve, of_eve, 2.0)):
            people.join_classroom(session, people.get_classroom(session, host, made), cast.tess, "Tess", clock())
            people.set_time_factor(session, host, made, cast.tess.id, factor)
    standing, _ = game(match)
    assert join(match, standing, cast.tess.id, "Tess").time_factor == 1.5, (
        "the most that a classroom of the host's gives"
    )
    assert join(match, standing, cast.sam.id, "Sam").time_factor == 1.0
    assert join(match, standing, None, "Zoe").time_factor == 1.0
    other, _ = game(match, classroom_id=classroom)
    assert join(match, other, cast.tess.id).time_factor == 1.5


def test_time_given_meanwhile_holds_from_the_next_round(match, classroom, cast, runtime):
    match.make()
    match.join("Sam", cast.sam.id)
    seen = []
    for step in ("set", "", ""):
        with match.database.transaction() as session:
            at = service.get_standing(session, match.game_id)
            service.lead(session, match.host, match.game_id, Next(), at.game.event_no, match.now_ms)
            found = service.list_players(session, match.game_id)[0].time_factor
        seen.append((match.standing.game.phase, found))
        if step:
            with runtime.database.transaction() as session:
                people.set_time_factor(session, cast.ada, classroom, cast.sam.id, 2.0)
    assert seen == [("open", 1.0), ("reveal", 1.0), ("open", 2.0)]
    assert match.standing.game.deadline_ms - match.standing.game.opened_ms >= 2 * match.standing.game.round.limit_ms


def test_a_student_reads_whose_games_give_them_time(classroom, cast, sign_in_as):
    assert "In games of Ada you have 1.5 times the usual time" in sign_in_as("tess").get("/classrooms").text


def test_two_who_come_at_once_are_not_both_the_last(runtime, classroom, cast, clock, monkeypatch):
    monkeypatch.setattr("quizapp.people.service.classrooms.MEMBERS_AT_MOST", 3)
    refused: list[str] = []

    def come() -> None:
        try:
            with runtime.database.transaction() as session:
                found = people.get_classroom(session, cast.ada, classroom)
                people.join_classroom(session, found, cast.eve, "Eve", clock())
        except Conflict as error:
            refused.append(error.message)

    other = threading.Thread(target=come)
    with runtime.database.transaction() as session:
        people.join_classroom(session, people.get_classroom(session, cast.ada, classroom), cast.ann, "Ann", clock())
        other.start()
        other.join(0.5)
    other.join()
    assert refused == ["This classroom has 3 students already, and takes no more."]


def test_a_classroom_is_deleted_and_its_games_are_kept(match, classroom, cast, sign_in_as):
    standing, _ = game(match, classroom_id=classroom)
    sam = join(match, standing, cast.sam.id)
    ada, address = sign_in_as("ada"), f"/classrooms/{classroom}/deletion"
    page = ada.get(address).text
    assert "2 students are" in page
    assert "reports are kept" in page
    assert ada.post(address).headers["Location"].endswith("/classrooms")
    assert ada.get(address).status_code == 404
    assert ada.get(f"/games/{standing.id}").status_code == 200
    with match.database.reading() as session:
        now = service.get_standing(session, standing.id)
        assert people.list_classrooms(session, cast.ada) == []
        assert session.query(Membership).count() == 0
    assert now.classroom_id is None
    assert "closed the door" in join(match, now, None, "Passer-by"), "what was for a class is not open to anybody"
    with match.database.reading() as session:
        assert [card.id for card in service.list_players(session, standing.id)] == [sam.id]


def test_the_right_to_a_classroom_is_asked_once(match, classroom, desk_of, clock, sign_in_as):
    desk_of("sam").answer(slug="b1")
    clock.move(days=20)
    ada, here = sign_in_as("ada"), f"/classrooms/{classroom}"
    acts = (
        lambda: game(match, classroom_id=classroom, source="due"),
        lambda: ada.get(here),
        lambda: ada.post(f"{here}/deletion"),
    )
    for act in acts:
        with statements(match.database) as ran:
            act()
        assert sum("FROM classroom" in each.sql and "teacher_name" in each.sql for each in ran) == 1
    with match.database.reading() as session:
        assert people.list_classrooms(session, match.host) == []


def test_what_is_due_is_told_by_each_students_own_study_day(match, classroom, cast, clock, desk_of, runtime):
    sam = desk_of("sam")
    sam.answer(slug="b1")
    due_day = sam.state("b1").due_day
    # In UTC that day has begun; sam's begins at four, on an island far to the west hours later.
    clock.move(seconds=due_day * 86_400 + 2 * 3_600 - clock().timestamp())
    with runtime.database.transaction() as session:
        session.execute(update(User).where(User.id == cast.sam.id).values(zone="Pacific/Honolulu"))
    with pytest.raises(CannotPlay):
        game(match, classroom_id=classroom, source="due")
    clock.move(hours=13)
    _, ids = game(match, classroom_id=classroom, source="due")
    assert ids == [sam.question_id("b1")]


def test_the_last_day_of_a_code_is_told_in_the_teachers_zone(runtime, classroom, cast, clock, sign_in_as):
    with runtime.database.transaction() as session:
        session.execute(update(Classroom).values(closes_at=datetime(2030, 5, 1, 22, 30, tzinfo=UTC)))
        session.execute(update(User).where(User.id == cast.ada.id).values(zone="Europe/Berlin"))
    assert "Open until 2 May 2030." in sign_in_as("ada").get(f"/classrooms/{classroom}").text

"""S3, S14, S36, S37: words reach one's own game alone, codes hold, and no frame tells the key."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import inspect, select

from quizapp.core.game import Lock, Next
from quizapp.live import service
from quizapp.live.models import GameEvent, GameRow, Player, ResponseRow, Round
from quizapp.live.streams.frames import load as load_frames
from quizapp.people import service as people
from quizapp.people.attempts import CLASSROOM_CODE
from quizapp.people.models import Classroom, Membership
from quizapp.people.service import classrooms
from tests.live.class_at_play import begin, load
from tests.live.desk import make_desk

TABLES = (GameRow, Round, Player, ResponseRow, GameEvent, Classroom, Membership)
#: What a host may send, with the player of another's game in it.
FORMS = {
    "phases": {"command": "next", "event_no": "1"},
    "extensions": {"seconds": "10", "event_no": "1"},
    "pauses": {"command": "pause", "event_no": "1"},
    "removals": {"player": "{player}"},
    "returns": {"player": "{player}"},
    "names": {"player": "{player}", "nickname": "Mocked"},
    "settings": {"setting": "door", "is_locked": "1"},
    "admissions": {"player": "{player}"},
    "refusals": {"player": "{player}"},
    "voids": {"round": "1"},
    "corrections": {"round": "1"},
    "reteachings": {},
}


def rows(runtime, tables=TABLES):
    """Give all rows of tables as plain values."""
    with runtime.database.reading() as session:
        return {
            table.__tablename__: sorted(
                repr([getattr(row, column.key) for column in inspect(table).column_attrs])
                for row in session.scalars(select(table))
            )
            for table in tables
        }


@pytest.fixture
def games(runtime, cast):
    """Give a game of ada's and one of eve's, each with a player who has answered."""
    load(runtime)
    made = [begin(runtime, host, client_id=f"c{host.id}") for host in (cast.ada, cast.eve)]
    for game in made:
        game.join("Kim")
        game.go_on()
        game.answer("Kim", {"response": "1889"})
    return made


@pytest.mark.parametrize("where", FORMS)
def test_no_form_of_a_host_reaches_anothers_game(runtime, games, sign_in_as, where):
    own, other = games
    ada, before = sign_in_as("ada"), rows(runtime)
    form = {name: value.format(player=other.player_id("Kim")) for name, value in FORMS[where].items()}
    assert ada.post(f"{other.here}/{where}", form).status_code == 404
    assert rows(runtime) == before
    if "player" in form:
        # In ada's own game, naming the player of eve's.
        assert ada.post(f"{own.here}/{where}", form).status_code == 404
        assert rows(runtime) == before


def test_no_page_of_a_host_shows_anothers_game(games, sign_in_as):
    ada, (_, other) = sign_in_as("ada"), games
    for path in ("", "/report", "/report.csv", "/report.xlsx", f"?player={other.player_id('Kim')}"):
        assert ada.get(f"{other.here}{path}").status_code == 404, path


def test_no_form_of_a_teacher_reaches_anothers_classroom(runtime, cast, clock, sign_in_as):
    with runtime.database.transaction() as session:
        own, other = (people.make_classroom(session, teacher, "8b", clock()) for teacher in (cast.ada, cast.eve))
        room = people.get_classroom(session, cast.eve, other)
        people.join_classroom(session, room, cast.sam, "Sam Hill", clock())
    ada, before = sign_in_as("ada"), rows(runtime)
    member = {"member": str(cast.sam.id), "factor": "2"}
    for where, form in {"names": {"name": "Mine"}, "codes": {}, "removals": member, "time-factors": member}.items():
        assert ada.post(f"/classrooms/{other}/{where}", form).status_code == 404, where
    # In her own classroom she names a member of eve's: nobody is harmed.
    for where in ("removals", "time-factors"):
        ada.post(f"/classrooms/{own}/{where}", member)
    assert rows(runtime) == before


def test_a_code_of_a_classroom_is_guessed_in_an_hour_by_fewer_than_one_in_a_million():
    wrong, _, minutes = CLASSROOM_CODE.rate.partition("/")
    assert minutes == "10 minutes"
    codes = len(set(classrooms.CODE_LETTERS)) ** classrooms.CODE_LENGTH
    assert int(wrong) * 6 / codes < 1e-6


PAIRS = {
    "choice": ({"key": "Rome", "distractors": ["Oslo", "Bern"]}, {"key": "Bern", "distractors": ["Oslo", "Rome"]}),
    "multiple": (
        {"key": ["Rome", "Oslo"], "distractors": ["Bern", "Kyiv"]},
        {"key": ["Bern"], "distractors": ["Oslo", "Rome", "Kyiv"]},
    ),
    "true_false": ({"key": True}, {"key": False}),
    "text": ({"key": "Rome"}, {"key": "Bern upon the Aare"}),
    "number": ({"key": 3}, {"key": 123_456.75}),
    # The page says which grain is asked, so the two have one.
    "date": ({"key": "1989-11-09"}, {"key": "1963-11-22"}),
    "order": ({"items": ["Rome", "Oslo", "Bern"]}, {"items": ["Bern", "Rome", "Oslo"]}),
    "match": (
        {"pairs": [{"left": "a", "right": "Rome"}, {"left": "b", "right": "Oslo"}, {"left": "c", "right": "Bern"}]},
        {"pairs": [{"left": "a", "right": "Bern"}, {"left": "b", "right": "Rome"}, {"left": "c", "right": "Oslo"}]},
    ),
}


@pytest.mark.parametrize("kind", PAIRS)
def test_frames_of_two_keys_differ_nowhere_before_the_reveal(runtime, clock, cast, kind, app):
    told = []
    for host, fields in zip((cast.ada, cast.eve), PAIRS[kind], strict=True):
        body = {"kind": kind, "stem": "Which of these is meant?", **fields}
        desk = make_desk(runtime.database, clock, host, [body])
        desk.make()
        told.append(list(itertools.chain.from_iterable(frames(runtime, desk, app, step) for step in (Next(), Lock()))))
    assert told[0] == told[1]


def frames(runtime, desk, app, command):
    """Move a game on, and give what goes down to players and projector, without the names of this game."""

    def render(template, /, **inputs):
        return app.jinja_env.get_template(template).render(**inputs)

    standing = desk.do(command)
    with runtime.database.reading() as session:
        loaded = load_frames(session, desk.game_id, service.Questions(), render, desk.now_ms, known=None)
    for shown in (loaded.players.decode(), loaded.snapshot, loaded.screen):
        for own in (standing.link_token, standing.screen_token, standing.code):
            shown = shown.replace(own, "")
        yield shown

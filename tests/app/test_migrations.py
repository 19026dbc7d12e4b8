"""The tables of the code are those that the migrations make, on both databases, and no start can spoil them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from quizapp.all_models import metadata
from quizapp.live.models import GameRow, Player, ResponseRow
from quizapp.people.models import Classroom
from quizapp.people.service.accounts import create_guest
from quizapp.plumbing import schema
from quizapp.plumbing.db import Database
from quizapp.study.models import Enrolment
from tests.app.checkout import ROOT
from tests.conftest import BEGIN
from tests.study.bank_files import bridges, load

START = """
import sys
from quizapp.plumbing import schema
from quizapp.plumbing.db import Database
schema.ensure_current(Database(sys.argv[1]))
"""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give a database without a table, of each sort."""
    url = f"sqlite:///{tmp_path / 'quizapp.db'}"
    if request.param == "postgres":
        cluster = request.getfixturevalue("cluster")
        url = cluster.create(cluster.fresh_name())
    database = Database(url)
    yield database
    database.close()


def differences(database: Database) -> list[object]:
    """List what the tables of the code have and those of the database lack, and the other way round."""
    with database.engine.connect() as connection:
        options = {"compare_type": True, "include_object": lambda _, name, *more: not is_search_index(name)}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, metadata))


def is_search_index(name: str | None) -> bool:
    """Tell whether this is of the index of questions' words, which each database keeps in its own way."""
    return name is not None and name.startswith(("question_search", "ix_question_search"))


def tables(database: Database) -> set[str]:
    found = set(inspect(database.engine).get_table_names()) - {"alembic_version"}
    return {name for name in found if not is_search_index(name)}


def move(database: Database, run: object, revision: str) -> None:
    config = schema.alembic_config()
    with database.engine.connect() as connection:
        schema.migrate(connection, lambda: run(config, revision), config)  # type: ignore[operator]


def test_migrations_make_the_tables_of_the_code(empty: Database) -> None:
    schema.ensure_current(empty)
    assert differences(empty) == []
    assert tables(empty) == set(metadata.tables)


def test_down_and_up_again(empty: Database) -> None:
    schema.ensure_current(empty)
    move(empty, command.downgrade, "base")
    assert tables(empty) == set()
    move(empty, command.upgrade, "head")
    assert differences(empty) == []
    assert schema.stored_revision(empty) == schema.head()


def test_who_chose_nothing_of_games_has_what_the_class_has(empty: Database) -> None:
    schema.ensure_current(empty)
    with empty.transaction() as session:
        bank_id = load(session, bridges(1)).bank_id
        for choice in ("class", "misses", "off"):
            guest = create_guest(session, BEGIN, "UTC")
            session.add(Enrolment(learner_id=guest.id, bank_id=bank_id, live_responses=choice))
    for run, revision, chosen in [
        (command.downgrade, "0014", ["on", "misses", "off"]),
        (command.upgrade, "0015", ["class", "misses", "off"]),
    ]:
        move(empty, run, revision)
        with empty.engine.connect() as connection:
            found = connection.execute(text("SELECT live_responses FROM enrolment ORDER BY learner_id"))
            assert list(found.scalars()) == chosen


def test_a_game_that_is_there_keeps_what_its_classroom_has(empty: Database) -> None:
    schema.ensure_current(empty)
    with empty.transaction() as session:
        bank_id = load(session, bridges(1)).bank_id
        host_id = create_guest(session, BEGIN, "UTC").id
        assert host_id is not None
        for number, preset in enumerate([None, "misses", "off", "on"]):
            ends = {"link_token": f"{number}", "created_at": BEGIN}
            room = Classroom(
                teacher_id=host_id, name=f"{number}", folded_name=f"{number}", code=f"{number}", closes_at=BEGIN,
                live_responses=preset, **ends,
            )  # fmt: skip
            if preset is not None:
                session.add(room)
                session.flush()
            game = GameRow(
                code=f"{number}", screen_token=f"{number}", host_id=host_id, client_id=f"{number}", bank_id=bank_id,
                classroom_id=room.id, title="Bridges", **ends,
            )  # fmt: skip
            session.add(game)
            session.flush()
    for run, revision in ((command.downgrade, "0015"), (command.upgrade, "0016")):
        move(empty, run, revision)
    with empty.engine.connect() as connection:
        found = connection.execute(text("SELECT live_responses FROM game ORDER BY id"))
        assert list(found.scalars()) == ["on", "misses", "off", "on"]


def test_of_two_seats_of_an_account_in_a_game_it_keeps_the_one_that_gave(empty: Database) -> None:
    schema.ensure_current(empty)
    move(empty, command.downgrade, "0016")
    with empty.transaction() as session:
        bank_id = load(session, bridges(1)).bank_id
        guest_id = create_guest(session, BEGIN, "UTC").id
        assert guest_id is not None
        game = GameRow(
            code="1", link_token="1", screen_token="1", host_id=guest_id, client_id="1", bank_id=bank_id,
            title="Bridges", created_at=BEGIN, ended_at=BEGIN, phase="closed",
        )  # fmt: skip
        session.add(game)
        session.flush()
        seats = [("out", guest_id, BEGIN), ("idle", guest_id, None), ("gave", guest_id, None), ("free", None, None)]
        for name, user_id, removed_at in [*seats, ("nobody", None, None)]:
            player = Player(
                game_id=game.id, token_hash=name, user_id=user_id, nickname=name, folded=name, joined_at=BEGIN,
                removed_at=removed_at,
            )  # fmt: skip
            session.add(player)
            session.flush()
            if name == "gave":
                given = {"round_no": 1, "client_id": "1", "response": "x", "received_ms": 0, "elapsed_ms": 0}
                worth = {"score": 1.0, "points": 1, "picks": []}
                session.add(ResponseRow(game_id=game.id, player_id=player.id, **given, **worth))
    for _ in range(2):
        move(empty, command.upgrade, "0017")
        with empty.engine.connect() as connection:
            found = connection.execute(text("SELECT nickname FROM player WHERE user_id IS NOT NULL ORDER BY id"))
            assert list(found.scalars()) == ["out", "gave"]
            assert connection.execute(text("SELECT erase_guests_at IS NOT NULL FROM game")).scalar()
        assert differences(empty) == []
        move(empty, command.downgrade, "0016")


def test_a_second_start_changes_nothing(empty: Database) -> None:
    schema.ensure_current(empty)
    schema.ensure_current(empty)
    with empty.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1


def test_two_starters_at_once_are_one_migrator(empty: Database) -> None:
    url = empty.url.render_as_string(hide_password=False)
    start = [sys.executable, "-c", START, url]
    starters = [subprocess.Popen(start, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    errors = [starter.communicate(timeout=120)[1] for starter in starters]
    assert [starter.returncode for starter in starters] == [0, 0], errors
    assert differences(empty) == []


def test_a_newer_schema_is_refused(empty: Database) -> None:
    schema.ensure_current(empty)
    with empty.engine.connect() as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.SchemaError, match="9999"):
        schema.ensure_current(empty)
    assert schema.stored_revision(empty) == "9999"


def test_head_file_names_the_newest_revision() -> None:
    scripts = ScriptDirectory.from_config(schema.alembic_config())
    assert scripts.get_heads() == [schema.head()]


def test_revisions_are_numbered_in_their_order() -> None:
    scripts = ScriptDirectory.from_config(schema.alembic_config())
    numbers = [script.revision for script in scripts.walk_revisions()][::-1]
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]

"""A server's errors are known by their codes, since it says them in its own language."""

from __future__ import annotations

import socket

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError, OperationalError

from quizapp.core.errors import Conflict
from quizapp.plumbing.db import Database
from quizapp.plumbing.db_errors import Busy, Collided, DiskFull, Overtaken, translated


class Said(Exception):
    """What a server's driver raises, with its code."""

    def __init__(self, words: str, code: str) -> None:
        super().__init__(words)
        self.sqlstate = code


@pytest.mark.parametrize(
    ("error", "words", "code", "ours"),
    [
        (OperationalError, "konnte Datei nicht erweitern", "53100", DiskFull),
        (OperationalError, "Verklemmung entdeckt", "40P01", Collided),
        (OperationalError, "Sperre konnte nicht erlangt werden", "55P03", Busy),
        (OperationalError, "storniere Anfrage wegen Zeitüberschreitung", "57014", Busy),
        (IntegrityError, "verletzt Fremdschlüssel-Constraint", "23503", Conflict),
        (IntegrityError, "doppelter Schlüsselwert", "23505", Overtaken),
    ],
)
def test_errors_in_another_language(error, words, code, ours):
    with (
        create_engine("sqlite://").connect() as connection,
        pytest.raises(ours),
        translated(connection),
    ):
        raise error("insert", {}, Said(words, code))


def test_a_server_that_never_answers_is_a_busy_database():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        database = Database(f"postgresql+psycopg://postgres@127.0.0.1:{silent.getsockname()[1]}/quizapp")
        with pytest.raises(Busy, match="cannot be reached"), database.reading():
            pass
        database.close()

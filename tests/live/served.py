"""A server of its own process with games that are led by lines on its standard input, for faults and the bench.

    python -m tests.live.served HOME PORT GAMES ROUNDS [jobs]

With `jobs` it also reads the documents that are put into its database. Prints a line of JSON when it is ready, and one
for each command: when it was stored, by the system's monotonic clock. Over a home that has games it goes on with those.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from quizapp.asgi import create_asgi
from quizapp.banks.models import Bank, QuestionRow, Revision
from quizapp.banks.service import rendered
from quizapp.cli import network, server
from quizapp.core.game import Next, Rules
from quizapp.core.kinds import parse_question
from quizapp.live import service
from quizapp.live.models import GameRow
from quizapp.live.service import TOPIC
from quizapp.live.service.creating import OPEN_AT_MOST
from quizapp.people.models import User
from quizapp.people.viewer import Viewer, viewer_of
from quizapp.plumbing import schema
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.db import Database
from quizapp.plumbing.runtime import Runtime
from quizapp.runners import make_runners
from quizapp.settings import Settings

CITIES = ("Lisbon", "Madrid", "Paris", "Rome", "Vienna", "Prague", "Warsaw", "Oslo", "Dublin", "Athens")


def main() -> None:
    """Serve until standard input ends."""
    home, port, games, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    settings = Settings(home=home, port=port)
    runtime = Runtime(settings, Database(settings.url_of_database))
    schema.ensure_current(runtime.database)
    with runtime.database.transaction() as session:
        hosts = [_host(session, n) for n in range(-(-games // OPEN_AT_MOST) or 1)]
        ids = list(session.scalars(select(GameRow.id).order_by(GameRow.id)))
        slug = _bank(session, hosts[0], rounds)
        rules = Rules(has_reading_time=False)
        for n in range(len(ids), games):
            wish = service.GameWish(slug, f"bench-{n}", rounds, rules=rules)
            ids.append(service.make_game(session, hosts[n // OPEN_AT_MOST], wish, runtime.clock(), Random(n)))
    with runtime.database.reading() as session:
        links = [service.get_standing(session, game_id).link_token for game_id in ids]
    led = threading.Thread(target=_lead, args=(runtime, ids, hosts), daemon=True)

    runners = make_runners(runtime) if sys.argv[5:] == ["jobs"] else []

    def announce() -> None:
        _say({"links": links})
        led.start()
        for runner in runners:
            runner.start()

    server.run(create_asgi(runtime), network.bind(settings.host, port), settings, announce)
    for runner in runners:
        runner.stop()


def _lead(runtime: Runtime, ids: list[int], hosts: list[Viewer]) -> None:
    """Move all games on at each line."""
    for _ in sys.stdin:
        for n, game_id in enumerate(ids):
            with runtime.database.transaction() as session:
                standing = service.get_standing(session, game_id)
                if standing.is_over:
                    continue
                moved = service.move(
                    session, standing, Next(), epoch_ms(runtime.clock()), user_id=hosts[n // OPEN_AT_MOST].id
                )
            stored = time.monotonic()
            runtime.hub.publish(f"{TOPIC}{game_id}")
            _say({"game": game_id, "phase": moved.game.phase, "event_no": moved.game.event_no, "stored": stored})


def _host(session: Session, n: int) -> Viewer:
    """Find or make the teacher of the n-th ten games."""
    name = f"host{n or ''}"
    known = session.scalar(select(User).where(User.sign_in_name == name))
    if known is not None:
        return viewer_of(known)
    host = User(name="Host", sign_in_name=name, role="teacher", created_at=datetime.now(UTC))
    session.add(host)
    session.flush()
    return viewer_of(host)


def _bank(session: Session, host: Viewer, rounds: int) -> str:
    if session.scalar(select(Bank.id).where(Bank.slug == "bench")) is not None:
        return "bench"
    bank = Bank(slug="bench", title="Capitals", visibility="public", owner_id=host.id, created_at=datetime.now(UTC))
    session.add(bank)
    session.flush()
    for n in range(rounds):
        key, *others = [CITIES[(n + step) % len(CITIES)] for step in range(4)]
        body = {
            "kind": "choice",
            "stem": f"Which city is meant in question {n + 1}?",
            "key": key,
            "distractors": others,
        }
        question = parse_question(body)
        row = QuestionRow(
            bank_id=bank.id, slug=f"q{n}", kind="choice", body=question.dump(), rendered=rendered(question),
            about="place", position=n + 1,
        )  # fmt: skip
        session.add(row)
        session.flush()
        first = {"question_id": row.id, "number": 1, "body": row.body, "change": "created"}
        session.execute(insert(Revision), [first | {"created_at": datetime.now(UTC)}])
    return bank.slug


def _say(values: dict[str, object]) -> None:
    print(json.dumps(values), flush=True)


if __name__ == "__main__":
    main()

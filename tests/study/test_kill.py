"""kill -9 in the midst of answers: what was acknowledged is stored, once, and the file is sound."""

from __future__ import annotations

import re
import signal
import sqlite3
import threading
import time
from random import Random
from uuid import uuid4

import httpx
import pytest

from quizapp.plumbing.db import Database
from quizapp.study import service
from tests.app.running import serving
from tests.study import bank_files
from tests.study.desk import Page

pytestmark = pytest.mark.serial
KILLS = 5
CLIENTS = 4
MINUTE = 60.0


class Client(threading.Thread):
    """A guest who answers whatever comes, and sends again what was not acknowledged."""

    def __init__(self, address: list[str], seed: int) -> None:
        super().__init__(daemon=True)
        self.address, self.rng = address, Random(seed)
        self.browser = httpx.Client(timeout=5, follow_redirects=False)
        self.acknowledged: list[str] = []
        self.problems: list[str] = []
        self.is_over = threading.Event()

    def run(self) -> None:
        while not self.is_over.is_set():
            page = self.try_again(lambda: self.browser.get(f"{self.address[0]}/study/bridges?question={self.wanted}"))
            if page is None:
                return
            form = Page(page.text).answer_form
            client_id = str(uuid4())
            sent = {**form.hidden, "client_id": client_id}
            offered = form.controls.get("response")
            sent["response"] = self.rng.choice(offered) if offered else "1 January 1801"
            reply = self.try_again(lambda sent=sent: self.browser.post(f"{self.address[0]}/study/reviews", data=sent))
            if reply is not None and reply.status_code == 303:
                assert reply.headers["Location"].endswith(client_id)
                self.acknowledged.append(client_id)

    @property
    def wanted(self) -> int:
        return self.rng.randint(1, 30)

    def try_again(self, request) -> httpx.Response | None:
        """Send until there is an answer: the server may be gone for a moment, or ask to slow down."""
        while not self.is_over.is_set():
            try:
                response = request()
            except httpx.TransportError:
                time.sleep(0.05)
                continue
            if response.status_code < 400:
                return response
            if response.status_code not in (429, 503):
                self.problems.append(f"{response.status_code}: {re.sub(r'<[^>]+>', ' ', response.text)[-300:]}")
                return None
            time.sleep(0.3)
        return None


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    bank = tmp_path / "questions" / "bridges"
    bank.mkdir(parents=True)
    (bank / "bank.yaml").write_bytes(bank_files.bridges(30))
    return folder


def test_nothing_acknowledged_is_lost_or_doubled(home):
    rng, address = Random(5), [""]
    clients: list[Client] = []
    questions = str(home.parent / "questions")
    for kill in range(KILLS + 1):
        with serving(home, QUIZAPP_QUESTIONS=questions) as served:
            address[0] = served.address
            if not clients:
                clients = [Client(address, seed) for seed in range(CLIENTS)]
                for client in clients:
                    client.start()
            before = sum(len(client.acknowledged) for client in clients)
            deadline = time.monotonic() + MINUTE
            while sum(len(c.acknowledged) for c in clients) < before + 12 and time.monotonic() < deadline:
                time.sleep(0.02)
            time.sleep(rng.random() * 0.3)
            if kill < KILLS:
                served.process.send_signal(signal.SIGKILL)
                served.process.wait(10)
            else:
                for client in clients:
                    client.is_over.set()
                    client.join(10)
    assert [client.problems for client in clients] == [[]] * CLIENTS
    acknowledged = [client_id for client in clients for client_id in client.acknowledged]
    assert len(acknowledged) >= KILLS * 12
    judge(home / "quizapp.db", acknowledged)


def judge(path, acknowledged: list[str]) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    stored = [row[0] for row in connection.execute("SELECT client_id FROM review_event")]
    learners = [row[0] for row in connection.execute("SELECT DISTINCT learner_id FROM review_event")]
    responses = connection.execute("SELECT count(*) FROM review_response").fetchone()[0]
    connection.close()
    assert len(stored) == len(set(stored)) == responses
    assert set(acknowledged) <= set(stored)
    # What was sent but not acknowledged may be stored as well, once for each client and kill.
    assert len(stored) <= len(acknowledged) + CLIENTS * (KILLS + 1)
    assert len(learners) >= CLIENTS
    database = Database(f"sqlite:///{path}")
    with database.reading() as session:
        assert [service.check_learner(session, learner_id) for learner_id in learners] == [[]] * len(learners)
    database.close()

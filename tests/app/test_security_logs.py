"""S40: security events are in the log, secrets and people are not, and no input forges a line."""

from __future__ import annotations

import logging
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from quizapp.banks.models import QuestionRow
from quizapp.core.game import Next
from quizapp.people import service
from quizapp.people.models import User
from quizapp.plumbing import logs
from quizapp.plumbing.db import Database
from tests.app.journeys import Recorder, bank_about, learn
from tests.conftest import PASSWORD
from tests.live.desk import QUESTIONS, make_desk
from tests.live.line import Line, run

CANARY = "canary-password-5d41402a"
#: What a guest calls themselves in a game; it passes the filter.
GUEST = "Canarykorvu"


@pytest.fixture
def lines():
    """Collect every record of every logger, formatted as in operation."""
    found: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record):
            found.append(logs.OneLine().format(record))

    collector = Collector(logging.DEBUG)
    ours = logging.getLogger("quizapp")
    watched = [logging.getLogger()] if ours.propagate else [logging.getLogger(), ours]
    ours.setLevel(logging.DEBUG)
    before = [logger.level for logger in watched]
    for logger in watched:
        logger.addHandler(collector)
        logger.setLevel(logging.DEBUG)
    yield found
    for logger, level in zip(watched, before, strict=True):
        logger.removeHandler(collector)
        logger.setLevel(level)


def test_a_whole_life_leaves_no_secret(browser, lines, runtime, cast):
    one = browser()
    name = "Canary Q. Personname"
    one.post("/sign-up", {"name": name, "password": CANARY, "email": "canary@example.org"})
    tokens = {one.token()}
    one.sign_in(name, CANARY)
    one.post("/sign-in", {"name": name, "password": CANARY + "wrong"})
    one.post("/sign-in", {"name": "nobody " + CANARY, "password": CANARY})
    one.post("/settings/password", {"current": CANARY, "password": CANARY + "-new"})
    one.post("/password-again", {"password": CANARY + "-new"})
    cookie = one.cookie()
    one.post("/settings/erasure", {"sure": "y"})
    with runtime.database.transaction() as session:
        service.issue_first_account_code(session, runtime.clock())
    written = "\n".join(lines)
    for secret in (CANARY, "Personname", "canary@example.org", cookie, *tokens):
        assert secret not in written
    assert "127.0.0.1" not in written


LEARNERS_TABLES = ("review_response", "question_report", "review_event", "card_state", "day_total", "enrolment")


@pytest.fixture
def learned(app, example_of_words, runtime, cast, lines):
    """Give somebody's recorded journey, on which all that was typed holds the canary."""
    browser = Recorder(app)
    browser.become(cast.sam)
    learn(browser, runtime, "ferns", example_of_words, CANARY)
    return browser


@pytest.fixture
def example_of_words(runtime):
    """Give the ids of the questions of a bank whose texts are no secret."""
    with runtime.database.transaction() as session:
        bank_id = bank_about(session, "fern", "ferns")
        statement = select(QuestionRow.id).where(QuestionRow.bank_id == bank_id).order_by(QuestionRow.id)
        return list(session.scalars(statement))


def test_what_learners_write_is_in_no_log(learned, lines):
    assert CANARY in learned.get("/settings/export").text
    assert CANARY not in "\n".join(lines)
    for other in ("sam", "Sam"):
        assert other not in "\n".join(lines).split()


@pytest.mark.parametrize("table", LEARNERS_TABLES)
def test_nor_when_a_table_is_broken(learned, runtime, lines, clock, table):
    with runtime.database.engine.connect() as connection, connection.begin():
        connection.execute(text(f"ALTER TABLE {table} RENAME TO broken"))
    clock.move(hours=1)
    failed = []
    for sent in list(learned.sent):
        # Under new ids, so that all of it is written once more.
        fields = sent.fields | ({"client_id": str(uuid4())} if "client_id" in sent.fields else {})
        response = learned.replay(replace(sent, fields=fields))
        if response.status_code == 500:
            failed.append(response)
    assert failed
    assert not any(CANARY in response.text for response in failed)
    written = "\n".join(lines)
    assert "OperationalError" in written
    assert CANARY not in written


@pytest.fixture
def line(runtime, clock, cast):
    """Give the live part over a game of ada's in its lobby."""
    desk = make_desk(runtime.database, clock, cast.ada, QUESTIONS)
    desk.make()
    return Line(runtime, desk)


async def play(line, broken):
    """Let a guest play, ask for each page, send what is refused too; gives the secrets that the browser holds."""
    here, cookie = f"/play/{line.link}", await line.join(GUEST)
    stream = await line.play(cookie)
    await line.do(Next())
    await stream.until(lambda: "open" in stream.phases)
    if broken:
        with line.runtime.database.engine.connect() as connection, connection.begin():
            connection.execute(text(f"ALTER TABLE {broken} RENAME TO broken"))
    found = [await line.answer(cookie, CANARY, no) for no in (1, 1, 7)]
    found += [await line.post(f"{here}/players", {"nickname": f"{GUEST}{more}"}) for more in ("", "x", "x" * 9_999)]
    found.append(await line.call("POST", f"{here}/players", f'{{"nickname": "{GUEST}'.encode(), cookie=cookie))
    found.append(await line.call("GET", f"/play/{GUEST}/state", cookie=cookie))
    pages = (here, "/play", f"/play?wrong={GUEST}", f"{here}/summary", f"{here}/keep", f"{here}/rounds/1/passage")
    found += [await line.call("GET", page, cookie=cookie) for page in (f"{here}/state", *pages)]
    return {cookie.partition("=")[2], line.link}, [reply.status for reply in found]


@pytest.mark.parametrize("broken", ["", "game", "round", "player", "response"])
def test_what_a_guest_of_a_game_is_called_and_holds_is_in_no_log(line, lines, broken):
    told = []

    async def scenario(line):
        told.extend(await play(line, broken))

    run(line, scenario)
    secrets, statuses = told
    assert (500 in statuses) == bool(broken), statuses
    written = "\n".join(lines)
    assert ("OperationalError" in written) == bool(broken)
    for secret in (CANARY, GUEST, GUEST.lower(), *secrets):
        assert secret not in written
    assert "127.0.0.1" not in written


@pytest.mark.postgres
def test_nor_when_postgresql_tells_the_row_that_failed(postgres_url, lines):
    database = Database(postgres_url)
    log = logging.getLogger("quizapp.errors")
    for words in (CANARY, f"one\n\n{CANARY}\nTraceback\n{CANARY}"):
        try:
            with database.transaction() as session:
                session.add(User(name=words, sign_in_name=None, role=None))
        except Exception as error:
            log.error("request %s failed", "x", exc_info=error)
    database.close()
    assert "null value in column" in "\n".join(lines)
    assert CANARY not in "\n".join(lines)


def test_security_events_are_there(browser, sign_in_as, cast, lines):
    stranger = browser()
    for _ in range(12):
        stranger.post("/sign-in", {"name": "sam", "password": CANARY})
    stranger.post("/sign-in", {"name": "nobody at all", "password": CANARY})
    sam = sign_in_as("tess")
    sam.post("/settings/password", {"current": PASSWORD, "password": CANARY})
    sam.post("/settings/everywhere")
    sign_in_as("gil").post("/settings/erasure", {"sure": "y"})
    written = "\n".join(lines)
    for event in (
        f"wrong password for user {cast.sam.id}, from 127.0.0.0",
        "wrong password for nobody, from 127.0.0.0",
        "limit met: sign-in by account, beyond, from 127.0.0.0",
        f"user {cast.tess.id} changed the password, from 127.0.0.0",
        f"user {cast.tess.id} signed out everywhere, from 127.0.0.0",
        f"user {cast.gil.id} was erased on their own wish, from 127.0.0.0",
    ):
        assert event in written


def test_an_input_cannot_forge_a_line(lines):
    logs.security.warning("from %s", "a\r\n2026-01-01 INFO quizapp.security user 1 is admin\x1b[2J\u2028")
    assert len(lines) == 1
    assert "\n" not in lines[0]
    assert "\r" not in lines[0]
    assert "\x1b" not in lines[0]

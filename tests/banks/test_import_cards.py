"""What an import asks before it is carried out: what becomes of learners' cards, and whose bank it goes to."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from quizapp.banks.models import Bank, QuestionRow
from quizapp.banks.service import CARD_CHOICES, BankFile, importing
from quizapp.banks.service.importing import storing_jobs, writing
from quizapp.cli.importing import command
from quizapp.cli.sources import Source
from quizapp.people.service import NewAccount, sign_up
from quizapp.plumbing.clock import system_clock
from quizapp.plumbing.db import Database
from quizapp.plumbing.jobs import Job
from quizapp.runners import make_import_runner
from quizapp.study import service as study
from quizapp.study.service import following, following_jobs
from tests.banks.desk import own_bank
from tests.banks.imports import Counter
from tests.banks.test_import_pages import ada, all_shown, bring, runner, send, settled, ticked
from tests.conftest import MovableClock
from tests.study.desk import Desk

RIVERS = """id,question,answer,wrong 1,wrong 2
paris,Which river flows through Paris?,Seine,Rhine,Volga
london,Which river flows through London?,Thames,Rhine,Volga
vienna,Which river flows through Vienna?,Danube,Rhine,Volga
"""
#: Two of its three questions get another key.
CORRECTED = RIVERS.replace("Seine,Rhine", "Loire,Rhine").replace("Thames,Rhine", "Severn,Rhine")
PARIS = "Which river flows through Paris?"

__all__ = ["ada", "runner"]


def words_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.fixture
def counter(database, tmp_path, people, clock) -> Counter:
    made = Counter(database, tmp_path / "home", now=clock())
    made.import_all(people.ada, ("rivers.csv", RIVERS))
    with database.transaction() as session:
        session.scalars(select(Bank)).one().visibility = "public"
    return made


def learner(database, viewer, clock, slug="rivers") -> Desk:
    with database.reading() as session:
        return Desk(database, viewer, clock, session.scalars(select(Bank.id).where(Bank.slug == slug)).one())


def met(counter, people, clock):
    """Let Sam have met the question of Paris; gives the desk, the question's id and its card."""
    sam = learner(counter.database, people.sam, clock)
    slug = counter.questions()[PARIS].slug
    sam.answer(slug=slug)
    return sam, slug, sam.state(slug)


@pytest.mark.parametrize("is_large", [False, True])
@pytest.mark.parametrize("choice", CARD_CHOICES)
def test_cards_follow_an_import_as_chosen(counter, people, clock, monkeypatch, choice, is_large):
    sam, slug, before = met(counter, people, clock)
    clock.move(hours=1)
    counter.now = clock()
    if is_large:
        monkeypatch.setattr(writing, "AT_ONCE", 1)
        monkeypatch.setattr(storing_jobs, "PIECE", 1)
    import_id = counter.bring(people.ada, ("rivers.csv", CORRECTED), bank="rivers")
    with counter.database.reading() as session:
        rekeyed = importing.list_rekeyed(session, counter.choice(people.ada, import_id))
        assert len(rekeyed) == 2
        assert study.count_met(session, rekeyed) == 1
    assert counter.carry_out(people.ada, import_id, "rivers", cards=choice).is_begun is is_large
    assert counter.questions()[PARIS].body["key"] == "Loire"
    after = sam.state(slug)
    if choice == "keep":
        assert after == before
    elif choice == "due_today":
        assert (after.due_day, after.memory) == (sam.day.today, before.memory)
    else:
        assert after.memory.state == "new"
    sam.check()


@pytest.mark.parametrize("is_archived", [False, True])
@pytest.mark.parametrize("choice", CARD_CHOICES)
def test_the_way_back_of_an_import_gives_cards_back(counter, people, clock, choice, is_archived):
    sam, slug, before = met(counter, people, clock)
    clock.move(hours=1)
    counter.now = clock()
    import_id = counter.bring(people.ada, ("rivers.csv", CORRECTED), bank="rivers")
    counter.carry_out(people.ada, import_id, "rivers", cards=choice)
    clock.move(hours=1)
    counter.now = clock()
    if is_archived:
        with counter.database.transaction() as session:
            session.scalars(select(QuestionRow).where(QuestionRow.slug == slug)).one().deleted_at = counter.now
    counter.undo(people.ada, import_id)
    if not is_archived:
        assert counter.questions()[PARIS].body["key"] == "Seine"
        after = sam.state(slug)
        assert (after.memory, after.due_day, after.due_at) == (before.memory, before.due_day, before.due_at)
    sam.check()


def test_what_a_learner_did_to_a_card_stays_when_an_import_is_undone(counter, people, clock):
    sam, slug, _ = met(counter, people, clock)
    clock.move(hours=1)
    counter.now = clock()
    import_id = counter.bring(people.ada, ("rivers.csv", CORRECTED), bank="rivers")
    counter.carry_out(people.ada, import_id, "rivers", cards="keep")
    sam.act(slug, "reset")
    counter.undo(people.ada, import_id)
    assert sam.state(slug).memory.state == "new"
    sam.check()


def test_only_what_is_ticked_and_asked_counts(counter, people):
    import_id = counter.bring(people.ada, ("rivers.csv", CORRECTED), bank="rivers")
    choice = counter.choice(people.ada, import_id)
    assert len(choice.rekeyed()) == 2
    counter.turn(people.ada, import_id, [0], [])
    assert len(counter.choice(people.ada, import_id).rekeyed()) == 1
    other_words = RIVERS.replace("Volga", "Elbe")
    assert (
        counter.choice(people.ada, counter.bring(people.ada, ("rivers.csv", other_words), bank="rivers")).rekeyed()
        == []
    )


@pytest.fixture
def preview(ada, runtime, cast, clock):
    """Give the address of the preview of the corrected rivers, of which Sam has met one."""
    first = bring(ada, ("rivers.csv", RIVERS), client_id="one")
    page = settled(ada, first)
    send(ada, first, "insertions", shown=all_shown(page), tick=ticked(page), title="Rivers", visibility="public")
    settled(ada, first)
    sam = learner(runtime.database, cast.sam, clock)
    sam.answer()
    clock.move(hours=1)
    return bring(ada, ("rivers.csv", CORRECTED), bank="rivers", client_id="two"), sam


def test_the_preview_asks_once_and_the_answer_is_carried_out(ada, preview):
    address, sam = preview
    page = settled(ada, address)
    assert "2 ticked questions get another right answer. That touches one card of a learner." in words_of(page)
    assert 'name="cards" value="due_today" checked' in page
    form = {"shown": all_shown(page), "tick": ticked(page), "bank": "rivers"}
    send(ada, address, "insertions", **form)
    page = settled(ada, address)
    assert "Say what this import means for those who have learned its changed questions already." in page
    send(ada, address, "ticks", **form, cards="reset", tab="update")
    assert 'name="cards" value="reset" checked' in ada.get(address).text
    send(ada, address, "insertions", **form, cards="reset")
    assert "2 questions imported" in settled(ada, address)
    assert [each.kind for slug in slugs_of(sam.bank_id, sam.database) for each in sam.events(slug)] == [
        "review",
        "manual",
    ]


@pytest.mark.parametrize("at_once", [0, 1])
def test_the_preview_tells_when_cards_follow_in_the_background(ada, app, preview, monkeypatch, at_once):
    monkeypatch.setitem(app.extensions, "learners_cards", replace(app.extensions["learners_cards"], at_once=at_once))
    page = words_of(settled(ada, preview[0]))
    assert ("So many cards are brought up to date in the background." in page) is (at_once == 0)


def slugs_of(bank_id, database):
    with database.reading() as session:
        return list(session.scalars(select(QuestionRow.slug).where(QuestionRow.bank_id == bank_id)))


def test_where_nobody_has_met_them_nothing_is_asked(ada, runtime):
    first = bring(ada, ("rivers.csv", RIVERS), client_id="one")
    page = settled(ada, first)
    send(ada, first, "insertions", shown=all_shown(page), tick=ticked(page), title="Rivers", visibility="public")
    settled(ada, first)
    page = settled(ada, bring(ada, ("rivers.csv", CORRECTED), bank="rivers", client_id="two"))
    assert "2 ticked questions get another right answer. No learner has met them yet." in words_of(page)
    assert 'name="cards"' not in page


BANK = "bank: Rivers\nquestions:\n- {id: paris, kind: text, stem: Which river flows through Paris?, key: Seine}\n"


@pytest.mark.parametrize("at_once", [0, 100])
@pytest.mark.parametrize("name", ["rivers.csv", "rivers.yaml"])
def test_the_command_tells_of_cards_and_does_as_it_is_told(tmp_path, monkeypatch, password_hash, name, at_once):
    monkeypatch.setattr(following, "AT_ONCE", at_once)
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    path = tmp_path / name
    path.write_text(RIVERS if name.endswith("csv") else BANK)

    def run(*arguments):
        result = CliRunner().invoke(command, [str(path), *arguments])
        assert result.exit_code == 0, result.output
        return result.output

    run()
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    with database.transaction() as session:
        viewer = sign_up(session, NewAccount(name="Sam", password_hash=password_hash), system_clock())
    clock = MovableClock()
    clock.move(seconds=(system_clock() - timedelta(minutes=5) - clock()).total_seconds())
    sam = learner(database, viewer, clock)
    card = sam.ask()
    assert card.question.stem == PARIS
    slug = card.question.id
    sam.answer(card=card)
    path.write_text((RIVERS if name.endswith("csv") else BANK).replace("Seine", "Weser"))
    dry = json.loads(run("--dry-run", "--json"))
    assert (dry["rekeyed"], dry["cards"]) == (1, 1)
    told = "another answer is right in 1 question, which touches 1 card of learners (see --cards)"
    assert told in run("--dry-run")
    before = sam.state(slug)
    done = json.loads(run("--cards", "keep", "--json"))
    assert (done["rekeyed"], done["cards"]) == (1, 1)
    assert sam.state(slug) == before
    path.write_text((RIVERS if name.endswith("csv") else BANK).replace("Seine", "Ems"))
    run("--cards", "reset")
    assert sam.state(slug).memory.state == "new"
    assert "rekeyed" not in json.loads(run("--dry-run", "--json"))
    with database.reading() as session:
        jobs = list(session.scalars(select(Job.state)))
    assert jobs == ([] if at_once else ["done"])
    database.close()


@pytest.mark.parametrize("name", ["rivers.csv", "rivers.yaml"])
def test_who_answers_while_a_command_reads_its_file_is_asked_again(tmp_path, monkeypatch, password_hash, name):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    path, text = tmp_path / name, RIVERS if name.endswith("csv") else BANK
    path.write_text(text)
    assert CliRunner().invoke(command, [str(path)]).exit_code == 0
    database = Database(f"sqlite:///{tmp_path}/home/quizapp.db")
    with database.transaction() as session:
        viewer = sign_up(session, NewAccount(name="Sam", password_hash=password_hash), system_clock())
    clock = MovableClock()
    sam = learner(database, viewer, clock)
    slug = sam.ask().question.id
    kind = Source if name.endswith("csv") else BankFile
    read = kind.read

    def answered_first(file):
        found = read(file)
        sam.seconds = (system_clock() - clock()).total_seconds()
        sam.answer(slug=slug)
        assert sam.state(slug).due_day > sam.day.today
        return found

    monkeypatch.setattr(kind, "read", answered_first)
    path.write_text(text.replace("Seine", "Weser"))
    assert CliRunner().invoke(command, [str(path)]).exit_code == 0
    assert sam.state(slug).due_day == sam.day.today
    database.close()


def test_a_command_that_is_killed_leaves_the_rest_to_a_server(tmp_path, monkeypatch, runtime, cast, clock):
    monkeypatch.setenv("QUIZAPP_HOME", str(tmp_path / "home"))
    path = tmp_path / "rivers.csv"
    path.write_text(RIVERS)
    assert CliRunner().invoke(command, [str(path)]).exit_code == 0
    clock.move(seconds=(system_clock() - timedelta(minutes=5) - clock()).total_seconds())
    sam = learner(runtime.database, cast.sam, clock)
    slugs = slugs_of(sam.bank_id, sam.database)
    for slug in slugs:
        sam.answer(slug=slug)
    monkeypatch.setattr(following, "AT_ONCE", 0)
    monkeypatch.setattr(following_jobs, "PIECE", 1)
    follow, left = following_jobs.follow_cards, iter((True,))

    def killed(*arguments):
        if not next(left, False):
            raise KeyboardInterrupt
        follow(*arguments)

    path.write_text(CORRECTED)
    with monkeypatch.context() as patch:
        patch.setattr(following_jobs, "follow_cards", killed)
        assert CliRunner().invoke(command, [str(path)]).exit_code != 0
    assert sum(sam.state(slug).due_day == sam.day.today for slug in slugs) == 1
    server = make_import_runner(runtime)
    server.take_up_again(is_first=True)
    assert server.run_waiting() == 1
    assert sum(sam.state(slug).due_day == sam.day.today for slug in slugs) == 2
    sam.check()


def test_banks_of_others_are_named_with_their_owners(sign_in_as, runner, runtime, cast):
    own_bank(runtime.database, cast.ada, slug="hers", count=1)
    own_bank(runtime.database, cast.eve, slug="theirs", count=1)
    page = settled(sign_in_as("ann"), bring(sign_in_as("ann"), ("rivers.csv", RIVERS)))
    options = re.findall(r"<option value=\"(?:hers|theirs)\">([^<]*)<", page)
    assert [each.partition("(1, ")[2] for each in options] == ["from Ada)", "from Eve)"]
    page = settled(sign_in_as("ada"), bring(sign_in_as("ada"), ("rivers.csv", RIVERS), client_id="d"))
    assert re.findall(r"<option value=\"hers\">[^<]*\((1[^)]*)\)<", page) == ["1"]

"""A large undo by command that is stopped among its pieces: a server, its page or the command goes on with it."""

from __future__ import annotations

import json
import signal
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from quizapp.banks.models import Bank, Import
from quizapp.banks.service import importing
from quizapp.banks.service.importing import undoing
from quizapp.cli import undoing as commanded
from quizapp.cli.importing import command
from quizapp.cli.undoing import undo_in
from quizapp.core.errors import Conflict, QuizError
from quizapp.people.models import User
from quizapp.plumbing import jobs
from quizapp.runners import make_import_runner
from tests.banks.test_import_pages import ada, bring, runner, send, settled
from tests.banks.test_large_undoing import NEW, OLD, changed, counter

__all__ = ["ada", "changed", "counter", "runner"]


@pytest.fixture
def stop(monkeypatch):
    """Give a function that undoes an import by command and is stopped after a piece, as by Ctrl+C."""

    def begin(database, import_id: int) -> None:
        undo_piece, done = undoing.undo_piece, []

        def once(*said):
            if done:
                raise KeyboardInterrupt
            done.append(undo_piece(*said))
            return done[0]

        with monkeypatch.context() as patch:
            patch.setattr("quizapp.banks.service.importing.undoing_jobs.undo_piece", once)
            with pytest.raises(KeyboardInterrupt):
                undo_in(database, import_id)

    return begin


def take_up(counter) -> None:
    with counter.database.transaction() as session:
        importing.take_up_undoing(session, counter.now)


def open_jobs(counter) -> list[int]:
    with counter.database.transaction() as session:
        return [job.owner_id for job in jobs.list_open(session, "undoing")]


def own_by_command(counter, import_id: int, *, has_owner: bool) -> None:
    """Let an import be one of the command line, of a bank of the installation or of its teacher."""
    with counter.database.transaction() as session:
        held, bank = (
            session.get_one(Import, import_id),
            session.scalars(select(Bank).where(Bank.slug == "rivers")).one(),
        )
        bank.owner_id = bank.owner_id if has_owner else None
        held.owner_id, held.report = None, {"owner_id": bank.owner_id, "revived": []}


def check_whole(counter, import_id: int) -> None:
    with counter.database.reading() as session:
        held = session.get_one(Import, import_id)
        assert (held.state, held.error) == ("undone", None)
        assert (held.report["undone"]["removed"], held.report["undone"]["restored"]) == (NEW, OLD)
    assert len(counter.questions()) == OLD


def test_the_command_goes_on_from_where_it_was_stopped(counter, changed, stop):
    own_by_command(counter, changed, has_owner=True)
    stop(counter.database, changed)
    assert 0 < len([row for row in counter.questions().values() if row.revision == 3]) < OLD
    undone = undo_in(counter.database, changed)
    assert (undone.removed, undone.restored) == (NEW, OLD)
    check_whole(counter, changed)


def test_a_server_goes_on_with_a_teachers_import(counter, people, changed, stop):
    stop(counter.database, changed)
    assert counter.get(people.ada, changed).state == "undoing"
    take_up(counter)
    take_up(counter)
    assert open_jobs(counter) == [people.ada.id]
    counter.runner.run_waiting()
    check_whole(counter, changed)


@pytest.mark.parametrize("has_owner", [True, False])
def test_a_server_goes_on_with_what_the_command_brought(counter, people, changed, stop, has_owner):
    own_by_command(counter, changed, has_owner=has_owner)
    with counter.database.transaction() as session:
        session.get_one(User, people.eve.id).is_admin = True
    stop(counter.database, changed)
    take_up(counter)
    assert open_jobs(counter) == [people.ada.id if has_owner else people.eve.id]
    counter.runner.run_waiting()
    check_whole(counter, changed)


def test_a_server_that_starts_takes_it_up(counter, runtime, changed, stop):
    stop(counter.database, changed)
    server = make_import_runner(replace(runtime, database=counter.database))
    server.do_chore()
    server.run_waiting()
    check_whole(counter, changed)


def test_the_button_lets_the_server_go_on(counter, people, changed, stop):
    stop(counter.database, changed)
    with counter.database.reading() as session:
        state = importing.find_undoing_progress(session, session.get_one(Import, changed))
    assert (state.state, state.words, 0.3 < state.progress < 0.5) == ("", "Undoing the import", True)
    counter.begin_undo(people.ada, changed)
    counter.begin_undo(people.ada, changed)
    assert open_jobs(counter) == [people.ada.id]
    counter.runner.run_waiting()
    check_whole(counter, changed)


def test_whoever_comes_to_the_end_second_tells_the_same(counter, people, changed, stop, monkeypatch):
    stop(counter.database, changed)
    take_up(counter)

    class Overtaken(importing.ImportUndoing):
        def rest_of(self, import_id):
            yield next(super().rest_of(import_id))
            counter.runner.run_waiting()

    monkeypatch.setattr(importing, "ImportUndoing", Overtaken)
    undone = undo_in(counter.database, changed)
    assert (undone.bank_slug, undone.removed, undone.restored, undone.kept) == ("rivers", NEW, OLD, [])


def give_away(counter, owner_id: int) -> None:
    with counter.database.transaction() as session:
        session.scalars(select(Bank).where(Bank.slug == "rivers")).one().owner_id = owner_id


def test_where_its_teacher_has_lost_the_bank_the_rest_is_left_to_the_command(counter, people, changed, stop):
    stop(counter.database, changed)
    give_away(counter, people.eve.id)
    with counter.database.transaction() as session:
        assert importing.leave_undoing(session, changed, counter.now) == ("undoing", False)
    counter.runner.run_waiting()
    assert open_jobs(counter) == []
    undo_in(counter.database, changed)
    check_whole(counter, changed)


def test_an_undo_is_taken_up_though_whoever_went_on_with_it_was_erased(counter, people, changed, stop):
    stop(counter.database, changed)
    with counter.database.transaction() as session:
        held = session.get_one(Import, changed)
        held.choices = {**held.choices, "undone_for": 1_000_000}
    take_up(counter)
    assert len(open_jobs(counter)) == 1
    counter.runner.run_waiting()
    check_whole(counter, changed)


def test_who_has_the_bank_now_may_go_on_with_what_was_stopped(counter, people, changed, stop):
    stop(counter.database, changed)
    give_away(counter, people.eve.id)
    later = counter.bring(
        people.eve, ("more.csv", "question,answer\nWhich metal melts in the hand?,Gallium\n"), bank="rivers"
    )
    counter.carry_out(people.eve, later, "rivers")
    with pytest.raises(Conflict, match="is being undone, or its undoing was stopped"):
        counter.undo(people.eve, later)
    with counter.database.reading() as session:
        assert importing.find_stopped(session, session.get_one(Import, later)) == changed
    with counter.database.transaction() as session, pytest.raises(QuizError):
        importing.go_on_undoing(session, people.ada, changed, counter.now)
    with counter.database.transaction() as session:
        importing.go_on_undoing(session, people.eve, changed, counter.now)
    assert open_jobs(counter) == [people.eve.id]
    with counter.database.transaction() as session, pytest.raises(Conflict, match="goes on already"):
        importing.go_on_undoing(session, people.eve, changed, counter.now)
    counter.runner.run_waiting()
    assert counter.undo(people.eve, later).removed == 1
    check_whole(counter, changed)


@pytest.mark.parametrize("is_begun", [True, False])
def test_a_command_that_cannot_go_on_tells_that_a_part_is_undone(counter, people, changed, stop, monkeypatch, is_begun):
    monkeypatch.setenv("QUIZAPP_DATABASE_URL", counter.database.url.render_as_string(hide_password=False))
    counter.begin_undo(people.ada, changed)

    class Failed(importing.ImportUndoing):
        def rest_of(self, import_id):
            yield next(super().rest_of(import_id))
            give_away(counter, people.eve.id)
            counter.runner.run_waiting()
            yield from super().rest_of(import_id)

    monkeypatch.setattr(importing, "ImportUndoing", Failed)
    result = CliRunner().invoke(command, ["--undo", str(changed if is_begun else changed + 9)])
    assert result.exit_code == 1
    told = f"Import {changed} is undone in part; quizapp import --undo {changed} goes on with it."
    assert (told in result.stderr, "Nothing was changed." in result.stderr) == (is_begun, not is_begun)


@pytest.fixture
def keys():
    """Let Ctrl+C be heard, which is ignored by what a shell has started in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_command_says_what_goes_on(counter, people, changed, stop, monkeypatch, number):
    monkeypatch.setenv("QUIZAPP_DATABASE_URL", counter.database.url.render_as_string(hide_password=False))
    ended = signal.getsignal(signal.SIGTERM)

    def stopped(database, import_id):
        stop(database, import_id)
        signal.raise_signal(number)

    monkeypatch.setattr(commanded, "undo_in", stopped)
    result = CliRunner().invoke(command, ["--undo", str(changed)])
    assert result.exit_code == 1
    assert f"Import {changed} is undone in part. A server goes on with it when it runs, and so does" in result.stderr
    assert open_jobs(counter) == [people.ada.id]
    assert signal.getsignal(signal.SIGTERM) == ended


def test_a_dry_run_behind_a_stopped_undo_counts_what_is_left_alone(counter, changed, stop, monkeypatch):
    monkeypatch.setenv("QUIZAPP_DATABASE_URL", counter.database.url.render_as_string(hide_password=False))
    stop(counter.database, changed)
    told = json.loads(CliRunner().invoke(command, ["--undo", str(changed), "--dry-run", "--json"]).stdout)
    assert told["before"]["restored"] > 0
    assert told["removed"] + told["before"]["removed"] == NEW
    assert told["restored"] + told["before"]["restored"] == OLD


def test_the_page_says_that_it_is_undone_and_offers_to_go_on(ada, runner, runtime, stop, monkeypatch):
    address = bring(ada, ("rivers.csv", "question,answer,wrong 1\nWhat?,This,That\nWho?,Ada,Eve\n"))
    settled(ada, address)
    send(ada, address, "insertions", shown=["0", "1"], tick=["0", "1"], title="Rivers")
    settled(ada, address)
    import_id = int(address.rpartition("/")[2])
    with runtime.database.transaction() as session:
        held = session.get_one(Import, import_id)
        held.state, owner_id = "undoing", held.owner_id
        held.job_id = jobs.enqueue(
            session, "storing", owner_id=owner_id, arguments={}, words="Storing", now=runtime.clock()
        )
        jobs.finish(session.get_one(jobs.Job, held.job_id), {}, runtime.clock())
    page = ada.get(address).text
    assert "Undoing the import" in page
    assert "Storing" not in page
    assert "Go on undoing" in page
    assert "goes on without you" not in page
    send(ada, address, "reversals")
    settled(ada, address)
    assert "This import was undone" in ada.get(address).text


def test_the_page_of_an_import_that_waits_offers_to_go_on_with_the_other_undo(ada, runner, runtime):
    heading, addresses = "question,answer,wrong 1\n", []
    for bank, row in (("", "What?,This,That\n"), ("rivers", "Who?,Ada,Eve\n")):
        addresses.append(bring(ada, ("rivers.csv", heading + row), bank=bank, client_id=f"c{bank}"))
        settled(ada, addresses[-1])
        send(ada, addresses[-1], "insertions", shown=["0"], tick=["0"], title="Rivers", bank=bank)
        settled(ada, addresses[-1])
    first, later = addresses
    assert "Go on with the other undo" not in ada.get(later).text
    with runtime.database.transaction() as session:
        session.get_one(Import, int(first.rpartition("/")[2])).state = "undoing"
    page = ada.get(later).text
    assert "Go on with the other undo" in page
    number = first.rpartition("/")[2]
    assert f'<input type="hidden" name="stopped" value="{number}">' in page
    assert ada.post(f"{later}/reversals").status_code == 409
    assert send(ada, later, "reversals", stopped=number) == later
    assert "This import was undone" in settled(ada, first)
    send(ada, later, "reversals")
    assert "This import was undone" in ada.get(later).text

"""Jobs: done once, alive through restarts, given up after three, nobody's once their owner is gone."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from quizapp.people.models import User
from quizapp.plumbing import jobs
from quizapp.plumbing.bell import Bell
from quizapp.plumbing.child import ChildLimits, ChildTask
from quizapp.plumbing.clock import system_clock
from quizapp.plumbing.db_errors import Busy, DiskFull, TookTooLong
from quizapp.plumbing.disk_room import DISK_FULL
from quizapp.plumbing.job_runner import JobKind, JobRunner
from quizapp.plumbing.jobs import Job
from tests.conftest import BEGIN, make_cast


class Desk:
    """A runner whose kind of job calls `tests.plumbing.work`, and what it has written."""

    def __init__(self, database, clock) -> None:
        self.database = database
        self.applied: list[object] = []
        self.failed: list[str] = []
        self.cleaned: list[int] = []
        self.limits = ChildLimits(seconds=30)
        self.breaks = False
        self.error: Busy | None = None
        kind = JobKind("test", self._task, self._apply, self._fail, lambda claimed: self.cleaned.append(claimed.id))
        self.make = lambda: JobRunner(database, [kind], clock, Bell())
        self.runner = self.make()

    def _task(self, claimed):
        return ChildTask("tests.plumbing.work", claimed.arguments, self.limits)

    def _apply(self, session, claimed, result, now):
        session.execute(update(User).where(User.id == claimed.owner_id).values(name="Written"))
        if self.error is not None:
            raise self.error
        if self.breaks:
            raise RuntimeError("a slip of ours")
        self.applied.append(result)
        return {"kept": True}

    def _fail(self, session, claimed, message, now):
        self.failed.append(message)

    def put(self, owner_id, do, **arguments) -> int:
        with self.database.transaction() as session:
            return jobs.enqueue(
                session, "test", owner_id=owner_id, arguments={"do": do, **arguments}, words="Waiting", now=BEGIN
            )

    def get(self, job_id) -> Job:
        with self.database.reading() as session:
            return session.scalars(select(Job).where(Job.id == job_id)).one()


@pytest.fixture
def owner_id(database, password_hash):
    return make_cast(database, password_hash).ada.id


@pytest.fixture
def desk(database, clock):
    return Desk(database, clock)


def test_a_job_is_done_and_its_result_written(desk, owner_id):
    job_id = desk.put(owner_id, "echo", given=1)
    assert desk.runner.run_waiting() == 1
    job = desk.get(job_id)
    assert (job.state, job.progress, job.result, job.error, job.attempts) == ("done", 1.0, {"kept": True}, None, 1)
    assert (desk.applied, desk.failed, desk.cleaned) == ([{"given": 1}], [], [job_id])
    assert desk.runner.run_waiting() == 0


def test_the_oldest_comes_first(desk, owner_id):
    first, second = (desk.put(owner_id, "echo", given=n) for n in (1, 2))
    desk.runner.run_waiting()
    assert desk.cleaned == [first, second]


def test_a_death_fails_the_job_and_no_other(desk, owner_id):
    dying, sound = desk.put(owner_id, "die"), desk.put(owner_id, "echo", given=1)
    desk.runner.run_waiting()
    assert desk.get(dying).state == "failed"
    assert "broke off" in (desk.get(dying).error or "")
    assert desk.get(sound).state == "done"


def test_nothing_is_half_written(desk, owner_id):
    desk.breaks = True
    job_id = desk.put(owner_id, "echo", given=1)
    desk.runner.run_waiting()
    assert desk.get(job_id).state == "failed"
    with desk.database.reading() as session:
        assert session.get(User, owner_id).name == "Ada"


def test_a_job_waits_again_when_nothing_could_be_written(desk, owner_id):
    job_id = desk.put(owner_id, "echo", given=1)
    desk.error = Busy("Others are writing.")
    with pytest.raises(Busy):
        desk.runner.run_waiting()
    job = desk.get(job_id)
    assert (job.state, job.error, job.attempts) == ("waiting", None, 0)
    assert (desk.failed, desk.cleaned) == ([], [])
    desk.error = None
    assert desk.runner.run_waiting() == 1
    assert (desk.get(job_id).state, desk.cleaned) == ("done", [job_id])


def test_a_job_that_takes_the_database_too_long_is_tried_three_times(desk, owner_id):
    job_id, next_id = (desk.put(owner_id, "echo", given=n) for n in (1, 2))
    desk.error = TookTooLong("The database is busy.")
    for attempt in (1, 2):
        with pytest.raises(TookTooLong):
            desk.runner.run_waiting()
        job = desk.get(job_id)
        assert (job.state, job.error, job.attempts, desk.cleaned) == ("waiting", None, attempt, [])
    with pytest.raises(TookTooLong):
        desk.runner.run_waiting()
    job = desk.get(job_id)
    assert (job.state, job.error, job.attempts) == ("failed", jobs.TOOK_TOO_LONG, 3)
    assert (desk.failed, desk.cleaned) == ([jobs.TOOK_TOO_LONG], [job_id])
    assert desk.get(next_id).state == "waiting", "whatever comes behind it has its turn"


def test_one_that_is_quick_enough_the_third_time_is_done(desk, owner_id):
    job_id = desk.put(owner_id, "echo", given=1)
    desk.error = TookTooLong("The database is busy.")
    for _ in range(2):
        with pytest.raises(TookTooLong):
            desk.runner.run_waiting()
    desk.error = None
    desk.runner.run_waiting()
    assert (desk.get(job_id).state, desk.failed) == ("done", [])


def test_a_job_left_running_is_taken_up_again_at_start(desk, owner_id, clock):
    job_id = desk.put(owner_id, "echo", given=1)
    with desk.database.transaction() as session:
        jobs.claim(session, "dead", ["test"], clock())
    clock.move(minutes=2)
    desk.runner.take_up_again(is_first=True)
    assert desk.runner.run_waiting() == 1
    assert (desk.get(job_id).state, desk.get(job_id).attempts) == ("done", 2)


def test_looking_for_work_that_is_not_there_takes_no_turn_to_write(desk, owner_id, monkeypatch):
    desk.put(owner_id, "echo", given=1)
    desk.runner.run_waiting()
    monkeypatch.setattr(desk.database, "transaction", lambda: pytest.fail("a turn was taken"))
    desk.runner.take_up_again(is_first=False)
    assert desk.runner.run_waiting() == 0


def test_the_third_start_is_the_last(desk, owner_id, clock):
    job_id = desk.put(owner_id, "echo", given=1)
    for _ in range(3):
        with desk.database.transaction() as session:
            assert jobs.claim(session, "dead", ["test"], clock()) is not None
        clock.move(minutes=2)
        desk.make().take_up_again(is_first=True)
    job = desk.get(job_id)
    assert (job.state, job.error, job.attempts) == ("failed", jobs.GAVE_UP, 3)
    assert (desk.failed, desk.cleaned) == ([jobs.GAVE_UP], [job_id])


def test_who_lives_keeps_its_job(desk, owner_id, clock):
    job_id = desk.put(owner_id, "echo", given=1)
    with desk.database.transaction() as session:
        jobs.claim(session, "alive", ["test"], clock())
    clock.move(seconds=30)
    desk.runner.take_up_again(is_first=False)
    assert (desk.get(job_id).state, desk.get(job_id).runner) == ("running", "alive")


def test_two_runners_do_a_job_once(desk, owner_id):
    for n in range(4):
        desk.put(owner_id, "echo", given=n)
    threads = [threading.Thread(target=desk.make().run_waiting) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    desk.runner.run_waiting()
    assert sorted(result["given"] for result in desk.applied) == [0, 1, 2, 3]


def test_a_stop_gives_the_job_back(database, owner_id):
    desk = Desk(database, system_clock)
    job_id = desk.put(owner_id, "sleep")
    desk.runner.start()
    await_state(desk, job_id, "running")
    desk.runner.stop()
    job = desk.get(job_id)
    assert (job.state, job.attempts, job.runner) == ("waiting", 0, None)
    assert desk.cleaned == []


def test_a_full_disk_is_logged_once_and_the_job_goes_on_by_itself(database, owner_id, monkeypatch):
    desk = Desk(database, system_clock)
    job_id = desk.put(owner_id, "echo", given=1)
    claim, tries, told = jobs.claim, [], []

    def claim_without_room(*given):
        tries.append(given)
        if len(tries) < 4:
            raise DiskFull(DISK_FULL)
        return claim(*given)

    monkeypatch.setattr(jobs, "claim", claim_without_room)
    monkeypatch.setattr("quizapp.plumbing.job_runner.log.warning", told.append)
    monkeypatch.setattr("quizapp.plumbing.job_runner.log.exception", told.append)
    desk.runner.poll_seconds = 0.05
    desk.runner.start()
    try:
        await_state(desk, job_id, "done")
    finally:
        desk.runner.stop()
    assert len(tries) == 4
    assert told == ["jobs wait: the disk is full; they go on by themselves once there is room"]


def test_a_page_sees_how_far_it_is(database, owner_id):
    desk = Desk(database, system_clock)
    job_id = desk.put(owner_id, "sleep")
    desk.runner.start()
    try:
        ends = time.monotonic() + 20
        while (desk.get(job_id).progress, desk.get(job_id).words) != (0.5, "Half of it"):
            assert time.monotonic() < ends
            time.sleep(0.05)
        with database.reading() as session:
            state = jobs.find_state(session, job_id, owner_id)
            assert (state.state, state.progress, state.words) == ("running", 0.5, "Half of it")
            assert jobs.find_state(session, job_id, owner_id + 1) is None
    finally:
        desk.runner.stop()


def test_the_result_of_an_erased_person_is_not_written(desk, owner_id):
    job_id = desk.put(owner_id, "echo", given=1)
    kind = desk.runner.kinds[0]

    def erase_first(claimed):
        with desk.database.transaction() as session:
            session.execute(delete(User).where(User.id == owner_id))
        return desk._task(claimed)

    desk.runner.kinds = [JobKind("test", erase_first, kind.apply, kind.fail, kind.clean)]
    desk.runner.run_waiting()
    assert desk.applied == []
    assert desk.cleaned == [job_id]


def test_a_runner_that_was_given_up_writes_nothing(desk, owner_id, clock):
    job_id = desk.put(owner_id, "echo", given=1)
    kind = desk.runner.kinds[0]

    def be_given_up(claimed):
        with desk.database.transaction() as session:
            session.execute(update(Job).values(runner="another", alive_at=clock() + timedelta(hours=1)))
        return desk._task(claimed)

    desk.runner.kinds = [JobKind("test", be_given_up, kind.apply, kind.fail, kind.clean)]
    desk.runner.run_waiting()
    assert desk.applied == []
    assert desk.get(job_id).runner == "another"


def await_state(desk, job_id, state) -> None:
    ends = time.monotonic() + 20
    while desk.get(job_id).state != state:
        assert time.monotonic() < ends
        time.sleep(0.05)


@pytest.mark.parametrize(("do", "state"), [("die", "done"), ("refuse", "failed")])
def test_a_death_leads_to_the_other_task_and_a_refusal_does_not(desk, owner_id, database, clock, do, state):
    def instead(claimed):
        return ChildTask("tests.plumbing.work", {"do": "echo", "given": "instead"}, desk.limits)

    kind = JobKind("test", desk._task, desk._apply, desk._fail, lambda claimed: None, instead)
    job_id = desk.put(owner_id, do)
    JobRunner(database, [kind], clock, Bell()).run_waiting()
    assert desk.get(job_id).state == state
    assert desk.applied == ([{"given": "instead"}] if state == "done" else [])


def test_what_is_done_between_two_children_gets_the_first_result(desk, owner_id, database, clock):
    def between(claimed, result, tell, is_stopping):
        tell(0.6, "Between")
        assert not is_stopping()
        return ChildTask("tests.plumbing.work", {"do": "echo", "given": [result, "again"]}, desk.limits)

    kind = JobKind("test", desk._task, desk._apply, desk._fail, lambda claimed: None, between=between)
    job_id = desk.put(owner_id, "echo", given=1)
    JobRunner(database, [kind], clock, Bell()).run_waiting()
    assert desk.get(job_id).state == "done"
    assert desk.applied == [{"given": [{"given": 1}, "again"]}]


def test_a_kind_that_is_apart_waits_for_no_other(database, clock, owner_id):
    is_let_go, ended, is_done = threading.Event(), [], {name: threading.Event() for name in ("slow", "quick")}

    def piece(_claimed, _result):
        is_let_go.wait(30)
        yield lambda _session: None

    def apply(_session, claimed, _result, _now):
        ended.append(claimed.kind)
        is_done[claimed.kind].set()
        return {}

    kinds = [
        JobKind(name, lambda _claimed: None, apply, lambda *_: None, lambda _claimed: None, **pieces)
        for name, pieces in (("slow", {"pieces": piece}), ("quick", {}))
    ]
    runner = JobRunner(database, kinds, clock, Bell(), 0.05, apart=frozenset(("quick",)))
    for name in ("slow", "quick"):
        with database.transaction() as session:
            jobs.enqueue(session, name, owner_id=owner_id, arguments={}, words="Waiting", now=BEGIN)
    runner.start()
    try:
        assert is_done["quick"].wait(30)
        assert ended == ["quick"]
        is_let_go.set()
        assert is_done["slow"].wait(30)
    finally:
        is_let_go.set()
        runner.stop()


def test_no_lane_takes_the_signal_from_another(database, clock, owner_id):
    """While one ends its round the other hears of both their jobs: the first finds its own without waiting."""
    is_let_go, is_in_chore = threading.Event(), threading.Event()
    is_done = {name: threading.Event() for name in ("slow", "quick")}

    def apply(_session, claimed, _result, _now):
        is_done[claimed.kind].set()
        return {}

    def chore(_now):
        is_in_chore.set()
        is_let_go.wait(30)

    kinds = [JobKind(name, lambda _claimed: None, apply, lambda *_: None, lambda _claimed: None) for name in is_done]
    bell = Bell()
    runner = JobRunner(database, kinds, clock, bell, 300, chore=chore, apart=frozenset(("quick",)))
    runner.start()
    try:
        assert is_in_chore.wait(30)
        for name in is_done:
            with database.transaction() as session:
                jobs.enqueue(session, name, owner_id=owner_id, arguments={}, words="Waiting", now=BEGIN)
        bell.ring()
        assert is_done["quick"].wait(30)
        is_let_go.set()
        assert is_done["slow"].wait(30)
    finally:
        is_let_go.set()
        runner.stop()

"""The threads that do the jobs of the table, each in a child; what comes of one is written in one transaction."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from quizapp.core.errors import QuizError
from quizapp.plumbing import jobs
from quizapp.plumbing.bell import Bell
from quizapp.plumbing.child import ChildFailed, ChildRefused, ChildTask, Stopped, Tell, run_child
from quizapp.plumbing.clock import Clock
from quizapp.plumbing.db import Database
from quizapp.plumbing.db_errors import Busy, DiskFull, TookTooLong
from quizapp.plumbing.disk_room import DISK_FULL, NO_ROOM
from quizapp.plumbing.jobs import Claimed

log = logging.getLogger("quizapp.jobs")

POLL_SECONDS = 5.0
TELL_EVERY = timedelta(seconds=0.5)
BEAT_EVERY = timedelta(seconds=10)
#: A runner that was not heard of for so long is dead, where others may share the table.
DEAD_AFTER = timedelta(seconds=90)
CHORE_EVERY = timedelta(hours=1)
BROKE = "Something broke on our side while this was done. It is written down on the server; try again."


#: Writes a part of what came of a job, and may tell which share of it is written.
Piece: TypeAlias = Callable[[Session], float | None]

#: Does a task, tells how far it is, and stops when it is asked to.
Work: TypeAlias = Callable[[ChildTask, Tell, Callable[[], bool]], Any]


@dataclass(frozen=True, slots=True)
class JobKind:
    """How jobs of one kind are done: what the child does, and what is written when it has, or has not, come to an end.

    `task` may raise a QuizError; None = there is nothing for a child to do, and its result is None. `apply` and `fail`
    get the transaction in which the job itself is ended; `apply` gives what to keep as the job's result. `clean` is
    called once the end is durable. `instead` gives another task when the child of the first died or used up what it
    may, None when there is none. `between` is done in this process with the first child's result and gives the task of
    a second; it is bounded, and raises Stopped when the runner ends. `pieces` gives parts of a large result, each
    written in a transaction of its own before the end, and all of them again when the job is begun again: nobody may
    see them until `apply` has shown them all at once, or each finds out whether it was written. `prepare` works out,
    from a snapshot taken after them, what `apply` gets in the result's place.
    """

    name: str
    task: Callable[[Claimed], ChildTask | None]
    apply: Callable[[Session, Claimed, Any, datetime], Mapping[str, Any]]
    fail: Callable[[Session, Claimed, str, datetime], None]
    clean: Callable[[Claimed], None]
    instead: Callable[[Claimed], ChildTask | None] = lambda _claimed: None
    between: Callable[[Claimed, Any, Tell, Callable[[], bool]], ChildTask] | None = None
    pieces: Callable[[Claimed, Any], Iterable[Piece]] = lambda _claimed, _result: ()
    prepare: Callable[[Session, Claimed, Any, datetime], Any] = lambda _session, _claimed, result, _now: result
    #: What a person reads while pieces are written that tell how far they are.
    piece_words: str = "Storing"


@dataclass(slots=True)
class JobRunner:
    """Does jobs one after the other, in a thread or when told to; those `apart` in a thread of their own."""

    database: Database
    kinds: Sequence[JobKind]
    clock: Clock
    #: Rung by whoever has put a job into the table of this process.
    bell: Bell
    poll_seconds: float = POLL_SECONDS
    #: What is to be done now and then besides; called at the start and at most once an hour.
    chore: Callable[[datetime], None] | None = None
    #: Names of kinds that are not to wait for the others.
    apart: frozenset[str] = frozenset()
    #: How the work of a job is done: in a process of its own.
    work: Work = run_child
    #: What follows each job that is over.
    after: Callable[[], None] = lambda: None
    _chore_done_at: datetime | None = None
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    _stopping: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        """The kinds that it does; others are another runner's, or a newer release's that is being rolled out."""
        return tuple(kind.name for kind in self.kinds)

    def start(self) -> None:
        """Begin to do jobs in threads; those that an ended process left are taken up again."""
        lanes = (tuple(name for name in self.names if (name in self.apart) is is_apart) for is_apart in (False, True))
        for names in filter(None, lanes):
            self._threads.append(threading.Thread(target=self._run, args=(names,), name="jobs", daemon=True))
            self._threads[-1].start()

    def stop(self) -> None:
        """End the threads; a job under way waits for the next start."""
        self._stopping.set()
        self.bell.ring()
        for thread in self._threads:
            thread.join()

    def run_waiting(self, names: Sequence[str] | None = None) -> int:
        """Do every job that waits, of these kinds or (None) of all, and tell how many that were.

        Raises:
            Busy: what came of one could not be written; it waits again.
        """
        done, names = 0, self.names if names is None else names
        while not self._stopping.is_set():
            with self.database.reading() as session:
                if not jobs.is_waiting(session, names):
                    return done
            with self.database.transaction() as session:
                claimed = jobs.claim(session, self.name, names, self.clock())
            if claimed is None:
                return done
            self._do(claimed)
            done += 1
        return done

    def do_chore(self) -> None:
        """Do what is to be done now and then, if that was long ago."""
        now = self.clock()
        if self.chore is not None and (self._chore_done_at is None or now - self._chore_done_at >= CHORE_EVERY):
            self._chore_done_at = now
            self.chore(now)

    def take_up_again(self, names: Sequence[str] | None = None, *, is_first: bool) -> None:
        """Let jobs of dead runners wait again; at the start of the only process every other runner is dead."""
        now = self.clock()
        heard_before = now + timedelta(days=1) if is_first and self.database.is_sqlite else now - DEAD_AFTER
        given_up = []
        with self.database.reading() as session:
            if not jobs.is_lost(session, names or self.names, heard_before):
                return
        with self.database.transaction() as session:
            for job in jobs.take_up_again(session, names or self.names, heard_before):
                claimed = Claimed(job.id, job.kind, job.owner_id, job.arguments)
                self._kind_of(claimed).fail(session, claimed, jobs.GAVE_UP, now)
                jobs.fail(job, jobs.GAVE_UP, now)
                given_up.append(claimed)
        for claimed in given_up:
            self._kind_of(claimed).clean(claimed)

    def _run(self, names: Sequence[str]) -> None:
        is_first, is_full = True, False
        while not self._stopping.is_set():
            heard = self.bell.rings
            try:
                self.take_up_again(names, is_first=is_first)
                is_first = False
                self.run_waiting(names)
                if not self.apart.issuperset(names):
                    self.do_chore()
                is_full = False
            except DiskFull:
                if not is_full:
                    log.warning("jobs wait: the disk is full; they go on by themselves once there is room")
                is_full = True
            except Exception:
                # Whatever it was, nobody else in this process would ever do a job again.
                log.exception("jobs wait, mostly because the database could not be used")
            if not self._stopping.is_set():
                self.bell.wait(heard, self.poll_seconds)

    def _kind_of(self, claimed: Claimed) -> JobKind:
        return next(kind for kind in self.kinds if kind.name == claimed.kind)

    def _do(self, claimed: Claimed) -> None:
        kind = self._kind_of(claimed)
        progress = _Progress(self, claimed.id)
        try:
            result = self._worked(kind, claimed, progress.tell)
            is_over = self._write(kind, claimed, result, progress.tell)
        except Stopped:
            self._give_back(claimed)
            return
        except Busy as error:
            # The work is sound: it is the table that was not free, and is tried again after a while.
            is_over = self._put_off(kind, claimed, error)
        except QuizError as error:
            is_over = self._end_failed(kind, claimed, error.message)
        except OSError as error:
            log.warning("job %s could not be done: %s", claimed.id, error)
            is_over = self._end_failed(kind, claimed, DISK_FULL if error.errno in NO_ROOM else BROKE)
        except Exception:
            log.exception("job %s failed", claimed.id)
            is_over = self._end_failed(kind, claimed, BROKE)
        if is_over:
            # A runner that was thought dead must not take the file from whoever does the job now.
            kind.clean(claimed)
            self.after()

    def _worked(self, kind: JobKind, claimed: Claimed, tell: Tell) -> Any:
        task = kind.task(claimed)
        if task is None:
            return None
        try:
            result = self.work(task, tell, self._is_ending)
        except ChildFailed as error:
            other = kind.instead(claimed) if not isinstance(error, ChildRefused) else None
            if other is None:
                raise
            result = self.work(other, tell, self._is_ending)
        if kind.between is None:
            return result
        return self.work(kind.between(claimed, result, tell, self._is_ending), tell, self._is_ending)

    def _write(self, kind: JobKind, claimed: Claimed, result: Any, tell: Tell) -> bool:
        """Store what came of a job, and tell whether its file is wanted no more: it is nobody else's meanwhile."""
        for piece in kind.pieces(claimed, result):
            if self._is_ending():
                raise Stopped
            with self.database.transaction() as session:
                if jobs.get_held(session, claimed.id, self.name) is None:
                    return not jobs.is_known(session, claimed.id)
                share = piece(session)
            if share is not None:
                tell(share, kind.piece_words)
        with self.database.reading() as session:
            prepared = kind.prepare(session, claimed, result, self.clock())
        return self._end(claimed, lambda session, now: kind.apply(session, claimed, prepared, now))

    def _is_ending(self) -> bool:
        return self._stopping.is_set()

    def _end(self, claimed: Claimed, apply: Callable[[Session, datetime], Mapping[str, Any]]) -> bool:
        with self.database.transaction() as session:
            job = jobs.get_held(session, claimed.id, self.name)
            # Its owner may have been erased, or its number taken by another runner after a long sleep of the machine.
            if job is not None:
                now = self.clock()
                jobs.finish(job, apply(session, now), now)
            return job is not None or not jobs.is_known(session, claimed.id)

    def _end_failed(self, kind: JobKind, claimed: Claimed, message: str) -> bool:
        with self.database.transaction() as session:
            job = jobs.get_held(session, claimed.id, self.name)
            if job is not None:
                now = self.clock()
                kind.fail(session, claimed, message, now)
                jobs.fail(job, message, now)
            return job is not None or not jobs.is_known(session, claimed.id)

    def _put_off(self, kind: JobKind, claimed: Claimed, error: Busy) -> bool:
        """Let a job wait again, and raise why; one whose writing takes too long fails in the end."""
        is_too_long = isinstance(error, TookTooLong)
        if is_too_long and claimed.attempts >= jobs.ATTEMPTS_AT_MOST:
            return self._end_failed(kind, claimed, jobs.TOOK_TOO_LONG)
        self._give_back(claimed, is_counted=is_too_long)
        raise error

    def _give_back(self, claimed: Claimed, *, is_counted: bool = False) -> None:
        with self.database.transaction() as session:
            job = jobs.get_held(session, claimed.id, self.name)
            if job is not None:
                jobs.give_back(job, is_counted=is_counted)


@dataclass(slots=True)
class _Progress:
    """Writes how far a job is, not oftener than a person looks."""

    runner: JobRunner
    job_id: int
    told: tuple[float, str] = (0.0, "")
    told_at: datetime | None = None

    def tell(self, progress: float, words: str) -> None:
        """Write it when it has changed, or when the runner was not heard of for a while."""
        now = self.runner.clock()
        wait = BEAT_EVERY if (progress, words) == self.told else TELL_EVERY
        if self.told_at is not None and now - self.told_at < wait:
            return
        try:
            with self.runner.database.transaction() as session:
                jobs.tell(session, self.job_id, self.runner.name, progress, words, now)
        except (QuizError, SQLAlchemyError) as error:
            # The work itself goes on, and the next word will say as much.
            log.info("how far job %s is could not be told: %s", self.job_id, type(error).__name__)
            return
        self.told, self.told_at = (progress, words), now

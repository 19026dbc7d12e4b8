"""The thread that stores what players send: whatever has come meanwhile goes into one transaction, then all are told.

So a class that answers at once costs some commits and not thirty, and the event loop never waits for the disk.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from quizapp.core.errors import Conflict, QuizError
from quizapp.live import service
from quizapp.live.service import Given, JoinWish, PlayerCard, Questions, Reply
from quizapp.plumbing.clock import Clock, epoch_ms
from quizapp.plumbing.db import Database
from quizapp.plumbing.db_errors import Busy, DiskFull

_log = logging.getLogger("quizapp.live")
BATCH_AT_MOST = 200
PICKING_UP = "The game is picking up again. Your answer is sent once more."
#: So long the first of a batch waits for others: a transaction costs as much for one response as for some. Of so many
#: nobody waits any longer.
GATHER_SECONDS, ENOUGH = 0.1, 20

Wish: TypeAlias = Given | JoinWish
Result: TypeAlias = Reply | PlayerCard | str


@dataclass(slots=True)
class Came:
    """What was stored of a game at once: responses in time, by round and player, and whether somebody may have come."""

    responses: set[tuple[int, int]] = field(default_factory=set)
    has_players: bool = False


@dataclass(frozen=True, slots=True)
class _Waiting:
    game_id: int
    wish: Wish
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]


class Recorder:
    """Stores responses and players in the order of their coming; started with the first of them."""

    def __init__(
        self,
        database: Database,
        questions: Questions,
        clock: Clock,
        stored: Callable[[Mapping[int, Came], Collection[int]], object],
    ) -> None:
        self._database = database
        self._questions = questions
        self._clock = clock
        #: Told what came to each game of a batch, after its commit, and the games whose round was locked before it.
        self._stored = stored
        self._came: dict[int, Came] = {}
        self._overtaken: set[int] = set()
        self._waiting: list[_Waiting] = []
        self._is_ending = False
        #: Over both; the thread is woken by the first that waits and by the one that makes enough, not by each.
        self._has_come = threading.Condition()
        self._thread: threading.Thread | None = None

    async def store(self, game_id: int, wish: Wish) -> Any:
        """Store a response or a player, and give what came of it; it is durable then."""
        if self._thread is None:
            self._is_ending = False
            self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        with self._has_come:
            self._waiting.append(_Waiting(game_id, wish, loop, future))
            if len(self._waiting) in (1, ENOUGH):
                self._has_come.notify()
        return await future

    def stop(self) -> None:
        """Store what is waiting, and end."""
        if self._thread is not None:
            with self._has_come:
                self._is_ending = True
                self._has_come.notify()
            self._thread.join(10)
            self._thread = None

    def _run(self) -> None:
        while True:
            batch, is_last = self._next_batch()
            if batch:
                self._store_batch(batch)
            if is_last:
                return

    def _next_batch(self) -> tuple[list[_Waiting], bool]:
        with self._has_come:
            self._has_come.wait_for(lambda: self._waiting or self._is_ending)
            self._has_come.wait_for(lambda: len(self._waiting) >= ENOUGH or self._is_ending, GATHER_SECONDS)
            batch, self._waiting = self._waiting[:BATCH_AT_MOST], self._waiting[BATCH_AT_MOST:]
            return batch, self._is_ending and not self._waiting

    def _store_batch(self, batch: list[_Waiting]) -> None:
        try:
            results = self._in_one(batch)
        except (Busy, DiskFull) as error:
            self._tell([(each, error) for each in batch])
        except Exception:
            # One of them is the reason, and the others must not pay for it; or another process was first with the same
            # nickname or response, which is seen the next time.
            for each in batch:
                self._store_alone(each)
        else:
            self._tell(list(zip(batch, results, strict=True)))
        came, self._came = self._came, {}
        overtaken, self._overtaken = self._overtaken, set()
        self._stored(came, overtaken)

    def _store_alone(self, waiting: _Waiting) -> None:
        try:
            (result,) = self._in_one([waiting])
        except Exception as error:
            if not isinstance(error, QuizError):
                _log.exception("what a player sent could not be stored")
                error = Conflict("That could not be stored. Send it again.")
            self._tell([(waiting, error)])
        else:
            self._tell([(waiting, result)])

    def _in_one(self, batch: list[_Waiting]) -> list[Result]:
        results: dict[int, Result] = {}
        now = self._clock()
        with self._database.transaction() as session:
            for game_id in sorted({each.game_id for each in batch}):
                for sort in (JoinWish, Given):
                    own = [
                        (i, e.wish) for i, e in enumerate(batch) if e.game_id == game_id and isinstance(e.wish, sort)
                    ]
                    if own:
                        told = self._of_game(session, game_id, [wish for _, wish in own], now)
                        results |= dict(zip([i for i, _ in own], told, strict=True))
        return [results[i] for i in range(len(batch))]

    def _of_game(self, session: Session, game_id: int, wishes: list[Any], now: datetime) -> Sequence[Result]:
        standing = service.find_standing(session, game_id, is_held=True)
        if standing is None:
            return [Reply(404, False, "There is no such game here.")] * len(wishes)
        if isinstance(wishes[0], JoinWish):
            return service.join(session, standing, wishes, now)
        if standing.unwatched_ms(epoch_ms(now)):
            # The time that nobody looked after is given back first, or it would count against who answers now.
            return [Reply(503, False, PICKING_UP)] * len(wishes)
        replies = service.take_responses(session, standing, self._questions, wishes)
        if service.was_overtaken(standing, replies):
            self._overtaken.add(game_id)
        return replies

    def _note(self, waiting: _Waiting, result: Any) -> None:
        came = self._came.setdefault(waiting.game_id, Came())
        if isinstance(waiting.wish, JoinWish):
            came.has_players = True
        # Also what was stored before and is asked again: of a commit that nobody confirmed nothing was told.
        elif isinstance(result, Reply) and result.is_accepted:
            came.responses.add((waiting.wish.round_no, waiting.wish.player_id))

    def _tell(self, told: list[tuple[_Waiting, Any]]) -> None:
        """Hand all results to their loops, in one call each."""
        for waiting, result in told:
            self._note(waiting, result)
        for loop in {each.loop for each, _ in told}:
            mine = [(each.future, result) for each, result in told if each.loop is loop]
            try:
                loop.call_soon_threadsafe(_settle, mine)
            except RuntimeError:
                _log.warning("the server stopped before %d players could be told what was stored", len(mine))


def _settle(told: list[tuple[asyncio.Future[Any], Any]]) -> None:
    for future, result in told:
        if future.done():
            continue
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)

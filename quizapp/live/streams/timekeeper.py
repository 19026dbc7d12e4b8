"""What happens in games by itself: a look at each four times a second, whatever fails meanwhile.

Every look may be the first after a database, a Redis or the whole machine was away. What it could not do it does the
next time, and time that nobody looked after is given back.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from quizapp.core.errors import Conflict, QuizError
from quizapp.core.game import GRACE_MS, Command, Lock, Tick
from quizapp.live import service
from quizapp.live.service import TOPIC, Standing
from quizapp.live.streams.channel import Channel
from quizapp.live.streams.frames import Loaded
from quizapp.live.streams.others import Others
from quizapp.live.streams.sign_ins import LOOK_SECONDS, UNHEARD_SECONDS, part_ended, part_moved
from quizapp.plumbing.db import Database
from quizapp.plumbing.hub import Hub

_log = logging.getLogger("quizapp.live")

TICK_SECONDS = 0.25
BEAT_SECONDS = 2.0
#: When everybody present has answered, the round stays open for so long.
SETTLE_SECONDS = 1.0
PING_SECONDS = 15.0
#: An event and no comment: a page must be able to hear that its link is alive.
PING = b"event:ping\ndata\n\n"
#: A game to which nobody listens is forgotten after so long.
FORGET_SECONDS = 60.0
#: Where other processes may have moved a game and their message may be lost, it is looked at so often.
REREAD_SECONDS = 3.0
#: Whether somebody has silently gone is looked at so often.
RECOUNT_SECONDS = 1.0
#: What study did not take is offered again after so long.
STUDY_AGAIN_SECONDS = 5.0


class Served(Protocol):
    """The games of this process, as their time needs them."""

    others: Others

    @property
    def channels(self) -> list[Channel]: ...
    def forget(self, channel: Channel) -> None: ...
    def reread(self, channel: Channel) -> None: ...
    def list_present(self, game_id: int) -> frozenset[int] | None: ...
    def now_ms(self) -> int: ...
    async def refresh(self, channel: Channel) -> None: ...
    async def reading(self, call: Callable[..., Any]) -> Any: ...


class Timekeeper:
    """Looks after the games of one process, on the event loop; what it writes goes through threads of its own."""

    def __init__(self, games: Served, database: Database, hub: Hub, hand_over: Callable[[int], None]) -> None:
        self._games = games
        self._database = database
        self._hub = hub
        #: Tells study what was played in a game so far.
        self._hand_over = hand_over
        # Apart, since each may wait for the disk or for others, and nobody's page or move waits for study.
        self._writing = ThreadPoolExecutor(2, thread_name_prefix="live-writes")
        self._studying = ThreadPoolExecutor(1, thread_name_prefix="live-studies")
        self._looked_at = 0.0
        #: Whether messages were lost, so that somebody may play here who plays elsewhere by now.
        self.must_look_who_plays = False
        self._task: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self) -> None:
        """Look from now on."""
        self._task = asyncio.get_running_loop().create_task(self._look_for_ever())

    def close(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
        self._writing.shutdown(wait=False)
        self._studying.shutdown(wait=False)

    async def _look_for_ever(self) -> None:
        pinged_at = self._now()
        while True:
            await asyncio.sleep(TICK_SECONDS)
            is_ping = self._now() - pinged_at >= PING_SECONDS
            pinged_at = self._now() if is_ping else pinged_at
            for channel in self._games.channels:
                try:
                    await self._look(channel, is_ping=is_ping)
                except Exception as error:
                    self._tell(error, f"game {channel.game_id} could not be looked after")
            try:
                await self._beat()
            except Exception as error:
                self._tell(error, "the heartbeat of games could not be stored")
            try:
                await self._look_who_plays()
            except Exception as error:
                self._tell(error, "it could not be looked who is signed in still")

    async def _look_who_plays(self) -> None:
        """Part who is not signed in any more, and where messages may have been lost whose seat is another's by now."""
        is_heard, now = self._hub.is_linked, self._now()
        is_due = now - self._looked_at >= (LOOK_SECONDS if is_heard else UNHEARD_SECONDS)
        if not (is_due or self.must_look_who_plays):
            return
        self._looked_at = now
        may_have_missed = self.must_look_who_plays or not is_heard
        # Before the look: what is lost meanwhile asks for another.
        self.must_look_who_plays = False
        try:
            await part_ended(self._games)
            for channel in self._games.channels if may_have_missed else ():
                await part_moved(self._games, channel)
        except BaseException:
            self.must_look_who_plays = may_have_missed
            raise

    def _tell(self, error: Exception, what: str) -> None:
        """Log what failed: in a line what is known, whole what is not."""
        if isinstance(error, QuizError):
            _log.warning("%s: %s", what, error)
        else:
            _log.error(what, exc_info=error)

    async def _look(self, channel: Channel, *, is_ping: bool) -> None:
        if not channel.is_listened_to and self._now() - channel.used_at > FORGET_SECONDS:
            self._games.forget(channel)
            return
        if is_ping:
            for listener in channel.listeners:
                listener.put(PING)
            channel.tell_links(self._now())
        self._games.others.tell_crowd(channel, self._now())
        if channel.loaded is None:
            return
        channel.tell_word(self._games.now_ms())
        await self._look_again(channel, channel.loaded.standing)
        is_mended = await self._mend_outage(channel, channel.loaded.standing)
        self._look_who_went(channel)
        is_looked_at = channel.hosts or channel.screens or channel.loaded.standing.game.phase == "open"
        if (channel.must_count or channel.has_answers) and is_looked_at:
            await self._count(channel)
        self._tell_study(channel)
        if is_mended:
            await self._let_time_pass(channel, channel.loaded)

    async def _look_again(self, channel: Channel, standing: Standing) -> None:
        """Read a game whose last reading failed, or that another process may have changed without being heard."""
        wait = REREAD_SECONDS if self._hub.is_linked else BEAT_SECONDS / 2
        if not (channel.is_stale or self._hub.is_shared) or self._now() - channel.tried_at < wait:
            return
        channel.tried_at = self._now()
        if not self._hub.is_linked:
            channel.forget_all()
        elif not channel.is_stale:
            told = await self._games.reading(lambda session: service.find_standing(session, channel.game_id))
            is_same = told is None or (told.game.event_no, told.door) == (standing.game.event_no, standing.door)
            # Who waits here may have been let in by a window elsewhere.
            if is_same and not channel.waiting:
                return
        channel.is_stale = True
        await self._games.refresh(channel)

    async def _mend_outage(self, channel: Channel, standing: Standing) -> bool:
        """Give back the time in which nobody looked, by the heartbeat in the rows: other processes may have looked.

        A clock that was set back is mended likewise, or its round would be open for as long again.

        Tells whether nothing is left to be given back.
        """
        if standing.game.phase not in service.TIMED:
            channel.beaten_ms = None
            return True
        now_ms = self._games.now_ms()
        if channel.beaten_ms is not None and abs(now_ms - channel.beaten_ms) <= service.OUTAGE_MS:
            return True
        told = await self._games.reading(lambda session: service.find_standing(session, channel.game_id))
        was_left = told is not None and told.unwatched_ms(now_ms) != 0
        if told is not None and was_left and not await self._move(told, None):
            return False
        channel.beaten_ms = now_ms if told is None or was_left else told.heartbeat_ms or now_ms
        return True

    def _look_who_went(self, channel: Channel) -> None:
        """Count anew where somebody's time to be heard of has run out: a dead phone says nothing."""
        now = self._now()
        if now - channel.recounted_at >= RECOUNT_SECONDS:
            channel.recounted_at = now
            knows_all = self._games.others.knows_all(channel, now)
            is_other = (len(channel.present(now)), knows_all) != (channel.counts.present, channel.knew_all)
            channel.knew_all = knows_all
            channel.must_count = channel.must_count or is_other

    async def _count(self, channel: Channel) -> None:
        before = channel.counts
        channel.has_answers = False
        # Answers that were stored here are known; whatever else may have changed stands in rows.
        is_asked = channel.must_count
        players, waiting = await self._ask_rows(channel) if is_asked else (before.players, before.waiting)
        channel.count(players, len(channel.answered), self._now(), waiting)
        channel.tell_links(self._now())
        if players != before.players and channel.loaded and channel.loaded.standing.shows_names:
            # The projector names who has come.
            self._games.reread(channel)
        is_done = channel.has_all(self._now()) and self._games.others.knows_all(channel, self._now())
        channel.done_since = (channel.done_since or self._now()) if is_done else None

    async def _ask_rows(self, channel: Channel) -> tuple[int, int]:
        """Take who has answered, and give how many play and wait."""
        round_no = channel.loaded.standing.game.round_no if channel.loaded else 0
        channel.must_count, channel.answered_in = False, None
        try:
            players, answered, waiting, is_held = await self._games.reading(
                lambda s: (
                    service.count_players(s, channel.game_id),
                    service.list_answered(s, channel.game_id, round_no) if round_no else set(),
                    service.count_waiting(s, channel.game_id) if channel.may_wait else 0,
                    bool(round_no) and service.waits_for_host(s, channel.game_id, round_no),
                )
            )
        except BaseException:
            channel.must_count = True
            raise
        channel.answered, channel.answered_in = answered, round_no
        channel.held_by = frozenset(answered) if is_held else None
        return players, waiting

    def _tell_study(self, channel: Channel) -> None:
        phase = channel.loaded.standing.game.phase if channel.loaded else "lobby"
        # Not while a class answers: its responses would wait for the disk. What is locked is told once it is revealed.
        if channel.must_study and not channel.is_studying and phase not in (*service.TIMED, "lobby", "locked"):
            if self._now() < channel.study_again_at:
                return
            channel.must_study, channel.is_studying = False, True
            task = asyncio.get_running_loop().create_task(self._study(channel))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _study(self, channel: Channel) -> None:
        try:
            await asyncio.get_running_loop().run_in_executor(self._studying, self._hand_over, channel.game_id)
        except Exception as error:
            self._tell(error, f"what was played in game {channel.game_id} could not be handed to study yet")
            channel.must_study = True
            channel.study_again_at = self._now() + STUDY_AGAIN_SECONDS
        finally:
            channel.is_studying = False

    async def _let_time_pass(self, channel: Channel, loaded: Loaded) -> None:
        standing, game = loaded.standing, loaded.standing.game
        is_settled = channel.done_since is not None and self._now() - channel.done_since >= SETTLE_SECONDS
        if game.phase == "open" and is_settled and not loaded.stays_open:
            channel.done_since = None
            # One that could not be stored is tried again by the count.
            channel.must_count = not await self._move(standing, Lock())
            return
        if game.phase not in service.TIMED or game.deadline_ms is None:
            return
        end_ms = game.deadline_ms + (GRACE_MS if game.phase == "open" else -1)
        if self._games.now_ms() > end_ms:
            present = self._games.list_present(channel.game_id)
            factor = await self._games.reading(lambda s: service.longest_factor_of(s, channel.game_id, present))
            await self._move(standing, Tick(factor))

    async def _move(self, standing: Standing, command: Command | None) -> bool:
        """Mend an outage, carry out what time commands, and tell whether it is done; the first does it for all."""

        def run() -> None:
            with self._database.transaction() as session:
                found = service.find_standing(session, standing.id)
                if found is None:
                    return
                if command is None:
                    service.mend_outage(session, found, self._games.now_ms())
                else:
                    expected = standing.game.event_no
                    service.move_mended(session, found, command, self._games.now_ms(), expected_event_no=expected)

        try:
            await asyncio.get_running_loop().run_in_executor(self._writing, run)
        except Conflict:
            pass
        except QuizError as error:
            self._tell(error, f"game {standing.id} could not be moved on")
            return False
        self._hub.publish(f"{TOPIC}{standing.id}")
        return True

    async def _beat(self) -> None:
        """Note in the rows that time was looked after; not of a game whose outage is not mended."""
        now_ms = self._games.now_ms()
        due = [
            channel
            for channel in self._games.channels
            if channel.loaded is not None
            and channel.loaded.standing.game.phase in service.TIMED
            and channel.beaten_ms is not None
            and BEAT_SECONDS * 1000 <= now_ms - channel.beaten_ms <= service.OUTAGE_MS
        ]
        if not due:
            return

        def run() -> None:
            with self._database.transaction(is_short=True) as session:
                service.beat(session, [channel.game_id for channel in due], now_ms)

        await asyncio.get_running_loop().run_in_executor(self._writing, run)
        for channel in due:
            channel.beaten_ms = now_ms

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

"""The games that this process serves: read when they change, moved when their time is over, told to who listens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from quizapp.core.errors import Conflict, QuizError
from quizapp.core.game import GRACE_MS, Command, Lock, Outage, Tick
from quizapp.live import service
from quizapp.live.service import TOPIC, Own, PlayerCard, Questions, Standing
from quizapp.live.streams.channel import Channel, snapshot
from quizapp.live.streams.frames import Loaded, Render, load
from quizapp.live.streams.others import HELLO, MOVED, STORED, TAKEN, THERE, Others
from quizapp.live.streams.recorder import Recorder
from quizapp.plumbing.clock import Clock, epoch_ms
from quizapp.plumbing.db import Database
from quizapp.plumbing.hub import RESYNC, Hub

_log = logging.getLogger("quizapp.live")
Result = TypeVar("Result")

TICK_SECONDS = 0.25
BEAT_SECONDS = 2.0
#: A heartbeat older than this says that no server was there.
OUTAGE_MS = 3_000
#: When everybody present has answered, the round stays open for so long.
SETTLE_SECONDS = 1.0
PING_SECONDS = 15.0
#: An event and no comment: a page must be able to hear that its link is alive.
PING = b"event:ping\ndata\n\n"
#: A game to which nobody listens is forgotten after so long.
FORGET_SECONDS = 60.0
#: Where other processes may have moved a game and their message may be lost, it is looked at so often.
LOOK_SECONDS = 3.0


_TOPICS = (TOPIC, STORED, THERE, HELLO, TAKEN, MOVED, RESYNC)


class Games:
    """All games of this process; its methods run on the event loop, what they read and write in threads."""

    def __init__(
        self, database: Database, clock: Clock, hub: Hub, render: Render, hand_over: Callable[[int], None]
    ) -> None:
        self._database = database
        self._clock = clock
        self._hub = hub
        self._render = render
        #: Tells study what was played in a game so far.
        self._hand_over = hand_over
        self._questions = Questions()
        self._channels: dict[int, Channel] = {}
        self._links: dict[str, int] = {}
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="live")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ticking: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.others = Others(hub)
        self.recorder = Recorder(database, self._questions, clock, self._stored)

    # What the doors ask for.

    async def find(self, link: str) -> Channel | None:
        """Find the game of a link; None when there is none."""
        self._begin()
        game_id = self._links.get(link)
        if game_id is None:
            game_id = await self.reading(lambda session: service.find_game(session, link))
            if game_id is None:
                return None
            if len(self._links) > 10_000:
                self._links.clear()
            self._links[link] = game_id
        return await self.open(game_id)

    async def open(self, game_id: int) -> Channel | None:
        """Give the channel of a game with what it holds read; None when there is no such game."""
        self._begin()
        channel = self._channels.get(game_id) or self._begin_channel(game_id)
        channel.used_at = self._now()
        if channel.loaded is None or channel.is_stale:
            await self._refresh(channel)
        if channel.loaded is None:
            self._channels.pop(game_id, None)
            return None
        return channel

    def _begin_channel(self, game_id: int) -> Channel:
        channel = self._channels[game_id] = Channel(game_id, opened_at=self._now())
        self.others.greet(channel)
        return channel

    async def player(self, channel: Channel, token: str) -> PlayerCard | None:
        """Find the player of this game who holds a token; None for strangers, who was removed, who waited in vain."""
        if not token:
            return None
        key = service.hash_token(token)
        found = channel.known.get(key)
        # Who waits is looked for in the rows each time: any process may have let them in.
        if found is None or found.is_waiting:
            found = await self.reading(lambda session: service.find_player(session, token))
            if found is None or found.game_id != channel.game_id:
                return None
            channel.known[key] = found
        removed = channel.loaded.removed if channel.loaded else frozenset()
        if found.is_removed or found.id in removed:
            return None
        if not found.is_waiting:
            channel.seen[found.id] = self._now()
        elif channel.loaded and channel.loaded.standing.is_over:
            return None
        return found

    def list_present(self, game_id: int) -> frozenset[int] | None:
        """List the players of a game who are there, from any thread; None where this process does not know them all."""
        channel = self._channels.get(game_id)
        if channel is None or self._loop is None or not self.others.knows_all(channel, self._loop.time()):
            return None
        return channel.present(self._loop.time())

    async def snapshot(self, channel: Channel, player: PlayerCard) -> tuple[int, str]:
        """Give all that a player's page shows now, with its event.

        Nothing is awaited after the game was looked at: whoever begins to listen at once misses no event, and has none
        twice or out of order.
        """
        no = 0
        given: tuple[Any, bool] | None = None
        while True:
            loaded = channel.loaded
            assert loaded is not None
            game = loaded.standing.game
            if game.round_no == no:
                response, is_late = given or (None, False)
                own: Own | None = loaded.owns.get(player.id)
                return game.event_no, snapshot(loaded, player, self.now_ms(), response, is_late=is_late, own=own)
            no = game.round_no
            given = await self.reading(partial(_response_of, channel.game_id, no, player.id))

    async def reading(self, call: Callable[..., Result]) -> Result:
        """Run something with a session that reads, in a thread."""

        def run() -> Result:
            with self._database.reading() as session:
                return call(session)

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    async def in_thread(self, call: Callable[..., Result], *given: Any) -> Result:
        """Run something that may wait, in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, call, *given)

    def now_ms(self) -> int:
        """Tell the time in ms since 1970."""
        return epoch_ms(self._clock())

    def close(self) -> None:
        """End all streams and threads; their browsers come back to whoever serves then."""
        if self._ticking is not None:
            self._ticking.cancel()
        for channel in self._channels.values():
            channel.close()
        self.recorder.stop()
        self._threads.shutdown(wait=False)

    # What happens by itself.

    def _begin(self) -> None:
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._hub.subscribe(self._wake)
            self._ticking = self._loop.create_task(self._tick_for_ever())

    def _wake(self, topic: str, told: str) -> None:
        """Hear from any thread that a game has changed, or what another process tells of one."""
        if self._loop is not None and topic.startswith(_TOPICS) and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken, topic, told)

    def _woken(self, topic: str, told: str) -> None:
        if topic == RESYNC:
            self.others.note_link(self._now())
            for channel in self._channels.values():
                self.others.greet(channel)
                self._reread(channel)
            return
        sort, _, game_id = topic.partition("/")
        found = self._channels.get(int(game_id))
        if found is None:
            return
        if f"{sort}/" == TOPIC:
            self._reread(found)
        else:
            self.others.hear(found, f"{sort}/", told, self._now())

    def _reread(self, channel: Channel) -> None:
        channel.is_stale = True
        self._spawn(self._refresh(channel))

    def _stored(self, game_ids: Sequence[int]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._must_count, game_ids)
        for game_id in game_ids:
            self.others.tell_stored(game_id)

    def _must_count(self, game_ids: Sequence[int]) -> None:
        for game_id in game_ids:
            if game_id in self._channels:
                self._channels[game_id].must_count = True

    def _spawn(self, coroutine: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _refresh(self, channel: Channel) -> None:
        """Read a game and send what is new; of several calls at once one reads for all."""
        async with channel.lock:
            if not channel.is_stale and channel.loaded is not None:
                return
            channel.is_stale = False
            channel.tried_at = self._now()
            known = channel.loaded.standing.game.event_no if channel.loaded else None
            now_ms = self.now_ms()
            try:
                loaded: Loaded | None = await self.reading(
                    lambda session: load(session, channel.game_id, self._questions, self._render, now_ms, known=known)
                )
            except BaseException:
                # Tried again by the next who asks, or by a later tick.
                channel.is_stale = True
                raise
            if loaded is not None:
                channel.take(loaded, now_ms)
        if known is None and loaded is not None:
            await self._mend_outage(loaded.standing)

    async def _mend_outage(self, standing: Standing) -> None:
        gap_ms = self.now_ms() - (standing.heartbeat_ms or self.now_ms())
        if standing.game.phase in service.TIMED and gap_ms > OUTAGE_MS:
            await self._move(standing, Outage(gap_ms))

    async def _move(self, standing: Standing, command: Command) -> None:
        """Carry out what time commands; whoever was first has done it for all."""

        def run() -> None:
            with self._database.transaction() as session:
                service.move(session, standing, command, self.now_ms())

        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, run)
        except Conflict:
            pass
        except QuizError as error:
            _log.warning("game %d could not be moved on: %s", standing.id, error)
            return
        self._hub.publish(f"{TOPIC}{standing.id}")

    async def _tick_for_ever(self) -> None:
        pinged_at = self._now()
        while True:
            await asyncio.sleep(TICK_SECONDS)
            is_ping = self._now() - pinged_at >= PING_SECONDS
            pinged_at = self._now() if is_ping else pinged_at
            for channel in list(self._channels.values()):
                try:
                    await self._tick(channel, is_ping=is_ping)
                except Exception:
                    _log.exception("game %d could not be looked after", channel.game_id)
            await self._beat()

    async def _tick(self, channel: Channel, *, is_ping: bool) -> None:
        if not channel.is_listened_to and self._now() - channel.used_at > FORGET_SECONDS:
            self._channels.pop(channel.game_id, None)
            return
        if is_ping:
            for listener in channel.listeners:
                listener.put(PING)
            channel.tell_links(self._now())
        self.others.tell_crowd(channel, self._now())
        if channel.loaded is None:
            return
        await self._look_again(channel, channel.loaded.standing)
        channel.tell_word(self.now_ms())
        if channel.must_count and (channel.hosts or channel.screens or channel.loaded.standing.game.phase == "open"):
            await self._count(channel)
        phase = channel.loaded.standing.game.phase
        # Not while a class answers: its responses would wait for the disk.
        if channel.must_study and not channel.is_studying and phase not in (*service.TIMED, "lobby"):
            channel.must_study, channel.is_studying = False, True
            self._spawn(self._study(channel))
        await self._let_time_pass(channel, channel.loaded.standing)

    async def _look_again(self, channel: Channel, standing: Standing) -> None:
        """Read a game whose last reading failed, or that another process has moved without being heard."""
        wait = LOOK_SECONDS if self._hub.is_linked else BEAT_SECONDS / 2
        if not (channel.is_stale or self._hub.is_shared) or self._now() - channel.tried_at < wait:
            return
        channel.tried_at = self._now()
        if not channel.is_stale:
            told = await self.reading(lambda session: service.find_standing(session, channel.game_id))
            if told is None or (told.game.event_no, told.is_locked) == (standing.game.event_no, standing.is_locked):
                return
        channel.is_stale = True
        await self._refresh(channel)

    async def _study(self, channel: Channel) -> None:
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._hand_over, channel.game_id)
        except QuizError as error:
            _log.warning("what was played in game %d could not be handed to study yet: %s", channel.game_id, error)
            channel.must_study = True
        except Exception:
            # The sweep tries again.
            _log.exception("what was played in game %d could not be handed to study", channel.game_id)
        finally:
            channel.is_studying = False

    async def _count(self, channel: Channel) -> None:
        round_no = channel.loaded.standing.game.round_no if channel.loaded else 0
        present = channel.present(self._now())
        channel.must_count = False
        try:
            players, answered, waiting = await self.reading(
                lambda s: (
                    service.count_players(s, channel.game_id),
                    service.list_answered(s, channel.game_id, round_no) if round_no else set(),
                    service.count_waiting(s, channel.game_id) if channel.may_wait else 0,
                )
            )
        except BaseException:
            channel.must_count = True
            raise
        has_come = players != channel.counts.players
        channel.count(players, len(answered), self._now(), waiting)
        channel.tell_links(self._now())
        if has_come and channel.loaded and channel.loaded.standing.shows_names:
            # The projector names who has come.
            self._reread(channel)
        is_done = bool(present) and present <= answered and self.others.knows_all(channel, self._now())
        channel.done_since = (channel.done_since or self._now()) if is_done else None

    async def _let_time_pass(self, channel: Channel, standing: Standing) -> None:
        game = standing.game
        if game.phase == "open" and channel.done_since and self._now() - channel.done_since >= SETTLE_SECONDS:
            channel.done_since = None
            await self._move(standing, Lock())
            return
        if game.phase not in service.TIMED or game.deadline_ms is None:
            return
        end_ms = game.deadline_ms + (GRACE_MS if game.phase == "open" else -1)
        if self.now_ms() > end_ms:
            present = tuple(channel.present(self._now()))
            factor = await self.reading(lambda session: service.longest_factor(session, present))
            await self._move(standing, Tick(factor))

    async def _beat(self) -> None:
        """Note in the rows that time was looked after."""
        due = [
            channel
            for channel in self._channels.values()
            if channel.loaded is not None
            and channel.loaded.standing.game.phase in service.TIMED
            and self._now() - channel.beaten_at >= BEAT_SECONDS
        ]
        if not due:
            return
        for channel in due:
            channel.beaten_at = self._now()

        def run() -> None:
            with self._database.transaction(is_short=True) as session:
                service.beat(session, [channel.game_id for channel in due], self.now_ms())

        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, run)
        except QuizError as error:
            _log.warning("the heartbeat of games could not be stored: %s", error)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _response_of(game_id: int, round_no: int, player_id: int, session: Session) -> tuple[Any, bool] | None:
    return service.find_response(session, game_id, round_no, player_id)

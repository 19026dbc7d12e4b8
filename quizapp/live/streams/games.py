"""The games that this process serves: read when they change, moved when their time is over, told to who listens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from quizapp.core.game import Game
from quizapp.live import service
from quizapp.live.service import MOVED, TOPIC, PlayerCard, Questions
from quizapp.live.streams.channel import PRESENT_SECONDS, Channel, Mine, shows_total, snapshot
from quizapp.live.streams.frames import Loaded, Render, load
from quizapp.live.streams.others import HELLO, STORED, TAKEN, THERE, Others
from quizapp.live.streams.recorder import Came, Recorder
from quizapp.live.streams.timekeeper import Timekeeper
from quizapp.plumbing.clock import Clock, epoch_ms
from quizapp.plumbing.db import Database
from quizapp.plumbing.hub import RESYNC, Hub

_log = logging.getLogger("quizapp.live")
Result = TypeVar("Result")

#: Threads that read for streams and replies.
READERS = 4
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
        self._questions = Questions()
        self._channels: dict[int, Channel] = {}
        self._links: dict[str, int] = {}
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="live")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.others = Others(hub)
        self._timekeeper = Timekeeper(self, database, hub, hand_over)
        self.recorder = Recorder(database, self._questions, clock, self._stored)

    @property
    def channels(self) -> list[Channel]:
        """All games that are served here."""
        return list(self._channels.values())

    def forget(self, channel: Channel) -> None:
        """Serve a game no more, until somebody asks for it."""
        self._channels.pop(channel.game_id, None)

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
            await self.refresh(channel)
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
        key, turn = service.hash_token(token), channel.turn
        found = channel.known.get(key)
        # Who waits is looked for in the rows each time: any process may have let them in.
        if found is None or found.is_waiting:
            found = await self.reading(lambda session: service.find_player(session, token))
            if found is None or found.game_id != channel.game_id:
                return None
            # What was read before somebody else came to hold it is old.
            if not found.is_removed and not channel.has_forgotten(found.id, turn):
                channel.known[key] = found
        if found.is_removed or (found.id in channel.removed and not await self._is_back(channel, token)):
            return None
        if not found.is_waiting:
            channel.seen[found.id] = self._now()
        elif channel.loaded and channel.loaded.standing.is_over:
            return None
        return found

    async def _is_back(self, channel: Channel, token: str) -> bool:
        """Tell whether who is out by what was read last has been let in again since: the rows know it first."""
        found = await self.reading(lambda session: service.find_player(session, token))
        if found is None or found.is_removed:
            return False
        channel.is_stale = True
        await self.refresh(channel)
        return found.id not in channel.removed

    def list_present(self, game_id: int) -> frozenset[int] | None:
        """List the players of a game who are there, from any thread; None where this process does not know them all.

        Whoever was seen lately by a process before this one is there too, so that for some time nobody knows.
        """
        channel = self._channels.get(game_id)
        if channel is None or self._loop is None:
            return None
        moment = self._loop.time()
        if moment - channel.opened_at < PRESENT_SECONDS or not self.others.knows_all(channel, moment):
            return None
        return channel.present(moment)

    async def snapshot(self, channel: Channel, player: PlayerCard) -> tuple[int, str]:
        """Give all that a player's page shows now, with its event.

        Nothing is awaited after the game was looked at: whoever begins to listen at once misses no event, and has none
        twice or out of order.
        """
        no = 0
        mine = Mine()
        while True:
            loaded = channel.loaded
            assert loaded is not None
            game = loaded.standing.game
            if game.round_no == no:
                return game.event_no, snapshot(loaded, player, self.now_ms(), mine)
            no = game.round_no
            mine = await self.reading(partial(_mine_of, channel.game_id, game, player.id))

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
        self._timekeeper.close()
        for channel in self._channels.values():
            channel.close()
        self.recorder.stop()
        self._threads.shutdown(wait=False)

    # What happens by itself.

    def _begin(self) -> None:
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._hub.subscribe(self._wake)
            self._timekeeper.begin()

    def _wake(self, topic: str, told: str) -> None:
        """Hear from any thread that a game has changed, or what another process tells of one."""
        if self._loop is not None and topic.startswith(_TOPICS) and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken, topic, told)

    def _woken(self, topic: str, told: str) -> None:
        if topic == RESYNC:
            self.others.note_link(self._now())
            for channel in self._channels.values():
                channel.forget_all()
                self.others.greet(channel)
                self.reread(channel)
            self._timekeeper.must_look_who_plays = True
            return
        sort, _, game_id = topic.partition("/")
        found = self._channels.get(int(game_id))
        if found is None:
            return
        if f"{sort}/" == TOPIC:
            self.reread(found)
        else:
            self.others.hear(found, f"{sort}/", told, self._now())

    def reread(self, channel: Channel) -> None:
        """Read a game again, soon."""
        channel.is_stale = True
        self._spawn(self.refresh(channel))

    def _stored(self, came: Mapping[int, Came], overtaken: Collection[int]) -> None:
        for game_id in overtaken:
            # Its points and shares are told already, perhaps by other processes too.
            self._hub.publish(f"{TOPIC}{game_id}")
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._note_stored, came)
        for game_id in came:
            self.others.tell_stored(game_id)

    def _note_stored(self, came: Mapping[int, Came]) -> None:
        for game_id, each in came.items():
            if game_id in self._channels:
                self._channels[game_id].note_stored(each.responses, has_players=each.has_players)

    def _spawn(self, coroutine: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def refresh(self, channel: Channel) -> None:
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

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _mine_of(game_id: int, game: Game, player_id: int, session: Session) -> Mine:
    no = game.round_no
    response, is_late = service.find_response(session, game_id, no, player_id) or (None, False)
    before = service.count_points_before(session, game_id, no, player_id) if shows_total(game) else 0
    return Mine(response, is_late, before)

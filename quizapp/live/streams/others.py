"""What the processes that serve a game tell each other of it: who is there, and who has come here from another.

Never rows, and never what counts: a message that is lost costs a wrong number on the projector for some seconds.
"""

from __future__ import annotations

import json
import secrets
import time
from typing import Any

from quizapp.live.service import MOVED
from quizapp.live.streams.channel import CROWD_SECONDS, REPLACED, Channel, Crowd
from quizapp.plumbing.hub import Hub

STORED = "stored/"
THERE = "there/"
HELLO = "hello/"
TAKEN = "taken/"
#: Who is there is told again after so long, and at most so often when it changes.
TELL_SECONDS = 4.0
TELL_AT_MOST_SECONDS = 1.0
#: So long after this process began with a game, or heard the others again, all have come back or been told of.
KNOWN_SECONDS = 5.0


class Others:
    """The other processes, as this one hears of them; used on the event loop alone."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._own = secrets.token_hex(4)
        self._linked_since = 0.0

    def note_link(self, moment: float) -> None:
        """Take that messages were lost before this moment."""
        self._linked_since = moment

    def knows_all(self, channel: Channel, moment: float) -> bool:
        """Whether this process has heard of everybody who is in a game: those on their way back from another, too."""
        since = max(self._linked_since, channel.opened_at)
        return self._hub.is_linked and moment - since >= KNOWN_SECONDS

    def greet(self, channel: Channel) -> None:
        """Ask the others who is there."""
        self._hub.tell_others(f"{HELLO}{channel.game_id}", self._own)

    def tell_stored(self, game_id: int) -> None:
        """Say that responses or players were stored."""
        self._hub.tell_others(f"{STORED}{game_id}", self._own)

    def tell_taken(self, channel: Channel, player_id: int) -> None:
        """Say that a player's newest stream is here now; older ones elsewhere end."""
        self._hub.tell_others(f"{TAKEN}{channel.game_id}", json.dumps([player_id, time.time_ns()]))

    def tell_moved(self, channel: Channel, player_id: int, token_hash: str) -> None:
        """Say which token an account holds now; a browser that it left holds none any more."""
        self._hub.tell_others(f"{MOVED}{channel.game_id}", f"{player_id} {token_hash}")

    def tell_crowd(self, channel: Channel, moment: float) -> None:
        """Say who is here, if that is another crowd than was told or was told long ago."""
        if not self._hub.is_shared or moment - channel.told_at < TELL_AT_MOST_SECONDS:
            return
        crowd = channel.own_crowd(moment)
        if crowd == channel.told and moment - channel.told_at < TELL_SECONDS:
            return
        channel.told, channel.told_at = crowd, moment
        told = {"by": self._own, "streams": sorted(crowd.streams), "polling": sorted(crowd.polling)}
        self._hub.tell_others(f"{THERE}{channel.game_id}", json.dumps(told))

    def hear(self, channel: Channel, sort: str, told: str, moment: float) -> None:
        """Take what another process told of a game."""
        if sort == HELLO:
            channel.told_at = 0.0
        elif sort == STORED:
            channel.must_count = True
        elif sort == MOVED:
            player_id, _, token_hash = told.partition(" ")
            channel.forget(int(player_id), but=token_hash)
        elif sort == THERE:
            values: dict[str, Any] = json.loads(told)
            crowd = Crowd(frozenset(values["streams"]), frozenset(values["polling"]))
            before = channel.elsewhere.get(values["by"])
            lately = {by: told for by, told in channel.elsewhere.items() if moment - told[0] <= CROWD_SECONDS}
            channel.elsewhere = lately | {values["by"]: (moment, crowd)}
            channel.must_count = channel.must_count or before is None or before[1] != crowd
        elif sort == TAKEN:
            player_id, at_ns = json.loads(told)
            older = channel.players.get(player_id)
            if older is not None and older.opened_at_ns < at_ns:
                channel.players.pop(player_id)
                older.put(REPLACED)
                older.close()

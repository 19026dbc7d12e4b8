"""A game as this process serves it: who listens, what they were sent last, who is there. All of it can be lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from quizapp.core.entry_word import EntryWord
from quizapp.core.game import UNREVEALED, Game
from quizapp.live.service import LINKS_AT_MOST, Own, PlayerCard, entry_word
from quizapp.live.streams.frames import Loaded, encode, own_frame, with_time, word_frame
from quizapp.people.service import SignIn

QUEUE_AT_MOST = 64
#: Whoever has no stream and asked for nothing for so long is not present.
PRESENT_SECONDS = 30.0
#: What another process said of who is there holds for so long.
CROWD_SECONDS = 12.0
#: Told to a page whose player has opened another: it must not take the stream back at once, and so on for ever.
REPLACED = b"event:replaced\ndata\n\n"
#: Told to the page of whoever was taken out or may play no more, before its stream ends: it looks again at once.
REMOVED = b"event:removed\ndata\n\n"


class Listener:
    """One open stream; what does not fit into its queue closes it, and its browser comes back for a snapshot."""

    def __init__(self, player: PlayerCard | None = None, token_hash: str = "", sign_in: SignIn | None = None) -> None:
        self.player_id = None if player is None else player.id
        #: Whose the player was, and by which token and which account's sign-in it was opened.
        self.user_id = None if player is None else player.user_id
        self.token_hash = token_hash
        self.sign_in = sign_in
        self.opened_at_ns = time.time_ns()
        self.queue: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUE_AT_MOST)
        self.is_closed = False

    def put(self, frame: bytes) -> None:
        """Send a frame as soon as the ones before it are through."""
        if self.is_closed:
            return
        try:
            self.queue.put_nowait(frame)
        except asyncio.QueueFull:
            self.close()

    def close(self) -> None:
        """End the stream after what it is sending."""
        if self.is_closed:
            return
        self.is_closed = True
        while self.queue.full():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


@dataclass(slots=True)
class Counts:
    """What host and projector are told while a round runs."""

    players: int = 0
    present: int = 0
    answered: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Mine:
    """What a player has in a game's present round and before it: their response, whether it came late, their points."""

    response: Any = None
    is_late: bool = False
    points_before: int = 0


@dataclass(frozen=True, slots=True)
class Signed:
    """By what a player of somebody's was let in: the hash of the cookies, and an account's sign-in among them."""

    cookies: str = ""
    sign_in: SignIn | None = None


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who is in a game by one process: with a stream open, and asking again and again."""

    streams: frozenset[int] = frozenset()
    polling: frozenset[int] = frozenset()


@dataclass(slots=True)
class Channel:
    """One game in this process."""

    game_id: int
    opened_at: float
    loaded: Loaded | None = None
    players: dict[int, Listener] = field(default_factory=dict)
    #: Streams of those who have not been let in, by player.
    waiting: dict[int, Listener] = field(default_factory=dict)
    screens: set[Listener] = field(default_factory=set)
    hosts: set[Listener] = field(default_factory=set)
    #: When a player was here last, by the loop's clock.
    seen: dict[int, float] = field(default_factory=dict)
    #: Players by the hash of their token.
    known: dict[str, PlayerCard] = field(default_factory=dict)
    #: By what a player who is somebody's was let in.
    signed_in: dict[int, Signed] = field(default_factory=dict)
    #: Counts up whenever somebody is forgotten; at which count each was last, and all were.
    turn: int = 0
    forgotten: dict[int, int] = field(default_factory=dict)
    all_forgotten: int = 0
    #: One reading at a time; whoever comes meanwhile has the game read once more.
    is_stale: bool = True
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    #: The entry word that projector and host were told last.
    word: EntryWord | None = None
    counts: Counts = field(default_factory=Counts)
    must_count: bool = True
    #: Who has answered this round in time, as rows told it, and what was stored here since; None while rows are asked.
    answered: set[int] = field(default_factory=set)
    answered_in: int | None = None
    has_answers: bool = False
    #: The links that the host was told last.
    links: dict[str, list[int]] = field(default_factory=dict)
    #: Since when everybody present has answered; None while somebody has not.
    done_since: float | None = None
    #: Who had answered when rows said that the round waits after somebody was taken out; None where it does not.
    held_by: frozenset[int] | None = None
    #: Whether study has to hear of the rounds that are revealed, and whether it is being told.
    must_study: bool = True
    is_studying: bool = False
    study_again_at: float = 0.0
    #: When the rows were told last that somebody looks after the time, in ms since 1970; None while they must be asked.
    beaten_ms: int | None = None
    recounted_at: float = 0.0
    #: Whether all who play were known when it was looked at last.
    knew_all: bool = True
    used_at: float = 0.0
    #: When the game was read, or reading it was tried.
    tried_at: float = 0.0
    #: Who is there by other processes, with the moment at which each said so; and what they were told by this one.
    elsewhere: dict[str, tuple[float, Crowd]] = field(default_factory=dict)
    told: Crowd = Crowd()
    told_at: float = 0.0

    @property
    def is_listened_to(self) -> bool:
        """Whether a stream is open."""
        return bool(self.players or self.waiting or self.screens or self.hosts)

    @property
    def removed(self) -> frozenset[int]:
        """The players who were taken out, by what was read last."""
        return self.loaded.removed if self.loaded else frozenset()

    @property
    def may_wait(self) -> bool:
        """Whether somebody may be waiting to be let in."""
        return self.counts.waiting > 0 or bool(
            self.loaded and (self.loaded.standing.admits_each or self.loaded.waiting)
        )

    @property
    def listeners(self) -> list[Listener]:
        """All open streams."""
        return [*self.players.values(), *self.waiting.values(), *self.screens, *self.hosts]

    def know(self, token_hash: str, player: PlayerCard) -> None:
        """Know a player by the token that they hold now; the browser that an account has left holds none any more."""
        if player.user_id is not None:
            self.forget(player.id, but=token_hash)
        self.known[token_hash] = player

    def forget(self, player_id: int, *, but: str = "") -> None:
        """Look a player up in the rows again; their browser comes back and is told what it may know.

        The browser that holds the token with the hash `but` keeps its stream.
        """
        self.turn += 1
        self.forgotten[player_id] = self.turn
        self.known = {key: known for key, known in self.known.items() if known.id != player_id or key == but}
        self.signed_in.pop(player_id, None)
        for listener in (self.players.get(player_id), self.waiting.get(player_id)):
            if listener is not None and (not but or listener.token_hash != but):
                _part(listener)

    def forget_all(self) -> None:
        """Look all players up in the rows again; whose stream is not theirs any more is for `sign_ins` to find."""
        self.turn += 1
        self.all_forgotten = self.turn
        self.known.clear()

    def has_forgotten(self, player_id: int, turn: int) -> bool:
        """Whether a player was forgotten since a turn: what was found out of them since then may be old."""
        return max(self.forgotten.get(player_id, 0), self.all_forgotten) > turn

    def own_crowd(self, moment: float) -> Crowd:
        """List who is there by this process."""
        # Pages ask from threads of their own, so copies are looked through.
        lately = {player_id for player_id, at in list(self.seen.items()) if moment - at <= PRESENT_SECONDS}
        streams = frozenset(player_id for player_id, listener in list(self.players.items()) if not listener.is_closed)
        return Crowd(streams, frozenset(lately) - streams)

    def crowd(self, moment: float) -> Crowd:
        """List who is there by all processes, without those who were removed."""
        heard = [crowd for at, crowd in list(self.elsewhere.values()) if moment - at <= CROWD_SECONDS]
        crowds = [self.own_crowd(moment), *heard]
        streams = frozenset().union(*(crowd.streams for crowd in crowds)) - self.removed
        return Crowd(streams, frozenset().union(*(crowd.polling for crowd in crowds)) - streams - self.removed)

    def present(self, moment: float) -> frozenset[int]:
        """List the players who are there."""
        crowd = self.crowd(moment)
        return crowd.streams | crowd.polling

    def take(self, loaded: Loaded, now_ms: int) -> None:
        """Take what was read, and send it to all if it is newer than what they have."""
        before, self.loaded = self.loaded, loaded
        for player_id in loaded.removed & set(self.players):
            _part(self.players.pop(player_id))
        # Let in, refused, or over: their browsers come back and find out which.
        for player_id in set(self.waiting) - (frozenset() if loaded.standing.is_over else loaded.waiting):
            listener = self.waiting.pop(player_id)
            _part(listener) if player_id in loaded.removed else listener.close()
        if before is not None and before.standing.game.event_no == loaded.standing.game.event_no:
            self.must_count = True
            self.must_study = self.must_study or before.owns != loaded.owns
            self._send_owns(loaded, before.owns)
            if (before.screen, before.standing.door, before.waiting) != (
                loaded.screen,
                loaded.standing.door,
                loaded.waiting,
            ):
                self._send_to_few(loaded, now_ms)
            return
        self.done_since = self.held_by = None
        self.must_count = self.must_study = True
        # Whoever moved it has told the rows that time is looked after.
        self.beaten_ms = loaded.standing.heartbeat_ms if before is not None else None
        send(self.players.values(), loaded.players)
        self._send_owns(loaded, {})
        self._send_to_few(loaded, now_ms)

    def has_all(self, moment: float) -> bool:
        """Whether everybody present has answered, and not only since the others were taken out."""
        present = self.present(moment)
        is_held = self.held_by is not None and self.answered <= self.held_by
        return bool(present) and present <= self.answered and not is_held

    def _send_owns(self, loaded: Loaded, known: Mapping[int, Own]) -> None:
        """Send each player what they have, where they do not know it."""
        if loaded.standing.game.phase not in ("reveal", "podium"):
            return
        for player_id, listener in self.players.items():
            own = loaded.owns.get(player_id)
            if own is not None and own != known.get(player_id):
                listener.put(encode(0, own_frame(own), "own"))

    def _send_to_few(self, loaded: Loaded, now_ms: int) -> None:
        send(self.screens, stage_frame(loaded, loaded.screen, now_ms))
        send(self.hosts, stage_frame(loaded, loaded.host, now_ms))

    def note_stored(self, responses: Collection[tuple[int, int]], *, has_players: bool) -> None:
        """Take what was stored here: responses in time, by round and player; whatever else came is counted in rows."""
        if has_players or any(no != self.answered_in for no, _ in responses):
            self.must_count = True
        elif responses:
            self.answered |= {player_id for _, player_id in responses}
            self.has_answers = True

    def count(self, players: int, answered: int, moment: float, waiting: int = 0) -> None:
        """Take a count, and tell host and projector if it is another."""
        counted = Counts(players, len(self.present(moment)), answered, waiting)
        if counted != self.counts:
            self.counts = counted
            self.tell_counts()

    def tell_counts(self) -> None:
        """Tell host and projector how many are there and have answered."""
        send(self.screens, self.counts_frame())
        send(self.hosts, self.counts_frame(is_host=True))

    def counts_frame(self, *, is_host: bool = False) -> bytes:
        """Give the counts as they go down; who waits is the host's affair."""
        counts = self.counts
        values = {"players": counts.players, "present": counts.present, "answered": counts.answered}
        return encode(0, values | {"waiting": counts.waiting} if is_host else values, "counts")

    def tell_word(self, now_ms: int) -> None:
        """Tell projector and host the entry word, if it is another."""
        word = entry_word(self.loaded.standing, now_ms) if self.loaded else None
        if word != self.word:
            self.word = word
            frame = encode(0, word_frame(word, now_ms), "word")
            send(self.screens, frame)
            send(self.hosts, frame)

    def tell_links(self, moment: float) -> None:
        """Tell the host whose link is a stream and who asks again and again, if that has changed; others are away."""
        if not self.hosts:
            return
        crowd = self.crowd(moment)
        if len(crowd.streams) + len(crowd.polling) > LINKS_AT_MOST:
            return
        links = {"stream": sorted(crowd.streams), "polling": sorted(crowd.polling)}
        if links != self.links:
            self.links = links
            send(self.hosts, encode(0, links, "links"))

    def close(self) -> None:
        """End all streams."""
        for listener in self.listeners:
            listener.close()


def _part(listener: Listener) -> None:
    """End the stream of somebody who may play no more, or is to look whether they may."""
    listener.put(REMOVED)
    listener.close()


def send(listeners: Iterable[Listener], frame: bytes) -> None:
    """Send the same bytes to all of them."""
    for listener in list(listeners):
        listener.put(frame)


def stage_frame(loaded: Loaded, shown: str, now_ms: int) -> bytes:
    """Give what projector or host are shown, as an event."""
    return f"id: {loaded.standing.game.event_no}\ndata: {with_time(shown, now_ms)}\n\n".encode()


def shows_total(game: Game) -> bool:
    """Whether a player's page shows the points of the rounds before; what is right in a round comes with new ones."""
    return game.round_no > 1 and game.phase in UNREVEALED


def snapshot(loaded: Loaded, player: PlayerCard, now_ms: int, mine: Mine) -> str:
    """Give all that a player's page shows now: what everybody sees, the time, and what is theirs."""
    shown: dict[str, Any] = {"nickname": player.nickname}
    game, own = loaded.standing.game, loaded.owns.get(player.id)
    if mine.response is not None:
        shown |= {"response": mine.response, "is_late": mine.is_late}
    if own is not None:
        shown["own"] = own_frame(own)
    elif shows_total(game):
        shown["total"] = mine.points_before
    return with_time(loaded.snapshot, now_ms, shown)

"""The live part's addresses: streams and snapshots down, responses and players up; its own small guard before each.

Beside the Flask app, since an open stream must not hold a thread. What is sent up is JSON of some kilobytes, from this
site, with the player's own token in a cookie.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Awaitable, Callable
from typing import TypeAlias
from zlib import crc32

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from quizapp.core.errors import QuizError
from quizapp.live import cookie, service
from quizapp.live.service import Given, JoinWish, PlayerCard, Reply
from quizapp.live.streams.bounds import OF_GAME, Bounds
from quizapp.live.streams.channel import REPLACED, Channel, Listener, stage_frame
from quizapp.live.streams.frames import dump, encode, waiting_frame, word_frame
from quizapp.live.streams.games import Games
from quizapp.live.streams.posts import (
    NO_GAME,
    not_joined,
    read_body,
    refusal,
    refused,
    told,
    whole,
    word_in,
)
from quizapp.live.streams.sign_ins import Found, Plays, find_signed
from quizapp.live.streams.stream import Stream
from quizapp.live.streams.trips import Trips
from quizapp.live.streams.words import Words
from quizapp.plumbing.limits import Limits, Rule, address_key

WAITING = "The host has not let you in yet."
NOBODY = "Join this game first."
SIGNED_OUT = "Signed out: this page no longer plays."
ANOTHER = "This browser plays as another player now. Load this page again."
NOT_THEIRS = "This page was made for somebody else than who is here now, so nobody has joined. Load this page again."
RESPONSES = Rule("live response", "20/10seconds", "That was too often in a short time. Wait some seconds.")
#: Whoever is let in by their host, who looks on, is back sooner than after a cut.
LET_IN_WITHIN_MS = 800

#: Whatever a page draws; PostgreSQL stores no control characters.
_CLIENT_ID = re.compile(r"[ -~]{1,36}")

Door: TypeAlias = ASGIApp

#: Who sent a request, as the pages know them: (account or guest id, may they lead this game).
Identify = Callable[[Scope, int], Awaitable[tuple[int | None, bool]]]


class Doors:
    """The routes of the live part over the games of this process."""

    def __init__(
        self, games: Games, limits: Limits, identify: Identify, plays: Plays, trips: Trips, *, is_https: bool
    ) -> None:
        self._games = games
        self._words = Words(limits)
        #: What one player sends is bounded by each process for itself, since the event loop waits for nothing.
        self._own_limits = Limits()
        self._identify = identify
        self._plays = plays
        self._trips = trips
        self._is_https = is_https
        bounds = Bounds()
        self._doors: tuple[tuple[re.Pattern[str], str, Door], ...] = (
            (re.compile(r"/play/(?P<link>[^/]+)/rounds/(?P<no>\d{1,9})/response"), "POST", _replies(self._respond)),
            (re.compile(r"/play/(?P<link>[^/]+)/events"), "GET", Stream(self._open_player, bounds)),
            (re.compile(r"/play/(?P<link>[^/]+)/state"), "GET", _replies(self._state)),
            (re.compile(r"/play/(?P<link>[^/]+)/pings"), "POST", _replies(self._ping)),
            (re.compile(r"/play/(?P<link>[^/]+)/players"), "POST", _replies(self._join)),
            (re.compile(r"/screens/(?P<token>[^/]+)/events"), "GET", Stream(self._open_screen, bounds)),
            (re.compile(r"/games/(?P<game_id>\d{1,18})/events"), "GET", Stream(self._open_host, bounds)),
        )

    @property
    def addresses(self) -> list[str]:
        """List the addresses as they are written, for who checks them all."""
        return [address.pattern for address, _, _ in self._doors]

    def find(self, scope: Scope) -> Door | None:
        """Find what answers a request; None where the pages do.

        By hand, since a class that answers at once must not pass through all that pages need first.
        """
        path = scope["path"]
        if not path.startswith(("/play/", "/screens/", "/games/")):
            return None
        for address, method, door in self._doors:
            found = address.fullmatch(path)
            if found is not None:
                scope["path_params"] = found.groupdict()
                return door if scope["method"] == method else _replies(_not_allowed(method))
        return None

    async def _open_player(self, scope: Scope) -> tuple[Listener, Callable[[], None]] | Response:
        request = Request(scope)
        while True:
            found = await self._player_of(request)
            if isinstance(found, Response):
                return found
            channel, player = found.channel, found.player
            if player.is_waiting:
                return await self._open_waiting(scope, found)
            listener = Listener(player, service.hash_token(await self._token(request, channel)), found.sign_in)
            event_no, state = await self._games.snapshot(channel, player)
            # Who has signed out, moved or been taken out since they were looked at had no stream to be ended: they are
            # looked at again, and nothing is awaited between that and the stream.
            if not channel.has_forgotten(player.id, found.turn) and player.id not in channel.removed:
                break
        # The newest stream of a player is theirs: whoever held it before is a tab or a phone that they left.
        older = channel.players.pop(player.id, None)
        if older is not None:
            older.put(REPLACED)
            older.close()
        channel.players[player.id] = listener
        self._games.others.tell_taken(channel, player.id)
        channel.must_count = True
        listener.put(_retry() + f"id: {event_no}\ndata: {state}\n\n".encode())
        return listener, lambda: _leave(channel, listener)

    async def _open_waiting(self, scope: Scope, found: Found) -> tuple[Listener, Callable[[], None]] | Response:
        """Open a stream on which nothing comes but its end, when the host has let the player in or not."""
        channel, player = found.channel, found.player
        listener = Listener(player, service.hash_token(await self._token(Request(scope), channel)), found.sign_in)
        older = channel.waiting.pop(player.id, None)
        if older is not None:
            older.put(REPLACED)
            older.close()
        channel.waiting[player.id] = listener
        # Whoever was let in before the stream was there would wait for ever.
        again = await self._player_of(Request(scope))
        if isinstance(again, Response) or not again.player.is_waiting:
            _leave(channel, listener)
            return again if isinstance(again, Response) else await self._open_player(scope)
        listener.put(_retry(LET_IN_WITHIN_MS) + encode(0, waiting_frame(player.nickname, self._games.now_ms())))
        return listener, lambda: _leave(channel, listener)

    async def _open_screen(self, scope: Scope) -> tuple[Listener, Callable[[], None]] | Response:
        token = Request(scope).path_params["token"]
        game_id = await self._games.reading(lambda session: service.find_screen(session, token))
        channel = None if game_id is None else await self._games.open(game_id)
        if channel is None:
            return refusal(404, NO_GAME)
        await self._games.in_thread(self._words.note_seen, channel.game_id, _address(scope))
        return self._open_few(channel, Listener(), is_host=False)

    async def _open_host(self, scope: Scope) -> tuple[Listener, Callable[[], None]] | Response:
        game_id = int(Request(scope).path_params["game_id"])
        user_id, may_lead = await self._identify(scope, game_id)
        channel = await self._games.open(game_id) if may_lead else None
        if channel is None:
            return refusal(404, NO_GAME)
        is_signed_in, sign_in = (False, None) if user_id is None else await self._plays(scope, user_id)
        if not is_signed_in:
            # They have signed out since they were looked up: nothing would end this stream.
            return refusal(404, NO_GAME)
        await self._games.in_thread(self._words.note_seen, channel.game_id, _address(scope))
        return self._open_few(channel, Listener(sign_in=sign_in), is_host=True)

    def _open_few(self, channel: Channel, listener: Listener, *, is_host: bool) -> tuple[Listener, Callable[[], None]]:
        among = channel.hosts if is_host else channel.screens
        if len(among) >= OF_GAME:
            oldest = min(among, key=lambda one: one.opened_at_ns)
            among.discard(oldest)
            oldest.close()
        among.add(listener)
        if (loaded := channel.loaded) is not None:
            shown = loaded.host if is_host else loaded.screen
            listener.put(_retry() + stage_frame(loaded, shown, self._games.now_ms()))
            word = service.entry_word(loaded.standing, self._games.now_ms())
            if word is not None:
                listener.put(encode(0, word_frame(word, self._games.now_ms()), "word"))
        listener.put(channel.counts_frame(is_host=is_host))
        if is_host and channel.links:
            listener.put(encode(0, channel.links, "links"))
        channel.must_count = True
        return listener, lambda: among.discard(listener)

    async def _state(self, request: Request) -> Response:
        """Give the snapshot; unchanged for whoever names what they have."""
        found = await self._player_of(request)
        if isinstance(found, Response):
            return found
        channel, player = found.channel, found.player
        if player.is_waiting:
            waiting = dump(waiting_frame(player.nickname, self._games.now_ms()))
            return Response(waiting, media_type="application/json", headers={"Cache-Control": "no-store"})
        event_no, state = await self._games.snapshot(channel, player)
        # The clock in it is another each time; what it is made of is not.
        tag = f'"{event_no}-{crc32(_without_clock(state).encode()):x}"'
        headers = {"ETag": tag, "Cache-Control": "no-store"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(state, media_type="application/json", headers=headers)

    async def _join(self, request: Request) -> Response:
        body = await read_body(request)
        if isinstance(body, Response):
            return body
        channel = await self._games.find(request.path_params["link"])
        if channel is None:
            return refusal(404, NO_GAME)
        nickname = body.get("nickname")
        if not isinstance(nickname, str):
            return refusal(422, "Write a nickname.")
        word = word_in(body)
        try:
            await self._check_word(request, channel, word)
            user_id, _ = await self._identify(request.scope, channel.game_id)
            if not await self._is_made_for(request, user_id):
                return refusal(403, NOT_THEIRS, asks="page")
            game_id, held = channel.game_id, _held(request, channel.game_id)
            token, left = await self._games.reading(lambda s: service.find_tokens(s, game_id, held, user_id))
            result = await self._games.recorder.store(
                channel.game_id, JoinWish(channel.game_id, nickname, token, user_id, word)
            )
        except QuizError as error:
            return refused(error)
        if not isinstance(result, PlayerCard):
            return not_joined(result)
        channel.know(service.hash_token(token), result)
        if result.user_id is not None:
            self._games.others.tell_moved(channel, result.id, service.hash_token(token))
        return self._joined(channel, result, token, left)

    async def _is_made_for(self, request: Request, user_id: int | None) -> bool:
        """Tell whether a page that names whose it was made for is that of who is here now."""
        person = request.query_params.get("person", str(user_id or ""))
        if person == str(user_id or ""):
            return True
        return await self._games.reading(lambda session: service.is_made_for(session, person, user_id))

    async def _check_word(self, request: Request, channel: Channel, word: str) -> None:
        """Refuse whoever guesses; the words are counted for all processes, perhaps over the network.

        Raises:
            TooMany: so many wrong ones came.
        """
        if word and channel.loaded is not None and channel.loaded.standing.asks_word:
            browser, now_ms = _held(request, channel.game_id)[0], self._games.now_ms()
            standing, address = channel.loaded.standing, _address(request.scope)
            await self._games.in_thread(self._words.check, standing, word, address, browser, now_ms)

    def _joined(self, channel: Channel, player: PlayerCard, token: str, left: str) -> Response:
        values = {"player": player.id, "nickname": player.nickname}
        values |= {"is_waiting": True} if player.is_waiting else {}
        response = Response(dump(values), media_type="application/json")
        if player.user_id is None:
            cookie.mark(response, player.id, service.hash_token(token), is_https=self._is_https)
        cookie.give(response, channel.game_id, token, is_https=self._is_https, left=left)
        return response

    async def _respond(self, request: Request) -> Response:
        body = await read_body(request)
        # A head that is sent early must gain nothing.
        received_ms = self._games.now_ms()
        if isinstance(body, Response):
            return body
        found = await self._player_of(request)
        if isinstance(found, Response):
            return found
        channel, player = found.channel, found.player
        if player.is_waiting:
            return refusal(403, WAITING)
        client_id, client_ms = body.get("client_id"), body.get("client_ms")
        if not isinstance(client_id, str) or _CLIENT_ID.fullmatch(client_id) is None:
            return refusal(422, "This response has no id. Reload the page.")
        try:
            self._own_limits.spend(RESPONSES, f"player:{player.id}")
            reply: Reply = await self._games.recorder.store(
                channel.game_id,
                Given(
                    player_id=player.id,
                    round_no=min(int(request.path_params["no"]), 10_000),
                    inputs=body.get("response"),
                    client_id=client_id,
                    client_ms=whole(client_ms),
                    received_ms=received_ms,
                    trip_ms=self._trips.read(body.get("trip"), player.id),
                ),
            )
        except QuizError as error:
            return refused(error)
        return told(reply, _event_no(channel))

    async def _ping(self, request: Request) -> Response:
        """Measure the way to a player: three calls, each with what the one before gave."""
        body = await read_body(request)
        if isinstance(body, Response):
            return body
        found = await self._player_of(request)
        if isinstance(found, Response):
            return found
        answer = self._trips.answer(body.get("nonce"), found.player.id, self._games.now_ms())
        return Response(dump(answer), media_type="application/json")

    async def _player_of(self, request: Request) -> Found | Response:
        """Find who plays in a browser; a page that names its player is no other's."""
        channel = await self._games.find(request.path_params["link"])
        if channel is None:
            return refusal(404, NO_GAME)
        turn = channel.turn
        token = await self._token(request, channel)
        player = await self._games.player(channel, token)
        if player is None:
            why = await self._games.reading(lambda session: service.find_why_out(session, channel.game_id, token))
            return refusal(403, why or NOBODY)
        signed = await find_signed(self._plays, request, channel, player)
        if signed is None:
            return refusal(403, SIGNED_OUT)
        named = request.query_params.get("player", str(player.id))
        return Found(channel, player, turn, signed.sign_in) if named == str(player.id) else refusal(403, ANOTHER)

    async def _token(self, request: Request, channel: Channel) -> str:
        """Give the token that a browser plays by; who is signed in is looked up only where two may play in it."""
        game_id, held = channel.game_id, _held(request, channel.game_id)
        if not held[1]:
            return held[0]
        user_id, _ = await self._identify(request.scope, game_id)
        return await self._games.reading(lambda session: service.find_token(session, game_id, held, user_id))


def _replies(answer: Callable[[Request], Awaitable[Response]]) -> Door:
    """Make an address of something that gives one response."""

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        response = await answer(Request(scope, receive))
        await response(scope, receive, send)

    return door


def _not_allowed(method: str) -> Callable[[Request], Awaitable[Response]]:
    async def refuse(_request: Request) -> Response:
        return Response(status_code=405, headers={"Allow": method})

    return refuse


def _leave(channel: Channel, listener: Listener) -> None:
    if listener.player_id is not None and channel.waiting.get(listener.player_id) is listener:
        channel.waiting.pop(listener.player_id)
    if listener.player_id is not None and channel.players.get(listener.player_id) is listener:
        channel.players.pop(listener.player_id)
        channel.seen[listener.player_id] = asyncio.get_running_loop().time()
        channel.must_count = True


def _event_no(channel: Channel) -> int:
    return channel.loaded.standing.game.event_no if channel.loaded else 0


def _without_clock(state: str) -> str:
    head, _, tail = state.partition('"server_now":')
    return head + tail.partition(",")[2]


def _retry(within_ms: int = 2_000) -> bytes:
    """Say when to come back after a cut: not all at once."""
    return f"retry: {random.randint(200, within_ms)}\n".encode()


def _address(scope: Scope) -> str:
    return address_key((scope.get("client") or [None])[0])


def _held(request: Request, game_id: int) -> tuple[str, str]:
    return cookie.read_head(request.headers.get("cookie", ""), game_id)

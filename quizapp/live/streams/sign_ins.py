"""By which sign-ins accounts play and lead here: looked at when somebody comes, and again for as long as they stay.

Who ends a sign-in tells the processes that can be heard. The command line tells none, and a message may be lost: the
rows know, and are asked now and then for all at once, however often anybody answers.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.requests import Request
from starlette.types import Scope

from quizapp.live import service
from quizapp.live.service import PlayerCard
from quizapp.live.streams.channel import Channel, Signed
from quizapp.people.service import SignIn, list_ended

#: A sign-in that was ended without a word plays on for so long at most.
LOOK_SECONDS = 3.0
#: While other processes cannot be heard, for so long.
UNHEARD_SECONDS = 1.0

#: Whether a browser may play what is somebody's: a guest's always, an account's by a sign-in that nobody has ended,
#: which is given too.
Plays = Callable[[Scope, int], Awaitable[tuple[bool, SignIn | None]]]


class Served(Protocol):
    """The games of this process, as who looks at their sign-ins needs them."""

    @property
    def channels(self) -> list[Channel]: ...
    async def reading(self, call: Callable[..., Any]) -> Any: ...


@dataclass(frozen=True, slots=True)
class Found:
    """Who plays in a browser, in which game, by which sign-in; `turn` is the channel's before they were looked for."""

    channel: Channel
    player: PlayerCard
    turn: int
    sign_in: SignIn | None = None


async def find_signed(plays: Plays, request: Request, channel: Channel, player: PlayerCard) -> Signed | None:
    """Tell by what who holds a player's token may play; None where they may not: an account's goes with its sign-in.

    The same cookies are looked at once, until the player is forgotten.
    """
    if player.user_id is None:
        return Signed()
    cookies, turn = service.hash_token(request.headers.get("cookie", "")), channel.turn
    known = channel.signed_in.get(player.id)
    if known is not None and known.cookies == cookies:
        return known
    is_theirs, sign_in = await plays(request.scope, player.user_id)
    if not is_theirs:
        return None
    signed = Signed(cookies, sign_in)
    # Whoever has signed out meanwhile has taken it away.
    if not channel.has_forgotten(player.id, turn):
        channel.signed_in[player.id] = signed
    return signed


async def part_ended(games: Served) -> None:
    """Part all who play or lead by a sign-in that was ended, wherever that was."""
    channels = games.channels
    held = {one.sign_in_id: one for channel in channels for one in _sign_ins(channel)}
    if not held:
        return
    ended = await games.reading(lambda session: list_ended(session, list(held.values())))
    for channel in channels if ended else ():
        _part_ended(channel, ended)


async def part_moved(games: Served, channel: Channel) -> None:
    """Part whose stream was opened by a token that is no more, or as nobody's whose seat is somebody's by now.

    Asked where messages of other processes may have been lost.
    """
    if not (channel.players or channel.waiting):
        return
    holders = await games.reading(lambda session: service.list_holders(session, channel.game_id))
    for player_id, listener in [*channel.players.items(), *channel.waiting.items()]:
        if holders.get(player_id) != (listener.token_hash, listener.user_id):
            channel.forget(player_id)


def _sign_ins(channel: Channel) -> list[SignIn]:
    known = [signed.sign_in for signed in channel.signed_in.values()]
    return [one for one in [*known, *(listener.sign_in for listener in channel.listeners)] if one is not None]


def _part_ended(channel: Channel, ended: Collection[str]) -> None:
    def is_over(sign_in: SignIn | None) -> bool:
        return sign_in is not None and sign_in.sign_in_id in ended

    known = {player_id for player_id, signed in channel.signed_in.items() if is_over(signed.sign_in)}
    streams = [*channel.players.items(), *channel.waiting.items()]
    for player_id in known | {player_id for player_id, listener in streams if is_over(listener.sign_in)}:
        channel.forget(player_id)
    for host in [one for one in channel.hosts if is_over(one.sign_in)]:
        # Its page comes back, and is told that it leads no more.
        channel.hosts.discard(host)
        host.close()

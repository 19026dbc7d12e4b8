"""What the views of live games share: the blueprint, waking whoever watches a game, the way to join it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from quizapp.live.service import MOVED, TOPIC, PlayerCard, Standing, find_elsewhere, find_game
from quizapp.people import aside
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.limits import Rule
from quizapp.plumbing.origin import is_here_only, reachable_origin
from quizapp.plumbing.qr import Qr, qr_of
from quizapp.plumbing.runtime import current, now

blueprint = Blueprint("live", __name__)

GAMES = Rule("games", "60/hour", "You have made sixty games within an hour. Go on a little later.")
#: Only wrong codes count, since a whole school comes from one address.
CODES = Rule(
    "game code",
    "60/minute",
    "Many wrong codes were typed in your network. Wait a minute, or use the QR code on the big screen.",
)


@dataclass(frozen=True, slots=True)
class Way:
    """How to join a game: `typed` is the address without its scheme, to be read from a wall; `link` joins at once."""

    typed: str
    link: str
    qr: Qr
    is_here_only: bool


def way_to(standing: Standing) -> Way:
    """Give the way to join a game, by an address that phones can reach if there is one."""
    origin = reachable_origin()
    link = origin + url_for("live.play", link=standing.link_token)
    typed = urlsplit(origin).netloc + url_for("live.enter")
    return Way(typed, link, qr_of(link), is_here_only(origin))


def find_aside(session: Session, link: str) -> PlayerCard | None:
    """Find as whom the guest plays a game, or has, who is set aside in this browser while an account is signed in."""
    left, game_id = aside.find_left(), find_game(session, link)
    found = None if left is None or game_id is None else find_elsewhere(session, game_id, left[0].id)
    return found if found is not None and found.is_in else None


def wake(game_id: int) -> None:
    """Let all who watch a game look again; called after the commit."""
    current().hub.publish(f"{TOPIC}{game_id}")


def tell_moved(game_id: int, player_id: int) -> None:
    """Let a player's browser learn their new name; called after the commit."""
    current().hub.publish(f"{MOVED}{game_id}", str(player_id))


def now_ms() -> int:
    """Tell the time in ms since 1970."""
    return epoch_ms(now())

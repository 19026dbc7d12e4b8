"""What a response in a live game is worth: whether it came in time, how long it took, its points, who has what rank.

Pure, and a function of rows and rules: counted again, all is as it was. Moments and durations as in `game`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from quizapp.core.game import GRACE_MS, OVER, Game

Player = TypeVar("Player")

#: What was given in time may come so long after the deadline, and by its way to the player more.
_OWN_GRACE_MS = 250
#: The most that an unknown way to the player may be taken for, and so the most that a forged clock can win.
TRIP_AT_MOST_MS = 400
#: Whoever answers so fast has all points for speed.
FREE_MS = 500


def elapsed_of(client_ms: int | None, server_elapsed_ms: int, trip_ms: int) -> int:
    """Give how long a player took: their own clock's word, as far as the way to them can explain it.

    `client_ms` counts from the moment at which they saw the options, None when they do not say; `trip_ms` is the median
    of the round trips that the server has measured.
    """
    server_elapsed_ms = max(0, server_elapsed_ms)
    least_ms = max(0, server_elapsed_ms - min(TRIP_AT_MOST_MS, max(0, trip_ms)))
    return server_elapsed_ms if client_ms is None else min(max(client_ms, least_ms), server_elapsed_ms)


def judged_at(game: Game, received_ms: int) -> int:
    """Give the moment by which a response is judged: one that comes during a pause was on its way when that began."""
    return game.stopped_ms if game.phase == "paused" and game.stopped_ms is not None else received_ms


def is_in_time(game: Game, received_ms: int, client_ms: int | None, trip_ms: int, locked_ms: int | None) -> bool:
    """Whether a response counts: it came before the end that all see or was on its way then, and before the lock.

    `locked_ms` is the moment at which the round was locked, if it was: what came before it may be judged behind it.
    Whoever has used up their own time has no points for speed any more.
    """
    came_before = game.phase in OVER and locked_ms is not None and received_ms < locked_ms
    if not (came_before or game.phase in ("open", "paused")) or game.opened_ms is None:
        return False
    received_ms = judged_at(game, received_ms)
    if game.deadline_ms is None or received_ms <= game.deadline_ms:
        return True
    grace_ms = min(GRACE_MS, _OWN_GRACE_MS + max(0, trip_ms))
    was_given_in_time = client_ms is not None and client_ms <= game.deadline_ms - game.opened_ms
    return was_given_in_time and received_ms <= game.deadline_ms + grace_ms


def points_of(base_points: int, score: float, elapsed_ms: int, limit_ms: int, factor: float, speed_share: float) -> int:
    """Give the points of a response: `score` of the base, of which the share of speed falls with the time taken.

    Behind the player's own limit nothing is left of that share; with a share of 0 speed does not count.
    """
    used = min(1.0, max(0, elapsed_ms - FREE_MS) / max(1.0, limit_ms * factor))
    return round(base_points * score * ((1 - speed_share) + speed_share * (1 - used)))


def ranks_of(points: Mapping[Player, int]) -> dict[Player, int]:
    """Give each player's rank from 1; equal points share one, and the next rank leaves room for all of them."""
    ranks: dict[Player, int] = {}
    last_points, rank = None, 0
    for place, (player, own) in enumerate(sorted(points.items(), key=lambda each: -each[1]), start=1):
        rank = rank if own == last_points else place
        ranks[player], last_points = rank, own
    return ranks

"""The way to a player and back, as the server measures it: three calls, each with what the one before gave.

Nothing is kept: what was measured travels with the player, signed. Who delays a call wins no more than the rules of
`core.points` allow for a long way.
"""

from __future__ import annotations

from functools import lru_cache
from statistics import median
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

CALLS = 3
_KEPT = 5_000
#: A longer one says that the page slept.
TRIP_AT_MOST_MS = 5_000


class Trips:
    """Signs and reads what was measured."""

    def __init__(self, secret_key: str) -> None:
        self._signer = URLSafeSerializer(secret_key, salt="live-trip")
        # The same measure comes with each response of a player.
        self._loads = lru_cache(_KEPT)(self._signer.loads)

    def answer(self, nonce: Any, player_id: int, now_ms: int) -> dict[str, Any]:
        """Give what to send with the next call, or the measured way when there were enough."""
        trips = self._after(nonce, player_id, now_ms)
        if len(trips) < CALLS:
            return {"nonce": self._signer.dumps([player_id, now_ms, *trips])}
        return {"trip": self._signer.dumps([player_id, int(median(trips))])}

    def _after(self, nonce: Any, player_id: int, now_ms: int) -> list[int]:
        match self._read(nonce):
            case [int(who), int(sent_ms), *trips] if who == player_id and len(trips) < CALLS:
                return [*trips, max(0, min(now_ms - sent_ms, TRIP_AT_MOST_MS))]
        return []

    def read(self, trip: Any, player_id: int) -> int:
        """Read a measured way in ms; 0 for none, and for another player's."""
        match self._read(trip):
            case [int(who), int(trip_ms)] if who == player_id:
                return trip_ms
        return 0

    def _read(self, signed: Any) -> Any:
        if not isinstance(signed, str) or len(signed) > 400:
            return None
        try:
            return self._loads(signed)
        except BadData:
            return None

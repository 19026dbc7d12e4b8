"""The one clock: aware UTC. Below the views, `now` is an argument."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Tell the present moment, aware, in UTC."""
    return datetime.now(UTC)


def epoch_ms(moment: datetime) -> int:
    """Turn an aware moment into milliseconds since 1970."""
    return int(moment.timestamp() * 1000)


def from_epoch_ms(milliseconds: int) -> datetime:
    """Turn milliseconds since 1970 into an aware moment."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)

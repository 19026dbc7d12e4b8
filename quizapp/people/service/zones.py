"""Time zones by their IANA names."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

_REGIONS = frozenset(
    ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
)


@lru_cache(maxsize=1)
def _all() -> frozenset[str]:
    return frozenset(available_timezones())


@lru_cache(maxsize=1)
def list_zones() -> tuple[str, ...]:
    """List the zones to choose from: UTC and the places, without old names and machine zones."""
    return ("UTC", *sorted(name for name in _all() if name.partition("/")[0] in _REGIONS and "/" in name))


def known_zone(name: str | None) -> str:
    """Give the zone if there is one of that name, else UTC: what a browser says is never an error."""
    return name if name is not None and name in _all() and len(name) <= 64 else "UTC"

"""The live part: streams down, responses up, on the event loop beside the pages."""

from quizapp.live.streams.doors import Doors, Identify
from quizapp.live.streams.games import Games
from quizapp.live.streams.trips import Trips

__all__ = ["Doors", "Games", "Identify", "Trips"]

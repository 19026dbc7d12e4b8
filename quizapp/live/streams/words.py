"""Wrong entry words are limited, so that nobody guesses one, and so that who guesses shuts nobody out who reads it."""

from __future__ import annotations

from quizapp.live import service
from quizapp.live.service import Standing
from quizapp.plumbing.limits import Limits, Rule

#: Somebody who mistypes in a browser meets this, and takes nothing from the others of their network.
OF_BROWSER = Rule("entry words of a browser", "10/minute", "Many wrong entry words were typed here. Wait a minute.")
#: Only wrong entry words count, since a whole school comes from one address.
OF_ADDRESS = Rule(
    "entry word",
    "60/minute",
    "Many wrong entry words were typed in your network. Wait a minute and type the one that stands there then.",
)
#: Whoever guesses from many addresses finds one of ten thousand words, of which two are good, in half an hour.
OF_GAME = Rule("entry words of a game", "200/minute", "Many wrong entry words were typed for this game. Wait a minute.")
#: An address from which the big screen is seen: whoever guesses there could read.
SEEING = Rule("entry word seen", "1/12hours", "")
DOORS = frozenset(rule.door for rule in (OF_BROWSER, OF_ADDRESS, OF_GAME))


class Words:
    """Counts entry words, over all processes that share the limits; asked in threads alone."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def note_seen(self, game_id: int, address: str) -> None:
        """Note that the word of a game is seen at an address: its right word is let in from there whatever happens."""
        self._limits.count(SEEING, f"game:{game_id} {address}")

    def check(self, standing: Standing, typed: str, address: str, browser: str, now_ms: int) -> None:
        """Count a wrong entry word before the right one is looked for in the rows; `browser` may be empty.

        It is for games that ask for one.

        Raises:
            TooMany: so many wrong ones came from this browser or address, or to this game.
        """
        is_right = service.is_entry_word(standing, typed, now_ms)
        if is_right and self._limits.is_reached(SEEING, f"game:{standing.id} {address}"):
            return
        tries = [(OF_ADDRESS, address), (OF_GAME, f"game:{standing.id}")]
        if browser:
            tries.insert(0, (OF_BROWSER, f"game:{standing.id} {service.hash_token(browser)}"))
        # Counted and checked in one, so that of many at once no more are tried.
        for rule, key in tries:
            (self._limits.check if is_right else self._limits.spend)(rule, key)
        if is_right:
            self.note_seen(standing.id, address)

"""The cookie that makes a browser a player's: one for each game, which holds the player's token and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

#: For as long as guests are kept, and a day.
KEPT_SECONDS = 60 * 60 * 24 * 31
_START = "play-"
_TOKEN_AT_MOST = 60
#: Games have ids of 31 bits: of ten digits not each is one.
_DIGITS_AT_MOST = 9


class Answer(Protocol):
    """What the pages and the live part answer with."""

    def set_cookie(
        self, key: str, value: str, *, max_age: int, path: str, secure: bool, httponly: bool, samesite: Literal["lax"]
    ) -> None:
        """Send a cookie along."""


def give(answer: Answer, game_id: int, token: str, *, is_https: bool) -> None:
    """Let a browser be the player of a token."""
    answer.set_cookie(
        _name(game_id), token, max_age=KEPT_SECONDS, path="/play", secure=is_https, httponly=True, samesite="lax"
    )


def is_in(cookies: Mapping[str, str], game_id: int) -> bool:
    """Whether a browser holds a token of a game, of whatever worth."""
    return _name(game_id) in cookies


def read(cookies: Mapping[str, str], game_id: int) -> str:
    """Read the token that a browser holds of a game; empty where it holds none."""
    return cookies.get(_name(game_id), "")[:_TOKEN_AT_MOST]


def read_all(cookies: Mapping[str, str]) -> dict[int, str]:
    """Read the tokens that a browser holds, by the number of the game."""
    held = ((name.removeprefix(_START), token) for name, token in cookies.items() if name.startswith(_START))
    return {
        int(no): token[:_TOKEN_AT_MOST]
        for no, token in held
        if no.isascii() and no.isdigit() and len(no) <= _DIGITS_AT_MOST
    }


def read_head(head: str, game_id: int) -> str:
    """Read the token of a game from the line of cookies as it came: for who answers a whole class at once."""
    start = f"{_name(game_id)}="
    for part in head.split(";"):
        if part.lstrip().startswith(start):
            return part.strip().removeprefix(start).strip('"')[:_TOKEN_AT_MOST]
    return ""


def _name(game_id: int) -> str:
    return f"{_START}{game_id}"

"""The cookie that makes a browser a player's: one for each game, which holds the player's token.

Where an account plays in the browser of a guest, the guest's token stands behind it, for when the account has gone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, Protocol, TypeAlias

#: For as long as guests are kept, and a day.
KEPT_SECONDS = 60 * 60 * 24 * 31
_START = "play-"
_TOKEN_AT_MOST = 60
_BETWEEN = "."
#: What names who plays and is nobody else yet: the player, and 128 bits of the hash of their token.
_MARK = "seat"
_MARK_DIGITS = 32
_MARKED = re.compile(rf"([0-9]{{1,18}})\.([0-9a-f]{{{_MARK_DIGITS}}})")
#: Games have ids of 31 bits: of ten digits not each is one.
_DIGITS_AT_MOST = 9

#: What a browser holds of a game: a token, and that of the guest behind the account that plays by it; empty for none.
Held: TypeAlias = tuple[str, str]


class Answer(Protocol):
    """What the pages and the live part answer with."""

    def set_cookie(
        self, key: str, value: str, *, max_age: int, path: str, secure: bool, httponly: bool, samesite: Literal["lax"]
    ) -> None:
        """Send a cookie along."""

    def delete_cookie(self, key: str, *, path: str, secure: bool, httponly: bool, samesite: Literal["lax"]) -> None:
        """Let a cookie be forgotten."""


def give(answer: Answer, game_id: int, token: str, *, is_https: bool, left: str = "") -> None:
    """Let a browser be the player of a token; `left` is that of the guest who plays in it without an account."""
    held = f"{token}{_BETWEEN}{left}" if left else token
    answer.set_cookie(
        _name(game_id), held, max_age=KEPT_SECONDS, path="/play", secure=is_https, httponly=True, samesite="lax"
    )


def mark(answer: Answer, player_id: int, token_hash: str, *, is_https: bool) -> None:
    """Let all pages know which player somebody is of whom nothing else is stored; it opens nothing."""
    marked = f"{player_id}{_BETWEEN}{token_hash[:_MARK_DIGITS]}"
    answer.set_cookie(_MARK, marked, max_age=KEPT_SECONDS, path="/", secure=is_https, httponly=True, samesite="lax")


def read_mark(cookies: Mapping[str, str]) -> tuple[int, str] | None:
    """Read which player is marked, and how the hash of their token begins; None where none is."""
    found = _MARKED.fullmatch(cookies.get(_MARK, ""))
    return None if found is None else (int(found[1]), found[2])


def take_back(answer: Answer, game_id: int, *, is_https: bool) -> None:
    """Let a browser hold nothing of a game any more."""
    answer.delete_cookie(_name(game_id), path="/play", secure=is_https, httponly=True, samesite="lax")


def is_in(cookies: Mapping[str, str], game_id: int) -> bool:
    """Whether a browser holds a token of a game, of whatever worth."""
    return _name(game_id) in cookies


def read(cookies: Mapping[str, str], game_id: int) -> Held:
    """Read the tokens that a browser holds of a game."""
    return _parted(cookies.get(_name(game_id), ""))


def read_all(cookies: Mapping[str, str]) -> dict[int, Held]:
    """Read the tokens that a browser holds, by the number of the game."""
    names = (name.removeprefix(_START) for name in cookies if name.startswith(_START))
    games = [int(no) for no in names if no.isascii() and no.isdigit() and len(no) <= _DIGITS_AT_MOST]
    return {game_id: read(cookies, game_id) for game_id in games}


def read_head(head: str, game_id: int) -> Held:
    """Read the tokens of a game from the line of cookies as it came: for who answers a whole class at once."""
    start = f"{_name(game_id)}="
    for part in head.split(";"):
        if part.lstrip().startswith(start):
            return _parted(part.strip().removeprefix(start).strip('"'))
    return "", ""


def _parted(text: str) -> Held:
    token, _, left = text.partition(_BETWEEN)
    return token[:_TOKEN_AT_MOST], left[:_TOKEN_AT_MOST]


def _name(game_id: int) -> str:
    return f"{_START}{game_id}"

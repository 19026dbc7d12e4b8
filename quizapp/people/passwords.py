"""Passwords: which are refused, how they are hashed, and how many are hashed at once."""

from __future__ import annotations

import os
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from quizapp.plumbing.db_errors import Busy

MIN_LENGTH = 8
MAX_LENGTH = 128
MEMORY_KIB = 19_456
PASSES = 2
LANES = 1
SALT_BYTES = 16
MAX_WAITING = 50
COMMON = (
    "This password is one of those that strangers try first. "
    "Use another, such as three words that do not belong together."
)

_COMMON = Path(__file__).with_name("common_passwords.txt")
_KEY_ROWS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)
_ENDINGS = "0123456789!?.,;:*#$%&+-_@= "

_hasher = PasswordHasher(
    time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, salt_len=SALT_BYTES, hash_len=32, type=Type.ID
)


class HashQueue:
    """Lets few hashes run at once, so that sign-ins cannot starve the pages, and few wait."""

    def __init__(self, at_once: int, waiting: int = MAX_WAITING) -> None:
        self._slots = threading.Semaphore(at_once)
        self._places = threading.Semaphore(at_once + waiting)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Wait for the turn to hash.

        Raises:
            Busy: too many wait already.
        """
        if not self._places.acquire(blocking=False):
            raise Busy("Many people are signing in at this moment. Please try again in a few seconds.")
        try:
            with self._slots:
                yield
        finally:
            self._places.release()


_queue = HashQueue(max(1, (os.cpu_count() or 2) - 1))


def problem(password: str, own_names: Iterable[str] = ()) -> str | None:
    """Say in words why a new password is refused; None = it is good.

    `own_names` are words that others know of its owner: name, e-mail address.
    """
    plain = _plain(password)
    if len(plain) < MIN_LENGTH:
        return f"Use at least {MIN_LENGTH} characters."
    if len(plain) > MAX_LENGTH:
        return f"Use at most {MAX_LENGTH} characters."
    folded = plain.casefold()
    if _is_named(folded, own_names):
        return "Use something other than your own name."
    if _is_common(folded):
        return COMMON
    return None


def hash_password(password: str) -> str:
    """Hash a password with Argon2id.

    Raises:
        Busy: too many passwords wait to be hashed.
    """
    with _queue.place():
        return _hasher.hash(_bytes(password))


def verify(stored: str | None, password: str) -> bool:
    """Whether the password is the one of the stored hash; None takes as long and is never right.

    Raises:
        Busy: too many passwords wait to be hashed.
    """
    dummy = _dummy()
    with _queue.place():
        try:
            is_right = _hasher.verify(stored or dummy, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return is_right and stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    return _plain(password).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1)
def _dummy() -> str:
    return _hasher.hash(b"nobody has this password")


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(line for line in _COMMON.read_text("utf-8").splitlines() if not line.startswith("#"))


def _is_common(folded: str) -> bool:
    bare = folded.rstrip(_ENDINGS)
    return folded in _common() or bare in _common() or _is_repeated(folded) or _is_walk(folded)


def _is_repeated(folded: str) -> bool:
    # One to four characters over and over: "aaaaaaaa", "abcabcabc", "12341234".
    return any((folded[:size] * (len(folded) // size + 1))[: len(folded)] == folded for size in range(1, 5))


def _is_walk(folded: str) -> bool:
    # Neighbours on the keyboard or in the alphabet, forwards or backwards.
    return any(folded in row or folded[::-1] in row for row in _KEY_ROWS)


def _is_named(folded: str, own_names: Iterable[str]) -> bool:
    bare = _letters(folded.rstrip(_ENDINGS))
    whole = _letters(folded)
    names = {_letters(_plain(name).casefold()) for name in own_names} - {""}
    return any(name in (bare, whole) or (name * 2) == whole for name in names)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())

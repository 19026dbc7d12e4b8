"""The guest whose browser it is while an account is signed in: set aside, until they are told to be that account.

What was found and said of them stands in the cookie, so that nobody is asked twice.
"""

from __future__ import annotations

from flask import session

from quizapp.people import cookie, guard, service
from quizapp.people.cookie import SignIn
from quizapp.people.viewer import Viewer
from quizapp.plumbing.runtime import reading


def find_left() -> tuple[Viewer, SignIn] | None:
    """Find the guest whose browser this is while an account is signed in."""
    sign_in = cookie.read(session, cookie.LEFT) if guard.viewer().is_signed_in else None
    if sign_in is None:
        return None
    found = guard.find_whose(sign_in)
    return (found, sign_in) if found is not None and found.is_guest else None


def find_another() -> str:
    """Tell whether the guest was `found` or `said` to be somebody else than who is signed in; empty for neither."""
    left, user_id = cookie.read(session, cookie.LEFT), guard.viewer().id
    return "" if left is None or user_id is None else cookie.find_another(session, left.user_id, user_id)


def is_another(guest_id: int, account_id: int) -> bool:
    """Whether an account has been found or said in this browser to be somebody else than a guest, in any sign-in."""
    return bool(cookie.find_another(session, guest_id, account_id))


def has_others(guest_id: int) -> bool:
    """Whether this browser is known to be used by others than a guest."""
    return cookie.has_others(session, guest_id)


def note_found(guest_id: int, account_id: int) -> None:
    """Note that a guest has been found to be somebody else than an account, whoever is signed in."""
    cookie.note_another(session, guest_id, account_id, cookie.FOUND)


def note_another(how: str) -> None:
    """Note that the guest is somebody else than who is signed in, so that they are not asked again in this browser."""
    left, user_id = cookie.read(session, cookie.LEFT), guard.viewer().id
    if left is not None and user_id is not None:
        cookie.note_another(session, left.user_id, user_id, how)


def is_seat_anothers(player_id: int) -> bool:
    """Whether who is signed in has said to be somebody else than who plays a seat in this browser as nobody."""
    user_id = guard.viewer().id
    return user_id is not None and bool(cookie.find_another(session, cookie.seat_of(player_id), user_id))


def note_seat_anothers(player_id: int) -> None:
    """Note that who is signed in is somebody else than who plays a seat in this browser as nobody."""
    user_id = guard.viewer().id
    if user_id is not None:
        cookie.note_another(session, cookie.seat_of(player_id), user_id, cookie.SAID)


def bring() -> None:
    """Let this browser be no guest's any more: what they learned is the account's."""
    session.pop(cookie.LEFT, None)
    session[cookie.BROUGHT] = True
    sign_in = guard.current_sign_in()
    session.permanent = sign_in is not None and not sign_in.is_shared


def was_brought() -> bool:
    """Whether the guest is the account by now, by a press in this browser; its cookie may be older than that press."""
    sign_in = cookie.read(session, cookie.LEFT)
    if sign_in is None:
        return cookie.BROUGHT in session
    with reading() as database:
        return service.was_signed_out(database, sign_in)

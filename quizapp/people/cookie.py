"""What the signed cookie holds of a sign-in, and how long it counts; no name, no role, nothing of the learner."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from werkzeug.wrappers import Response

from quizapp.people.viewer import Viewer

SIGN_IN = "sign_in"
#: The sign-in of a guest who is not known to be the account that is signed in since.
LEFT = "left"
#: Whether what that guest has learned was brought into the account since the sign-in.
BROUGHT = "brought"
#: Which accounts are somebody else than a guest of this browser, or than who plays a seat as nobody: found, or said.
OTHERS = "others"
FOUND, SAID = "found", "said"
KNOWN = "known"
#: A passer-by's secret, by which the guest that a form makes of them is found again.
ADMISSION = "admission"
CSRF = "csrf_token"
RENEW_AFTER = timedelta(hours=1)
RECENT = timedelta(minutes=15)
SHARED_IDLE = timedelta(hours=2)
#: So many accounts a browser is remembered for, and so many who are somebody else.
MAX_KNOWN, MAX_OTHERS = 8, 24
_SEAT = "seat"


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a sign-in counts without a page viewed, and in all; None = without an end."""

    idle: timedelta
    absolute: timedelta | None


GUEST = Lifetime(timedelta(days=30), None)
STUDENT = Lifetime(timedelta(days=30), timedelta(days=180))
TEACHER = Lifetime(timedelta(days=7), timedelta(days=30))
ADMIN = Lifetime(timedelta(hours=12), timedelta(days=7))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One browser's sign-in, as its cookie tells it."""

    user_id: int
    epoch: int
    #: 128 random bits in hex.
    sign_in_id: str
    #: Seconds since 1970 of the sign-in, of the last page viewed (to the hour), of the last password given.
    since: int
    seen: int
    proved: int
    is_shared: bool

    def is_alive(self, viewer: Viewer, now: datetime) -> bool:
        """Whether neither its idle nor its absolute time is over."""
        return now < self.expires_at(viewer)

    def expires_at(self, viewer: Viewer) -> datetime:
        """Tell when it ends if no page is viewed any more."""
        lifetime = lifetime_of(viewer)
        idle = min(lifetime.idle, SHARED_IDLE) if self.is_shared else lifetime.idle
        end = _moment(self.seen) + idle
        return end if lifetime.absolute is None else min(end, _moment(self.since) + lifetime.absolute)

    def is_recent(self, now: datetime) -> bool:
        """Whether the password was given a short while ago."""
        return now < _moment(self.proved) + RECENT


def lifetime_of(viewer: Viewer) -> Lifetime:
    """Give how long a sign-in of this viewer lasts."""
    if viewer.is_guest:
        return GUEST
    if viewer.is_admin:
        return ADMIN
    return TEACHER if viewer.role == "teacher" else STUDENT


def make(viewer: Viewer, now: datetime, *, is_shared: bool = False) -> SignIn:
    """Make a new sign-in of somebody who is stored."""
    if viewer.id is None:
        raise ValueError("a passer-by has no sign-in")
    second = int(now.timestamp())
    return SignIn(
        user_id=viewer.id,
        epoch=viewer.epoch,
        sign_in_id=secrets.token_hex(16),
        since=second,
        seen=second,
        proved=second,
        is_shared=is_shared,
    )


def read(cookie: Mapping[str, Any], name: str = SIGN_IN) -> SignIn | None:
    """Give a sign-in of a cookie; None when it holds none of today's shape."""
    match cookie.get(name):
        case [
            str(who), str(sign_in_id), int(since), int(seen), int(proved), bool(is_shared)
        ] if _is_pair(who) and len(sign_in_id) == 32:  # fmt: skip
            user_id, epoch = who.split(".")
            return SignIn(
                user_id=int(user_id),
                epoch=int(epoch),
                sign_in_id=sign_in_id,
                since=since,
                seen=seen,
                proved=proved,
                is_shared=is_shared,
            )
    return None


def write(cookie: MutableMapping[str, Any], sign_in: SignIn, name: str = SIGN_IN) -> None:
    """Put a sign-in into a cookie."""
    who = f"{sign_in.user_id}.{sign_in.epoch}"
    cookie[name] = [who, sign_in.sign_in_id, sign_in.since, sign_in.seen, sign_in.proved, sign_in.is_shared]


def renew_left(cookie: MutableMapping[str, Any], now: datetime) -> None:
    """Let the time of a guest who is set aside begin anew, unless it is over: another is here in their place."""
    left = read(cookie, LEFT)
    if left is not None and now < _moment(left.seen) + GUEST.idle:
        write(cookie, replace(left, seen=int(now.timestamp())), LEFT)


def renewed(sign_in: SignIn, now: datetime) -> SignIn | None:
    """Give the sign-in as seen now; None while that was noted less than an hour ago."""
    if now < _moment(sign_in.seen) + RENEW_AFTER:
        return None
    return replace(sign_in, seen=int(now.timestamp()))


def proved(sign_in: SignIn, now: datetime) -> SignIn:
    """Give the sign-in with the password given again now."""
    return replace(sign_in, proved=int(now.timestamp()))


def open_browser(answer: Response, *, sign_in: SignIn, config: Mapping[str, Any]) -> Response:
    """Send a second cookie along, which goes when the browser is closed: the first stays for who is set aside."""
    is_https = config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(_open_name(config), _open_mark(config, sign_in), secure=is_https, httponly=True, samesite="Lax")
    return answer


def is_open(cookies: Mapping[str, str], cookie: Mapping[str, Any], sign_in: SignIn, config: Mapping[str, Any]) -> bool:
    """Whether a browser was not closed since a sign-in on a shared computer; of others it does not matter."""
    if not sign_in.is_shared or LEFT not in cookie:
        return True
    keys = (config["SECRET_KEY"], *config["SECRET_KEY_FALLBACKS"])
    mark = cookies.get(_open_name(config), "")
    return any(hmac.compare_digest(mark.encode(), _open_mark(config, sign_in, key).encode()) for key in keys)


def _open_mark(config: Mapping[str, Any], sign_in: SignIn, key: str | bytes | None = None) -> str:
    """Give what the first cookie, which is signed and can be read, does not tell."""
    key = key or config["SECRET_KEY"]
    secret = key.encode() if isinstance(key, str) else key
    return hmac.digest(secret, f"open browser {sign_in.sign_in_id}".encode(), "sha256").hex()


def _open_name(config: Mapping[str, Any]) -> str:
    return f"{config['SESSION_COOKIE_NAME']}-open"


def remember_browser(cookie: MutableMapping[str, Any], user_id: int) -> None:
    """Note that an account was signed in here, so that strangers' failures elsewhere do not hold it up here.

    The mark outlives the sign-in. It gives no right: it has its own count of failures.
    """
    known = _load(cookie, KNOWN)
    mark = known.pop(str(user_id), None) or secrets.token_hex(8)
    _keep(cookie, KNOWN, dict([*list(known.items())[-(MAX_KNOWN - 1) :], (str(user_id), mark)]))


def mark_of_browser(cookie: Mapping[str, Any], user_id: int | None) -> str | None:
    """Give the mark of a browser in which this account was signed in before; None for others."""
    return _load(cookie, KNOWN).get(str(user_id))


def seat_of(player_id: int) -> str:
    """Give who plays a seat in this browser as nobody, for `note_another` and `find_another`."""
    return f"{_SEAT}{player_id}"


def note_another(cookie: MutableMapping[str, Any], who: int | str, user_id: int, how: str) -> None:
    """Note that an account is somebody else than a guest of this browser; what was found is not unsaid.

    Of too many those of seats go first, then what was said, and what was found last; of each the oldest.
    """
    others = _load(cookie, OTHERS)
    pair = f"{who}.{user_id}"
    before = others.pop(pair, how)
    while len(others) >= MAX_OTHERS:
        del others[min(others, key=lambda one: (not one.startswith(_SEAT), others[one] == FOUND))]
    _keep(cookie, OTHERS, others | {pair: FOUND if before == FOUND else how})


def find_another(cookie: Mapping[str, Any], who: int | str, user_id: int) -> str:
    """Tell whether an account was found or said to be somebody else than a guest of this browser; empty for neither."""
    return _load(cookie, OTHERS).get(f"{who}.{user_id}", "")


def has_others(cookie: Mapping[str, Any], guest_id: int) -> bool:
    """Tell whether any account was found or said to be somebody else than a guest: the browser is not one person's."""
    return any(pair.startswith(f"{guest_id}.") for pair in _load(cookie, OTHERS))


def hand_over_others(cookie: MutableMapping[str, Any], player_id: int, guest_id: int) -> None:
    """Let what was said of who plays a seat as nobody be said of the guest who has it since."""
    lead = f"{seat_of(player_id)}."
    for pair, how in _load(cookie, OTHERS).items():
        if pair.startswith(lead):
            note_another(cookie, guest_id, int(pair.removeprefix(lead)), how)


def _load(cookie: Mapping[str, Any], name: str) -> dict[str, str]:
    match cookie.get(name):
        case dict() as others:
            # As it was kept before the order counted.
            return {str(key): str(value) for key, value in others.items()}
        case [*pairs] if all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in pairs):
            return {str(key): str(value) for key, value in pairs}
    return {}


def _keep(cookie: MutableMapping[str, Any], name: str, values: Mapping[str, str]) -> None:
    # As pairs: an object comes back in the order of its names.
    cookie[name] = [[key, value] for key, value in values.items()]


def _is_pair(who: str) -> bool:
    parts = who.split(".")
    return len(parts) == 2 and all(p.isascii() and p.isdigit() and len(p) <= 10 for p in parts)


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)

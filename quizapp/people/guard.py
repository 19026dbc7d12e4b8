"""Guards: who may come through a route. Each route names one; the service below decides what they may see.

Also the only place that reads and writes the cookie of a sign-in; what stands there of a guest beside it is `aside`'s.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial, wraps
from typing import Any, TypeVar

from flask import Flask, after_this_request, current_app, flash, g, request, session, url_for
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from quizapp.core.errors import NotAllowed, QuizError
from quizapp.people import cookie, service
from quizapp.people.attempts import GUEST_ROWS
from quizapp.people.cookie import SignIn
from quizapp.people.viewer import PASSER_BY, Viewer
from quizapp.plumbing.error_pages import answer, unsent, wants_json
from quizapp.plumbing.forms import is_from_elsewhere
from quizapp.plumbing.limits import address_key
from quizapp.plumbing.pages import next_address, see_other, sender_address, wants_part
from quizapp.plumbing.resending import find_sent, sent_files
from quizapp.plumbing.runtime import current, now, reading

View = TypeVar("View", bound=Callable[..., Any])

#: No cookie is read after so long, whatever it says.
COOKIE_LIFE = timedelta(days=180)
ENDED = "This browser is no longer signed in. Sign in to find what you learned, or go on without an account."
NOT_DONE = "Nothing was done yet: sign in, and press it again."


def install(app: Flask) -> None:
    """Let the app know its viewers and every template ask for them."""
    app.config["PERMANENT_SESSION_LIFETIME"] = COOKIE_LIFE

    @app.context_processor
    def _inputs() -> dict[str, Any]:
        return {"viewer": _viewer_for_page(), "page_language": "en", "is_let_in": _is_let_in}

    # Before the token of the form is looked at, and before its size is: neither is why it was not taken.
    app.before_request(_lead_to_sign_in)


def viewer() -> Viewer:
    """Give whoever sent this request; looked up once."""
    if "viewer" not in g:
        g.viewer = _load()
    found: Viewer = g.viewer
    return found


def anyone(view: View) -> View:
    """Let everybody in, passers-by too."""
    return _marked("anyone", lambda: None, view)


def learner(view: View) -> View:
    """Let accounts and guests in."""
    return _marked("learner", lambda: _ask_to_sign_in() if viewer().id is None else None, view)


def signed_in(view: View) -> View:
    """Let accounts in."""
    return _marked("signed_in", lambda: None if viewer().is_signed_in else _ask_to_sign_in(), view)


def teacher(view: View) -> View:
    """Let teachers and admins in."""
    return _marked("teacher", lambda: _check_right(viewer().is_teacher, "teachers"), view)


def admin(view: View) -> View:
    """Let admins in."""
    return _marked("admin", lambda: _check_right(viewer().is_signed_in and viewer().is_admin, "admins"), view)


def recent(view: View) -> View:
    """Ask an account for its password again when that was long ago; stands below another guard."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        return _ask_for_password() or view(*args, **values)

    guarded.__recent__ = True  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def quiet(view: View) -> View:
    """Mark a view whose calls are not pages viewed: they do not lengthen a sign-in."""
    view.__quiet__ = True  # type: ignore[attr-defined]
    return view


def admit(database: Session, zone: str | None = None) -> Viewer:
    """Give the viewer of this request as a stored learner; for a passer-by a guest's row is made.

    Call `keep` after the commit, so that no cookie names a row that was rolled back.

    Raises:
        TooMany: too many guests came from this address.
    """
    if viewer().id is not None:
        return viewer()
    secret = _admission()
    found = service.find_admitted(database, secret, now()) if secret else None
    if found is not None:
        return found
    current().limits.spend(GUEST_ROWS, address_key(request.remote_addr))
    guest = service.admit_guest(database, secret, now(), zone or request.form.get("zone") or "UTC")
    seat = learner_history().adopt(database, guest.id, request.cookies)
    if seat is not None and guest.id is not None:
        cookie.hand_over_others(session, seat, guest.id)
    return guest


def prepare_admission() -> None:
    """Let the guest that a form will make of a passer-by be found again in this browser, should the reply be lost.

    Called where such a form is shown. The secret is another each time: a cookie that was copied before opens nothing.
    """
    if viewer().id is None:
        session[cookie.ADMISSION] = secrets.token_urlsafe(16)


def keep(person: Viewer) -> None:
    """Remember the learner of `admit` in the browser; nothing to do when it was known before."""
    if viewer().id is None:
        start_guest(person, now())


def start_sign_in(user: Viewer, moment: datetime, *, shared_computer: bool = False, leaves: bool = False) -> None:
    """Sign somebody in in this browser under a new cookie and CSRF secret; call it after the commit.

    Where that `leaves` a guest, who may be somebody else, the browser is theirs again after the sign-out; so the cookie
    stays when the browser is closed, and on a shared computer a second one goes and takes the sign-in along.
    """
    left = session.get(cookie.SIGN_IN if leaves else cookie.LEFT)
    _forget(cookie.KNOWN, cookie.OTHERS)
    session.permanent = bool(left) or not shared_computer
    if left:
        session[cookie.LEFT] = left
    if user.id is not None and not shared_computer:
        cookie.remember_browser(session, user.id)
    _write(sign_in := cookie.make(user, moment, is_shared=shared_computer))
    if left and shared_computer:
        after_this_request(partial(cookie.open_browser, sign_in=sign_in, config=current_app.config))
    g.viewer = user


def start_guest(user: Viewer, moment: datetime) -> None:
    """Remember a new guest; the page's CSRF secret stays, since its other forms are open still."""
    session.permanent = True
    session.pop(cookie.ADMISSION, None)
    _write(cookie.make(user, moment))
    g.viewer = user


def end_sign_in(*, forget_browser: bool = False) -> None:
    """Take the sign-in out of this browser's cookie; the database must have ended it. A guest who was left is back."""
    left = session.get(cookie.LEFT)
    _forget(*(() if forget_browser else (cookie.KNOWN, cookie.OTHERS)))
    session.permanent = bool(left or session.get(cookie.KNOWN))
    if left:
        session[cookie.SIGN_IN] = left
    g.viewer = PASSER_BY


def renew_sign_in(user: Viewer, moment: datetime) -> None:
    """Give this browser a new cookie for the same person after the others were made dead."""
    old = current_sign_in()
    start_sign_in(user, moment, shared_computer=old is not None and old.is_shared)


def prove(moment: datetime) -> None:
    """Note that the password was given again."""
    sign_in = current_sign_in()
    if sign_in is not None:
        _write(cookie.proved(sign_in, moment))


def current_sign_in() -> SignIn | None:
    """Give the sign-in of this request's viewer; None for a passer-by."""
    return cookie.read(session) if viewer().id is not None else None


def find_whose(sign_in: SignIn) -> Viewer | None:
    """Find whose sign-in it is, if it counts."""
    with reading() as database:
        found = service.find_viewer(database, sign_in)
    return found if found is not None and sign_in.is_alive(found, now()) else None


def find_sign_in_of(user_id: int) -> SignIn | None:
    """Find this browser's sign-in as somebody, if nobody has ended it; one whose time is over still is theirs."""
    sign_in = cookie.read(session)
    if sign_in is None or sign_in.user_id != user_id or not _is_open(sign_in):
        return None
    with reading() as database:
        return sign_in if service.find_viewer(database, sign_in) is not None else None


def mark_of_browser(user_id: int | None) -> str | None:
    """Give this browser's mark if the account was signed in here before."""
    return cookie.mark_of_browser(session, user_id)


def learner_history() -> service.LearnerHistory:
    """Give what later rooms do for a learner's history."""
    history: service.LearnerHistory = current_app.extensions["learner_history"]
    return history


def _load() -> Viewer:
    sign_in = cookie.read(session)
    if sign_in is None:
        session.pop(cookie.SIGN_IN, None)
        return _load_admitted()
    found = find_whose(sign_in) if _is_open(sign_in) else None
    if found is None:
        found = _take_out()
        flash(ENDED, "warn")
        return found
    if _is_page_view():
        newer = cookie.renewed(sign_in, now())
        if newer is not None:
            cookie.renew_left(session, now())
            _write(newer)
    return found


def _is_open(sign_in: SignIn) -> bool:
    """Tell whether the browser was not closed since a sign-in, where that ends it."""
    return cookie.is_open(request.cookies, session, sign_in, current_app.config)


def _load_admitted() -> Viewer:
    """Give the guest whose cookie got lost on its way, and the cookie again."""
    secret = _admission()
    if secret is None:
        return PASSER_BY
    with reading() as database:
        found = service.find_admitted(database, secret, now())
    if found is None:
        return PASSER_BY
    start_guest(found, now())
    return found


def _admission() -> str | None:
    secret = session.get(cookie.ADMISSION)
    return secret if isinstance(secret, str) else None


def _viewer_for_page() -> Viewer:
    # An error page must come even when the database cannot say who looks.
    try:
        return viewer()
    except (QuizError, SQLAlchemyError):
        return PASSER_BY


def _is_let_in() -> bool:
    """Tell whether this request's guard lets its sender in without an account."""
    view = current_app.view_functions.get(request.endpoint or "")
    name = getattr(view, "__guard__", "anyone")
    return name == "anyone" or (name == "learner" and _viewer_for_page().id is not None)


def _is_page_view() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method == "GET" and not wants_part() and not getattr(view, "__quiet__", False)


def _marked(name: str, check: Callable[[], Response | None], view: View) -> View:
    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        return check() or view(*args, **values)

    guarded.__guard__ = name  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def _check_right(has_right: bool, whose: str) -> Response | None:
    if viewer().id is None:
        return _ask_to_sign_in()
    if not has_right:
        raise NotAllowed(f"This page is for {whose}. If you are one, sign in with that account.")
    return None


def _lead_to_sign_in() -> Response | None:
    """Lead whoever sends a form while nobody is signed in over the sign-in, with what the form held; scripts are told.

    Of another site nothing is taken, not even the name of a file. What was pressed for an account is not done for the
    guest whose browser it has become by that, who is let in.
    """
    if request.method != "POST" or is_from_elsewhere():
        return None
    if cookie.LEFT not in session or viewer().is_signed_in:
        return None if _is_let_in() or viewer().id else _ask_to_sign_in()
    return see_other(url_for("study.library")) if request.endpoint == "people.sign_out" else _ask_to_sign_in()


def _ask_to_sign_in() -> Response:
    if wants_part() or wants_json():
        return answer(401, "Sign in to do this; reload the page to get there.")
    is_large = (request.content_length or 0) > current_app.config["MAX_CONTENT_LENGTH"]
    sent = None if is_large else find_sent()
    if sent is not None:
        return unsent(401, "This needs an account that is signed in. Nothing was stored yet.", sent)
    files = () if is_large else sent_files()
    if is_large or files:
        named = f"“{files[0]}”" if len(files) == 1 else "What you brought"
        flash(f"{named} did not arrive, since nobody is signed in here any more. Sign in, and choose it again.", "warn")
    elif request.method == "POST" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
        # What a script sends by itself is no press.
        flash(NOT_DONE, "warn")
    return see_other(url_for("people.sign_in", next=_way_back()))


def _ask_for_password() -> Response | None:
    sign_in = current_sign_in()
    if sign_in is None or viewer().is_guest or sign_in.is_recent(now()):
        return None
    if wants_part() or wants_json():
        return answer(401, "Give your password again to do this; reload the page to get there.")
    sent = find_sent()
    if sent is not None:
        return unsent(401, "You signed in a while ago. Nothing was stored yet.", sent, asks_password=True)
    return see_other(url_for("people.recent", next=_way_back()))


def _way_back() -> str | None:
    """Give the page to come back to: this one, or for a form sent the page it stood on."""
    if request.method in ("GET", "HEAD"):
        return request.full_path.rstrip("?")
    if request.endpoint == "people.sign_in":
        return next_address("") or None
    if request.url_rule is not None and "GET" in (request.url_rule.methods or ()):
        return request.path
    return sender_address()


def _take_out() -> Viewer:
    """Take a sign-in that counts no more out of the cookie; gives the guest whom it left, who is back."""
    left = cookie.read(session, cookie.LEFT)
    guest = None if left is None else find_whose(left)
    if guest is not None:
        end_sign_in()
        return guest
    session.pop(cookie.LEFT, None)
    session.pop(cookie.SIGN_IN, None)
    return PASSER_BY


def _forget(*names: str) -> None:
    """Take all out of the cookie but what has one of these names."""
    kept = {name: session[name] for name in names if session.get(name)}
    session.clear()
    session.update(kept)
    # Flask-WTF keeps the token of the old secret for the rest of the request.
    g.pop(cookie.CSRF, None)


def _write(sign_in: SignIn) -> None:
    cookie.write(session, sign_in)
    session.modified = True

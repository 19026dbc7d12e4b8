"""Errors become pages here, once: a status, words for a person, a request id, nothing of the inside."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from quizapp.core.errors import Conflict, FormatError, InvalidQuestion, NotAllowed, NotFound, QuizError
from quizapp.plumbing.db_errors import Busy, Collided, DiskFull, Overtaken
from quizapp.plumbing.disk_room import DISK_FULL, NO_ROOM
from quizapp.plumbing.limits import TooMany
from quizapp.plumbing.logs import security, shortened
from quizapp.plumbing.pages import page_above, sender_address, wants_part
from quizapp.plumbing.resending import Sent, find_sent

log = logging.getLogger("quizapp.errors")

#: So often a request that met another writer is done again before its sender is told.
TRIED_AGAIN = 2

STATUSES: dict[type[QuizError], int] = {
    InvalidQuestion: 422,
    FormatError: 422,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    TooMany: 429,
    Busy: 503,
    DiskFull: 507,
}

TITLES = {
    400: "That could not be used",
    401: "Please sign in",
    403: "Not for you to do",
    404: "There is nothing here",
    405: "That cannot be done here",
    409: "This page is out of date",
    413: "That is too large",
    415: "That cannot be read",
    422: "Something needs mending",
    429: "Slow down a little",
    500: "Something broke on our side",
    503: "Busy for a moment",
    507: "The disk is full",
}

MESSAGES = {
    400: "The request could not be understood. Go back, reload the page and try again.",
    404: "The address may be mistyped, or what was here is gone. The library lists what there is.",
    405: "This address does not take that kind of request. Go back and use the page’s own buttons.",
    413: "What was sent is larger than this page takes.",
    415: "This address takes forms only.",
    500: "It is written down on the server. Try again; if it stays, tell whoever runs this site the number below.",
}


def install(app: Flask) -> None:
    """Let the app answer each error with its page."""
    app.register_error_handler(Collided, _collided)
    app.register_error_handler(Overtaken, _collided)
    app.register_error_handler(QuizError, page_of)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def page_of(error: QuizError) -> Response:
    """Give the page of an error that a person can mend."""
    status = next((STATUSES[cls] for cls in type(error).__mro__ if cls in STATUSES), 400)
    is_shut = status in (403, 404) and not wants_part()
    response = answer(status, error.message, title=error.title, sent=find_sent() if is_shut else None)
    if isinstance(error, TooMany):
        security.warning("limit met: %s, from %s", error.door, shortened(request.remote_addr))
        response.headers["Retry-After"] = str(error.retry_after_seconds)
    elif status == 503:
        response.headers["Retry-After"] = "2"
    return response


def _collided(error: Collided | Overtaken) -> Any:
    """Do the request again: nothing of it was stored, and whoever was in its way is through."""
    g.collisions = g.get("collisions", 0) + 1
    if g.collisions > TRIED_AGAIN:
        if isinstance(error, Overtaken):
            log.error("request %s was overtaken each time", g.get("request_id", "-"), exc_info=error)
        return page_of(error)
    for _, file in request.files.items(multi=True):
        file.stream.seek(0)
    try:
        return current_app.dispatch_request()
    except Exception as again:
        return current_app.handle_user_exception(again)


def _csrf_error(error: CSRFError) -> Response:
    sent = None if wants_json() else find_sent()
    if sent is not None:
        return unsent(400, "The sign-in of this page has ended. Nothing was stored yet.", sent)
    return answer(400, "This page had been open for too long, or cookies are off. Reload the page and send it again.")


def _foreign_host(_error: SecurityError) -> Response:
    # No page: under a name that is not ours Flask builds no addresses, and a page has links.
    words = "This site does not go by that name. Whoever runs it can set QUIZAPP_BASE_URL.\n"
    return Response(words, 400, mimetype="text/plain")


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    message = MESSAGES.get(status, "Go back, reload the page and try again.")
    if status == 413:
        view = current_app.view_functions.get(request.endpoint or "")
        message = getattr(view, "__too_large__", message)
    response = answer(status, message)
    if status == 405 and error.valid_methods:  # type: ignore[attr-defined]
        response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
    return response


def _unexpected(error: Exception) -> Response:
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        # A large upload is spooled to a file before any view sees it.
        log.warning("request %s met a full disk", g.get("request_id", "-"))
        return answer(507, DISK_FULL)
    log.error("request %s failed", g.get("request_id", "-"), exc_info=error)
    return answer(500, MESSAGES[500])


def wants_json() -> bool:
    """Whether a program asks, to be answered in JSON."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


@dataclass(frozen=True, slots=True)
class WayOn:
    """Where a page that cannot go on leads to: an address, and the words of its button."""

    address: str
    words: str


def answer(
    status: int, message: str, *, title: str = "", sent: Sent | None = None, way_on: WayOn | None = None
) -> Response:
    """Give the page, part or JSON object that tells a person what went wrong; of `sent` it shows what they wrote.

    `way_on` leads on where the room knows better than to go back.
    """
    title = title or TITLES.get(status, "That did not work")
    request_id = g.get("request_id", "-")
    if not wants_part() and wants_json():
        response: Response = jsonify({"error": title, "message": message, "request_id": request_id})
    else:
        template = "errors/_part.html" if wants_part() else "errors/page.html"
        inputs = {
            "title": title,
            "message": message,
            "status": status,
            "request_id": request_id,
            "back": way_on or (None if wants_part() else _way_back(status)),
            "texts": sent.texts if sent else (),
        }
        body = render_template(template, **inputs)
        response = Response(body, mimetype="text/html")
    response.status_code = status
    return response


def _way_back(status: int) -> WayOn | None:
    """Give the page that a form stood on, or the one over its address; None for what was no form."""
    if request.method in ("GET", "HEAD"):
        return None
    # The page above what is not there says nothing of it, and is not there either.
    address = sender_address() or (None if status == 404 else page_above())
    return WayOn(address, "Back to the page") if address else None


def unsent(status: int, message: str, sent: Sent, *, asks_password: bool = False) -> Response:
    """Give the page that keeps a form which was not taken: it asks to sign in, or sends the form with one press.

    `asks_password`: whoever is signed in gives the password again first.
    """
    inputs = {"message": message, "status": status, "sent": sent, "asks_password": asks_password}
    body = render_template("errors/unsent.html", request_id=g.get("request_id", "-"), **inputs)
    return Response(body, status, mimetype="text/html")

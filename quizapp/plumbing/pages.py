"""Pages: what a request wants, where it may be sent on to, and what every template can use."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, make_response, redirect, request, url_for
from jinja2 import StrictUndefined
from werkzeug.wrappers import Response

from quizapp.plumbing.headers import security_headers
from quizapp.plumbing.markup import pictured, pictures_in, rich, show_media_at
from quizapp.plumbing.runtime import current

PART_HEADER = "X-Part"


def wants_part() -> bool:
    """Whether the page's script asks for the changed part alone."""
    return request.headers.get(PART_HEADER) == "1"


def see_other(address: str) -> Response:
    """Send the browser on with GET (303)."""
    return redirect(address, code=303)


def is_local(address: str) -> bool:
    """Whether an address is a plain path of this app: no other host, no scheme, no trick of slashes."""
    if not address.startswith("/") or address.startswith(("//", "/\\")):
        return False
    if any(c in address for c in "\\\r\n\t") or not address.isprintable():
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        not parts.scheme and not parts.netloc and "%2f%2f" not in address[:8].lower() and "%5c" not in address.lower()
    )


def sender_address() -> str | None:
    """Give the page of ours that this request was sent from; None when the browser does not say, or it is another's."""
    try:
        sender = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return None
    address = sender.path + (f"?{sender.query}" if sender.query else "")
    return address if sender.netloc == request.host and is_local(address) else None


def page_above() -> str | None:
    """Give the nearest page over this request's path; None when that is the front page."""
    adapter = current_app.create_url_adapter(request)
    path = request.path.rpartition("/")[0]
    while path and adapter is not None:
        if adapter.test(path, "GET"):
            return path
        path = path.rpartition("/")[0]
    return None


def next_address(fallback: str) -> str:
    """Give the local address that `next` names, else the fallback."""
    wanted = request.values.get("next", "")
    return wanted if is_local(wanted) else fallback


def no_store(response: Response | str) -> Response:
    """Keep a personal page out of every cache."""
    made = make_response(response)
    made.headers["Cache-Control"] = "no-store"
    return made


def install(app: Flask) -> None:
    """Give the app its template globals and the headers of every response."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["_"] = _words
    app.jinja_env.filters |= {"rich": rich, "pictured": pictured, "pictures_in": pictures_in}
    app.jinja_env.globals["asset"] = lambda name: current().assets.url(name)

    @app.before_request
    def _mark_request() -> None:
        g.request_id = secrets.token_hex(6)
        # The thread may have shown another bank before.
        show_media_at("")

    @app.after_request
    def _add_headers(response: Response) -> Response:
        for name, value in security_headers(is_https=current().settings.is_https).items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Request-Id"] = g.get("request_id", "-")
        return response


def _words(text: str, **values: Any) -> str:
    """Give the words of the page's language; English is the only one yet."""
    return text % values if values else text


def url(endpoint: str, **values: Any) -> str:
    """Give the path of an endpoint."""
    return url_for(endpoint, **values)

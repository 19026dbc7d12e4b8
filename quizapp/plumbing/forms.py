"""Base of all forms: CSRF by Flask-WTF over the whole app, and foreign origins refused."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, g, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect, generate_csrf
from werkzeug.datastructures import CombinedMultiDict, MultiDict

from quizapp.core.errors import NotAllowed
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.runtime import now

#: No row has a number beyond it, and no form needs one.
HIGHEST_NUMBER = 2**31 - 1
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
View = TypeVar("View", bound=Callable[..., Any])
AForm = TypeVar("AForm", bound="Form")


class Form(FlaskForm):
    """A form whose token is checked once for the whole app, so not again by itself."""

    class Meta(FlaskForm.Meta):
        """Switch the form's own token off: `CSRFProtect` has looked at it before the view."""

        csrf = False

    def errors_by_field(self) -> list[tuple[str, str, str]]:
        """List (id, label, message) of each field's first error, for the summary on top of the page."""
        return [(f.id, f.label.text, str(f.errors[0])) for f in self if f.errors]


def refused(kind: type[AForm], field: str, typed: str, why: str) -> AForm:
    """Give a form with what was typed into its one field, and why it leads nowhere; nothing typed is told as that."""
    form = kind(MultiDict({field: typed}))
    if form.validate():
        form[field].errors = [why]
    return form


def submitted() -> MultiDict[str, str]:
    """Give the inputs of the submitted form."""
    return request.form


def takes_files(limit_bytes: Callable[[], int | None], too_large: str) -> Callable[[View], View]:
    """Let a view take a larger body than others; the limit is asked for each request, None = the usual one.

    `too_large` tells a person what to do when it is larger still.
    """

    def mark(view: View) -> View:
        view.__body_limit__ = limit_bytes  # type: ignore[attr-defined]
        view.__too_large__ = too_large  # type: ignore[attr-defined]
        return view

    return mark


def uploaded() -> MultiDict[str, Any]:
    """Give the inputs of the submitted form with the files among them."""
    return CombinedMultiDict((request.files, request.form))


def install(app: Flask) -> None:
    """Protect every unsafe method of the app."""

    @app.before_request
    def _raise_limit() -> None:
        # Before the token is looked for, since that reads the body.
        wanted = _wanted_limit(app)
        if wanted is not None:
            request.max_content_length = wanted

    app.config["WTF_CSRF_TIME_LIMIT"] = None
    # A page left open over a change of the key is still sent: tokens are read by every key, signed by the last one.
    app.config["WTF_CSRF_SECRET_KEY"] = [*app.config["SECRET_KEY_FALLBACKS"], app.config["SECRET_KEY"]]
    CSRFProtect(app)
    app.jinja_env.globals["csrf_token"] = _token
    app.jinja_env.globals["new_client_id"] = new_client_id

    @app.before_request
    def _refuse_foreign_origin() -> None:
        if request.method in SAFE_METHODS:
            return
        if is_from_elsewhere():
            raise NotAllowed("This form was sent from another site. Open the page here and try again.")


def is_from_elsewhere() -> bool:
    """Whether a browser says that another site makes this request."""
    return request.headers.get("Sec-Fetch-Site") == "cross-site" or _is_foreign(request.headers.get("Origin"))


def body_limit(app: Flask, environ: dict[str, Any]) -> int:
    """Give how many bytes the body of a request may have, before any of it is read."""
    with app.request_context({**environ, "wsgi.input": BytesIO()}):
        wanted = _wanted_limit(app)
    return app.config["MAX_CONTENT_LENGTH"] if wanted is None else wanted


def _wanted_limit(app: Flask) -> int | None:
    view = app.view_functions.get(request.endpoint or "")
    limit_bytes: Callable[[], int | None] | None = getattr(view, "__body_limit__", None)
    return limit_bytes() if request.method == "POST" and limit_bytes is not None else None


def _token() -> str:
    """Give the token of this request's forms; Flask-WTF sets up its signer anew for each form of a page."""
    token: str = g.get("csrf_token") or generate_csrf()
    return token


def _is_foreign(origin: str | None) -> bool:
    try:
        return origin is not None and urlsplit(origin).netloc != request.host
    except ValueError:
        return True


def as_text(value: Any) -> str:
    """Give a form value as stripped text without control characters that a database cannot hold."""
    return "".join(c for c in str(value or "") if c != "\0" and not 0xD800 <= ord(c) <= 0xDFFF).strip()


def new_client_id() -> str:
    """Make the id under which a form's act is stored once, however often it is sent: a UUID of version 7.

    Time stands first, so that a learner's events lie in the order of time.
    """
    number = (epoch_ms(now()) & (1 << 48) - 1) << 80 | secrets.randbits(80)
    number = number & ~(0xF << 76) | 7 << 76
    number = number & ~(0x3 << 62) | 2 << 62
    return str(UUID(int=number))


def read_number(text: str | None, at_most: int = HIGHEST_NUMBER) -> int | None:
    """Read a whole number from 0; None for anything else, and for one that is too large."""
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= len(str(HIGHEST_NUMBER))):
        return None
    number = int(text)
    return number if number <= at_most else None


def read_numbers(texts: Iterable[str]) -> list[int]:
    """Read whole numbers from 0, each once; what is none is left out."""
    return list(dict.fromkeys(number for text in texts if (number := read_number(text)) is not None))

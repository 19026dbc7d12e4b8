"""What the pages of people share: the blueprint, a form as a page, the way on, whether a password is right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from quizapp.people import aside, cookie, guard, passwords
from quizapp.people.attempts import Attempt
from quizapp.people.forms import PeopleForm
from quizapp.people.service import Credentials
from quizapp.people.viewer import Viewer
from quizapp.plumbing.error_pages import unsent
from quizapp.plumbing.limits import address_key
from quizapp.plumbing.logs import security, shortened
from quizapp.plumbing.pages import next_address, see_other
from quizapp.plumbing.resending import find_kept
from quizapp.plumbing.runtime import current

blueprint = Blueprint("people", __name__)
Answer = Response | str | tuple[str, int]


def go_on(fallback: str) -> Answer:
    """Show the form that waited for the password, to be sent under the token of now; else go where `next` says."""
    kept = find_kept()
    if kept is None:
        return see_other(next_address(fallback))
    return unsent(200, "Nothing was stored yet.", kept)


def form_page(template: str, form: PeopleForm, status: int | None = None, **inputs: Any) -> tuple[str, int]:
    """Show the page of a form, with the status of one that was not taken where it was sent."""
    is_open = current().settings.sign_up == "open"
    page = render_template(
        template, form=form, next=next_address(""), kept=find_kept(), sign_up_is_open=is_open, **inputs
    )
    return page, status or (422 if request.method == "POST" else 200)


def is_right(found: Credentials | None, name: str, password: str) -> bool:
    """Tell whether a password is an account's, within the bounds of trying; a wrong one is counted and noted."""
    mark = guard.mark_of_browser(found.viewer.id) if found else None
    attempt = Attempt(current().limits, name, address_key(request.remote_addr), mark)
    attempt.check()
    if passwords.verify(found.password_hash if found else None, password):
        return True
    attempt.count_failure()
    security.warning("wrong password for %s, from %s", f"user {found.viewer.id}" if found else "nobody", came_from())
    return False


def is_another(session: Session, left: Viewer) -> bool:
    """Whether the guest whose browser this is is known to be somebody else than who is signed in."""
    are_two = guard.learner_history().are_two
    return aside.find_another() == cookie.FOUND or are_two(session, id_of(left), id_of(guard.viewer()))


def publish(topics: Iterable[tuple[str, str]]) -> None:
    """Tell all who listen what has changed; called after the commit."""
    for topic, told in topics:
        current().hub.publish(topic, told)


def after_sign_out(topics: Sequence[tuple[str, str]]) -> Response:
    """Go to the library; of whoever plays games by way of the page at which the browser gives them back."""
    return see_other(url_for("live.left") if topics else url_for("study.library"))


def id_of(viewer: Viewer) -> int:
    """Give the id of somebody whom a guard has let in."""
    if viewer.id is None:
        raise RuntimeError("this route's guard lets passers-by in")
    return viewer.id


def came_from() -> str:
    """Give the shortened address of the request, for the log."""
    return shortened(request.remote_addr)

"""Pages by which somebody comes in and goes: sign in, up and out, whose the browser's history is, the first account."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, render_template, request, url_for
from sqlalchemy.orm import Session

from quizapp.core.errors import NotAllowed
from quizapp.people import aside, attempts, cookie, guard, passwords, service
from quizapp.people.attempts import Attempt
from quizapp.people.cookie import SignIn
from quizapp.people.forms import FirstAccountForm, NewAccountForm, SignInForm, SignUpForm
from quizapp.people.service import Credentials, InvalidField, NewAccount
from quizapp.people.viewer import Viewer
from quizapp.people.views.pages import (
    Answer,
    after_sign_out,
    blueprint,
    came_from,
    form_page,
    go_on,
    id_of,
    is_another,
    is_right,
    publish,
)
from quizapp.plumbing.limits import address_key
from quizapp.plumbing.logs import security
from quizapp.plumbing.pages import next_address, see_other
from quizapp.plumbing.resending import find_kept
from quizapp.plumbing.runtime import current, now, reading, transaction

WRONG = "Name and password do not fit together. Check both; capitals count in the password."
BROUGHT = "What you learned here without an account is now in yours."
TWO = "You and “{name}” play in one game, so you are two people."
TWO_NAMELESS = "You and who learned in this browser without an account play in one game, so you are two people."
#: What became of the guest in whose browser an account signs in: theirs now, left to whoever it is, or to be asked.
TAKEN, LEFT, ASKED = "taken", "left", "asked"
CLOSED = "Accounts are not made on this page here. Ask your teacher, or whoever runs this site."


@blueprint.route("/sign-in", methods=["GET", "POST"])
@guard.anyone
def sign_in() -> Answer:
    """Ask for name and password, and sign in."""
    form = SignInForm()
    if not form.validate_on_submit():
        return form_page("people/sign_in.html", form)
    found = _proved(form.name.data, form.password.data)
    if found is None:
        form.refuse_field("password", WRONG)
        return form_page("people/sign_in.html", form)
    became = _enter(found, form.password.data)
    guard.start_sign_in(found.viewer, now(), shared_computer=form.shared.data, leaves=became in (LEFT, ASKED))
    if became == TAKEN:
        flash(BROUGHT, "good")
    onward = url_for("study.library")
    return go_on(onward) if became != ASKED else _ask_or_go_on(onward)


@blueprint.route("/sign-up", methods=["GET", "POST"])
@guard.anyone
def sign_up() -> Answer:
    """Make an account that keeps what its owner learned as a guest; whom others know by name is asked first."""
    if current().settings.sign_up == "closed":
        raise NotAllowed(CLOSED)
    form = SignUpForm()
    user, is_asked = _new_account(form) if form.validate_on_submit() else (None, False)
    if user is None:
        return form_page("people/sign_up.html", form)
    guard.start_sign_in(user, now(), shared_computer=form.shared.data, leaves=is_asked)
    flash("Your account is made, and you are signed in.", "good")
    onward = url_for("study.library")
    return _ask_or_go_on(onward) if is_asked else see_other(next_address(onward))


@blueprint.route("/settings/guest", methods=["GET", "POST"])
@guard.signed_in
def guest() -> Answer:
    """Ask whether who has learned in this browser without an account is who is signed in now; *yes* brings it along."""
    left, onward = aside.find_left(), next_address(url_for("study.library"))
    if left is None:
        _say_again()
        return see_other(onward)
    with reading() as session:
        (name, nickname), is_two = _names(session, left[0].id), is_another(session, left[0])
    # Not only GET: Flask leads HEAD here too, which carries no token.
    if request.method != "POST" and not is_two:
        return render_template("people/guest.html", name=name, nickname=nickname, next=onward)
    _settle(*left, name or nickname, is_two=is_two)
    return see_other(onward)


@blueprint.post("/sign-outs")
@guard.anyone
def sign_out() -> Answer:
    """End the sign-in of this browser, and what it plays under it."""
    with transaction() as session:
        topics = _end_present(session)
    publish(topics)
    guard.end_sign_in()
    flash("You are signed out.", "good")
    return after_sign_out(topics)


@blueprint.route("/first-account", methods=["GET", "POST"])
@guard.anyone
def first_account() -> Answer:
    """Make the first teacher's account with the code of the terminal."""
    with reading() as session:
        if service.has_teacher(session):
            raise NotAllowed("The first account was made already. Sign in with it, or ask whoever runs this site.")
    form = FirstAccountForm()
    if not form.validate_on_submit():
        return form_page("people/first_account.html", form)
    user, is_asked, status = _claim(form)
    if user is None:
        return form_page("people/first_account.html", form, status)
    guard.start_sign_in(user, now(), leaves=is_asked)
    flash("Your account is made. You may do everything here.", "good")
    onward = url_for("study.library")
    return _ask_or_go_on(onward) if is_asked else see_other(onward)


def _proved(name: str, password: str) -> Credentials | None:
    """Give the account that name and password open; as slow for a name that nobody has."""
    with reading() as session:
        found = service.find_credentials(session, name)
    return found if is_right(found, name, password) else None


def _enter(found: Credentials, password: str) -> str:
    """Do what a sign-in writes: the guest's history moves over, the old sign-in ends, a weak hash is renewed.

    Returns what became of the guest; empty where there was none.
    """
    stored = found.password_hash or ""
    stronger = passwords.hash_password(password) if passwords.needs_rehash(stored) else None
    viewer = guard.viewer()
    if viewer.id is None and stronger is None:
        return ""
    with transaction() as session:
        if stronger is not None:
            service.strengthen(session, id_of(found.viewer), stored, stronger)
        became = _take_guest(session, id_of(found.viewer)) if viewer.is_guest else ""
        topics = _end_present(session) if became not in (LEFT, ASKED) else []
    publish(topics)
    return became


def _take_guest(session: Session, account_id: int) -> str:
    """Let what a guest learned be an account's, unless they are two, or may well be: say which.

    Others know the guest by name, or use this browser too, or both gave in one game: then they are asked.
    """
    guest_id, history = id_of(guard.viewer()), guard.learner_history()
    if history.are_two(session, guest_id, account_id):
        # They still are once the game is over.
        aside.note_found(guest_id, account_id)
    if aside.is_another(guest_id, account_id):
        return LEFT
    may_be_two = aside.has_others(guest_id) or history.both_gave(session, guest_id, account_id)
    if may_be_two or any(_names(session, guest_id)):
        return ASKED
    return TAKEN if service.take_over_guest(session, history, guest_id, account_id, now()) else LEFT


def _names(session: Session, guest_id: int | None) -> tuple[str | None, str | None]:
    """Give the names that a guest is known by: of a classroom, and in a game that runs."""
    if guest_id is None:
        return None, None
    return service.find_roster_name(session, guest_id), guard.learner_history().find_nickname(session, guest_id)


def _settle(left: Viewer, sign_in: SignIn, name: str | None, *, is_two: bool) -> None:
    """Do what was pressed about the guest who was left, and say what came of it."""
    if not is_two and request.form.get("who") == "another":
        aside.note_another(cookie.SAID)
    elif not is_two and _take_left(left, sign_in):
        flash(BROUGHT, "good")
    else:
        aside.note_another(cookie.FOUND)
        flash(TWO.format(name=name) if name else TWO_NAMELESS, "warn")


def _take_left(left: Viewer, sign_in: SignIn) -> bool:
    """Let what the guest who was left has learned be the viewer's; False where they are two people."""
    with transaction() as session:
        account_id, topics = id_of(guard.viewer()), []
        if service.take_over_guest(session, guard.learner_history(), left.id, account_id, now()):
            service.end_sign_in(session, sign_in, left, now())
            topics = guard.learner_history().list_moved(session, account_id)
        # Pressed twice at once, the second finds what the first has done.
        elif not service.was_signed_out(session, sign_in):
            return False
    publish(topics)
    aside.bring()
    return True


def _say_again() -> None:
    """Say of what was pressed twice, or in a second tab, what the first press was told."""
    if request.method == "POST" and request.form.get("who") != "another" and aside.was_brought():
        aside.bring()
        flash(BROUGHT, "good")


def _ask_or_go_on(fallback: str) -> Answer:
    """Ask whose the browser's history is, but first what waited for the password."""
    kept = find_kept()
    if kept is not None:
        return go_on(fallback)
    return see_other(url_for("people.guest", next=next_address(fallback)))


def _end_present(session: Session) -> list[tuple[str, str]]:
    """End the sign-in that this browser has; gives what is to be published after the commit."""
    present = guard.current_sign_in()
    if present is None:
        return []
    service.end_sign_in(session, present, guard.viewer(), now())
    return guard.learner_history().list_moved(session, present.user_id)


def _new_account(form: SignUpForm) -> tuple[Viewer | None, bool]:
    """Make an account, and tell whether the guest, whom others know by name, is still to be asked about."""
    current().limits.spend(attempts.SIGN_UP, address_key(request.remote_addr))
    account = _account(form)
    try:
        return _make(lambda session, guest_id: service.sign_up(session, account, now(), guest_id))
    except InvalidField as error:
        form.refuse(error)
        return None, False


def _make(make: Callable[[Session, int | None], Viewer]) -> tuple[Viewer, bool]:
    """Make an account with what a guest learned; one whom others know by name stays: tell whether to ask about them."""
    guest_id = _guest_id()
    with transaction() as session:
        is_asked = guest_id is not None and (aside.has_others(guest_id) or any(_names(session, guest_id)))
        topics = [] if is_asked else _end_present(session)
        user = make(session, None if is_asked else guest_id)
    publish(topics)
    return user, is_asked


def _claim(form: FirstAccountForm) -> tuple[Viewer | None, bool, int]:
    """Give the first account, or None; whether a guest is still to be asked about; the status of the page."""
    attempt = Attempt(current().limits, "first account", address_key(request.remote_addr))
    current().limits.check(attempts.ADDRESS, attempt.address)
    try:
        with reading() as session:
            service.check_first_account_code(session, form.code.data, now())
        account, code = _account(form), form.code.data
        user, is_asked = _make(
            lambda session, guest_id: service.claim_first_account(session, code, account, now(), guest_id)
        )
    except NotAllowed as error:
        current().limits.count(attempts.ADDRESS, attempt.address)
        security.warning("wrong code for the first account, from %s", came_from())
        form.refuse_field("code", error.message)
        return None, False, 403
    except InvalidField as error:
        form.refuse(error)
        return None, False, 422
    return user, is_asked, 303


def _account(form: NewAccountForm) -> NewAccount:
    hashed = passwords.hash_password(form.password.data)
    return NewAccount(name=form.name.data, password_hash=hashed, email=form.email.data, zone=form.zone.data or "UTC")


def _guest_id() -> int | None:
    viewer = guard.viewer()
    return viewer.id if viewer.is_guest else None

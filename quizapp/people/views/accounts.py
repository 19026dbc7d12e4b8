"""Pages of one's account: settings, password, sign-out everywhere, export, erasure."""

from __future__ import annotations

import json
from typing import Any

from flask import flash, url_for
from werkzeug.wrappers import Response

from quizapp.people import aside, attempts, cookie, guard, passwords, service
from quizapp.people.forms import (
    ErasureForm,
    PasswordForm,
    PeopleForm,
    RecentForm,
    SettingsForm,
    SignInForm,
    settings_values,
)
from quizapp.people.service import Preferences
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
from quizapp.plumbing.logs import security
from quizapp.plumbing.pages import see_other
from quizapp.plumbing.runtime import current, now, reading, transaction

WRONG_PASSWORD = "That is not your password. Check it; capitals count."


@blueprint.post("/settings/everywhere")
@guard.signed_in
def everywhere() -> Answer:
    """End the sign-ins of all browsers, this one too."""
    viewer = guard.viewer()
    with transaction() as session:
        service.sign_out_everywhere(session, id_of(viewer))
        topics = guard.learner_history().list_moved(session, id_of(viewer))
    publish(topics)
    security.info("user %d signed out everywhere, from %s", viewer.id, came_from())
    guard.end_sign_in()
    flash("You are signed out in all browsers.", "good")
    return after_sign_out(topics)


@blueprint.route("/settings", methods=["GET", "POST"])
@guard.anyone
def settings() -> Answer:
    """Show what one can set, and keep it; who has no row yet becomes a guest by saving."""
    form = SettingsForm(data=settings_values(guard.viewer(), _preferences())).offer(guard.viewer())
    if not form.validate_on_submit():
        return form_page("people/settings.html", form, left=_who_is_left())
    with transaction() as session:
        person = guard.admit(session, form.zone.data)
        service.update_profile(session, id_of(person), form.profile())
        guard.learner_history().save_preferences(session, id_of(person), form.preferences())
    guard.keep(person)
    flash("Your settings are kept.", "good")
    return see_other(url_for("people.settings"))


@blueprint.route("/settings/password", methods=["GET", "POST"])
@guard.signed_in
def password() -> Answer:
    """Change the password; all other browsers are signed out."""
    form = PasswordForm()
    if not form.validate_on_submit() or not _may_change(form):
        return form_page("people/password.html", form)
    hashed = passwords.hash_password(form.password.data)
    with transaction() as session:
        person = service.change_password(session, id_of(guard.viewer()), hashed)
        topics = guard.learner_history().list_moved(session, id_of(person))
    publish(topics)
    guard.renew_sign_in(person, now())
    security.info("user %d changed the password, from %s", person.id, came_from())
    flash("Your password is changed. Other browsers are signed out.", "good")
    return see_other(url_for("people.settings"))


@blueprint.route("/password-again", methods=["GET", "POST"])
@guard.signed_in
def recent() -> Answer:
    """Ask for the password once more before something that cannot be taken back."""
    form = RecentForm()
    if not form.validate_on_submit() or not _is_own(form, "password"):
        return form_page("people/recent.html", form)
    guard.prove(now())
    return go_on(url_for("people.settings"))


@blueprint.get("/settings/export")
@guard.learner
def export() -> Answer:
    """Give the learner everything that is stored about them, as a file."""
    user_id, moment = id_of(guard.viewer()), now()
    current().limits.spend(attempts.EXPORT, str(user_id))
    with reading() as session:
        content = service.export_person(session, guard.learner_history(), user_id, moment)
    response = Response(json.dumps(content, ensure_ascii=False, indent=2) + "\n", mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="quizapp-export-{moment:%Y-%m-%d}.json"'
    return response


@blueprint.route("/settings/erasure", methods=["GET", "POST"])
@guard.learner
@guard.recent
def erasure() -> Answer:
    """Ask whether everything shall be erased, and erase it."""
    form, user_id = ErasureForm(), id_of(guard.viewer())
    if not form.validate_on_submit():
        return form_page("people/erasure.html", form)
    with transaction() as session:
        topics = service.erase_person(session, guard.learner_history(), user_id)
    publish(topics)
    current().database.empty_log()
    guard.end_sign_in(forget_browser=True)
    security.info("user %d was erased on their own wish, from %s", user_id, came_from())
    flash("Everything that was stored about you is erased.", "good")
    return see_other(url_for("study.library"))


@blueprint.app_context_processor
def _forms() -> dict[str, Any]:
    """Let the page of a form that was not taken ask for what it takes."""
    return {"sign_in_form": lambda: SignInForm(formdata=None), "recent_form": lambda: RecentForm(formdata=None)}


def _who_is_left() -> str:
    """Tell whether the guest whose browser this is was “found” or “said” to be another, or is “asked” about."""
    left = aside.find_left()
    if left is None:
        return ""
    with reading() as session:
        return cookie.FOUND if is_another(session, left[0]) else aside.find_another() or "asked"


def _is_own(form: PeopleForm, field: str) -> bool:
    with reading() as session:
        found = service.get_credentials(session, guard.viewer().id)
    if is_right(found, found.sign_in_name, form[field].data):
        return True
    form.refuse_field(field, WRONG_PASSWORD)
    return False


def _may_change(form: PasswordForm) -> bool:
    problem = passwords.problem(form.password.data, [guard.viewer().name])
    if problem:
        form.refuse_field("password", problem)
        return False
    return _is_own(form, "current")


def _preferences() -> Preferences:
    viewer = guard.viewer()
    if viewer.id is None:
        return Preferences()
    with reading() as session:
        return guard.learner_history().load_preferences(session, viewer.id)

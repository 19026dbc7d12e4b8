"""Pages of classrooms: a teacher's list and roster, the way in for students."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import current_app, flash, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.people import attempts, guard, service
from quizapp.people.forms import ClassroomForm, CodeForm, RosterNameForm, read_factor
from quizapp.people.service import InvalidField
from quizapp.people.service.names import MAX_NAME
from quizapp.people.views.pages import blueprint
from quizapp.plumbing.forms import read_number, refused, submitted
from quizapp.plumbing.limits import address_key
from quizapp.plumbing.origin import is_here_only, reachable_origin
from quizapp.plumbing.pages import next_address, no_store, see_other
from quizapp.plumbing.qr import qr_of
from quizapp.plumbing.runtime import current, now, reading, transaction

WRONG_CODE = "No classroom has this code now. Check its eight letters and digits, or ask your teacher for the new one."


@dataclass(frozen=True, slots=True)
class RefusedName:
    """What a teacher wanted to call a student, and why that cannot be."""

    user_id: int
    name: str
    why: str


@blueprint.get("/classrooms")
@guard.learner
def classrooms() -> Response:
    """List the classrooms that somebody leads and is in."""
    return _list_page(ClassroomForm(), 200)


@blueprint.post("/classrooms")
@guard.teacher
def make_classroom() -> Response:
    """Make a classroom."""
    form = ClassroomForm(submitted())
    if form.validate():
        try:
            with transaction() as session:
                made = service.make_classroom(session, guard.viewer(), form.name.data, now())
            return see_other(url_for("people.classroom", classroom_id=made))
        except InvalidField as error:
            form.refuse_field("name", error.message)
    return _list_page(form, 422)


@blueprint.get("/classrooms/<int:classroom_id>")
@guard.teacher
def classroom(classroom_id: int) -> Response:
    """Show a classroom to its teacher: the way in, and who is in."""
    return _classroom_page(classroom_id, None, 200)


@blueprint.post("/classrooms/<int:classroom_id>/names")
@guard.teacher
def classroom_names(classroom_id: int) -> Response:
    """Give a classroom another name."""
    form = ClassroomForm(submitted())
    if form.validate():
        try:
            with transaction() as session:
                service.rename_classroom(session, guard.viewer(), classroom_id, form.name.data)
            return see_other(url_for("people.classroom", classroom_id=classroom_id))
        except InvalidField as error:
            form.refuse_field("name", error.message)
    return _classroom_page(classroom_id, form, 422)


@blueprint.post("/classrooms/<int:classroom_id>/codes")
@guard.teacher
def classroom_codes(classroom_id: int) -> Response:
    """Draw a new code and link."""
    with transaction() as session:
        service.renew_code(session, guard.viewer(), classroom_id, now())
    flash("This is the new code. The old code and link let nobody in any more.", "good")
    return see_other(url_for("people.classroom", classroom_id=classroom_id))


@blueprint.post("/classrooms/<int:classroom_id>/roster-names")
@guard.teacher
def roster_names(classroom_id: int) -> Response:
    """Give a student another name in a classroom."""
    member, name = read_number(submitted().get("member")) or 0, RosterNameForm(submitted()).name.data or ""
    try:
        with transaction() as session:
            service.rename_member(session, guard.viewer(), classroom_id, member, name)
    except InvalidField as error:
        return _classroom_page(classroom_id, None, 422, RefusedName(member, name[:MAX_NAME], error.message))
    flash("Renamed. In games that they play already they keep the name they came with.", "good")
    return see_other(url_for("people.classroom", classroom_id=classroom_id))


@blueprint.post("/classrooms/<int:classroom_id>/removals")
@guard.teacher
def classroom_removals(classroom_id: int) -> Response:
    """Take a student out."""
    with transaction() as session:
        service.remove_member(session, guard.viewer(), classroom_id, read_number(submitted().get("member")) or 0)
    flash("Taken out. What they learned stays theirs.", "good")
    return see_other(url_for("people.classroom", classroom_id=classroom_id))


@blueprint.get("/classrooms/<int:classroom_id>/deletion")
@guard.teacher
def deletion(classroom_id: int) -> Response:
    """Ask whether a classroom shall be deleted."""
    with reading() as session:
        found = service.get_classroom(session, guard.viewer(), classroom_id)
    return no_store(render_template("people/deletion.html", classroom=found))


@blueprint.post("/classrooms/<int:classroom_id>/deletion")
@guard.teacher
def delete_classroom(classroom_id: int) -> Response:
    """Delete a classroom; its games are kept."""
    with transaction() as session:
        leave = current_app.extensions["leave_classroom"]
        name, topics = service.delete_classroom(session, guard.viewer(), classroom_id, leave)
    for topic in topics:
        current().hub.publish(topic)
    flash(f"“{name}” is deleted. Its games and their reports are kept.", "good")
    return see_other(url_for("people.classrooms"))


@blueprint.post("/classrooms/<int:classroom_id>/time-factors")
@guard.teacher
def time_factors(classroom_id: int) -> Response:
    """Give a student more time in games."""
    member = read_number(submitted().get("member")) or 0
    with transaction() as session:
        service.set_time_factor(session, guard.viewer(), classroom_id, member, read_factor(submitted()))
    flash("Kept. Nobody but you and the student can see it.", "good")
    return see_other(url_for("people.classroom", classroom_id=classroom_id))


@blueprint.post("/classrooms/<int:classroom_id>/live-presets")
@guard.teacher
def live_presets(classroom_id: int) -> Response:
    """Set what of games enters the study of students who begin to study a bank."""
    with transaction() as session:
        service.set_live_preset(session, guard.viewer(), classroom_id, submitted().get("live_responses", ""))
    flash("Kept. It is for games that are made from now on; each student can choose otherwise.", "good")
    return see_other(url_for("people.classroom", classroom_id=classroom_id))


@blueprint.post("/classrooms/<int:classroom_id>/departures")
@guard.learner
def departures(classroom_id: int) -> Response:
    """Leave a classroom."""
    with transaction() as session:
        service.leave_classroom(session, guard.viewer(), classroom_id)
    flash("You are not in that classroom any more. What you learned is kept.", "good")
    return see_other(url_for("people.classrooms"))


@blueprint.get("/join")
@guard.anyone
def join() -> Response:
    """Ask for the code of a classroom, also again after a wrong one."""
    wrong = request.args.get("wrong")
    form = CodeForm() if wrong is None else refused(CodeForm, "code", wrong[: service.CODE_TYPED_AT_MOST], WRONG_CODE)
    page = render_template("people/join.html", form=form, next=next_address(""))
    return no_store(make_response(page, 200 if wrong is None else 422))


@blueprint.post("/join")
@guard.anyone
def join_codes() -> Response:
    """Find the classroom of a code; only wrong ones count against an address.

    Each leads to a page of its own, so that a reload or the way back sends nothing again.
    """
    address = address_key(request.remote_addr)
    current().limits.check(attempts.CLASSROOM_CODE, address)
    form, onward = CodeForm(submitted()), next_address("") or None
    if form.validate():
        with reading() as session:
            link = service.find_link(session, form.code.data, now())
        if link is not None:
            return see_other(url_for("people.join_link", link=link, next=onward))
        current().limits.count(attempts.CLASSROOM_CODE, address)
    return see_other(url_for("people.join", wrong=(form.code.data or "")[: service.CODE_TYPED_AT_MOST], next=onward))


@blueprint.get("/join/<link>")
@guard.anyone
def join_link(link: str) -> Response:
    """Ask whoever comes by a classroom's link for the name that its teacher knows."""
    viewer = guard.viewer()
    guard.prepare_admission()
    return _join_page(link, RosterNameForm(data={"name": viewer.name if viewer.is_signed_in else ""}), 200)


@blueprint.post("/join/<link>")
@guard.anyone
def arrivals(link: str) -> Response:
    """Let somebody into a classroom; whoever is nobody yet becomes a guest."""
    form = RosterNameForm(submitted())
    if form.validate():
        try:
            with transaction() as session:
                found = service.get_open_classroom(session, link, now())
                person = guard.admit(session)
                service.join_classroom(session, found, person, form.name.data, now())
            guard.keep(person)
            flash(f"You are in {found.name}.", "good")
            return see_other(next_address(url_for("people.classrooms")))
        except InvalidField as error:
            form.refuse_field("name", error.message)
    return _join_page(link, form, 422)


def _list_page(form: ClassroomForm, status: int) -> Response:
    with reading() as session:
        led = service.list_classrooms(session, guard.viewer())
        joined = service.list_joined(session, guard.viewer())
    return no_store(make_response(render_template("people/classrooms.html", form=form, led=led, joined=joined), status))


def _classroom_page(
    classroom_id: int, form: ClassroomForm | None, status: int, refused: RefusedName | None = None
) -> Response:
    with reading() as session:
        found, members = service.get_roster(session, guard.viewer(), classroom_id)
    origin = reachable_origin()
    link = origin + url_for("people.join_link", link=found.link_token)
    page = render_template(
        "people/classroom.html",
        classroom=found,
        members=members,
        form=form or ClassroomForm(data={"name": found.name}),
        refused=refused,
        link=link,
        qr=qr_of(link),
        typed=origin + url_for("people.join"),
        is_here_only=is_here_only(origin),
        factors=service.TIME_FACTORS,
        is_open=found.closes_at > now(),
        closes_on=found.closes_at.astimezone(ZoneInfo(guard.viewer().zone)),
    )
    return no_store(make_response(page, status))


def _join_page(link: str, form: RosterNameForm, status: int) -> Response:
    with reading() as session:
        found = service.get_open_classroom(session, link, now())
    page = render_template("people/join_link.html", classroom=found, form=form, link=link, next=next_address(""))
    return no_store(make_response(page, status))

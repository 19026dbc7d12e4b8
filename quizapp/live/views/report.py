"""The report of a game, and what its host does about it: correct, download, teach again."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from quizapp.core.errors import Conflict
from quizapp.core.game import Void
from quizapp.live import service
from quizapp.live.service import report_table
from quizapp.live.views.pages import blueprint
from quizapp.people import guard
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.forms import read_number, submitted
from quizapp.plumbing.pages import no_store, see_other
from quizapp.plumbing.runtime import current, now, reading, transaction

#: So many batches of learners does a page wait for.
HANDED_OVER_AT_ONCE = 3
_SEEN_BY_PLAYERS = "Players see it when they open the game again."


@blueprint.get("/games/<int:game_id>/report")
@guard.teacher
def report(game_id: int) -> Response:
    """Show how a game went."""
    with reading() as session:
        found = service.get_report(session, guard.viewer(), game_id, current_app.extensions["live_study"])
        private = service.find_private_bank(session, guard.viewer(), found.standing.bank_id)
        slug = service.find_editable(session, guard.viewer(), found.standing.bank_id)
        told = {"occasion": service.get_occasion(session, game_id), "private": private, "editable_slug": slug}
    return no_store(render_template("live/report.html", report=found, **told))


@blueprint.get("/games/<int:game_id>/report.csv")
@guard.teacher
def report_csv(game_id: int) -> Response:
    """Give the players, or the questions, as a table."""
    with reading() as session:
        found, name = service.get_report(session, guard.viewer(), game_id), _name(session, game_id)
    of_questions = request.args.get("of") == "questions"
    rows = report_table.question_rows(found) if of_questions else report_table.player_rows(found)
    return _file(report_table.csv_bytes(rows), f"{name}-{'questions' if of_questions else 'players'}.csv")


@blueprint.get("/games/<int:game_id>/report.xlsx")
@guard.teacher
def report_xlsx(game_id: int) -> Response:
    """Give the report as a workbook."""
    # Start-up cost: its readers need lxml.
    from quizapp.core.formats import xlsx_rows  # start-up cost

    with reading() as session:
        found, name = service.get_report(session, guard.viewer(), game_id), _name(session, game_id)
    sheets = [
        xlsx_rows.Written("Players", report_table.player_rows(found), (6, 24, 24)),
        xlsx_rows.Written("Questions", report_table.question_rows(found), (9, 60, 30)),
    ]
    return _file(xlsx_rows.workbook_of(sheets), f"{name}.xlsx")


@blueprint.post("/games/<int:game_id>/voids")
@guard.teacher
def voids(game_id: int) -> Response:
    """Let a round count for nobody, whenever it was played, or let it count again."""
    round_no, is_voided = read_number(submitted().get("round")) or 0, submitted().get("is_voided") != "0"
    with transaction() as session:
        service.lead(session, guard.viewer(), game_id, Void(round_no, is_voided), None, epoch_ms(now()))
    _tell(game_id)
    counts = "counts for nobody now" if is_voided else "counts again"
    flash(f"Question {round_no} {counts}. Points and ranks are counted anew. {_SEEN_BY_PLAYERS}", "good")
    return see_other(url_for("live.report", game_id=game_id))


@blueprint.post("/games/<int:game_id>/corrections")
@guard.teacher
def corrections(game_id: int) -> Response:
    """Judge a round again by the corrected key of its question."""
    round_no = read_number(submitted().get("round")) or 0
    try:
        with transaction() as session:
            service.correct(session, guard.viewer(), game_id, round_no, now())
    except Conflict as error:
        flash(error.message, "warn")
    else:
        _tell(game_id)
        what = "Points, ranks and learners’ cards follow."
        flash(f"Question {round_no} is judged by its new key now. {what} {_SEEN_BY_PLAYERS}", "good")
    return see_other(url_for("live.report", game_id=game_id))


@blueprint.post("/games/<int:game_id>/reteachings")
@guard.teacher
def reteachings(game_id: int) -> Response:
    """Put the weakest questions into today's queue of those who missed them."""
    with reading() as session:
        standing = service.get_game_to_host(session, guard.viewer(), game_id)
        _check_open(session, standing)
        missed = service.list_missed(session, guard.viewer(), game_id)
        private = service.find_private_bank(session, guard.viewer(), standing.bank_id)
    learners, unwilling, out = _ask_again(missed, standing)
    left_out = _untaught(unwilling, len(missed), private, has_out=out > 0)
    told = _retaught(learners, len(missed) - learners) if learners else left_out
    flash(told, "good" if learners else "warn")
    return see_other(url_for("live.report", game_id=game_id))


def _ask_again(missed: Mapping[int, list[int]], standing: service.Standing) -> tuple[int, int, int]:
    """Give how many learners are asked again, and how many are not since nothing of the game enters their study, or
    since what they missed is in the bank no more.
    """
    queue, learners, unwilling, out = current_app.extensions["queue_again"], 0, 0, 0
    for learner_id, question_ids in missed.items():
        # Learner by learner, so that nobody's answer waits for a whole class.
        with transaction() as session:
            wanted = [(learner_id, number) for number in question_ids]
            asked = queue(session, wanted, standing.live_responses, f"reteach/{standing.id}", now())
        learners, unwilling, out = learners + asked.queued, unwilling + asked.unwilling, out + asked.out
    return learners, unwilling, out


def _check_open(session: Session, standing: service.Standing) -> None:
    if service.is_bank_closed(session, standing.bank_id):
        raise Conflict("The bank is closed, so nothing of it can be asked again. Open it again first.")


def _tell(game_id: int) -> None:
    """Tell whoever watches a game, and study, that it is counted anew."""
    current().hub.publish(f"game/{game_id}")
    # A class at once; of a hall full the rest is left to the live part and the sweep.
    current_app.extensions["hand_over_game"](current(), game_id, HANDED_OVER_AT_ONCE)


def _retaught(learners: int, left_out: int) -> str:
    who = "one learner" if learners == 1 else f"{learners} learners"
    told = f"The weakest questions are in today’s queue of {who}."
    if not left_out:
        return told
    others = "One more who" if left_out == 1 else f"{left_out} more who"
    was = "was" if left_out == 1 else "were"
    why = "not studying the bank, wanting nothing of games in it, or not judged by a key that was changed since"
    return f"{told} {others} missed them {was} left out: {why}."


def _untaught(unwilling: int, missed: int, private: service.PrivateBank | None, *, has_out: bool) -> str:
    """Say why nothing is in anybody's queue."""
    if has_out and not unwilling:
        return "What was missed was taken out of the bank. Bring it back there; then it can be asked again."
    if unwilling:
        whom = "those" if unwilling == missed else f"{unwilling} of the {missed} learners"
        others = "" if unwilling == missed else " The others do not have these questions in theirs."
        return (
            f"Nothing of this game enters the study of {whom} who missed these questions, "
            f"as they or their classroom chose, so nothing was put into a queue.{others}"
        )
    if private is None:
        return "Nobody who missed these questions studies the bank, so there is no queue to put them into."
    if private.has_link:
        return "Nobody who missed these studies the bank: it is open by its link alone. Send that link to who played."
    return "The bank is private, so no player studies it. Open it on its sharing page; who played can then keep it."


def _name(session: Session, game_id: int) -> str:
    """Give what the files of a report are called."""
    return f"game-{game_id}-{service.get_occasion(session, game_id).in_file_name(guard.viewer().zone)}"


def _file(content: bytes, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = report_table.CONTENT_TYPES[name.rpartition(".")[2]]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return no_store(response)

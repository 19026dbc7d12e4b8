"""Taking a bank away: what a format carries, then the file; a big bank is written by a job."""

from __future__ import annotations

from flask import make_response, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from quizapp.banks import service
from quizapp.banks.forms.exports import ExportWish, read_search, read_wish
from quizapp.banks.forms.library import Filters
from quizapp.banks.packing import Packed, pack, writer_named, writers
from quizapp.banks.service import BankCard, Choice
from quizapp.banks.views.pages import around_bank, blueprint
from quizapp.core.errors import Conflict
from quizapp.people import guard
from quizapp.plumbing.forms import HIGHEST_NUMBER, submitted
from quizapp.plumbing.limits import Rule
from quizapp.plumbing.pages import no_store, see_other, wants_part
from quizapp.plumbing.runtime import current, now, reading, transaction

EXPORTS = Rule("exports", "30/hour", "You have taken thirty files away within an hour. Go on a little later.")
LOOKS = Rule("export-looks", "240/hour", "You have looked at very many exports within an hour. Go on a little later.")
#: A form carries no more ids than that.
IDS_AT_MOST = 20_000
CONTENT_TYPES = {
    ".yaml": "application/yaml",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".gift": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".zip": "application/zip",
    ".apkg": "application/octet-stream",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.get("/banks/<slug>/export")
@guard.teacher
def export(slug: str) -> Response:
    """Show the formats there are, and what the chosen one carries."""
    return _page(slug, read_wish(request.args))


@blueprint.post("/banks/<slug>/export")
@guard.teacher
def export_chosen(slug: str) -> Response:
    """Show the same for questions that were ticked, which may be too many for an address; nothing is written."""
    return _page(slug, _wished(slug))


@blueprint.post("/banks/<slug>/exports")
@guard.teacher
def exports(slug: str) -> Response:
    """Give the file at once, or let a job write it."""
    wish, viewer = _wished(slug), guard.viewer()
    writer_named(wish.format)
    current().limits.spend(EXPORTS, str(viewer.id))
    with reading() as session:
        bank = service.get_bank_to_export(session, viewer, slug)
        is_big = service.is_big(session, bank.id, wish.choice, wish.format)
    if not is_big:
        return _sent(bank, _packed(bank, wish))
    with transaction() as session:
        made = service.put_export(session, viewer, bank.id, wish.format, wish.choice, current().files, now())
    current().wake_jobs()
    return see_other(url_for("banks.export_made", slug=slug, job_id=made))


@blueprint.get("/banks/<slug>/exports/<int:job_id>")
@guard.teacher
@guard.quiet
def export_made(slug: str, job_id: int) -> Response:
    """Show how far the writing of a big bank is, and what came of it."""
    with reading() as session:
        around = around_bank(session, guard.viewer(), slug)
        state = service.get_export(session, guard.viewer(), around["bank"], job_id)
    page = "banks/_export_progress.html" if wants_part() else "banks/export_made.html"
    return no_store(render_template(page, export=state, known=writer_named(state.format), **around))


@blueprint.get("/banks/<slug>/exports/<int:job_id>/file")
@guard.teacher
def export_file(slug: str, job_id: int) -> Response:
    """Give the file that a job has written."""
    with reading() as session:
        bank = service.get_bank_to_export(session, guard.viewer(), slug)
        state = service.get_export(session, guard.viewer(), bank, job_id)
    path = current().files.path(state.target)
    if state.account is None or not path.is_file():
        raise service.export_missing()
    suffix = writer_named(state.format).suffixes[0]
    name = _file_name(bank, state.format, suffix)
    return no_store(send_file(path, CONTENT_TYPES[suffix], as_attachment=True, download_name=name))


def _wished(slug: str) -> ExportWish:
    """Read a wish from a form; all that a search of the bank finds is as if it had been ticked."""
    wish = read_wish(submitted())
    choice, search = found_in_search(slug, wish.choice)
    return ExportWish(wish.format, choice, search)


def found_in_search(slug: str, choice: Choice) -> tuple[Choice, Filters | None]:
    """Give what is chosen by a form: all that a search of the bank finds, where the form says so.

    The search is given too where it finds more than a form carries ids.
    """
    search = read_search(submitted())
    if search is None:
        return choice, None
    with reading() as session:
        bank = service.get_bank_to_export(session, guard.viewer(), slug)
        ids = service.find_ids(session, search.wanted(bank.id), HIGHEST_NUMBER)
    if not ids:
        raise Conflict("The search finds nothing to export. Change it and try again.")
    return Choice(tuple(ids), backwards=choice.backwards), search if len(ids) > IDS_AT_MOST else None


def _page(slug: str, wish: ExportWish) -> Response:
    with reading() as session:
        around = around_bank(session, guard.viewer(), slug)
        bank = around["bank"]
        count = service.count_chosen(session, bank.id, wish.choice, wish.format)
        is_big = service.is_big(session, bank.id, wish.choice, wish.format)
        archived = service.count_archived(session, bank.id, wish.choice)
    known = writer_named(wish.format) if wish.format else None
    account = None
    if known and not is_big and count:
        # To tell what it carries, all of it is written.
        current().limits.spend(LOOKS, str(guard.viewer().id))
        account = _packed(bank, wish).account
    inputs = {
        "archived": archived,
        "wish": wish,
        "count": count,
        "is_big": is_big,
        "known": known,
        "account": account,
    }
    return no_store(render_template("banks/export.html", formats=writers(), **around, **inputs))


def _packed(bank: BankCard, wish: ExportWish) -> Packed:
    with reading() as session:
        media = service.media_paths(session, bank.id, current().media)
        return pack(service.contents_of(session, bank.id, wish.choice, wish.format, media, now()), wish.format)


def _sent(bank: BankCard, packed: Packed) -> Response:
    suffix = packed.known.suffixes[0]
    response = make_response(packed.written.content)
    response.headers["Content-Type"] = CONTENT_TYPES[suffix]
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(bank, packed.known.name, suffix)}"'
    return no_store(response)


def _file_name(bank: BankCard, format_name: str, suffix: str) -> str:
    """Name a file after the bank; its format where several have the same ending."""
    is_alone = sum(known.suffixes[0] == suffix for known in writers()) == 1
    return f"{bank.slug}{suffix}" if is_alone else f"{bank.slug}-{format_name}{suffix}"

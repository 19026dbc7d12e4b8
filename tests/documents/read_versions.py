"""Documents brought as the child reads them, one after the other as versions."""

from __future__ import annotations

from sqlalchemy import select

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.text import make_text
from quizapp.documents import service
from quizapp.documents.engine import found_in
from quizapp.documents.models import DraftRow
from quizapp.documents.service.uploads import JOB_KIND, Brought, bring
from quizapp.plumbing.jobs import Claimed, Job
from tests.conftest import BEGIN
from tests.documents.versions import write


def bring_read(database, viewer, words, earlier_id=None):
    """Bring a document as the child reads it, and give its number."""
    given = Brought(
        name="notes.txt", is_pasted=False, content=words.encode(), stored="0" * 32, published=None, source="",
        earlier_id=earlier_id,
    )  # fmt: skip
    with database.transaction() as session:
        upload = bring(session, viewer, given, 1_000_000, BEGIN)
        upload_id = upload.id
        session.delete(session.get(Job, upload.job_id))
    analysis = analyse(make_text(words))
    found = found_in(analysis, draft_questions(analysis))
    write(database, Claimed(0, JOB_KIND, viewer.id, {"upload_id": upload_id}), found)
    return upload_id


def drafts_of(database, upload_id, verb):
    """Give the drafts that ask of what a verb tells, by their ids."""
    with database.reading() as session:
        rows = session.scalars(select(DraftRow).where(DraftRow.upload_id == upload_id).order_by(DraftRow.id)).all()
        return {row.question_id: row for row in rows if verb in row.raw["stem"]}


def entries_of(database, viewer, upload_id, place, fate="changed"):
    with database.reading() as session:
        return service.show_comparison(session, viewer, upload_id, place, fate, 1).entries

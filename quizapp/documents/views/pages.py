"""What the views of documents share: the blueprint, parts within pages, a draft as it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from quizapp.banks.service import rendered
from quizapp.core.kinds import parse_question
from quizapp.documents.models import DraftRow
from quizapp.documents.service import raw_of
from quizapp.plumbing.limits import Rule
from quizapp.plumbing.markup import split_gaps, trusted_parts
from quizapp.plumbing.pages import no_store, wants_part

blueprint = Blueprint("documents", __name__)

UPLOADS = Rule("uploads", "20/hour", "You have brought twenty documents within an hour. Go on a little later.")
MODELS = Rule("models", "20/hour", "You have asked the model twenty times within an hour. Go on a little later.")


def part_or_page(template: str, page: str, inputs: Mapping[str, Any], status: int = 200) -> Response:
    """Render a part alone for the page's script, else within its page."""
    body = render_template(template if wants_part() else page, part=template, **inputs)
    response = no_store(body)
    response.status_code = status
    return response


def shown_question(draft: DraftRow) -> dict[str, Any]:
    """Give a draft as a question that nobody has answered, with what `ask` shows; its HTML is made now."""
    question = parse_question(raw_of(draft))
    parts = rendered(question)
    return {
        "question": question,
        "html": trusted_parts(parts),
        "stem_parts": split_gaps(parts["stem"]) if question.kind == "cloze" else None,
        "shown": question.ask(Random(draft.id), question.ways[0]),
    }

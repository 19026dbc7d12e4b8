"""The two sides of a comparison: what is shown of a question in the earlier version, and what in the newer one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from quizapp.banks import service as banks
from quizapp.core.extraction.alignment import Alignment
from quizapp.core.kinds import parse_question
from quizapp.documents.models import DraftRow, Upload
from quizapp.documents.service.contradicted import UNPROVED, Told, in_words
from quizapp.documents.service.drafts import must_edit, raw_of, shown_stem
from quizapp.documents.service.renewed_drafts import Versions

Values: TypeAlias = dict[str, Any]
#: A row of what became of a question, and the draft that takes its place, which may have no number yet.
Entry: TypeAlias = tuple[Values, DraftRow | None]

_TWO_WAYS = (
    "The newer version tells this in two ways, so it is not asked as it stands: %s "
    "Edit the new one, and take it as you word it, or keep the old one."
)
_OWN_WORDS = (
    "The newer version tells this in two ways: %s It is asked on in your own words; see whether they are right."
)
_RECKONED = "The passage is the same: its date is reckoned from another sentence, which says something else now."
_OPEN_AGAIN = "The newer version tells this in two ways: %s Edit this draft before you accept it."


def show_question(body: Mapping[str, Any], passages: Sequence[str]) -> Values:
    """Give what a page needs of a question: its stem, its key in words, its passages in lines, and their paragraph."""
    question = parse_question(body)
    paragraph = question.evidence[0].paragraph if question.evidence else None
    return {"stem": shown_stem(body), "key": question.answer(), "passage": "\n".join(passages), "paragraph": paragraph}


def quotes_of(body: Mapping[str, Any]) -> list[str]:
    """Give the passages of a question, each in one line."""
    return [" ".join(span["quote"].split()) for span in banks.evidence_of(body)]


def show_told(versions: Versions, told: Sequence[Told], shown: Values) -> Values:
    """Give what is shown of a question that is told in two ways: the passages of both, and no right answer."""
    spans = sorted({span for each in told for span in each.passages})
    words = [" ".join(versions.upload.text[start:end].split()) for start, end in spans]
    return shown | {"key": "", "passage": "\n".join(dict.fromkeys(words)) or shown["passage"]}


def remark_of(told: Sequence[Told], *, is_own: bool) -> str:
    """Say of a question that it is told in two ways; `is_own` is one that its teacher worded and that is asked on."""
    return (_OWN_WORDS if is_own else _TWO_WAYS) % in_words(told)


def tell_reckoned(before: Values, after: Values) -> list[str]:
    """Say why another answer is right by the same passage: “Two years later” leans on what stands elsewhere."""
    is_same = before["passage"] == after.get("passage") and before["stem"] == after.get("stem")
    return [_RECKONED] if is_same and after.get("key") and before["key"] != after["key"] else []


def list_queue_entries(
    versions: Versions, fates: Mapping[str, Alignment], drafts: Mapping[str, DraftRow | None], published: set[str]
) -> list[Entry]:
    """Give what became of drafts that stand in no bank, and which are new."""
    entries = list[Entry]()
    for row in versions.old:
        if row.question_id not in published and row.state != "rejected":
            entries.append(_old_entry(versions, row, fates[row.question_id].fate, drafts[row.question_id]))
    claimed = {id(draft) for draft in drafts.values() if draft is not None}
    for draft in versions.new.values():
        if id(draft) not in claimed and draft.state == "open":
            after = _show_draft(versions, draft, is_new=True)
            entries.append((_entry(versions.upload, draft.question_id, "new", {}, after), draft))
    return entries


def _old_entry(versions: Versions, row: DraftRow, fate: str, draft: DraftRow | None) -> Entry:
    before = _show_draft(versions, row, is_new=False)
    if draft is None:
        return _entry(versions.upload, row.question_id, fate, before, {}), None
    after = _show_draft(versions, draft, is_new=True)
    told = versions.two_ways.against(draft)
    if not told:
        is_doubted = must_edit(draft)
        entry = _entry(versions.upload, row.question_id, "changed" if is_doubted else fate, before, after)
        return entry | {"remarks": [UNPROVED] if is_doubted else []}, draft
    entry = _entry(versions.upload, row.question_id, "changed", before, show_told(versions, told, after))
    return entry | {"remarks": [_OPEN_AGAIN % in_words(told)]}, draft


def _show_draft(versions: Versions, draft: DraftRow, *, is_new: bool) -> Values:
    text = versions.new_text if is_new else versions.old_text
    quotes = quotes_of(raw_of(draft))
    passages = quotes if len(quotes) > 1 else [" ".join(text.text[draft.start : draft.end].split())]
    return show_question(raw_of(draft), passages) | {"paragraph": text.block_at(draft.start).number}


def _entry(upload: Upload, slug: str, fate: str, before: Values, after: Values) -> Values:
    return {
        "upload_id": upload.id, "bank_id": None, "question_id": slug, "fate": fate,
        "before": before, "after": after, "remarks": [], "decision": None,
    }  # fmt: skip

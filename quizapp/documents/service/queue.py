"""The review queue: drafts by expected gain, and decisions on them; `decisions` keeps those and takes them back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, text, update
from sqlalchemy.orm import Session

from quizapp.core.errors import Conflict, NotFound
from quizapp.documents.models import DraftRow, Upload
from quizapp.documents.service.contradicted import refuse_contradicted
from quizapp.documents.service.decisions import find_latest, keep_decisions
from quizapp.documents.service.drafts import find_hold, get_draft, is_sound, raw_of, shown_stem
from quizapp.documents.service.learning import list_off, rules_of, teach
from quizapp.documents.service.rule_names import name_of
from quizapp.documents.service.uploads import count_drafts, get_ready, owner_of
from quizapp.people.viewer import Viewer

REASONS = {
    "1": "Not answerable from the text",
    "2": "Second right answer",
    "3": "Gives itself away",
    "4": "Poor distractors",
    "5": "Does not stand alone",
    "6": "Wrong answer, not exact enough, or said by somebody else",
    "7": "Not worth asking",
    "0": "Asked already",
}
STATES = ("open", "accepted", "rejected")
PER_LEAF = 100
HELD_BACK = "Held back, since you mostly reject its kind."
_DECIDED_ELSEWHERE = {
    "open": "“{stem}” was put back into the queue in another window. Nothing was changed here; look at it again.",
    "accepted": "“{stem}” was already accepted in another window. Nothing was changed here; look at it again.",
    "rejected": "“{stem}” was already rejected in another window. Nothing was changed here; look at it again.",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Open drafts of one template, or about one actor, for deciding on all of them."""

    sort: str
    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One look at the queue: the draft to decide on, None at its end; `left` are open, `held` of rules switched off."""

    upload: Upload
    draft: DraftRow | None
    left: int
    decided: int
    held: int
    can_undo: bool


def take_turn(session: Session, viewer: Viewer, upload_id: int, wanted: int | None, skipped: Sequence[int]) -> Turn:
    """Give the open draft that leads the queue and was not skipped, or the wanted one whatever its state."""
    upload = get_ready(session, viewer, upload_id)
    drafts, held = _ranked(session, viewer, upload)
    if wanted is not None:
        draft: DraftRow | None = get_draft(session, viewer, upload_id, wanted)
    else:
        fresh = [draft for draft in drafts if draft.id not in skipped]
        # Who has skipped all of them meets them again, in the order in which they were skipped.
        later = sorted(drafts, key=lambda draft: skipped.index(draft.id)) if not fresh else []
        draft = next(iter(fresh or later), None)
    decided = upload.counts.get("accepted", 0) + count_own_rejections(session, upload.id)
    return Turn(upload, draft, len(drafts), decided, held, find_latest(session, viewer, upload.id) is not None)


def _ranked(session: Session, viewer: Viewer, upload: Upload) -> tuple[list[DraftRow], int]:
    """Give the open drafts in the order of deciding, and how many a switched-off rule holds back."""
    taught = teach(session, owner_of(viewer))
    rows = session.scalars(_of(upload.id).where(DraftRow.state == "open").order_by(DraftRow.id)).all()
    shown = [row for row in rows if not taught.holds_back(row)]
    return sorted(shown, key=lambda row: (*taught.place_of(row), row.start, row.id)), len(rows) - len(shown)


def count_held(session: Session, viewer: Viewer, upload_ids: Collection[int]) -> dict[int, int]:
    """Count the open drafts that the queue of each document leaves out, since a rule that made them is switched off."""
    off = list_off(session, owner_of(viewer))
    if not off:
        return {}
    rules = DraftRow.grounds["rules"].as_string().label("rules")
    made = (
        select(DraftRow.upload_id, DraftRow.template, rules, func.count())
        .where(DraftRow.upload_id.in_(upload_ids), DraftRow.state == "open")
        .group_by(DraftRow.upload_id, DraftRow.template, text("rules"))
    )
    held: Counter[int] = Counter()
    for upload_id, template, found_by, count in session.execute(made):
        if not off.isdisjoint((template, *json.loads(found_by or "[]"))):
            held[upload_id] += count
    return dict(held)


def tell_holds(session: Session, viewer: Viewer, rows: Sequence[DraftRow]) -> dict[int, str]:
    """Say of open drafts by their numbers why they are not chosen by default, or are held back; nothing of others."""
    off = list_off(session, owner_of(viewer))
    told = {}
    for row in rows:
        hold = find_hold(row)
        said = [f"Look closely: {hold}"] if hold else []
        said += [HELD_BACK] if not off.isdisjoint(rules_of(row)) else []
        if row.state == "open" and said:
            told[row.id] = " ".join(said)
    return told


def _of(upload_id: int) -> Select[DraftRow]:
    return select(DraftRow).where(DraftRow.upload_id == upload_id)


def count_own_rejections(session: Session, upload_id: int) -> int:
    """Count the drafts that were rejected by a person, and not by the rules."""
    rejected = select(func.count()).where(
        DraftRow.upload_id == upload_id, DraftRow.state == "rejected", DraftRow.decided_at.is_not(None)
    )
    return session.scalar(rejected) or 0


def list_open(session: Session, viewer: Viewer, upload_id: int) -> Sequence[DraftRow]:
    """List a document's open drafts in the order of the text."""
    upload = get_ready(session, viewer, upload_id)
    opened = _of(upload.id).where(DraftRow.state == "open")
    return session.scalars(opened.order_by(DraftRow.start, DraftRow.id)).all()


def list_leaf(
    session: Session, viewer: Viewer, upload_id: int, state: str, number: int
) -> tuple[Upload, Sequence[DraftRow], int, int]:
    """Give a leaf of a document's drafts of one state, its number, and how many leaves there are.

    They stand in the order of the text; what a person has decided on stands before what the rules rejected.
    """
    upload = get_ready(session, viewer, upload_id)
    own = (DraftRow.upload_id == upload.id, DraftRow.state == state)
    total = session.scalar(select(func.count()).select_from(DraftRow).where(*own)) or 0
    count = max(1, -(-total // PER_LEAF))
    number = min(max(1, number), count)
    found = select(DraftRow).where(*own).order_by(DraftRow.decided_at.is_(None), DraftRow.start, DraftRow.id)
    rows = session.scalars(found.offset((number - 1) * PER_LEAF).limit(PER_LEAF)).all()
    return upload, rows, number, count


def decide(
    session: Session,
    viewer: Viewer,
    upload_id: int,
    draft_ids: Collection[int],
    decision: str,
    reason: str | None,
    now: datetime,
    seen: str | None = None,
) -> int:
    """Accept, reject or reopen drafts, and tell how many that changed; a decision made twice changes nothing.

    seen: the state in which the page showed them; None = whatever it was.

    Raises:
        Conflict: the decision is none, a draft is no sound question yet or contradicted, or one was decided on
            otherwise meanwhile.
    """
    if decision not in ("accept", "reject", "reopen") or (reason is not None and reason not in REASONS):
        raise Conflict("That is no decision on a draft. Reload the page and use its buttons.")
    upload = get_ready(session, viewer, upload_id, is_locked=True)
    state = {"accept": "accepted", "reject": "rejected", "reopen": "open"}[decision]
    rows = session.scalars(_of(upload.id).where(DraftRow.id.in_(draft_ids)).order_by(DraftRow.id)).all()
    changed = [row for row in rows if row.state != state or (decision == "reject" and row.reason != reason)]
    other = next((row for row in changed if seen is not None and row.state != seen), None)
    if other is not None:
        raise Conflict(_DECIDED_ELSEWHERE[other.state].format(stem=shown_stem(raw_of(other))))
    if decision != "reject" and not all(is_sound(row) for row in changed):
        raise Conflict("Something is missing from this draft, so it cannot be asked yet. Open it, and edit it first.")
    if decision == "accept":
        refuse_contradicted(session, upload, changed)
    keep_decisions(session, viewer, changed, decision, reason, now)
    moment, person = (None, None) if decision == "reopen" else (now, viewer.id)
    kept = reason if decision == "reject" else None
    own = update(DraftRow).where(DraftRow.id.in_([row.id for row in changed]))
    session.execute(own.values(state=state, reason=kept, decided_at=moment, decided_by=person))
    count_drafts(session, upload)
    return len(changed)


def list_groups(session: Session, viewer: Viewer, upload_id: int) -> list[Group]:
    """List templates and actors with at least two open drafts."""
    rows = list_open(session, viewer, upload_id)
    templates: dict[str, int] = {}
    actors: dict[str, int] = {}
    for row in rows:
        templates[row.template] = templates.get(row.template, 0) + 1
        for name in row.grounds.get("actors", []):
            actors[name] = actors.get(name, 0) + 1
    groups = [Group("template", each, name_of(each), n) for each, n in sorted(templates.items())]
    groups += [
        Group("actor", name, name, n) for name, n in sorted(actors.items(), key=lambda item: (-item[1], item[0]))
    ]
    return [group for group in groups if group.count > 1]


def list_group(session: Session, viewer: Viewer, upload_id: int, sort: str, value: str) -> Sequence[DraftRow]:
    """List the open drafts of a template or about an actor.

    Raises:
        NotFound: there is none.
    """
    rows = list_open(session, viewer, upload_id)
    found = [
        row for row in rows if (row.template == value if sort == "template" else value in row.grounds.get("actors", []))
    ]
    if not found:
        raise NotFound("No open draft belongs to this group any more.")
    return found

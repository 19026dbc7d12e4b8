"""What the people's pages need of later rooms, where an app is assembled without them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask import Blueprint, Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from quizapp.people import guard
from quizapp.people.service import LearnerHistory, Preferences
from quizapp.study.models import Preset, ReviewEvent, ReviewResponse


def join_missing_rooms(app: Flask) -> None:
    """Register the endpoints that every page links to, and a learner's history, unless the real ones are there."""
    for room, endpoint in (("study", "library"), ("progress", "overview")):
        if room not in app.blueprints:
            blueprint = Blueprint(room, __name__)
            path = "/" if room == "study" else f"/{room}"
            blueprint.add_url_rule(path, endpoint, guard.anyone(_page))
            app.register_blueprint(blueprint)
    app.extensions.setdefault("learner_history", HISTORY)


def _page() -> str:
    return "<!doctype html><title>A page of another room</title>"


def merge(session: Session, guest_id: int, learner_id: int, _now: datetime) -> None:
    """Give the guest's events to the learner."""
    for table in (ReviewEvent, ReviewResponse):
        session.execute(update(table).where(table.learner_id == guest_id).values(learner_id=learner_id))


def export(session: Session, learner_id: int) -> dict[str, Any]:
    """Give the learner's events."""
    events = session.scalars(
        select(ReviewEvent).where(ReviewEvent.learner_id == learner_id).order_by(ReviewEvent.id)
    ).all()
    return {"events": [{"client_id": e.client_id, "rating": e.rating} for e in events]}


def erase(session: Session, learner_id: int) -> None:
    """Delete the learner's events."""
    session.execute(delete(ReviewEvent).where(ReviewEvent.learner_id == learner_id))


def load_preferences(session: Session, learner_id: int) -> Preferences:
    """Give the learner's preferences."""
    row = session.scalars(select(Preset).where(Preset.learner_id == learner_id)).one_or_none()
    if row is None:
        return Preferences()
    return Preferences(
        new_per_day=row.new_per_day,
        reviews_per_day=row.reviews_per_day,
        buttons=row.buttons,
        fixed_way=row.fixed_way,
    )


def save_preferences(session: Session, learner_id: int, preferences: Preferences) -> None:
    """Keep the learner's preferences."""
    row = session.scalars(select(Preset).where(Preset.learner_id == learner_id)).one_or_none()
    row = row or Preset(learner_id=learner_id)
    for name, value in asdict(preferences).items():
        setattr(row, name, value)
    session.add(row)


HISTORY = LearnerHistory(merge, export, erase, load_preferences, save_preferences)

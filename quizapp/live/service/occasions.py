"""What tells one game of a bank from another: for whom it was played, on which day and at what hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.slugs import as_slug
from quizapp.live.models import GameRow, Round
from quizapp.people.models import Classroom


@dataclass(frozen=True, slots=True)
class Occasion:
    """The classroom that a game is for, empty for none, and when its first question was opened, or else it was made."""

    classroom: str
    moment: datetime

    def in_words(self, zone: str) -> str:
        """Tell day and hour as they are where somebody is."""
        local = self.moment.astimezone(ZoneInfo(zone))
        return f"{local.day} {local:%B %Y, %H:%M}"

    def in_file_name(self, zone: str) -> str:
        """Tell all of it as a part of a file's name."""
        local = self.moment.astimezone(ZoneInfo(zone))
        room = f"{as_slug(self.classroom, 'classroom')}-" if self.classroom else ""
        return f"{room}{local:%Y-%m-%d-%H%M}"


_BEGUN = select(func.min(Round.opened_ms)).where(Round.game_id == GameRow.id).scalar_subquery()
#: What `occasion_of` takes, of games and their classrooms.
OCCASION = (Classroom.name, GameRow.created_at, _BEGUN)


def occasion_of(classroom: str | None, made_at: datetime, begun_ms: int | None) -> Occasion:
    """Give the occasion that columns tell."""
    return Occasion(classroom or "", made_at if begun_ms is None else datetime.fromtimestamp(begun_ms / 1000, UTC))


def get_occasion(session: Session, game_id: int) -> Occasion:
    """Give the occasion of a game that there is; whoever asks was asked for the right."""
    of_game = select(*OCCASION).select_from(GameRow).outerjoin(Classroom, Classroom.id == GameRow.classroom_id)
    return occasion_of(*session.execute(of_game.where(GameRow.id == game_id)).one())

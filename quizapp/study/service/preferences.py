"""How a learner wants to study: a row of `preset`, or the defaults where there is none."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.core.question import Way
from quizapp.core.scheduler import CardEvent, Options, OptionsOf
from quizapp.core.study_queue import NewOrder
from quizapp.study.models import Preset


@dataclass(frozen=True, slots=True)
class Preferences:
    """The preset's values; `fixed_way` None = options first, typing later."""

    buttons: int = 2
    desired_retention: float = 0.9
    learning_steps: tuple[float, ...] = (10,)
    relearning_steps: tuple[float, ...] = (10,)
    new_per_day: int = 10
    reviews_per_day: int = 200
    new_order: NewOrder = "mixed"
    bury_siblings: bool = True
    fixed_way: Way | None = None

    @property
    def options(self) -> Options:
        """The scheduler's options."""
        return Options(
            desired_retention=self.desired_retention,
            learning_steps=self.learning_steps,
            relearning_steps=self.relearning_steps,
        )

    @property
    def options_of(self) -> OptionsOf:
        """Options for the fold: those an event names, with the steps in force now."""

        def of(event: CardEvent) -> Options:
            return Options(
                desired_retention=event.desired_retention,
                learning_steps=self.learning_steps,
                relearning_steps=self.relearning_steps,
            )

        return of


DEFAULTS = Preferences()

PRESET_COLUMNS = (
    Preset.buttons,
    Preset.desired_retention,
    Preset.learning_steps,
    Preset.relearning_steps,
    Preset.new_per_day,
    Preset.reviews_per_day,
    Preset.new_order,
    Preset.bury_siblings,
    Preset.fixed_way,
)


def from_columns(values: tuple[object, ...]) -> Preferences:
    """Make preferences of the preset's columns; all None where there is no row."""
    if values[0] is None:
        return DEFAULTS
    buttons, retention, learning, relearning, *rest = values
    return Preferences(buttons, retention, tuple(learning), tuple(relearning), *rest)  # type: ignore[arg-type]


def get_preferences(session: Session, learner_id: int | None) -> Preferences:
    """Give a learner's preferences, the defaults for a passer-by."""
    row = session.execute(select(*PRESET_COLUMNS).where(Preset.learner_id == learner_id)).first()
    return DEFAULTS if row is None else from_columns(tuple(row))


def save_preferences(
    session: Session, learner_id: int, *, buttons: int, new_per_day: int, reviews_per_day: int, fixed_way: Way | None
) -> None:
    """Keep what the settings page offers; the rest of the preset stays."""
    values = {
        "buttons": buttons,
        "new_per_day": new_per_day,
        "reviews_per_day": reviews_per_day,
        "fixed_way": fixed_way,
    }
    changed = session.execute(
        update(Preset).where(Preset.learner_id == learner_id).values(values).returning(Preset.learner_id)
    )
    if changed.first() is None:
        session.add(Preset(learner_id=learner_id, **values))
        session.flush()

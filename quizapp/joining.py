"""What one room needs of a sibling or a later room, which it must not import: given to it at assembly."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from quizapp.banks import service as banks_service
from quizapp.banks.service import BulkOutcome, LoadReport, importing
from quizapp.documents import service as documents_service
from quizapp.live import chores as live_chores
from quizapp.live import service as live_service
from quizapp.people.service import LearnerHistory, Preferences
from quizapp.plumbing.clock import epoch_ms, system_clock
from quizapp.plumbing.runtime import Runtime
from quizapp.study import service as study_service


def learner_history() -> LearnerHistory:
    """Give the study room's functions that people need but must not import."""
    return LearnerHistory(
        hold=live_service.hold_games_of,
        are_two=live_service.play_side_by_side,
        both_gave=live_service.both_gave,
        find_nickname=live_service.find_nickname,
        adopt=live_service.adopt_seat,
        list_moved=live_service.list_moved,
        merge=_merge_people,
        export=_export_person,
        erase=_erase_person,
        load_preferences=_load_preferences,
        save_preferences=_save_preferences,
    )


def _merge_people(session: Session, guest_id: int, learner_id: int, now: datetime) -> None:
    study_service.merge_learners(session, guest_id, learner_id)
    banks_service.merge_shares(session, guest_id, learner_id)
    live_service.merge_players(session, guest_id, learner_id, live_study(), now)


def _export_person(session: Session, learner_id: int) -> dict[str, Any]:
    """Give a learner's history, and what a teacher has brought and decided."""
    taught = documents_service.export_teacher(session, learner_id) | banks_service.export_shares(session, learner_id)
    taught["imports"] = importing.export_imports(session, learner_id)
    taught |= live_service.export_player(session, learner_id)
    return study_service.export_learner(session, learner_id) | {name: rows for name, rows in taught.items() if rows}


def _erase_person(session: Session, learner_id: int) -> list[tuple[str, str]]:
    study_service.erase_learner(session, learner_id)
    topics = live_service.erase_players(session, learner_id, system_clock())
    banks_service.hand_on_banks(session, learner_id)
    banks_service.release_banks(session, learner_id, system_clock())
    banks_service.forget_media(session)
    return topics


def follow_load(session: Session, report: LoadReport, now: datetime) -> None:
    """Let learners' cards and games follow what a load did to the questions of a bank."""
    follow_edit(session, report, "due_today", now)


def follow_change(session: Session, outcome: BulkOutcome, now: datetime) -> None:
    """Let learners' cards follow what an act on many questions did, a move or a load."""
    if (moved := outcome.moved) is not None:
        study_service.follow_move(session, moved.ids, moved.from_bank_id, moved.to_bank_id)
    if outcome.load is not None:
        follow_load(session, outcome.load, now)


def answered_since(session: Session, question_ids: Sequence[int], moment: datetime) -> Collection[int]:
    """List those of some questions that anybody has answered, in study or in a game, since a moment."""
    since = epoch_ms(moment)
    answered = study_service.list_answered(session, question_ids, since)
    return answered | live_service.list_played(session, question_ids, since)


def live_study() -> live_service.Study:
    """Give the live room what the study room does with what was played."""
    return live_service.Study(
        record=lambda session, answers, now: study_service.record_live(session, answers, epoch_ms(now)),
        withdraw=lambda session, answers, now: study_service.withdraw_live(session, answers, epoch_ms(now)),
        enrol=study_service.enrol,
        find_wish=study_service.find_live_wish,
        count_wanted=study_service.count_wanted,
        foretell=study_service.foretell,
    )


def queue_again(session: Session, wanted: Sequence[tuple[int, int]], preset: str, key: str, now: datetime) -> Any:
    """Put questions that were missed in a game before the next of a learner: see the study room."""
    return study_service.queue_again(session, wanted, preset, key, epoch_ms(now))


def live_sources(classroom_id: int | None) -> live_service.Sources:
    """Give the live room what the study room knows of a classroom, and say where nothing is known of it."""

    def due(session: Session, learners: Sequence[int], bank_id: int, at_most: int, now: datetime) -> list[int]:
        if not study_service.is_studied_by_any(session, learners, bank_id):
            raise live_service.CannotPlay(live_service.NOTHING_STUDIED)
        return study_service.list_due_for_most(session, learners, bank_id, at_most, epoch_ms(now))

    def missed(session: Session, learners: Sequence[int], bank_id: int, at_most: int, now: datetime) -> list[int]:
        in_games = live_service.misses_of(classroom_id, learners)
        found = study_service.list_most_missed(session, learners, bank_id, at_most, epoch_ms(now), in_games)
        if not found and not study_service.is_studied_by_any(session, learners, bank_id):
            raise live_service.CannotPlay(live_service.NOTHING_MISSED)
        return found

    return live_service.Sources(due, missed)


def hand_over_game(runtime: Runtime, game_id: int | None, batches_at_most: int | None = None) -> None:
    """Tell study what was played in a game so far; None = in all games, as far as it does not know."""
    live_chores.hand_over_game(runtime.database, runtime.clock, live_study(), game_id, batches_at_most)


def follow_edit(session: Session, report: LoadReport, choice: str, now: datetime) -> None:
    """Let learners' cards follow edited questions as the teacher chose, and rounds whose keys were set back count."""
    # Rounds before cards: whoever tells study of a game holds them in this order too.
    live_service.tell_again(session, [*report.key_changed_ids, *report.taken_back])
    study_service.follow_edit(session, report, choice, epoch_ms(now))


def _load_preferences(session: Session, learner_id: int) -> Preferences:
    kept = study_service.get_preferences(session, learner_id)
    return Preferences(
        new_per_day=kept.new_per_day,
        reviews_per_day=kept.reviews_per_day,
        buttons=kept.buttons,
        fixed_way=kept.fixed_way,
    )


def _save_preferences(session: Session, learner_id: int, wanted: Preferences) -> None:
    study_service.save_preferences(
        session,
        learner_id,
        buttons=wanted.buttons,
        new_per_day=wanted.new_per_day,
        reviews_per_day=wanted.reviews_per_day,
        fixed_way=wanted.fixed_way,  # type: ignore[arg-type]
    )

"""What a learner does and what follows: the room's rules over core's, one transaction each, committed by the edge."""

from quizapp.study.service.acts import (
    AskedAgain,
    act,
    correct,
    count_met,
    find_latest,
    id_of,
    list_answered,
    list_set_aside,
    queue_again,
    undo,
)
from quizapp.study.service.asking import Asked, Card, ask, card_as_asked, helped, next_card, with_asked
from quizapp.study.service.brought import count_new
from quizapp.study.service.brought_jobs import count_going, history_job_kind
from quizapp.study.service.closed import ClosedToLearner, is_closed_to
from quizapp.study.service.enrolments import (
    LiveResponses,
    enrol,
    find_live_responses,
    find_live_wish,
    fix_way,
    lift_limits,
    set_live_responses,
)
from quizapp.study.service.feedback import Feedback, feedback_of, get_feedback
from quizapp.study.service.following import AT_ONCE as CARDS_AT_ONCE
from quizapp.study.service.following import follow_edit
from quizapp.study.service.following_jobs import cards_job_kind
from quizapp.study.service.foretelling import foretell
from quizapp.study.service.forgetting import forget_typed
from quizapp.study.service.history import check_learner, erase_learner, export_learner, merge_learners
from quizapp.study.service.library import get_opening, get_reading, list_shelf
from quizapp.study.service.live_answers import count_wanted, record_live, withdraw_live
from quizapp.study.service.moving import follow_move
from quizapp.study.service.preferences import Preferences, get_preferences, save_preferences
from quizapp.study.service.reviews import Answer, Given, Recorded, Retry, find_second_try, record_review
from quizapp.study.service.standing import Day, Standing, day_of, get_standing
from quizapp.study.service.summary import Summary, get_summary
from quizapp.study.service.telling import Told, report
from quizapp.study.service.together import is_studied_by_any, list_due_for_most, list_most_missed

__all__ = [
    "CARDS_AT_ONCE",
    "Answer",
    "Asked",
    "AskedAgain",
    "Card",
    "ClosedToLearner",
    "Day",
    "Feedback",
    "Given",
    "LiveResponses",
    "Preferences",
    "Recorded",
    "Retry",
    "Standing",
    "Summary",
    "Told",
    "act",
    "ask",
    "card_as_asked",
    "cards_job_kind",
    "check_learner",
    "correct",
    "count_going",
    "count_met",
    "count_new",
    "count_wanted",
    "day_of",
    "enrol",
    "erase_learner",
    "export_learner",
    "feedback_of",
    "find_latest",
    "find_live_responses",
    "find_live_wish",
    "find_second_try",
    "fix_way",
    "follow_edit",
    "follow_move",
    "foretell",
    "forget_typed",
    "get_feedback",
    "get_opening",
    "get_preferences",
    "get_reading",
    "get_standing",
    "get_summary",
    "helped",
    "history_job_kind",
    "id_of",
    "is_closed_to",
    "is_studied_by_any",
    "lift_limits",
    "list_answered",
    "list_due_for_most",
    "list_most_missed",
    "list_set_aside",
    "list_shelf",
    "merge_learners",
    "next_card",
    "queue_again",
    "record_live",
    "record_review",
    "report",
    "save_preferences",
    "set_live_responses",
    "undo",
    "with_asked",
    "withdraw_live",
]

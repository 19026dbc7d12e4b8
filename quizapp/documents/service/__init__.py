"""What may be done with documents: bring one, see what is in it, review its drafts, publish, learn from decisions."""

from quizapp.banks.service import PublishReport
from quizapp.documents.service.drafts import get_draft, is_sound, raw_of
from quizapp.documents.service.editing import EditField, fields_of, read_fields, save_edit
from quizapp.documents.service.erasing import export_teacher
from quizapp.documents.service.learning import TEMPLATE_NAMES, RuleStanding, keep_rule, list_standings
from quizapp.documents.service.passages import Overview, overview_of, passage_of, words_at
from quizapp.documents.service.publishing import Target, list_targets, publish
from quizapp.documents.service.queue import (
    REASONS,
    STATES,
    Group,
    Turn,
    decide,
    list_drafts,
    list_group,
    list_groups,
    take_turn,
    undo,
)
from quizapp.documents.service.reading_jobs import job_kind
from quizapp.documents.service.uploads import (
    Brought,
    bring,
    delete_upload,
    find_progress,
    get_ready,
    get_upload,
    list_published,
    list_uploads,
    owner_of,
)

__all__ = [
    "REASONS",
    "STATES",
    "TEMPLATE_NAMES",
    "Brought",
    "EditField",
    "Group",
    "Overview",
    "PublishReport",
    "RuleStanding",
    "Target",
    "Turn",
    "bring",
    "decide",
    "delete_upload",
    "export_teacher",
    "fields_of",
    "find_progress",
    "get_draft",
    "get_ready",
    "get_upload",
    "is_sound",
    "job_kind",
    "keep_rule",
    "list_drafts",
    "list_group",
    "list_groups",
    "list_published",
    "list_standings",
    "list_targets",
    "list_uploads",
    "overview_of",
    "owner_of",
    "passage_of",
    "publish",
    "raw_of",
    "read_fields",
    "save_edit",
    "take_turn",
    "undo",
    "words_at",
]

"""What may be done with documents: bring one, see what is in it, review its drafts, publish, learn from decisions."""

from quizapp.banks.service import PublishReport
from quizapp.documents.service.comparisons import (
    FATES,
    Leaf,
    count_waiting,
    find_waiting,
    parse_place,
    preview_all,
    show_comparison,
)
from quizapp.documents.service.deciding import (
    Wish,
    choose_relation,
    fulfil,
    plan_relation,
    plan_wish,
    settle,
)
from quizapp.documents.service.decisions import undo
from quizapp.documents.service.discarding import discard, plan_discard
from quizapp.documents.service.drafts import edit_remarks, get_draft, is_sound, key_in_words, raw_of, shown_stem
from quizapp.documents.service.editing import save_edit
from quizapp.documents.service.erasing import export_teacher
from quizapp.documents.service.learning import RuleStanding, factors_for, keep_rule, list_standings
from quizapp.documents.service.model_jobs import model_job_kind, recipient_of
from quizapp.documents.service.passages import Overview, overview_of, passage_of, words_at
from quizapp.documents.service.publishing import Target, count_unpublished, list_targets, plan_publication, publish
from quizapp.documents.service.queue import (
    REASONS,
    STATES,
    Group,
    Turn,
    count_own_rejections,
    decide,
    list_drafts,
    list_group,
    list_groups,
    take_turn,
)
from quizapp.documents.service.reading_jobs import job_kind
from quizapp.documents.service.rule_names import TEMPLATE_NAMES
from quizapp.documents.service.switching import (
    Recipient,
    SwitchStanding,
    get_switch,
    material_of,
    may_be_sent,
    turn_off,
    turn_on,
)
from quizapp.documents.service.uploads import (
    Brought,
    bring,
    find_progress,
    find_twin,
    get_ready,
    get_upload,
    list_published,
    owner_of,
)
from quizapp.documents.service.versions import ShelfEntry, find_newer, list_shelf, list_unread, list_versions

__all__ = [
    "FATES",
    "REASONS",
    "STATES",
    "TEMPLATE_NAMES",
    "Brought",
    "Group",
    "Leaf",
    "Overview",
    "PublishReport",
    "Recipient",
    "RuleStanding",
    "ShelfEntry",
    "SwitchStanding",
    "Target",
    "Turn",
    "Wish",
    "bring",
    "choose_relation",
    "count_own_rejections",
    "count_unpublished",
    "count_waiting",
    "decide",
    "discard",
    "edit_remarks",
    "export_teacher",
    "factors_for",
    "find_newer",
    "find_progress",
    "find_twin",
    "find_waiting",
    "fulfil",
    "get_draft",
    "get_ready",
    "get_switch",
    "get_upload",
    "is_sound",
    "job_kind",
    "keep_rule",
    "key_in_words",
    "list_drafts",
    "list_group",
    "list_groups",
    "list_published",
    "list_shelf",
    "list_standings",
    "list_targets",
    "list_unread",
    "list_versions",
    "material_of",
    "may_be_sent",
    "model_job_kind",
    "overview_of",
    "owner_of",
    "parse_place",
    "passage_of",
    "plan_discard",
    "plan_publication",
    "plan_relation",
    "plan_wish",
    "preview_all",
    "publish",
    "raw_of",
    "recipient_of",
    "save_edit",
    "settle",
    "show_comparison",
    "shown_stem",
    "take_turn",
    "turn_off",
    "turn_on",
    "undo",
    "words_at",
]

"""Imports: files of teachers read into a parcel, looked at, chosen from, brought into a bank, and undone."""

from quizapp.banks.service.importing.choosing import (
    SORTS,
    Choice,
    Tally,
    choice_of,
    turned_for_all,
    turned_of,
    wanted_of,
)
from quizapp.banks.service.importing.import_jobs import ROWS_AT_MOST, ImportReading
from quizapp.banks.service.importing.mending import get_entry, mend_entry
from quizapp.banks.service.importing.planning import AT_ONCE, Wanted, Writer, outline_now, pieces_of, plan_piece
from quizapp.banks.service.importing.records import (
    FILES_AT_MOST,
    BroughtFile,
    ImportLine,
    NotWaiting,
    begin_import,
    compare_with,
    discard_import,
    export_imports,
    find_import_progress,
    forget_old,
    get_import,
    get_waiting,
    keep_mapping,
    list_imports,
    list_kept_files,
    list_parcels,
    read_again,
    turn_ticks,
)
from quizapp.banks.service.importing.reports import check_done, report_table
from quizapp.banks.service.importing.showing import Preview, free_title, make_preview
from quizapp.banks.service.importing.staging import clear_some, list_left
from quizapp.banks.service.importing.storing_jobs import ImportStoring
from quizapp.banks.service.importing.undoing import AnsweredSince, Undone, undo_import
from quizapp.banks.service.importing.writing import Carried, ImportPlan, ImportTarget, carry_out, plan_import

__all__ = [
    "AT_ONCE",
    "FILES_AT_MOST",
    "ROWS_AT_MOST",
    "SORTS",
    "AnsweredSince",
    "BroughtFile",
    "Carried",
    "Choice",
    "ImportLine",
    "ImportPlan",
    "ImportReading",
    "ImportStoring",
    "ImportTarget",
    "NotWaiting",
    "Preview",
    "Tally",
    "Undone",
    "Wanted",
    "Writer",
    "begin_import",
    "carry_out",
    "check_done",
    "choice_of",
    "clear_some",
    "compare_with",
    "discard_import",
    "export_imports",
    "find_import_progress",
    "forget_old",
    "free_title",
    "get_entry",
    "get_import",
    "get_waiting",
    "keep_mapping",
    "list_imports",
    "list_kept_files",
    "list_left",
    "list_parcels",
    "make_preview",
    "mend_entry",
    "outline_now",
    "pieces_of",
    "plan_import",
    "plan_piece",
    "read_again",
    "report_table",
    "turn_ticks",
    "turned_for_all",
    "turned_of",
    "undo_import",
    "wanted_of",
]

"""What may be done with banks: finding those a viewer may see, loading them from files, keeping reports."""

from quizapp.banks.service.access import (
    HIGHEST_ID,
    BankCard,
    HotByViewer,
    QuestionCard,
    find_passage,
    get_bank,
    get_bank_by_id,
    get_question,
    list_banks,
    list_paragraphs,
    visible_to,
)
from quizapp.banks.service.folders import BankFile, as_slug, list_bank_folders, read_bank_file
from quizapp.banks.service.loading import LoadReport, is_loaded, load_bank, rendered
from quizapp.banks.service.reports import REPORT_REASONS, offer_spelling, report_question, withdraw_spelling

__all__ = [
    "HIGHEST_ID",
    "REPORT_REASONS",
    "BankCard",
    "BankFile",
    "HotByViewer",
    "LoadReport",
    "QuestionCard",
    "as_slug",
    "find_passage",
    "get_bank",
    "get_bank_by_id",
    "get_question",
    "is_loaded",
    "list_bank_folders",
    "list_banks",
    "list_paragraphs",
    "load_bank",
    "offer_spelling",
    "read_bank_file",
    "rendered",
    "report_question",
    "visible_to",
    "withdraw_spelling",
]

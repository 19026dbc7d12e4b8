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
from quizapp.banks.service.checking import RULE_NAMES, BankCheck, CheckedQuestion, check_bank
from quizapp.banks.service.folders import BankFile, as_slug, list_bank_folders, read_bank_file
from quizapp.banks.service.loading import LoadReport, is_loaded, load_bank, rendered
from quizapp.banks.service.publishing import (
    OwnBank,
    PublishReport,
    add_questions,
    get_own_bank,
    list_own_banks,
    make_own_bank,
    put_document,
    release_banks,
    take_out_questions,
)
from quizapp.banks.service.reports import REPORT_REASONS, offer_spelling, report_question, withdraw_spelling
from quizapp.banks.service.timeline import Timeline, timeline_of

__all__ = [
    "HIGHEST_ID",
    "REPORT_REASONS",
    "RULE_NAMES",
    "BankCard",
    "BankCheck",
    "BankFile",
    "CheckedQuestion",
    "HotByViewer",
    "LoadReport",
    "OwnBank",
    "PublishReport",
    "QuestionCard",
    "Timeline",
    "add_questions",
    "as_slug",
    "check_bank",
    "find_passage",
    "get_bank",
    "get_bank_by_id",
    "get_own_bank",
    "get_question",
    "is_loaded",
    "list_bank_folders",
    "list_banks",
    "list_own_banks",
    "list_paragraphs",
    "load_bank",
    "make_own_bank",
    "offer_spelling",
    "put_document",
    "read_bank_file",
    "release_banks",
    "rendered",
    "report_question",
    "take_out_questions",
    "timeline_of",
    "visible_to",
    "withdraw_spelling",
]

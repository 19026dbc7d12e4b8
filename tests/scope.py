"""S4: while a page is served, tables of learners and classes are read and changed within one, or the test fails."""

from __future__ import annotations

import re
from typing import Any

from flask import has_request_context
from sqlalchemy import Engine, event

LEARNER_TABLES = (
    "card_state",
    "review_event",
    "review_response",
    "day_total",
    "memory_total",
    "enrolment",
    "preset",
    "question_report",
)
#: A teacher's bank changes for all its learners: the question that came back is met by each, the card of one that was
#: moved follows it, one learner after the other; nothing of theirs is read.
OF_A_BANK = re.compile(
    r"UPDATE enrolment SET new_cursor=\S+ WHERE enrolment\.bank_id = \S+ AND enrolment\.new_cursor >= \S+$"
    r"|SELECT enrolment\.learner_id \nFROM enrolment \nWHERE enrolment\.bank_id = \S+ ORDER BY enrolment\.learner_id$"
)
#: What an undone import must leave alone: which of its questions were answered, by whomever; nobody is named.
ANSWERED = re.compile(
    r"SELECT DISTINCT review_event\.question_id FROM review_event WHERE review_event\.received_at >= \S+ "
    r"AND review_event\.kind IN \(.+\) AND review_event\.question_id IN \(.+\)$"
)
#: Reports are written for the teacher of a bank, and are read within banks.
REPORTS_OF_BANKS = re.compile(r"\bquestion\.bank_id (?:=|IN) ")
#: Tables of classes, and what says whose rows of them are meant: their owner, their classroom or game, or a secret.
CLASS_TABLES = {
    "classroom": ("id", "teacher_id", "link_token", "code"),
    "membership": ("classroom_id", "user_id"),
    "game": ("id", "host_id", "classroom_id", "link_token", "screen_token", "code"),
    "player": ("id", "game_id", "user_id", "token_hash"),
    "response": ("game_id", "player_id"),
}
#: A new code must be none that another game has; nothing else of those is read.
CODES_TAKEN = re.compile(r"SELECT game\.code FROM game WHERE \(?game\.phase NOT IN \((?:[^()]|\(\w+\))*\)\)?$")
_KEYWORDS = "ON|WHERE|SET|JOIN|LEFT|INNER|ORDER|GROUP|LIMIT"
_NAMED = re.compile(
    rf"\b(?:FROM|JOIN|UPDATE|,)\s+({'|'.join(LEARNER_TABLES)})\b(?:\s+AS)?(?:\s+(?!(?:{_KEYWORDS})\b)(\w+))?", re.I
)


_CLASS_NAMED = re.compile(
    rf"\b(?:FROM|JOIN|UPDATE|,)\s+({'|'.join(CLASS_TABLES)})\b(?:\s+AS)?(?:\s+(?!(?:{_KEYWORDS})\b)(\w+))?", re.I
)


def beyond_class(statement: str) -> list[str]:
    """Name the tables of classes that a statement touches without saying whose rows."""
    if statement.lstrip().upper().startswith("INSERT") or CODES_TAKEN.match(" ".join(statement.split())):
        return []
    statement = re.sub(r"\bSET\b.*?(?=\bWHERE\b|$)", " ", statement, flags=re.I | re.S)
    found = []
    for table, alias in _CLASS_NAMED.findall(statement):
        name = alias or table
        keys = "|".join(CLASS_TABLES[table])
        is_bound = re.search(rf"\b{name}\.(?:{keys})\s*(?:=\s*(?!NULL)\S|IN \()", statement)
        # What it is joined by stands on either side.
        is_joined = re.search(rf"=\s*{name}\.(?:{keys})\b", statement)
        if not (is_bound or is_joined):
            found.append(name)
    is_anybodys = not re.search(r"(?:=\s*|IN \(\s*)(?:\?|%\(|:\w|\$\d)|WHERE 1!=1", statement)
    return found or (["nobody"] if is_anybodys and _CLASS_NAMED.search(statement) else [])


def unscoped(statement: str) -> list[str]:
    """Name the learner tables that a statement touches without saying whose rows."""
    if statement.lstrip().upper().startswith("INSERT") and not re.search(r"\bSELECT\b", statement, re.I):
        return []
    if OF_A_BANK.match(statement) or ANSWERED.match(" ".join(statement.split())):
        return []
    # Whom rows are given to says nothing about whose they were.
    statement = re.sub(r"\bSET\b.*?(?=\bWHERE\b|$)", " ", statement, flags=re.I | re.S)
    found = []
    for table, alias in _NAMED.findall(statement):
        name = alias or table
        # Several learners may be named together: the players of a game, the members of a classroom.
        is_bound = re.search(rf"\b{name}\.learner_id\s*(?:=\s*(?!NULL)\S|IN \()", statement)
        is_bare = re.search(r"(?<![.\w])learner_id\s*=\s*\S", statement) and not alias
        # A response belongs to the event that it is joined to.
        is_joined = table == "review_response" and re.search(
            rf"\b{name}\.event_id\s*=\s*review_event\w*\.id", statement
        )
        is_for_teacher = table == "question_report" and REPORTS_OF_BANKS.search(statement)
        if not (is_bound or is_bare or is_joined or is_for_teacher):
            found.append(name)
    return found


class Watch:
    """Collects statements of requests that look beyond one learner."""

    def __init__(self) -> None:
        self.found: list[tuple[list[str], str]] = []

    def __enter__(self) -> Watch:
        event.listen(Engine, "before_cursor_execute", self._look)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(Engine, "before_cursor_execute", self._look)

    def _look(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if has_request_context() and (names := unscoped(statement) + beyond_class(statement)):
            self.found.append((names, statement))

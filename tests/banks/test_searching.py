"""Questions found by words and marks on both databases, and an index that is right whoever writes."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, text, update

from quizapp.banks.models import Bank, QuestionReport, QuestionRow, QuestionTally, Revision, Tag
from quizapp.banks.service.indexing import indexed_at_once
from quizapp.banks.service.searching import Wanted, count_found, find_ids
from quizapp.core.formats.native_write import write_yaml
from quizapp.core.formats.parcel import BankFields
from quizapp.core.kinds import parse_question
from quizapp.core.searching import read_query
from tests.conftest import BEGIN
from tests.study import bank_files

QUESTIONS = (
    {"id": "wall", "kind": "date", "stem": "When was the Berlin Wall begun?", "key": "1961-08-13", "about": "date",
     "distractors": ["1953-06-17"], "tags": ["Berlin/Wall", "cold war"]},
    {"id": "jfk", "kind": "choice", "stem": "Who said “Ich bin ein Berliner”?", "key": "John F. Kennedy",
     "distractors": ["Willy Brandt"], "about": "actor", "tags": ["Berlin/people"],
     "explanation": "He spoke in front of Schöneberg’s town hall."},
    {"id": "bridge", "kind": "text", "stem": "Where were spies exchanged?", "key": "Glienicke Bridge",
     "accept": ["Bridge of Spies"], "about": "place"},
    {"id": "tokyo", "kind": "true_false", "stem": "東京は日本の首都です。", "key": True},
    {"id": "pairs", "kind": "match", "stem": "Which sector was whose?",
     "pairs": [{"left": "Dahlem", "right": "American"}, {"left": "Tegel", "right": "French"}]},
    {"id": "gap", "kind": "cloze", "stem": "The airlift lasted [[1]] days.", "gaps": [{"key": "322"}]},
    {"id": "million", "kind": "number", "stem": "How many tonnes did O'Neill fly in?", "key": "2300000"},
)  # fmt: skip


def load(session, questions=QUESTIONS, slug="berlin"):
    body = write_yaml(BankFields(title=slug.title()), [parse_question(raw) for raw in questions])
    return bank_files.load(session, body, slug=slug).bank_id


@pytest.fixture
def bank_id(database) -> int:
    with database.transaction() as session:
        load(session, [QUESTIONS[0]], slug="another")
        return load(session)


@pytest.fixture
def found(database, bank_id):
    """Give the finder: names of the questions that are found in the bank."""

    def find(query="", **more):
        with database.reading() as session:
            wanted = Wanted((bank_id,), read_query(query), **more)
            ids = find_ids(session, wanted, 100)
            assert count_found(session, wanted) == len(ids)
            names = dict(session.execute(select(QuestionRow.id, QuestionRow.slug)).all())
            return [names[each] for each in ids]

    return find


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [raw["id"] for raw in QUESTIONS]),
        ("berlin", ["wall", "jfk"]),
        ("berlin ", ["wall"]),
        ("BERLINER", ["jfk"]),
        ("schoneberg", ["jfk"]),
        ("Schöneberg’s town", ["jfk"]),
        ('"town hall"', ["jfk"]),
        ('"hall town"', []),
        ("glien", ["bridge"]),
        ("spies bri", ["bridge"]),
        ("brandt", ["jfk"]),
        ("1961", ["wall"]),
        ("dahlem", ["pairs"]),
        ("322", ["gap"]),
        ("oneill", ["million"]),
        ("O'Neill", ["million"]),
        ("日本", ["tokyo"]),
        ("本日", []),
        ("tag:berlin", ["wall", "jfk"]),
        ("tag:BERLIN/wall", ["wall"]),
        ('tag:"Cold War"', ["wall"]),
        ("tag:berlin tag:cold", []),
        ("kind:true_false", ["tokyo"]),
        ("kind:true-false kind:cloze", ["tokyo", "gap"]),
        ("about:place", ["bridge"]),
        ("about:nonsense", []),
        ("berliner about:actor", ["jfk"]),
        ("about:actor berl", ["jfk"]),
        ("kind:", [raw["id"] for raw in QUESTIONS]),
        ("nothing-of-the-kind", []),
        ("tag:berlin -berl", ["wall", "jfk"]),
        ("tag:berlin -berliner", ["wall"]),
        ('tag:berlin -"town hall"', ["wall"]),
        ("berlin -berliner -wall", []),
        ("about:nonsense wall", ["wall"]),
        ("p< wall", ["wall"]),
    ],
)
def test_what_is_found(found, query, expected):
    assert found(query) == expected


@pytest.mark.parametrize(
    "query",
    [
        '"', '""', "tag:", 'tag:"', "*", "NOT", "a AND", "NEAR(", "(", ") OR 1=1 --", "words:x",
        "'; DROP TABLE bank;--", "kind:'; DROP", "kind:*", 'about:"', "\\", "^x", "-x", "a" * 5_000, "é" * 300, "🙂",
        "a\x00b", "%_", "b1", "sused", "& | ! <->", ":A", "x:*", "﷽" * 20, '"a b c d e f g h i j k l m n o p q r s"',
    ],
)  # fmt: skip
def test_whatever_is_typed_is_read(found, query):
    assert isinstance(found(query), list)


def test_marks_are_not_words(found, bank_id):
    assert found("sused ") == found(f"b{bank_id} ") == found("kchoice ") == []


def test_pages_forward_and_back(database, bank_id):
    wanted = Wanted((bank_id,))
    with database.reading() as session:
        every = find_ids(session, wanted, 100)
        assert find_ids(session, wanted, 3) == every[:3]
        assert find_ids(session, wanted, 3, after=every[2]) == every[3:6]
        assert find_ids(session, wanted, 2, before=every[5]) == every[3:5]
        assert count_found(session, wanted, at_most=4) == 5


def test_several_banks_at_once(database, bank_id):
    with database.reading() as session:
        both = tuple(session.scalars(select(Bank.id)))
        assert len(find_ids(session, Wanted(both, read_query("wall tag:berlin")), 10)) == 2
        assert find_ids(session, Wanted((), read_query("wall")), 10) == []


def change(database, slug, bank_id, **values):
    with database.transaction() as session:
        session.execute(
            update(QuestionRow).where(QuestionRow.slug == slug, QuestionRow.bank_id == bank_id).values(**values)
        )


def test_states(database, found, bank_id):
    change(database, "wall", bank_id, deleted_at=BEGIN)
    change(database, "jfk", bank_id, deleted_at=BEGIN, suspended_at=BEGIN)
    assert found("berlin") == []
    assert (found("berlin", state="archived"), found("", state="rests")) == (["wall"], ["jfk"])
    assert found("berlin", state="any") == ["wall", "jfk"]
    change(database, "wall", bank_id, deleted_at=None)
    assert (found("berlin"), found("", state="archived")) == (["wall"], [])


def test_reports_and_answers(database, found, bank_id, people):
    with database.transaction() as session:
        ids = dict(
            session.execute(select(QuestionRow.slug, QuestionRow.id).where(QuestionRow.bank_id == bank_id)).all()
        )
        session.add_all(
            QuestionReport(
                client_id=slug, question_id=ids[slug], revision=1, learner_id=people.sam.id, reason="typo",
                created_at=BEGIN, closed_at=closed,
            )
            for slug, closed in (("jfk", None), ("gap", BEGIN))
        )  # fmt: skip
        for slug, ease in (("wall", 1), ("jfk", 3), ("bridge", 0)):
            session.add(QuestionTally(question_id=ids[slug], bank_id=bank_id, answers=12, passes=3, ease=ease))
    assert found("", state="reported") == ["jfk"]
    assert found("wall", state="reported") == []
    assert found("", state="unanswered") == ["tokyo", "pairs", "gap", "million"]
    assert (found("", ease="hard"), found("berlin", ease="easy"), found("", ease="odd")) == (["wall"], ["jfk"], [])


def test_shares_of_right_first_answers(database, found, bank_id):
    with database.transaction() as session:
        ids = dict(
            session.execute(select(QuestionRow.slug, QuestionRow.id).where(QuestionRow.bank_id == bank_id)).all()
        )
        for slug, answers, passes, ease in (
            ("wall", 20, 4, 1),
            ("jfk", 10, 3, 1),
            ("bridge", 10, 9, 3),
            ("gap", 3, 0, 0),
        ):
            row = {"bank_id": bank_id, "answers": answers, "passes": passes, "ease": ease}
            session.add(QuestionTally(question_id=ids[slug], **row))
    assert (found("p<0.3"), found("p<=0.3"), found("p>30%")) == (["wall"], ["wall", "jfk"], ["bridge"])
    assert (found("p>0.25 p<90%"), found("p>0,25 berlin"), found("p>=.9 berlin")) == (["jfk"], ["jfk"], [])
    assert found("used:yes") == ["wall", "jfk", "bridge", "gap"]
    assert found("used:no") == found("used:never") == found("", state="unanswered") == ["tokyo", "pairs", "million"]
    assert found("used:maybe") == found("used:no used:yes") == []


def test_words_follow_a_new_revision(database, found):
    with database.transaction() as session:
        load(session, [{**QUESTIONS[0], "stem": "When did masons come?", "tags": ["masonry"]}, *QUESTIONS[1:]])
    assert (found("begun"), found("masons"), found("tag:cold"), found("tag:masonry")) == ([], ["wall"], [], ["wall"])


def test_a_row_that_goes_is_found_no_more(database, found, bank_id):
    with database.transaction() as session:
        gone = session.scalars(
            select(QuestionRow.id).where(QuestionRow.slug == "jfk", QuestionRow.bank_id == bank_id)
        ).one()
        for table in (Tag, Revision):
            session.execute(delete(table).where(table.question_id == gone))
        session.execute(delete(QuestionRow).where(QuestionRow.id == gone))
    assert found("kennedy") == []


def test_many_at_once(database, found, bank_id):
    with database.transaction() as session:
        ids = session.scalars(select(QuestionRow.id).where(QuestionRow.bank_id == bank_id)).all()
        with indexed_at_once(session, ids):
            session.execute(update(QuestionRow).where(QuestionRow.id.in_(ids)).values(deleted_at=BEGIN))
    assert (found("berlin"), found("berlin", state="archived")) == ([], ["wall", "jfk"])
    change(database, "wall", bank_id, deleted_at=None)
    assert found("berlin") == ["wall"]


def test_nothing_of_a_failed_change_stays(database, found, bank_id):
    def fail() -> None:
        with database.transaction() as session:
            ids = session.scalars(select(QuestionRow.id).where(QuestionRow.bank_id == bank_id)).all()
            with indexed_at_once(session, ids):
                session.execute(update(QuestionRow).where(QuestionRow.id.in_(ids)).values(words="other"))
                raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert found("berlin") == ["wall", "jfk"]
    change(database, "wall", bank_id, words="brick")
    assert found("brick") == ["wall"]


def test_index_is_sound(database, bank_id):
    change(database, "wall", bank_id, words="brick", deleted_at=BEGIN)
    assert not database.is_sqlite or _is_checked(database)


def _is_checked(database):
    """Let SQLite compare its index with the table, which raises where they differ; PostgreSQL keeps no second copy."""
    with database.transaction() as session:
        session.execute(text("INSERT INTO question_search (question_search) VALUES ('integrity-check')"))
    return True

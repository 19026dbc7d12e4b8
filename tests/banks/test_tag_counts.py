"""A tag counts the questions that a search for it finds: those with a tag below it too, however many tags there are."""

from __future__ import annotations

import pytest

from quizapp.banks import service as banks
from quizapp.banks.models import Bank
from quizapp.banks.service import BulkWish, Wanted, outline, outlining
from quizapp.banks.service.importing import outline_now
from quizapp.core.searching import read_query
from tests.banks.desk import ids_of, own_bank
from tests.conftest import BEGIN

TAGS = {"b1": ["art", "art/old"], "b2": ["art/old/stone"], "b3": ["art/new", "wood"], "b4": ["artful"]}
COUNTS = {"art": 3, "art/old": 2, "art/old/stone": 1, "art/new": 1, "wood": 1, "artful": 1}


@pytest.fixture
def bank_id(database, people) -> int:
    return own_bank(database, people.ada, **{slug: {"tags": tags} for slug, tags in TAGS.items()})


def kept(database, bank_id) -> dict:
    with database.reading() as session:
        return session.get_one(Bank, bank_id).outline


def test_all_that_count_agree_with_the_search(database, bank_id):
    with database.reading() as session:
        assert dict(banks.list_tags(session, bank_id)) == COUNTS
        assert outline_now(session, bank_id)["tags"] == COUNTS
        found = {tag: len(banks.find_ids(session, Wanted((bank_id,), read_query(f"tag:{tag}")), 9)) for tag in COUNTS}
        assert found == COUNTS
    assert kept(database, bank_id)["tags"] == COUNTS
    assert not kept(database, bank_id)["are_tags_cut"]


def test_counts_stay_right_where_there_are_more_tags_than_are_kept(database, people, bank_id, monkeypatch):
    """The rarest are left out, and one of them that grows comes in with all of its questions."""
    monkeypatch.setattr(outline, "TAGS_AT_MOST", 2)
    with database.transaction() as session:
        session.get_one(Bank, bank_id).outline = outline.outline_of(outlining.questions_in_use(session, bank_id))
    assert (kept(database, bank_id)["tags"], kept(database, bank_id)["are_tags_cut"]) == (
        {"art": 3, "art/old": 2},
        True,
    )
    monkeypatch.setattr(outlining, "WHOLE_AT_MOST", 0)

    def tag(act, *slugs):
        ids = tuple(ids_of(database, bank_id, *slugs))
        wish = BulkWish(act=act, client_id=f"{act}{slugs}", ids=ids, tag="wood/oak")
        with database.transaction() as session:
            banks.change_many(session, people.ada, "bridges", wish, BEGIN)

    tag("tag", "b1", "b2", "b4")
    assert kept(database, bank_id)["tags"] == {"wood": 4, "art": 3}
    tag("untag", "b1", "b2")
    assert kept(database, bank_id)["tags"] == {"art": 3, "wood": 2}

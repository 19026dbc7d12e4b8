"""Reviewing: drafts best first, decisions, undo, groups, and what decisions teach; on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from quizapp.core.errors import Conflict, InvalidQuestion, NotFound
from quizapp.documents import service
from quizapp.documents.models import DraftDecision, DraftRow, Upload
from quizapp.documents.service.learning import choice_name
from quizapp.documents.service.rule_names import RULE_NAMES, TEMPLATE_NAMES, name_of
from tests.conftest import BEGIN
from tests.documents import brought


@pytest.fixture
def queue(database, people, document_id):
    return Queue(database, people.ada, document_id)


class Queue:
    """What a teacher does with the drafts of one document."""

    def __init__(self, database, viewer, upload_id) -> None:
        self.database, self.viewer, self.upload_id = database, viewer, upload_id

    def turn(self, wanted=None, skipped=()):
        with self.database.reading() as session:
            return service.take_turn(session, self.viewer, self.upload_id, wanted, skipped)

    def next(self, skipped=()):
        draft = self.turn(skipped=skipped).draft
        return draft and draft.question_id

    def order(self):
        """Name the open drafts as one skips through them."""
        skipped, order = [], []
        for _ in range(self.turn().left):
            draft = self.turn(skipped=skipped).draft
            skipped.append(draft.id)
            order.append(draft.question_id)
        return order

    def id_of(self, question_id):
        with self.database.reading() as session:
            found = select(DraftRow.id).where(DraftRow.upload_id == self.upload_id, DraftRow.question_id == question_id)
            return session.scalars(found).one()

    def get(self, question_id):
        with self.database.reading() as session:
            return session.get(DraftRow, self.id_of(question_id))

    def decide(self, question_id, decision, reason=None):
        with self.database.transaction() as session:
            ids = [self.id_of(question_id)]
            return service.decide(session, self.viewer, self.upload_id, ids, decision, reason, BEGIN)

    def undo(self):
        with self.database.transaction() as session:
            return service.undo(session, self.viewer, self.upload_id)[0].question_id

    def counts(self):
        with self.database.reading() as session:
            return session.get(Upload, self.upload_id).counts


def test_what_gains_most_comes_first_and_what_rules_reject_does_not_come(queue):
    assert queue.next() == "lamp-lit"
    assert queue.next([queue.id_of("lamp-lit")]) == "ship-miss"
    assert queue.turn().left == 3
    assert queue.counts() == {"open": 3, "accepted": 0, "rejected": 1}


def test_who_skips_all_meets_them_again_in_that_order(queue):
    skipped = [queue.id_of(name) for name in ("ship-miss", "lamp-lit", "tower-fell")]
    assert queue.next(skipped) == "ship-miss"


def test_a_decision_moves_on_and_is_counted(queue):
    assert queue.decide("lamp-lit", "accept") == 1
    assert queue.next() == "ship-miss"
    assert queue.decide("ship-miss", "reject", "4") == 1
    row = queue.get("ship-miss")
    assert (row.state, row.reason, row.decided_at, row.decided_by) == ("rejected", "4", BEGIN, queue.viewer.id)
    assert queue.counts() == {"open": 1, "accepted": 1, "rejected": 2}


def test_a_decision_made_twice_changes_nothing(queue):
    queue.decide("lamp-lit", "accept")
    assert queue.decide("lamp-lit", "accept") == 0
    with queue.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(DraftDecision)) == 1


def test_a_decision_of_another_window_is_not_overwritten(queue):
    def decide(decision, reason, seen):
        with queue.database.transaction() as session:
            ids = [queue.id_of("lamp-lit")]
            return service.decide(session, queue.viewer, queue.upload_id, ids, decision, reason, BEGIN, seen)

    assert decide("accept", None, "open") == 1
    with pytest.raises(Conflict, match=r"Ines Duarte .* was already accepted in another window"):
        decide("reject", "6", "open")
    assert queue.get("lamp-lit").state == "accepted"
    # The same decision in both windows is one.
    assert decide("accept", None, "open") == 0
    assert decide("reject", "6", "accepted") == 1


def test_undo_takes_the_latest_back_and_forgets_it(queue):
    queue.decide("lamp-lit", "accept")
    queue.decide("ship-miss", "reject", "1")
    assert queue.undo() == "ship-miss"
    assert (queue.get("ship-miss").state, queue.get("ship-miss").reason) == ("open", None)
    assert queue.undo() == "lamp-lit"
    with pytest.raises(Conflict):
        queue.undo()
    assert queue.counts() == {"open": 3, "accepted": 0, "rejected": 1}


def test_what_the_rules_rejected_can_be_taken_back(queue):
    assert queue.decide("rebuilt", "reopen") == 1
    assert queue.counts()["open"] == 4
    queue.decide("rebuilt", "accept")
    assert queue.undo() == "rebuilt"
    assert queue.get("rebuilt").state == "open"


def test_undo_of_a_second_thought_gives_the_first_one_back(queue):
    queue.decide("lamp-lit", "reject", "5")
    queue.decide("ship-miss", "accept")
    queue.decide("lamp-lit", "accept")
    assert queue.undo() == "lamp-lit"
    row = queue.get("lamp-lit")
    assert (row.state, row.reason, row.decided_at, row.decided_by) == ("rejected", "5", BEGIN, queue.viewer.id)
    assert queue.turn().decided == 2
    with queue.database.reading() as session:
        assert sorted(session.scalars(select(DraftDecision.is_accepted))) == [False, True]
    # The one of the other draft was made after it.
    assert queue.undo() == "ship-miss"
    assert queue.undo() == "lamp-lit"
    assert (queue.get("lamp-lit").state, queue.get("lamp-lit").decided_at) == ("open", None)


def test_taking_back_can_be_undone_and_teaches_nothing(queue):
    queue.decide("ship-miss", "accept")
    queue.decide("lamp-lit", "accept")
    queue.decide("lamp-lit", "reopen")
    with queue.database.reading() as session:
        standings = service.list_standings(session, queue.viewer.id)
        assert sum(each.record.accepted + each.record.rejected for each in standings if each.is_template) == 1
        assert len(service.export_teacher(session, queue.viewer.id)["draft_decisions"]) == 1
    assert queue.undo() == "lamp-lit"
    assert (queue.get("lamp-lit").state, queue.get("ship-miss").state) == ("accepted", "accepted")
    assert queue.undo() == "lamp-lit"
    assert queue.undo() == "ship-miss"


def test_a_group_is_undone_as_it_was_decided(queue):
    ids = [queue.id_of("lamp-lit"), queue.id_of("ship-miss")]
    queue.decide("tower-fell", "accept")
    with queue.database.transaction() as session:
        assert service.decide(session, queue.viewer, queue.upload_id, ids, "accept", None, BEGIN) == 2
    queue.undo()
    assert queue.counts() == {"open": 2, "accepted": 1, "rejected": 1}
    assert queue.undo() == "tower-fell"
    with pytest.raises(Conflict):
        queue.undo()


def test_nonsense_is_no_decision(queue):
    for decision, reason in (("burn", None), ("reject", "9"), ("", None)):
        with pytest.raises(Conflict):
            queue.decide("lamp-lit", decision, reason)


def test_what_cannot_be_asked_is_not_accepted_before_it_is_mended(database, people):
    broken = {**brought.SAID, "raw": {**brought.SAID["raw"], "id": "ship-miss"}}
    del broken["raw"]["distractors"]
    queue = Queue(database, people.ada, brought.put(database, people.ada, drafts=[], rejected=[broken]))
    for decision in ("accept", "reopen"):
        with pytest.raises(Conflict, match="Something is missing"):
            queue.decide("ship-miss", decision)
    edited = brought.edited(queue.get("ship-miss").raw, option_2_text="Emil Sorge", option_3_text="Ada Holm")
    with database.transaction() as session:
        service.save_edit(session, people.ada, queue.upload_id, queue.id_of("ship-miss"), edited, BEGIN)
    assert queue.decide("ship-miss", "accept") == 1


def test_others_find_nothing(queue, people):
    for name in ("eve", "ann", "sam"):
        other = Queue(queue.database, people[name], queue.upload_id)
        for act in (other.turn, other.undo, lambda other=other: other.decide("lamp-lit", "accept")):
            with pytest.raises(NotFound):
                act()


def test_a_draft_of_another_document_is_not_decided_on(queue, people):
    foreign = Queue(queue.database, people.eve, brought.put(queue.database, people.eve))
    with queue.database.transaction() as session:
        ids = [foreign.id_of("lamp-lit")]
        assert service.decide(session, queue.viewer, queue.upload_id, ids, "accept", None, BEGIN) == 0
    with pytest.raises(NotFound):
        queue.turn(wanted=foreign.id_of("lamp-lit"))
    assert foreign.get("lamp-lit").state == "open"


def test_groups_are_of_a_template_or_an_actor(queue):
    with queue.database.reading() as session:
        groups = service.list_groups(session, queue.viewer, queue.upload_id)
        assert [(group.sort, group.value, group.count) for group in groups] == [("template", "T1", 2)]
        rows = service.list_group(session, queue.viewer, queue.upload_id, "actor", "Tomas Reyl")
        assert [row.question_id for row in rows] == ["ship-miss"]
        with pytest.raises(NotFound):
            service.list_group(session, queue.viewer, queue.upload_id, "actor", "Nobody")


def test_an_edit_is_kept_beside_the_proposal(queue):
    draft_id = queue.id_of("lamp-lit")
    wrong = {f"distractor_{number}_text": "" for number in range(1, 5)}
    wrong |= {"distractor_1_text": "1871-02-04", "distractor_3_text": "4 March 1870"}
    edited = brought.edited(brought.LIT["raw"], stem="When was the lamp lit?", **wrong)
    with queue.database.transaction() as session:
        service.save_edit(session, queue.viewer, queue.upload_id, draft_id, edited, BEGIN)
    row = queue.get("lamp-lit")
    assert row.raw["stem"].startswith("On which day")
    assert row.edited["stem"] == "When was the lamp lit?"
    assert row.edited["distractors"] == ["1871-02-04", "1870-03-04"]
    assert row.state == "open"


def test_an_unsound_edit_names_its_problems_and_changes_nothing(queue):
    edited = brought.edited(brought.LIT["raw"], stem=" ", key="soon")
    with pytest.raises(InvalidQuestion) as found, queue.database.transaction() as session:
        service.save_edit(session, queue.viewer, queue.upload_id, queue.id_of("lamp-lit"), edited, BEGIN)
    assert {problem.field for problem in found.value.problems} == {"stem", "key"}
    assert queue.get("lamp-lit").edited is None


def many(count, template, rule="F-light", **more):
    """Give drafts that differ in their ids alone."""
    more["grounds"] = {"rules": [rule]}
    return [
        brought.draft(
            f"{template}-{rule}-{n}".lower().replace(".", "-"),
            brought.FELL["raw"],
            "The tower fell in 1903",
            template=template,
            **more,
        )
        for n in range(count)
    ]


def test_decisions_move_the_ranking(database, people):
    drafts = [*many(6, "T9"), *many(6, "T2")]
    queue = Queue(database, people.ada, brought.put(database, people.ada, drafts=drafts))
    assert queue.next() == "t9-f-light-0"
    for n in range(3):
        queue.decide(f"t9-f-light-{n}", "reject", "7")
        queue.decide(f"t2-f-light-{n}", "accept")
    with database.reading() as session:
        factors = service.factors_for(session, people.ada.id)
    assert factors["T2"] > 1 > factors["T9"]


def test_a_decision_that_tells_more_comes_sooner(database, people):
    """Of two of one rank, the one of which it is harder to foretell what the teacher thinks."""
    drafts = [*many(1, "T1", rank=1.0, confidence=0.99), *many(1, "T2", rank=1.0, confidence=0.6)]
    drafts += many(1, "T3", rank=0.2, confidence=0.6)
    queue = Queue(database, people.ada, brought.put(database, people.ada, drafts=drafts))
    assert queue.order() == ["t2-f-light-0", "t1-f-light-0", "t3-f-light-0"]


def test_new_rules_come_first(database, people):
    drafts = [*many(3, "T1", rank=0.9), *many(1, "T1", "F-kin", rank=0.6), *many(2, "T4", rank=0.7)]
    queue = Queue(database, people.ada, brought.put(database, people.ada, drafts=drafts))
    assert queue.next() == "t1-f-light-0"
    queue.decide("t1-f-light-0", "accept")
    assert queue.order() == ["t4-f-light-0", "t4-f-light-1", "t1-f-kin-0", "t1-f-light-1", "t1-f-light-2"]
    queue.decide("t4-f-light-0", "accept")
    assert queue.order() == ["t1-f-kin-0", "t1-f-light-1", "t1-f-light-2", "t4-f-light-1"]


def test_what_was_chosen_waits_behind_nothing_else_unless_its_like_is_rejected(database, people):
    drafts = [*many(5, "T1", rank=1.9), *many(1, "T1", "F-kin", rank=0.9), *many(1, "T4", rank=0.9)]
    queue = Queue(database, people.ada, brought.put(database, people.ada, drafts=drafts))
    for n in range(3):
        queue.decide(f"t1-f-light-{n}", "accept")
    assert queue.order() == ["t1-f-light-3", "t1-f-light-4", "t4-f-light-0", "t1-f-kin-0"]
    queue = Queue(database, people.tess, brought.put(database, people.tess, drafts=drafts))
    for n in range(4):
        queue.decide(f"t1-f-light-{n}", "reject", "7")
    assert queue.order()[-1] == "t1-f-light-4"


def test_a_rule_that_is_mostly_rejected_switches_itself_off_and_comes_back(database, people):
    """It does in all templates, and the templates with their other rules stay."""
    long = "facts.object-relative.passive"
    name = long.replace(".", "-")
    drafts = [*many(6, "T1", long), *many(6, "T2", long), *many(3, "T1"), *many(3, "T2")]
    queue = Queue(database, people.ada, brought.put(database, people.ada, drafts=drafts))
    for n in range(5):
        queue.decide(f"t1-{name}-{n}", "reject", "6")
        queue.decide(f"t2-{name}-{n}", "reject", "1")
    assert (queue.turn().left, queue.turn().held) == (6, 2)
    with database.transaction() as session:
        standings = {s.record.rule: s for s in service.list_standings(session, people.ada.id)}
        assert {rule for rule, s in standings.items() if s.is_off} == {long}
        assert service.factors_for(session, people.ada.id)[long] == 0.0
        assert [s.is_template for s in standings.values()] == [True, True, False]
        service.keep_rule(session, people.ada.id, long, is_kept=True)
    assert (queue.turn().left, queue.turn().held) == (8, 0)
    with database.transaction() as session:
        assert long not in service.factors_for(session, people.ada.id)
        assert service.factors_for(session, people.eve.id) == {}
        service.keep_rule(session, people.ada.id, long, is_kept=False)
    assert queue.turn().held == 2
    queue.undo()
    assert queue.turn().held == 0


def test_what_is_held_back_is_counted_apart_and_told_in_lists(database, people):
    queue = Queue(database, people.ada, brought.put(database, people.ada, drafts=[*many(12, "T9"), *many(2, "T2")]))
    with database.reading() as session:
        assert service.count_held(session, people.ada, [queue.upload_id]) == {}
    for n in range(10):
        queue.decide(f"t9-f-light-{n}", "reject", "7")
    with database.reading() as session:
        assert service.count_held(session, people.ada, [queue.upload_id, 999]) == {queue.upload_id: 2}
        assert service.count_held(session, people.eve, [queue.upload_id]) == {}
        rows = service.list_open(session, people.ada, queue.upload_id)
        told = service.tell_holds(session, people.ada, rows)
        assert {row.template for row in rows if row.id in told} == {"T9"}
    assert (queue.turn().left, queue.turn().held) == (2, 2)


def test_a_template_that_is_mostly_rejected_switches_itself_off_and_comes_back(database, people):
    queue = Queue(database, people.ada, brought.put(database, people.ada, drafts=[*many(11, "T9"), *many(1, "T2")]))
    for n in range(10):
        queue.decide(f"t9-f-light-{n}", "reject", "7")
    turn = queue.turn()
    assert (turn.draft.template, turn.left, turn.held) == ("T2", 1, 1)
    with database.transaction() as session:
        assert [s.is_off for s in service.list_standings(session, people.ada.id)] == [True, False]
        assert service.list_standings(session, people.eve.id) == []
        service.keep_rule(session, people.ada.id, "T9", is_kept=True)
    assert (queue.turn().left, queue.turn().held) == (2, 0)
    with database.transaction() as session:
        service.keep_rule(session, people.ada.id, "T9", is_kept=False)
    assert queue.turn().held == 1


def test_every_rule_has_words_and_a_choice_of_its_own():
    rules = [*TEMPLATE_NAMES, *(f"facts.{rule}{end}" for rule in RULE_NAMES for end in ("", ".passive"))]
    assert len({choice_name(rule) for rule in rules}) == len(rules)
    assert len({name_of(rule) for rule in rules}) == len(rules)
    assert name_of("facts.unheard-of") == "Another way of finding facts"

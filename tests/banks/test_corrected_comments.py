"""A comment on the right answer is corrected in a file without ids: it reaches its question, also by earlier ids."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from quizapp.banks.models import QuestionRow
from quizapp.core.formats.native_identity import KEY_FIELDS, id_of
from tests.banks.imports import Counter

GIFT = "Which river flows through Paris? {=Seine#It rises in Burgandy ~Rhine#No}\n"
CORRECTED = GIFT.replace("Burgandy", "Burgundy")


@pytest.mark.parametrize("is_earlier", [False, True])
def test_a_corrected_comment_changes_the_question(database, tmp_path, people, is_earlier):
    counter = Counter(database, tmp_path)
    counter.import_all(people.ada, ("rivers.gift", GIFT))
    [question] = counter.questions().values()
    slug = question.slug
    if is_earlier:
        # As ids were made when what is said of the right option was part of them.
        slug = id_of(question.body["stem"], {name: question.body[name] for name in KEY_FIELDS if name in question.body})
        with database.transaction() as session:
            session.execute(update(QuestionRow).values(slug=slug, body=question.body | {"id": slug}))
        assert slug != question.slug
    import_id = counter.bring(people.ada, ("rivers.gift", CORRECTED), bank="rivers")
    assert counter.choice(people.ada, import_id).verdicts.codes == "u"
    counter.carry_out(people.ada, import_id, "rivers")
    [changed] = counter.questions().values()
    assert changed.slug == slug
    assert "Burgundy" in str(changed.body["key"])

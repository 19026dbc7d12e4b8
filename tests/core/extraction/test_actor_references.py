"""What pronouns and descriptions refer to, and when nobody may say."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.actors import References, find_actors, resolve_reference
from quizapp.core.extraction.marks import pair_marks
from quizapp.core.extraction.sentences import split_sentences
from quizapp.core.extraction.text import make_text
from quizapp.core.extraction.values import confidence_of

CASES = [
    ("Ana Torres opened the dam. |She| thanked the crew.", "Ana Torres", 0.85),
    ("Ana Torres met Paul Webb. |She| thanked the crew.", "Ana Torres", 0.85),
    ("Ana Torres met Paul Webb. |He| thanked the crew.", "Paul Webb", 0.85),
    ("Paul Webb met Karl Brandt in Bergen. |He| was tired.", None, 1),
    ("Paul Webb resigned.\n\n|He| moved to Cork.", "Paul Webb", 0.595),
    ("Norway signed the treaty. |It| ratified the text later.", "Norway", 0.85),
    ("Norway and Sweden signed. |It| hesitated.", None, 1),
    ("The Gauls burned the town. |They| left at dawn.", "Gauls", 0.85),
    ("Clara Holm sued the Harbour Company. |It| never answered.", "Harbour Company", 0.85),
    ("Finance Minister Ana Torres met Karl Brandt. |The minister| left early.", "Ana Torres", 0.9),
    ("Finance Minister Ana Torres met Health Minister Karl Brandt. |The minister| left early.", None, 1),
    (
        "Finance Minister Ana Torres met Health Minister Karl Brandt. |The health minister| left early.",
        "Karl Brandt",
        0.9,
    ),
    ("Iceland declared independence. |The country| had few roads.", "Iceland", 0.9),
    ("Iceland and Denmark argued. |The country| had few roads.", None, 1),
    ("President Linda Moore spoke. |The leader| was calm.", "Linda Moore", 0.9),
    ("Linda Moore spoke. |Moore| was calm.", "Linda Moore", 1),
    ("|He| was unknown.", None, 1),
    ("Ana Torres spoke. |The weather| was fine.", None, 1),
]


FOLLOWED = [
    # Whom only “of” brings in is not “he” where another acts.
    ("Karl Brandt feared the fleet of Paul Webb. In 1950 |he| built a wall.", None, 1),
    ("Karl Brandt feared war. Scared by the plans of Paul Webb, |he| built a wall.", None, 1),
    ("Karl Brandt feared war. Helped by Ana Torres and the critic Paul Webb, |he| built a wall.", None, 1),
    # Who answers is not who asked; some of a people are not all of them.
    ("When Karl Brandt asked who had lied, |he| named a clerk.", None, 1),
    ("Asked by Karl Brandt, |he| named a clerk.", "Karl Brandt", 0.85),
    ("When Karl Brandt retired, |he| named a clerk.", "Karl Brandt", 0.85),
    ("The captain left with two Norwegians. |They| reached the pole.", None, 1),
    ("The captain left with five of the Norwegians. |They| reached the pole.", None, 1),
    ("The Norwegians left the ship. |They| reached the pole.", "Norwegians", 0.85),
    ("Ana Torres feared the fleet of Paul Webb. In 1950 |he| built a wall.", "Paul Webb", 0.85),
    # “In her last years” points ahead to whom the sentence is of.
    (
        "The writer Vilho Moberg praised it. In her last years Clara Holm gave lectures. |She| died in Cork.",
        "Clara Holm",
        0.85,
    ),
    ("Karl Brandt taught law. After his return Paul Webb opened a mill. |He| died in Cork.", "Paul Webb", 0.85),
    # Who acts on “him” is not him: either may be the next “he”.
    ("Paul Webb met Karl Brandt. In 1950 Ivo Lund dismissed him. |He| died in Cork.", None, 1),
    ("A painter lived there. In 1950 Clara Holm taught her. |She| died in Cork.", None, 1),
    ("The clerk was late. Ivo Lund sent him to Bergen. |He| wrote often.", None, 1),
    ("Clara Holm wrote a play. Her son visited her often. |She| died in Cork.", "Clara Holm", 0.85),
    ("Karl Brandt met Ana Torres. Karl Brandt left her letters there. |He| died in Cork.", "Karl Brandt", 0.85),
    ("Karl Brandt opened a mill. The town thanked him. |He| died in Cork.", "Karl Brandt", 0.85),
    (
        "Ana Torres was born in Lima. Her mother, Rosa Diaz, was a nurse. In 1950 |she| moved to Oslo.",
        "Ana Torres",
        0.7225,
    ),
    ("Paul Webb led the firm. He met Karl Brandt in 1950. |He| then sold it.", "Paul Webb", 0.7225),
    ("Ana Torres sang. She met Paul Webb. |He| was tired.", "Paul Webb", 0.85),
    ("Norway trades with Chile. In 1950 a storm broke out. |It| lasted a week.", None, 1),
    ("Paul Webb mended ties with Norway in 1950. |It| had recognised the islands.", None, 1),
    ("Latvia spoke.\n\nThe bridge was closed. |It| was built in 1996.", None, 1),
    ("Norway bought the ship. Paul Webb praised |it| in 1950.", None, 1),
    ("Paul Webb ruled for ten years. The historian Karl Brandt says that |he| was kind.", "Paul Webb", 0.85),
    ("Paul Webb spoke.\n\nDespite a mistake on Karl Brandt’s part, |his| party won.", None, 1),
    ("President Ana Torres of Peru spoke. |The leader| left.", "Ana Torres", 0.9),
    ("Peruvian President Ana Torres met Chilean President Paul Webb. |The Peruvian leader| left.", "Ana Torres", 0.9),
]


@pytest.mark.parametrize(("marked", "wanted", "confidence"), FOLLOWED)
def test_reference_where_pronouns_are_followed(marked: str, wanted: str | None, confidence: float) -> None:
    before, words, _ = marked.split("|")
    text = make_text(marked.replace("|", ""))
    sentences = split_sentences(text)
    cast = find_actors(text, sentences, pair_marks(text))
    start = text.text.index(words, max(0, len(before) - 2))
    actor, reasons = References(text, sentences, cast).resolve(start, start + len(words))
    assert (None if actor is None else cast.actors[actor].canonical) == wanted
    assert confidence_of(reasons) == pytest.approx(confidence)


@pytest.mark.parametrize(("marked", "wanted", "confidence"), CASES)
def test_reference(marked: str, wanted: str | None, confidence: float) -> None:
    before, words, _ = marked.split("|")
    text = make_text(marked.replace("|", ""))
    sentences = split_sentences(text)
    cast = find_actors(text, sentences, pair_marks(text))
    start = text.text.index(words, max(0, len(before) - 2))
    actor, reasons = resolve_reference(text, sentences, cast, start, start + len(words))
    assert (None if actor is None else cast.actors[actor].canonical) == wanted
    assert confidence_of(reasons) == pytest.approx(confidence)

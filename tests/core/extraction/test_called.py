"""Who called whom what: asked both ways where both are named, or where “her” can mean but one."""

from __future__ import annotations

import pytest

from tests.core.extraction.test_soundness import drafts_of

ASKED = [
    # politics: no alias, though “called” stands between two names
    (
        "In 1911 the minister Karl Moen called Anna Holt “a nuisance with a slide rule”. Anna Holt laughed.",
        "who called Anna Holt “a nuisance with a slide rule”?",
        "Karl Moen",
    ),
    # science, with a pronoun that can mean but one
    (
        "The chemist Ines Falk came to Lund in 1911. The physicist Nils Ek liked to speak of her as “our best retort”.",
        "who spoke of Ines Falk as “our best retort”?",
        "Nils Ek",
    ),
    # engineering news
    (
        "The engineer Tora Vik measured ten bridges. Otto Lind, then the head of the road office, accused her of "
        "“frightening schoolchildren for a living”.",
        "whom did Otto Lind accuse of “frightening schoolchildren for a living”?",
        "Tora Vik",
    ),
    # music
    (
        "The critic Per Dahl described Anna Holt as “a thunderstorm in silk”.",
        "whom did Per Dahl describe as “a thunderstorm in silk”?",
        "Anna Holt",
    ),
]


@pytest.mark.parametrize(("words", "stem", "key"), ASKED, ids=[case[2] for case in ASKED])
def test_both_are_asked_for(words: str, stem: str, key: str) -> None:
    found = {str(one.raw["stem"]).lower().removeprefix("according to the document, "): one for one in drafts_of(words)}
    assert stem.lower() in found, sorted(found)
    assert found[stem.lower()].raw["key"] == key


NOT_ASKED = [
    # two whom “her” may mean
    "The singer Anna Holt met the dancer Ines Falk in 1911. Per Dahl called her “a thunderstorm in silk”.",
    # words that lean on others
    "The minister Karl Moen called Ines Falk “the last of their kind”.",
    # a description, not somebody
    "The minister Karl Moen called the plan “a whip in a velvet glove”.",
    # whose words they are is not told beside the verb
    "Karl Moen heard what Nils Ek said. Later he called Anna Holt “a nuisance with a slide rule”. Anna Holt laughed.",
]


@pytest.mark.parametrize("words", NOT_ASKED)
def test_what_may_be_meant_in_two_ways_is_not_asked(words: str) -> None:
    stems = [str(one.raw["stem"]) for one in drafts_of(words) if one.template == "T11"]
    assert not [stem for stem in stems if "called" in stem or " call " in stem]

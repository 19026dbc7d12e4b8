"""Who spoke is told beside the words; the words are worth knowing. Else a question about them is held."""

from __future__ import annotations

import pytest

from tests.core.extraction.test_soundness import drafts_of

_OTHERS = " Mayor Karl Moen spoke of fish. Judge Nils Ek spoke of salt. Bishop Otto Lind spoke of coal."

HELD = [
    # police news: a stock phrase
    ("“We'll be watching every door,” said Inspector Per Dahl.", "watching every door", "too slight"),
    # memoir: another is quoted in the words
    (
        "“My mother told every baker, ‘Nobody sells a crumb on Sundays,’ and shut her shop,” wrote Ines Falk.",
        "Nobody sells a crumb",
        "Somebody else is quoted",
    ),
    # memoir, obituary, trial: words with nothing around them
    ("“Everybody likes our harbour from a distance,” said Captain Per Dahl.", "from a distance", "Neither the words"),
    ("“Every winter takes a part of the northern wall,” Ines Falk wrote.", "northern wall", "Neither the words"),
    ("“Nobody searches a small girl who carries flowers,” said Ines Falk.", "carries flowers", "Neither the words"),
    # diplomacy: a capital for its state
    ("Norway waited. Oslo said that the port of Malmö was closed by then.", "port of Malmö", "a capital"),
]


@pytest.mark.parametrize(("words", "part", "why"), HELD, ids=[case[1] for case in HELD])
def test_what_is_unsure_or_slight_is_held(words: str, part: str, why: str) -> None:
    found = [one for one in drafts_of(words + _OTHERS) if one.template in ("T4", "T11") and part in one.raw["stem"]]
    found = [one for one in found if one.slot == "subject"]
    assert found
    assert all(one.held is not None and why in one.held.message for one in found)


CHOSEN = [
    ("“The port of Moroni can be taken with forty men,” said Captain Per Dahl.", "taken with forty men"),
    ("“Everybody likes our harbour from a distance,” Captain Per Dahl said in 1902.", "from a distance"),
    ("“Every winter takes a part of the northern wall,” Captain Per Dahl told Karl Moen.", "northern wall"),
]


@pytest.mark.parametrize(("words", "part"), CHOSEN, ids=[case[1] for case in CHOSEN])
def test_what_is_told_beside_its_speaker_is_chosen(words: str, part: str) -> None:
    found = [one for one in drafts_of(words + _OTHERS) if one.template in ("T4", "T11") and part in one.raw["stem"]]
    assert [one.held for one in found][:1] == [None]


def test_a_gap_is_never_chosen_by_default() -> None:
    words = "King Per Dahl founded the town of Ystad in 1611. The king died at Lund in 1640. Ystad burned down in 1702."
    gaps = [one for one in drafts_of(words) if one.template == "T7"]
    assert gaps
    assert all(one.held is not None or one.confidence < 0.75 for one in gaps)

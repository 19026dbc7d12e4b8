"""A question is chosen when its own clause proves it: by full names, a time of its own, an anchor, and some weight."""

from __future__ import annotations

import pytest

from tests.core.extraction.test_soundness import drafts_of, rejected_of

#: Texts with words of a stem, and words of the reason for which nothing of the kind is chosen.
HELD = [
    # a pronoun, another’s subject, a city for its state
    (
        "Karl Moen lived in Lund with Otto Lind. Karl Moen was rich. In 1904 he founded the Bank of Falun.",
        "the Bank of Falun",
        "found out from elsewhere|may be meant|passing|not about",
    ),
    (
        "Rome was a republic in 240 BC and Italy obeyed it. In 238 BC Rome seized Sardinia. Italy was quiet.",
        "seize Sardinia",
        "stands for its state",
    ),
    # a participle, and a clause between subject and verb
    ("The hospital of Ystad, closed by Karl Moen in 1904, was missed.", "closed", "hangs on another"),
    (
        "Karl Moen told it to Otto Lind, whose book, printed in 1904, conquered the courts of Falun.",
        "the courts of Falun",
        "between its subject and its verb",
    ),
    (
        "In 1904 Karl Moen, supported by the mayor of Lund, founded the Bank of Falun.",
        "the Bank of Falun",
        "between its subject and its verb",
    ),
    # a subject that begins in another phrase, and a capital that only opens its sentence
    (
        "When Ystad fell behind with deliveries of timber and salt, Danish and Swedish troops entered Falun in 1904.",
        "enter",
        "where its subject begins",
    ),
    ("Workers built the Long Bridge of Falun in 1904.", "Long Bridge", "may be no name|too little"),
    ("Karl Moen received the Order of Saint Olav in 1904. Karl Moen slept.", "receive", "name|part"),
    ("The Court of Falun ruled in favour of Norway in a dispute over mercury in 1904.", "ruled over", "apart"),
    ("Two of them, Karl Moen and Ines Falk, won the Falun Cup in 1904.", "the Falun Cup", "joins two names"),
    ("In 1904 Norway allied itself with Peru.", "hat did Norway ally", "itself"),
    ("Neighbouring Peru annexed Falun in 1904. It was Peru that Karl Moen loved.", "annex Falun", "may be no name"),
    # a time of another clause, a day without its year
    ("In 1904 Otto Lind left. In June Karl Moen founded the Bank of Falun.", "June", "year of this time"),
    ("Karl Moen was admitted on 4 May 1904.", "admitted", "admit"),
    ("In 1904 Karl Moen was elected president. Karl Moen slept.", "elected president", "of what"),
    ("Peru agreed in July 1904 to give up its legal privileges.", "privileges", "of what"),
    # a name that every city has
    ("The Great Mosque was completed by Karl Moen in 1557.", "Great Mosque", "more than one"),
    # nothing but the two of them
    ("Norway defeated Peru.", "defeated Peru", "when, where|tells which event"),
    # whose deed is told in somebody’s words, and who is meant in them
    ("Otto Lind claimed that Norway had annexed Falun in 1904.", "According to Otto Lind, which", "somebody’s words"),
    (
        "Ines Falk was a diver. Otto Lind, the judge, asked whether she had ever sold the boats of Falun in 1904.",
        "asked whether she",
        "stands elsewhere",
    ),
    (
        "Otto Lind warned in 1904 that a hundred thousand soldiers had no boots, no bread and no blankets left.",
        "warned that a hundred thousand",
        "No name in it",
    ),
    # scenes
    ("On 4 May 1904 Karl Moen landed in Lund.", "did Karl Moen land", "scene"),
    ("In 1904 Karl Moen arrived in Lund with two trunks.", "arrive", "scene"),
    ("In 1904 Karl Moen went home to Lund. Karl Moen slept.", "go home", "scene"),
    ("On 4 May 1904 Karl Moen rose from the table in Lund.", "rise", "scene|where|what"),
]
CHOSEN = [
    # one clause between commas, all about the one who acts
    ("Karl Moen, who had left the navy, founded the Bank of Falun in 1904. Otto Lind owned mills.", "Bank of Falun"),
    ("Karl Moen bought the mill of Ystad in 1903 and founded the Bank of Falun in 1904.", "Bank of Falun"),
    ("Sweden paid for the fleet. In 1907 Norwegian troops occupied Stockholm.", "occupy"),
    ("In 1904 Karl Moen founded the Bank of Falun.", "Bank of Falun"),
    # nobody else of the paragraph can be meant by a pronoun
    ("Karl Moen lived in Lund. In 1904 he founded the Bank of Falun.", "Bank of Falun"),
    (
        "The long war in the northern hills made a rich man of Karl Moen. In 1904 he founded the Bank of Falun.",
        "Bank of",
    ),
    (
        "After the fire the council of the old port called for Karl Moen. In 1904 he rebuilt the Port of Falun.",
        "Port of",
    ),
    ("In 1904 the engineer Karl Moen founded the Bank of Falun.", "Bank of Falun"),
    ("When Norwegian troops occupied Falun in 1907, Karl Moen wept.", "occupy Falun"),
    ("By the spring of 1904 Karl Moen had founded the Bank of Falun.", "Bank of Falun"),
    ("Karl Moen, who founded the Bank of Falun in 1904, died poor.", "Bank of Falun"),
    ("Karl Moen (1861–1931) founded the Bank of Falun in 1904.", "Bank of Falun"),
    ("In 1904 Norway went to war against Peru.", "go to war"),
    ("In 1904 Karl Moen rose in revolt against Norway.", "revolt against Norway"),
    ("Norway defeated Peru in the Battle of Falun in 1904.", "Battle of Falun"),
    ("The Treaty of Falun ended the war between Norway and Peru in 1904.", "end the war between"),
    ("Karl Moen became the first prime minister of Norway in 1904.", "become the first prime minister"),
    ("Karl Moen was awarded the Falun Prize in Chemistry in 1904. Karl Moen slept.", "awarded the Falun Prize in Chem"),
    ("The Gold Coast was rich. In 1904 Karl Moen led the Gold Coast to independence.", "lead the Gold Coast to"),
    ("Karl Moen received the Falun Prize in 1904.", "receive the Falun Prize"),
    ("Karl Moen was born in Lund in 1861. Karl Moen sang. Karl Moen slept.", "born"),
    ("The Great Mosque of Falun was completed by Karl Moen in 1557.", "Great Mosque of Falun"),
    ("Karl Moen designed the Long Bridge of Falun.", "Long Bridge of Falun"),
    ("On 3 May 1904 the parliament in Falun proclaimed the independence of Norway.", "independence of Norway"),
    (
        "Washington and Lima quarrelled. Peru waited. Peru prayed. In 1907 Lima recognised Norway. Peru sang.",
        "recognise",
    ),
]


def reasons_of(words: str, part: str) -> list[str]:
    """Give the reason of each draft with some words in its stem; empty for one that nothing holds back."""
    found = [one for one in drafts_of(words) if part in f"{one.raw['stem']}" and one.confidence >= 0.75]
    return [one.held.message if one.held is not None else "" for one in found if one.raw["kind"] != "order"]


@pytest.mark.parametrize(("words", "part", "why"), HELD, ids=[case[0][-40:] for case in HELD])
def test_what_does_not_prove_itself_waits_with_its_reason(words: str, part: str, why: str) -> None:
    reasons = reasons_of(words, part)
    assert all(reasons)
    reasons += [one.rejections[0].message for one in rejected_of(words) if part in str(one.raw["stem"])]
    assert any(part in reason for reason in reasons for part in why.split("|")), reasons


def test_an_office_stands_beside_its_holder() -> None:
    words = "Karl Moen had once been King of Peru himself. Karl Moen, the king of Norway, slept. Karl Moen sang."
    held = {str(one.raw["stem"]).split(", ")[-1]: one.held for one in drafts_of(words) if one.template == "T6"}
    assert held["who was the king of Norway?"] is None
    found = held["who was the king of Peru?"]
    assert found is not None
    assert "right beside the name" in found.message


@pytest.mark.parametrize("first", ["Karl Moen, the king of Norway, slept.", "The king of Norway, Karl Moen, slept."])
def test_an_office_beside_its_holder_is_asked_for(first: str) -> None:
    drafts = [one for one in drafts_of(f"{first} Karl Moen sang. Karl Moen danced.") if one.template == "T6"]
    assert drafts
    assert [one.held for one in drafts] == [None] * len(drafts)


def test_no_office_has_a_time_or_place_in_it() -> None:
    stems = [
        str(one.raw["stem"]) for one in drafts_of("In 1904 Napoleon was crowned emperor in Malmö. Napoleon slept.")
    ]
    assert not [stem for stem in stems if "Napoleon, emperor" in stem]


@pytest.mark.parametrize(("words", "part"), CHOSEN, ids=[case[0][:40] for case in CHOSEN])
def test_what_its_own_clause_proves_does_not(words: str, part: str) -> None:
    assert "" in reasons_of(words, part), reasons_of(words, part)

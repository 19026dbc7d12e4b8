"""What whole clauses tell: how many, how much, for how long, how high, why, by whom, and what somebody said of it."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read

ASKED = [
    # news: counts as subject and object, rough ones said to be so
    (
        "More than 300 people were taken off the ferry Brunhild near Skarn on 4 March 2019.",
        "More than how many people were taken off the ferry Brunhild near Skarn on 4 March 2019?",
        "300",
    ),
    ("About 1,900 people left their homes in Falun.", "About how many people left their homes in Falun?", "1900"),
    ("The Falun Mill employed 64 weavers in Lund.", "How many weavers did the Falun Mill employ in Lund?", "64"),
    # history: numbers in words, a time in front
    (
        "In 1712 twenty-two villages of Scania were burnt by Danish dragoons.",
        "How many villages of Scania were burnt by Danish dragoons in 1712?",
        "22",
    ),
    # court and business: sums
    ("The firm Alder & Finch was fined £64,000 in 2012.", "How much was Alder & Finch fined in 2012?", "£64,000"),
    (
        "The new tower of Lund Abbey is expected to cost $58 million over five years.",
        "How much is the new tower of Lund Abbey expected to cost over five years?",
        "$58 million",
    ),
    (
        "Judge Ada Berg imposed a fine of £560,000 on the Lund Dairy for a spill in 1998.",
        "How large a fine did Ada Berg impose on the Lund Dairy for a spill in 1998?",
        "£560,000",
    ),
    (
        "The organ of Lund Abbey was rebuilt in 1931 at a cost of £4,000.",
        "At what cost was the organ of Lund Abbey rebuilt in 1931?",
        "£4,000",
    ),
    # biography: how long
    (
        "Workers from Malmö repaired the dam at Falun for five weeks.",
        "For how long did workers from Malmö repair the dam at Falun?",
        "five weeks",
    ),
    # encyclopaedia: measures
    ("The Canal of Falun is about 240 kilometres long.", "How long is the Canal of Falun?", "240 kilometres"),
    ("Mount Skarn is 1,612 metres high.", "How high is Mount Skarn?", "1,612 metres"),
    # causes, also behind a noun
    (
        "The Lund Bridge was closed in 1931 because its piers had been weakened by floods.",
        "Why was the Lund Bridge closed in 1931?",
        "its piers had been weakened by floods",
    ),
    (
        "The fire at the Falun Mill was caused by a spark from the bakery.",
        "What caused the fire at the Falun Mill?",
        "a spark from the bakery",
    ),
    (
        "The Lund Regatta was then cancelled because of a dispute with the harbour master.",
        "Why was the Lund Regatta cancelled?",
        "a dispute with the harbour master",
    ),
    # duties
    (
        "Otto Lind was ordered to repair the sluice gates of the canal by Easter.",
        "What was Otto Lind ordered to do?",
        "repair the sluice gates of the canal by Easter",
    ),
    # hearing: what was found and said, of a thing and of oneself
    (
        "The Falun Inspectorate found that the pumps of the Lund Mine had not been tested. Ada Berg said that the"
        " flooding of the Lund Mine had ruined eleven farms.",
        "What did Ada Berg say about the flooding of the Lund Mine?",
        "the flooding of the Lund Mine had ruined eleven farms",
    ),
    (
        "Karl Moen insisted that he had warned the owners of the Lund Mine in writing.",
        "What did Karl Moen insist that he had done?",
        "warned the owners of the Lund Mine in writing",
    ),
    # claims keep their claimant
    (
        "Ada Berg told the court that 41 miners had drowned in the Lund Mine.",
        "According to Ada Berg, how many miners had drowned in the Lund Mine?",
        "41",
    ),
    # a clause that follows behind “and” is not part of it
    (
        "Six ships of the Lund Company reached Peru and two sank off Skarn.",
        "How many ships of the Lund Company reached Peru?",
        "6",
    ),
]

NOT_ASKED = [
    # what did not happen, may happen, is only wished
    ("No more than 300 people were not taken off the ferry Brunhild near Skarn.", "how many"),
    ("Three hundred people may have left their homes in Falun.", "how many"),
    ("If 300 people leave Falun, the Falun Mill will close.", "how many"),
    # a list cut short, an amount inside another clause, a score, an age, a share
    ("The Falun Mill lost two looms, a cook and forty sheep in Lund.", "how many looms"),
    ("A seam split in a tank in Falun containing 400,000 litres of milk.", "litres"),
    ("The amendment of Otto Lind was carried by seven votes to four in Lund.", "votes"),
    ("Otto Lind lost 40 per cent of his ships at Skarn.", "per cent"),
    # nothing says of which event it is
    ("Seven people had died.", "how many"),
    # a claim whose verb was not read
    ("Ada Berg told the court at Falun that 41 miners had drowned in the Lund Mine.", "how many miners had"),
    # who did it stands before the name
    ("Two officials from the Lund Bank, who spoke because the inquiry had ended, wept.", "why did the lund bank"),
    # a time that only the day of the report explains
    ("About 300 people left their homes in Falun two days ago.", "ago"),
    # an amount by the year is no count by itself
    ("Ada Berg drove thirty thousand miles a year in Falun.", "how many"),
    # what somebody said that they did asks for anything
    ("Ada Berg said that she saw two ships off Skarn.", "say that she did"),
]


def drafts_of(words: str, published: datetime.date | None = None) -> dict[str, str]:
    text = replace(read(words.encode(), "text.txt"), published=published)
    drafts = draft_questions(analyse(text))
    return {
        str(one.raw["stem"]): str(one.raw.get("key"))
        for one in (*drafts.selected, *drafts.queue)
        if one.template == "T13"
    }


@pytest.mark.parametrize(("words", "stem", "key"), ASKED, ids=[case[1] for case in ASKED])
def test_a_clause_read_to_its_end_is_asked_for_what_it_tells(words: str, stem: str, key: str) -> None:
    assert drafts_of(words).get(stem) == key, drafts_of(words)


@pytest.mark.parametrize(("words", "part"), NOT_ASKED, ids=[case[0][:40] for case in NOT_ASKED])
def test_what_is_not_told_outright_is_not_asked(words: str, part: str) -> None:
    assert not [stem for stem in drafts_of(words) if part in stem.lower()]


def test_by_whom_is_asked_with_the_name_as_key() -> None:
    words = "Karl Moen was denounced as a traitor by Ada Berg in Falun. Ada Berg sang. Otto Lind slept in Malmö."
    assert drafts_of(words)["By whom was Karl Moen denounced as a traitor in Falun?"] == "Ada Berg"


def test_they_wait_for_their_teacher() -> None:
    words = b"The firm Alder & Finch was fined \xc2\xa364,000 in 2012."
    assert all(one.template != "T13" for one in draft_questions(analyse(read(words, "text.txt"))).selected)


_REPORT = """Town evacuated after explosion at grain mill

FALUN, March 14, 2025 - Two silos burst on Thursday. Fire Chief Ada Berg said that the failure of the sirens at the mill
had cost lives. About 1,900 people were told to leave their homes. The mill is owned by Lund Grain, and the sirens of
the mill were old.

The sirens will be replaced, said Ada Berg. Lund Grain declined to comment on the sirens of the mill.
"""


def test_what_happened_stands_before_what_a_report_tells_of_it() -> None:
    stems = drafts_of(_REPORT, datetime.date(2025, 3, 14))
    assert stems.get("Explosion at grain mill, 2025: About how many people were told to leave their homes?") == "1900"
    assert [stem for stem in stems if stem.startswith("Explosion at grain mill") and "failure of the sirens" in stem]

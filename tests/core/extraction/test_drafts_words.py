"""Questions whose key is a phrase of the document, or a name inside one; what somebody said, foresaw or proposed."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafted import Draft
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read as read_document
from tests.core.extraction.facts_markup import read

_CAST = (
    " <p Ada Norling> sang. <p Bo Lindh> sang. <p Cora Dahl> sang. <s Austria> sang. <s Sweden> sang. <s Peru> sang."
    " <s Greece> sang. <s Spain> sang."
)

ASKED = [
    # what
    (
        "<s Norway> received major British naval support during the <e Baltic War>.",
        "text",
        "During which war did Norway receive major British naval support?",
        "Baltic War",
    ),
    (
        "<p Ivo Brandt> showed <p Lea Moser> around the oldest salt mine of the valley in <t 1902=1902>.",
        "open",
        "What did Ivo Brandt show Lea Moser around in 1902?",
        "oldest salt mine of the valley",
    ),
    (
        "<p Ivo Brandt> discussed the possibility of sending a Danish pilot to Greenland.",
        "text",
        "Whom did Ivo Brandt discuss sending to Greenland?",
        "Danish pilot",
    ),
    (
        "<s Norway> discussed the idea of moving the royal mint to Bergen.",
        "text",
        "What did Norway discuss moving to Bergen?",
        "royal mint",
    ),
    (
        "<s Norway> was reliant on <s Swedish|Sweden> timber for decades.",
        "text",
        "On what was Norway reliant for decades?",
        "Swedish timber",
    ),
    (
        "<s Norway>’s coast guard seized two trawlers in <t 1907=1907>.",
        "text",
        "What did Norway’s coast guard seize in 1907?",
        "two trawlers",
    ),
    # names inside phrases
    (
        "<s Norway> was uneasy about depending too much on <s Denmark>.",
        "text",
        "On which state was Norway uneasy about depending too much?",
        "Denmark",
    ),
    (
        "<s Norway>’s coast guard seized two trawlers in <t 1907=1907>.",
        "choice",
        "Which state’s coast guard seized two trawlers in 1907?",
        "Norway",
    ),
    (
        "Engineers in <l Vienna> designed the Orlin bridge in <t 1907=1907>.",
        "text",
        "Engineers in which city designed the Orlin bridge?",
        "Vienna",
    ),
    # two actors without wrong ones that are proven
    (
        "<s Norway> and <s Denmark> competed for influence in <s Tuvia> in <t the 1890s=189X>.",
        "text",
        "Which two states competed for influence in Tuvia?",
        "Norway and Denmark",
    ),
    (
        "Talks between <s Norway> and <s Denmark> broke down in <t 1907=1907>.",
        "text",
        "Talks between which two states broke down in 1907?",
        "Norway and Denmark",
    ),
    # told by somebody
    (
        "<p Lea Moser> said that the harbour of Orlin will need two new cranes, with the work expected in June.",
        "choice",
        "Who said that the harbour of Orlin would need two new cranes?",
        "Lea Moser",
    ),
    (
        "<p Lea Moser> said that the harbour of Orlin will need two new cranes, with the work expected in June.",
        "text",
        "According to Lea Moser, what will the harbour of Orlin need?",
        "two new cranes",
    ),
    (
        "<p Lea Moser> suggested that <s Norway>, <s Denmark> and <s Peru> share the port of Orlin.",
        "multiple",
        "Which three states did Lea Moser suggest should share the port of Orlin?",
        ["Norway", "Denmark", "Peru"],
    ),
    # where somebody went
    (
        "<p Ada Norling> moved to the island of Moy in <t 1938=1938>.",
        "text",
        "Where did Ada Norling move in 1938?",
        "island of Moy",
    ),
    (
        "<p Bo Lindh> returned to the northern coast of Lapland in <t 1871=1871>.",
        "text",
        "Where did Bo Lindh return in 1871?",
        "northern coast of Lapland",
    ),
]


@pytest.mark.parametrize(("marked", "kind", "stem", "key"), ASKED, ids=[case[2] for case in ASKED])
def test_a_phrase_is_asked_for(marked: str, kind: str, stem: str, key: object) -> None:
    drafts = draft_questions(read(marked + _CAST))
    found = {draft.raw["stem"]: draft for draft in (*drafts.selected, *drafts.queue)}
    assert stem in found, sorted(found)
    assert (found[stem].raw["kind"], found[stem].raw["key"]) == (kind, key)


def test_either_order_of_two_names_is_accepted() -> None:
    drafts = draft_questions(read(ASKED[9][0] + _CAST))
    found = [draft for draft in (*drafts.selected, *drafts.queue) if draft.raw.get("key") == "Norway and Denmark"]
    assert found
    assert "Denmark and Norway" in found[0].raw["accept"]


@pytest.mark.parametrize(
    ("marked", "key"),
    [
        ("<s Norway> supplied two of the boats to <s Denmark> in <t 1907=1907>.", "two of the boats"),
        ("<s Norway> sold them to <s Denmark> in <t 1907=1907>.", "them"),
        ("<s Norway> sent <s Denmark> two icebreakers in <t 1907=1907>.", "Denmark two icebreakers"),
        ("<s Norway> sold a ferry of its own to <s Denmark> in <t 1907=1907>.", "ferry of its own"),
        ("<p Ivo Brandt> won a quick battle in <l Vienna> in <t 1907=1907>.", "quick battle"),
    ],
)
def test_what_only_the_document_explains_is_no_key(marked: str, key: str) -> None:
    drafts = draft_questions(read(marked + _CAST))
    assert key not in [draft.raw.get("key") for draft in (*drafts.selected, *drafts.queue)]


def test_a_second_agent_belongs_to_the_words_before_it() -> None:
    marked = "<p Otto Reiss>’s bridge was described by <s Norway> as an act of vanity by the old governor." + _CAST
    drafts = draft_questions(read(marked))
    found = {draft.raw["stem"]: draft.raw.get("key") for draft in (*drafts.selected, *drafts.queue)}
    assert found["As what was Otto Reiss’s bridge described by Norway?"] == "act of vanity by the old governor"


def test_wrong_phrases_come_from_like_deeds_of_others() -> None:
    marked = (
        "<s Norway> sold six grey icebreakers to <s Tuvia> in <t 1907=1907>. "
        "<s Peru> sold three copper mines to <s Austria> in <t 1921=1921>. "
        "<s Sweden> sold four river ferries to <s Denmark> in <t 1934=1934>."
    )
    drafts = draft_questions(read(marked + _CAST))
    found = next(
        draft
        for draft in (*drafts.selected, *drafts.queue)
        if draft.raw.get("key") == "four river ferries" and draft.raw["kind"] == "choice"
    )
    assert set(found.raw["distractors"]) == {"three copper mines", "six grey icebreakers"}
    assert {proof.rule for proof in found.proofs} == {"W1", "W2"}


def test_what_is_only_added_to_a_saying_is_left_out() -> None:
    marked = (
        "<p Lea Moser> said that officials in <l Vienna> examined two river bridges. "
        "Engineers in <l Vienna> noted that the northern bridge needs new piers following the flood of the valley."
    )
    stems = [str(draft.raw["stem"]) for draft in _all(marked)]
    assert not [stem for stem in stems if "following" in stem]


def test_two_short_phrases_of_one_speaker_are_asked_together() -> None:
    text = (
        "Minister Ada Norling spoke in Orlin. Mayor Bo Lindh and Judge Cora Dahl listened. "
        "Norling praised the miners’ “patient courage” against the “mountain water”. "
        "“Nobody here wants another winter without coal or bread,” said Lindh."
    )
    drafts = draft_questions(analyse(read_document(text.encode(), "speech.txt")))
    found = {draft.raw["stem"]: draft.raw for draft in (*drafts.selected, *drafts.queue)}
    asked = found.get("Who used the words “patient courage” and “mountain water”?")
    assert asked is not None, sorted(found)
    assert asked["key"] == "Ada Norling"


def test_a_surname_that_several_bear_lowers_the_confidence() -> None:
    marked = (
        "<p Ada Norling> sang. <p Bo Norling> sang. <p Norling|Ada Norling> founded the salt works of Orlin. "
        "<p Cora Dahl> founded the copper works of Tarn."
    )
    confidence = {str(draft.raw.get("key")): draft.confidence for draft in _all(marked) if draft.slot == "subject"}
    assert confidence["Ada Norling"] < confidence["Cora Dahl"]


def _all(marked: str) -> list[Draft]:
    drafts = draft_questions(read(marked + _CAST))
    return [*drafts.selected, *drafts.queue]


@pytest.mark.parametrize(
    ("marked", "stem"),
    [
        # “in response” leans on the sentence before
        (
            "In response <s Norway> accused <s Denmark> of piracy.",
            "Of what did Norway accuse Denmark?",
        ),
        # what somebody said of the future
        (
            "<p Lea Moser> said that the town of Orlin will first “quietly widen” two bridges.",
            "Who said that the town of Orlin would first “quietly widen” two bridges?",
        ),
        # whose it is need not be known where a state speaks of it
        (
            "<s Norway> warned that his regime would “rue the day” for selling rifles to the rebels of Tuvia.",
            "Which state warned that a regime would “rue the day” for selling rifles to the rebels of Tuvia?",
        ),
        # a relative clause behind a name adds to it
        (
            "<p Lea Moser> hinted that Norway might leave the Baltic League (BL), whose secretary resigned.",
            "Who hinted that Norway might leave the Baltic League?",
        ),
        # the one who is told by the thing already
        (
            "<p Ivo Brandt>’s visit to Oslo was labelled by <s Denmark> as a blunder by <p Ivo Brandt>.",
            "According to the document, which state labelled Ivo Brandt’s visit to Oslo as a blunder?",
        ),
        # a place in front belongs to the one who speaks
        (
            "In <s Denmark>, state radio has praised <p Ivo Brandt>’s meeting with <p Lea Moser> as “splendid”.",
            "With which word did state radio in Denmark praise Ivo Brandt’s meeting with Lea Moser?",
        ),
    ],
)
def test_a_stem_reads_well(marked: str, stem: str) -> None:
    drafts = draft_questions(read(marked + _CAST))
    found = {draft.raw["stem"] for draft in (*drafts.selected, *drafts.queue)}
    assert stem in found, sorted(found)


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("<p Ivo Brandt> changed sides in <t 1907=1907>.", "sides"),
        ("<s Norway> joined the chorus of praise for <s Denmark>.", "chorus"),
        ("<p Ivo Brandt> arrived with two trunks in <t 1907=1907>.", "trunks"),
        ("A parcel came from Oslo in <t 1907=1907>.", "parcel"),
        ("<p Lea Moser> led <s Norway>.", "led Norway"),
        ("<s Norway> declared parts of <s Denmark> annexed.", "declare"),
    ],
)
def test_what_says_nothing_is_not_asked(marked: str, words: str) -> None:
    drafts = draft_questions(read(marked + _CAST))
    assert not [draft.raw["stem"] for draft in (*drafts.selected, *drafts.queue) if words in draft.raw["stem"]]


def test_words_that_do_not_tell_of_what_are_rejected() -> None:
    words = (
        "Mayor Ada Berg spoke first. Mayor Otto Lind spoke next. Mayor Ines Falk spoke last. Deputy Tom Hale described "
        "the mayors as “travellers who forgot to buy their tickets”."
    )
    drafts = draft_questions(analyse(read_document(words.encode(), "text.txt")))
    stems = [str(draft.raw["stem"]) for draft in (*drafts.selected, *drafts.queue)]
    assert not [stem for stem in stems if "travellers who forgot" in stem], stems
    assert [draft for draft in drafts.rejected if "travellers who forgot" in str(draft.raw["stem"])]


@pytest.mark.parametrize(
    "marked",
    ["Talks with <s Denmark> broke down in <t 1907=1907>.", "Relations with <s Peru> collapsed in <t 1907=1907>."],
)
def test_talks_with_one_side_are_not_chosen(marked: str) -> None:
    assert not [draft.raw["stem"] for draft in draft_questions(read(marked + _CAST)).selected]


def test_who_was_first_can_be_asked_beside_the_time() -> None:
    marked = "<s Norway> was the first to recognise <s Tuvia> as a free kingdom on <t 4 May 1907=1907-05-04>."
    stems = {draft.raw["stem"] for draft in draft_questions(read(marked + _CAST)).selected}
    assert "According to the document, which state was the first to recognise Tuvia as a free kingdom?" in stems, stems
    assert "According to the document, on what date was Tuvia first recognised as a free kingdom?" in stems, stems


def test_a_state_in_the_stem_is_no_wrong_answer() -> None:
    marked = (
        "<s Norway> warned that his regime would “rue the day” for selling rifles in Peru. <s Denmark> sang. "
        "<s Austria> sang. <s Sweden> sang. <s Peru> sang."
    )
    drafts = draft_questions(read(marked))
    found = [draft.raw for draft in (*drafts.selected, *drafts.queue) if "rue the day" in draft.raw["stem"]]
    assert found
    assert all("Peru" not in raw.get("distractors", ()) for raw in found)

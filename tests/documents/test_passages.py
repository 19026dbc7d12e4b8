"""A document's text cut into leaves and pieces: all of it is shown once, and the work grows with its length only."""

from __future__ import annotations

from types import SimpleNamespace

from quizapp.core.calendar import parse_value
from quizapp.documents import service
from quizapp.documents.service import passages
from tests.documents import brought

SENTENCE = "On 4 May 1911 Ada Norling opened the harbour. "


def document(paragraphs, dates=None):
    """Give a document of these paragraphs, in which each date was found."""
    text = "\n".join(paragraphs)
    blocks, at = [], 0
    for number, words in enumerate(paragraphs, 1):
        blocks.append({"number": number, "kind": "paragraph", "start": at, "end": at + len(words), "page": None})
        at += len(words) + 1
    found, place = [], text.find("4 May 1911")
    while place >= 0:
        found.append((place, place + 10))
        place = text.find("4 May 1911", place + 1)
    model = brought.result()["findings"]["dates"][0]
    findings = {"dates": [model | {"start": start, "end": end} for start, end in found], "quotes": []}
    return SimpleNamespace(text=text, blocks=blocks, findings=findings | {"actors": [], "contradictions": []})


def words_of(blocks):
    return "".join(piece.text for block in blocks for piece in block.pieces)


def test_a_paragraph_that_no_leaf_could_hold_is_cut_between_words():
    long = SENTENCE * 3000
    upload = document(["First.", long, "Last."])
    leaves = [service.overview_of(upload, number).leaf for number in range(1, 5)]
    assert leaves[0].count == len(leaves)
    assert all(0 < len(words_of(leaf.blocks)) <= passages.LEAF_CHARACTERS for leaf in leaves)
    assert words_of(block for leaf in leaves for block in leaf.blocks) == f"First.{long}Last."
    assert all(words_of(leaf.blocks).endswith(" ") for leaf in leaves[1:3])


def test_every_place_of_a_long_paragraph_leads_to_the_leaf_that_shows_it():
    upload = document([SENTENCE * 3000])
    overview = service.overview_of(upload, 1)
    for place in overview.dates[0].places[::97]:
        leaf = service.overview_of(upload, place.leaf).leaf
        assert any(place.id in piece.ids for block in leaf.blocks for piece in block.pieces)


def test_pieces_over_one_another_are_cut_where_each_begins_and_ends():
    upload = document(["On 4 May 1911 all ended."])
    upload.findings["actors"] = [{"name": "May", "type": "person", "roles": [], "mentions": [[5, 8]]}]
    (block,) = service.overview_of(upload, 1).leaf.blocks
    assert [(piece.text, piece.sorts) for piece in block.pieces] == [
        ("On ", ()), ("4 ", ("date",)), ("May", ("actor", "date")), (" 1911", ("date",)), (" all ended.", ()),
    ]  # fmt: skip


class Counted(int):
    """A place in a text that counts how often it is compared."""

    compared = 0

    def __lt__(self, other):
        Counted.compared += 1
        return int(self) < other

    def __le__(self, other):
        Counted.compared += 1
        return int(self) <= other

    def __gt__(self, other):
        Counted.compared += 1
        return int(self) > other

    def __ge__(self, other):
        Counted.compared += 1
        return int(self) >= other


def comparisons(sentences):
    """Count how often places of findings are compared while a leaf of so many sentences in one paragraph is made."""
    upload = document([SENTENCE * sentences])
    for each in upload.findings["dates"]:
        each["start"], each["end"] = Counted(each["start"]), Counted(each["end"])
    Counted.compared = 0
    service.overview_of(upload, 1)
    return Counted.compared


def test_the_work_of_a_leaf_grows_with_its_findings_only():
    assert comparisons(800) < 3 * comparisons(400)


def dated(*events):
    """Give dates of (value, weight), each with a label of its own."""
    model = brought.result()["findings"]["dates"][0]
    made = []
    for place, (value, weight) in enumerate(events):
        lo = parse_value(value).lo
        made.append(model | {"value": value, "lo": lo, "weight": weight, "start": place, "label": f"Event {place}"})
    return made


def timeline(*events):
    upload = document(["On 4 May 1911 all ended."])
    upload.findings["dates"] = dated(*events)
    return service.overview_of(upload, 1).timeline


def test_the_timeline_shows_main_events_in_order_of_time():
    shown = timeline(("18XX", 0.03), ("1911-05-04", 1.2), ("1909", 0.3), ("2023-W37", 0.1), ("1910-06", 0.0))
    assert [label for _, label in shown.dates] == ["Event 2", "Event 1"]


def test_each_date_of_the_timeline_leads_to_its_passage():
    upload = document(["On 4 May 1911 all ended."])
    upload.findings["dates"] = dated(("1912", 0.9), ("1909", 1.2), ("1910", 0.0))
    overview = service.overview_of(upload, 1)
    assert [place.id for place in overview.timeline_places] == ["d1", "d0"]
    assert sorted(mark.number for mark in overview.timeline.marks) == [0, 1]
    assert [overview.timeline.dates[mark.number][1] for mark in overview.timeline.marks] == ["Event 1", "Event 0"]


def test_a_date_that_is_named_often_is_an_event():
    shown = timeline(("1909", 0.1), ("1911", 0.9), ("1909", 0.1), ("1910", 0.1))
    assert [label for _, label in shown.dates] == ["Event 0", "Event 1"]


def test_the_label_is_that_of_the_place_which_tells_most():
    shown = timeline(("1909", 0.3), ("1911", 0.9), ("1909", 1.4))
    assert [label for _, label in shown.dates] == ["Event 2", "Event 1"]


def test_the_heaviest_of_many_keep_their_labels():
    events = [(f"1911-05-{day:02}", 0.3) for day in range(1, 29)]
    events[20] = ("1911-05-21", 2.0)
    shown = timeline(*events)
    assert len(shown.dates) == 28
    assert len(shown.marks) + len(shown.dots) == 28
    assert len(shown.marks) <= 16
    assert "Event 20" in [mark.label for mark in shown.marks]
    assert [mark.x for mark in shown.marks] == sorted(mark.x for mark in shown.marks)


def test_more_events_than_a_timeline_holds_leave_out_the_lightest():
    events = [(str(year), 0.3 + (year % 7) / 10) for year in range(1800, 1900)]
    shown = timeline(*events)
    assert len(shown.dates) == passages.TIMELINE_AT_MOST
    labels = {label for _, label in shown.dates}
    assert not any(f"Event {place}" in labels for place, (_, weight) in enumerate(events) if weight < 0.5)


def test_a_document_that_was_read_before_dates_were_weighed_shows_all():
    upload = document(["On 4 May 1911 all ended."])
    upload.findings["dates"] = [
        {name: value for name, value in each.items() if name != "weight"} for each in dated(("1909", 0), ("18XX", 0))
    ]
    assert len(service.overview_of(upload, 1).timeline.dates) == 2


def test_an_order_shows_the_passage_of_each_of_its_events():
    first, second = "On 4 May 1911 it opened.", "It shut on 4 May 1911."
    upload = document([first, "Nothing.", second])
    start = upload.text.index(second)
    facts = [[0, len(first)], [start, start + len(second)]]
    draft = SimpleNamespace(start=0, end=len(first), raw={"kind": "order"}, grounds={"facts": facts})
    blocks = service.passage_of(upload, draft)
    assert [block.number for block in blocks] == [1, 3]
    assert [piece.text for block in blocks for piece in block.pieces if "date" in piece.sorts] == ["4 May 1911"] * 2
    draft.raw = {"kind": "choice"}
    assert [block.number for block in service.passage_of(upload, draft)] == [1]


def bounded(**relations):
    """Give a document whose dates of 1911, 1939 and 1951 are told like this."""
    upload = document(["Oro."])
    model = brought.result()["findings"]["dates"][0]
    upload.findings["dates"] = [
        model
        | {"start": 0, "end": 3, "surface": f"{told[1:]}", "value": told[1:], "words": told[1:], "relation": relation,
           "lo": 365 * int(told[1:]), "label": f"what was {relation} {told[1:]}"}
        for told, relation in relations.items()
    ]  # fmt: skip
    return upload


def test_a_bound_is_told_as_a_bound_in_list_and_timeline():
    overview = service.overview_of(bounded(y1911="at", y1939="until", y1951="around"), 1)
    assert [found.words for found in overview.dates] == ["1911", "until 1939", "about 1951"]
    assert overview.timeline.dates[1] == ("until 1939", "what was until 1939")
    assert {mark.when for mark in overview.timeline.marks} == {"1911", "until 1939", "about 1951"}


def test_a_bound_and_its_year_are_two_entries():
    upload = bounded(y1911="before", y1939="by")
    upload.findings["dates"].append(upload.findings["dates"][0] | {"relation": "at"})
    assert [found.words for found in service.overview_of(upload, 1).dates] == ["before 1911", "1911", "by 1939"]

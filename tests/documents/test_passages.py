"""A document's text cut into leaves and pieces: all of it is shown once, and the work grows with its length only."""

from __future__ import annotations

from types import SimpleNamespace

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

"""The banks that come along: sound, proven by their reading, free of leaks, and covering what their document holds."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from quizapp.core.compare import fold
from quizapp.core.document import Document, find_evidence, read_document
from quizapp.core.extraction.item_rules import find_leaks, lint_bank
from quizapp.core.formats import native
from quizapp.core.formats.parcel import Parcel
from quizapp.core.kinds import KINDS
from quizapp.core.question import Question

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "questions").glob("*/bank.yaml"))
KOREA = ROOT / "questions" / "north-korea-russia"
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "gold" / "seed.json"
DOCUMENT = SHARED / "documents" / "north-korea-russia.txt"
TOLD = yaml.safe_load((ROOT / "tests" / "data" / "north-korea-russia.yaml").read_text("utf-8"))
needs_shared = pytest.mark.skipif(not GOLD.exists(), reason="needs ../shared with the annotated document")


@cache
def bank(folder: Path) -> tuple[Parcel, Document]:
    parcel = native.read((folder / "bank.yaml").read_bytes())
    return parcel, read_document((folder / parcel.bank.document).read_text("utf-8"))


def whole_stem(question: Question) -> str:
    """Give the stem with its gaps filled."""
    gaps = question.dump().get("gaps", [])
    return re.sub(r"\[\[(\d+)\]\]", lambda match: str(gaps[int(match[1]) - 1]["key"]), question.stem)


def named(folder: Path) -> str:
    return folder.name


def test_there_are_three_banks() -> None:
    assert len(FOLDERS) >= 3


@pytest.mark.parametrize("folder", FOLDERS, ids=named)
def test_it_reads_without_a_problem(folder: Path) -> None:
    parcel, document = bank(folder)
    assert parcel.problems == ()
    assert parcel.skipped == ()
    assert parcel.bank.title
    assert document.title


@pytest.mark.parametrize("folder", FOLDERS, ids=named)
def test_every_question_is_proven_by_its_paragraph(folder: Path) -> None:
    parcel, document = bank(folder)
    for question in parcel.questions:
        assert question.evidence, question.id
        for evidence in question.evidence:
            paragraph = document.find_paragraph(evidence.paragraph)
            assert paragraph is not None, question.id
            assert find_evidence(paragraph, evidence.quote), question.id


@pytest.mark.parametrize("folder", FOLDERS, ids=named)
def test_the_item_rules_hold(folder: Path) -> None:
    assert lint_bank(*bank(folder)) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=named)
def test_no_question_tells_the_answer_of_another(folder: Path) -> None:
    assert find_leaks(bank(folder)[0].questions) == []


def test_the_large_bank_is_large_and_uses_every_kind() -> None:
    questions = bank(KOREA)[0].questions
    assert len(questions) >= 70
    assert {question.kind for question in questions} == {kind.kind for kind in KINDS}
    assert all(question.explanation for question in questions)


def dumps() -> list[dict]:
    return [question.dump() for question in bank(KOREA)[0].questions]


def asked() -> str:
    return fold(" | ".join(f"{question.answer()} {whole_stem(question)}" for question in bank(KOREA)[0].questions))


@pytest.mark.parametrize("values", TOLD["dates"], ids=str)
def test_every_date_of_the_document_is_asked(values: list[str]) -> None:
    assert set(values) & {str(key) for raw in dumps() for key in (raw.get("key"), *raw.get("accept", ())) if key}


@pytest.mark.parametrize("names", TOLD["actors"], ids=str)
def test_every_actor_of_the_document_is_asked(names: list[str]) -> None:
    assert any(fold(name) in asked() for name in names)


@pytest.mark.parametrize("quote", TOLD["quotes"], ids=str)
def test_every_quote_of_the_document_is_asked(quote: dict[str, str]) -> None:
    words = fold(quote["words"])
    assert words in fold(" ".join(paragraph.text for paragraph in bank(KOREA)[1].paragraphs))
    assert words in asked() or words.removeprefix("the united states has ") in asked()


@needs_shared
class TestAgainstTheDocument:
    """What is told of the document above is all of it, and none of its sentences is repeated."""

    def required(self, what: str) -> list[dict]:
        return [item for item in json.loads(GOLD.read_text("utf-8"))[what] if item["status"] == "required"]

    def test_nothing_is_missing(self) -> None:
        dates = {value for values in TOLD["dates"] for value in values}
        names = {name for names in TOLD["actors"] for name in names}
        quotes = {quote["words"] for quote in TOLD["quotes"]}
        assert [item for item in self.required("dates") if item["value"] and item["value"] not in dates] == []
        assert [item for item in self.required("actors") if not {item["canonical"], *item["mentions"]} & names] == []
        assert [item for item in self.required("quotes") if item["text"] not in quotes] == []

    def test_no_sentence_of_the_document_is_repeated(self) -> None:
        def runs(text: str, length: int) -> set[str]:
            plain = re.findall(r"\w+", re.sub(r"“[^”]*”", " ", text).casefold())
            return {" ".join(plain[i : i + length]) for i in range(len(plain) - length + 1)}

        retold = (KOREA / "reading.md").read_text("utf-8")
        assert not runs(retold, 8) & runs(DOCUMENT.read_text("utf-8"), 8)

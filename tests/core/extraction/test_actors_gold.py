"""Actors against annotated documents: two of our own, and the shared one where it is at hand."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from quizapp.core.extraction.actors import find_actors
from quizapp.core.extraction.marks import pair_marks
from quizapp.core.extraction.sentences import split_sentences
from quizapp.core.extraction.text import make_text

OWN = Path(__file__).parent / "documents"
SHARED = Path(__file__).parents[4] / "shared"
SCORER = SHARED / "gold" / "score.py"
needs_shared = pytest.mark.skipif(not SCORER.exists(), reason="needs ../shared with the gold scorer")


def f1_of(document: Path, gold: Path) -> dict[str, float]:
    """Score the actors of a document: F1 of mentions, clusters and B³."""
    spec = importlib.util.spec_from_file_location("gold_score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    text = make_text(document.read_text("utf-8"))
    cast = find_actors(text, split_sentences(text), pair_marks(text))
    predicted = [{"canonical": actor.canonical, "mentions": list(actor.forms)} for actor in cast.actors]
    wanted: list[dict[str, Any]] = json.loads(gold.read_text("utf-8"))["actors"]
    scores = score.score_actors(wanted, predicted)
    return {
        "mention": score.prf(*scores["actor mention"])[2],
        "cluster": score.prf(*scores["actor cluster"])[2],
        "b3": scores["  B3"][2],
    }


@needs_shared
def test_shared_document() -> None:
    gold = SHARED / "gold" / "seed.json"
    f1 = f1_of(SHARED / "documents" / "north-korea-russia.txt", gold)
    assert f1["mention"] >= 0.93
    assert f1["cluster"] >= 0.90
    assert f1["b3"] >= 0.90


@needs_shared
@pytest.mark.parametrize("name", ["harbour-vote", "queen-of-saruna"])
def test_own_documents(name: str) -> None:
    f1 = f1_of(OWN / f"{name}.txt", OWN / f"{name}.json")
    assert f1["mention"] >= 0.88
    assert f1["cluster"] >= 0.85
    assert f1["b3"] >= 0.85


@pytest.mark.parametrize("gold", sorted(OWN.glob("*.json")), ids=lambda path: path.stem)
def test_annotated_mentions_stand_in_their_document(gold: Path) -> None:
    words = gold.with_suffix(".txt").read_text("utf-8")
    for actor in json.loads(gold.read_text("utf-8")).get("actors", []):
        assert all(mention in words for mention in actor["mentions"])

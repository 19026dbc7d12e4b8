"""Run by `.venv-spacy`: makes a pipeline of spaCy, lets our own code load it, and prints what came of it as JSON.

Not a test by itself; `test_spacy.py` starts it and looks at what it prints.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import spacy
from click.testing import CliRunner
from spacy.training import Example

from quizapp.cli import main
from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.text import make_text
from quizapp.documents.service.reading_jobs import ENTRY, WITH_PIPELINE
from quizapp.documents.voting import with_votes
from quizapp.plumbing.child import ChildTask, run_child
from quizapp.plumbing.pipelines import PipelineError, find_problem, read_with

#: Words with the place of the word that governs each, and how. A passive verb has its agent behind “by”.
LESSONS = (
    ("Norway invaded Denmark .", (1, 1, 1, 1), ("nsubj", "ROOT", "dobj", "punct")),
    ("Brontel signed treaties .", (1, 1, 1, 1), ("nsubj", "ROOT", "dobj", "punct")),
    ("Chile visited Peru .", (1, 1, 1, 1), ("nsubj", "ROOT", "dobj", "punct")),
    (
        "Denmark was invaded by Sweden .",
        (2, 2, 2, 2, 3, 2),
        ("nsubjpass", "auxpass", "ROOT", "agent", "pobj", "punct"),
    ),
    (
        "Peru was visited by Austria .",
        (2, 2, 2, 2, 3, 2),
        ("nsubjpass", "auxpass", "ROOT", "agent", "pobj", "punct"),
    ),
)
ARTICLE = """Treaties of the north

Brontel signed the treaty of Varn on 5 May 1881. Keldran signed the treaty of Orsk on 6 May 1882.

Norway invaded Denmark in 1807. Norway signed the treaty of Lund on 1 May 1883.
"""


def make_pipelines(folder: Path) -> dict[str, str]:
    """Store four pipelines: with names agreed, with names disputed, with a trained parser, and one that breaks."""
    patterns = {
        "agreed": [{"label": "PERSON", "pattern": "Brontel"}, {"label": "PER", "pattern": "Keldran"}],
        "disputed": [{"label": "ORG", "pattern": "Brontel"}, {"label": "CARDINAL", "pattern": "Keldran"}],
    }
    for name, given in patterns.items():
        nlp = spacy.blank("en")
        nlp.add_pipe("entity_ruler").add_patterns(given)
        nlp.meta["name"] = name
        nlp.to_disk(folder / name)
    parsing(folder / "parsing")
    broken = folder / "broken"
    broken.mkdir()
    (broken / "meta.json").write_text('{"lang": "en", "name": "broken"}')
    (broken / "config.cfg").write_text("[nlp]\nlang = 'no such language'\n")
    return {name: str(folder / name) for name in (*patterns, "parsing", "broken")}


def parsing(place: Path) -> None:
    """Train a parser on the lessons until it knows them."""
    nlp = spacy.blank("en")
    nlp.add_pipe("parser", config={"min_action_freq": 1})
    examples = [
        Example.from_dict(
            nlp.make_doc(words), {"heads": list(heads), "deps": list(deps), "sent_starts": [1, *[0] * (len(heads) - 1)]}
        )
        for words, heads, deps in LESSONS
    ]
    spacy.util.fix_random_seed(1)
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(30):
        nlp.update(examples, sgd=optimizer)
    nlp.meta["name"] = "parsing"
    nlp.to_disk(place)


def actors_of(pipeline: str) -> dict[str, list[tuple[str, float]]]:
    """Give the reasons of each actor of the article after the votes."""
    analysis = with_votes(analyse(make_text(ARTICLE)), pipeline)
    return {actor.canonical: [(r.name, r.factor) for r in actor.reasons] for actor in analysis.cast.actors}


def subjects_of(pipeline: str) -> list[tuple[str, str]]:
    """Give verb and subject of sentences that the parser was taught."""
    text = " ".join(words for words, _, _ in LESSONS)
    spans, start = [], 0
    for words, _, _ in LESSONS:
        spans.append((start, start + len(words)))
        start += len(words) + 1
    said = read_with(pipeline, text, spans)
    return [(text[s.verb_start : s.verb_end], text[s.start : s.end]) for s in said.subjects]


def read_in_child(pipeline: str, path: Path) -> dict[str, Any]:
    """Let the child of a job read the article with a pipeline, as the job's own task does."""
    arguments = {
        "path": str(path), "name": "article.txt", "is_pasted": False, "published": None, "limit_bytes": 1_000_000,
        "factors": {}, "pipeline": pipeline,
    }  # fmt: skip
    result = run_child(ChildTask(ENTRY, arguments, WITH_PIPELINE), lambda _progress, _words: None)
    return {"notices": result["notices"], "drafts": len(result["drafts"]), "reasons": reasons_in(result)}


def reasons_in(result: dict[str, Any]) -> list[str]:
    """Name the reasons of all drafts."""
    drafts = [*result["drafts"], *result["rejected"]]
    return sorted({reason["name"] for draft in drafts for reason in draft["grounds"]["reasons"]})


def say_problem(pipeline: str) -> str:
    """Give what a pipeline that cannot be used is refused with."""
    try:
        read_with(pipeline, "A text.", [(0, 7)])
    except PipelineError as error:
        return error.message
    return ""


def command(*words: str, setting: str = "") -> dict[str, Any]:
    """Run a command, the setting given in its environment."""
    result = CliRunner().invoke(main, words, env={"QUIZAPP_SPACY_PIPELINE": setting})
    return {"exit": result.exit_code, "out": result.stdout, "err": result.stderr}


def run(folder: Path) -> dict[str, Any]:
    """Do everything that the tests look at."""
    path = folder / "article.txt"
    path.write_text(ARTICLE)
    pipelines = make_pipelines(folder)
    extract = ("extract", str(path), "--full")
    return {
        "find": {name: find_problem(place) for name, place in pipelines.items()},
        "actors": {name: actors_of(pipelines[name]) for name in ("agreed", "disputed")},
        "plain": {
            a.canonical: [(r.name, r.factor) for r in a.reasons] for a in analyse(make_text(ARTICLE)).cast.actors
        },
        "subjects": subjects_of(pipelines["parsing"]),
        "child": {name: read_in_child(pipelines[name], path) for name in ("disputed", "broken")},
        "gone": list(with_votes(analyse(make_text(ARTICLE)), str(folder / "gone")).text.notices),
        "broken": say_problem(pipelines["broken"]),
        "by_option": command(*extract, "--spacy", pipelines["agreed"]),
        "by_setting": command(*extract, setting=pipelines["agreed"]),
        "off_by_option": command(*extract, "--spacy", "", setting=pipelines["agreed"]),
        "missing_option": command(*extract, "--spacy", "no_such_pipeline"),
        "missing_setting": command(*extract, setting="no_such_pipeline"),
        "draft": command("draft", str(path), "--spacy", pipelines["disputed"]),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(Path(sys.argv[1]))) + "\n")

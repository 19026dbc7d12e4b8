"""spaCy as an optional library: whether a pipeline is there, and what it reads in a text, as plain values.

A pipeline is code that its operator has chosen, so its name comes from a setting or a command line and never from a
page. The library takes a second to import and 100 MB; only a child process or a command imports it.
"""

from __future__ import annotations

import importlib.util
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizapp.core.errors import QuizError

log = logging.getLogger("quizapp.pipelines")

#: Behind so many characters nothing more is read: a large pipeline reads some 5,000 in a second.
CHARACTERS_AT_MOST = 400_000
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "nsubj:pass", "csubj"})
_PASSIVE = frozenset({"nsubjpass", "nsubj:pass"})
_AGENTS = frozenset({"agent", "obl:agent"})


class PipelineError(QuizError):
    """A pipeline is not there or does not work; the message says what to do."""


@dataclass(frozen=True, slots=True)
class NameRead:
    """A name with the label that the pipeline gives it, such as PERSON or ORG."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class SubjectRead:
    """A verb and the head word of who does it: of a passive clause its agent."""

    verb_start: int
    verb_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PipelineReading:
    """What a pipeline has read; `name` is its own name and version, `is_whole` False where the text was too long."""

    name: str
    names: tuple[NameRead, ...]
    subjects: tuple[SubjectRead, ...]
    is_whole: bool = True


def find_problem(pipeline: str) -> str | None:
    """Say why a pipeline cannot be used, without loading it; None when nothing speaks against it."""
    if importlib.util.find_spec("spacy") is None:
        return 'spaCy is not installed. Install it with: pip install "quizapp[spacy]"'
    if _is_folder(pipeline):
        if (Path(pipeline) / "meta.json").is_file():
            return None
        return f"The folder {pipeline} holds no pipeline of spaCy: there is no meta.json in it."
    if pipeline.isidentifier() and importlib.util.find_spec(pipeline) is not None:
        return None
    return f"There is neither a package nor a folder named {pipeline}. Install the pipeline, or name its folder."


def located(pipeline: str) -> str:
    """Give the whole path of a pipeline that is a folder, for who runs in another one; else its name."""
    return str(Path(pipeline).resolve()) if pipeline and _is_folder(pipeline) else pipeline


def _is_folder(pipeline: str) -> bool:
    return Path(pipeline).is_dir()


def read_with(pipeline: str, text: str, spans: Sequence[tuple[int, int]]) -> PipelineReading:
    """Let a pipeline read the spans of a text, one by one.

    Raises:
        PipelineError: it is not there, cannot be loaded, or breaks off.
    """
    problem = find_problem(pipeline)
    if problem is not None:
        raise PipelineError(problem)
    wanted = [span for span in spans if span[1] <= CHARACTERS_AT_MOST]
    try:
        nlp = _loaded(pipeline)
        names, subjects = [], []
        for (start, _), doc in zip(wanted, nlp.pipe(text[start:end] for start, end in wanted), strict=True):
            names += [NameRead(start + e.start_char, start + e.end_char, str(e.label_)) for e in doc.ents]
            subjects += list(_subjects(doc, start))
    except MemoryError as error:
        raise PipelineError(f"The pipeline {pipeline} needs more memory than it may have here.") from error
    except Exception as error:
        # A pipeline is anybody's code: whatever it raises, the document is read without it.
        log.warning("the pipeline %s broke off", pipeline, exc_info=True)
        raise PipelineError(f"The pipeline {pipeline} broke off ({type(error).__name__}).") from error
    name = " ".join(filter(None, (str(nlp.meta.get(key, "")) for key in ("lang", "name", "version"))))
    return PipelineReading(name, tuple(names), tuple(subjects), len(wanted) == len(spans))


def _loaded(pipeline: str) -> Any:
    # A child may start no thread, and a second one would gain nothing on sentences.
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    import spacy  # start-up cost: a second and 100 MB, and it is not there without its extra

    return spacy.load(pipeline)


def _subjects(doc: Any, offset: int) -> Iterator[SubjectRead]:
    for token in doc:
        word = token if token.dep_ in _SUBJECTS - _PASSIVE else _agent(token)
        if word is not None:
            verb = token.head if word is token else token
            start, verb_start = offset + word.idx, offset + verb.idx
            yield SubjectRead(verb_start, verb_start + len(verb), start, start + len(word))


def _agent(token: Any) -> Any:
    """Find who does what a passive verb says; None where that is no passive verb or nobody is named."""
    if not any(child.dep_ in _PASSIVE for child in token.children):
        return None
    for child in token.children:
        if child.dep_ in _AGENTS:
            return next((below for below in child.children if below.dep_ == "pobj"), child)
    return None

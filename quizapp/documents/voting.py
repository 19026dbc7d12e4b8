"""What an optional pipeline says of a document, handed to the rules as votes; for the engine and for commands."""

from __future__ import annotations

from dataclasses import replace

from quizapp.core.extraction.values import Analysis
from quizapp.core.extraction.votes import SubjectVote, TypeVote, Votes, weigh_votes
from quizapp.plumbing.pipelines import PipelineError, PipelineReading, find_problem, read_with

WITHOUT = "It was read without the pipeline that the settings name: {why}"
CUT = "It is so long that the pipeline {name} has read its beginning only."


def with_votes(analysis: Analysis, pipeline: str) -> Analysis:
    """Give the analysis with the votes of a pipeline weighed; where that fails, as it is and with a notice."""
    text = analysis.text
    try:
        said = read_with(pipeline, text.text, [(b.start, b.end) for b in text.blocks if b.kind != "furniture"])
    except PipelineError as error:
        return _noticed(analysis, WITHOUT.format(why=error.message))
    weighed = weigh_votes(analysis, votes_of(said))
    return weighed if said.is_whole else _noticed(weighed, CUT.format(name=said.name))


def votes_of(said: PipelineReading) -> Votes:
    """Turn a reading into votes."""
    return Votes(
        said.name,
        tuple(TypeVote(name.start, name.end, name.label) for name in said.names),
        tuple(SubjectVote(s.verb_start, s.verb_end, s.start, s.end) for s in said.subjects),
    )


def notice_at_start(pipeline: str) -> str | None:
    """Say at the start of a server what every document's page would say; None when the pipeline is there."""
    problem = find_problem(pipeline) if pipeline else None
    if problem is None:
        return None
    return f"QUIZAPP_SPACY_PIPELINE: {problem} Until then documents are read without it."


def _noticed(analysis: Analysis, notice: str) -> Analysis:
    return replace(analysis, text=replace(analysis.text, notices=(*analysis.text.notices, notice)))

"""The option by which `extract` and `draft` let a pipeline of spaCy vote; without it the setting counts."""

from __future__ import annotations

import os

import click

from quizapp.core.extraction.values import Analysis
from quizapp.documents.voting import with_votes
from quizapp.plumbing.pipelines import find_problem
from quizapp.settings import PREFIX, Settings, SettingsError

_VARIABLE = f"{PREFIX}SPACY_PIPELINE"

option = click.option(
    "--spacy",
    "pipeline",
    metavar="PIPELINE",
    help=f"Let a pipeline of spaCy vote, a package or a folder; instead of {_VARIABLE}. Empty: none.",
)


def with_chosen(analysis: Analysis, pipeline: str | None) -> Analysis:
    """Give the analysis with the votes of the pipeline of the option, else of the setting, else as it is.

    Raises:
        SettingsError: the option names one that is not there; the setting's only makes a notice.
    """
    if pipeline:
        problem = find_problem(pipeline)
        if problem is not None:
            raise SettingsError(f"--spacy: {problem}")
    elif pipeline is None:
        given = {name: value for name, value in os.environ.items() if name == _VARIABLE}
        pipeline = Settings.from_env(given).spacy_pipeline
    return with_votes(analysis, pipeline) if pipeline else analysis

"""The slot for spaCy, with the real library and real pipelines loaded from disk, in an environment of its own."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from tests.app.checkout import ROOT

PYTHON = ROOT / ".venv-spacy" / "bin" / "python"

pytestmark = pytest.mark.spacy


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Give what came of all pipelines: the library is imported once for the whole file."""
    if not any((ROOT / ".venv-spacy").glob("ready-*")):
        pytest.skip("spaCy is not there: .ci/spacy-part makes .venv-spacy")
    done = subprocess.run(
        [PYTHON, "-m", "tests.documents.spacy_work", str(tmp_path_factory.mktemp("spacy"))],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_pipelines_on_the_disk_are_found(said):
    assert set(said["find"].values()) == {None}


def test_an_agreeing_vote_eases_the_doubt_and_does_not_end_it(said):
    assert said["plain"]["Brontel"] == [["name of unknown type", 0.85]]
    assert said["actors"]["agreed"]["Brontel"] == [["name of unknown type", 0.925], ["type agreed", 1.0]]
    assert said["actors"]["agreed"]["Keldran"] == [["name of unknown type", 0.925], ["type agreed", 1.0]]


def test_a_vote_against_deepens_it_and_names_its_reason(said):
    assert said["actors"]["disputed"]["Brontel"] == [["name of unknown type", 0.85], ["type disputed", 0.75]]


def test_a_label_that_is_no_name_is_no_vote(said):
    assert said["actors"]["disputed"]["Keldran"] == said["plain"]["Keldran"]


def test_votes_make_and_unmake_no_name(said):
    assert set(said["actors"]["agreed"]) == set(said["actors"]["disputed"]) == set(said["plain"])


def test_a_trained_parser_tells_who_does_what_and_the_agent_of_a_passive(said):
    assert said["subjects"] == [
        ["invaded", "Norway"],
        ["signed", "Brontel"],
        ["visited", "Chile"],
        ["invaded", "Sweden"],
        ["visited", "Austria"],
    ]


def test_the_child_of_a_job_loads_it_within_its_limits(said):
    assert said["child"]["disputed"]["notices"] == []
    assert said["child"]["disputed"]["drafts"] > 0
    assert "type disputed" in said["child"]["disputed"]["reasons"]


def test_a_pipeline_that_fails_costs_a_notice_and_not_the_document(said):
    assert said["child"]["broken"]["drafts"] > 0
    for name, (notice,) in (("broken", said["child"]["broken"]["notices"]), ("gone", said["gone"])):
        assert notice.startswith("It was read without the pipeline that the settings name: ")
        assert name in notice


def test_a_broken_pipeline_is_named_without_its_trace(said):
    assert said["broken"].startswith("The pipeline ")
    assert "Traceback" not in said["broken"]


@pytest.mark.parametrize("way", ["by_option", "by_setting"])
def test_extract_takes_votes_by_option_and_by_setting(said, way):
    assert said[way]["exit"] == 0
    actors = json.loads(said[way]["out"])["actors"]
    (brontel,) = [actor for actor in actors if actor["canonical"] == "Brontel"]
    assert [reason["name"] for reason in brontel["reasons"]] == ["name of unknown type", "type agreed"]


def test_an_empty_option_switches_the_setting_off(said):
    assert "type agreed" not in said["off_by_option"]["out"]


def test_a_missing_pipeline_stops_who_asked_for_it_and_is_noticed_else(said):
    assert said["missing_option"]["exit"] == 1
    assert "neither a package nor a folder named no_such_pipeline" in said["missing_option"]["err"]
    assert said["missing_setting"]["exit"] == 0
    assert "no_such_pipeline" in said["missing_setting"]["err"]
    assert json.loads(said["missing_setting"]["out"])["actors"]


def test_draft_does_not_choose_what_a_vote_makes_doubtful(said):
    assert said["draft"]["exit"] == 0
    assert "did Keldran sign" in said["draft"]["out"]
    assert "did Brontel sign" not in said["draft"]["out"]

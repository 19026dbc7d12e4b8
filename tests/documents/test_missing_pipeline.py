"""A pipeline that the settings name and that is not there: said at the start and on the document, which is read."""

from __future__ import annotations

import importlib.util
import io

import pytest

from quizapp.documents.voting import notice_at_start
from quizapp.runners import make_job_runner
from quizapp.settings import Settings

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("spacy") is not None, reason="spaCy is installed here, so it is not missing"
)


@pytest.fixture
def settings(tmp_path):
    """Give settings that name a pipeline."""
    return Settings(home=tmp_path / "home", spacy_pipeline="en_pipeline_of_nobody")


def test_the_start_says_what_to_install():
    notice = notice_at_start("en_pipeline_of_nobody")
    assert notice is not None
    assert notice.startswith("QUIZAPP_SPACY_PIPELINE: spaCy is not installed.")
    assert 'pip install "quizapp[spacy]"' in notice


def test_the_start_says_nothing_while_it_is_off():
    assert notice_at_start("") is None


def test_the_document_is_read_with_a_notice(ada, runtime):
    content = io.BytesIO(b"The harbour of Varn\n\nNorway invaded Denmark in 1807.\n")
    response = ada.post("/documents", {"file": (content, "varn.txt")})
    make_job_runner(runtime).run_waiting()
    page = ada.get(response.headers["Location"]).text
    assert "It was read without the pipeline that the settings name" in page
    assert "1807" in page

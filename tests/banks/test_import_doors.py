"""The doors of an import beside its files: how often they may be tried, and an empty workbook to begin with."""

from __future__ import annotations

import pytest

from quizapp.banks.views.pages import IMPORT_WORK
from quizapp.core.formats.xlsx import XLSX
from quizapp.core.kinds import KINDS
from quizapp.runners import make_import_runner


@pytest.fixture
def ada(sign_in_as):
    return sign_in_as("ada")


@pytest.fixture
def import_id(ada, runtime) -> str:
    """Bring a question and let it be read."""
    response = ada.post("/imports", {"client_id": "c", "text": "question,answer\nCapital of Peru?,Lima\n"})
    make_import_runner(runtime).run_waiting()
    return response.headers["Location"].rpartition("/")[2]


@pytest.mark.parametrize("door", ["readings", "comparisons", "insertions", "entries/0"])
def test_one_account_gets_no_endless_work_done(ada, runtime, cast, import_id, door):
    address = f"/imports/{import_id}/{door}"
    for _ in range(IMPORT_WORK.item.amount - 1):
        runtime.limits.count(IMPORT_WORK, str(cast.ada.id))
    edited = {"kind": "text", "stem": "Capital of Peru?", "key": "Lima"}
    assert ada.post(address, edited).status_code != 429
    runtime.limits.count(IMPORT_WORK, str(cast.ada.id))
    refused = ada.post(address, edited)
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)
    assert "six hundred times within an hour" in refused.text


def test_the_import_page_offers_an_empty_workbook(ada):
    assert 'href="/imports/template"' in ada.get("/imports").text
    response = ada.get("/imports/template")
    assert response.headers["Content-Disposition"] == "attachment; filename=questions.xlsx"
    assert len(XLSX.read(response.data).questions) == len(KINDS)

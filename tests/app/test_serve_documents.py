"""A document brought to a real server as people start it: from the folder where they stand, its home beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.running import serving
from tests.app.teacher import ARTICLE, Teacher

pytestmark = pytest.mark.serial


def test_a_file_is_read_from_a_relative_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "no-banks").mkdir()
    with serving(Path("instance"), QUIZAPP_QUESTIONS=str(tmp_path / "no-banks")) as running, Teacher(running) as ada:
        page = ada.await_words(ada.bring(ARTICLE), "/review", "could not be read")
        assert "Vera Lund" in page

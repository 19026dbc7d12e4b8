"""The engine in a child that tells how much memory it took, whatever came of the document."""

from __future__ import annotations

import resource
from collections.abc import Mapping
from typing import Any

from quizapp.core.errors import FormatError
from quizapp.documents import engine


def work(arguments: Mapping[str, Any], tell: Any) -> dict[str, Any]:
    try:
        engine.work(arguments, tell)
        said = ""
    except FormatError as error:
        said = error.message
    return {"said": said, "peak_kilobytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}

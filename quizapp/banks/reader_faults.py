"""The one seam at which a bug of a reader is made a refusal: it is written down, and costs no other file."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from quizapp.core.errors import FormatError, QuizError
from quizapp.plumbing.disk_room import NO_ROOM

log = logging.getLogger("quizapp.imports")


class ReaderBroke(FormatError):
    """A file was not read through a fault of ours."""


@contextmanager
def told_as_ours(name: str) -> Iterator[None]:
    """Refuse the file of this name where whatever reads it breaks, and write down how.

    A machine without room or memory is no fault of a reader.

    Raises:
        ReaderBroke: it broke.
    """
    try:
        yield
    except (QuizError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise
        log.exception("the reader of %r broke", name)
        raise ReaderBroke(
            f"“{name}” could not be read, by a fault of quizapp and not of the file. How it came to that is written "
            "down on the server; tell whoever runs it."
        ) from error

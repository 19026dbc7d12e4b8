"""Limits of the processor's time on hostile input, fair to a machine that is busy or slow.

They tell what takes seconds from what takes milliseconds, and what grows with the square from what grows in
proportion; how fast something is, `tests/bench/` measures.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: What `_reference` takes on a quiet machine of 2024.
_NOMINAL_SECONDS = 0.05
_TRIES = 4
#: Twice what is in proportion, and what a few interruptions cost.
_SLACK, _SPARE_SECONDS = 2, 0.1


@contextmanager
def processor_limit(seconds: float) -> Iterator[None]:
    """Fail when the block takes more of the processor's seconds, however fast the processor is just now."""
    start = time.process_time()
    yield
    taken = time.process_time() - start
    assert taken <= seconds or taken <= seconds * _slowness(), f"{taken:.1f} s of {seconds} s allowed"


def assert_linear(call: Callable[[], object], longer_call: Callable[[], object], ratio: float) -> None:
    """See that work which is `ratio` times as much (4 or more) takes time in proportion: not its square.

    The best of some tries counts, since whatever else runs only adds.
    """
    once, longer = _seconds(call), _seconds(longer_call)
    for _ in range(_TRIES):
        if longer <= _SLACK * ratio * once + _SPARE_SECONDS:
            return
        once, longer = max(once, _seconds(call)), min(longer, _seconds(longer_call))
    raise AssertionError(f"{ratio:g} times as much took {longer:.2f} s, and once {once:.2f} s")


def _seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def _slowness() -> float:
    return max(1.0, min(_seconds(_reference) for _ in range(3)) / _NOMINAL_SECONDS)


def _reference() -> None:
    words = {str(number): number for number in range(60_000)}
    sum(words[str(number)] for number in range(60_000))

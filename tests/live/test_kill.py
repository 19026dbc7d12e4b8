"""`kill -9` in mid-round: what was acknowledged is stored, everybody is back, and the outage costs nobody time."""

from __future__ import annotations

import asyncio

import pytest

from tests.live.killing import kill_in_mid_round

pytestmark = pytest.mark.serial
PLAYERS = 100


def test_a_server_that_is_killed_in_mid_round_loses_nothing(served):
    outcome = asyncio.run(kill_in_mid_round(served, PLAYERS))
    assert dict(outcome.stored) == outcome.acknowledged
    assert (len(outcome.stored), outcome.lost, outcome.doubled) == (PLAYERS, 0, 0)
    assert len(outcome.acknowledged_before) >= PLAYERS // 3
    # Nobody has lost time, nor won any: the deadline is later by the outage.
    assert min(outcome.later_ms) >= 3_500
    assert max(outcome.later_ms) <= outcome.gone_ms + 600
    # The round waited for who was last.
    assert outcome.was_last_in_time
    assert outcome.back_seconds <= 3

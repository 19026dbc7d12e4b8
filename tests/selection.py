"""Where tests run and what may be missing: servers and browsers one at a time, skips that are failures in a build."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

#: Each of these has something that a machine has once: a browser, a server, its ports.
ALONE = ("browser", "postgres", "serial")
#: What a build must not leave out.
NEEDED = ("browser", "postgres")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one sort in one worker, so that each starts one browser and one server."""
    for item in items:
        for name in ALONE:
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.xdist_group(name))
                break


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Count a test that was skipped for want of its browser or server as failed, where all are required."""
    report = yield
    is_needed = any(item.get_closest_marker(name) for name in NEEDED)
    if report.skipped and is_needed and os.environ.get("TEST_REQUIRE_ALL") == "1" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"TEST_REQUIRE_ALL=1, and this was skipped: {reason}"
    return report

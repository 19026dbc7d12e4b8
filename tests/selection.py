"""Where tests run and what may be missing: a file stays in one worker; a build fails by what it had to skip."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

#: In the order in which they begin: what takes longest must not begin last.
SLOW = ("browser", "postgres", "serial")
#: What a build must not leave out.
NEEDED = ("browser", "postgres", "spacy", "readers")
ON_POSTGRES = re.compile(r"\[[^\]]*\bpostgres\b")


class ByFile(LoadScopeScheduling):
    """Gives a worker whole files, or all tests on PostgreSQL, so that it starts one server of each sort.

    xdist's own groups are not seen by pytest 9.2, which keeps a test's name where xdist 3.8 does not look.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "postgres" if ON_POSTGRES.search(nodeid) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Schedule by file."""
    return ByFile(config, log)


class FailuresAtOnce:
    """Names a failure when it happens, for whoever reads the output of a build that is cut short."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Print a line for what failed."""
        terminal = self._config.pluginmanager.get_plugin("terminalreporter")
        if report.failed and terminal:
            terminal.ensure_newline()
            terminal.write_line(f"FAILED {report.nodeid} ({report.when}, {report.duration:.0f} s)")


def pytest_configure(config: pytest.Config) -> None:
    """Report at once, in the process that prints."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(FailuresAtOnce(config))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put slow tests first."""
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    return next((rank for rank, name in enumerate(SLOW) if item.get_closest_marker(name)), len(SLOW))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Count a test that was skipped for want of its browser, server or library as failed, where all are required."""
    report = yield
    is_needed = any(item.get_closest_marker(name) for name in NEEDED)
    if report.skipped and is_needed and os.environ.get("TEST_REQUIRE_ALL") == "1" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"TEST_REQUIRE_ALL=1, and this was skipped: {reason}"
    return report

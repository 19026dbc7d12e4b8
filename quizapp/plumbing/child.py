"""Work on strangers' bytes in a process of its own: little memory, little time, no environment, JSON in and out.

The process is a fresh interpreter, never a fork: this one has threads. What it may use is set by `child_entry`, before
it looks at anything. On Windows there are no such limits; time and output are bounded all the same.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from quizapp.core.errors import QuizError
from quizapp.resources import PACKAGE

log = logging.getLogger("quizapp.jobs")

Tell = Callable[[float, str], None]

_BOOT = (
    "import sys; sys.path.append(sys.argv[1]); from quizapp.plumbing.child_entry import run; raise SystemExit(run())"
)
_LOOK_EVERY_SECONDS = 0.2
#: After its last word.
ENDS_WITHIN_SECONDS = 5.0
_CHUNK_BYTES = 1 << 16
_TOO_LONG = (
    "This file takes longer to read than the {seconds} seconds that one may have, so it was stopped. "
    "Split it into parts and bring them one by one."
)
_TOO_LARGE = (
    "This file needs more memory than one may have, so it was stopped. Split it into parts and bring them one by one."
)
_BROKE_OFF = (
    "This file could not be read: its reader broke off. Open it in its own program, save it anew and try again, "
    "or paste its text."
)


class ChildFailed(QuizError):
    """The work came to no result; the message is for the person whose file it is."""


class ChildRefused(ChildFailed):
    """The work looked at the file and refused it in words: it would do so again."""


class Stopped(Exception):
    """The work was ended because this process ends; it is to be done again."""


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What the process may use; `seconds` by the clock on the wall, `cpu_seconds` of the processor."""

    #: Beyond what it may compute, since it gives way to pages and so may take several times as long.
    seconds: float = 180
    cpu_seconds: int = 60
    memory_bytes: int = 768 * 1024 * 1024
    file_bytes: int = 200_000_000
    handles: int = 64
    output_bytes: int = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ChildTask:
    """Call `work(arguments, tell)` of the module named `entry`; arguments and result are plain JSON values."""

    entry: str
    arguments: Mapping[str, Any]
    limits: ChildLimits = field(default_factory=ChildLimits)


def run_child(task: ChildTask, tell: Tell, is_stopping: Callable[[], bool] = lambda: False) -> Any:
    """Do the task in a process of its own and give its result; `tell` hears how far it is, at least every second.

    Raises:
        ChildFailed: it refused the file, ran out of time or memory, or died.
        Stopped: `is_stopping` became true meanwhile.
    """
    with tempfile.TemporaryDirectory(prefix="quizapp-job-") as folder, _started(task, Path(folder)) as process:
        reading = _Reading(task, tell, is_stopping)
        reading.follow(process)
        try:
            process.wait(timeout=ENDS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            # It has said all that it has to say: on a busy machine its end may take long.
            _kill(process)
        return reading.outcome(process.returncode, Path(folder) / "errors")


@contextlib.contextmanager
def _started(task: ChildTask, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    asked = {"entry": task.entry, "arguments": dict(task.arguments), "limits": asdict(task.limits)}
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", _BOOT, str(PACKAGE.parent)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=folder,
            env={},
            start_new_session=True,
        )
    try:
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError), process.stdin as pipe:
            pipe.write(json.dumps(asked).encode())
        yield process
    finally:
        _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


@dataclass(slots=True)
class _Reading:
    """What has come out of the process so far."""

    task: ChildTask
    tell: Tell
    is_stopping: Callable[[], bool]
    #: Of `memory`, `time` and `output`, what ran out.
    ran_out_of: str = ""
    last_line: bytes = b""
    progress: float = 0.0
    words: str = "Starting"

    def follow(self, process: subprocess.Popen[bytes]) -> None:
        """Read until the process closes its output or has used up what it may."""
        assert process.stdout is not None
        ends_at = time.monotonic() + self.task.limits.seconds
        rest, taken_bytes = bytearray(), 0
        for chunk in self._chunks(process.stdout, ends_at):
            taken_bytes += len(chunk)
            if taken_bytes > self.task.limits.output_bytes:
                self.ran_out_of = "output"
                break
            rest += chunk
            while b"\n" in chunk:
                line, _, after = bytes(rest).partition(b"\n")
                rest = bytearray(after)
                self._take(line)
                chunk = after
        if self.ran_out_of:
            _kill(process)

    def _chunks(self, pipe: IO[bytes], ends_at: float) -> Iterator[bytes]:
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while time.monotonic() < ends_at:
                if self.is_stopping():
                    raise Stopped
                if selector.select(_LOOK_EVERY_SECONDS):
                    chunk = os.read(pipe.fileno(), _CHUNK_BYTES)
                    if not chunk:
                        return
                    yield chunk
                else:
                    self.tell(self.progress, self.words)
        self.ran_out_of = "time"

    def _take(self, line: bytes) -> None:
        if line.startswith(b'{"logged"'):
            log.error("in the work of %s: %s", self.task.entry, json.loads(line)["logged"])
            return
        if not line.startswith(b'{"progress"'):
            self.last_line = line
            return
        said = json.loads(line)
        self.progress, self.words = float(said["progress"]), str(said["words"])
        self.tell(self.progress, self.words)

    def outcome(self, exit_code: int, errors: Path) -> Any:
        """Give the result, or say why there is none."""
        limits = self.task.limits
        if self.ran_out_of == "time" or (os.name == "posix" and exit_code == -signal.SIGXCPU):
            seconds = limits.seconds if self.ran_out_of else limits.cpu_seconds
            raise ChildFailed(_TOO_LONG.format(seconds=round(seconds)))
        if self.ran_out_of == "output":
            raise ChildFailed(_TOO_LARGE)
        try:
            said = json.loads(self.last_line)
        except ValueError:
            said = {}
        if "result" in said:
            return said["result"]
        if "message" in said:
            raise ChildRefused(str(said["message"]))
        if said.get("ran_out_of") == "memory":
            raise ChildFailed(_TOO_LARGE)
        log.warning("the work of %s ended with %s: %s", self.task.entry, exit_code, _tail(errors))
        raise ChildFailed(_BROKE_OFF)


def _tail(errors: Path) -> str:
    return errors.read_bytes()[-2000:].decode("utf-8", "replace").strip()

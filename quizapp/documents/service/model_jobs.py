"""How the job that asks a model is done: a child lists what to ask, this process asks, a child judges the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from quizapp.core.errors import FormatError
from quizapp.core.extraction.asking import Check, Passage, check_messages, propose_messages, read_answer, read_proposed
from quizapp.documents.service.switching import (
    MODEL_JOB,
    NOTICES_AT_MOST,
    Recipient,
    apply_model_failure,
    apply_proposals,
)
from quizapp.plumbing.chat import DEFAULT_LIMITS, ChatEndpoint, ChatError, ChatLimits, NotSent, ask
from quizapp.plumbing.child import ChildTask, Tell
from quizapp.plumbing.files import FileStore
from quizapp.plumbing.job_runner import JobKind
from quizapp.plumbing.jobs import Claimed

ENTRY = "quizapp.documents.proposing"
#: After so many failures in a row nothing more is asked.
FAILURES_AT_MOST = 3
STOPPED = "The switch was turned off, so nothing more was sent."
Read = TypeVar("Read")
MaySend = Callable[[Claimed, Recipient], bool]


def recipient_of(endpoint: ChatEndpoint) -> Recipient:
    """Give what people are shown of an endpoint."""
    return Recipient(endpoint.host, endpoint.model)


def model_job_kind(
    files: FileStore, endpoint: ChatEndpoint, may_send: MaySend, limits: ChatLimits = DEFAULT_LIMITS
) -> JobKind:
    """Give the kind of job that asks a model; `may_send` tells, before each question, whether the switch is on."""

    def task(claimed: Claimed) -> ChildTask:
        return ChildTask(ENTRY, {"step": "ask", "path": str(files.path(claimed.arguments["file"]))})

    def between(claimed: Claimed, asked: Any, tell: Tell, is_stopping: Callable[[], bool]) -> ChildTask:
        recipient = recipient_of(endpoint)
        talk = _Talk(endpoint, limits, tell, is_stopping, lambda: may_send(claimed, recipient))
        talk.hold(asked)
        arguments = {
            "step": "judge",
            "path": str(files.path(claimed.arguments["file"])),
            "model": endpoint.model,
            "returned": talk.returned,
            "answers": talk.answers,
            "notices": talk.notices,
        }
        return ChildTask(ENTRY, arguments)

    def clean(claimed: Claimed) -> None:
        files.remove(claimed.arguments["file"])

    return JobKind(MODEL_JOB, task, apply_proposals, apply_model_failure, clean, between=between)


@dataclass(slots=True)
class _Talk:
    """All questions to a model about one document, one after the other, until there is a reason to stop."""

    endpoint: ChatEndpoint
    limits: ChatLimits
    tell: Tell
    is_stopping: Callable[[], bool]
    may_send: Callable[[], bool]
    returned: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    failures: int = 0
    told: tuple[float, str] = (0.1, "")
    is_over: bool = False

    def hold(self, asked: Mapping[str, Any]) -> None:
        """Ask for proposals about each passage, and for the answer to each question."""
        passages = [Passage(p["start"], p["end"], p["text"], tuple(p["answers"])) for p in asked["passages"]]
        checks = [Check(c["question_id"], c["stem"], tuple(c["options"]), c["passage"]) for c in asked["checks"]]
        steps = [partial(self._check, check) for check in checks]
        steps += [partial(self._propose, passage) for passage in passages]
        for number, step in enumerate(steps):
            self.told = (
                0.1 + 0.8 * number / len(steps),
                f"Asking {self.endpoint.model}: {number + 1} of {len(steps)}",
            )
            self.tell(*self.told)
            step()
            if self.is_over:
                return

    def _check(self, check: Check) -> None:
        content = self._ask(check_messages(check))
        if content is not None:
            answer = self._read(read_answer, content)
            if answer is not None:
                self.answers[check.question_id] = answer

    def _propose(self, passage: Passage) -> None:
        content = self._ask(propose_messages(passage))
        proposed = self._read(read_proposed, content) if content is not None else None
        for one in proposed or ():
            # Without options: a question that cannot be answered without them leans on them.
            content = self._ask(check_messages(Check("", one.stem, (), passage.text)))
            answer = self._read(read_answer, content) if content is not None else None
            self.returned.append(
                {
                    "start": passage.start,
                    "end": passage.end,
                    "key": one.key,
                    "stem": one.stem,
                    "distractors": list(one.distractors),
                    "answer": answer,
                }
            )

    def _ask(self, messages: list[dict[str, str]]) -> str | None:
        """Ask once; None when no answer came, which is noted, or when nothing more may be sent."""
        if self.is_over:
            return None
        try:
            content = ask(self.endpoint, messages, self._is_stopping, self.limits, self.may_send)
        except NotSent:
            self._note(STOPPED)
            self.is_over = True
            return None
        except ChatError as error:
            self._note(error.message)
            self.failures += 1
            self.is_over = error.is_for_good or self.failures >= FAILURES_AT_MOST
            return None
        self.failures = 0
        return content

    def _is_stopping(self) -> bool:
        # Answers may take longer than a runner may be silent.
        self.tell(*self.told)
        return self.is_stopping()

    def _read(self, reader: Callable[[str], Read], content: str) -> Read | None:
        try:
            return reader(content)
        except FormatError as error:
            self._note(error.message)
            return None

    def _note(self, message: str) -> None:
        if message not in self.notices and len(self.notices) < NOTICES_AT_MOST:
            self.notices.append(message)

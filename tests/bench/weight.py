"""How many bytes a first visit to a study page takes over the wire, everything included, and a reply to an answer.

    python -m tests.bench.weight

Bodies as sent (gzip): the page, the scripts, styles and icons that it names, the behaviours that its elements ask for,
and what the modules import. Heads of the responses are told apart.
"""

from __future__ import annotations

import json
import posixpath
import re
import tempfile
from pathlib import Path
from random import Random
from typing import Any

from quizapp.resources import QUESTIONS
from tests.bench.driver import Learner, Reply, is_acknowledged
from tests.bench.figures import machine
from tests.bench.server import serving

SLUG = "north-korea-russia"
_NAMED = re.compile(r'(?:src|href)="(/static/[^"]+)"')
_BEHAVIOUR = re.compile(r'data-behaviour="([a-z -]+)"')
_IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")


def measure(home: Path) -> dict[str, Any]:
    """Weigh the study page of a bank that comes along, and the reply to one answer."""
    with serving(home, questions=QUESTIONS) as server:
        learner = Learner(server.port, Random(1))
        page = learner.open_sitting(SLUG)
        files = _fetched(learner, page)
        replies = _replies(learner)
        library = learner.get("/")
        learner.connection.close()
    sizes = {"page": len(page.body)} | {name: len(reply.body) for name, reply in files.items()}
    return {
        "study_page_first_load_bytes": sum(sizes.values()),
        "requests": len(sizes),
        "by_file": sizes,
        "heads_bytes": sum(_head_bytes(reply) for reply in [page, *files.values()]),
        "study_page_unpacked_bytes": len(page.text.encode()),
        "reply_to_an_answer_bytes": {"median": sorted(replies)[len(replies) // 2], "largest": max(replies)},
        "library_page_bytes": len(library.body),
    }


def _fetched(learner: Learner, page: Reply) -> dict[str, Reply]:
    """Fetch what a page needs, and what the modules need in turn."""
    files: dict[str, Reply] = {}
    wanted = list(dict.fromkeys(_NAMED.findall(page.text)))
    entry = next(address for address in wanted if address.endswith("/app.js"))
    behaviours = " ".join(_BEHAVIOUR.findall(page.text)).split()
    wanted += [f"{posixpath.dirname(entry)}/behaviours/{name}.js" for name in dict.fromkeys(behaviours)]
    while wanted:
        address = wanted.pop()
        if address in files:
            continue
        files[address] = learner.get(address)
        if files[address].status != 200:
            raise RuntimeError(f"{address} gave status {files[address].status}")
        if address.endswith(".js"):
            folder = posixpath.dirname(address)
            wanted += [posixpath.normpath(f"{folder}/{name}") for name in _IMPORTED.findall(files[address].text)]
    return files


def _replies(learner: Learner) -> list[int]:
    sizes = []
    for _ in range(10):
        if not learner.form:
            break
        client_id, reply = learner.answer()
        if is_acknowledged(client_id, reply):
            sizes.append(len(reply.body))
    return sizes


def _head_bytes(reply: Reply) -> int:
    return sum(len(name) + len(value) + 4 for name, value in reply.headers.items())


def main() -> None:
    """Measure and print the figures as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps({"machine": machine(Path(folder))} | measure(Path(folder)), indent=1))


if __name__ == "__main__":
    main()

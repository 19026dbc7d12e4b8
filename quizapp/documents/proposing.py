"""What the child process does around a model's proposals: `ask` lists what to ask it, `judge` judges what came back.

It sees the text of one document and answers; it sends nothing anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.asking import Proposed, list_checks, list_passages
from quizapp.core.extraction.drafted import Draft, Drafts
from quizapp.core.extraction.drafting import draft_questions, setting_of
from quizapp.core.extraction.proposals import Returned, dispute, judge_returned
from quizapp.core.extraction.values import Analysis, Block, Text
from quizapp.documents.engine import draft_json
from quizapp.plumbing.child import Tell

Json = dict[str, Any]


def work(arguments: Mapping[str, Any], tell: Tell) -> Json:
    """Do one of both steps; `arguments`: step and path (of `material`), to judge also model, returned and answers."""
    tell(0.05 if arguments["step"] == "ask" else 0.9, "Reading the document")
    material = json.loads(Path(arguments["path"]).read_bytes())
    analysis = analyse(_text(material))
    drafts = draft_questions(analysis)
    return _asked(analysis, drafts, material) if arguments["step"] == "ask" else _judged(analysis, drafts, arguments)


def _text(material: Mapping[str, Any]) -> Text:
    """Give the text as it was read; its paragraphs are its blocks."""
    blocks = tuple(Block(**block) for block in material["blocks"])
    return Text(
        text=material["text"],
        blocks=blocks,
        lines=tuple(block.start for block in blocks),
        sha256=material["sha256"],
        title=material["title"],
        published=date.fromisoformat(material["published"]) if material["published"] else None,
        language=material["language"],
    )


def _asked(analysis: Analysis, drafts: Drafts, material: Mapping[str, Any]) -> Json:
    wanted = frozenset(material["open_ids"])
    checks = list_checks((*drafts.selected, *drafts.queue), wanted)
    return {
        "passages": [asdict(passage) for passage in list_passages(setting_of(analysis))],
        "checks": [asdict(check) for check in checks],
    }


def _judged(analysis: Analysis, drafts: Drafts, arguments: Mapping[str, Any]) -> Json:
    returned = [
        Returned(r["start"], r["end"], Proposed(r["key"], r["stem"], tuple(r["distractors"])), r["answer"])
        for r in arguments["returned"]
    ]
    own = (*drafts.selected, *drafts.queue)
    judged = judge_returned(setting_of(analysis), returned, arguments["model"], own)
    sound = sorted((draft for draft in judged if not draft.rejections), key=lambda draft: (-draft.rank, draft.start))
    return {
        "drafts": [_json(draft, analysis, arguments["model"]) for draft in sound],
        "rejected": [_json(draft, analysis, arguments["model"]) for draft in judged if draft.rejections],
        "disputes": _disputes(own, arguments["answers"], arguments["model"]),
        "notices": arguments["notices"],
        "checked": len(arguments["answers"]),
    }


def _json(draft: Draft, analysis: Analysis, model: str) -> Json:
    written = draft_json(draft, analysis.cast.actors)
    return written | {"grounds": written["grounds"] | {"proposed_by": model}}


def _disputes(own: Sequence[Draft], answers: Mapping[str, str], model: str) -> list[Json]:
    """List the questions of ours that the model answers otherwise."""
    found = []
    for draft in own:
        reason = dispute(dict(draft.raw), answers[draft.id], model) if draft.id in answers else None
        if reason is not None:
            found.append({"question_id": draft.id, "reason": asdict(reason)})
    return found

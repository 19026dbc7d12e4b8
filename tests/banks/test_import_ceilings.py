"""How many statements the pages of imports and of pictures may cost, whatever is in the file."""

from __future__ import annotations

from tests.banks.imports import HEADING, RIVERS
from tests.banks.test_import_pages import ada, all_shown, bring, runner, send, settled, ticked
from tests.study.test_ceilings import Statements

#: Statements of one request, the one that finds the viewer included.
LIST = 4
PREVIEW = 5
#: One of them looks for another undo of the bank that was stopped.
REPORT = 5
MEDIA = 3
#: Those of a look before the transaction, and of a look at the page behind it, included.
INSERTION = 36

__all__ = ["ada", "runner"]


def cost(runtime, act) -> int:
    statements = Statements(runtime.database)
    with statements.noted():
        act()
    return len(statements.all)


def test_pages_of_imports(ada, runtime, runner):
    many = HEADING + "".join(f"What is number {n} of the list?,Answer {n},Wrong {n},Other {n}\n" for n in range(200))
    first = bring(ada, ("rivers.csv", RIVERS))
    page = settled(ada, first)
    send(ada, first, "insertions", shown=all_shown(page), tick=ticked(page), title="Rivers")
    second = bring(ada, ("many.csv", many + RIVERS.partition("\n")[2]), bank="rivers", client_id="d")
    page = settled(ada, second)
    # The runner looks for work now and then.
    runner.stop()
    assert cost(runtime, lambda: ada.get("/imports")) <= LIST
    assert cost(runtime, lambda: ada.get(second)) <= PREVIEW
    assert cost(runtime, lambda: ada.get(f"{second}?show=same")) <= PREVIEW
    assert cost(runtime, lambda: ada.get(first)) <= REPORT
    assert cost(runtime, lambda: ada.get("/banks/rivers/media/" + "a" * 64 + ".png")) <= MEDIA
    form = {"shown": all_shown(page), "tick": ticked(page), "bank": "rivers"}
    assert cost(runtime, lambda: send(ada, second, "insertions", **form)) <= INSERTION
    assert "200 questions imported" in ada.get(second).text

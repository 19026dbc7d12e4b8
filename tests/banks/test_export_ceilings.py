"""How many statements the pages of export and print may cost, however many questions a bank has."""

from __future__ import annotations

import pytest

from tests.banks.test_exports import PAGE, bank_id
from tests.study.test_ceilings import statements

__all__ = ["bank_id", "statements"]

CEILINGS = {PAGE: 6, f"{PAGE}?format=csv": 14, "/banks/range/print": 5, "/banks/range/print/pages": 6}


@pytest.mark.parametrize("address", CEILINGS)
def test_pages_cost_few_statements(bank_id, sign_in_as, statements, address) -> None:
    ada = sign_in_as("ada")
    ada.get(PAGE)
    with statements.noted():
        assert ada.get(address).status_code == 200
    assert len(statements.all) <= CEILINGS[address], statements.all
    assert statements.writer == []

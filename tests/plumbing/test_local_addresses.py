"""S33: which addresses are plain paths of this app."""

from __future__ import annotations

import pytest

from quizapp.plumbing.pages import is_local


@pytest.mark.parametrize(
    "address", ["/", "/banks/gorbachev", "/settings?a=b&c=d", "/a#b", "/é", "/a:b", "/a//b", "/?next=//x"]
)
def test_local(address):
    assert is_local(address)


@pytest.mark.parametrize(
    "address",
    ["", "a", "./a", "//evil", "///evil",
     "/\\evil", "\\/evil", "/a\\b", "http://evil", "https:evil", "javascript:alert(1)",
     "//user:pw@evil", "/\tx", "\t//evil", "/\nx", "/\r\nLocation: //evil", " //evil", "/%5cevil", "/%5Cevil",
     "/%2f%2fevil",
     "/%2F%2fevil", "%2f%2fevil", "/\x00", "/\x7f", "/\u2028", "//[", "mailto:a@b", "?next=/", "#x"],
)  # fmt: skip
def test_not_local(address):
    assert not is_local(address)

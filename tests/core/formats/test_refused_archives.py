"""Archives of no known kind: what is wrong with them is said, with the name of the member."""

from __future__ import annotations

import io
import zipfile

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.formats.registry import recognise


def packed(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", members.pop("packing", zipfile.ZIP_DEFLATED)) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"../../etc/evil.txt": "x"}, ("unsafe name", "../../etc/evil.txt")),
        ({"h5p.json": "{}", "content/../../x.json": "{}"}, ("unsafe name", "content/../../x.json")),
        ({"imsmanifest.xml": b" " * 30_000_000}, ("far larger", "imsmanifest.xml", "30,000,000")),
        ({"a.txt": "x", "packing": zipfile.ZIP_BZIP2}, ("unusual way", "a.txt")),
        ({"a.txt": "x"}, ("none of the known formats",)),
    ],
)
def test_the_reason_names_the_member(members, words):
    with pytest.raises(FormatError) as caught:
        recognise(packed(**members))
    assert all(word in caught.value.message for word in words)
    assert caught.value.line is None

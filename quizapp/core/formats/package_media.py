"""Pictures and sounds beside the texts of a package: found by their names, kept once, the missing ones said."""

from __future__ import annotations

import base64
import binascii
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from quizapp.core.formats.gathering import Gatherer, shortened
from quizapp.core.formats.package import DATA_ADDRESS


@dataclass(slots=True)
class PackageMedia:
    """The files of a package while its notes are read; `load` gives a file’s bytes by its name, None for none."""

    gatherer: Gatherer
    load: Callable[[str], bytes | None]
    #: What is to be said of the files of the note at hand, and its files by their names there.
    notes: list[str] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    _by_name: dict[str, tuple[str | None, str]] = field(default_factory=dict)

    def begin(self) -> None:
        """Begin with another note."""
        self.notes, self.named = [], {}

    def find(self, address: str) -> str | None:
        """Give our name of the file at an address of a text; what is not in the package is never fetched."""
        if DATA_ADDRESS.match(address):
            return self._embedded(address)
        if "://" in address or address.startswith("//"):
            self.notes.append(f"“{shortened(address)}” lies elsewhere and is not fetched; add it by hand.")
            return None
        name = unicodedata.normalize("NFC", unquote(address).strip())
        if name not in self._by_name:
            self._by_name[name] = self._loaded(name)
        found, flaw = self._by_name[name]
        if found:
            self.named[name] = found
        elif flaw not in self.notes:
            self.notes.append(flaw)
        return found

    def _loaded(self, name: str) -> tuple[str | None, str]:
        content = self.load(name)
        shown = shortened(name)
        if content is None:
            return None, f"“{shown}” is not in the file; add it by hand."
        return self.gatherer.add_media(content), f"“{shown}” is of a kind that is not shown here; it was left out."

    def _embedded(self, address: str) -> str | None:
        try:
            found = self.gatherer.add_media(base64.b64decode("".join(address.split(",", 1)[1].split())))
        except (binascii.Error, ValueError):
            found = None
        if found is None:
            self.notes.append("an image within the text is damaged or of a kind that is not shown; add it by hand.")
        return found

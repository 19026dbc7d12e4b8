"""Declarations of responses and rules of processing in QTI 2.1, as lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quizapp.core.formats.qti_texts import attribute, words
from quizapp.core.formats.weighted import str_of
from quizapp.core.question import Json


@dataclass(frozen=True, slots=True)
class Declaration:
    """A response with its right values, and points by value; `bounds` are the least and the most that it earns."""

    identifier: str
    cardinality: str = "single"
    base_type: str = "identifier"
    correct: Sequence[str] = ()
    points: Mapping[str, float] = field(default_factory=dict)
    bounds: tuple[int, int] | None = None
    is_cased: bool = False

    def lines(self) -> list[str]:
        """Give the declaration."""
        start = f'  <responseDeclaration identifier="{self.identifier}" cardinality="{self.cardinality}" '
        start += f'baseType="{self.base_type}"'
        if not self.correct and not self.points:
            return [f"{start}/>"]
        lines = [f"{start}>"]
        if self.correct:
            values = "".join(f"<value>{words(value)}</value>" for value in self.correct)
            lines.append(f"    <correctResponse>{values}</correctResponse>")
        return [*lines, *self._mapping(), "  </responseDeclaration>"]

    def _mapping(self) -> list[str]:
        if not self.points:
            return []
        bounds = f' lowerBound="{self.bounds[0]}" upperBound="{self.bounds[1]}"' if self.bounds else ""
        cased = f' caseSensitive="{"true" if self.is_cased else "false"}"' if self.base_type == "string" else ""
        return [
            f'    <mapping{bounds} defaultValue="0">',
            *(
                f'      <mapEntry mapKey="{attribute(value)}" mappedValue="{points:.10g}"{cased}/>'
                for value, points in self.points.items()
            ),
            "    </mapping>",
        ]


def condition(test: Sequence[str], outcome: str, base_type: str, value: str, otherwise: str = "") -> list[str]:
    """Give a condition that sets an outcome, and sets it otherwise where there is another value."""

    def setting(text: str) -> str:
        inner = f'<baseValue baseType="{base_type}">{words(text)}</baseValue>'
        return f'        <setOutcomeValue identifier="{outcome}">{inner}</setOutcomeValue>'

    lines = ["    <responseCondition>", "      <responseIf>", *test, setting(value), "      </responseIf>"]
    if otherwise:
        lines += ["      <responseElse>", setting(otherwise), "      </responseElse>"]
    return [*lines, "    </responseCondition>"]


def equal_test(raw: Mapping[str, Json], response: str) -> list[str]:
    """Give the test of a number with its tolerance."""
    tolerance = str_of(raw.get("tolerance", "")).replace(" ", "")
    mode = "relative" if tolerance.endswith("%") else "absolute"
    half = tolerance.removesuffix("%")
    how = f'toleranceMode="{mode}" tolerance="{attribute(half)} {attribute(half)}"' if half else 'toleranceMode="exact"'
    return [f'        <equal {how}><variable identifier="{response}"/><correct identifier="{response}"/></equal>']


def range_test(raw: Mapping[str, Json], response: str) -> list[str]:
    """Give the test of a number between two others."""
    variable = f'<variable identifier="{response}"/>'
    low, high = (f'<baseValue baseType="float">{words(str_of(raw[name]))}</baseValue>' for name in ("from", "to"))
    return [
        "        <and>",
        f"          <gte>{variable}{low}</gte>",
        f"          <lte>{variable}{high}</lte>",
        "        </and>",
    ]

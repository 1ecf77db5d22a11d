"""Rows that can be loaded, column by column."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Records:
    """Rows of one sheet: their numbers as a spreadsheet shows them, and their values by column name."""

    sheet: str
    numbers: list[int]
    values: dict[str, list[Any]]

    def __len__(self) -> int:
        return len(self.numbers)

    def place(self, at: int) -> str:
        """Return ``sheet!row`` of one of them."""
        return f"{self.sheet}!{self.numbers[at]}"

    def places(self) -> list[str]:
        """Return ``sheet!row`` of each."""
        sheet = self.sheet
        return [f"{sheet}!{number}" for number in self.numbers]

    def column(self, label: str) -> list[Any]:
        """Return the values of a column; nothing for each row where there is no such column."""
        return self.values.get(label) or [None] * len(self.numbers)

    def without(self, places: Container[int]) -> Records:
        """Return them without some, which are given by their place among them."""
        kept = [at for at in range(len(self.numbers)) if at not in places]
        values = {label: [column[at] for at in kept] for label, column in self.values.items()}
        return Records(self.sheet, [self.numbers[at] for at in kept], values)

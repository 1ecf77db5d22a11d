"""How large an answer is, and where to stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graph.errors import QueryRefused
from graph.store import Value

Row = tuple[Value, ...]


def size_of(value: Value, most: int) -> int:
    """Count the characters that a value takes when written out, about; counting stops past ``most``."""
    size, left = 0, [value]
    while left and size <= most:
        item = left.pop()
        if isinstance(item, str):
            size += len(item) + 2
        elif isinstance(item, list):
            size += 2 + len(item)
            left.extend(item)
        elif isinstance(item, dict):
            size += 2 + sum(len(name) + 4 for name in item)
            left.extend(item.values())
        else:
            size += 8
    return size


@dataclass
class Limit:
    """Takes rows as long as there is room for them, whole rows only.

    Args:
        rows: rows at most; None for no limit.
        size: characters at most over all rows; None for no limit.
    """

    rows: int | None
    size: int | None
    truncated: bool = field(default=False, init=False)
    oversize: bool = field(default=False, init=False)

    def take(self, found: Iterable[Row]) -> Iterator[Row]:
        """Yield rows up to the limits and note which of them was met.

        Raises:
            QueryRefused: the first row alone is too large.
        """
        left = self.size
        for number, row in enumerate(found):
            if self.rows is not None and number >= self.rows:
                self.truncated = True
                return
            if left is not None and self.size is not None:
                left -= size_of(list(row), left)
                if left < 0 and number == 0:
                    raise _too_large(self.size)
                if left < 0:
                    self.truncated = self.oversize = True
                    return
            yield row


def _too_large(size: int) -> QueryRefused:
    return QueryRefused(
        f"结果太大，一行就超过 {size} 字符",
        f"the answer is too large: one row has more than {size} characters",
        do_zh="请只取需要的列，或缩短列表（LIMIT、WHERE）",
        do_en="Return only the columns you need, or shorten its lists with LIMIT or WHERE",
    )

"""Words of a page in one of its languages, and lists that are cut."""

from __future__ import annotations

from collections.abc import Sequence

from graph.errors import Lang
from queries.fit.model import Targets
from queries.gaps.reach import short_area
from viz.pages.blocks import Block, Entries, Entry, Para


class Words:
    """The page in one language."""

    def __init__(self, found: Targets, lang: Lang, limit: int) -> None:
        self.found, self.lang, self.limit = found, lang, limit
        self.area = short_area(found.reach.area)

    def t(self, zh: str, en: str) -> str:
        """The text in the page's language."""
        return en if self.lang == "en" else zh

    def several(self, names: Sequence[str], limit: int = 5) -> str:
        """Names with how many there are if they are cut."""
        shown = self.t("、", ", ").join(names[:limit])
        return shown + (self.t(f"等 {len(names)} 个", f" … {len(names)} in all") if len(names) > limit else "")

    def cut(self, entries: Sequence[Entry], total: int, sure: int | None = None) -> list[Block]:
        """A list, and how many were left.

        Args:
            entries: those to show.
            total: how many there are.
            sure: how many of them, at the beginning, rest on accepted, done facts; all if not given.
        """
        sure, left = len(entries) if sure is None else min(sure, len(entries)), total - len(entries)
        leads = self.t(
            "以下是线索：来源没有采信，或还没有实施。先核，再谈。",
            "Leads from here on: not accepted, or not done. Verify before anybody is asked.",
        )
        note = self.t(f"……另有 {left} 个，--limit 可多列", f"… {left} more; raise --limit")
        blocks: list[Block] = [Entries(tuple(entries[:sure]))] if sure else []
        blocks += [Para(leads), Entries(tuple(entries[sure:]), sure + 1)] if sure < len(entries) else []
        return [*blocks, *([Para(note, small=True)] if left > 0 else [])]

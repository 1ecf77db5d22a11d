"""How a Chinese name sounds, so that it can be found by typing letters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

READINGS = Path(__file__).parent / "readings.tsv"
"""Words and characters and how they sound, sorted: from pypinyin, of whose memory it takes a third."""
WRITTEN = Path(__file__).parent / "sounds.tsv"
"""Names that ship and how they sound: to read the dictionary takes longer."""


_HAN = re.compile(
    "[\u3007\u3400-\u4dbf\u4e00-\u9fff\ue815-\ue864\uf900-\ufaff\U00020000-\U0002ebd9\U0002f80a-\U0002fa1f\U00030000-\U00032389]"
)
_RUNS = re.compile(f"{_HAN.pattern}+|[^{_HAN.pattern[1:-1]}]+")


def sounds(name: str) -> tuple[str, str]:
    """Return (full pinyin without tones, initials) of a name, lower case, letters and digits only.

    A character with several readings gets the reading of the word it stands
    in where the dictionary knows the word, else its commonest.
    """
    return written().get(name) or spoken(name)


@cache
def written() -> dict[str, tuple[str, str]]:
    """Return the names whose sounds are written down; ``python -m loaders.sounds`` writes them anew."""
    if not WRITTEN.exists():
        return {}
    rows = (line.split("\t") for line in WRITTEN.read_text(encoding="utf-8").splitlines())
    return {name: (full, initials) for name, full, initials in rows}


@lru_cache(maxsize=2_048)
def spoken(name: str) -> tuple[str, str]:
    """Return likewise how a name sounds by the dictionary."""
    if name.isascii():
        letters = _letters(name)
        return letters, letters
    full: list[str] = []
    initials: list[str] = []
    words = readings()
    for run in _RUNS.findall(name):
        for word in _words(run, words) if _HAN.match(run) else ():
            said, _, first = words.get(word, "").partition("\t")
            full.append(said)
            initials.append(first)
        if not _HAN.match(run):
            full.append(_letters(run))
            initials.append(full[-1])
    return "".join(full), "".join(initials)


def _words(run: str, words: Readings) -> Iterator[str]:
    """Cut Chinese characters into words: from the left the longest that the dictionary has, else a single one."""
    at = 0
    while at < len(run):
        longest = words.longest.get(run[at : at + 2], 0)
        ends = range(min(at + longest, len(run)), at + 1, -1)
        end = next((end for end in ends if run[at:end] in words), at + 1)
        if end == at + 1 and longest > len(run) - at and words.begins(run[at:]):
            yield from run[at:]  # the run breaks off within a word: no word of its rest is looked for
            return
        yield run[at:end]
        at = end


class Readings(dict[str, str]):
    """How words and single characters sound: full, a tab, and initials.

    ``longest`` is the length of the longest word by its first two characters.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        super().__init__(line.split("\t", 1) for line in lines)
        self.longest: dict[str, int] = {}
        for word in self:
            if len(word) > 1:
                start = word[:2]
                self.longest[start] = max(self.longest.get(start, 0), len(word))
        self._sorted = [*self]

    def begins(self, text: str) -> bool:
        """Whether a word begins with a text; the words come sorted."""
        at = bisect_left(self._sorted, text)
        return at < len(self._sorted) and self._sorted[at].startswith(text)


@cache
def readings() -> Readings:
    """Return the dictionary; ``python -m loaders.sounds`` writes it anew."""
    return Readings(READINGS.read_text(encoding="utf-8").splitlines())


def forget() -> None:
    """Give back the memory of the dictionary (some 10 MB); it is read again when it is next asked."""
    readings.cache_clear()


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isascii() and char.isalnum())

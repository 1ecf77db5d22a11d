"""How a Chinese name sounds, so that it can be found by typing letters."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

WRITTEN = Path(__file__).parent / "sounds.tsv"
"""Names that ship and how they sound: to import the dictionary takes longer than to read them."""


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
    from pypinyin.seg import simpleseg

    words = [_word(word) for word in simpleseg.seg(name)]
    return "".join(full for full, _ in words), "".join(initials for _, initials in words)


@lru_cache(maxsize=16_384)
def _word(word: str) -> tuple[str, str]:
    """How one word sounds: names share most of their words (有限公司, 电器), so each is read once."""
    from pypinyin import Style, lazy_pinyin

    # What is not Han comes back marked, since "e" may be a syllable or the start of "eVTOL".
    parts = lazy_pinyin(word, style=Style.NORMAL, errors=lambda other: "\0" + other)
    initials = (part if part.startswith("\0") else part[:1] for part in parts)
    return _letters("".join(parts)), _letters("".join(initials))


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isascii() and char.isalnum())

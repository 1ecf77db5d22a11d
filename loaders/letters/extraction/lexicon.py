"""Word lists that ship with the extractor, read once and kept.

Every list lives in ``loaders/data/lexicon`` and opens with a comment that says
where its words come from. Nothing here is code: to teach the extractor a word,
add it to a list.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).resolve().parent.parent.parent / "data"
LEXICON = DATA / "lexicon"


@cache
def lines(name: str) -> tuple[str, ...]:
    """Return the non-comment lines of a word list."""
    text = (LEXICON / name).read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """Return all blank-separated words of a word list."""
    return frozenset(word for line in lines(name) for word in line.split())


@cache
def table(name: str) -> dict[str, tuple[str, ...]]:
    """Return a YAML mapping from a heading to its words."""
    loaded = yaml.safe_load((LEXICON / name).read_text(encoding="utf-8"))
    return {str(key): tuple(str(word) for word in values) for key, values in loaded.items()}


def alternation(terms: frozenset[str] | tuple[str, ...]) -> str:
    """Return a regular expression for any of ``terms``, longest first."""
    return "|".join(re.escape(term) for term in sorted(terms, key=lambda term: (-len(term), term)))

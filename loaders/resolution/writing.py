"""One writing for the many of a name: width, brackets, blanks, traditional characters, capitals."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Protocol

_BRACKETS = str.maketrans("〔［【｛〈《[{⟨﹝", "((((((((((") | str.maketrans("〕］】｝〉》]}⟩﹞", "))))))))))")
_NOTHING = re.compile(r"[\s\u200b\ufeff·•・‧]+")


class _Converter(Protocol):
    def convert(self, string: str) -> str: ...


def written(name: str) -> str:
    """Return ``name`` in one writing: half width, round brackets, capitals, simplified, without blanks and dots."""
    text = unicodedata.normalize("NFKC", name).translate(_BRACKETS)
    return simplified(_NOTHING.sub("", text).upper())


def simplified(text: str) -> str:
    """Return ``text`` in simplified characters.

    Only characters outside GB 2312 are converted, one by one: those inside it
    are simplified already, and some (乾, 后) are both a character of its own
    and the traditional form of another.
    """
    if all(_plain(char) for char in text):
        return text
    return "".join(char if _plain(char) else _simple(char) for char in text)


@cache
def _plain(char: str) -> bool:
    if char.isascii():
        return True
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _simple(char: str) -> str:
    # Reading the tables takes a while, and most names need none.
    return str(_converter().convert(char))


@cache
def _converter() -> _Converter:
    from opencc import OpenCC

    converter: _Converter = OpenCC("t2s")
    return converter

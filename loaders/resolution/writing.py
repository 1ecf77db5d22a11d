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

    Only characters outside GB 2312 are converted: those inside it are
    simplified already, and some (乾, 后) are both a character of its own and
    the traditional form of another. 傢俱 is 家具, though 俱 is in it.
    """
    if all(_plain(char) for char in text):
        return text
    # Reading the tables takes a while, and most names need none.
    text = text.replace("傢俱", "傢具")
    converted = _converter().convert(text).replace("傢", "家")
    if len(converted) != len(text):
        converted = "".join(map(_converter().convert, text))
    return "".join(old if _plain(old) else new for old, new in zip(text, converted, strict=True))


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
def _converter() -> _Converter:
    from opencc import OpenCC

    converter: _Converter = OpenCC("t2s")
    return converter

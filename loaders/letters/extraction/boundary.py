"""Where a name begins: Chinese has no blanks, so the words before it decide."""

from __future__ import annotations

import re
from functools import cache

from loaders.letters.extraction.lexicon import alternation, words

_QUANTITY = re.compile(
    r"^(?:第?[\d.,一二三四五六七八九十两百千万余多近约超]+\s*(?:余|多)?\s*(?:万亩|亿元|万元|个|家|条|项|批|届|座|栋|件|名|位|所|张|款|类|种|处|台|套|期|亩|平方米|平方公里)|20\d\d\s*年度?|\d{1,2}\s*[-—至]\s*\d{1,2}\s*月(?:份)?)\s*"
)
# A count before a name ends what came before it: 规划2万亩产业园.
_COUNT = re.compile(
    r"(?:\d+(?:\.\d+)?|(?<![一-龥])[一二三四五六七八九十两]{1,3})\s*(?:余|多)?(?:万亩|亩|个|家|条|项|批|处|所|万平方米|平方米)\s*"
)


@cache
def _strong() -> re.Pattern[str]:
    # 打造成渝… opens with 打造, 建设成都… with 建设.
    pattern = re.sub(r"(打造成|建设成)(?=\|)", r"\1(?![渝都])", alternation(words("boundaries.txt")))
    # 创新建立: 建立, not 新建.
    return re.compile(re.sub(r"(新建|共建)(?=\|)", r"\1(?![立设造筑])", pattern))


@cache
def _weak() -> re.Pattern[str]:
    return re.compile(alternation(words("prefixes.txt")))


@cache
def _protected() -> re.Pattern[str]:
    """Known names that begin with a word from the lists: 新能源 begins with 新, 应用服务 with 应用."""
    starts = tuple(words("boundaries.txt") | words("prefixes.txt"))
    known = words("industries.txt") | words("segments.txt") | words("protected.txt")
    return re.compile(alternation(frozenset(word for word in known if word.startswith(starts))))


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(f"(?:{_strong().pattern}|{_weak().pattern})+")


def _inside(stretch: str, at: int) -> bool:
    """Tell whether ``at`` stands inside brackets or quotation marks."""
    return any(stretch.rfind(left, 0, at) > stretch.rfind(right, 0, at) for left, right in ("“”", "（）", "《》"))


def is_leading_word(stem: str) -> bool:
    """Tell whether ``stem`` is nothing but a word that stands before names: 强化, 集聚, 以上."""
    if _protected().fullmatch(stem):
        return False
    return _leading().fullmatch(stem) is not None


def name_start(stretch: str, keep: int) -> int:
    """Return where in ``stretch`` the name that ends it begins.

    Args:
        stretch: text that ends with the name.
        keep: number of characters at the end that certainly belong to it.
    """
    limit = len(stretch) - keep
    begin = 0
    for match in _strong().finditer(stretch, 0, max(limit, 0)):
        if not _inside(stretch, match.start()) and not _protected().match(stretch, match.start()):
            begin = match.end()
    for match in _COUNT.finditer(stretch, begin, max(limit, begin)):
        begin = match.end()
    while begin < limit and not _protected().match(stretch, begin):
        rest = stretch[begin:]
        found = _QUANTITY.match(rest) or _weak().match(rest) or _strong().match(rest) or re.match(r"[\s·—\-]+", rest)
        if not found or begin + found.end() > limit:
            break
        begin += found.end()
    return begin

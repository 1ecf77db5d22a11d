"""Make the pairs of ``made.csv`` from the names in ``names.csv``: ``python -m bench.resolution.make``.

Each transformation is one function: what it does to a name keeps the firm the
same, or makes it another firm. They know nothing of the rules that are scored.
The same seed gives the same file.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from opencc import OpenCC

HERE = Path(__file__).parent
EACH = 28
"""Pairs of a sort at most."""
_REGION = re.compile(r"^(?:广东省|广东|中山市|中山|深圳市)")
_ELSEWHERE = ("佛山市", "东莞市", "江门市", "珠海市", "惠州市", "湖南", "浙江", "江苏", "福建省", "上海")
_CHARS = "安邦昌辰达鼎丰福冠海恒宏华汇嘉建金康乐立利隆美明宁鹏启荣瑞森盛顺泰天通万旺祥新信兴雅益裕源泽正志"
_TRADES = ("食品", "照明", "五金制品", "服装", "塑料制品", "印刷", "家具", "玩具", "医疗器械", "物流")
Change = Callable[[str, str, random.Random], str | None]
"""From a name and its trade name to another name; None where it does not apply."""


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def trade_of(name: str, short: str) -> str:
    """The first two characters of the short name that people gave it, behind its region; empty if not in the name."""
    start = _REGION.sub("", short)[:2]
    return start if len(start) == 2 and start in name else ""


_TO_TRADITIONAL = OpenCC("s2t")


def _convert(name: str) -> str:
    return str(_TO_TRADITIONAL.convert(name))


def _traditional(name: str, trade: str, dice: random.Random) -> str | None:
    return _convert(name)


def _brackets(name: str, trade: str, dice: random.Random) -> str | None:
    left, right = dice.choice(("（）", "【】", "［］", "〔〕", "﹙﹚"))
    return name.replace("(", left).replace(")", right) if "(" in name else None


def _blanks(name: str, trade: str, dice: random.Random) -> str | None:
    at = dice.randrange(2, len(name) - 1)
    return name[:at] + dice.choice((" ", "　", "\u00a0", "  ")) + name[at:]


def _liability(name: str, trade: str, dice: random.Random) -> str | None:
    if name.endswith("股份有限公司"):
        return name.replace("股份有限公司", "股份公司")
    return name.replace("有限公司", "有限责任公司") if name.endswith("有限公司") else None


def _several(name: str, trade: str, dice: random.Random) -> str | None:
    changed = _liability(name, trade, dice)
    return changed and _blanks(_convert(changed).replace("(", "（").replace(")", "）"), trade, dice)


def _former(name: str, trade: str, dice: random.Random) -> str | None:
    return f"{dice.choice(('中山市', '广东'))}{dice.choice(_CHARS)}{dice.choice(_CHARS)}实业有限公司（原{name}）"


def _region_short(name: str, trade: str, dice: random.Random) -> str | None:
    for long, short in (("中山市", "中山"), ("深圳市", "深圳"), ("广东省", "广东")):
        if name.startswith(long):
            return short + name.removeprefix(long)
    return None


def _region_long(name: str, trade: str, dice: random.Random) -> str | None:
    for long, short in (("广东省中山市", "中山市"), ("中山市", "中山"), ("广东省", "广东")):
        if name.startswith(short) and not name.startswith(long):
            return long + name.removeprefix(short)
    return None


def _shares(name: str, trade: str, dice: random.Random) -> str | None:
    return None if "股份" in name or "集团" in name else name.replace("有限公司", "股份有限公司")


def _other_region(name: str, trade: str, dice: random.Random) -> str | None:
    place = dice.choice(_ELSEWHERE)
    if "(" in name:
        return re.sub(r"\([^)]+\)", f"({place.rstrip('省市')})", name)
    return _REGION.sub(place, name) if _REGION.match(name) else None


def _group(name: str, trade: str, dice: random.Random) -> str | None:
    return f"{trade}集团" if trade and "集团" not in name else None


def _group_company(name: str, trade: str, dice: random.Random) -> str | None:
    return None if "集团" in name else re.sub(r"(?:股份)?有限公司$", "集团有限公司", name)


def _branch(name: str, trade: str, dice: random.Random) -> str | None:
    ends = (
        "小榄分公司",
        "广州办事处",
        "第二分公司",
        "火炬营业部",
        "古镇分厂",
        "深圳分公司",
        "三乡分公司",
        "南头生产基地",
    )
    return name + dice.choice(ends)


def _one_character(name: str, trade: str, dice: random.Random) -> str | None:
    other = dice.choice([char for char in _CHARS if char not in trade])
    return name.replace(trade, trade[0] + other if dice.random() < 0.5 else other + trade[1], 1) if trade else None


def _other_order(name: str, trade: str, dice: random.Random) -> str | None:
    return name.replace(trade, trade[::-1], 1) if trade and trade != trade[::-1] else None


def _other_industry(name: str, trade: str, dice: random.Random) -> str | None:
    if not trade:
        return None
    kept = [word for word in _TRADES if word not in name]
    return f"{name[: name.index(trade)]}{trade}{dice.choice(kept)}有限公司"


def _one_more(name: str, trade: str, dice: random.Random) -> str | None:
    return name.replace(trade, dice.choice("新大金华东") + trade, 1) if trade else None


SAME: dict[str, Change] = {
    "traditional": _traditional,
    "brackets": _brackets,
    "blanks": _blanks,
    "legal form": _liability,
    "several at once": _several,
    "former name in brackets": _former,
    "region written shorter": _region_short,
    "region written longer": _region_long,
    "changed form": _shares,
}
OTHER: dict[str, Change] = {
    "other region": _other_region,
    "group": _group,
    "group company": _group_company,
    "branch": _branch,
    "one character": _one_character,
    "other order": _other_order,
    "other industry": _other_industry,
    "one character more": _one_more,
}


def pairs(rows: list[dict[str, str]], seed: int = 20261125) -> Iterator[tuple[str, str, str, str]]:
    """Yield (first, second, same, sort)."""
    dice = random.Random(seed)  # noqa: S311 - a fixed draw, no secret
    trades = {row["name"]: trade_of(row["name"], row["short"]) for row in rows}
    names = sorted(trades)
    for same, changes in (("yes", SAME), ("no", OTHER)):
        for sort, change in changes.items():
            drawn = dice.sample(names, len(names))
            made = ((name, change(name, trades[name], dice)) for name in drawn)
            good = [(name, other) for name, other in made if other and other != name and other not in trades]
            for name, other in good[:EACH]:
                yield name, other, same, sort
    given = [(row["name"], row["short"]) for row in rows if row["short"] and row["short"] not in trades]
    for name, short in dice.sample(given, min(2 * EACH, len(given))):
        yield name, short, "yes", "short name as people gave it"
    for name, short in dice.sample(given, EACH):
        word = dice.choice(("以下简称", "简称", "下称"))
        yield short, f"{name}（{word}“{short}”）", "yes", "short name that the text declares"
    for _ in range(EACH):
        first, second = dice.sample(names, 2)
        yield first, second, "no", "two names of the list"


def main() -> None:
    """Write ``made.csv``."""
    with (HERE / "made.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("first", "second", "same", "sort"))
        writer.writerows(pairs(read_rows(HERE / "names.csv")))


if __name__ == "__main__":
    main()

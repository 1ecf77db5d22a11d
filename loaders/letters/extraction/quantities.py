"""Quantities in a text: number, unit and qualifier, with their places.

Dates, ordinals, document numbers and names that only look like counts
(``4K``, ``第134001号``, ``六大特色产业``) are not quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_D = r"\d{1,3}(?:[,，]\d{3}){1,6}(?:\.\d{1,9})?|\d{1,18}(?:\.\d{1,9})?"
_H = r"[一二两三四五六七八九十百千]{1,6}"
_BEFORE = (
    r"(?P<before>预计(?:将|可)?(?:突破|达到|达|超过|超|新增)?|力争(?:突破|达到|超过)?|"
    r"不少于|不低于|不超过|至少|大约|将近|接近|约|近|超过|超|突破|逾|不足|高于|低于)?"
)
_AFTER = r"(?P<after>以上|以下|以内|左右|余|多)?"
_MONEY = (
    r"(?:[百千]?[亿万]多|[百千]?万亿|[百千]?亿|[百千]?万|[百千])?\s*(?:美元|欧元|港元|人民币|元)|万亿(?!级)|"
    r"亿(?![级人吨斤立千度件次只台辆颗块片支套瓶盒头尾羽枚张双部米平株条粒])"
)
_COUNT = (
    "个百分点|个月|个工作日|芯公里|芯千米|个标准箱|标准箱|平方公里|平方千米|平方米|立方米|公里|千米|海里|公顷|万亩|亩|人次|架次|人天|课时|小时|分钟|天|周年|"
    "吨级|吨标准煤|吨/年|吨|公斤|千克|斤|千瓦时|千瓦|兆瓦时|兆瓦|吉瓦|万千瓦|瓦|度电|多家|家次|家|户次|户|个|项|条|批次|批|届|座|栋|幢|件|名|位|人|所|间|张|款|类(?!新药)|种|处|台|套|"
    "艘|辆|架|支|只|颗|枚|片(?![区面])|块(?![钱地状])|千升|升(?![级至到为])|宗|起|例|部(?!门)|篇|期|场次|场|次|倍|成|米|头(?!部|条|等|雁|脑)|层|床|站|对|户|单|笔(?!记)|箱|公斤|立方|标准立方米"
)
_LATIN = (
    r"(?:Wh/kg|Wh/L|GWh|MWh|kWh|KWh|GW|MW|KW|kW|TWh|L/h|m/s|km/h|km²|km|mm|nm|Gbps|TB|GB|PFLOPS|EFLOPS|P|t|kg|㎡|"
    r"m²|℃)(?![A-Za-z])"
)
_UNIT = rf"(?:%|％|‰|{_MONEY}|(?:[百千]?[万亿])?多?\s*(?:{_COUNT})|{_LATIN})"
_NOT_AFTER = r"(?<![第\d.A-Za-z〔\[①-⑩+—‘’])"
_PATTERN = re.compile(
    rf"{_BEFORE}\s*{_NOT_AFTER}(?P<low>{_D})\s*(?:(?P<mult1>万亿|亿|万)?\s*[-—~～–至到]\s*(?P<high>{_D}))?\s*(?P<mid>余|多)?\s*(?P<unit>{_UNIT})\s*(?P<mid2>多(?=家|人|个|元))?{_AFTER}"
)
_HAN = re.compile(
    rf"{_BEFORE}(?<!(?<![目当])前)(?<![第一二三四五六七八九十百千万亿\d“])(?P<low>{_H})(?P<mid>余|多)?(?P<unit>成(?![立为果功员都效本长熟交品就])|倍|个百分点|个(?!体|性|人|别|税)|家(?![具庭电居政国])|项(?!目)|条(?!件|例)|批(?!准|复|次|示)|届|座|件|名(?!单|牌|称|义|录|列|副)|位(?!于|列|置|居|数)|类(?!别)|种(?!植|子|业)|场(?!景|所|地|馆)|次(?!品|数|产业)|所(?!有|属|需)|大(?=领域|方向|板块|环节|方面|类|赛道)|亿元|万元|万亩|万|亩|吨){_AFTER}"
)
_RANK = re.compile(
    r"(?:(?:稳居|位居|位列|跃居|居|排名|排|列)\s*)?(?P<scope>全省|全国|全市|全球|世界|国内|大湾区|珠三角|全县|全区|同类城市)(?:各?地市|城市)?\s*(?:排名|排|居|位列|列)?\s*(?:第\s*(?P<rank>\d+|[一二三四五六七八九十]+)|(?<=排全省)\s*(?P<bare>\d+))\s*(?P<unit>位|名)?(?![\d个家批届次条号季大产])"
)
# A rank in a list that is not the country's or the province's: 位列第10位, 居全国百强县第四, 跻身…综合竞争力第16名.
_LISTED_RANK = re.compile(
    r"(?:稳居|位居|位列|名列|跃居|跻身|升至|排名|排在|(?<![安编])排|居(?!民|住|家)|(?<![系行])列(?!入|为|出))(?P<scope>[^，。；、第\d]{0,18}?)第\s*(?P<rank>\d{1,4}|[一二三四五六七八九十]{1,3})\s*(?P<unit>位|名)?(?![、和至][一二三四五六七八九十\d]+批)(?![\d一二三四五六七八九十个家批届次条号季大产轮期款类章节])"
)
_NEXT_RANK = re.compile(
    r"[、和]第\s*(?P<rank>\d{1,4}|[一二三四五六七八九十]{1,3})\s*(?P<unit>位|名)?(?=[，。；、和]|$)"
)
# 高于全国0.4、全省0.1个百分点: the unit is said once.
_POINTS = re.compile(
    r"(?<![\d.])\d{1,3}(?:\.\d+)?(?=(?:[和、]|、(?=全)|、全[国省市区]|和全[国省市区])\d{1,3}(?:\.\d+)?\s*个百分点)"
)
_BARE = re.compile(
    r"(?P<metric>容积率|绿地率|建筑密度|指数|系数|得分|总分|评分|倍率|集中度|投入产出比)(?P<mid>从|由|约|约为|达到|达|为|超过|超|提升至|提高到|至|：|:)*\s*(?P<low>\d+(?:\.\d+)?)(?!\d*\s*[%％年月日个家亿万])(?:\s*(?:提升至|提高到|提高至|增至|上升至|下降至|降至|到|至)\s*(?P<high>\d+(?:\.\d+)?)(?P<after>以上|左右)?)?"
)
# 一个, 一批, 一项 and their like are articles, not counts.
_ARTICLES = frozenset(("一", "十百", "百千", "千百", "十百千", "百", "千"))
_NAME_AFTER = re.compile(r"^(?:大|强|百强)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity: span with qualifier, values as written, unit, qualifier; ``kind`` count, rank or ratio."""

    start: int
    end: int
    value: str
    unit: str
    qualifier: str
    kind: str
    second: str = ""
    scope: str = ""
    metric: str = ""
    second_qualifier: str = ""


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of ``text`` in order, without overlap."""
    found = sorted((*_ranks(text), *_ratios(text), *_counts(text)), key=lambda item: (item.start, -item.end))
    result: list[Quantity] = []
    for item in found:
        if not result or item.start >= result[-1].end:
            result.append(item)
    return tuple(result)


def _counts(text: str) -> Iterator[Quantity]:
    for match in _POINTS.finditer(text):
        yield Quantity(match.start(), match.end(), match.group(), "个百分点", "", "count")
    for match in _PATTERN.finditer(text):
        unit = re.sub(r"\s+", "", match["unit"]).replace("多", "")
        if _is_date(text, match) or _part_of_name(text, match):
            continue
        after = match["after"] or ("多" if "多" in match["unit"] else "") or match["mid"] or match["mid2"] or ""
        value = match["low"] + (f"-{match['high']}" if match["high"] else "")
        yield Quantity(match.start(), match.end(), value, unit, _qualifier(match["before"], after), "count")
    for match in _HAN.finditer(text):
        value, before = match["low"], match["before"] or ""
        if _part_of_name(text, match):
            continue
        if (value in _ARTICLES and not before and not match["mid"]) or _NAME_AFTER.match(
            text[match.end() : match.end() + 1]
        ):
            continue
        if match["unit"] == "万" and value in {"百", "千", "十"}:
            continue
        if text[match.start() - 1 : match.start()] in {"“", "第", "十", "N"} or (
            value.startswith("一") and len(value) > 1 and "十" not in value
        ):
            continue
        yield Quantity(
            match.start(),
            match.end(),
            value,
            match["unit"],
            _qualifier(before, match["after"] or match["mid"] or ""),
            "count",
        )


def _is_date(text: str, match: re.Match[str]) -> bool:
    """Tell whether the match is part of a date or a time span such as 1-7月, 2024年1个."""
    return text[match.end() : match.end() + 1] in {"月", "日"} and match["unit"] not in {"个月"}


_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]+[、和至-]$")
_SESSION = re.compile(
    r"^届(?:人大|政协|全国|市|省|县|区|中央|委员)|^[届次](?:[一二三四五六七八九十\d]+次)?(?:全体)?(?:会议|全会|大会)"
)


def _part_of_name(text: str, match: re.Match[str]) -> bool:
    """Tell whether the number belongs to a name: 第一、二批, 十三届四次会议, “十四五”, B2级."""
    at = match.start("low")
    if _ORDINAL.search(text[max(0, at - 5) : at]) or _SESSION.match(
        text[match.start("unit") : match.start("unit") + 12]
    ):
        return True
    # 营收超百亿元企业 is a class of firms, not an amount.
    if re.search(r"[亿万]元?$", match["unit"]) and re.match(
        r"(?:以上)?(?:级)?(?:企业|项目|集群|产业)", text[match.end("unit") :][:6]
    ):
        return True
    if text[match.start("low") - 1 : match.start("low")] in {"这", "那"}:
        return True
    if match["unit"] == "个月" and text[match.start("low") - 1 : match.start("low")] == "前":
        return True
    # 成为全市首个300亿元园区 says which park it is.
    if re.search(r"(?:首个|首家|首条|唯一)$", text[max(0, match.start() - 3) : match.start()]):
        return True
    before = text[max(0, match.start("low") - 1) : match.start("low")]
    return before in {"第", "“", "·"} or (before.isascii() and before.isalpha())


def _qualifier(before: str | None, after: str) -> str:
    return (before or "") or after


def _ranks(text: str) -> Iterator[Quantity]:
    for match in (*_RANK.finditer(text), *_LISTED_RANK.finditer(text)):
        rank = match["rank"] or match.groupdict().get("bare") or ""
        scope = "" if match["scope"] == "在" else match["scope"]
        yield Quantity(match.start(), match.end(), rank, match["unit"] or "名", "", "rank", scope=scope)
        further = _NEXT_RANK.match(text, match.end())
        while further:
            # 分别排名全国第四、第九: the second rank is in the same field.
            start = further.start() + 1
            yield Quantity(start, further.end(), further["rank"], further["unit"] or "名", "", "rank", scope=scope)
            further = _NEXT_RANK.match(text, further.end())


def _ratios(text: str) -> Iterator[Quantity]:
    for match in _BARE.finditer(text):
        qualifier = next(
            (word for word in ("约", "超过", "超") if word in text[match.end("metric") : match.start("low")]), ""
        )
        yield Quantity(
            match.start(), match.end(), match["low"], "", qualifier, "ratio",
            second=match["high"] or "", metric=match["metric"], second_qualifier=match["after"] or "",
        )  # fmt: skip

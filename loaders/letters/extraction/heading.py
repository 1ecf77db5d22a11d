"""What the head and foot of an official letter say of it (GB/T 9704—2012)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from loaders.letters.extraction.gazetteer import Gazetteer
from loaders.letters.extraction.model import Heading

_NUMBER = re.compile(
    r"(?:文\s*号|发文字号)?\s?[：:]?\s?(?P<number>[\u4e00-\u9fa5]{1,14}(?:字)?\s*[〔\[（(【]\s*(?:19|20)\d{2}\s*[〕\]）)】]\s*(?:第)?\s*\d{1,5}\s*号)(?:\s?[（(].{1,4}[）)])?"
)
_TITLE = re.compile(
    r"^(?P<issuer>[\u4e00-\u9fa5（）()]{2,40}?)?(?P<title>关于[^\n]{2,90}?(?:函|通知|答复|复函|回复|复文|意见|通报|公告|公示|通告|批复|方案|决定|报告|请示|办法))(?:[（(][^（）()]{0,20}[）)])?$"
)
_REPLY_TITLE = re.compile(
    r"^(?P<issuer>[\u4e00-\u9fa5]{4,30}?(?:局|委|委员会|厅|办公室|政府))(?P<title>对[^\n，。]{4,60}(?:提案|建议|议案)的(?:答复|复函|回复)(?:意见)?)$"
)
_PLAIN_TITLE = re.compile(
    r"^[^\n。，；]{4,60}(?:方案|计划|规划|意见|办法|公报|报告|措施|通知|细则|条例|要点|清单|纲要|总结|简报|简况|概况|情况|简介|综述|公示|汇报|措施|政策|实施意见|通报|公告)(?:[（(][^（）()]{1,24}[）)])?$"
)
_ADDRESSEE = re.compile(r"^([^\n。；]{2,80})[：:]$")
_ADDRESSED = re.compile(r"(?:单位|部门|[局委会厅办部院校]|政府|企业|公司|街道|中心|开发区|镇)(?:（[^（）]*）)?$")
_DATE = re.compile(
    r"^((?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[二〇零一三四五六七八九十]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)$"
)
_CC = re.compile(r"^抄\s?送\s?[：:]\s?(.+)$")
_OPEN = re.compile(r"^公开(?:方式|属性|类型)\s?[：:]\s?(.+)$")
_ISSUER_END = re.compile(r"(?:局|委|委员会|厅|部|政府|办公室|办公厅|办|中心|院|会|公司|党组)$")
_INNER = re.compile(r"^[\u4e00-\u9fa5]{2,3}[省市]([\u4e00-\u9fa5]{2,4}[市县区])(?=[\u4e00-\u9fa5]{2,})(?!场)")
_OWN_TOWN = re.compile(r"(?:[\u4e00-\u9fa5]{2,4}?[市县区])?(?P<town>[\u4e00-\u9fa5]{1,3}(?:镇|街道))(?!街)")
_CONGRESS = re.compile(r"在([\u4e00-\u9fa5]{2,8}?(?:自治州|[市县州盟区]))第[一二三四五六七八九十\d]{1,4}届人民代表大会")
_DATED = re.compile(
    r"^(?:(?:19|20)\d\d\s*年(?:度)?|\d{1,2}(?:\s*[-—至]\s*\d{1,2})?\s*月(?:份)?|上半年|下半年|(?:前)?[一二三四]季度|今年|去年|前?\d{1,2}个月|以来|中共|、|—|-|－|\s)+"
)
_ZONE = re.compile(
    r"(?!关于)[\u4e00-\u9fa5]{2,8}?(?:高新技术产业开发区|经济技术开发区|经济开发区|高新区|经开区|开发区|工业园区|工业区|(?:自由贸易|自贸)试验区(?:[\u4e00-\u9fa5]{2,4}片区)?|保税区|(?<!浦东|滨海|雄安|两江)新区)(?!域)"
)
# 某某产业园区 ends as a district does; 福建漳州 as a prefecture.
_NO_UNIT = re.compile(r"(?:园区|示范区|试验区|集聚区|合作区|保税区|片区|景区)$|(?<!自治)州$")
_UNIT = re.compile(r"[\u4e00-\u9fa5]{2,7}?(?:自治州|自治县|自治区|地区|[省市县州盟旗区])(?!场)")
_EXCERPT = re.compile(r"（(?:节选|摘登|摘要|摘编|全文)）$")
_PLACE = re.compile(r"^([\u4e00-\u9fa5]{2,8}?(?:自治州|地区|[市县州盟区]))(?!场)")


@dataclass(frozen=True, slots=True)
class Head:
    """The heading with the places of its parts, for the paper trail."""

    heading: Heading
    city: str
    title_span: tuple[int, int] = (0, 0)
    addressee_span: tuple[int, int] = (0, 0)
    cc_span: tuple[int, int] = (0, 0)
    issuer_in_title: bool = False
    aliases: tuple[str, ...] = ()
    town: str = ""
    """The town whose own paper it is, empty if none."""
    zone: str = ""
    """The development zone whose own paper it is, empty if none."""


def read_head(text: str, gazetteer: Gazetteer) -> Head:
    """Read title, number, issuer, addressee, date and copies. What is not there stays empty."""
    rows = _rows(text)
    top = rows[:16]
    title, issuer, title_span = _title(top)
    number = next((re.sub(r"\s", "", m["number"]) for _, row in top[:8] if (m := _NUMBER.fullmatch(row.strip()))), "")
    address = next(((at, m) for at, row in top[:12] if (m := _ADDRESSEE.match(row)) and _is_addressee(row)), None)
    foot = rows[-12:]
    date, signer = _foot(foot)
    if not signer:
        # An attachment follows the foot of the paper.
        date, signer = _foot(rows[:60]) if not date else (date, _foot(rows[:60])[1])
    cc = next(((at, m) for at, row in foot if (m := _CC.match(row))), None)
    issuer = issuer or signer or _letterhead(top)
    heading = Heading(title, number, issuer, address[1].group(1) if address else "", date)
    return Head(
        heading,
        _city(issuer, title, text, gazetteer),
        title_span,
        _span(address),
        _span(cc),
        bool(issuer and title_span != (0, 0) and text[title_span[0] : title_span[1]].startswith(issuer)),
        tuple(alias for alias in (number, issuer + title if issuer and title else "") if alias),
        _town(issuer, title, rows[0][1] if rows else "", text),
        _zone(issuer, title or (_headlines(text) or [""])[0]),
    )


def _span(found: tuple[int, re.Match[str]] | None) -> tuple[int, int]:
    if found is None:
        return 0, 0
    at, match = found
    return at + match.start(1), at + match.end(1)


def _rows(text: str) -> list[tuple[int, str]]:
    """Return (offset, line) of the first and the last lines; the middle of a long text is not needed."""
    lines = text.split("\n")
    rows: list[tuple[int, str]] = []
    offset = 0
    for line in lines:
        rows.append((offset, line))
        offset += len(line) + 1
    return rows


def _title(top: list[tuple[int, str]]) -> tuple[str, str, tuple[int, int]]:
    for at, row in top:
        match = _TITLE.match(row.strip()) or _REPLY_TITLE.match(row.strip())
        if match:
            issuer = match["issuer"] or ""
            if issuer and not _ISSUER_END.search(issuer):
                issuer = ""
            return match["title"], issuer, (at, at + len(row))
    for at, row in top[:8]:
        if _PLAIN_TITLE.match(row.strip()) and not _ADDRESSEE.match(row):
            return _EXCERPT.sub("", row.strip()), "", (at, at + len(row))
    return "", "", (0, 0)


def _is_addressee(row: str) -> bool:
    if "，" in row and not all(_ADDRESSED.search(part) for part in row.rstrip("：:").split("，")):
        return False
    return not re.match(r"(?:公开|抄送|附件|主题词|索引号|发文|标题|名称|文号|成文)", row) and not re.search(
        r"如下|以下|工作[：:]$", row
    )


def _foot(foot: list[tuple[int, str]]) -> tuple[str, str]:
    for index in range(len(foot) - 1, -1, -1):
        match = _DATE.match(foot[index][1].strip())
        if match:
            signer = foot[index - 1][1].strip() if index else ""
            good = 3 <= len(signer) <= 30 and _ISSUER_END.search(signer) and not re.search(r"[，。：；]", signer)
            return re.sub(r"\s", "", match.group(1)), signer if good else ""
    return "", ""


def _letterhead(top: list[tuple[int, str]]) -> str:
    for _, row in top[:4]:
        row = re.sub(r"文件$", "", row.strip())
        if 4 <= len(row) <= 24 and _ISSUER_END.search(row) and not re.search(r"[，。：；、]", row):
            return row
    return ""


def _city(issuer: str, title: str, text: str, gazetteer: Gazetteer) -> str:
    """Return the official name of the place whose office speaks; empty if the text does not show it."""
    for source in (issuer, title, *_headlines(text)):
        opens = _opening_place(_DATED.sub("", source), gazetteer)
        if opens:
            return opens
    congress = _CONGRESS.search(text[:400])
    if congress:
        # A report is given to the congress of its own place: 在某市第七届人民代表大会第五次会议上.
        entry = gazetteer.entries.get(congress.group(1))
        return entry.name if entry else _innermost(congress.group(1), gazetteer) or congress.group(1)
    named = re.search(r"([\u4e00-\u9fa5]{2,4}市)(?:人民政府|工业和信息化局|政府)", text[:3000])
    if named:
        for size in (4, 3):
            entry = gazetteer.entries.get(named.group(1)[-size:])
            if entry:
                return entry.name
    return _most_named(text[:6000], gazetteer)


def _headlines(text: str) -> list[str]:
    """Return the first lines that may be headlines: short, without a full stop."""
    return [row for row in text[:160].split("\n")[:2] if len(row) <= 40 and not re.search(r"[。；]|[：:]$", row)]


def _opening_place(source: str, gazetteer: Gazetteer) -> str:
    """Return the place that a title or the name of an office opens with; empty if none."""
    if not source or source.startswith(("关于", "对")):
        return ""
    inner = _innermost(source, gazetteer)
    if inner:
        return inner
    match = _INNER.match(source) or _PLACE.match(source)
    entry = gazetteer.entries.get(match.group(1)) if match else None
    if match and (entry or not (_ZONE.match(match.group(1)) or _NO_UNIT.search(match.group(1)))):
        return entry.name if entry else match.group(1)
    for size in (4, 3, 2):
        entry = gazetteer.entries.get(source[:size])
        if entry and entry.kind == "Region":
            # 福建漳州…: the city after its province.
            cities = [gazetteer.entries.get(source[size : size + more]) for more in (4, 3, 2)]
            found = [other for other in cities if other and other.kind == "Region" and other.name[-1] in "市州"]
            return found[0].name if found and entry.name[-1] in "省区" else entry.name
    return ""


def _zone(issuer: str, title: str) -> str:
    """Return the development zone that a paper of its own opens with."""
    for source in (issuer, title):
        match = _ZONE.match(_DATED.sub("", source))
        if match:
            return match.group()
    return ""


def _innermost(source: str, gazetteer: Gazetteer) -> str:
    """Return the last of the places that open a name one inside the other: 金坛区 of 江苏省常州市金坛区."""
    found, at = "", 0
    while match := _UNIT.match(source, at):
        entry = gazetteer.entries.get(match.group())
        if entry is None or entry.kind != "Region":
            break
        found, at = entry.name, match.end()
    return found


def _town(issuer: str, title: str, first: str, text: str) -> str:
    """Return the town that a paper of its own opens with, where the text speaks of 我镇 or 全镇."""
    if not re.search(r"[我全该本](?:镇|街道?)", text):
        return ""
    for source in (issuer, title, first):
        match = _OWN_TOWN.match(source)
        if match:
            return match["town"]
    return ""


def _most_named(text: str, gazetteer: Gazetteer) -> str:
    """Return the city that a text which says 我市 names most, if it names one at least twice."""
    if not re.search(r"我市|全市", text):
        return ""
    counts = Counter(
        entry.name for _, _, entry in gazetteer.matches(text) if entry.kind == "Region" and entry.name.endswith("市")
    )
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] >= 2 else ""

"""Regions and towns: known ones, those told by their last word, and 我市, 全省, 本镇.

Towns are not listed anywhere in full: 某某镇 and 某某街道 are read from the
text, and where they begin is told by the district before them or by the words
around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from loaders.letters.extraction.boundary import name_start
from loaders.letters.extraction.gazetteer import Gazetteer
from loaders.letters.extraction.lexicon import lines
from loaders.letters.extraction.names import Candidate, generic

_HOME = {
    "市": re.compile(r"我市|全市(?!场)|本市"),
    "县": re.compile(r"我县|全县"),
    "区": re.compile(r"我区|全区(?!域)"),
}
_HOME_ANY = re.compile(r"我[市县区]|全[市县区](?![场域])|本市")
_HOME_TOWN = re.compile(r"我镇|全镇|本镇|该镇|我街道|全街道")
_OF_TOWN = re.compile(
    r"\s*(?:中共)?(?:[\u4e00-\u9fa5]{2,4}?[市县区](?=[\u4e00-\u9fa5]{1,3}(?:镇|街道)))?([\u4e00-\u9fa5]{2,4}?(?:镇|街道))(?!街|域|级)"
)
_PROVINCE = re.compile(r"全省|我省")
_MISREAD = re.compile(r"[\d一两多几余]家具")
# 储能电池 is not 储能, 新能源之都 not 新能源: a noun that goes on names something else.
_PART_OF_NOUN = re.compile(
    r"电池|材料|电站|变流器|系统(?!集成)|电机|结构件|组件|零部件|部件|胶膜|薄膜|器(?!械)|装置|板(?!块)|专用车|汽摩|汽车|芯片|模组|模块|传感器|之[都乡城]|学校|学院|大学|厂|站|电堆|重卡|设备|机(?![器构制遇场会])"
)
_SORT = re.compile(r"工商业|[户网源]侧|共享|分布式|海上|陆上")
_SCHOOL = re.compile(r"[^的，。、与和等在市省区县及赴到\n]{0,6}?(?:大学(?!城)|学院)")
_PART = re.compile(r"[东南西北中]部(?:镇街|组团)")
_RUN = re.compile(
    r"(?<=[与和联合辐射连接对接动、深化服务融入促进“])?(?P<run>[广深佛莞惠珠江肇中港澳粤京津冀沪苏浙皖]{2,6})(?=等城市|等市|产业|合作|经济|创新|协同|一体化|两地|三地|四地|同城|的产业|新能源|地区|高校|资源|大湾区|，|。)"
)
_SAFE_PAIRS = frozenset(
    (
        *("港澳", "粤港澳", "深中", "广佛", "深莞惠", "珠中江", "广深", "广深港澳", "深港澳", "深港", "京津冀"),
        *("广深佛", "广深佛莞惠", "珠澳", "沪苏浙皖", "佛中", "中珠"),
    )
)
_TOWN = re.compile(r"[\u4e00-\u9fa5]{1,9}?(?:镇|街道|[\u4e00-\u9fa5]乡)(?![街域级里上村区长党委]|政府|办|乡)")
_ZONE = re.compile(
    r"(?:^|(?<=[在于由为与为和、（，：\n])|(?<=推动)|(?<=支持)|(?<=依托)|(?<=落户))([\u4e00-\u9fa5]{2,4}(?:高新区|经开区|开发区|新区))(?!街|域|级|政府|办|里|上)"
)
# 落户某某新区, 拟在某某新区: what leads to a zone is no part of its name.
_TO_ZONE = re.compile(
    r"(?:落户|落地|入驻|布局|选址|位于|地处|[拟将已]?在)(?=[\u4e00-\u9fa5]{2,}(?:高新区|经开区|开发区|新区)$)"
)
_VAGUE_TOWN = re.compile(r"[城乡村集名强小重大中]镇$|[家他下返入老水山离]乡$")
_NO_TOWN = re.compile(
    r"(?:[全各我本该等多个级型心业色贫强]|特色|专业|中心|建制|示范|经济|部分|有关)(?:镇|街道)$|[的了在以将由等占是把让有对从向并及含家]|(?:城|全|各|我|本|家|他|下|返|入|老|水|山|离)乡$|^[上下一二三四五六七八九十两]"
)
_SHORT_PLACE = re.compile(
    r"(?:(?<=[与和、到赴自在的，。；：（\n])|(?<=落户)|(?<=对接)|(?<=联合)|(?<=前往)|^)(?P<name>(?![赴在到与和的])[\u4e00-\u9fa5]{2,3})(?=[、和与][\u4e00-\u9fa5]{2,3}(?:等|[两三四五]地|[两三四]市)|[、和与][\u4e00-\u9fa5]{2,3}(?:举办|开展|召开|招商|考察|对接|推介)|[两三四五]地|等地|等市|等城|等区|企业|和[\u4e00-\u9fa5]{2,3}等|、[\u4e00-\u9fa5]{2,3}等|开展|的[\u4e00-\u9fa5]{4})"
)


def places(text: str, gazetteer: Gazetteer, city: str) -> Iterator[Candidate]:
    """Yield regions and towns, and whatever else the gazetteer knows."""
    for start, end, entry in gazetteer.matches(text):
        if _MISREAD.match(text, max(start - 1, 0)) or re.match(r"路|大道|街(?!道)", text[end : end + 2]):
            # 1家具有 is no furniture, 杭州路 is not 杭州.
            continue
        if text[end - 1 : end + 1] == "区域":
            # 大西安区域 is no 西安区.
            continue
        if entry.name == "美国" and text[start - 1 : start] == "欧":
            continue
        if entry.kind == "Region" and _SCHOOL.match(text, end):
            # 某某理工大学 names a school, wherever its place is.
            continue
        if entry.kind in {"Industry", "Segment"} and (
            _PART_OF_NOUN.match(text, end)
            or (entry.kind == "Segment" and text[end : end + 1].isdigit())
            or _SORT.search(text[max(0, start - 4) : start])
        ):
            continue
        yield Candidate(start, end, entry.kind, entry.name if entry.kind in {"Region", "Town"} else text[start:end], 6)
    yield from _home(text, city)
    yield from _runs(text, gazetteer)
    yield from _towns(text, gazetteer)
    yield from _counties(text)
    for match in _PART.finditer(text):
        yield Candidate(match.start(), match.end(), "Town", match.group(), 3)


def _home(text: str, city: str) -> Iterator[Candidate]:
    """我市 and 全市 are the city whose office speaks, 全省 its province, 全镇 the town the title opens with."""
    town = _OF_TOWN.match(text)
    home = town.group(1) if town and not _NO_TOWN.search(town.group(1)) else ""
    short = city[:-1] if len(city) >= 3 and city[-1] in "区县市" else ""
    # A district under its short name is meant only in its own paper, and not inside a longer name.
    own = (
        re.compile(
            rf"(?<![\u4e00-\u9fa5]){short}(?![区县市镇山河湖江路])|(?<=[支持建设打造会同与户在到来驻]){short}(?![区县市镇山河湖江路])"
        )
        if short
        else None
    )
    for match in own.finditer(text) if own is not None else ():
        yield Candidate(match.start(), match.end(), "Region", city, 5)
    for kind, name, pattern in (
        ("Region", city, _HOME.get(city[-1:], _HOME_ANY)),
        ("Region", _province(city), _PROVINCE),
        ("Town", home, _HOME_TOWN),
    ):
        for match in pattern.finditer(text) if name else ():
            yield Candidate(match.start(), match.end(), kind, name, 5)


def _province(city: str) -> str:
    for line in lines("places.txt"):
        name, _, cities = line.split("|")
        if city and city in cities.split():
            return name
    return next(
        (line.partition("|")[0] for line in lines("counties.txt") if city and city in line.split("|")[1].split()), ""
    )


def _runs(text: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Cities of one character each, written together: 广深佛."""
    for match in _RUN.finditer(text):
        for index, char in enumerate(match["run"] if match["run"] in _SAFE_PAIRS else ""):
            known = gazetteer.abbreviations.get(char)
            if known:
                yield Candidate(match.start() + index, match.start() + index + 1, known.kind, known.name, 5)


def _after_district(stretch: str) -> int:
    """Return where the town begins after the districts and the 和 before it; 0 where there are none."""
    begin = 0
    for match in re.finditer(r"[区市县盟旗]|自治州|和(?![平顺政睦])|[与及]", stretch):
        if match.start() > begin and len(stretch) - match.end() >= 3:
            begin = match.end()
    return begin


def _towns(text: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    for match in _TOWN.finditer(text):
        begin = _after_district(match.group())
        stretch, placed = match.group()[begin:], begin > 0
        own = 0 if placed and len(stretch) <= 5 else name_start(stretch, 3)
        name = stretch[own:]
        county = next((size for size in (2, 3) if len(name) - size >= 3 and name[:size] in _short_counties()), 0)
        if county:
            # 晋江陈埭镇: the county-level city under its short name, and its town.
            at = match.end() - len(name)
            yield Candidate(at, at + county, "Region", _short_counties()[name[:county]], 4)
            name, placed = name[county:], True
        if re.match(r"年|[\u4e00-\u9fa5]{1,3}省", name):
            # 2023年某镇县, 某某省镇江: cut out of a date or of a longer name.
            continue
        if name in gazetteer.entries or not 3 <= len(name) <= 6 or _NO_TOWN.search(name) or generic(name[:-1]):
            continue
        if not placed and (_VAGUE_TOWN.search(name) or name.endswith("乡")):
            continue
        if own > 0 or placed or not re.match(r"[\u4e00-\u9fa5]", text[max(match.start() - 1, 0)]):
            yield Candidate(match.end() - len(name), match.end(), "Town", name, 4)
    for match in _ZONE.finditer(text):
        verb = _TO_ZONE.match(match.group(1))
        begin = verb.end() if verb else name_start(match.group(1), 5)
        name = match.group(1)[begin:]
        if (
            not generic(name[:-1])
            and name not in gazetteer.entries
            and not re.match(r"国家级|省级|各|全国|全市|全省|创建|建设|目前|当前", name)
            and not re.search(r"[\d两三四五六七八九十]+[个大家]", name)
        ):
            yield Candidate(match.start(1) + begin, match.end(1), "Platform", name, 7)


@cache
def _short_counties() -> dict[str, str]:
    """Return 顺德 → 顺德区 for every county-level name that no other shares and that is no common word."""
    full = [name for line in lines("counties.txt") for name in line.split("|")[1].split()]
    owners: dict[str, list[str]] = {}
    for name in full:
        short = re.sub(r"(?:自治县|自治旗|[区县市旗])$", "", name)
        if 2 <= len(short) <= 3 and not generic(short):
            owners.setdefault(short, []).append(name)
    return {short: names[0] for short, names in owners.items() if len(names) == 1}


def _counties(text: str) -> Iterator[Candidate]:
    """Districts and county-level cities under their short names, where a list or the words around say place."""
    known = _short_counties()
    for match in _SHORT_PLACE.finditer(text):
        if match["name"] in known:
            yield Candidate(match.start(), match.end(), "Region", known[match["name"]], 5)

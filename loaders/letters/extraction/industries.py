"""Industries, groups of industries, segments and topics in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.letters.extraction.boundary import is_leading_word, name_start
from loaders.letters.extraction.clauses import Clause
from loaders.letters.extraction.enumerations import Enumeration, Item
from loaders.letters.extraction.names import Candidate, generic

_GROUP = re.compile(
    r"“?(?:[两三四五六七八九十NX\d]{1,3}(?:\+[\dNX]{1,3}){0,3}\s*(?:大|个)?|[“][\dNX+]{1,8}[”])(?:引领|动力|特色|支柱|主导|优势|新兴|未来|战略性新兴|战略性支柱|传统优势|先进制造业|重点|传统|百亿级?|千亿级?|舰队|骨干|主要)*(?:产业集群|产业链|产业)(?!项目|园|基地|化)”?"
    r"|战略性新兴产业|战略性支柱产业|未来产业|传统优势产业"
)
_BUNDLE = re.compile(r"[“]?\d{1,2}\+(?:\d{1,2}|N)(?:\+N)?[”]?(?:现代)?(?:产业集群|产业体系|产业)")
_INDUSTRY = re.compile(
    r"[\u4e00-\u9fa5A-Za-z0-9]{2,18}?(?:产业(?!化|园|基地|链图谱|集群|集聚|带|工人|政策|引导|规划|布局|项目|资源|技术|科技|一体|科创|结构|孵化|基金|投资|发展|体系|生态|竞争|能级|转型|载体|赋能|升级|第|优先)|行业(?!协会|标准|商会|首|领先|最))"
)
_VERBAL = re.compile(
    r"^每|把|^要(?!素)|[市省区县]委|政府|周边|扎根|补齐|放大|两条|(?<!超)市$|县$|[一二三四五六七八九十]成|产品$|作为|(?:全球|国内|国际)$|\d+[个大]|(?:重点|支柱|优势|主导|特色|新兴|首位|传统|重大|大类|门类|同)$|占|抓|较?完整|[两三四五六七八九十]个|^[一二三四五六七八九十]是|^第[一二三]大|[和与及、]$|[两三四五六七八九十]大|跨区|位[列居]|分列|中国|^\d+年|年产业$|^[个家条批项大向]|^\d|[的了，]|开展|推动|促进|扶持|引导|打造|加快|培育|推进|壮大|支持|聚焦|围绕|依托|关于|发展|布局|坚持|实施|深入|奠定|企业|我市|全市|一批|等|[全各本该主]$"
)
# Function words after which the name of an industry begins; 与 and 及 also stand inside such names.
_FUNCTION = re.compile(r"从事|产业园区?|工业园区?|开发区|高新区|示范区|合作区|试验区|[对就为在将由从使让把被您谋抓]")
_WIDER = re.compile(
    r"(?:全球|国内|国际|世界|我国|全国|本地|当地|长三角|珠三角|京津冀|粤港澳大湾区|大湾区|成渝地区|(?:规模)?(?:超|过|近|达|约)?[万千百五十两]+亿(?:元|级)?(?:规模)?的?|世界级|国家级|省级)(?=[\u4e00-\u9fa5]{2})"
)
_ADJECTIVE = re.compile(r"(?:先进|新型|高端|现代|智能)$")
_PLACES = re.compile(r"[广深佛莞惠珠江肇中港澳粤京津冀沪苏浙皖]{2,6}")
_ECONOMY = re.compile(
    r"(?:低空|数字|海洋|银发|平台|总部|楼宇|临空|临港|冰雪|首发|夜间|林下|绿色|循环|飞地|康养)经济(?!园|产业园|社会|集聚区|基地|带|圈)"
)
_FIELD = re.compile(r"^(?:在|其中)?(?P<name>[\u4e00-\u9fa5]{2,14}?)领域(?:方面)?$")
_CHAIN = re.compile(r"“(?P<links>[^“”—]{2,16}(?:[—－-]{1,2}[^“”—]{2,16}){1,6})”(?=[^，。]{0,8}(?:链|体系))")
_SERIES = re.compile(r"集(?P<items>[^，。；]{4,60}?)(?:于|为)一体的?(?=[^，。；]{0,8}(?:产业链|链条|产业体系))")
_SYSTEM = re.compile(r"协同发展|(?:等)?(?:细分)?(?:赛道|板块)")
_MODERN = re.compile(r"(?:现代都市工业|现代化产业体系|新型工业化)")


_ZONED = re.compile(r"(?:[\u4e00-\u9fa5]{2}工业区|开发区|高新区|经开区|自贸区|片区|园区)(?=[\u4e00-\u9fa5]{2,})")
# What counts or appoints is a clause, not the name of an industry or a link.
_CLAUSE = re.compile(
    r"[的了到要]|[两三四五六七八九十]大|带动|企业|担任|明确|负责|牵头|[\d两三四五六七八九十]+\s*[家名个条至]|^\d+(?![A-Za-z\d])|[至等]$"
)
_OFTEN = 3


def industry_candidates(text: str, clauses: tuple[Clause, ...], lists: tuple[Enumeration, ...]) -> Iterator[Candidate]:
    """Yield industries, their groups, segments and topics."""
    for pattern in (_GROUP, _BUNDLE):
        for match in pattern.finditer(text):
            begin = match.start() + match.group().startswith("“")
            name = text[begin : match.end()]
            name = name.rstrip("”") if name.count("”") > name.count("“") else name
            if re.match(r"[一1](?:个|大)|\d+个|[两三四五六七八九十]个产业", name):
                continue
            yield Candidate(begin, begin + len(name), "IndustryGroup", name.replace("“", "").replace("”", ""), 1)
    for clause in clauses:
        yield from _industries(clause, text)
    for match in _ECONOMY.finditer(text):
        yield Candidate(match.start(), match.end(), "Industry", match.group(), 3)
    yield from _chains(text)
    for found in lists:
        yield from _listed(found)


def names_industry(stem: str) -> bool:
    """Tell whether the words before 产业 name one: not 支柱, 强化, 第一大支柱."""
    if len(stem) < 2 or is_leading_word(stem) or generic(re.sub(r"^[\u4e00-\u9fa5]{2,3}[市县区省]", "", stem)):
        return False
    return not generic(stem) and not _VERBAL.search(stem) and not _PLACES.fullmatch(stem)


def _industries(clause: Clause, text: str) -> Iterator[Candidate]:
    for match in _INDUSTRY.finditer(clause.text):
        keep = 4 if match.end() - match.start() > 4 else 3
        begin = match.start() + name_start(match.group(), keep)
        joined = re.search(
            r"(?:[、与和]|及(?!零部件|材料|配件|部件|装备))(?=[\u4e00-\u9fa5]{2,6}(?:产业|行业)$)",
            clause.text[begin : match.end()],
        )
        if joined and "与健康" not in match.group() and "与食品" not in match.group():
            begin += joined.end()
            begin -= _one_name(clause.text[:begin], clause.text[begin : match.end()], text)
        name = clause.text[begin : match.end()]
        for cut in _FUNCTION.finditer(name, 0, max(0, len(name) - 4)):
            begin = match.start() + (len(match.group()) - len(name)) + cut.end()
        name = clause.text[begin : match.end()]
        if _ADJECTIVE.search(clause.text[:begin]):
            # 先进硬质材料产业 is called so; before a platform the word only praises.
            begin -= 2
            name = clause.text[begin : match.end()]
        district = re.match(r"[\u4e00-\u9fa5]{2,3}[市县区镇](?=[\u4e00-\u9fa5]{2,})(?!区|镇|场)", name)
        if district:
            begin += district.end()
            name = name[district.end() :]
        zone = _ZONED.match(name)
        begin, name = (begin + zone.end(), name[zone.end() :]) if zone else (begin, name)
        wide = _WIDER.match(name)
        if wide and len(name) - wide.end() >= 4:
            begin += wide.end()
            name = name[wide.end() :]
        stem = re.sub(r"(?:产业|行业)$", "", name)
        if names_industry(stem):
            yield Candidate(clause.start + begin, clause.start + match.end(), "Industry", name, 4)
    field = _FIELD.match(clause.text)
    if field:
        begin = field.start("name") + name_start(field["name"], 2)
        name = clause.text[begin : field.end("name")]
        # 拓展某某领域 opens up an industry; 风电领域 at the head of a clause is a link of the one at hand.
        kind = "Industry" if re.search(r"拓展|进军|延伸", clause.text[:begin]) else "Segment"
        if not generic(name):
            yield Candidate(clause.start + begin, clause.start + field.end("name"), kind, name, 5)


def _one_name(before: str, name: str, text: str) -> int:
    """Return how much of the words before a name belongs to it: a paper on 甲与乙产业 says so again and again."""
    joint = before[-1:]
    if joint not in {"与", "及", "和"}:
        return 0
    head = text[:400]
    for size in range(min(9, len(before)), 2, -1):
        whole = before[-size:] + name
        # What a reply's proposal is called after, and the text says again, is one name too.
        asked = joint == "及" and size >= 3 and whole in head and re.search(rf"《[^》]*{re.escape(whole)}", head)
        if (
            whole[0] not in "市县区省镇"
            and name_start(whole, len(name) + 2) == 0
            and (text.count(whole) >= _OFTEN or (asked and text.count(whole) >= 2))
        ):
            return size
    return 0


def _chains(text: str) -> Iterator[Candidate]:
    for match in _CHAIN.finditer(text):
        position = match.start("links")
        for link in re.split(r"([—－-]{1,2})", match["links"]):
            if link and not re.fullmatch(r"[—－-]{1,2}", link):
                side = re.match(r"[上中下]游(?=..)", link)
                cut = side.end() if side else 0
                yield Candidate(position + cut, position + len(link), "Segment", link[cut:], 1)
            position += len(link)
    for match in _SERIES.finditer(text):
        position = match.start("items")
        for link in re.split(r"([、和与])", match["items"]):
            if len(link) >= 2:
                yield Candidate(position, position + len(link), "Segment", link, 1)
            position += len(link)


def _first(found: Enumeration) -> Iterator[Item]:
    """Yield the first item, or its two parts in 推动甲与乙、丙等产业融合."""
    item = found.items[0]
    joined = re.search(r"(?<=[\u4e00-\u9fa5])[与和](?=[\u4e00-\u9fa5])", item.text)
    if joined is None or not re.search(r"融合|协同|对接|合作|联动|跨界", found.head) or len(item.text) > 12:
        yield item
        return
    left, right = item.text[: joined.start()], item.text[joined.end() :]
    if len(left) < 2 or len(right) < 2:
        yield item
        return
    yield Item(item.start, item.start + len(left), left, item.quoted)
    yield Item(item.end - len(right), item.end, right, item.quoted)


def _says_something(name: str, kind: str) -> bool:
    """Tell whether an item of a list is worth naming; topics are general words by nature."""
    return kind == "Topic" or len(name) >= 4 or not generic(name)


def _listed(found: Enumeration) -> Iterator[Candidate]:
    kind = found.kind
    if not kind and _SYSTEM.match(found.head) and len(found.items) >= 2:
        kind = "Segment"
    if kind not in {"Industry", "Segment", "Topic"} or found.head.startswith("城市"):
        return
    for item in (*found.items[1:], *_first(found)):
        led = re.search(r"以[^，、]{2,12}为(?:链主|龙头|核心|主导)(?:企业)?的", item.text)
        if led:
            # 以甲为链主的某某、以乙为链主的某某等产业: what they lead is the item.
            item = Item(item.start + led.end(), item.end, item.text[led.end() :], item.quoted)
        if re.match(r"[\u4e00-\u9fa5]{2,3}[区县市镇](?:$|[\u4e00-\u9fa5]{4,})", item.text):
            # 甲区、乙县布局某环节、某环节等: the places come first; what they go in for stands at the end.
            begin = name_start(item.text, 2)
            item = Item(item.start + begin, item.end, item.text[begin:], item.quoted)
            if begin == 0:
                continue
        inner = (
            re.match(r"[\u4e00-\u9fa5A-Za-z]{2,10}?产业链?(?=[\u4e00-\u9fa5]{2,6}$)", item.text)
            if kind == "Segment"
            else None
        )
        side = re.match(r"[上中下]游(?=[^游、]{2,})", item.text) if kind == "Segment" else None
        if side:
            item = Item(item.start + side.end(), item.end, item.text[side.end() :], item.quoted)
        if inner and item is found.items[0]:
            # 覆盖某产业研发、制造等环节: the links come after the industry.
            item = Item(item.start + inner.end(), item.end, item.text[inner.end() :], item.quoted)
        if 2 <= len(item.text) <= 18 and not _CLAUSE.search(item.text) and _says_something(item.text, kind):
            yield Candidate(item.start, item.end, kind, item.text, 3 if kind == "Topic" else 2)

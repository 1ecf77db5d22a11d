"""Firms that were never seen before, told by where they stand.

A short name without 公司 or 集团 has no mark of its own. It is a firm where the
text treats it as one: in a list headed 企业, after 依托 or 引进, before 为链主,
or as the subject of 研发, 入选, 专注于.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from loaders.letters.extraction.boundary import name_start
from loaders.letters.extraction.clauses import Clause
from loaders.letters.extraction.enumerations import Enumeration, Item
from loaders.letters.extraction.lexicon import alternation, words
from loaders.letters.extraction.names import Candidate, generic

_LEGAL = re.compile(
    r"[\u4e00-\u9fa5A-Za-z（）()·&\-]{2,32}?(?:股份有限公司|有限责任公司|有限公司|集团公司|合伙企业（有限合伙）|（有限合伙）)"
    r"(?:[\u4e00-\u9fa5]{2,6}?分公司)?"
    r"|[\u4e00-\u9fa5]{4,16}?(?:制品厂|加工厂|机械厂|电器厂|五金厂|家具厂|灯饰厂|服装厂|经营部|专业合作社)"
    r"|[\u4e00-\u9fa5]{4,14}?分公司"
    r"|[\u4e00-\u9fa5]{2,8}银行[\u4e00-\u9fa5]{2,5}?(?:分行|支行)"
)
_GROUP = re.compile(r"[\u4e00-\u9fa5]{2,10}?集团(?!军|公司|有限|股份|化|总部)")
_VAGUE_GROUP = re.compile(r"(?:企业|产业|行业|投资|大型|龙头|跨国|国有|一批|家)集团$|等")
_AS_LEADER = re.compile(r"以([\u4e00-\u9fa5A-Za-z]{2,10}?)为(?:链主|龙头|主体)(?:企业)?")
_RELIED = re.compile(r"^(?:[^，]{0,8}领域)?依托([\u4e00-\u9fa5A-Za-z]{3,10}?)(?:形成|建设|打造|构建|$)")
_BACKED = re.compile(r"(?:支持|扶持|推动|培育)([\u4e00-\u9fa5A-Za-z]{3,10}?)(?:成为|打造成为|做大做强|建设|上市)")
_ATTRACTED = re.compile(r"(?:引进|招引|引入|引育|落地|签约)(?:了)?([^，。；、]{2,40})$")
# 引进某地企业某某: what stands after a place's 企业 is the firm, whatever its last word.
_OF_PLACE = re.compile(
    r"(?!国有|外资|龙头|优质|知名|骨干|民营|高新|上市|本土|重点|头部|链主)"
    r"[\u4e00-\u9fa5]{2,3}企业(?P<name>[\u4e00-\u9fa5A-Za-z]{2,6})$"
)
_AFTER_ROLE = re.compile(r"(?:团队|企业|公司|领域|厂商|巨头)")
_VERB = (
    r"(?:自主研发|研发(?![和与及、])|研制|开发(?!区)|入选|获评|荣获|上榜|专注于|专注|被评为|被认定为|深耕|投资建设|增资|落户|"
    r"建成(?=世界级|全球|全国|国内|国家)|通过(?=AI|人工智能|数字)|生产(?=的)|研发的|自研|推出(?=的|国内|全球))"
)
_SUBJECT = re.compile(
    rf"^(?:其中|例如|比如|如)?([\u4e00-\u9fa5A-Za-z]{{2,10}}?)(?:正式|成功|先后|相继|已|现已|近日|最近)*{_VERB}"
)
_BEFORE_PRODUCT = re.compile(
    r"^([\u4e00-\u9fa5]{3,8}?)(?=[A-Za-z0-9“]{1,6}[^，。；]{1,20}(?:占有率|产量|销量|产能|出货量))"
)
_NOT_FIRM = re.compile(
    r"(?:产业|行业|领域|技术|企业|机构|院校|高校|大学|学院|中心|平台|园区|基地|产业园|研究院|实验室|局|委|厅|部|市|省|县|镇|区|街道|"
    r"项目|工程|行动|计划|集群|经济|方面|工作|建设|发展|能力|水平|体系|产品|服务|制造|设计|品牌|公园|广场|景区|学校|社区|村|大厦|委员会|政府|协会|商会|学会|联盟|会|领导|资产|零部件|[一二三]期|(?:单项|隐形|销售)冠军|小巨人”?|正式|成功|先后|相继|近日|目前|现已)$"
    r"|^(?:轻型|微型|新能源|智能网联)*(?:商用车|专用车|乘用车|客车|货车|列车|汽车)$|^(?:创新|现代|高端)*(?:医疗)?(?:器械|药)$|^(?:生物|化学|中药|现代|创新)制药$|^[\u4e00-\u9fa5]{2,3}[市县省](?![\u4e00-\u9fa5]*(?:公司|集团|银行|厂)$)"
)
_FUNCTION = re.compile(
    r"^应|这|总$|完成|全年|有(?!研)|[的了在以将由等获被]|(?<!华)为|(?<!^)均|[被把让是对从向并已也还又及\d，。、；：]|我|贵|其|该|全[市省国县]|[一二两三四五六七八九十]大"
)
_LEGAL_TAIL = re.compile(r"(?:股份有限公司|有限责任公司|有限公司)$")
_LONGEST = 16


@cache
def _suffix() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words('firm_suffixes.txt'))})$")


@cache
def _common() -> re.Pattern[str]:
    long_words = frozenset(
        word
        for word in words("generic.txt") | words("boundaries.txt") | words("prefixes.txt") | words("industries.txt")
        if len(word) >= 2
    )
    return re.compile(alternation(long_words))


def common(name: str) -> bool:
    """Tell whether ``name`` has a common word of official texts in it."""
    return _common().search(name) is not None


def has_firm_suffix(name: str) -> bool:
    """Tell whether ``name`` ends as short names of firms do (生物, 电器, 科技) and has something before that."""
    match = _suffix().search(name)
    return bool(match and match.start() >= 2 and not generic(name[: match.start()]))


def plausible(name: str, known: frozenset[str]) -> bool:
    """Tell whether ``name`` may be a firm where the context says firm."""
    if (
        not 2 <= len(name) <= (32 if name.endswith("公司") else _LONGEST)
        or name in known
        or generic(name)
        or _FUNCTION.search(_LEGAL_TAIL.sub("", name))
    ):
        return False
    return not _NOT_FIRM.search(name) or name.endswith("公司")


def standalone(name: str, known: frozenset[str]) -> bool:
    """Tell whether ``name`` may be a firm where only a verb after it says so."""
    if not plausible(name, known):
        return False
    if has_firm_suffix(name):
        return not _common().match(name) or len(name) >= 4
    return bool(re.fullmatch(r"[\u4e00-\u9fa5]{3,6}", name)) and not _common().search(name)


_COMPANY = re.compile(
    r"[\u4e00-\u9fa5]{4,12}?(?<!有限)(?<![分子母总该本某])公司(?=[在的将与和由拟是，、。]|投资|计划|建设|生产|负责|牵头|入选|获|增资)"
)


def _companies(text: str, known: frozenset[str]) -> Iterator[Candidate]:
    """Yield firms called 某某食品公司, without 有限."""
    for match in _COMPANY.finditer(text):
        start = match.start() + name_start(match.group(), 5)
        joined = re.match(r".*[由与和及对向给](?=[\u4e00-\u9fa5]{4,}$)", text[start : match.end()])
        start += joined.end() if joined else 0
        name = text[start : match.end()]
        stem = name[:-2]
        if len(name) >= 5 and not generic(stem) and not _FUNCTION.search(stem) and not _VAGUE_COMPANY.search(stem):
            yield Candidate(start, match.end(), "Firm", name, 5)


_VAGUE_COMPANY = re.compile(
    r"(?:上市|龙头|集团|股份|保险|证券|投资|国有|民营|物业|外资|骨干|[一两三四五六七八九十\d]家|各|多家)$"
)


_CALLED_BEFORE = re.compile(r".*(?:企业|强|项目[和及与]|(?:单位|公司|企业)有)(?=[\u4e00-\u9fa5A-Za-z（）]{6,}$)")


def firm_candidates(
    text: str, clauses: tuple[Clause, ...], lists: tuple[Enumeration, ...], known: frozenset[str]
) -> Iterator[Candidate]:
    """Yield places where the context makes a name a firm."""
    for match in _LEGAL.finditer(text):
        start = match.start() + name_start(match.group(), 4)
        called = _CALLED_BEFORE.match(text[start : match.end()])
        start += called.end() if called else 0
        by = match.group().rfind("由", start - match.start())
        party = re.search(
            r"(?:政府|公司|[局委院]|大学|管委会)(?:与|和)(?=[\u4e00-\u9fa5（）]{4,}$)", text[start : match.end()]
        )
        start += party.end() if party else 0
        # 项目由某某公司投资: no firm has 由 in its name.
        start = match.start() + by + 1 if by >= 0 else start
        if match.end() - start >= 6:
            yield Candidate(start, match.end(), "Firm", text[start : match.end()], 1)
    yield from _companies(text, known)
    for match in _GROUP.finditer(text):
        start = match.start() + name_start(match.group(), 4)
        called = re.match(r".*企业(?=[\u4e00-\u9fa5]{4,}$)", text[start : match.end()])
        start += called.end() if called else 0
        name = text[start : match.end()]
        if len(name) >= 4 and plausible(name, known) and not generic(name[:-2]) and not _VAGUE_GROUP.search(name):
            yield Candidate(start, match.end(), "Firm", name, 4)
    for found in lists:
        yield from _listed(found, known)
    for clause in clauses:
        yield from _in_clause(clause, known)


_KIND_OF_FIRM = re.compile(
    r"[^，。；]{0,14}?(?:龙头|骨干|重点|知名|优质|领军|头部|上市|本土|明星|独角兽|链主|高成长|标杆|代表|规上|一批|多家|家|“小巨人”|专精特新|单项冠军|高新技术|科技|"
    r"外资|央企|央|国有|民营|创新|上下游|大型|核心|主要|配套|行业|级|强|世界|跨国|优势|冠军|内外资|企业集团|关联|相关|成员|签约|入驻|获奖|入选)"
)


_GATHERED = re.compile(r"(?:有|集聚|汇聚|聚集|包括|引进|引入|招引|培育|涌现|诞生|以|由|落户|对接)(?:了|出)?$")


def _by_role(found: Enumeration) -> bool:
    """Tell whether a list headed 企业 is one of firms: 等龙头企业 is, 甲、乙等原料企业 need not be."""
    if found.kind != "Firm":
        # 甲集团、乙科技等本土品牌 are firms under the name of brands.
        return (
            found.kind == "Product"
            and "品牌" in found.head[:8]
            and any(item.text.endswith(("集团", "股份", "公司", "科技")) for item in found.items)
        )
    if re.match(r"[\u4e00-\u9fa5]{0,6}?(?:企业|单位)\s*(?:达|超|约|共|近)?\s*\d", found.head):
        # 包装、物流等企业18家 counts kinds of firms.
        chained = _GATHERED.search(found.lead) and re.match(r"(?:产业链|上下游|链上|重点|龙头|骨干|知名)", found.head)
        return any(
            has_firm_suffix(item.text) and not common(item.text[:-2] if chained else item.text) for item in found.items
        )
    plain = re.match(r"(?:企业|公司|厂商)", found.head)
    gathered = _GATHERED.search(found.lead) and re.match(r"[\u4e00-\u9fa5]{0,8}?(?:企业|公司|厂商)", found.head)
    return bool(plain or gathered or _KIND_OF_FIRM.match(found.head)) or any(
        has_firm_suffix(item.text) for item in found.items
    )


_ROLE_BEFORE = re.compile(r"[\u4e00-\u9fa5“”]{0,8}?(?:企业|公司)(?=[\u4e00-\u9fa5]{3,})(?!家)")


IN_PARK = re.compile(
    r"[^、，。；]{2,14}?(?:园区?|城|谷|基地|开发区|高新区|经开区)内的?(?=[\u4e00-\u9fa5A-Za-z]{2,8}(?:、|$))"
)
"""A park before the firms in it: 某某园内甲、乙."""


def _without_role(item: Item) -> Item:
    """Leave out what a firm is called before its name: 重点出口企业某某."""
    inside = IN_PARK.match(item.text)
    if inside:
        return replace(item, start=item.start + inside.end(), text=item.text[inside.end() :])
    role = None if item.quoted or item.text.endswith("公司") else _ROLE_BEFORE.match(item.text)
    return replace(item, start=item.start + role.end(), text=item.text[role.end() :]) if role else item


# In a list of projects 新能源材料 is what is made there.
GOODS = re.compile(r"(?:材料|涂料|塑料|薄膜|纤维|电池|芯片|零件|部件|设备|装备|器件|模组|组件|食品|制品)$")


def _listed(found: Enumeration, known: frozenset[str]) -> Iterator[Candidate]:
    # 存在…不足等问题 is a list of shortcomings, whatever verb happens to stand before it.
    relied = found.etc and not re.match(r"(?:问题|建议|短板|困难|措施|方式|举措)", found.head)
    relied = relied and bool(re.search(r"(?:依托|引进|招引|引入|汇聚|集聚|培育|聚集|落户)(?:了|出)?$", found.lead))
    if any(item.text in known for item in found.items) and found.kind != "Firm":
        # 动力电池、…等: a list with a segment in it is a list of segments.
        return
    for item in found.items:
        if item.text.endswith("银行"):
            continue
        item = _without_role(item)
        certain = _by_role(found) or (found.kind == "" and relied)
        if (certain and not item.quoted and plausible(item.text, known)) or (
            found.kind in {"Project", "Organisation"}
            and has_firm_suffix(item.text)
            and not GOODS.search(item.text)
            and not re.search(r"[\u4e00-\u9fa5][A-Za-z]", item.text)
            and not item.text.endswith("银行")
            and plausible(item.text, known)
        ):
            yield Candidate(item.start, item.end, "Firm", item.text, 1)


def _in_clause(clause: Clause, known: frozenset[str]) -> Iterator[Candidate]:
    text = clause.text
    for match in _AS_LEADER.finditer(text):
        if plausible(match.group(1), known):
            yield Candidate(clause.start + match.start(1), clause.start + match.end(1), "Firm", match.group(1), 1)
    for match in (*_RELIED.finditer(text), *_BACKED.finditer(text)):
        if has_firm_suffix(match.group(1)) and plausible(match.group(1), known):
            yield Candidate(clause.start + match.start(1), clause.start + match.end(1), "Firm", match.group(1), 1)
    attracted = _ATTRACTED.search(text)
    if attracted:
        yield from _attracted(clause, attracted, known)
    for pattern in (_SUBJECT, _BEFORE_PRODUCT):
        opening = pattern.match(text)
        if opening is None:
            continue
        short = len(opening.group(1)) <= 5 and has_firm_suffix(opening.group(1))
        begin = opening.start(1) + (0 if short else name_start(opening.group(1), 2))
        name = text[begin : opening.end(1)]
        good = standalone(name, known) if pattern is _SUBJECT else has_firm_suffix(name) and plausible(name, known)
        if good:
            yield Candidate(clause.start + begin, clause.start + opening.end(1), "Firm", name, 3)


def _attracted(clause: Clause, match: re.Match[str], known: frozenset[str]) -> Iterator[Candidate]:
    stretch = match.group(1).rstrip()
    called = _OF_PLACE.match(stretch)
    if called and plausible(called["name"], known) and not common(called["name"]):
        start = clause.start + match.start(1) + called.start("name")
        yield Candidate(start, start + len(called["name"]), "Firm", called["name"], 2)
    if not has_firm_suffix(stretch):
        return
    begin = name_start(stretch, 3)
    for role in _AFTER_ROLE.finditer(stretch, begin, max(begin, len(stretch) - 3)):
        begin = role.end()
    name = stretch[begin:]
    if plausible(name, known) and has_firm_suffix(name):
        start = clause.start + match.start(1) + begin
        yield Candidate(start, start + len(name), "Firm", name, 2)

"""Whose figure it is.

The subject is looked for where this genre puts it: in the name that holds the
number, before the number in its clause, in the clauses before, in the heading
of the section; else it is the place whose office speaks.
"""

from __future__ import annotations

import re

from graph.evidence import Ref
from loaders.letters.extraction.figure_carry import carried, default_subject, meant
from loaders.letters.extraction.figure_cases import CUT, MADE, MEASURED, Case, Found, ref_of
from loaders.letters.extraction.figure_papers import announced, catalogue, document, fair, granted, park, titled
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.names import generic
from loaders.letters.extraction.quantities import Quantity
from loaders.letters.extraction.reading import Context, Reading

_OWNERS = ("Firm", "Platform", "Project", "Product", "Technology", "FinancialProduct", "Event", "Cluster")

_COUNTING = frozenset("家个项条批名人次户款种类")

# What opens a clause on the whole place: nothing is carried over into it.
_MACRO = re.compile(
    r"(?:全年|年末|其中|初步核算|力争|预计|到?20\d\d年|，|\s)*(?:全[市县区镇街])?(?:实现|完成)?(?:规模以上工业(?:企业|增加值|总产值|产值)|规上工业(?:企业|增加值|总产值|产值)|地区生产总值|人均|居民|城镇|农村居民|常住人口|第[一二三]产业|工业增加值|建筑业增加值|服务业增加值|农林牧渔业|地方|财政|税收收入|工业用电|房地产开发|民间投资|制造业投资|项目投资|基础设施投资|限额以上|接待游客|实有|一般公共预算|固定资产|工业投资|技改投资|社会消费品|"
    r"货物进出口|进出口|单位工业|单位地区|三次产业|户籍|城乡|粮食|税收总|高新技术产业产值|外贸|实际使用外资|每千名)"
)

_ADDS = re.compile(
    r"(?:其中|，)*(?:[比较](?:\d{1,2}(?:\s*[-—至]\s*\d{1,2})?\s*月(?:份)?|[一二三四]季度|上半年|上年|去年|20\d\d\s*年|“十[一二三四五]五”|年初|上月|上季度|全[国省市]|同期)[^，、\d]{0,6}?|同比|环比|年均|分别|平均|可比|名义|占比|增速|增幅|均)*"
    r"(?:增长|增(?![加长])|下降|提高|提升|上升|降低|减少|增加|回落|收窄|扩大|加快|放缓|净增|高于|低于|高出|快于|超过(?=全[省国市])|高(?=$)|低(?=$)|"
    r"跃升|前移|前进|进位|对[^，、\d]{2,16}贡献率|约?占.{1,14}(?:比[重例]为?|的)|约?占全[市省国县区镇])"
)

_OBJECT_FIRST = frozenset(("届", "亩", "万亩"))

_WHOLE = re.compile(r"(?P<who>全|我|本)(?P<level>[市县区镇])")


_INDUSTRY_GAP = re.compile(
    r"(?:产业链?|行业|集群|领域)?(?:已|年|共|规上|规模|限上|全|总|工业|主营|实现|产值|营收|营业|增加值|产量|产能|出口|销|企业|从业|集聚|拥有|现有|首次|突破|达|超|约|"
    r"累计|新增|年均|市场|利润|税收|占|入库|投资|收入|链|上下游|及?相关|预计|力争|有|分别|\s|，|$)"
)

_METRIC_GAP = re.compile(
    r"(?:产业|行业|领域)?(?:国内外?|全球|全国|国际|世界|累计|已|年|日|计划|总|新增|实现|首次|全年|预计)*"
    r"(?:规模|产值|产量|产能|营收|营业收入|主营业务收入|总产值|增加值|销量|销售|出口|投资|增资|装机|寿命|能量密度|循环寿命|市场占有率|市占率|占(?=全球|全国|国内|国际|世界)|市场份额|出口份额|产销量|斥资|出资|"
    r"容量|面积|占地|吞吐量|客流|签约|成交|意向|使用率|入驻|就业|订单|续航|效率|精度|功率|注册资本|授信|投放|放款|利润|税收|纳税|产出|能力)"
    r"[^，、的]{0,12}$"
)


def subject_of(
    reading: Reading, context: Context, quantity: Quantity, previous: Found | None, left: str
) -> tuple[Ref, int] | None:
    """Return whose figure it is, and where that is said: the first finder that knows."""
    case = Case(reading, context, quantity, previous, left)
    if reading.city is None and re.search(r"等\s*$", left) and quantity.unit in {"家", "个", "户"} and context.lists:
        # 甲、乙等7家企业 of a paper whose place is not known: nobody's figure.
        return None
    for finder in (
        announced,
        _bracketed,
        _among,
        _holder,
        _attributed,
        catalogue,
        granted,
        document,
        _counted_for_city,
        _follows,
        _whole_place,
        _measured,
        park,
        fair,
        _near,
        _own,
        titled,
        carried,
    ):
        found = finder(case)
        if found:
            return found
    return default_subject(reading, context)


def _bracketed(case: Case) -> tuple[Ref, int] | None:
    if case.left.endswith(("（", "(")):
        named = case.context.before(case.offset, *MEASURED)
        if named and case.quantity.start - named[-1].end <= 1:
            return ref_of(named[-1]), named[-1].start
    return None


def _among(case: Case) -> tuple[Ref, int] | None:
    """``成为全省四个试点之一`` counts them for the province."""
    wide = re.search(r"(?P<who>全[国省])(?:仅有)?\s*$", case.left)
    if wide and re.match(r"[^，。；]{2,20}之一", case.reading.text[case.quantity.end : case.context.clause.end]):
        for item in case.context.of("Region"):
            if item.start == case.quantity.start - len(case.left) + wide.start("who"):
                return ref_of(item), item.start
    return None


def _holder(case: Case) -> tuple[Ref, int] | None:
    """A thing whose name holds the figure: 100L液氮罐."""
    quantity = case.quantity
    for item in case.context.of("Product", "Platform", "Project"):
        if item.kind == "Product" and re.match(r"项目|工程|生产线|基地", case.reading.text[item.end : item.end + 3]):
            continue
        around = item.start <= quantity.start and quantity.end <= item.end
        beside = item.end >= quantity.end and re.fullmatch(
            r"[“ ]?", case.reading.text[quantity.end : max(item.start, quantity.end)]
        )
        if around or (beside and item.kind == "Product" and quantity.unit not in _COUNTING):
            return ref_of(item), item.start
    return None


def _attributed(case: Case) -> tuple[Ref, int] | None:
    """What stands after its own figure: 总投资15亿元的某项目, 总规模50亿元的某基金."""
    quantity = case.quantity
    if quantity.unit.lstrip("百千万亿") in _COUNTING:
        return None
    for item in case.context.after(quantity.end - case.context.start, *MADE)[:1]:
        if re.fullmatch(r"[的“/]*(?:[\d.]+[\u4e00-\u9fa5]{1,4})?的?“?", case.reading.text[quantity.end : item.start]):
            return ref_of(item), item.start
    further = _AND_PUT.match(case.reading.text, quantity.end) if case.left.endswith(("占地", "占地面积")) else None
    at = further.end() if further else quantity.end
    put = further or _PUT.search(case.left)
    called = _CALLED.match(case.reading.text, at, case.context.clause.end) if put else None
    if called and not _PLAIN_WORKS.search(called["name"]) and not generic(called["name"]):
        return Ref(kind="Project", name=called["name"]), called.start("name")
    found = _WORKS.match(case.reading.text[at : case.context.clause.end])
    if found and not _PLAIN_WORKS.fullmatch(found["name"]):
        end = found["name"][-2:]
        kind = "FinancialProduct" if end == "基金" else "Project" if end in {"项目", "工程"} else "Platform"
        return Ref(kind=kind, name=found["name"]), at + found.start("name")
    return None


# 占地60亩、总投资5亿元的某项目: both are the project's.
_AND_PUT = re.compile(r"、(?:计划)?总?投资[\d.]+[万亿]+元")
_PUT = re.compile(r"投资(?:额|约|超|近)?$")
# 总投资15亿元的甲二期、总投资8亿元的乙等项目: what stands after the money is a project, whatever its last word.
_CALLED = re.compile(
    r"(?:以上)?的(?P<name>[\u4e00-\u9fa5A-Za-z][\u4e00-\u9fa5A-Za-z0-9·（）.]{2,24}?)(?=、总投资|、投资|、计划总?投资|等[^，。；]{0,8}项目|等项目)"
)
_WORKS = re.compile(
    r"(?:/[\d.]+(?:兆瓦时|兆瓦|万?千瓦时|万?千瓦|万?吨|亩))?的?(?P<name>(?!建设|实施|用于|支持|投资|购|专项|以上|以下|左右)[^，。；、的“”（）\d等]{2,24}?(?:项目|工程|基金|基地|产业园|总部))(?!库|投资|数|用地|负责|资金)"
)
_PLAIN_WORKS = re.compile(
    r"(?:重大|重点|工业|产业|优质|技改|技术改造|制造业|招商|先进|省|市|级|类|在建|新建|签约|引进|投资|内外资|大型|龙头|生产|产业化|总)*(?:项目|工程|基金|基地|产业园|总部|业园)"
)


def _counted_for_city(case: Case) -> tuple[Ref, int] | None:
    """甲、乙等9个产业集群 counts them for the city; so does 两市企业."""
    listed = re.search(r"等\s*$", case.left) and case.context.lists
    owner = case.context.subject or case.context.agent
    owned = case.context.carried and owner is not None and owner.kind in {"Firm", "Platform", "Cluster", "Project"}
    both = re.match(r"(?:两市|双方|两地)", case.context.text.lstrip())
    counted = case.quantity.unit.lstrip("百千万亿") in _COUNTING and any(
        found.head_start == case.quantity.start and len(found.items) > 1 and not found.etc
        for found in case.context.lists
    )
    named = any(item.end == case.quantity.start for item in case.context.of("Industry"))
    counted = counted or bool(
        named and re.match(r"(?:大类)?(?:行业|产业)", case.reading.text[case.quantity.end : case.context.clause.end])
    )
    if (listed or counted) and not owned and case.reading.cluster and _OF_CLUSTER.match(_sentence(case)):
        return case.reading.cluster, case.context.start
    if not ((listed or counted) and not owned) and not both:
        return None
    return meant(case) or case.city


_OF_CLUSTER = re.compile(r"(?:目前|当前|截至[^，]{2,10})?，?(?:该)?集群(?:内|已|现|共|拥有|有|集聚)")


def _sentence(case: Case) -> str:
    """The words of the sentence up to the end of the clause."""
    first = case.context
    while first.previous is not None:
        first = first.previous
    return case.reading.text[first.start : case.context.clause.end]


def _follows(case: Case) -> tuple[Ref, int] | None:
    """Growth, shares and ranks that add to the figure before them."""
    previous = case.previous
    if previous is None:
        return None
    left = case.left.strip("，、 ：")
    if case.quantity.kind == "rank":
        own = case.context.subject is not None and not case.context.carried
        subject = case.context.subject
        if previous.part != case.context.clause.part and subject and subject.kind in {"Firm", "Platform", "Cluster"}:
            return ref_of(subject), subject.start
        opens = own and case.context.subject is not None and left.startswith(case.context.subject.surface)
        return None if opens or (own and len(left) > 8) else (previous.subject, previous.start)
    return (previous.subject, previous.start) if _ADDS.match(left) else None


def _whole_place(case: Case) -> tuple[Ref, int] | None:
    """全市, 我镇: the place itself, or the industry right after the words."""
    context = case.context
    for item in context.of("Product")[:1]:
        if context.text[: item.start - context.start].endswith("企业生产"):
            return ref_of(item), item.start
    if _MACRO.match(context.text.strip()):
        return case.city
    by = re.match(r"\s*通过“?", context.text)
    for item in context.of("Program", "Technology")[:1] if by else ():
        if by and item.start - context.start == by.end():
            return ref_of(item), item.start
    words = _WHOLE.search(context.text[: case.offset])
    if not words or re.search(r"(?:[占居列]|(?<!合计)(?:拉动|带动)|高于|低于|快于)$", context.text[: words.start()]):
        return None
    named = [item for item in context.of("Industry", "Cluster") if 0 <= item.start - context.start - words.end() <= 1]
    if named and not re.match(r"(?:领域)?(?:企业|项目)", context.text[named[0].end - context.start :]):
        return ref_of(named[0]), named[0].start
    goods = re.match(r"[\u4e00-\u9fa5]{2,8}?(?=产品(?:出口|远销|销往))", context.text[words.end() :])
    sold = case.reading.industry(goods.group()) if goods else None
    if sold:
        return sold, context.start + words.end()
    return _industry_near(context, case.offset) or _place(case.reading, words["level"], context.start + words.start())


def _place(reading: Reading, level: str, at: int) -> tuple[Ref, int] | None:
    """The place that 全市 or 全镇 means."""
    if reading.city is not None and reading.city.kind == "Town" and level in "市" and reading.head.city:
        return Ref(kind="Region", name=reading.head.city), at
    return (reading.city, at) if reading.city else None


def _measured(case: Case) -> tuple[Ref, int] | None:
    """What the figure measures stands after it: 10届展会, 2万亩产业园."""
    if case.quantity.unit in _OBJECT_FIRST:
        named = case.context.after(case.offset, "Event", "Platform")
        if named and named[0].start - case.quantity.end <= 6:
            return ref_of(named[0]), named[0].start
    return None


def _near(case: Case) -> tuple[Ref, int] | None:
    """What stands right before the metric: 某公司投资8亿元, 某产品寿命突破3万小时."""
    context, previous, text = case.context, case.previous, case.reading.text
    if previous and previous.subject.kind == "Project" and text.startswith(previous.subject.name, previous.start):
        # 40万吨/年某项目总投资62亿元: the project that the figure before found.
        gap = text[previous.start + len(previous.subject.name) : case.quantity.start]
        if _METRIC_GAP.match(gap):
            return previous.subject, previous.start
    for item in reversed(context.before(case.offset, *_OWNERS)):
        gap = context.text[item.end - context.start : case.offset].lstrip("”")
        lead = context.text[: item.start - context.start]
        if CUT.search(item.name):
            break
        if (
            item.kind == "Product"
            and lead.strip() in {"", "其中"}
            and not gap.strip("约达近超为共")
            and AMOUNT.search(case.quantity.unit)
        ):
            return ref_of(item), item.start
        share = item.kind == "Product" and re.search(r"(?<!^)占(?:全|国|比)", gap)
        if (
            _METRIC_GAP.match(gap)
            and not share
            and not re.search(r"[在向对为与、和]$", lead)
            and not _in_row(context, item)
        ):
            maker = context.before(item.start - context.start, "Firm")[-1:]
            sells = item.kind == "Product" and re.match(r"(?:产品)?(?:出口|销|营收|产值)", gap)
            sold = item.kind == "Product" and re.match(r"(?:全球|国内外?|全国)?市场(?:占有率|份额)", gap)
            if sold and maker and maker[0].end == item.start:
                # 某公司某产品市场占有率: the firm's share of that market.
                return ref_of(maker[0]), maker[0].start
            if sells and maker and lead.endswith("的") and maker[0].end == item.start - 1:
                return ref_of(maker[0]), maker[0].start
            return ref_of(item), item.start
        break
    return None


AMOUNT = re.compile(r"(?:台|辆|片|块|部|套|吨|千克|公斤|千瓦|千瓦时|只|件|颗|艘|架|千升|升|立方米|支|米|平方米)$")
"""Units in which goods are counted or measured."""


def _in_row(context: Context, item: Mention) -> bool:
    """Tell whether a name is one of a list; in 甲产量增长5%、乙产量增长6% each has its own figure."""
    row = context.listed(item)
    return row is not None and not all(re.search(r"\d", each.text) for each in row.items)


def _own(case: Case) -> tuple[Ref, int] | None:
    """The subject of the clause, or the industry right before the metric."""
    context = case.context
    near = _industry_near(context, case.offset)
    if context.several and case.city and not near:
        return _industry_topic(context) or case.city
    subject = context.subject
    if subject and subject.name == "中国" and case.quantity.kind == "rank" and subject.surface == "中国":
        # 中国工业百强区排名第38位: the list is the country's, the place in it is not.
        return case.city
    if subject and CUT.search(subject.name):
        return near
    if subject and not context.carried and subject.kind in MEASURED and subject.end <= case.quantity.start:
        if subject.kind in {"Segment", "Industry", "Technology"} and not _heads(context, subject):
            return near
        topic = _industry_topic(context) if subject.kind == "Product" else None
        return topic or near or (ref_of(subject), subject.start)
    return near


def _heads(context: Context, subject: Mention) -> bool:
    """Tell whether a name is a word of its own there, not the beginning of a longer noun such as 储能电池产能."""
    rest = context.text[subject.end - context.start :]
    return bool(
        _METRIC_GAP.match(re.split(r"[\d，]", rest)[0])
        or re.match(r"[^\d，]{0,4}(?:企业|集聚|现有|已|拥有|形成|、|$)", rest)
    )


def _industry_topic(context: Context) -> tuple[Ref, int] | None:
    """The industry of the section, for figures of its products."""
    if context.topic is not None and context.topic.kind == "Industry":
        return context.topic, context.start
    return None


def _industry_near(context: Context, offset: int) -> tuple[Ref, int] | None:
    """An industry right before the metric: 超高清视频产业规模突破400亿元."""
    for item in reversed(context.before(offset, "Industry", "Cluster")):
        gap = context.text[item.end - context.start : offset]
        if (
            len(gap) <= 14
            and _INDUSTRY_GAP.match(gap)
            and gap != "领域"
            and (not re.search(r"[、的]", gap) or re.match(r"相关(?:企业|机构|单位)", gap))
            and not re.match(r"(?:产品|企业(?!实现)|项目|领域|中心|机构|设施|平台|园|基地|人才)", gap)
        ):
            return ref_of(item), item.start
    return None

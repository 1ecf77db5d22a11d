"""Whose figure it is.

The subject is looked for where this genre puts it: in the name that holds the
number, before the number in its clause, in the clauses before, in the heading
of the section; else it is the place whose office speaks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.evidence import Ref
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.quantities import Quantity
from loaders.letters.extraction.reading import Context, Reading

_MEASURED = ("Firm", "Platform", "Cluster", "Event", "Project", "Policy", "Industry", "Segment", "Product", "Town")


_COUNTING = frozenset("家个项条批名人次户款种类")


# What opens a clause on the whole place: nothing is carried over into it.
_MACRO = re.compile(
    r"(?:全年|年末|其中|初步核算)?[，]?(?:全市|全县|全区)?(?:实现)?(?:规模以上工业(?:企业|增加值)|地区生产总值|人均|居民|城镇|农村居民|常住人口|第[一二三]产业|一般公共预算|固定资产|社会消费品|"
    r"货物进出口|进出口|单位工业|单位地区|三次产业|户籍|城乡|粮食|税收|高新技术产业产值|外贸|实际使用外资|每千名)"
)


_ADDS = re.compile(
    r"(?:[比较](?:上年|去年|上年同期|上年末)|同比|分别|平均|可比)*"
    r"(?:增长|下降|提高|提升|上升|降低|减少|增加|净增|占.{1,14}比[重例]为?)"
)


_OBJECT_FIRST = frozenset(("届", "亩", "万亩"))


@dataclass(frozen=True, slots=True)
class Found:
    """The figure before: its subject, where that is said, its metric, the part of the sentence."""

    subject: Ref
    start: int
    metric: str
    part: int


@dataclass(frozen=True, slots=True)
class _Case:
    """What a finder of the subject sees: the clause, the quantity, the figure before it, the words before it."""

    reading: Reading
    context: Context
    quantity: Quantity
    previous: Found | None
    left: str

    @property
    def offset(self) -> int:
        """Where the quantity begins in its clause."""
        return self.quantity.start - self.context.start

    @property
    def city(self) -> tuple[Ref, int] | None:
        """The place whose office speaks."""
        return (self.reading.city, self.context.start) if self.reading.city else None


def subject_of(
    reading: Reading, context: Context, quantity: Quantity, previous: Found | None, left: str
) -> tuple[Ref, int] | None:
    """Return whose figure it is, and where that is said: the first finder that knows."""
    case = _Case(reading, context, quantity, previous, left)
    for finder in (
        _bracketed,
        _holder,
        _catalogue,
        _counted_for_city,
        _follows,
        _whole_place,
        _measured,
        _own,
        _carries,
    ):
        found = finder(case)
        if found:
            return found
    return _default(reading, context, quantity)


def _bracketed(case: _Case) -> tuple[Ref, int] | None:
    if case.left.endswith(("（", "(")):
        named = case.context.before(case.offset, *_MEASURED)
        if named and case.quantity.start - named[-1].end <= 1:
            return _ref(named[-1]), named[-1].start
    return None


def _holder(case: _Case) -> tuple[Ref, int] | None:
    """A thing whose name holds the figure: 100L液氮罐."""
    quantity = case.quantity
    for item in case.context.of("Product", "Platform", "Project"):
        around = item.start <= quantity.start and quantity.end <= item.end
        beside = item.end >= quantity.end and item.start <= quantity.end + 1
        if around or (beside and item.kind == "Product" and quantity.unit not in _COUNTING):
            return _ref(item), item.start
    return None


def _catalogue(case: _Case) -> tuple[Ref, int] | None:
    for item in case.context.of("Program"):
        beside = item.name.endswith(("清单", "名单", "榜单")) and -1 <= item.start - case.quantity.end <= 1
        if beside or (item.end <= case.quantity.start and item.name.endswith("清单")):
            return _ref(item), item.start
    return None


def _counted_for_city(case: _Case) -> tuple[Ref, int] | None:
    """甲、乙等9个产业集群 counts them for the city; so does 两市企业."""
    listed = re.search(r"等\s*$", case.left) and case.context.lists
    return case.city if listed or re.match(r"(?:两市|双方|两地)", case.context.text.lstrip()) else None


def _follows(case: _Case) -> tuple[Ref, int] | None:
    """Growth, shares and ranks that add to the figure before them."""
    previous = case.previous
    if previous is None:
        return None
    left = case.left.strip("，、 ：")
    rank = case.quantity.kind == "rank" and (case.context.carried or len(left.strip("排名居位列")) < 2)
    return (previous.subject, previous.start) if rank or _ADDS.fullmatch(left) else None


def _whole_place(case: _Case) -> tuple[Ref, int] | None:
    return case.city if _MACRO.match(case.context.text.strip()) else None


def _measured(case: _Case) -> tuple[Ref, int] | None:
    """What the figure measures stands after it: 10届展会, 2万亩产业园."""
    if case.quantity.unit in _OBJECT_FIRST:
        named = case.context.after(case.offset, "Event", "Platform")
        if named and named[0].start - case.quantity.end <= 6:
            return _ref(named[0]), named[0].start
    return None


def _own(case: _Case) -> tuple[Ref, int] | None:
    """The subject of the clause, or the industry right before the metric."""
    context = case.context
    near = _industry_near(context, case.offset)
    if context.several and case.city and not near:
        return _industry_topic(context) or case.city
    subject = context.subject
    if subject and not context.carried and subject.kind in _MEASURED and subject.end <= case.quantity.start:
        topic = _industry_topic(context) if subject.kind == "Product" else None
        return topic or near or (_ref(subject), subject.start)
    return near


def _carries(case: _Case) -> tuple[Ref, int] | None:
    """What the clauses before were about, unless this one says 全市 or 我市."""
    context, previous = case.context, case.previous
    if re.search(r"全[市省国县区]|我[市县]", context.text[: case.offset]):
        return None
    carried = _carried(context)
    if carried:
        return carried
    if previous and previous.subject.kind != "Region" and context.carried and previous.part == context.clause.part:
        return previous.subject, previous.start
    return None


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
            and not re.search(r"[、的]", gap)
            and not re.match(r"(?:产品|企业(?!实现)|项目|领域|中心|机构|设施|平台|园|基地|人才)", gap)
        ):
            return _ref(item), item.start
    return None


def _carried(context: Context) -> tuple[Ref, int] | None:
    """The subject carried over, or what the clause before was about."""
    before = context.previous
    own_deed = re.match(
        r"(?:建成|建立|设立|新增|印发|举办|认定|培育|组织|开展|引进|实施|成立|全市|我市)", context.text.lstrip()
    )
    while before is not None and not own_deed and before.clause.part == context.clause.part:
        named = [item for item in before.mentions if item.kind in {"Event", "Platform", "Policy", "Project"}]
        # 服务中心90家 counts a class of places: no one of them is carried on.
        named = [item for item in named if not re.match(r"\s*\d", before.text[item.end - before.start :])]
        if len(named) == 1 and (
            context.subject is None or (named[0].kind == "Platform" and context.subject.kind == "Town")
        ):
            return _ref(named[-1]), named[-1].start
        if (
            named
            or before.of("Firm", "Cluster")
            or not re.match(r"(?:明确|提出|推出|从|共|并|制定|聚焦|产业|全面)", context.text)
        ):
            break
        before = before.previous
    if context.subject and context.subject.kind in _MEASURED and context.subject.kind not in {"Town", "Product"}:
        return _ref(context.subject), context.subject.start
    return None


def _default(reading: Reading, context: Context, quantity: Quantity) -> tuple[Ref, int] | None:
    own = re.search(r"我[市县区]", context.text)
    if context.topic and context.topic.kind in {"Industry", "Segment"} and not own:
        return context.topic, context.start
    if reading.city:
        return reading.city, context.start
    return (reading.letter, context.start) if reading.letter else None


def _ref(mention: Mention) -> Ref:
    return Ref(kind=mention.kind, name=mention.name)

"""Figures: whose, which metric, how much, when, how far counted.

The subject is looked for where this genre puts it: before the number in its
clause, in the clause before, in the heading of the section, and else it is
the place whose office speaks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from graph.evidence import FIGURE, Figure, Ref, Statement, Status
from loaders.letters.metrics import metric_of
from loaders.letters.numerals import normalise, parse_number
from loaders.letters.quantities import Quantity
from loaders.letters.reading import Context, Reading
from loaders.letters.status import period_of, status_of

CONFIDENCE = 0.8
"""Fixed for figures: on annotated letters four of five had the right subject."""
_SCOPE = re.compile(r"规模以上|规上|限额以上|限上|亿元以上企业|市级以上|省级以上|国内(?=市场)|全社会")
_MEASURED = ("Firm", "Platform", "Cluster", "Event", "Project", "Policy", "Industry", "Segment", "Product", "Town")
_COUNTING = frozenset("家个项条批名人次户款种类")
# What opens a clause on the whole place: nothing is carried over into it.
_MACRO = re.compile(
    r"(?:全年|年末|其中|初步核算)?[，]?(?:全市|全县|全区)?(?:实现)?(?:规模以上工业(?:企业|增加值)|地区生产总值|人均|居民|城镇|农村居民|常住人口|第[一二三]产业|一般公共预算|固定资产|社会消费品|"
    r"货物进出口|进出口|单位工业|单位地区|三次产业|户籍|城乡|粮食|税收|高新技术产业产值|外贸|实际使用外资|每千名)"
)
_OBJECT_FIRST = frozenset(("届", "亩", "万亩"))


@dataclass(frozen=True, slots=True)
class _Found:
    subject: Ref
    start: int
    metric: str
    part: int


def figures(reading: Reading, found: tuple[Quantity, ...], extractor: str) -> Iterator[Statement]:
    """Yield a statement for every quantity whose subject can be told."""
    at = [quantity.start for quantity in found]
    previous: _Found | None = None
    sentence = -1
    for context in reading.contexts:
        if context.clause.sentence != sentence:
            sentence, previous = context.clause.sentence, None
        own = found[bisect_left(at, context.clause.start) : bisect_left(at, context.clause.end)]
        for index, quantity in enumerate(own):
            if quantity.end > context.clause.end:
                continue
            edge = own[index - 1].end if index else context.clause.start
            ahead = own[index + 1].start if index + 1 < len(own) else context.clause.end
            left, right = reading.text[edge : quantity.start], reading.text[quantity.end : ahead]
            subject = _subject(reading, context, quantity, previous, left)
            if subject is None:
                continue
            metric = _metric(context, quantity, left, right, previous, subject)
            this = _Found(subject[0], subject[1], metric, context.clause.part)
            yield from _statements(reading, context, quantity, this, extractor)
            if quantity.kind != "rank":
                previous = this


def _metric(
    context: Context, quantity: Quantity, left: str, right: str, previous: _Found | None, subject: tuple[Ref, int]
) -> str:
    if left.endswith(("（", "(")) or re.match(r"^[（(]", left):
        return "规模"
    # The subject's own name says nothing of the metric.
    name = next((m.surface for m in context.mentions if m.start == subject[1] and m.name == subject[0].name), "")
    trimmed = left.replace(name, "", 1) if name and left.lstrip().startswith(name) else left
    return metric_of(quantity, trimmed, right, previous.metric if previous else "") or "数量"


def _subject(
    reading: Reading, context: Context, quantity: Quantity, previous: _Found | None, left: str
) -> tuple[Ref, int] | None:
    """Return whose figure it is, and where that is said."""
    offset = quantity.start - context.start
    if left.endswith(("（", "(")):
        named = context.before(offset, *_MEASURED)
        if named and quantity.start - named[-1].end <= 1:
            return _ref(named[-1]), named[-1].start
    holder = next((m for m in context.mentions if m.start <= quantity.start and quantity.end <= m.end), None)
    if holder and holder.kind in {"Product", "Platform", "Project"}:
        # 3000L/h氮液化器: the figure is part of the thing's name.
        return _ref(holder), holder.start
    whole = next(
        (m for m in context.after(0, "Product") if m.end >= quantity.end and m.start <= quantity.end + 1), None
    )
    if whole and quantity.unit not in _COUNTING:
        return _ref(whole), whole.start
    catalogue = next(
        (
            m
            for m in context.of("Program")
            if (m.name.endswith(("清单", "名单", "榜单")) and -1 <= m.start - quantity.end <= 1)
            or (m.end <= quantity.start and m.name.endswith("清单"))
        ),
        None,
    )
    if catalogue:
        return _ref(catalogue), catalogue.start
    if re.match(r"(?:两市|双方|两地)", context.text.lstrip()) and reading.city:
        return reading.city, context.start
    if re.search(r"等\s*$", left) and context.lists:
        # 甲、乙等9个产业集群 counts them for the city.
        return (reading.city, context.start) if reading.city else None
    if previous and re.fullmatch(
        r"(?:[比较](?:上年|去年|上年同期|上年末)|同比|分别|平均|可比)*(?:增长|下降|提高|提升|上升|降低|减少|增加|净增|占.{1,14}比[重例]为?)",
        left.strip("，、 ："),
    ):
        return previous.subject, previous.start
    if _MACRO.match(context.text.strip()) and reading.city:
        return reading.city, context.start
    if quantity.unit in _OBJECT_FIRST:
        named = context.after(offset, "Event", "Platform")
        if named and named[0].start - quantity.end <= 6:
            return _ref(named[0]), named[0].start
    if quantity.kind == "rank" and previous and (context.carried or len(left.strip("、，排名居位列 ")) < 2):
        return previous.subject, previous.start
    if context.several and reading.city and not _industry_near(context, offset):
        return _industry_topic(context) or (reading.city, context.start)
    if (
        context.subject
        and not context.carried
        and context.subject.kind in _MEASURED
        and context.subject.end <= quantity.start
    ):
        topic = _industry_topic(context) if context.subject.kind == "Product" else None
        return topic or _industry_near(context, offset) or (_ref(context.subject), context.subject.start)
    near = _industry_near(context, offset)
    if near:
        return near
    if not re.search(r"全[市省国县区]|我[市县]", context.text[:offset]):
        carried = _carried(context)
        if carried:
            return carried
        if previous and previous.subject.kind != "Region" and context.carried and previous.part == context.clause.part:
            return previous.subject, previous.start
    return _default(reading, context, quantity)


def _industry_topic(context: Context) -> tuple[Ref, int] | None:
    """The industry of the section, for figures of its products."""
    if context.topic is not None and context.topic.kind == "Industry":
        return context.topic, context.start
    return None


def _industry_near(context: Context, offset: int) -> tuple[Ref, int] | None:
    """An industry right before the metric: 超高清视频产业规模突破400亿元."""
    for item in reversed(context.before(offset, "Industry", "Cluster")):
        gap = context.text[item.end - context.start : offset]
        if len(gap) <= 14 and not re.search(r"[、的]", gap) and not re.match(r"(?:产品|企业(?!实现)|项目|领域)", gap):
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


def _ref(mention: object) -> Ref:
    return Ref(kind=getattr(mention, "kind"), name=getattr(mention, "name"))  # noqa: B009


def _statements(
    reading: Reading, context: Context, quantity: Quantity, found: _Found, extractor: str
) -> Iterator[Statement]:
    values = [(quantity.value, quantity.qualifier, "（改造前）" if quantity.second else "")]
    if quantity.second:
        values.append((quantity.second, quantity.second_qualifier, "（改造后）"))
    if (
        quantity.kind == "ratio"
        and not quantity.second
        and re.search(r"改造后|提升后|建成后", reading.text[max(0, quantity.start - 60) : quantity.start])
    ):
        values = [(quantity.value, quantity.qualifier, "（改造后）")]
    start = (
        found.start
        if context.clause.start - 90 <= found.start < quantity.start
        and "\n" not in reading.text[found.start : quantity.end]
        else context.clause.start
    )
    end = _quote_end(reading.text, context, quantity)
    words = reading.text[start : quantity.end]
    for value, qualifier, suffix in values:
        yield Statement(
            document=reading.document,
            start=start,
            end=end,
            quote=reading.text[start:end],
            section=context.path,
            subject=found.subject,
            predicate=FIGURE,
            figure=_figure(quantity, value, found.metric + suffix, words),
            status=_status(reading.text, context, quantity),
            period=_period(reading.text, context, quantity),
            qualifier=qualifier,
            extractor=extractor,
            confidence=CONFIDENCE,
        )


def _quote_end(text: str, context: Context, quantity: Quantity) -> int:
    tail = re.match(r"[^，。；、（）\d]{0,24}", text[quantity.end : context.clause.end])
    return quantity.end + (tail.end() if tail else 0)


def _figure(quantity: Quantity, value: str, metric: str, words: str) -> Figure:
    low, _, high = value.partition("-")
    number = parse_number(low)
    normal, base = normalise(number, quantity.unit)
    scope = _SCOPE.findall(words)
    return Figure(
        metric=metric[:40],
        value=value,
        unit=quantity.unit,
        number=number,
        number_high=parse_number(high) if high else None,
        normal=normal,
        normal_unit=base,
        scope=scope[-1] if scope else quantity.scope,
    )


def _status(reading_text: str, context: Context, quantity: Quantity) -> Status:
    if "预计" in quantity.qualifier or "力争" in quantity.qualifier:
        return Status.FORECAST
    begin = max(context.clause.start - 80, 0)
    lead = re.split(r"[。；\n]", context.text[: quantity.start - context.start])[-1]
    sentence = re.split(r"[。\n]", reading_text[begin : quantity.start])[-1] or lead
    if re.search(r"到20[2-5]\d年|力争|目标", sentence) and "截至" not in sentence:
        return Status.FORECAST
    return status_of(context.text)


def _period(text: str, context: Context, quantity: Quantity) -> str:
    """The nearest time before the number in its sentence; 累计 counts from the beginning, so nothing carries over."""
    own = period_of(text[context.clause.start : quantity.start])
    if own or "累计" in text[context.clause.start : quantity.start]:
        return own
    begin = (
        max(
            text.rfind("。", 0, quantity.start),
            text.rfind("\n", 0, quantity.start),
            text.rfind("；", 0, quantity.start),
        )
        + 1
    )
    return period_of(text[max(begin, quantity.start - 160) : quantity.start])

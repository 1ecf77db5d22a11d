"""Figures that a clause hands out in turn: ``甲、乙分别增长5%、6%`` says one thing of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.letters.extraction.quantities import Quantity
from loaders.letters.extraction.reading import Context

_BETWEEN = re.compile(r"\s*[、和与及]\s*")
_SPLITS = tuple(
    re.compile(pattern)
    for pattern in (
        r"、",
        r"、|(?<=[\u4e00-\u9fa5A-Za-z”）])(?:和|与|以及)(?=[\u4e00-\u9fa5A-Za-z“])",
        r"、|(?<=[\u4e00-\u9fa5A-Za-z”）])(?:和|与|及|以及)(?=[\u4e00-\u9fa5A-Za-z“])",
    )
)
"""From the surest joint to the least: 及 stands inside names too (新材料及医药制造)."""
# 全年, 其中 and their like open a clause and belong to no name.
_OPENS = re.compile(
    r"^(?:其中|目前|全年|今年|去年|同期|全[市省县区国]|我[市省县区]|20\d\d\s*年|\d{1,2}\s*[-—至]\s*\d{1,2}\s*月(?:份)?|上半年|下半年|前?[一二三四]季度|实现|完成|，|\s)+"
)
_VERB = re.compile(
    r"(?:分别|依次|均|各|同比|比上年|较上年|已|约|超|近|达到?|为|是|有|占[^，、]{1,16}?(?:比[重例])?|实现|完成|拉动[^，、]{0,8}|(?:增长|下降|提高|提升|增加|减少|上升|回落|突破|超过|增|降|高于|低于)(?:了|约|近|超)?)*$"
)
_IN_TURN = re.compile(
    r"\s*(?:20\d\d\s*年|全年|上半年)?(?:产值|增加值|营收|营业收入|产量|规模|销售额|增速|增幅)?(?:分别|依次)"
)
METRIC_NOUN = re.compile(
    r"(?:产值|增加值|营收|收入|利润|利税|投资|产量|产能|销量|销售额|出口额?|进出口|税收|规模|占比|比重|增速|总额|贡献率|占有率|率|数量|指数|GDP)$"
)
"""The word that ends the name of a metric."""


@dataclass(frozen=True, slots=True)
class Member:
    """What one quantity of a series belongs to: the name (half-open span in the text) and the words of its metric."""

    start: int
    end: int
    words: str
    shared: str = ""
    """The metric that the last name of the series says for all: 产值 of 甲、乙产值分别增长."""
    industry: bool = False
    """Whether a name of the series is known as an industry: then all are."""


def mended(found: Sequence[Quantity], text: str) -> tuple[Quantity, ...]:
    """Return quantities with the unit that a list says once: 提高1个和2.8个百分点 are both percentage points."""
    result = list(found)
    for index in range(len(result) - 2, -1, -1):
        this, after = result[index], result[index + 1]
        joined = _BETWEEN.fullmatch(text[this.end : after.start])
        if joined and after.unit == "个百分点" and this.unit == "个":
            result[index] = replace(this, unit="个百分点")
    return tuple(result)


def runs(own: Sequence[Quantity], text: str) -> list[tuple[int, int]]:
    """Return the half-open index spans of quantities that follow one another with nothing but 、 or 和 between."""
    spans, begin = [], 0
    for index in range(1, len(own) + 1):
        joined = index < len(own) and own[index].kind == own[index - 1].kind
        if joined and _BETWEEN.fullmatch(text[own[index - 1].end : own[index].start]):
            continue
        if index - begin >= 2:
            spans.append((begin, index))
        begin = index
    return spans


def series(context: Context, own: Sequence[Quantity], text: str) -> dict[int, Member]:
    """Return, for the quantities of a clause that are handed out in turn, what each belongs to.

    A run of n quantities is handed out where n names stand before it in its
    clause, or, with 分别 at the head of the clause, in the one before.
    """
    found: dict[int, Member] = {}
    for first, last in runs(own, text):
        left = own[first - 1].end if first else context.clause.start
        stretch = _masked(context, text[left : own[first].start], left)
        names = _names(stretch, left, last - first) or _counted(context, own, first, last - first, text)
        if not names and _IN_TURN.match(stretch) and context.previous is not None and not first:
            before = context.previous
            verb = re.sub(r"^20\d\d\s*年|^全年", "", stretch.strip())
            names = _names(_head(_masked(context, before.text, before.start)), before.start, last - first)
            names = [(start, end, verb) for start, end, _ in names]
        if all(
            re.fullmatch(r"(?:分别)?(?:高于|低于|快于)?(?:全[国省市区]|[国省市])", text[start:end])
            for start, end, _ in names
        ):
            # 高于全省、全国0.2个、3.1个百分点 compares with them.
            names = []
        shared = METRIC_NOUN.search(text[names[-1][0] : names[-1][1]]) if names else None
        known = [
            item
            for item in (*context.mentions, *(context.previous.mentions if context.previous else ()))
            if item.kind == "Industry" and any(item.start == start for start, _, _ in names)
        ]
        for place, (start, end, verb) in enumerate(names):
            found[first + place] = Member(start, end, verb, shared.group() if shared else "", bool(known))
    return found


_SORT = re.compile(r"(?:大类|重点|主要|支柱)?(?:行业|产业|领域|板块|产品)(?P<metric>[^，、；\d]{0,24})$")


def _counted(
    context: Context, own: Sequence[Quantity], first: int, count: int, text: str
) -> list[tuple[int, int, str]]:
    """The names of ``甲、乙、丙等3个行业产值分别增长5%、6%、7%``, with the metric after the count."""
    if (
        not first
        or own[first - 1].kind != "count"
        or own[first - 1].value not in {str(count), *_HAN_COUNT.get(count, "")}
    ):
        return []
    sort = _SORT.match(text[own[first - 1].end : own[first].start])
    begin = own[first - 2].end if first >= 2 else context.clause.start
    alone = _alone_before(context) if first == 1 else []
    if sort and alone and len(alone) == count - 1:
        named = [item for item in context.mentions if item.end == own[0].start and item.kind == "Industry"]
        return [(start, end, sort["metric"]) for start, end in [*alone, *((m.start, m.end) for m in named)]]
    head = re.sub(r"等\s*$", "", _masked(context, text[begin : own[first - 1].start], begin))
    names = _names(head, begin, count) if sort else []
    return [(start, end, sort["metric"]) for start, end, _ in names] if sort else []


def _alone_before(context: Context) -> list[tuple[int, int]]:
    """The names that fill the clauses before: 甲、乙业，丙业，丁业3个行业 parts names that have 、 inside by commas."""
    found: list[tuple[int, int]] = []
    before = context.previous
    while before is not None and before.clause.part == context.clause.part:
        whole = [m for m in before.of("Industry") if before.clause.end - m.end <= 1]
        lead = before.text[: whole[0].start - before.start].strip() if whole else "-"
        if lead in {"", "其中"} and whole:
            found.insert(0, (whole[0].start, whole[0].end))
        elif before.text.strip() != "其中":
            break
        before = before.previous
    return found


_HAN_COUNT = {2: "两二", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 9: "九"}


def _masked(context: Context, stretch: str, offset: int) -> str:
    """Blank out the marks inside names: 计算机、通信和其他电子设备制造业 is one name."""
    for item in context.mentions:
        begin, end = item.start - offset, item.end - offset
        if item.kind == "Industry" and begin >= 0 and end <= len(stretch):
            stretch = stretch[:begin] + re.sub("[、和及与]", "＿", stretch[begin:end]) + stretch[end:]
    return stretch


def _head(text: str) -> str:
    """The list that opens a clause: 甲和乙 of 甲和乙贡献突出."""
    cut = re.search(r"贡献|增势|保持|表现|支撑|增长|发展|成为|拉动|带动|较快|明显|提前|实现|稳步|持续|加快", text)
    return text[: cut.start()] if cut else text


def _names(stretch: str, offset: int, count: int) -> list[tuple[int, int, str]]:
    """Return (start, end, verb after the last name) of ``count`` names, else nothing."""
    opens = _OPENS.match(stretch)
    begin = opens.end() if opens else 0
    verb = _VERB.search(stretch, begin)
    stop = verb.start() if verb else len(stretch)
    said = stretch[stop:].strip("，")
    for joint in _SPLITS:
        spans, position = [], begin
        for match in (*joint.finditer(stretch, begin, stop), None):
            end = match.start() if match else stop
            spans.append((position, end))
            position = match.end() if match else end
        if len(spans) == count and all(end - start >= 2 for start, end in spans):
            return [(offset + start, offset + end, said) for start, end in spans]
    return []

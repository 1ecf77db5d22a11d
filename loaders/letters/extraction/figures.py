"""Figures: whose, which metric, how much, when, how far counted.

The subject is looked for where this genre puts it: before the number in its
clause, in the clause before, in the heading of the section, and else it is
the place whose office speaks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from graph.evidence import FIGURE, Figure, Ref, Statement, Status
from loaders.letters.extraction.figure_cases import HANDED, Found, Line, alike, ref_of
from loaders.letters.extraction.figure_series import METRIC_NOUN, Member, mended, runs, series
from loaders.letters.extraction.figure_subjects import AMOUNT, subject_of
from loaders.letters.extraction.metrics import is_counter, metric_of
from loaders.letters.extraction.numerals import normalise, parse_number
from loaders.letters.extraction.quantities import Quantity
from loaders.letters.extraction.reading import Context, Reading
from loaders.letters.extraction.status import period_of, status_of

CONFIDENCE = 0.8
"""Fixed for figures: on annotated letters nine of ten had the right subject."""
_COMPARED = re.compile(
    r"[高低快]于(?P<wholes>(?:全[国省市区]|[省国市])(?:平均(?:水平)?)?(?:[、和与](?:全[国省市区]|[省国市])(?:平均(?:水平)?)?)+)$"
)
_GREW = re.compile(r"(?:产量)?(?:同比)?(增长|下降)")
_SCOPE = re.compile(r"规模以上|规上|限额以上|限上|亿元以上企业|市级以上|省级以上|国内(?=市场)|全社会")


def figures(reading: Reading, found: tuple[Quantity, ...], extractor: str) -> Iterator[Statement]:
    """Yield a statement for every quantity whose subject can be told."""
    found = mended(found, reading.text)
    at = [quantity.start for quantity in found]
    line = Line()
    sentence = -1
    for context in reading.contexts:
        if context.clause.sentence != sentence:
            sentence, line = context.clause.sentence, Line()
        own = found[bisect_left(at, context.clause.start) : bisect_left(at, context.clause.end)]
        own = tuple(quantity for quantity in own if quantity.end <= context.clause.end)
        members = series(context, own, reading.text)
        spans = runs(own, reading.text)
        for index, quantity in enumerate(own):
            place = next((index - first for first, last in spans if first <= index < last), None)
            for this in _found(reading, context, own, index, line, members.get(index), place):
                yield from _statements(reading, context, quantity, this, extractor)
                line.add(this, place, rank=quantity.kind == "rank")


def _found(
    reading: Reading,
    context: Context,
    own: tuple[Quantity, ...],
    index: int,
    line: Line,
    member: Member | None,
    place: int | None,
) -> Iterator[Found]:
    """Yield whose figure a quantity is and of what; several where a list of names has it alike."""
    quantity = own[index]
    edge = own[index - 1].end if index else context.clause.start
    ahead = own[index + 1].start if index + 1 < len(own) else context.clause.end
    left, right = reading.text[edge : quantity.start], reading.text[quantity.end : ahead]
    if place is not None:
        # 甲、乙分别增长5%、6%: the words before the first are the words before each.
        first = own[index - place]
        edge = own[index - place - 1].end if index > place else context.clause.start
        left = reading.text[edge : first.start]
        right = "" if place + 1 < len(own) - (index - place) else right
    compared = _COMPARED.search(left) if place is not None else None
    if compared is not None and place is not None:
        # 分别高于全省、全国0.2个、3.1个百分点: each figure is compared with its own.
        wholes = re.split(r"[、和与]", compared["wholes"])
        left = left[: compared.start("wholes")] + wholes[min(place, len(wholes) - 1)]
    # 排名第38位，跃升11位: what a rank rose by adds to the rank.
    moved = quantity.unit == "位" and re.search(r"跃升|上升|提升|前移|前进|提高|进位|下降|下滑|后移", left)
    previous = line.rank if moved and line.rank is not None else line.at(place)
    if previous is not None and quantity.kind == "rank" and previous.part != context.clause.part:
        previous = None
    if member is not None:
        handed = _handed_out(reading, context, quantity, member, previous, left)
        if handed is not None:
            yield handed
        return
    anchor = quantity if not place else replace(quantity, start=own[index - place].start)
    subject = subject_of(reading, context, anchor, previous, left)
    if subject is None:
        return
    owners, words = alike(context, quantity)
    metric = metric_of(quantity, words, right, "") if owners else ""
    metric = metric or _metric(context, anchor, left, right, previous, subject)
    for owner in owners or (subject,):
        yield Found(owner[0], owner[1], metric, context.clause.part)


def _handed_out(
    reading: Reading, context: Context, quantity: Quantity, member: Member, previous: Found | None, left: str
) -> Found | None:
    """The figure of one name of a series; a name that is no thing is its metric."""
    text = reading.text
    named = [
        m for m in reading.mentions.within(member.start, member.end) if m.kind in HANDED and m.start == member.start
    ]
    if named and not re.fullmatch(rf"[^及和与]{{0,4}}(?:{METRIC_NOUN.pattern[:-1]})?", text[named[0].end : member.end]):
        named = []
    words = text[named[0].end if named else member.start : member.end]
    called = Ref(kind="Industry", name=METRIC_NOUN.sub("", words)) if member.industry and not named else None
    if called is not None and 2 <= len(called.name) <= 10:
        words = words[len(called.name) :]
    else:
        called = None
    if not METRIC_NOUN.search(words):
        words += member.shared
    metric = metric_of(quantity, words + member.words, "", "")
    subject = (ref_of(named[0]), named[0].start) if named else (called, member.start) if called else None
    subject = subject or subject_of(reading, context, quantity, None, left)
    found = subject or (previous.subject, previous.start) if previous else subject
    if found is None:
        if reading.city is None:
            return None
        found = reading.city, member.start
    return Found(found[0], found[1], metric or "数量", context.clause.part)


def _metric(
    context: Context, quantity: Quantity, left: str, right: str, previous: Found | None, subject: tuple[Ref, int]
) -> str:
    if left.endswith(("（", "(")):
        return _bracketed(context, quantity, left, subject)
    inside = next((m for m in context.mentions if m.start == subject[1] and m.kind == "Product"), None)
    if inside is not None and inside.start - 1 <= quantity.start and quantity.end <= inside.end + 1:
        # 100L液氮罐, 5座飞行器: a size that is part of the name.
        return quantity.unit if quantity.unit.endswith("级") else "座位数" if quantity.unit == "座" else "规格"
    if subject[0].kind == "Project" and subject[1] <= quantity.start and re.search(r"年产$", left):
        return "年产能"
    if subject[0].kind == "Project" and re.search(r"[吨套台件头只辆片]/年$", quantity.unit):
        return "年产能"
    goods = next((m for m in context.mentions if m.start == subject[1] and m.kind == "Product"), None)
    if goods is not None and (AMOUNT.search(quantity.unit) or quantity.unit in {"%", "％"}):
        between = context.text[goods.end - context.start : quantity.start - context.start]
        lead = context.text[: goods.start - context.start].strip()
        if (
            AMOUNT.search(quantity.unit)
            and 0 <= quantity.start - goods.end <= 2
            and not between.strip("约达近超为共")
            and lead in {"", "其中"}
        ):
            return "产量"
        grew = _GREW.fullmatch(between)
        if grew and (not lead or lead.endswith("生产")):
            # 生产某某同比增长5%: it is the output that grew.
            return f"产量{grew.group(1)}"
    # The subject's own name says nothing of the metric.
    name = next((m.surface for m in context.mentions if m.start == subject[1] and m.name == subject[0].name), "")
    trimmed = left.replace(name, "", 1) if name and left.lstrip().startswith(name) else left
    holder = next((m for m in context.mentions if m.start == subject[1] and m.name == subject[0].name), None)
    rest = context.text[holder.end - context.start : quantity.start - context.start] if holder else ""
    if holder and holder.start >= quantity.start - len(left) and len(rest.strip("约近超达到突破的，")) >= 2:
        trimmed = re.sub(r"^在[^，]{2,10}?(?=投资|增资|建设)", "", rest)
    if subject[1] > quantity.start:
        # Whose name stands after the number: who does it stands before, and is no part of the metric.
        doer = next(iter(reversed(context.before(quantity.start - context.start, "Firm", "Platform"))), None)
        rest = context.text[doer.end - context.start : quantity.start - context.start] if doer else ""
        trimmed = rest if 2 <= len(rest) <= 12 else trimmed
    return metric_of(quantity, trimmed, right, previous.metric if previous else "") or "数量"


def _bracketed(context: Context, quantity: Quantity, left: str, subject: tuple[Ref, int]) -> str:
    """The metric of ``某集群（2485亿元）`` is its size, of ``某某企业（8家）`` their number."""
    if not is_counter(quantity.unit):
        return "规模"
    noun = re.split(r"[、，和）]|20\d\d年度?|现将", left[:-1])[-1]
    if noun.endswith(subject[0].name[-2:]) or re.search(r"(?:镇|街道|区|县)$", noun):
        return "企业数" if quantity.unit in {"家", "户"} else "数量"
    return f"{noun[-16:]}数" if noun else "数量"


def _statements(
    reading: Reading, context: Context, quantity: Quantity, found: Found, extractor: str
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
    own = period_of(re.sub(r"《[^《》]*》", "", text[context.clause.start : quantity.start]))
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
    # The years of a title are when a plan holds, not when something was counted.
    return period_of(re.sub(r"《[^《》]*》", "", text[max(begin, quantity.start - 160) : quantity.start]))

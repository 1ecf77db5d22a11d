"""Which stated figures are an output that demand may be reckoned from, and what must be said of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from graph.evidence import Status
from graph.store import Value
from queries.demand.model import IoTable, Stated, Unused
from queries.gaps.model import DONE, Source
from queries.gaps.places import Places
from queries.gaps.rows import row_place

Row = Mapping[str, Value]
_SIZE = re.compile("(规模|产值|营业收入|销售收入|主营业务收入|营收)$")
_OTHER = re.compile(
    "目标|计划|规划|增加值|增速|增长|增量|新增|新引入|占|比重|人均|出口|内销|首年|投产|投资|融资|贷款|成交"
)
_ELSEWHERE = re.compile("^(全国|中国|全省)$|(?<![全本我])市$|省$|自治区$|特别行政区$")
"""A scope that names a region; 全市 in a paper of the city is the city."""
_SALES = re.compile("收入$|营收$")


def stated_outputs(
    rows: Iterable[Row], sources: Mapping[str, Source], places: Places
) -> tuple[tuple[Stated, ...], tuple[Unused, ...]]:
    """Sort the figures of clusters, industries and segments into outputs to reckon from and others.

    Args:
        rows: of the question ``stated-outputs``.
        sources: documents by key, for titles and the region they declare.
        places: what is here.

    Returns:
        Figures that are accepted, done and of here; and sizes that are not used, with the reason. Figures of other
        things than size (growth, exports, investment) are in neither. None is merged with another.
    """
    used, unused = [], []
    for row in rows:
        figure = _stated(row, sources)
        if figure is None or not _SIZE.search(figure.metric) or _OTHER.search(figure.metric):
            continue
        reason = _not_usable(figure, sources, places)
        if reason:
            unused.append(Unused(figure, reason))
        else:
            used.append(figure)
    return tuple(used), tuple(unused)


def _not_usable(figure: Stated, sources: Mapping[str, Source], places: Places) -> str:
    if figure.review != "accepted":
        return "还没有采信"
    if figure.status not in DONE:
        return f"是{Status(figure.status).zh}，不是已有的产出"
    source = sources.get(figure.document)
    declared = source.region if source else ""
    where = places.place(figure.subject, [declared] if declared else [])
    if where:
        return f"不在本地（{where}）"
    if _ELSEWHERE.search(figure.scope) and not places.speaks_of_here(figure.scope.replace("全省", "全国")):
        return f"说的是{figure.scope}"
    if not figure.yuan > 0:
        return "数值为零或不明"
    return ""


def _stated(row: Row, sources: Mapping[str, Source]) -> Stated | None:
    """The figure of a row, or None where it is no amount of money."""
    number, low, high = row["number"], row["normal"], row["number_high"]
    if row["normal_unit"] != "元" or not isinstance(low, int | float):
        return None
    top = float(low)
    if isinstance(high, int | float) and isinstance(number, int | float) and number:
        top = float(low) * float(high) / float(number)
    statement = _text(row, "statement")
    source, _, place = statement.partition("#")
    document = _text(row, "document") or source
    quote = _text(row, "quote")
    return Stated(
        subject=_text(row, "subject"),
        subject_name=_text(row, "subject_name"),
        metric=_text(row, "metric"),
        value=_text(row, "value"),
        unit=_text(row, "unit"),
        qualifier=_text(row, "qualifier"),
        yuan=float(low),
        yuan_high=max(top, float(low)),
        period=_text(row, "period"),
        scope=_text(row, "scope"),
        status=_text(row, "status"),
        review=_text(row, "review"),
        document=document,
        document_title=sources[document].title if document in sources else "",
        statement=statement,
        quote=quote,
        section=_text(row, "section") if quote else row_place(place),
    )


def cautions_of(figure: Stated, table: IoTable) -> tuple[str, ...]:
    """Return what must stand beside an amount that is reckoned from a figure."""
    said = [f"产出口径：{figure.metric}" + (f"（{figure.scope}）" if figure.scope else "，口径原文未另说明")]
    if figure.metric.endswith("规模"):
        said.append("“规模”没有写明是产值还是营收，可能含服务和贸易")
    if _SALES.search(figure.metric):
        said.append("是销售（营业）收入，不是产出，可能含贸易")
    if figure.qualifier:
        said.append(f"原文是“{figure.qualifier}”，按写出的数算")
    if not figure.period:
        said.append(f"原文没有写时期；系数是 {table.year} 年价格和技术，没有换算")
    elif table.year not in figure.period:
        said.append(f"产出是{figure.period}，系数是 {table.year} 年价格和技术，没有换算")
    return tuple(said)


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""

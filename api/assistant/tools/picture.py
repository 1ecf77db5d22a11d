"""The chain-gap map as a picture, with its classes in words beside it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.assistant.answer import Draft, Picture, TierName, Told, cut
from api.assistant.desk import Ask
from api.assistant.fields import Chain
from api.assistant.gap_lines import class_counts, count_words, open_note, tiers_of
from api.assistant.tool import Given, tool
from api.assistant.words import class_words, quoted, safe
from graph.store import Store
from queries.gaps.model import GapRow
from viz.chain_map import chain_map_svg
from viz.picture import svg_to_png

_WIDE = 2_400
"""Pixels of a picture at most: an assistant is sent all of it."""
_LARGEST = 400_000
"""Characters of a drawing as text at most."""


class MapGiven(Given):
    """Parameters of ``chain_map``."""

    chain: Chain
    width: Annotated[int, Field(ge=400, le=_WIDE, description="像素 · pixels")] = 1_200
    form: Annotated[Literal["png", "svg"], Field(description="图片，或 SVG 文字 · picture, or SVG text")] = "png"


class Box(Told):
    """A box of the map: one segment with its class."""

    segment: str
    name: str
    class_: str = Field(alias="class")
    class_zh: str
    mark: str
    tier: TierName


class MapAnswer(Told):
    """What the map shows."""

    chain: str
    name: str
    classes: dict[str, int]
    boxes: list[Box]
    svg: str = Field(description="form=svg 时的图，否则为空 · the drawing, if asked for")


@tool(
    ("缺口图", "chain-gap map"),
    (
        "一条产业链的缺口图（PNG 图片，或 SVG 文字），图上每个环节的类别另用文字列出。？是数据不足，不是缺链。",
        "The chain-gap map as a picture (PNG, or SVG as text) with the class of each box in words. ？ is 数据不足 "
        "(not enough data), not missing.",
    ),
    MapAnswer,
    seconds=60,
)
async def chain_map(ask: Ask, given: MapGiven) -> Draft:
    """Draw a chain."""
    city = await ask.city()
    found = city.chain(given.chain)

    def draw(_: Store) -> str:
        return chain_map_svg(found, lang=ask.lang, date=ask.version.at[:10])

    svg = await ask.kept(("svg", found.chain.key, ask.lang), draw)
    pictures = []
    if given.form == "png":
        key = ("png", found.chain.key, ask.lang, given.width)
        drawn = await ask.kept(key, lambda _: svg_to_png(svg, width=given.width))
        pictures.append(Picture(drawn, "image/png"))
    boxes = [_box(row) for row in found.rows]
    whole = given.form == "png" or len(svg) <= _LARGEST
    lines = [f"{quoted(found.chain.name)} {safe(found.chain.key)}：{count_words(found)}"]
    by_class: dict[str, list[str]] = {}
    for row in found.rows:
        by_class.setdefault(f"{class_words(row.gap_class)} · {row.tier.value}", []).append(safe(row.segment.name))
    lines += [f"- {words}：{'、'.join(names)}" for words, names in by_class.items()]
    return Draft(
        data=MapAnswer(chain=found.chain.key, name=found.chain.name, classes=class_counts(found), boxes=boxes,
                       svg=svg if given.form == "svg" and whole else ""),
        lines=lines,
        documents=list(found.documents),
        tiers=tiers_of(found.rows),
        parameters=found.parameters,
        rest=cut(len(boxes), len(boxes), 0, more=not whole, how="liantu map -o F.svg"),
        notes=open_note([found], ask.lang),
        pictures=pictures,
    )  # fmt: skip


def _box(row: GapRow) -> Box:
    kind = row.gap_class
    values = {"class": kind.value, "class_zh": kind.zh, "mark": kind.mark, "tier": row.tier.value}
    return Box.model_validate({"segment": row.segment.key, "name": row.segment.name, **values})

"""Gaps of all chains, and why a segment has its class."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response
from typing_extensions import TypedDict

from api.http.analysis import gaps_of, known_of
from api.http.call import Listed, Paged, Single, ordered
from api.http.errors import ParameterInvalid
from api.http.gap_rows import COLUMNS, SORTABLE, Basis, GapLine, Set, basis, thresholds
from api.http.openapi import item, rows
from api.http.problems import ROOT
from queries.fit.model import Link, Made
from queries.gaps.answers import find_chain
from queries.gaps.model import FirmHere, GapClass, GapRow, Quote, Source, Tier
from queries.targets import targets
from queries.why import Tie, why

router = APIRouter(prefix=ROOT, tags=["gaps"], default_response_class=Response)
_CLASSES = {name: one for one in GapClass for name in (one.value, one.zh)}
Sort = Annotated[str, Query(max_length=200, description=f"次序，- 为从大到小 · any of {'、'.join(SORTABLE)}")]
OfClass = Annotated[
    str, Query(alias="class", description="类别，代码或中文 · class", json_schema_extra={"enum": ["", *_CLASSES]})
]
OfTier = Annotated[Tier | None, Query(description="层级 · tier")]
Chain = Annotated[str, Query(max_length=200, description="产业链的键、名称或别名 · chain, by key or name")]


class AskedAgain(TypedDict):
    """A question of the catalogue that gives the facts behind the answer once more."""

    name: str
    title: str
    cypher: str
    parameters: dict[str, str | list[str]]


WhyAnswer = TypedDict(
    "WhyAnswer",
    {
        "class": GapClass,
        "class_zh": str,
        "row": GapRow,
        "elsewhere": list[tuple[str, GapRow]],
        "inputs": list[Tie],
        "outputs": list[Tie],
        "leaders": list[FirmHere],
        "quotes": list[Quote],
        "coverage": list[Source],
        "asked": list[AskedAgain],
        "would_change": list[str],
    },
)
"""All that stands behind the class of a segment."""


class WhyBasis(Basis):
    """What the answer says of itself, and of which chain it speaks."""

    chain: str
    tier: Tier


class TargetLine(TypedDict):
    """A firm of another place and what it makes of the segment: a lead, with its rows or words."""

    key: str
    name: str
    place: str
    named_here: bool
    cities: list[str]
    links: list[Link]
    products: list[str]
    made: list[Made]


class Named(TypedDict):
    """A thing by key and name."""

    key: str
    name: str


class TargetsBasis(TypedDict):
    """Which segment, who makes it here already, and what orders the list."""

    segment: str
    name: str
    chains: list[str]
    here: list[Named]
    order: str


@router.get(
    "/gaps",
    responses=rows(of=GapLine, about=Basis, example="/gaps?chain=人工智能&sort=-suppliers", also="NotFound"),
    summary="全部产业链的环节和类别 · segments of all chains with their class",
)
async def gaps(
    call: Listed,
    page: Paged,
    class_: OfClass = "",
    tier: OfTier = None,
    chain: Chain = "",
    sort: Sort = "",
    set_: Set = "",
) -> Response:
    """List the segments of all chains, chain by chain in rank order; ``set`` asks with other thresholds."""
    answers, found = await gaps_of(call, thresholds(set_))
    if chain:
        wanted = find_chain([one.chain for one in answers], chain).key
        answers = tuple(one for one in answers if one.chain.key == wanted)
        found = [row for row in found if row["chain"] == wanted]
    if class_:
        found = [row for row in found if row["class"] == _class(class_).value]
    if tier is not None:
        found = [row for row in found if row["tier"] == tier.value]
    if sort:
        found = list(ordered(found, sort, SORTABLE))  # type: ignore[arg-type]
    return await call.listed(found, COLUMNS, page, basis(answers))


@router.get(
    "/segments/{key:path}/why",
    responses=item(of=WhyAnswer, about=WhyBasis, example="/segments/eVTOL整机/why"),
    summary="一个环节为什么是这一类 · why a segment has its class",
)
async def why_(call: Single, key: str, chain: Chain = "") -> Response:
    """Explain the class of a segment: the row, its inputs, firms, words, and the questions to ask again."""
    told, (analysed, _) = await known_of(call), await gaps_of(call)
    found = await call.cached(
        ("why", key, chain), lambda store: why(store, key, chain=chain, chains=told.chains, analysed=analysed)
    )
    data = {name: value for name, value in asdict(found).items() if name not in ("gaps", "parameters")}
    about = basis([found.gaps]) | {"chain": found.gaps.chain.key, "tier": found.row.tier.value}
    return call.one({"class": found.row.gap_class.value, "class_zh": found.row.gap_class.zh, **data}, about)


def _class(name: str) -> GapClass:
    if name not in _CLASSES:
        known = "、".join(_CLASSES)
        raise ParameterInvalid(
            f"没有“{name[:20]}”这一类", f"no class {name[:20]!r}", do_zh=f"可用：{known}", do_en=f"Known: {known}"
        )
    return _CLASSES[name]


@router.get(
    "/segments/{key:path}/targets",
    responses=rows(of=TargetLine, about=TargetsBasis, example="/segments/eVTOL整机/targets"),
    summary="可以去谈的企业 · firms elsewhere that make its products",
)
async def targets_(call: Listed, page: Paged, key: str) -> Response:
    """List firms elsewhere by the number of products that fit; leads, each with its row or words."""
    told, (analysed, _) = await known_of(call), await gaps_of(call)
    found = await call.cached(
        ("targets", key), lambda store: targets(store, key, chains=told.chains, analysed=analysed)
    )
    listed = [{**asdict(firm), "products": firm.products} for firm in found.firms]
    about = {
        "segment": found.segment,
        "name": found.name,
        "chains": found.chains,
        "here": [{"key": firm.key, "name": firm.name} for firm in found.here],
        "order": "products, name",
    }
    return await call.listed(listed, tuple(TargetLine.__annotations__), page, about)

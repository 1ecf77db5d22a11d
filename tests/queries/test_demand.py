"""Demand without supply: by hand, refused where the table or the words do not carry it, and never part of a class."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.demand.grain import for_table, products_of
from queries.demand.model import Demand, Grain, IoTable, Product, Stated, StatedDemand
from queries.demand.outputs import IndustryClasses, Ties, finished_goods, what_it_makes
from queries.demand.read import DemandFound, Reference, Row, demand_found, with_demand
from queries.demand.requirements import NOT_INTERMEDIATE, line, product_demand
from queries.gaps.analyse import analyse
from queries.gaps.model import ChainGraph, InputEdge, SegmentNode, Source
from queries.gaps.places import read_places
from tests.queries.samples import chain as sample_chain

# Miller & Blair, ch. 2: Z and x; a = [[.15, .25], [.20, .05]].
PARTS = Product("1", "部件", ("381",), frozenset({"3811", "3812"}))
WHOLES = Product("2", "整机", ("385", "386"), frozenset({"3851", "3861"}))
SERVICES = Product("3", "服务", ("749",), frozenset({"7491"}))
TABLE = IoTable(
    "t", "示例表", "示例局", "2020", "3 个部门", ("1", "2", "3"), {"1": "部件", "2": "整机", "3": "服务"},
    {
        ("1", "1"): 150.0, ("1", "2"): 500.0, ("1", "3"): 5.0,
        ("2", "1"): 200.0, ("2", "2"): 100.0, ("2", "3"): 0.0,
        ("3", "1"): 10.0, ("3", "2"): 20.0, ("3", "3"): 30.0,
    },
    {"1": 1000.0, "2": 2000.0, "3": 100.0},
)  # fmt: skip
PRODUCTS = (PARTS, WHOLES, SERVICES)
FIGURE = Stated(
    "Cluster:整机集群", "整机集群", "规模", "100", "亿元", "约", 1e10, 1e10, "2024年", "", "done", "accepted",
    "letter", "示例函", "letter#0-9/x", "整机集群约100亿元", "一",
)  # fmt: skip
PLACES = read_places((), "中山市")
TIES = Ties({"Cluster:整机集群": ("Industry:整机",)}, {"Chain:t": ("Industry:整机",)}, {"Industry:整机": "整机"})


def segment(name: str, *codes: str, position: str = "上游") -> SegmentNode:
    return SegmentNode(f"Segment:{name}", name, position, "", gbt4754=codes, canonical=name)


CHAIN = replace(
    sample_chain("a>b"),
    segments=(
        segment("零件", "3811"), segment("机床", "3812"), segment("设计", "7491"), segment("料", "9999"),
        segment("杂件", "3811", "3851"), segment("远料", "3811"), segment("整机", "3851", position="中游"),
        segment("半成品", "3851", position="中游"), segment("门店", "5272", position="下游"),
    ),
    inputs=tuple(
        InputEdge(f"Segment:{start}", f"Segment:{end}", kind, "stated")
        for start, end, kind in (
            ("零件", "整机", "部件"), ("机床", "整机", "设备"), ("设计", "整机", "软件"), ("料", "整机", "材料"),
            ("杂件", "整机", "部件"), ("半成品", "整机", "部件"), ("远料", "零件", "材料"), ("整机", "门店", "成品"),
        )
    ),
    sources=(Source("letter", "示例函"), Source("province", "全省名录", region="广东省")),
)  # fmt: skip


def row(**changes: object) -> Row:
    known: dict[str, object] = {
        "subject": "Cluster:整机集群", "subject_name": "整机集群", "metric": "规模", "qualifier": "", "value": "100",
        "unit": "亿元", "number": 100.0, "number_high": None, "normal": 1e10, "normal_unit": "元", "period": "2024年",
        "scope": "", "status": "done", "review": "accepted", "document": "letter", "section": "一",
        "quote": "整机集群100亿元", "statement": "letter#0-9/x",
    }  # fmt: skip
    return {**known, **changes}  # type: ignore[dict-item]


def found(
    *rows: Row,
    chains: Iterable[ChainGraph] = (CHAIN,),
    ties: Ties = TIES,
    table: IoTable = TABLE,
    declared: dict[str, IndustryClasses] | None = None,
) -> DemandFound:
    return demand_found(rows, tuple(chains), ties, PLACES, Reference(table, PRODUCTS, declared or {}))


def one(*rows: Row) -> StatedDemand:
    (stated,) = found(*rows).stated
    return stated


def below(stated: StatedDemand) -> dict[tuple[str, str], Demand]:
    return {(demand.segment_name, demand.product): demand for demand in stated.below}


# --- the reckoning ---


def test_the_requirement_is_coefficient_times_output_as_in_miller_and_blair() -> None:
    demand = product_demand(TABLE, "1", (WHOLES,), FIGURE)
    (only,) = demand.lines
    assert only.coefficient == 0.25
    assert (demand.low, demand.high) == (25.0, 25.0)
    assert demand.amount == "25.00 亿元"
    assert demand.arithmetic == "2 整机：a = 500 ÷ 2,000（万元）= 0.25000，× 100.00 亿元 = 25.00 亿元"
    assert product_demand(TABLE, "2", (PARTS,), FIGURE).high == 20.0


def test_several_products_of_an_output_give_a_range_and_never_a_sum() -> None:
    demand = product_demand(TABLE, "1", (PARTS, WHOLES), FIGURE)
    assert [each.high for each in demand.lines] == [15.0, 25.0]
    assert (demand.low, demand.high) == (15.0, 25.0)
    assert demand.amount == "15.00—25.00 亿元"


def test_a_range_in_the_source_stays_a_range() -> None:
    stated = one(row(value="100-120", number=100.0, number_high=120.0))
    (parts,) = [each for each in stated.rows if each.product == "1"]
    assert (parts.low, parts.high) == pytest.approx((25.0, 30.0))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"output": {**TABLE.output, "2": 0.0}}, "总产出为零"),
        ({"output": {**TABLE.output, "2": float("nan")}}, "总产出为零"),
        ({"flows": {**TABLE.flows, ("1", "2"): -1.0}}, "负数"),
        ({"flows": {**TABLE.flows, ("1", "2"): float("nan")}}, "负数"),
        ({"output": {"1": 1.0}}, "没有这个产品部门"),
        ({"flows": {}}, "没有这个产品部门"),
    ],
)
def test_a_cell_that_carries_nothing_refuses_the_line(change: dict[str, object], said: str) -> None:
    table = replace(TABLE, **change)  # type: ignore[arg-type]
    refused = line(table, "1", WHOLES, FIGURE)
    assert (refused.coefficient, refused.low, refused.high) == (None, None, None)
    assert said in refused.refused
    both = product_demand(table, "1", (PARTS, WHOLES), FIGURE)
    assert (both.low, both.high, both.amount) == (None, None, ""), "one line less is no range"
    assert said in both.refused


# --- products and grain ---


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("3811",), [("1", Grain.FINER)]),
        (("3811", "3812"), [("1", Grain.EQUAL)]),
        (("381",), [("1", Grain.EQUAL)]),
        (("385",), [("2", Grain.FINER)]),
        (("3811", "3851"), [("1", Grain.SEVERAL), ("2", Grain.SEVERAL)]),
        (("38",), [("1", Grain.SEVERAL), ("2", Grain.SEVERAL)]),
        (("9999",), []),
        ((), []),
    ],
)
def test_codes_lie_in_products_with_their_grain(codes: tuple[str, ...], expected: list[tuple[str, Grain]]) -> None:
    assert [(placed.product.code, placed.grain) for placed in products_of(codes, PRODUCTS)] == expected


def test_a_coarser_table_has_the_products_together() -> None:
    table = replace(TABLE, codes=("A", "B"), names={"A": "机械", "B": "服务"})
    machines, services = for_table(PRODUCTS, {"1": "A", "2": "A", "3": "B"}, table)
    assert machines.classes == ("381", "385", "386")
    assert [placed.grain for placed in products_of(("3811", "3851"), (machines, services))] == [Grain.FINER]


# --- what lies below a stated output ---


def test_direct_inputs_of_finished_goods_have_their_products_demand() -> None:
    stated = one(row())
    assert stated.makers == ("整机",), "a part that a maker of the chain takes is no output of the chain"
    rows = below(stated)
    assert rows["零件", "1"].amount == "25.00 亿元"
    assert rows["零件", "1"].grain is Grain.FINER
    assert rows["零件", "1"].takers == ("整机",)
    assert "其中" in Grain.FINER.zh
    assert ("远料", "1") not in rows, "what goes into parts is not a direct input"
    assert "内部的投入" in "".join(rows["半成品", "2"].cautions)


def test_a_segment_of_several_products_shows_each() -> None:
    rows = below(one(row()))
    assert {rows["杂件", code].grain for code in "12"} == {Grain.SEVERAL}
    assert [rows["杂件", code].high for code in "12"] == [25.0, 5.0]


def test_equipment_and_segments_without_a_product_are_refused_with_a_reason() -> None:
    rows = below(one(row()))
    assert rows["机床", ""].refused == NOT_INTERMEDIATE
    assert rows["料", ""].grain is Grain.NONE
    for name in ("机床", "料"):
        assert rows[name, ""].amount == ""
        assert rows[name, ""].low is None
    assert "固定资产" in "".join(rows["设计", "3"].cautions)


def test_a_segment_with_its_own_figure_is_what_its_codes_say() -> None:
    stated = one(row(subject="Segment:零件", subject_name="零件", metric="产值"))
    assert [product.code for product in stated.outputs] == ["1"]
    assert {demand.segment_name for demand in stated.below} == {"远料"}


def test_finished_goods_are_sold_as_such_or_taken_by_nobody() -> None:
    assert [node.name for node in finished_goods(CHAIN)] == ["整机"]
    alone = replace(CHAIN, inputs=())
    assert [node.name for node in finished_goods(alone)] == ["整机", "半成品"]


def test_declared_codes_go_before_the_chain_and_give_their_reason() -> None:
    declared = {"整机": IndustryClasses("整机", ("386",), "燃气整机")}
    (stated,) = found(row(), declared=declared).stated
    assert [product.code for product in stated.outputs] == ["2"]
    assert "燃气整机" in stated.mapping
    assert stated.makers == (), "no finished good of the chain has these codes"
    assert any("比产品部门细" in caution for caution in stated.cautions)


def test_a_chain_about_several_industries_says_nothing_of_one() -> None:
    ties = replace(TIES, of_chain={"Chain:t": ("Industry:整机", "Industry:别的")})
    (stated,) = found(row(), ties=ties).stated
    assert "讲几个产业" in stated.refused
    assert (stated.rows, stated.below) == ((), ())


def test_an_industry_that_no_chain_is_about_is_refused() -> None:
    (stated,) = found(row(subject="Industry:未知", subject_name="未知", metric="产值")).stated
    assert "没有产业链" in stated.refused
    assert what_it_makes(FIGURE, (replace(CHAIN, segments=()),), TIES, PRODUCTS, {}).refused


# --- which figures are an output ---


def test_two_figures_for_one_thing_stand_side_by_side() -> None:
    results = found(row(), row(value="120", number=120.0, normal=1.2e10, statement="letter#9-18/y")).stated
    assert [next(each.high for each in stated.rows if each.product == "1") for stated in results] == [25.0, 30.0]
    assert len(found(row(), row(statement="letter#9-18/y")).by_segment()["Segment:零件"]) == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "forecast"}, "目标"),
        ({"status": "planned"}, "规划"),
        ({"review": "candidate"}, "采信"),
        ({"review": "rejected"}, "采信"),
        ({"document": "province"}, "不在本地"),
        ({"scope": "全国"}, "说的是全国"),
        ({"scope": "全省"}, "说的是全省"),
        ({"scope": "佛山市"}, "说的是佛山市"),
        ({"normal": 0.0}, "零"),
    ],
)
def test_figures_that_are_no_output_of_here_are_listed_with_the_reason(change: dict[str, object], reason: str) -> None:
    result = found(row(**change))
    assert result.stated == ()
    (left,) = result.unused
    assert reason in left.reason
    assert left.chains == ("Chain:t",)


@pytest.mark.parametrize(
    "metric", ["增加值", "规上产值增速", "规划产值", "产值目标", "投产首年产值", "出口规模", "占地规模"]
)
def test_other_figures_are_no_size_at_all(metric: str) -> None:
    assert found(row(metric=metric)) == DemandFound((), ())
    assert found(row(normal_unit="人", normal=100.0)) == DemandFound((), ())
    assert found(row(normal=None)) == DemandFound((), ())


def test_cautions_name_scope_wording_and_prices() -> None:
    text = "；".join(one(row(qualifier="近", period="")).cautions)
    assert "产出口径：规模" in text
    assert "服务和贸易" in text
    assert "“近”" in text
    assert "没有写时期" in text
    assert "2020" in text
    sales = "；".join(one(row(metric="规上企业销售收入", scope="规上")).cautions)
    assert "不是产出" in sales
    assert "（规上）" in sales
    same_year = "；".join(one(row(metric="产值", period="2020年")).cautions)
    assert "没有换算" not in same_year


# --- properties ---


@given(st.floats(1e-3, 1e6), st.floats(1e-3, 1e6))
def test_currency_scales_the_amount_and_nothing_else(table_unit: float, unit: float) -> None:
    table = replace(
        TABLE,
        flows={pair: value * table_unit for pair, value in TABLE.flows.items()},
        output={code: value * table_unit for code, value in TABLE.output.items()},
    )
    plain, scaled = found(row()), found(row(normal=1e10 * unit), table=table)
    for before, after in zip(plain.stated[0].below, scaled.stated[0].below, strict=True):
        assert (before.segment, before.product, before.grain) == (after.segment, after.product, after.grain)
        if before.high is not None:
            assert after.high == pytest.approx(before.high * unit)


@given(st.randoms(use_true_random=False))
def test_the_order_of_reading_changes_no_amount(random: object) -> None:
    def shuffled(items: Iterable[object]) -> tuple[object, ...]:
        listed = list(items)
        random.shuffle(listed)  # type: ignore[attr-defined]
        return tuple(listed)

    chain = replace(CHAIN, segments=shuffled(CHAIN.segments), inputs=shuffled(CHAIN.inputs))  # type: ignore[arg-type]
    table = replace(TABLE, flows=dict(shuffled(TABLE.flows.items())))  # type: ignore[arg-type]
    plain, mixed = found(row()).by_segment(), found(row(), chains=(chain,), table=table).by_segment()
    assert plain == mixed


def test_demand_changes_no_class_and_no_rank() -> None:
    (gaps,) = analyse([CHAIN])
    rows = found(row()).by_segment()
    told = with_demand(gaps, rows)
    assert [replace(each, demand=()) for each in told.rows] == list(gaps.rows)
    assert told.row("Segment:零件").demand == rows["Segment:零件"]
    assert told.counts == gaps.counts

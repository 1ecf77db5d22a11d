"""T1 and T2 from figures of sectors: by hand, and refused or downgraded with a reason."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.reference.national import national_table
from loaders.reference.tables import read_input_output
from queries.demand.model import IoTable, Product
from queries.formulas.checks import FloatArray
from queries.formulas.inputoutput import gap, requirement
from queries.formulas.quotients import flegg
from queries.gaps.analyse import analyse
from queries.gaps.model import ChainGraph, GapClass, Measures, Source, Tier
from queries.gaps.places import read_places
from queries.tiers.gaps import FLQ_ERRORS, by_flegg, by_model
from queries.tiers.measures import EQUAL, FINER, Instruments, Measured, measure
from queries.tiers.model import JOBS, OUTPUT, Economy, Gaps, Sector, SectorFigure, SectorSet
from queries.tiers.names import SectorNames
from queries.tiers.quotients import quotients
from queries.tiers.sets import Row, sector_sets
from tests.queries.samples import chain as sample_chain
from tests.queries.samples import firm

# An invented country of three sectors; every number here is made up for the test.
MOTORS, APPLIANCES, DESIGN = frozenset({"3811", "3812"}), frozenset({"3851"}), frozenset({"7491"})
NAMES = SectorNames(
    [("电机制造业", ("381",), MOTORS), ("家电制造业", ("385",), APPLIANCES), ("设计业", ("749",), DESIGN),
     ("电气大类", ("38",), MOTORS | APPLIANCES)]
)  # fmt: skip
PRODUCTS = (
    Product("1", "电机", ("381",), MOTORS), Product("2", "家电", ("385",), APPLIANCES),
    Product("3", "设计", ("749",), DESIGN),
)  # fmt: skip
TABLE = IoTable(
    "t", "示例表", "示例局", "2020", "3 个部门", ("1", "2", "3"), {"1": "电机", "2": "家电", "3": "设计"},
    {
        ("1", "1"): 100.0, ("1", "2"): 400.0, ("1", "3"): 0.0,
        ("2", "1"): 0.0, ("2", "2"): 200.0, ("2", "3"): 0.0,
        ("3", "1"): 10.0, ("3", "2"): 20.0, ("3", "3"): 5.0,
    },
    {"1": 1000.0, "2": 2000.0, "3": 1000.0},
)  # fmt: skip
COUNTRY = Economy("全国示例", "2020", OUTPUT, ((MOTORS, 1000e4), (APPLIANCES, 2000e4), (DESIGN, 1000e4)))
PLACES = read_places(
    [{"thing": "Region:中山市", "name": "中山市", "kind": "Region", "place_name": "广东省", "review": "accepted",
      "status": "done"}],
    "中山市",
)  # fmt: skip
SOURCES = (Source("table", "示例分行业表", region="中山市"), Source("paper", "示例报纸"))


def row(name: str, value: float, **changes: object) -> Row:
    known: dict[str, object] = {
        "subject": f"Industry:{name}", "subject_name": name, "metric": "工业总产值", "normal": value,
        "normal_unit": "元", "period": "2023年", "scope": "中山市", "status": "done", "review": "accepted",
        "document": None, "statement": f"table#{name}",
    }  # fmt: skip
    return {**known, **changes}  # type: ignore[dict-item]


def people(motors: float, appliances: float) -> list[Row]:
    counts = (("电机制造业", motors), ("家电制造业", appliances))
    return [row(name, number, metric="从业人数", normal_unit=JOBS) for name, number in counts]


CITY = (row("电机制造业", 10e4), row("家电制造业", 60e4), row("设计业", 10e4))
SEGMENTS = {
    "电机": ("3811",),
    "家电": ("3851",),
    "跨": ("3811", "3851"),
    "无码": (),
    "别业": ("0111",),
    "设计": ("7491",),
}
CHAIN = replace(sample_chain("电机>家电 跨>家电 无码>家电 别业>家电 设计>家电", told=["家电"]), sources=SOURCES)
CHAIN = replace(CHAIN, segments=tuple(replace(node, gbt4754=SEGMENTS[node.name]) for node in CHAIN.segments))


def measured(
    *rows: Row,
    economies: dict[str, Economy] | None = None,
    delta: float = 0.0,
    chains: Sequence[ChainGraph] = (CHAIN,),
) -> Measured:
    sources = {source.key: source for source in SOURCES}
    sets = sector_sets(rows, NAMES, sources, PLACES)
    known = {OUTPUT: COUNTRY} if economies is None else economies
    return measure(sets, chains, PLACES, Instruments(known, partial(flq, delta=delta)))


def flq(chosen: SectorSet, *, delta: float) -> Gaps:
    return by_flegg(chosen, PRODUCTS, TABLE, delta)


def of(name: str, *rows: Row, **more: object) -> Measures:
    return measured(*rows, **more).by_segment[f"Segment:{name}"]  # type: ignore[arg-type]


# --- T1 ---


def test_quotients_are_shares_of_the_city_over_shares_of_the_country() -> None:
    """City 10, 60, 10 of 80; country 1000, 2000, 1000 of 4000: .5, 1.5, .5."""
    assert of("电机", *CITY).quotient == pytest.approx(0.5)
    assert of("家电", *CITY).quotient == pytest.approx(1.5)
    figure = of("电机", *CITY).quotient_figure
    assert figure is not None
    assert figure.grain == FINER
    assert figure.statements == ("table#电机制造业",)
    assert "年份不同" in "".join(figure.notes)
    assert "0.50" in figure.words
    whole = of("家电", *CITY).quotient_figure
    assert whole is not None
    assert whole.grain == EQUAL


def test_a_segment_of_several_sectors_or_of_none_has_no_quotient_and_says_why() -> None:
    for name, said in (("跨", "分属几个行业"), ("无码", "没有行业小类代码"), ("别业", "没有这个环节所在行业")):
        known = of(name, *CITY)
        assert (known.quotient, known.gap_ratio, known.gap) == (None, None, None)
        assert any(said in reason for reason in known.reasons), name


def test_a_loaded_country_of_the_same_metric_and_year_goes_before_what_ships() -> None:
    country = [row(one, value, scope="全国", statement=f"nation#{one}")
               for one, value in (("电机制造业", 1e8), ("家电制造业", 1e8), ("设计业", 2e8))]  # fmt: skip
    assert of("电机", *CITY, *country).quotient == pytest.approx((10 / 80) / (1 / 4))
    province = [row(one, 1e8, scope="广东省") for one in ("电机制造业", "家电制造业", "设计业")]
    figure = of("电机", *CITY, *province).quotient_figure
    assert figure is not None
    assert "广东省" in figure.reference
    other_year = [row(one, 1e8, scope="全国", period="2022年") for one in ("电机制造业", "家电制造业", "设计业")]
    assert of("电机", *CITY, *other_year).quotient == pytest.approx(0.5), "years are not mixed"


def test_one_city_only_gives_no_quotient() -> None:
    known = of("电机", *CITY, economies={})
    assert known.quotient is None
    assert any("只有一个地区" in reason for reason in known.reasons)
    assert known.gap is not None, "coefficients are national: the gap holds"


def test_jobs_make_a_quotient_and_no_gap() -> None:
    jobs = Economy("全国", "2020", JOBS, ((MOTORS, 5.0), (APPLIANCES, 5.0)))
    known = of("电机", *people(100.0, 300.0), economies={JOBS: jobs})
    assert known.quotient == pytest.approx(0.5)
    assert (known.gap_ratio, known.gap) == (None, None)
    assert any("从业人数" in reason for reason in known.reasons)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((*CITY, row("家电制造业", 61e4, statement="table#x")), "有两个数"),
        ((*CITY, row("电气大类", 70e4)), "会重复计算"),
        ((row("电机制造业", 10e4), row("家电制造业", 60.0, normal_unit="吨")), "单位不一"),
        ((row("电机制造业", -1.0), row("家电制造业", 60e4)), "负数"),
    ],
)
def test_a_set_that_contradicts_itself_is_refused_whole_and_each_row_says_so(rows: tuple[Row, ...], said: str) -> None:
    found = measured(*rows)
    assert found.used == ()
    assert any(said in reason for reason in found.refused)
    known = found.by_segment["Segment:电机"]
    assert (known.quotient, known.gap_ratio) == (None, None)
    assert any(said in reason for reason in known.reasons)


def test_zeros_divide_nothing() -> None:
    gone = of("电机", row("电机制造业", 0.0), *CITY[1:])
    assert gone.quotient is None
    assert any("为零" in reason for reason in gone.reasons)
    nothing = measured(*(replace_value(one, 0.0) for one in CITY)).by_segment["Segment:家电"]
    assert (nothing.quotient, nothing.gap_ratio) == (None, None)
    no_country = Economy("空", "2020", OUTPUT, ((MOTORS, 0.0), (APPLIANCES, 1.0), (DESIGN, 1.0)))
    assert any("不能作除数" in reason for reason in of("电机", *CITY, economies={OUTPUT: no_country}).reasons)
    empty = Economy("空", "2020", OUTPUT, ((MOTORS, 0.0), (APPLIANCES, 0.0), (DESIGN, 0.0)))
    assert any("各行业都是零" in reason for reason in of("电机", *CITY, economies={OUTPUT: empty}).reasons)


def replace_value(one: Row, value: float) -> Row:
    return {**one, "normal": value}


def test_years_are_not_mixed_the_fullest_then_the_newest_is_used() -> None:
    older = [{**one, "period": "2021年", "normal": 1e4} for one in CITY]
    newer = [row("电机制造业", 99e4, period="2024年")]
    (used,) = measured(*CITY, *older, *newer).used
    assert used.period == "2023年"
    assert any("2024年" in left for left in used.left)
    assert sum("没有用" in left for left in used.left) == 2


def test_one_sector_alone_has_no_quotient() -> None:
    known = of("电机", CITY[0])
    assert known.quotient is None
    assert any("不到 2 个" in reason for reason in known.reasons)


def test_candidates_plans_targets_and_other_cities_are_no_figures_of_here() -> None:
    for change in ({"review": "candidate"}, {"status": "forecast"}, {"scope": "佛山市"}, {"metric": "工业总产值目标"},
                   {"metric": "增加值"}, {"subject": "Cluster:x"}):  # fmt: skip
        assert measured(*({**one, **change} for one in CITY)).by_segment == {}, change


def test_unknown_names_are_listed_and_left_out() -> None:
    (used,) = measured(*CITY, row("某某业", 5.0)).used
    assert any("某某业" in left for left in used.left)
    assert measured(row("某某业", 5.0)).by_segment == {}


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("电机制造业", MOTORS), ("电机", MOTORS), ("381 电机制造业", MOTORS), ("C381电机制造业", MOTORS),
        ("381", MOTORS),
        ("家 电 制造业", APPLIANCES), ("385 电机制造业", None), ("999", None), ("电气", None), ("", None),
        ("电气大类", MOTORS | APPLIANCES),
    ],
)  # fmt: skip
def test_sectors_are_known_by_code_or_name_and_not_by_both_if_they_disagree(
    text: str, members: frozenset[str] | None
) -> None:
    found = NAMES.find(text)
    assert (found.members if found else None) == members


# --- T2 ---


def test_the_gap_by_flegg_is_what_the_formulas_give() -> None:
    """δ = 0: λ* = 1. a_12 = .2, t_12 = SLQ_1 / SLQ_2 = 1/3, a_11 = .1, t_11 = .5; X = 10, 60 万元."""
    known = of("电机", *CITY).gap
    assert known is not None
    need = 0.1 * 10 + 0.2 * 60
    bought = 0.1 * 0.5 * 10 + 0.2 * (1 - 0.5 / 1.5) * 60
    assert known.requirement == pytest.approx(need * 1e4 / 1e8)
    assert known.amount == pytest.approx(bought * 1e4 / 1e8)
    assert known.ratio == pytest.approx(bought / need)
    assert known.error == FLQ_ERRORS[0.0]
    assert (known.low, known.ratio_high) == (None, None)
    assert "没有区间" in known.words
    assert "别的行业还要用" in "".join(known.notes)
    other = of("电机", *CITY, delta=0.25).gap
    assert other is not None
    assert other.error is None
    assert "没有量过" in other.words


@dataclass(frozen=True)
class Fake:
    """An estimator's answer, made up."""

    share: FloatArray
    low: FloatArray
    high: FloatArray
    sector_error: FloatArray
    notes: tuple[tuple[Said, ...], ...]
    remarks: tuple[Said, ...]


@dataclass(frozen=True)
class Said:
    zh: str


def fake(outputs: Sequence[float], region: str, level: float) -> Fake:
    assert (list(outputs), region, level) == ([10.0, 60.0, 10.0], "中山市", 0.8)
    share = np.array([0.4, 0.9, 0.5])
    return Fake(share, share - 0.1, share + 0.1, np.full(3, 0.12), ((), (Said("甲"),), ()), (Said("乙"),))


def test_the_gap_by_an_estimator_has_its_interval_and_error() -> None:
    chosen = measured(*CITY).used[0]
    gaps = by_model(chosen, PRODUCTS, TABLE, fake, 0.8)
    motors = gaps.found[0]
    need = 0.1 * 10 + 0.2 * 60
    assert motors.requirement == pytest.approx(need / 1e4)
    assert motors.amount == pytest.approx(0.6 * need / 1e4)
    assert motors.ratio_low == pytest.approx(0.5)
    assert motors.ratio_high == pytest.approx(0.7)
    assert motors.error == pytest.approx(0.12)
    assert gaps.notes == ("乙",)
    assert gaps.found[1].notes == ("甲",)


def test_the_estimator_asks_for_the_whole_economy() -> None:
    chosen = measured(*CITY[:2]).used[0]
    refused = by_model(chosen, PRODUCTS, TABLE, fake, 0.8)
    assert refused.found == ()
    assert "还缺 设计" in refused.refused
    partial_product = (*PRODUCTS[:2], replace(PRODUCTS[2], members=frozenset({"7491", "7492"})))
    assert "还缺 设计" in by_model(measured(*CITY).used[0], partial_product, TABLE, fake, 0.8).refused


def test_a_table_without_output_refuses_the_gap() -> None:
    chosen = measured(*CITY).used[0]
    broken = replace(TABLE, output={**TABLE.output, "1": 0.0})
    assert "总产出为零" in by_flegg(chosen, PRODUCTS, broken, 0.3).refused
    assert "δ" in by_flegg(chosen, PRODUCTS, TABLE, 1.0).refused
    assert "不到 2 个" in by_flegg(chosen, (), TABLE, 0.3).refused


# --- classes and tiers ---


def covered(**firms: int) -> ChainGraph:
    """The chain under a complete list that names so many firms in its segments."""
    return replace(
        CHAIN,
        segments=tuple(
            replace(
                node,
                covered_by=("register",),
                firms=tuple(firm(f"{node.name}厂{n}") for n in range(firms.get(node.name, 0))),
            )
            for node in CHAIN.segments
        ),
    )


def test_measures_decide_weak_and_strong_only_where_a_complete_list_covers() -> None:
    found = measured(*CITY).by_segment
    (open_,) = analyse([CHAIN], measures=found)
    assert {row.gap_class for row in open_.rows} == {GapClass.INSUFFICIENT}
    assert {row.tier for row in open_.rows} == {Tier.T0}
    assert all(row.measures.gap is None and row.measures.gap_ratio is None for row in open_.rows)
    assert any("不列缺口额" in reason for reason in open_.row("Segment:电机").measures.reasons)
    (gaps,) = analyse([covered(电机=3, 家电=3, 设计=3)], measures=found)
    motor, appliance = gaps.row("Segment:电机"), gaps.row("Segment:家电")
    assert (motor.gap_class, motor.tier) == (GapClass.WEAK, Tier.T2)
    assert motor.measures.gap is not None
    assert "亿元" in motor.sentence
    assert motor.next_tier == ""
    assert appliance.gap_class is GapClass.STRONG
    assert gaps.row("Segment:跨").gap_class is GapClass.MISSING


def test_every_row_says_what_is_missing_and_what_to_type() -> None:
    (open_,) = analyse([CHAIN])
    assert (
        "liantu load table 规上工业企业名录.xlsx --mapping 规上工业企业名录.yaml" in open_.row("Segment:电机").next_tier
    )
    assert "先补行业小类代码" in open_.row("Segment:无码").next_tier
    (counts,) = analyse([covered(电机=3)])
    told = counts.row("Segment:电机")
    assert told.tier is Tier.T1
    assert "liantu load table 分行业产值.xlsx --mapping sector-output" in told.next_tier
    jobs = Economy("全国", "2020", JOBS, ((MOTORS, 5.0), (APPLIANCES, 5.0)))
    found = measured(*people(1.0, 3.0), economies={JOBS: jobs}).by_segment
    (quoted,) = analyse([covered(电机=3)], measures=found)
    assert quoted.row("Segment:电机").next_tier.startswith("要到 T2")
    assert "从业人数" in quoted.row("Segment:电机").next_tier


# --- properties ---


@given(st.floats(1e-3, 1e3), st.permutations(range(3)))
def test_currency_and_order_change_no_quotient_and_no_ratio(unit: float, order: list[int]) -> None:
    rows = [{**CITY[at], "normal": float(CITY[at]["normal"]) * unit} for at in order]  # type: ignore[arg-type]
    scaled = replace(COUNTRY, parts=tuple((part, value * unit) for part, value in COUNTRY.parts))
    table = replace(
        TABLE,
        flows={pair: value * unit for pair, value in TABLE.flows.items()},
        output={code: value * unit for code, value in TABLE.output.items()},
    )
    sources = {source.key: source for source in SOURCES}
    tools = Instruments({OUTPUT: scaled}, lambda chosen: by_flegg(chosen, PRODUCTS, table, 0.0))
    found = measure(sector_sets(rows, NAMES, sources, PLACES), [CHAIN], PLACES, tools).by_segment
    for key, plain in measured(*CITY).by_segment.items():
        for before, after in ((plain.quotient, found[key].quotient), (plain.gap_ratio, found[key].gap_ratio)):
            assert (before is None) == (after is None)
            assert before is None or after == pytest.approx(before)


@given(st.lists(st.floats(0, 1e15), min_size=3, max_size=3), st.floats(0, 0.99))
def test_nothing_is_ever_not_a_number(values: list[float], delta: float) -> None:
    rows = [replace_value(one, value) for one, value in zip(CITY, values, strict=True)]
    for known in measured(*rows, delta=delta).by_segment.values():
        for number in (known.quotient, known.gap_ratio):
            assert number is None or math.isfinite(number)
        assert known.gap_ratio is None or 0 <= known.gap_ratio <= 1


# --- the error that is printed beside FLQ ---


def test_the_errors_of_flegg_are_those_of_the_provinces() -> None:
    """31 tables of 2017: |t − t̂| weighted by requirement within each province, t = 1 − (IM + IF) / (TIU + TFU)."""
    table = national_table("china-2017-42")
    a = np.array([[table.flows[i, j] / table.output[j] for j in table.codes] for i in table.codes])
    nation = np.array([table.output[code] for code in table.codes])
    by_province: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for one in read_input_output("provinces-2017-42"):
        uses = float(one["TIU"]) + float(one["TFU"])
        bought = float(one["IM"] or 0) + float(one["IF"] or 0)
        share = min(max(1 - bought / uses, 0), 1) if uses > 0 else 0.0
        by_province[one["province"]][one["code"]] = float(one["GO"]), share
    assert len(by_province) == 31
    for delta, expected in FLQ_ERRORS.items():
        errors = []
        for cells in by_province.values():
            x = np.array([cells[code][0] for code in table.codes])
            true = np.array([cells[code][1] for code in table.codes])
            need = requirement(a, x)
            with np.errstate(invalid="ignore"):
                guess = 1 - gap(a, flegg(x, nation, delta).shares, x) / need
            seen = need > 0
            errors.append(float((need[seen] * np.abs(guess - true)[seen]).sum() / need[seen].sum()))
        assert np.mean(errors) == pytest.approx(expected, abs=0.002), delta


def figures(items: Iterable[tuple[Sector, float]]) -> tuple[SectorFigure, ...]:
    return tuple(SectorFigure(sector, value, "x#1") for sector, value in items)


def test_a_reference_that_does_not_make_a_sector_up_exactly_is_no_reference() -> None:
    motors, appliances = Sector("电机", ("381",), MOTORS), Sector("家电", ("385",), APPLIANCES)
    chosen = SectorSet("中山市", "产值", OUTPUT, "2023年", "d", "d", figures([(motors, 1.0), (appliances, 2.0)]))
    economy = Economy("半个", "2020", OUTPUT, ((frozenset({"3811"}), 5.0), (APPLIANCES, 5.0)))
    values, reasons = quotients(chosen, economy)
    assert values == {}
    assert "对不上" in reasons[motors]

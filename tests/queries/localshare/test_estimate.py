"""What holds for the shares of any region: bounds, order, units, direction, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import FiguresRefused
from loaders.reference.tables import read_input_output
from queries.formulas.checks import FloatArray
from queries.localshare import Balances, National, balances_of, estimate, estimate_flegg, national_of, shipped
from queries.localshare.methods import by_flegg
from queries.localshare.model import is_province
from queries.localshare.sectors import EARLIER, GROUPS, group_of, named_2017

NATIONAL = national_of(read_input_output("china-2017-42"), "china-2017-42")
PROVINCES = balances_of(read_input_output("provinces-2017-42"), NATIONAL, "provinces-2017-42")
N = len(NATIONAL.names)


@st.composite
def regions(draw: st.DrawFn) -> FloatArray:
    """Outputs of a province, each sector anew between nothing and thirty times as much; of a size that is estimated."""
    x = PROVINCES.output[draw(st.integers(0, len(PROVINCES.regions) - 1))]
    factors = draw(st.lists(st.sampled_from([0.0, 1e-6, 0.01, 0.3, 1.0, 2.0, 30.0]), min_size=N, max_size=N))
    found = x * np.array(factors) + 1.0
    found[np.array(factors) == 0] = 0.0
    found[0] += 1.0
    scaled: FloatArray = found * (0.02 * NATIONAL.size / found.sum())
    return scaled


def turned(order: list[int]) -> National:
    return National(
        NATIONAL.label,
        tuple(NATIONAL.names[i] for i in order),
        NATIONAL.coefficients[np.ix_(order, order)],
        NATIONAL.output[order],
        NATIONAL.value_added[order],
        NATIONAL.final_demand[order],
    )


@given(regions(), st.sampled_from([0.8, 0.9]))
@settings(max_examples=60, deadline=None)
def test_shares_lie_in_their_intervals_and_all_between_nothing_and_everything(x: FloatArray, level: float) -> None:
    found = estimate(x, NATIONAL, level=level)
    assert (found.low >= 0).all()
    assert (found.high <= 1).all()
    assert (found.low <= found.share).all()
    assert (found.share <= found.high).all()
    assert (found.share[x > 0] > 0).all()
    assert (found.share[x == 0] == 0).all()


@given(regions(), st.integers(0, N - 1), st.sampled_from([1.001, 1.5, 20.0]))
@settings(max_examples=150, deadline=None)
def test_more_output_of_a_sector_never_lowers_its_share(x: FloatArray, at: int, factor: float) -> None:
    more = x.copy()
    more[at] = max(x[at], 1.0) * factor
    before, after = (shipped().predict(one, NATIONAL)[at] for one in (x, more))
    assert after >= before - 1e-12


@given(regions(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_sectors_changes_nothing_but_the_order(x: FloatArray, random: object) -> None:
    order = list(range(N))
    random.shuffle(order)  # type: ignore[attr-defined]
    one, other = estimate(x, NATIONAL, "广东"), estimate(x[order], turned(order), "广东")
    np.testing.assert_allclose(other.share, one.share[order], rtol=1e-9)
    np.testing.assert_allclose(other.high, one.high[order], rtol=1e-9)
    assert other.notes == tuple(one.notes[i] for i in order)


@given(regions(), st.sampled_from([1e-4, 0.14, 7.1, 1e4]))
@settings(max_examples=40, deadline=None)
def test_another_currency_changes_nothing(x: FloatArray, rate: float) -> None:
    dear = replace(
        NATIONAL,
        output=NATIONAL.output * rate,
        value_added=NATIONAL.value_added * rate,
        final_demand=NATIONAL.final_demand * rate,
    )
    np.testing.assert_allclose(estimate(x * rate, dear).share, estimate(x, NATIONAL).share, rtol=1e-9)


def test_an_absent_sector_has_no_share_and_says_why() -> None:
    x = PROVINCES.output[PROVINCES.regions.index("西藏")]
    found = estimate(x, NATIONAL, "西藏自治区")
    assert (x == 0).sum() == 9
    for at in np.flatnonzero(x == 0):
        assert (found.share[at], found.low[at], found.high[at]) == (0, 0, 0)
        assert [note.code for note in found.notes[at]] == ["absent"]
    assert not any(found.notes[at] for at in np.flatnonzero(x > 0))


def test_a_city_is_less_sure_than_a_province_and_a_region_out_of_range_less_still() -> None:
    x = PROVINCES.output[PROVINCES.regions.index("宁夏")]
    province, city = estimate(x, NATIONAL, "宁夏回族自治区"), estimate(x, NATIONAL, "中山市")
    small = estimate(x * 0.1, NATIONAL, "中山市")
    assert [note.code for note in province.remarks] == []
    assert [note.code for note in city.remarks] == ["city"]
    assert [note.code for note in small.remarks] == ["city", "outside-range"]
    np.testing.assert_allclose(city.share, province.share)
    inside = (city.high < 1) & (city.low > 0) & (city.share > 0)
    assert inside.sum() > 5
    assert ((city.high - city.low) > (province.high - province.low))[inside].all()
    assert (small.high - small.low >= city.high - city.low - 1e-12).all()


def test_cities_named_like_provinces_are_cities() -> None:
    names = ["广东", "广东省", "北京市", "内蒙古自治区", "广西壮族自治区", "吉林省", "吉林市", "中山市", "海南州", ""]
    assert [is_province(name, shipped()) for name in names] == [True] * 6 + [False] * 4


def test_shares_do_not_hang_on_size() -> None:
    """No term of size ships: with it the smallest provinces are estimated worse by a fit to the others."""
    x = PROVINCES.output[PROVINCES.regions.index("湖南")]
    np.testing.assert_allclose(estimate(x / 5, NATIONAL).share, estimate(x, NATIONAL).share, rtol=1e-9)


def test_the_doubtful_cells_of_guangdong_are_shown_as_doubtful() -> None:
    """电气机械: quotient 1.99 and a share of .79; 仪器仪表: 1.15 and .43, which the estimate misses."""
    found = estimate(PROVINCES.output[PROVINCES.regions.index("广东")], NATIONAL, "广东省", level=0.9)
    true = PROVINCES.share[PROVINCES.regions.index("广东")]
    electric, meters = NATIONAL.names.index("电气机械和器材"), NATIONAL.names.index("仪器仪表")
    assert true[[electric, meters]].round(2).tolist() == [0.79, 0.43]
    assert abs(found.share[electric] - true[electric]) < 0.06
    assert found.share[meters] - true[meters] > 0.2
    assert found.low[meters] < true[meters] < found.high[meters]


def test_another_table_says_so_and_names_of_earlier_years_are_known() -> None:
    later = national_of(read_input_output("china-2020-42"), "china-2020-42")
    found = estimate(PROVINCES.output[0], later, "上海")
    assert [note.code for note in found.remarks] == ["other-table"]
    earlier = replace(
        NATIONAL,
        names=tuple(
            {"农林牧渔产品和服务": "农林牧渔业", "综合技术服务": "科学研究和技术服务"}.get(name, name)
            for name in NATIONAL.names
        ),
    )
    x = PROVINCES.output[PROVINCES.regions.index("广东")]
    now, then = estimate(x, NATIONAL, "广东"), estimate(x, earlier, "广东")
    assert then.share[0] == now.share[0]
    assert {at: [n.code for n in notes] for at, notes in enumerate(then.notes) if notes} == {
        NATIONAL.names.index("综合技术服务"): ["group-only"]
    }


def test_every_sector_has_one_group() -> None:
    named = [name for names in GROUPS.values() for name in names]
    assert len(named) == len(set(named))
    assert all(group_of(name) for name in NATIONAL.names)
    assert all(group_of(name) == group_of(named_2017(name)) != "" for name in EARLIER)


X = PROVINCES.output[0]
BAD = [
    (-X, NATIONAL, 0.8, "负"),
    (X[:-1], NATIONAL, 0.8, "大小对不上"),
    (X * 0, NATIONAL, 0.8, "都是 0"),
    (np.where(X > 0, np.nan, 0), NATIONAL, 0.8, "缺数"),
    (X * 1e4, NATIONAL, 0.8, "相差太远"),
    (X * 1e-4, NATIONAL, 0.8, "相差太远"),
    (X, NATIONAL, 0.95, "区间水平"),
    (X, replace(NATIONAL, names=("鱼竿", *NATIONAL.names[1:])), 0.8, "鱼竿"),
]


@pytest.mark.parametrize(("x", "table", "level", "said"), BAD, ids=[str(i) for i in range(len(BAD))])
def test_what_cannot_be_estimated_is_refused(x: FloatArray, table: National, level: float, said: str) -> None:
    with pytest.raises(FiguresRefused, match=said):
        estimate(x, table, level=level)


def test_quotients_can_be_chosen_with_the_error_that_they_show() -> None:
    found = estimate_flegg(X, NATIONAL, "上海", delta=0.3)
    np.testing.assert_allclose(found.share, by_flegg(X, NATIONAL, 0.3))
    assert found.error == 0.3309
    assert (found.low <= found.share).all()
    assert (found.share <= found.high).all()
    assert [note.code for note in found.remarks] == ["flegg"]
    with pytest.raises(FiguresRefused, match="量过"):
        estimate_flegg(X, NATIONAL, delta=0.25)


def test_a_table_that_is_no_economy_is_refused(provinces: Balances) -> None:
    del provinces
    with pytest.raises(FiguresRefused, match="谱半径"):
        replace(NATIONAL, coefficients=np.eye(N))
    with pytest.raises(FiguresRefused, match="重复"):
        replace(NATIONAL, names=(NATIONAL.names[1], *NATIONAL.names[1:]))
    with pytest.raises(FiguresRefused, match="除数"):
        replace(NATIONAL, output=NATIONAL.output * 0)

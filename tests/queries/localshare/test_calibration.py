"""The calibration: what ships is what the tables give, what is left out is left out, and the goals are met."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from queries.localshare import Balances, National
from queries.localshare.calibration import Calibration, Form, calibrate, design, fitted, group_apart
from queries.localshare.conformal import scores, width
from queries.localshare.fit import Design, expit, fit_all, fit_without
from queries.localshare.methods import region_errors
from queries.localshare.model import MUNICIPALITIES, SHIPPED, Model, shipped
from queries.localshare.report import Report, by_size

PRINTED = {"flq-0.3": (0.331, 0.59), "flq-0.1": (0.180, 0.68), "flq-0": (0.150, 0.73), "slq": (0.177, 0.72)}
"""Errors and correlations seen before this was built."""


def flat(data: object, path: str = "") -> dict[str, object]:
    if isinstance(data, dict):
        return {k: v for key, one in data.items() for k, v in flat(one, f"{path}/{key}").items()}
    if isinstance(data, list):
        return {k: v for key, one in enumerate(data) for k, v in flat(one, f"{path}/{key}").items()}
    return {path: data}


def test_what_ships_is_what_the_tables_give(calibration: Calibration) -> None:
    made, kept = (flat(json.loads(text)) for text in (calibration.model.text(), SHIPPED.read_text("utf-8")))
    assert made.keys() == kept.keys()
    for key, value in made.items():
        # The last decimal may round differently on another machine's arithmetic.
        assert value == (pytest.approx(kept[key], abs=1.1e-4) if isinstance(value, float) else kept[key]), key


def test_run_again_it_gives_the_same_bytes(calibration: Calibration, provinces: Balances, national: National) -> None:
    assert calibrate(provinces, national).model.text() == calibration.model.text()
    assert Model.of(json.loads(calibration.model.text())) == calibration.model


def test_the_baselines_come_out_as_they_were_seen(made: Report) -> None:
    rows = {row.key: row for row in made.methods}
    for key, (error, correlation) in PRINTED.items():
        assert round(rows[key].error, 3) == error
        assert round(rows[key].correlation, 2) == correlation
    assert round(rows["regression"].error, 3) == 0.134


def test_the_estimate_meets_its_goal_even_with_its_form_chosen_by_other_provinces(made: Report) -> None:
    rows = {row.key: row for row in made.methods}
    assert rows["nested"].error <= 0.12
    assert rows["calibrated"].error <= rows["nested"].error
    assert all(
        rows["nested"].error < row.error for row in made.methods if row.key != "calibrated" and row.key != "nested"
    )
    assert rows["nested"].smallest < min(row.smallest for row in made.methods[:-2])
    assert shipped().error == pytest.approx(rows["nested"].error, abs=1e-4)


def test_the_model_is_small_and_points_where_theory_says(
    calibration: Calibration, made: Report, national: National
) -> None:
    model = calibration.model
    assert set(model.slopes) == {"traded", "hub"}
    for slope in made.slopes:
        assert slope.least * slope.most > 0, "one province alone turns it"
    assert 0.8 < model.slopes["traded"] < 1.1
    assert model.slopes["hub"] < 0
    assert set(model.effects) == set(national.names)
    assert max(map(abs, model.effects.values())) < 1.5


def test_a_left_out_province_has_no_say_in_its_own_estimate(provinces: Balances, national: National) -> None:
    form, at = Form(("traded", "hub"), 0.4), provinces.regions.index("重庆")
    changed = provinces.inflow.copy()
    changed[at] = 0.0
    before, after = (fitted(one, national, form) for one in (provinces, replace(provinces, inflow=changed)))
    assert np.abs(after.left_out[at] - before.left_out[at]).max() < 1e-6
    assert np.abs(after.apart[at] - before.apart[at]).max() < 1e-6
    assert np.abs(after.left_out[at - 1] - before.left_out[at - 1]).max() > 1e-4


def test_fits_that_leave_out_are_the_fits_to_what_is_left(provinces: Balances, national: National) -> None:
    made = design(provinces, national, Form(("traded", "hub"), 0.4))
    omitted = np.zeros((2, len(provinces.regions)), dtype=bool)
    omitted[0, [provinces.regions.index(name) for name in ("北京", "上海")]] = True
    omitted[1, 3] = True
    found = fit_without(made, fit_all(made), omitted)
    for row, gone in zip(found, omitted, strict=True):
        direct = fit_all(Design(made.x[~gone], made.y[~gone], made.weight[~gone], made.penalty))
        np.testing.assert_allclose(row, direct, atol=2e-5)


def test_the_fit_finds_what_made_the_figures() -> None:
    rng = np.random.default_rng(7)
    x = np.concatenate([np.ones((40, 30, 1)), rng.normal(size=(40, 30, 2))], axis=2)
    true = np.array([0.4, 1.0, -0.7])
    y = rng.binomial(200, expit(x @ true)) / 200
    found = fit_all(Design(x, y, np.ones((40, 30)), np.full(3, 1e-6)))
    np.testing.assert_allclose(found, true, atol=0.05)


def test_intervals_cover_what_they_say_in_provinces_left_out(made: Report) -> None:
    for row in made.coverage:
        assert row.level <= row.cells <= row.level + 0.05
        assert row.level <= row.weighted
        assert row.smallest >= row.level - 0.02
        assert row.least[1] < row.level
    eighty, ninety = made.coverage
    assert eighty.half < ninety.half < 0.3


def test_pooled_widths_cover_new_groups_whose_errors_hang_together() -> None:
    rng = np.random.default_rng(11)
    covered = []
    for _ in range(400):
        found = np.abs(rng.normal(size=(21, 15)) + 2 * rng.normal(size=(21, 1)))
        seen = rng.random((21, 15)) < rng.uniform(0.2, 1, size=(21, 1))
        seen[:, 0] = True
        covered.append((found[20] <= width(found[:20], seen[:20], 0.8))[seen[20]].mean())
    assert 0.78 <= np.mean(covered) <= 0.86


def test_the_interval_of_a_city_is_what_the_municipalities_need(provinces: Balances, national: National) -> None:
    group = [provinces.regions.index(name) for name in MUNICIPALITIES]
    found = group_apart(provinces, national, Form(("traded", "hub"), 0.4), group)
    assert shipped().error_cities == pytest.approx(found.error, abs=1e-4)
    for level, covered in found.covered.items():
        assert covered < level, "were they like other provinces, no wider interval would be needed"
        assert shipped().width_city[level] == pytest.approx(found.needed[level], abs=1e-4)
        assert shipped().width[level] < shipped().width_city[level] < shipped().width_worst[level]


def test_size_is_left_out_because_it_misleads_about_small_places(made: Report) -> None:
    small, smaller_half, cities = made.reach
    assert small.error < small.plain < small.with_size
    assert smaller_half.error < smaller_half.plain < smaller_half.with_size
    assert cities.error > 0.15


def test_the_truth_hangs_on_an_assumption_and_the_report_says_how_much(made: Report) -> None:
    assert made.mean_share - made.mean_share_other > 0.05
    assert made.other_truth > 0.15


def test_errors_are_weighted_by_requirement_within_each_province(
    calibration: Calibration, provinces: Balances, national: National
) -> None:
    need = provinces.output @ national.coefficients.T
    off = np.abs(calibration.chosen.left_out - provinces.share)
    expected = (need * off).sum(axis=1) / need.sum(axis=1)
    np.testing.assert_allclose(region_errors(provinces, national, calibration.chosen.left_out), expected)


def test_scores_of_a_sure_zero_do_not_divide() -> None:
    assert scores(np.array([0.0, 0.5]), np.array([0.0, 0.5])).tolist() == [0.0, 0.0]


def test_the_smallest_come_first(provinces: Balances) -> None:
    assert [provinces.regions[k] for k in by_size(provinces)[:5]] == ["西藏", "青海", "宁夏", "海南", "甘肃"]

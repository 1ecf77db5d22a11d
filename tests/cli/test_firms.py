"""``review pairs``, ``join`` and ``split`` as a user runs them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import run_liantu

FULL, SHORT = "广东神舞科技有限公司", "神舞科技"
FIRST, SECOND = "瑞士辉凌制药", "辉凌制药"


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "home")
    return tmp_path / "home"


def names(home: Path, *arguments: str) -> list[list[str]]:
    found = json.loads(run_liantu("review", "pairs", *arguments, "--json", home=home).stdout)
    return [[firm["name"] for firm in pair["firms"]] for pair in found]


def test_pairs_come_with_reason_and_words(built: Path) -> None:
    found = json.loads(run_liantu("review", "pairs", "--json", home=built).stdout)
    assert found
    for pair in found:
        assert pair["reason"]
        for firm in pair["firms"]:
            assert firm["quote"]
    text = run_liantu("review", "pairs", "--firm", "辉凌", home=built).stdout
    assert "一名可能是另一名的简称" in text
    assert "共 1 对" in text


def test_join_then_split_then_hand_over(home: Path, tmp_path: Path) -> None:
    assert names(home, "--firm", "辉凌") == [[FIRST, SECOND]]
    run_liantu("review", "join", SECOND, FIRST, "--reason", "登记册同一代码", home=home)
    assert names(home, "--firm", "辉凌") == []
    assert "登记册同一代码" in run_liantu("show", FIRST, "--relation", "SAME_AS", home=home).stdout
    run_liantu("build", home=home)
    assert "SAME_AS" in run_liantu("show", FIRST, home=home).stdout
    file = tmp_path / "firms.yaml"
    run_liantu("review", "export", "firms", "-o", file, home=home)
    run_liantu("review", "split", FIRST, SECOND, "--reason", "两个代码", home=home)
    assert "SAME_AS" not in run_liantu("show", FIRST, home=home).stdout
    run_liantu("load", "decisions", file, home=home)
    assert "SAME_AS" in run_liantu("show", FIRST, home=home).stdout
    assert json.loads(run_liantu("review", "export", "firms", "--json", home=home).stdout)[0]["verdict"] == "same"


def test_what_ships_as_one_firm_counts_once(built: Path) -> None:
    text = run_liantu("show", SHORT, home=built).stdout
    assert FULL in text
    assert "规则 decided" in text
    why = run_liantu("why", "脑机接口", home=built).stdout
    assert FULL in why


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (("join", FIRST, SECOND), "要写理由", 2),
        (("join", FIRST, FIRST, "--reason", "因"), "同一家企业", 2),
        (("join", FIRST, "石岐街道", "--reason", "因"), "不是企业", 2),
        (("split", FIRST, "没有这家厂", "--reason", "因"), "没有", 3),
        (("join", FIRST, SECOND, "--reason", "问了13800138000"), "个人信息", 2),
    ],
)
def test_bad_decisions_are_refused_and_change_nothing(
    home: Path, arguments: tuple[str, ...], said: str, code: int
) -> None:
    assert said in run_liantu("review", *arguments, home=home, code=code).stderr
    assert names(home, "--firm", "辉凌") == [[FIRST, SECOND]]

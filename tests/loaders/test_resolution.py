"""Two names are one firm's by a rule that can be shown or by a person's word, never by likeness."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.resolution.make import pairs, read_rows
from bench.resolution.score import HERE, NOTHING, by_names, by_store, read_pairs, score
from loaders.resolution.codes import valid_code
from loaders.resolution.firms import Decision, Firm, Resolved, resolve_firms
from loaders.resolution.naming import read_name
from loaders.resolution.rules import Rule, compare

CODE = "91442000MA4UKJ5R2A"


def rule(first: str, second: str) -> Rule | None:
    verdict = compare(first, second)
    assert verdict == compare(second, first), "a rule has no direction"
    return verdict.rule if verdict else None


def with_check(body: str) -> str:
    return next(body + sign for sign in "0123456789ABCDEFGHJKLMNPQRTUWXY" if valid_code(body + sign))


def firm(name: str, *aliases: str, code: str = "", source: str = "a") -> Firm:
    stated = {alias: frozenset({source}) for alias in aliases}
    return Firm(f"Firm:{name}", name, stated, frozenset({source}), code)


def heads(*firms: Firm) -> dict[str, str]:
    return {k.removeprefix("Firm:"): v.removeprefix("Firm:") for k, v in resolve_firms(firms, {}).heads.items()}


def rules_of(resolved: Resolved) -> list[Rule]:
    return [link.verdict.rule for link in (*resolved.links, *resolved.pairs)]


# --- names ---


@pytest.mark.parametrize(
    ("name", "place", "trade", "industry", "form", "branch"),
    [
        ("广东省中山市明日涂料材料有限公司小榄分公司", "中山市", "明日", "涂料材料", "有限公司", "小榄分公司"),
        ("中山市小榄镇汇丰医用塑料包装厂", "小榄镇", "汇丰", "医用塑料包装", "厂", ""),
        ("德用（中山）智能科技有限公司", "中山市", "德用", "智能科技", "有限公司", ""),
        ("明阳智慧能源集团股份公司", "", "明阳", "智慧能源", "股份有限公司", ""),
        ("广东省中山食品进出口有限公司", "广东省", "中山", "食品进出口", "有限公司", ""),
        ("江龙船舶中山分公司", "", "江龙", "船舶", "", "中山分公司"),
        ("大洋电机", "", "大洋", "电机", "", ""),
        ("TCL", "", "TCL", "", "", ""),
    ],
)
def test_a_name_falls_into_its_parts(name: str, place: str, trade: str, industry: str, form: str, branch: str) -> None:
    parts = read_name(name)
    assert (parts.place.chain[-1:] or ("",))[0] == place
    assert (parts.trade, parts.industry, parts.form, parts.branch) == (trade, industry, form, branch)


@given(st.text(max_size=40))
def test_any_text_can_be_read_as_a_name(text: str) -> None:
    parts = read_name(text)
    assert parts.trade + parts.industry == parts.core


def test_a_name_made_to_be_slow_is_read_like_any_other() -> None:
    """Splitting 电子电器电子电器… in every way would not end in this universe."""
    for name in ("电子电器" * 75, "中山" * 150, "(" * 300, "（原" * 100, "电子电器" * 70 + "甲"):
        assert read_name(name).plain


# --- rules ---


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("廣東爾立電梯機械鈑金有限公司", "广东尔立电梯机械钣金有限公司", Rule.WRITING),
        ("粤海中粤（中山）马口铁工业有限公司", "粤海中粤(中山) 马口铁工业有限公司", Rule.WRITING),
        ("ＴＣＬ空调", "tcl空调", Rule.WRITING),
        ("广东名门锁业有限公司", "广东名门锁业有限责任公司", Rule.FORM),
        ("新名电器有限公司（原旧名(中山)电器有限公司）", "旧名（中山）电器有限公司", Rule.FORMER),
        ("广东金鼎智造服装科技有限公司（以下简称“金鼎智造”）", "金鼎智造", Rule.CALLED),
        ("中山市联合光电科技股份有限公司", "中山联合光电科技股份有限公司", Rule.REGION),
        ("中山长虹电子有限公司", "广东长虹电子有限公司", Rule.LEVEL),
        ("中山联合光电科技有限公司", "中山联合光电科技股份有限公司", Rule.CHANGED),
        ("明阳集团", "明阳电气", Rule.GROUP),
        ("明阳集团有限公司", "明阳股份有限公司", Rule.GROUP),
        ("神舞科技", "广东神舞科技有限公司", Rule.SHORT),
        ("广东名门锁业有限公司", "广东名门锁业有限公司小榄分公司", Rule.BRANCH),
        ("广东菱电电梯有限公司石岐营业部", "广东菱电电梯有限公司东区营业部", None),
        ("广东三花新能源汽车部件有限公司", "浙江三花汽车零部件有限公司", None),
        ("广东金鼎光学技术股份有限公司", "广东金鼎智造服装科技有限公司", None),
        ("广东巴德士新材料有限公司", "广东巴德富新材料有限公司", None),
        ("中山市明悦食品有限公司", "中山市悦明食品有限公司", None),
        ("中山市乾景塑料有限公司", "中山市干景塑料有限公司", None),
    ],
)
def test_each_rule_fits_what_it_says(first: str, second: str, expected: Rule | None) -> None:
    assert rule(first, second) is expected


NAMES = sorted(row["name"] for row in read_rows(HERE / "names.csv"))


@given(st.sampled_from(NAMES), st.data())
def test_a_name_with_one_han_character_changed_never_merges(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    char = data.draw(st.sampled_from("安邦昌辰达鼎丰福冠海恒宏"))
    changed = name[:at] + char + name[at + 1 :]
    verdict = compare(name, changed)
    assert changed == name or verdict is None or not verdict.rule.certain


@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_the_same_characters_in_another_order_never_merge(name: str, dice: random.Random) -> None:
    shuffled = "".join(dice.sample(name, len(name)))
    verdict = compare(name, shuffled)
    assert shuffled == name or verdict is None or not verdict.rule.certain


def test_no_two_names_of_the_list_merge() -> None:
    for first, second in itertools.combinations(NAMES, 2):
        verdict = compare(first, second)
        assert verdict is None or not verdict.rule.certain, (first, second, verdict)


# --- the benchmark ---


@pytest.mark.parametrize("name", ["hand", "made"])
def test_what_merges_is_one_firm_and_what_is_one_firm_is_found(name: str) -> None:
    found = score(read_pairs(name))
    right, merged = found.merged
    hit, same = found.found
    assert merged
    assert right / merged >= 0.99
    assert hit / same >= 0.9


@pytest.mark.parametrize("name", ["hand", "made"])
def test_a_store_asks_about_the_pairs_that_the_rules_speak_of(name: str) -> None:
    missed = [pair for pair in read_pairs(name) if by_names(pair) != NOTHING and by_store(pair) == NOTHING]
    assert not missed, "the search for pairs leaves them out"


def test_the_made_pairs_are_made_by_what_is_described() -> None:
    rows = [tuple(row.values()) for row in read_rows(HERE / "made.csv")]
    assert rows == list(pairs(read_rows(HERE / "names.csv")))
    assert len(rows) + len(read_pairs("hand")) >= 400


# --- many firms ---


def test_credit_codes_merge_and_keep_apart() -> None:
    one, two = with_check("91442000MA4UKJ5R2"), with_check("91442000712235672")
    assert heads(firm("甲乙电器有限公司", code=one), firm("丙丁照明有限公司", code=one))
    twins = firm("甲乙电器有限公司", code=one), firm("甲乙电器有限责任公司", code=two)
    resolved = resolve_firms(twins, {})
    assert not resolved.heads
    assert rules_of(resolved) == [Rule.CONFLICT]
    namesakes = firm("甲乙(中山)电器有限公司", code=one), firm("甲乙中山电器有限公司", code=two)
    third = firm("甲乙【中山】电器有限公司")
    assert not resolve_firms((*namesakes, third), {}).heads, "which of the two it is, nobody said"
    broken = one[:-1] + ("0" if one[-1] != "0" else "1")
    assert not heads(firm("甲乙电器有限公司", code=broken), firm("丙丁照明有限公司", code=broken))


def test_a_stated_alias_merges_only_if_it_tells_one_firm() -> None:
    full = firm("广东甲乙光电科技有限公司", "甲乙光电", source="register")
    assert heads(full, firm("甲乙光电", source="letter")) == {"甲乙光电": "广东甲乙光电科技有限公司"}
    bare = firm("广东甲乙光电科技有限公司", "甲乙", source="register")
    assert not heads(bare, firm("甲乙", source="letter")), "a trade name alone may be another's"
    assert heads(bare, firm("甲乙", source="register")), "but a source knows its own short names"
    second = firm("深圳甲乙光电科技有限公司", "甲乙光电", source="other")
    resolved = resolve_firms([full, second, firm("甲乙光电", source="letter")], {})
    assert not resolved.heads
    assert Rule.CONFLICT in rules_of(resolved)
    group = firm("广东甲乙光电股份有限公司", "甲乙光电集团", source="register")
    assert not heads(group, firm("甲乙光电集团", source="letter"))


def test_a_decision_stands_against_every_rule_and_reaches_through_a_class() -> None:
    names = ("甲乙电器有限公司", "甲乙电器有限责任公司", "甲乙電器有限公司")
    firms = [firm(name) for name in names]
    keys = sorted(f"Firm:{name}" for name in names)
    assert len(resolve_firms(firms, {}).heads) == 2
    for first, second in itertools.combinations(keys, 2):
        resolved = resolve_firms(firms, {(first, second): Decision(same=False, at="d#1")})
        at = {key: resolved.heads.get(key, key) for key in keys}
        assert at[first] != at[second]
        assert len(set(at.values())) == 2, "the third stays with one of them"
    other = firm("完全不同照明有限公司")
    pair = tuple(sorted((firms[0].key, other.key)))
    joined = resolve_firms([firms[0], other], {(pair[0], pair[1]): Decision(same=True, at="d#1")})
    assert rules_of(joined) == [Rule.DECIDED]


def test_the_order_of_firms_changes_nothing() -> None:
    names = [*NAMES, *(pair.second for pair in read_pairs("hand"))]
    firms = [firm(name, code=CODE if at % 50 == 0 else "") for at, name in enumerate(dict.fromkeys(names))]
    expected = resolve_firms(firms, {})
    for seed in range(3):
        random.Random(seed).shuffle(firms)  # noqa: S311
        assert resolve_firms(firms, {}) == expected


def test_the_fullest_registered_name_stands_for_a_firm() -> None:
    names = ("神舞科技", "廣東神舞科技有限公司", "广东神舞科技有限公司")
    resolved = heads(firm(names[0], names[2], source="x"), firm(names[1]), firm(names[2]))
    assert set(resolved.values()) == {"广东神舞科技有限公司"}


def test_the_readme_of_the_pairs_says_how_many_there_are() -> None:
    text = (Path(HERE) / "README.md").read_text(encoding="utf-8")
    for name in ("hand", "made"):
        assert f"{len(read_pairs(name))} pairs" in text

"""What fits a segment as plain data and as table rows, for programs and for Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from graph.evidence import Review, Status
from queries.fit.firms import fits
from queries.fit.model import Evidence, Extender, Ground, PolicyFit, Target, Targets
from queries.gaps.export import cell
from queries.gaps.model import RULE_ZH

ORDERS = {
    "firms": "accepted, evidence (document, register, national list), products, ties, name",
    "extenders": "accepted, direct inputs before siblings, inputs shared, name",
    "policies": "segment, chain, sector; running, unknown, lapsed; name",
    "platforms": "segment, chain; done, not done; name",
    "towns": "things of the segment, of its inputs, of the chain; name",
}
"""What orders each list; there is no score."""
COLUMNS = (
    "环节", "部分", "次序", "名称", "所在地", "凭什么", "有效期", "凭据层级", "状态", "审核",
    "原文", "文献", "发布单位", "日期", "来源等级", "位置", "依据键", "键",
)  # fmt: skip
TERM_ZH = {"running": "有效", "lapsed": "已过期", "unknown": "没有写明，用前要核"}
LEVEL_ZH = {"segment": "本环节", "chain": "整条产业链", "sector": "所属门类", "input": "直接投入"}
LINK_ZH = {
    "customer": "客户在本地",
    "group": "同集团或投资关系",
    "invested": "已在本地投资",
    "invited": "已引进或拟引进",
}


def targets_dict(found: Targets, limit: int) -> dict[str, Any]:
    """Return the answer as plain data; of each list at most ``limit`` entries, with how many there are."""
    data = asdict(found)
    for name in ("firms", "extenders", "policies", "platforms", "towns"):
        data[name] = data[name][:limit]
    for name in ("firms", "here"):
        for one, target in zip(data[name], getattr(found, name), strict=False):
            one |= {"products": list(target.products), "tier": target.tier.value, "fits": list(fits(target))}
            for made in one["made"]:
                made["statement"] = made["evidence"]["statement"]
    row = data.pop("row")
    return {
        **data,
        "class": found.row.gap_class.value,
        "tier": row["tier"],
        "sentence": row["sentence"],
        "orders": ORDERS,
        "totals": {name: len(getattr(found, name)) for name in ORDERS},
    }


def targets_csv(found: Targets) -> str:
    """Return every entry with every piece of its evidence as CSV text that Excel opens, one row each."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for part, number, values, said in _rows(found):
        for one in said:
            told = (
                Status(one.status).zh if one.status else "", Review(one.review).zh if one.review else "",
                one.quote, one.title, one.issuer, one.date, one.grade, one.place, one.statement,
            )  # fmt: skip
            name, place, why, term, tier, key = values
            writer.writerow([cell(v) for v in (found.name, part, number, name, place, why, term, tier, *told, key)])
    return "\ufeff" + text.getvalue()


Row = tuple[str, int, tuple[str, str, str, str, str, str], Iterable[Evidence]]


def _rows(found: Targets) -> Iterator[Row]:
    """Yield part, place in its list, (name, place, why, term, tier, key), evidence."""
    for number, firm in enumerate(found.firms, 1):
        yield "外地企业", number, _firm(firm), _evidence(firm)
    for number, firm in enumerate(found.here, 1):
        yield "已知在本地", number, _firm(firm), _evidence(firm)
    for number, one in enumerate(found.extenders, 1):
        said = [made.evidence for made in one.makes]
        yield "本地可延伸", number, (one.name, found.region, _makes(one), "", "", one.key), said
    for number, policy in enumerate(found.policies, 1):
        yield "政策", number, _policy(policy), policy.evidence
    for number, ground in enumerate(found.platforms, 1):
        yield "平台载体", number, (ground.name, ground.place, _tie(ground), "", "", ground.key), [ground.evidence]
    for number, town in enumerate(found.towns, 1):
        for item in town.grounds:
            yield "镇街", number, (town.name, found.region, _tie(item), "", "", town.key), [item.evidence]
    for number, near in enumerate(found.reach.who, 1):
        why = f"{near.tie_zh}“{near.term}”，{LEVEL_ZH[near.level]}"
        said = [
            Evidence(near.statement, near.document, near.source, near.issuer, near.date, near.grade, "", "", near.quote,
                     "done", "accepted")
        ]  # fmt: skip
        yield "周边", number, (near.name, near.city, why, "", "", near.key), said


def _firm(firm: Target) -> tuple[str, str, str, str, str, str]:
    rules = dict.fromkeys(f"{made.rule_zh}“{made.term}”" for made in firm.made)
    links = [f"{LINK_ZH[link.kind]}：{link.relation} {link.other_name}" for link in firm.links]
    why = "；".join(["产品 " + "、".join(firm.products) if firm.products else "归入环节", *rules, *links])
    return firm.name, "、".join(firm.cities) or firm.place, why, "", firm.tier.zh, firm.key


def _evidence(firm: Target) -> list[Evidence]:
    return [made.evidence for made in firm.made] + [link.evidence for link in firm.links if link.evidence.statement]


def _makes(one: Extender) -> str:
    told = []
    for made in one.makes:
        how = "直接投入" if made.is_input else f"共用 {len(made.shared)} 项投入（{'、'.join(made.shared)}）"
        told.append(f"做「{made.name}」（{RULE_ZH.get(made.rule, made.rule)}“{made.term}”）：{how}")
    return "；".join(told)


def _policy(one: PolicyFit) -> tuple[str, str, str, str, str, str]:
    term = TERM_ZH[one.term] + (f"（至 {one.until}）" if one.until else "")
    why = f"{one.relation}「{one.object_name}」（{LEVEL_ZH[one.level]}）"
    return f"{one.name}{one.number and f'（{one.number}）'}", "、".join(one.issuers), why, term, "", one.key


def _tie(one: Ground) -> str:
    return f"{one.name} {one.relation}「{one.term}」（{LEVEL_ZH[one.level]}）"

"""The firms of the page of ``targets``: those elsewhere that make it, those here that could extend into it."""

from __future__ import annotations

from collections.abc import Sequence

from queries.fit.firms import fits
from queries.fit.model import Extender, Link, Made, Makes, Target
from queries.gaps.model import RULE_ZH
from viz.pages.blocks import Block, Cite, Entry, Heading, Para
from viz.pages.cites import cite, standing
from viz.pages.words import Words


def elsewhere(words: Words) -> list[Block]:
    """Return the section of firms of other places."""
    found, t = words.found, words.t
    number = len(found.firms)
    blocks: list[Block] = [Heading(t(f"一、外地做它的企业（{number} 家）", f"1 Firms elsewhere ({number})"))]
    if found.firms:
        order = t(
            "次序：已采信在前，再按凭据（文献点名、名录一行、全国产品清单一行）、相符的产品数、与本地的联系数、名称。",
            "Order: accepted first, then evidence (document, register, national list), products, ties, name.",
        )
        blocks.append(Para(order, small=True))
        sure = sum(firm.sure for firm in found.firms)
        blocks += words.cut([_firm(words, firm) for firm in found.firms[: words.limit]], number, sure)
    else:
        blocks.append(Para(t(
            "库里没有外地企业与它相符。可以载入：全国企业产品图谱 liantu load chain-kg 文件夹；"
            "邻市或展会的企业产品表 liantu load table 文件 --mapping firm-products（映射里写明地区）。",
            "None in the store. Load: liantu load chain-kg FOLDER, or liantu load table FILE --mapping firm-products.",
        )))  # fmt: skip
    if found.here:
        names = words.several([firm.name + _waits(words, firm) for firm in found.here], 10)
        blocks.append(Para(t(f"已知在本地、不列入：{names}。", f"Known to be here, not listed: {names}.")))
    return blocks


def _waits(words: Words, firm: Target) -> str:
    best = firm.made[0]
    note = standing(best.status, best.review, words.lang)
    return f"（{note}）" if note and not firm.sure else ""


def _firm(words: Words, firm: Target) -> Entry:
    t = words.t
    where = "、".join(firm.cities) + t(f"，{words.area}内", ", in the area") if firm.cities else firm.place
    if firm.named_here:
        where += t("，名称里有本市，可能就在本地", ", may be here by its name")
    reasons = [_reason(words, firm, kind) for kind in fits(firm)]
    tier = t(firm.tier.zh, firm.tier.en) + ("" if firm.sure else t("，待审", ", not accepted"))
    lines = [
        (t("凭据", "evidence"), tier),
        (t("为什么合适", "why"), t("；", "; ").join(reasons)),
    ]
    facts = _different(firm.made)
    cites = [_made_cite(words, made) for made in facts[:3]]
    cites += [cite(link.evidence, words.lang) for link in firm.links[:3] if link.evidence.statement]
    return Entry(f"{firm.name}（{where}）", tuple(lines), tuple(dict.fromkeys(cites)))


def _different(facts: Sequence[Made]) -> list[Made]:
    """One fact for each quote or row."""
    return list({(made.evidence.quote or made.statement): made for made in reversed(facts)}.values())[::-1]


def _made_cite(words: Words, made: Made) -> Cite:
    found = cite(made.evidence, words.lang)
    return Cite(found.words, found.where, found.mark)


def _reason(words: Words, firm: Target, kind: str) -> str:
    t = words.t
    if kind == "product":
        rules = dict.fromkeys(f"{made.rule_zh if words.lang == 'zh' else made.rule}“{made.term}”" for made in firm.made)
        named = words.several(firm.products)
        told = t(f"产品 {named}", f"makes {named}") if firm.products else t("归入这个环节", "stands in the segment")
        return f"{told}（{t('、', ', ').join(rules)}）"
    if kind == "area":
        return t(f"已在{words.area}（{'、'.join(firm.cities)}）", f"already in the area ({', '.join(firm.cities)})")
    label = {
        "customer": t("客户在本地", "customers here"),
        "group": t("同集团或投资关系", "group ties"),
        "invested": t("已在本地投资", "has invested here"),
        "invited": t("已引进或拟引进", "introduced or courted"),
    }[kind]
    links = [_link(words, link) for link in firm.links if link.kind == kind]
    return f"{label}{t('：', ': ')}{words.several(links, 3)}"


def _link(words: Words, link: Link) -> str:
    note = standing(link.status, link.review, words.lang)
    return f"{link.relation} {link.other_name}" + (f"（{note}）" if note else "")


def extend(words: Words) -> list[Block]:
    """Return the section of firms here beside the segment."""
    found, t = words.found, words.t
    number = len(found.extenders)
    heading = t(f"二、本地可以往这里延伸的企业（{number} 家）", f"2 Firms here that could extend ({number})")
    blocks: list[Block] = [Heading(heading)]
    if found.extenders:
        order = t(
            f"次序：已采信在前，做它的直接投入的在前，再按共用的直接投入数、名称。"
            f"它的直接投入共 {len(found.inputs)} 项，共用 {found.shared_least} 项以上才列（默认至少两项、且一半）。",
            f"Order: accepted first, direct inputs first, then inputs shared (at least {found.shared_least} of "
            f"{len(found.inputs)}), name.",
        )
        blocks.append(Para(order, small=True))
        sure = sum(one.sure for one in found.extenders)
        blocks += words.cut([_extender(words, one) for one in found.extenders[: words.limit]], number, sure)
    else:
        blocks.append(Para(t(
            f"没有已知的本地企业做它的直接投入（{words.several(found.inputs) or '模板没有写'}），也没有做相近环节的。"
            "可以载入企业名录：liantu load table 文件 --mapping firms。",
            "No firm here is known to make its inputs or anything with the same inputs. "
            "Load a register: liantu load table FILE --mapping firms.",
        )))  # fmt: skip
    cities = len(found.listed_cities)
    blocks.append(Para(t(
        f"没有算“关联密度”：它比较许多城市各有哪些环节，库里有完整名录的城市只有 {cities} 个。",
        f"No relatedness density: it compares many cities by what each has; complete lists here: of {cities}.",
    ), small=True))  # fmt: skip
    return blocks


def _extender(words: Words, one: Extender) -> Entry:
    cites = {made.evidence.statement: cite(made.evidence, words.lang) for made in one.makes}
    lines = tuple(("", _makes(words, made)) for made in one.makes[:4])
    return Entry(one.name, lines, tuple(cites.values())[:3])


def _makes(words: Words, made: Makes) -> str:
    t, rule = words.t, RULE_ZH.get(made.rule, made.rule)
    by = f"（{rule}“{made.term}”）" if words.lang == "zh" else f" ({made.rule} “{made.term}”)"
    if made.is_input:
        return t(f"做「{made.name}」{by}：是它的直接投入", f"makes {made.name}{by}: a direct input")
    shared, total = words.several(made.shared), len(words.found.inputs)
    return t(
        f"做「{made.name}」{by}：两者的直接投入有 {len(made.shared)} 项相同（{shared}）",
        f"makes {made.name}{by}: shares {len(made.shared)} of {total} inputs ({shared})",
    )

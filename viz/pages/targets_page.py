"""The page of ``targets``: who and what fits a segment, each with its evidence, for an officer to read."""

from __future__ import annotations

from graph.errors import Lang
from graph.evidence import Status
from queries.demand.model import LABEL
from queries.fit.model import Ground, PolicyFit, Targets, TownFit
from queries.gaps.ask import lists_for
from queries.gaps.model import DONE, GapClass
from queries.gaps.nearby import TIE_ZH
from queries.gaps.reach import who_words
from viz.pages.blocks import Block, Entries, Entry, Heading, Page, Para
from viz.pages.cites import cite, cite_neighbour, standing
from viz.pages.targets_firms import elsewhere, extend
from viz.pages.words import Words

FAIR = (
    "公平竞争审查：给企业的优惠要先过审查。《公平竞争审查条例》（国务院令第783号，2024年8月1日起施行）第十条：没有法律、行政法规依据"
    "或者国务院批准，不得给特定经营者税收优惠、选择性差异化的财政奖励或补贴。"
)
FAIR_EN = (
    "Fair competition review first: by article 10 of the Regulation (State Council Decree 783, in force since "
    "2024-08-01) no tax breaks or selective subsidies for particular firms without a basis in law."
)


_KINDS = {
    "Cluster": ("集群", "cluster"),
    "Platform": ("载体", "platform"),
    "Firm": ("企业", "firm"),
    "Industry": ("产业", "industry"),
}


def targets_page(found: Targets, lang: Lang = "zh", limit: int = 30) -> Page:
    """Return the page.

    Args:
        found: what fits.
        lang: of labels; names, sentences of the analysis and quotes stay Chinese.
        limit: most entries of each list.
    """
    words = Words(found, lang, limit)
    t, row = words.t, found.row
    facts = [
        (t("产业链", "chain"), t("、", ", ").join(found.chain_names)),
        (t("现在的判断", "class today"), f"{row.gap_class.mark} {row.gap_class.zh}（{row.tier.value}）"),
        (t("地区", "region"), found.region),
        (t("日期", "date"), found.day),
    ]
    blocks: list[Block] = [Para(row.sentence), *_demand(words)]
    blocks += [*elsewhere(words), *extend(words), *_policies(words), *_grounds(words)]
    foot = t(
        f"都是线索，供人去谈、去核：不算本地企业，不改变任何类别；没有打分。数据版本 {found.data_version}",
        f"Leads for people to follow up: never counted as local, no class changes, no score. Data {found.data_version}",
    )
    title = t(f"{found.name}：可以找谁，用什么政策，放在哪里", f"{found.name}: who fits, policies, places")
    return Page(title, row.gap_class.mark, row.gap_class.value, tuple(facts), tuple(blocks), foot, lang)


def _demand(words: Words) -> list[Block]:
    found, t = words.found, words.t
    takers = (
        t(f"本地谁要用：{words.several(found.takers)}。", f"Taken here by: {words.several(found.takers)}.")
        if found.takers
        else t(
            "本地谁要用：还没有已知的本地环节直接用它，去谈之前先核实需求。",
            "No local segment is known to take it: check demand first.",
        )
    )
    lists = "；".join(lists_for(found.codes))
    blocks: list[Block] = [Para(takers)]
    if found.row.gap_class is GapClass.INSUFFICIENT and not found.row.segment.covered_by and lists:
        blocks.append(Para(t(f"先核实本地有没有：{lists}。", f"First verify what is here: {lists}.")))
    blocks += [Para(line) for line in _market(words)]
    blocks.append(Para(found.reach.sentence))
    near = found.reach.who[: words.limit]
    if near:
        blocks.append(Entries(tuple(Entry(who_words(one), cites=(cite_neighbour(one),)) for one in near)))
    return blocks


def _market(words: Words) -> list[str]:
    """How large the demand for it is by each stated output, in a line; the reckoning stands in ``why``."""
    by_figure: dict[str, list[str]] = {}
    for one in words.found.row.demand:
        if one.amount:
            by_figure.setdefault(one.figure.words, []).append(f"{one.product_name} {one.amount}")
    return [
        words.t(
            f"{LABEL}：{'、'.join(amounts)}，按{figure}算；是产品部门的数，本环节只是其中一部分，不相加，不是缺口。"
            f"算式：liantu why {words.found.name}",
            f"Demand by national coefficients (never a gap; of whole products, not to be added): {', '.join(amounts)}; "
            f"from {figure}. Reckoning: liantu why {words.found.name}",
        )
        for figure, amounts in by_figure.items()
    ]


def _policies(words: Words) -> list[Block]:
    found, t = words.found, words.t
    number = len(found.policies)
    blocks: list[Block] = [Heading(t(f"三、可能适用的政策（{number} 件）", f"3 Policies ({number})"))]
    if found.policies:
        blocks.append(Para(t(
            f"次序：针对本环节、针对本链产业、针对所属门类；有效期按 {found.day} 看。条款、申报条件以原文为准。",
            f"Order: for the segment, its chain's industry, its sector; terms judged on {found.day}. Check the text.",
        ), small=True))  # fmt: skip
        blocks += words.cut([_policy(words, one) for one in found.policies[: words.limit]], len(found.policies))
    else:
        blocks.append(Para(t(
            "没有找到对口政策。可以载入政策目录：liantu load table 文件 --mapping policies。",
            "No policy found. Load a list: liantu load table FILE --mapping policies.",
        )))  # fmt: skip
    if found.hidden_policies:
        blocks.append(Para(t(
            f"另有 {found.hidden_policies} 件只有未采信的来源，没有列出：liantu ask policy-details -p review=all。",
            f"{found.hidden_policies} more rest on candidates only: liantu ask policy-details -p review=all.",
        ), small=True))  # fmt: skip
    blocks.append(Para(t(FAIR, FAIR_EN)))
    return blocks


def _policy(words: Words, one: PolicyFit) -> Entry:
    t = words.t
    number = one.number or t("文号没有写", "no number stated")
    issuer = t("、", ", ").join(one.issuers) or t("发布单位没有写", "issuer not stated")
    status = "" if one.status in DONE else t(f"（{Status(one.status).zh}）", f" ({one.status})")
    level = {
        "segment": t("本环节", "the segment"),
        "chain": t("本链产业", "the chain's industry"),
        "sector": t("所属门类", "its sector"),
    }[one.level]
    lines = [
        (t("发布", "issued by"), "，".join(part for part in (issuer, number, one.issued) if part)),
        (t("有效期", "validity"), _term(words, one)),
        (t("凭什么", "ground"), f"{one.relation}「{one.object_name}」（{level}）"),
    ]
    return Entry(f"《{one.name}》{status}", tuple(lines), tuple(cite(said, words.lang) for said in one.evidence[:2]))


def _term(words: Words, one: PolicyFit) -> str:
    t = words.t
    if one.term == "unknown":
        return t("没有写明，用前要核", "not stated: check before use")
    by = t("来源写明", "stated") if one.until_from == "source" else t("只看名称，用前要核", "by its title only")
    if one.term == "lapsed":
        return t(f"已过期：至 {one.until}（{by}）", f"lapsed: until {one.until} ({by})")
    return t(f"至 {one.until}（{by}）", f"until {one.until} ({by})")


def _grounds(words: Words) -> list[Block]:
    found, t = words.found, words.t
    number = len(found.platforms)
    blocks: list[Block] = [Heading(t(f"四、平台载体（{number} 个）", f"4 Platforms ({number})"))]
    if found.platforms:
        blocks += words.cut([_platform(words, one) for one in found.platforms[: words.limit]], number)
    else:
        blocks.append(Para(t(
            "没有来源写到支撑它或它的产业链的平台、园区。可以载入园区台账：liantu load table 文件 --mapping parks。",
            "No source names a platform or park for it. Load parks: liantu load table FILE --mapping parks.",
        )))  # fmt: skip
    number = len(found.towns)
    blocks.append(Heading(t(f"五、镇街（{number} 个）", f"5 Towns ({number})")))
    if found.towns:
        blocks += words.cut([_town(words, one) for one in found.towns[: words.limit]], number)
    else:
        blocks.append(Para(t(
            "没有来源写到哪个镇街有它或它的产业链的集群、载体、企业。",
            "No source names a town with a cluster, platform or firm of it or of its chain.",
        )))  # fmt: skip
    return blocks


def _platform(words: Words, one: Ground) -> Entry:
    place = one.place or words.t("镇街未知", "town unknown")
    note = standing(one.status, one.evidence.review, words.lang)
    lead = f"{one.name}（{'，'.join(part for part in (place, note) if part)}）"
    return Entry(lead, ((words.t("凭什么", "ground"), _tie(words, one)),), (cite(one.evidence, words.lang),))


def _town(words: Words, one: TownFit) -> Entry:
    t = words.t
    kinds = {name: t(*both) for name, both in _KINDS.items()}
    shown = one.grounds[:5]
    lines = tuple((kinds[item.kind], f"{item.name}：{_tie(words, item)}") for item in shown)
    cites = {item.evidence.quote or item.evidence.statement: cite(item.evidence, words.lang) for item in shown}
    return Entry(one.name, lines, tuple(cites.values())[:3])


def _tie(words: Words, one: Ground) -> str:
    t = words.t
    if one.level == "input":
        return t(f"做它的直接投入「{one.term}」", f"makes its input {one.term}")
    if one.kind == "Firm":
        return t("做本环节", "makes the segment")
    rule = TIE_ZH.get(one.rule, one.rule) if words.lang == "zh" else one.rule
    level = t("本环节", "the segment") if one.level == "segment" else t("整条产业链", "the whole chain")
    return t(f"{one.relation}「{one.term}」，{level}（{rule}）", f"{one.relation} {one.term}, {level} ({rule})")

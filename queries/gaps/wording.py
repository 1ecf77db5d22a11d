"""The sentences of the gap analysis, in Chinese. Every number in them comes from the row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from queries.gaps.ask import SECTOR_OUTPUT, commands_for, lists_for
from queries.gaps.classify import Facts
from queries.gaps.model import UNPLACED, FirmHere, GapClass, GapParameters, Measures, SegmentNode, Source, Tier
from queries.gaps.supply import local_mentions, uncounted

STATUS_ZH = {"signed": "签约", "applied": "申报", "planned": "规划", "proposed": "建议", "forecast": "目标"}


def some(names: Sequence[str], limit: int = 5, mark: str = "") -> str:
    """Join names with 、, the first ``limit`` of them, and say how many there are if that cuts any."""
    left, right = (mark[0], mark[1]) if mark else ("", "")
    shown = "、".join(f"{left}{name}{right}" for name in names[:limit])
    return shown + (f"等 {len(names)} 个" if len(names) > limit else "")


def sentence(
    facts: Facts,
    gap_class: GapClass,
    names: Mapping[str, str],
    sources: Mapping[str, Source],
    parameters: GapParameters,
) -> str:
    """Return the class and its reason.

    Args:
        facts: what decided it.
        gap_class: the class.
        names: segment key → name.
        sources: document key → document.
        parameters: for the thresholds and the region's name.
    """
    here = parameters.short_region
    lead = {
        GapClass.INSUFFICIENT: _insufficient,
        GapClass.MISSING: _missing,
        GapClass.SINGLE: _single,
        GapClass.WEAK: _weak,
        GapClass.STRONG: _strong,
        GapClass.PRESENT: _present,
    }[gap_class](facts, names, sources, parameters)
    return gap_class.zh + lead + not_counted(facts.segment, here)


def not_counted(segment: SegmentNode, here: str) -> str:
    """Return what is shown but does not count, and why it does not."""
    waiting, candidates, platforms = uncounted(segment)
    parts = []
    if waiting:
        listed = some([f"{firm.name}（{STATUS_ZH.get(firm.status, firm.status)}）" for firm in waiting])
        parts.append(f"{listed}还没有实施，规划不等于已有，不计入。")
    if candidates:
        parts.append(f"候选 {some([firm.name for firm in candidates])}待审核，不计入。")
    if platforms:
        parts.append(f"平台载体 {some([firm.name for firm in platforms])}不算企业，不计入。")
    far, unplaced = _by_place(segment)
    if far:
        parts.append(f"{some([firm.name for firm in far])}不在{here}，不计入。")
    if unplaced:
        parts.append(f"{some([firm.name for firm in unplaced])}{UNPLACED}，不计入。")
    return "".join(parts)


def _insufficient(facts: Facts, names: Mapping[str, str], sources: Mapping[str, Source], p: GapParameters) -> str:
    if facts.unsettled and not facts.firms:
        listed = some([f"{firm.name}（{firm.term}）" for firm in facts.unsettled], 3)
        return (
            f"。名录有同一行业小类的 {len(facts.unsettled)} 家（{listed}），这个小类几个环节共用，产品对不上，"
            "是不是做这一项要逐家核实。"
        )
    if facts.covered:
        empty = f"名录完整，本地 0 家：{_cover(facts.segment, sources)}"
        return f"。{empty}；但没有已知的本地环节直接用它，需求未知，不能叫缺链。"
    lead = "。没有一份来源完整覆盖这个环节。"
    if facts.firms:
        return f"{lead}已采信本地企业 {_firms(facts.firms)}；是不是全部，不知道。"
    if facts.local:
        return f"{lead}文献写到本地在做，没有点名企业。"
    if facts.segment.firms:
        return f"{lead}没有一家已采信、已实施的本地企业，不等于{p.short_region}没有企业。"
    return f"{lead}来源没点名企业，不等于{p.short_region}没有企业。"


def _missing(facts: Facts, names: Mapping[str, str], sources: Mapping[str, Source], p: GapParameters) -> str:
    others = f"（其中 {facts.demand_elsewhere} 个在别的链）" if facts.demand_elsewhere else ""
    text = (
        f"：名录完整，本地 0 家：{_cover(facts.segment, sources)}；"
        f"下游{some([names[key] for key in facts.demand], mark='「」')}{others}本地在做，直接用它。"
    )
    told = local_mentions(facts.segment)
    if told:
        text += f"但文献写到本地在做（“{told[0].text[:30]}”），与名录不符，请先核对。"
    return text


def _single(facts: Facts, names: Mapping[str, str], sources: Mapping[str, Source], p: GapParameters) -> str:
    return (
        f"：{_cover(facts.segment, sources)}，本地 {_firms(facts.firms)}，{_suppliers(facts)}，"
        f"不到 {p.minimum_suppliers:g} 家；没有它，"
        f"{some([names[key] for key in facts.lost], mark='「」')}的投入路径全断，"
        f"占链上本地环节的 {facts.lost_share:.0%}，居全链前 {p.single_share:.0%}。"
    )


def _weak(facts: Facts, names: Mapping[str, str], sources: Mapping[str, Source], p: GapParameters) -> str:
    if facts.measures.gap_ratio is not None:
        lead = f"：本地 {_firms(facts.firms)}；需求中缺 {facts.measures.gap_ratio:.0%}（界限 {p.weak_gap:.0%}）。"
    else:
        lead = f"：本地 {_firms(facts.firms)}；区位商 {facts.measures.quotient:.2f}，低于 {p.weak_quotient:g}。"
    return lead + measured(facts.measures)


def _strong(facts: Facts, names: Mapping[str, str], sources: Mapping[str, Source], p: GapParameters) -> str:
    return (
        f"：本地 {_firms(facts.firms)}，{_suppliers(facts)}；"
        f"区位商 {facts.measures.quotient:.2f}，不低于 {p.strong_quotient:g}。{measured(facts.measures)}"
    )


def _present(facts: Facts, names: Mapping[str, str], sources: Mapping[str, Source], p: GapParameters) -> str:
    shown = f"：{_cover(facts.segment, sources)}，本地 {_firms(facts.firms)}，{_suppliers(facts)}。"
    return shown + measured(facts.measures)


def measured(measures: Measures) -> str:
    """Say what quotient and gap rest on; empty where neither is known."""
    figures = [figure.words for figure in (measures.quotient_figure, measures.gap) if figure]
    return "".join(f"{words}。" for words in figures)


def _suppliers(facts: Facts) -> str:
    return f"有效供应 {facts.suppliers:.1f} 家" + ("（份额未知，按均分）" if facts.equal_shares else "")


def _firms(firms: Sequence[FirmHere]) -> str:
    return f"{len(firms)} 家（{some([firm.name for firm in firms])}）"


def _cover(segment: SegmentNode, sources: Mapping[str, Source]) -> str:
    """Name the complete sources with their dates: coverage is declared, so it says by whom and when."""
    parts = []
    for key in segment.covered_by:
        source = sources.get(key, Source(key, key))
        dated = f"截至 {source.as_of}" if source.as_of else "未写截止日期"
        by = f"，{source.declared_by}声明" if source.declared_by else ""
        parts.append(f"《{source.title or key}》（{dated}{by}）")
    return f"{some(parts, 3)}完整覆盖本环节"


def next_tier(facts: Facts, tier: Tier) -> str:
    """Return what is missing for the next tier, and the command that loads it."""
    codes, known = facts.segment.gbt4754, facts.measures
    if tier is Tier.T0:
        wanted = lists_for(codes)
        if not wanted:
            return "要到 T1：一份完整覆盖本环节的企业名录（先补行业小类代码）"
        return f"要到 T1：一份完整覆盖本环节的企业名录（{'；'.join(wanted)}）：{'；'.join(commands_for(codes))}"
    if tier is Tier.T2:
        return ""
    why = f"（{'；'.join(known.reasons)}）" if known.reasons else ""
    if known.quotient is None:
        return f"T1 只有家数，区位商还没有，弱链与强链不判{why}；要到 T2：本市 42 个部门的产出：{SECTOR_OUTPUT}"
    return f"要到 T2：本市 42 个部门的产出{why}：{SECTOR_OUTPUT}"


def would_change(facts: Facts, gap_class: GapClass, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return Chinese sentences: what would change the class."""
    if gap_class is GapClass.INSUFFICIENT and facts.unsettled:
        empty = "变为缺链" if facts.demand else "仍是数据不足（没有已知的本地环节直接用它）"
        return (f"名录补上这些企业的主要产品，都不是这一项：{empty}。", "其中 1 家做这一项：变为有企业或单点依赖。")
    if gap_class is GapClass.INSUFFICIENT and facts.covered:
        return ("采信任一直接用它的本地环节的企业，本行变为缺链。", "采信 1 家本地企业，本行变为有企业或单点依赖。")
    if gap_class is GapClass.INSUFFICIENT:
        empty = "变为缺链" if facts.demand else "仍是数据不足（没有已知的本地环节直接用它）"
        lines = [] if facts.firms else [f"一份完整名录写明本地 0 家：{empty}。"]
        single = "；若只有 1 家，变为单点依赖" if facts.top else ""
        return (*lines, f"一份完整名录写明本地有企业：变为有企业{single}。", "部分名录、候选和规划都不会改变它。")
    if gap_class is GapClass.MISSING:
        return (
            "采信 1 家已实施的本地企业：不再是缺链。",
            f"{some([names[key] for key in facts.demand], mark='「」')}都不在本地做了：不再是缺链。",
            "名录的完整声明被撤回：变回数据不足。",
        )
    if gap_class is GapClass.SINGLE:
        return ("再采信 1 家供应相当的本地企业：变为有企业。", "有别的投入路径绕过它：变为有企业。")
    return ("完整名录写明企业都已离开：变为缺链或数据不足。", "有了区位商或缺口率：可能变为弱链或强链候选。")


def verify_why(
    direct: Sequence[str], indirect: Sequence[str], leaders: Sequence[str], upstream: Sequence[str], facts: Facts
) -> str:
    """Return what verifying the segment would change.

    Args:
        direct: names of the local segments that take it directly.
        indirect: names of those that depend on it through others.
        leaders: names of the chain leaders in them.
        upstream: names of the segments whose counts rise if it is present.
        facts: of the segment.
    """
    if facts.covered and (facts.firms or not facts.unsettled):
        return "已有完整来源覆盖，不用再核查本环节。"
    if facts.firms:
        return f"已采信{some([firm.name for firm in facts.firms])}，不会是缺链；完整名录只能说清是不是只有这些。"
    if facts.local:
        return "文献写到本地在做，不会是缺链；要核实的是有哪几家。"
    parts = []
    if direct or indirect:
        broken = [f"{some(direct, mark='「」')}要从市外采购这一项"] if direct else []
        broken += [f"{some(indirect, mark='「」')}间接受影响"] if indirect else []
        hit = f"，涉及链主或龙头 {some(leaders)}" if leaders else ""
        parts.append(f"若核实没有：本地的{'，'.join(broken)}{hit}。")
    else:
        parts.append("本链还没有已知的本地环节用它；若核实没有，现有答案不变。")
    if upstream:
        parts.append(f"若核实有：上游 {len(upstream)} 个环节（{some(upstream, 3)}）各多一个本地下游。")
    return "".join(parts)


def _by_place(segment: SegmentNode) -> tuple[list[FirmHere], list[FirmHere]]:
    """Return the firms that are known to be elsewhere, and those of which nobody says where they are."""
    far = [firm for firm in segment.elsewhere if firm.place != UNPLACED]
    return far, [firm for firm in segment.elsewhere if firm.place == UNPLACED]

"""Whether the area around the city has what a segment lacks: 湾区可配套, 湾区亦缺, 未知."""

from __future__ import annotations

from collections.abc import Sequence

from queries.gaps.nearby import CHAIN, SEGMENT, Nearby, Neighbour, Reach, Verdict

BAY = "粤港澳大湾区"
KIND_ZH = {"Firm": "企业", "Cluster": "集群"}


def reach(nearby: Nearby) -> Reach:
    """Return the verdict on one segment.

    可配套 needs somebody in the segment itself; a cluster of the whole chain is
    told and proves nothing of the link. 亦缺 needs complete sources of *every*
    other city of the area; what some of them say stands in the sentence.
    """
    inside = [one for one in nearby.who if one.level == SEGMENT]
    whole = [one for one in nearby.who if one.level == CHAIN]
    empty = [city for city, _ in nearby.empty]
    if inside:
        verdict, level, sources, grade = Verdict.SUPPLIED, SEGMENT, _sources(inside), _grade(inside)
    elif nearby.cities and len(empty) == len(nearby.cities):
        verdict, level = Verdict.MISSING, SEGMENT
        sources, grade = "；".join(dict.fromkeys(source for _, source in nearby.empty)), ""
    else:
        verdict, level = Verdict.UNKNOWN, CHAIN if whole else ""
        sources, grade = _sources(whole), _grade(whole)
    return Reach(
        verdict=verdict,
        verdict_zh=_verdict_zh(verdict, nearby.area),
        area=nearby.area,
        level=level,
        who=nearby.who,
        source=sources,
        grade=grade,
        sentence=_sentence(verdict, nearby, inside, whole),
    )


def short_area(area: str) -> str:
    """The area as staff say it: 湾区, else its name; 周边 where none is known."""
    return "湾区" if area == BAY else area or "周边"


def who_words(one: Neighbour) -> str:
    """A neighbour with its city and the rule that ties it to the segment or chain."""
    # What a row states it states as the row has it; the term may be another name of the segment.
    term = "" if one.rule == "stated" and not one.quote else f"“{one.term}”"
    return f"{one.name}（{KIND_ZH.get(one.kind, one.kind)}，{one.city}；{one.tie_zh}{term}）"


def source_words(one: Neighbour) -> str:
    """Where a neighbour is named: title, issuer, date, grade."""
    notes = [one.issuer, one.date or "日期未写明", f"{one.grade} 级来源" if one.grade else ""]
    return f"《{one.source}》（{'，'.join(note for note in notes if note)}）"


def _verdict_zh(verdict: Verdict, area: str) -> str:
    short = short_area(area)
    return {Verdict.SUPPLIED: f"{short}可配套", Verdict.MISSING: f"{short}亦缺", Verdict.UNKNOWN: "未知"}[verdict]


def _sentence(verdict: Verdict, nearby: Nearby, inside: Sequence[Neighbour], whole: Sequence[Neighbour]) -> str:
    short = short_area(nearby.area)
    partly = _partly(nearby) + _outside(nearby)
    if verdict is Verdict.SUPPLIED:
        listed = "、".join(f"{one.name}（{one.city}）" for one in inside[:5])
        more = f"等 {len(inside)} 个" if len(inside) > 5 else ""
        return f"{short}可配套：{listed}{more}。产能、价格、愿不愿供，另外要问。" + partly
    if verdict is Verdict.MISSING:
        return f"{short}亦缺：{'、'.join(nearby.cities)}都有完整来源覆盖本环节，没有一家。" + _outside(nearby)
    if not nearby.area:
        return f"{short}能否配套：未知（库里没有写本市属于哪个城市群、邻市是哪些）。" + _outside(nearby)
    if whole:
        listed = "、".join(f"{one.name}（{one.city}）" for one in whole[:5])
        return f"{short}能否配套：未知。{listed}是整条产业链的集群，有没有本环节没有说。" + partly
    known = "没有一份邻市来源写到本环节" if not nearby.empty else "其余邻市没有来源写到本环节"
    return f"{short}能否配套：未知（{known}）。" + partly


def _partly(nearby: Nearby) -> str:
    if not nearby.empty:
        return ""
    return f"{'、'.join(city for city, _ in nearby.empty)}有完整来源覆盖，没有一家。"


def _outside(nearby: Nearby) -> str:
    if not nearby.elsewhere:
        return ""
    listed = "、".join(f"{name}（{place}）" for name, place in nearby.elsewhere[:3])
    more = f"等 {len(nearby.elsewhere)} 家" if len(nearby.elsewhere) > 3 else ""
    beyond = f"{short_area(nearby.area)}以外" if nearby.area else "市外"
    return f"{beyond}有 {listed}{more}。"


def _sources(who: Sequence[Neighbour]) -> str:
    return "；".join(dict.fromkeys(source_words(one) for one in who))


def _grade(who: Sequence[Neighbour]) -> str:
    """The grades that stand behind it, A before B; empty where only letters and registers do."""
    return "、".join(sorted({one.grade for one in who if one.grade}))

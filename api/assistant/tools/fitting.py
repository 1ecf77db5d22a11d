"""Tools for what could be done: who fits a segment, and what would change if."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field

from api.assistant.answer import Draft, Told, cut
from api.assistant.cites import Cites, marks
from api.assistant.desk import Ask
from api.assistant.fields import Segment
from api.assistant.gap_lines import GapLine, gap_line, gap_text, open_note
from api.assistant.tool import Given, tool
from api.assistant.words import quoted, safe, say, some, status_words
from graph.store import Store
from queries.fit.export import LEVEL_ZH, LINK_ZH, ORDERS, TERM_ZH
from queries.fit.firms import fits
from queries.fit.model import Evidence, Extender, Ground, PolicyFit, Target, Targets, TownFit
from queries.targets import targets

_FIT_ZH = {**LINK_ZH, "product": "产品相符", "area": "已在湾区"}
_EVIDENCE = 3
"""Pieces of evidence of one entry that are cited."""


class TargetsGiven(Given):
    """Parameters of ``targets``."""

    segment: Segment
    limit: Annotated[int, Field(ge=1, le=30, description="每部分最多几个 · entries of each part")] = 8


class FirmElsewhere(Told):
    """A firm that makes the segment's products, elsewhere or of unknown place. ``sure``: accepted and done."""

    key: str
    name: str
    place: str
    named_here: bool
    products: list[str]
    why: list[str]
    evidence: str
    sure: bool
    cites: list[int]


class FirmHere(Told):
    """A firm here that makes inputs of the segment, or something with the same inputs."""

    key: str
    name: str
    makes: list[str]
    sure: bool
    cites: list[int]


class PolicyLine(Told):
    """A policy; ``term`` says whether it runs on the day of the answer."""

    key: str
    name: str
    number: str
    issuers: list[str]
    level: str
    about: str
    status: str
    term: str
    until: str
    cites: list[int]


class PlaceLine(Told):
    """A platform or a town, and what ties it to the segment."""

    key: str
    name: str
    why: list[str]
    cites: list[int]


class TargetsAnswer(Told):
    """Who and what fits a segment: leads for a person to look at. Nothing is scored, none counts as local."""

    segment: str
    name: str
    row: GapLine
    day: str
    firms: list[FirmElsewhere]
    here: list[FirmElsewhere] = Field(description="已知在本地的 · known to be here already")
    extenders: list[FirmHere]
    policies: list[PolicyLine]
    platforms: list[PlaceLine]
    towns: list[PlaceLine]
    totals: dict[str, int]
    orders: dict[str, str] = Field(description="每部分按什么排；没有打分 · what orders each part; no score")


@tool(
    ("招商目标：谁能补上", "who fits a segment"),
    (
        "一个环节可以找谁、用什么政策、放在哪里：外地做它的企业、本地可延伸的企业、政策（有效期）、平台、镇街，"
        "各带凭据。都是线索，没有打分，不算本地企业，不改变类别；愿不愿来要问企业。",
        "Whom to ask for a segment: firms elsewhere, firms here that could extend, policies with their terms, "
        "platforms, towns, each with its evidence. All are leads: no score, never counted as local.",
    ),
    TargetsAnswer,
)
async def targets_(ask: Ask, given: TargetsGiven) -> Draft:
    """Tell who and what fits a segment."""
    city, documents = await ask.city(), await ask.documents()
    day = datetime.date.today().isoformat()

    def read(store: Store) -> Draft:
        found = targets(store, given.segment, city.parameters, day=day, chains=city.chains, measures=city.measures)
        home = city.chain(found.chains[0])
        row, cites = home.row(found.segment), Cites(documents, 60)
        line = gap_line(home, row, cites)
        numbers = cites.keys(store, _statements(found, given.limit), _standing(found, given.limit))
        data = _answer(found, line, numbers, given.limit)
        shown = sum(min(total, given.limit) for total in data.totals.values())
        more = any(total > given.limit for total in data.totals.values())
        note = say(ask.lang, "以下全是线索：没有打分；做这个产品不等于愿意来、有产能。",
                   "All of these are leads without a score; who makes it need not want to come.")  # fmt: skip
        return Draft(
            data=data,
            lines=[*gap_text(line, row, ask.lang), *_lines(data, ask)],
            cites=cites.found,
            more_cites=cites.more,
            documents=[edge.statement.partition("#")[0] for edge in home.chain.inputs][:1],
            tiers=[row.tier.value],
            parameters=city.parameters,
            rest=cut(shown, sum(data.totals.values()), 0, more=more, how="limit≤30；再多用 liantu targets --csv"),
            notes=[note, *open_note([home], ask.lang)],
        )

    return await ask.read(read)


def _answer(found: Targets, line: GapLine, numbers: Mapping[str, int], limit: int) -> TargetsAnswer:
    def cited(evidence: Iterable[Evidence]) -> list[int]:
        return sorted({n for one in list(evidence)[:_EVIDENCE] if (n := numbers.get(one.statement, 0))})

    return TargetsAnswer(
        segment=found.segment,
        name=found.name,
        row=line,
        day=found.day,
        firms=[_elsewhere(one, cited(_of_firm(one))) for one in found.firms[:limit]],
        here=[_elsewhere(one, cited(_of_firm(one))) for one in found.here[:limit]],
        extenders=[_extender(one, cited(made.evidence for made in one.makes)) for one in found.extenders[:limit]],
        policies=[_policy(one, cited(one.evidence)) for one in found.policies[:limit]],
        platforms=[PlaceLine(key=one.key, name=one.name, why=[_tie(one)], cites=cited([one.evidence]))
                   for one in found.platforms[:limit]],
        towns=[_town(one, cited(ground.evidence for ground in one.grounds)) for one in found.towns[:limit]],
        totals={name: len(getattr(found, name)) for name in ORDERS},
        orders=dict(ORDERS),
    )  # fmt: skip


def _elsewhere(one: Target, cites: list[int]) -> FirmElsewhere:
    return FirmElsewhere(
        key=one.key, name=one.name, place="、".join(one.cities) or one.place, named_here=one.named_here,
        products=list(one.products[:10]), why=[_FIT_ZH.get(fit, fit) for fit in fits(one)], evidence=one.tier.zh,
        sure=one.sure, cites=cites,
    )  # fmt: skip


def _extender(one: Extender, cites: list[int]) -> FirmHere:
    made = [f"{m.name}（{'直接投入' if m.is_input else '共用投入：' + '、'.join(m.shared)}）" for m in one.makes[:8]]
    return FirmHere(key=one.key, name=one.name, makes=made, sure=one.sure, cites=cites)


def _policy(one: PolicyFit, cites: list[int]) -> PolicyLine:
    return PolicyLine(
        key=one.key, name=one.name, number=one.number, issuers=list(one.issuers), level=LEVEL_ZH[one.level],
        about=f"{one.relation}「{one.object_name}」", status=one.status, term=TERM_ZH[one.term], until=one.until,
        cites=cites,
    )  # fmt: skip


def _town(one: TownFit, cites: list[int]) -> PlaceLine:
    return PlaceLine(key=one.key, name=one.name, why=list(dict.fromkeys(map(_tie, one.grounds)))[:5], cites=cites)


def _tie(one: Ground) -> str:
    plan = status_words(one.status) if one.status not in ("", "done") else ""
    return f"{one.name} {one.relation}「{one.term}」（{LEVEL_ZH[one.level]}{'，' + plan if plan else ''}）"


def _of_firm(one: Target) -> list[Evidence]:
    return [*(made.evidence for made in one.made), *(link.evidence for link in one.links)]


def _pieces(found: Targets, limit: int) -> list[Evidence]:
    """The evidence of everything that is shown, part by part."""
    listed: list[Iterable[Evidence]] = [_of_firm(one) for one in (*found.firms[:limit], *found.here[:limit])]
    listed += [[made.evidence for made in one.makes] for one in found.extenders[:limit]]
    listed += [one.evidence for one in found.policies[:limit]]
    listed += [[one.evidence] for one in found.platforms[:limit]]
    listed += [[ground.evidence for ground in one.grounds] for one in found.towns[:limit]]
    return [one for some_ in listed for one in list(some_)[:_EVIDENCE] if one.statement]


def _statements(found: Targets, limit: int) -> list[str]:
    return [one.statement for one in _pieces(found, limit)]


def _standing(found: Targets, limit: int) -> dict[str, tuple[str, str]]:
    return {one.statement: (one.status, one.review) for one in _pieces(found, limit)}


def _lines(data: TargetsAnswer, ask: Ask) -> list[str]:
    lang = ask.lang
    lines = [_part(say(lang, "一、外地做它的企业", "firms elsewhere"), data.totals["firms"])]
    lines += [_firm_line(one) for one in data.firms]
    if data.here:
        lines.append(say(lang, "已知在本地的：", "known to be here:"))
        lines += [_firm_line(one) for one in data.here]
    lines.append(_part(say(lang, "二、本地可以延伸的企业", "firms here that could extend"), data.totals["extenders"]))
    lines += [f"- {quoted(o.name)}（{_sure(o.sure)}）做 {some(o.makes)} {marks(o.cites)}" for o in data.extenders]
    lines.append(_part(say(lang, "三、可能适用的政策", "policies"), data.totals["policies"]))
    for one in data.policies:
        until = f"，至 {safe(one.until)}" if one.until else ""
        told = f"{one.term}{until}；{safe(one.about)}（{one.level}）；{some(one.issuers)}"
        lines.append(f"- {quoted(one.name)} {safe(one.number)}：{told} {marks(one.cites)}")
    for title, part, name in ((say(lang, "四、平台载体", "platforms"), data.platforms, "platforms"),
                              (say(lang, "五、镇街", "towns"), data.towns, "towns")):  # fmt: skip
        lines.append(_part(title, data.totals[name]))
        lines += [f"- {quoted(place.name)}：{some(place.why, 3)} {marks(place.cites)}" for place in part]
    return lines


def _part(title: str, total: int) -> str:
    return f"{title}（{total}）" + ("：没有凭据，不列；不等于没有" if not total else "")


def _firm_line(one: FirmElsewhere) -> str:
    here = "，名称里有本市，可能已在本地" if one.named_here else ""
    made = f"产品 {some(one.products)}" if one.products else "归入本环节"
    return (f"- {quoted(one.name)}（{safe(one.place)}{here}；{_sure(one.sure)}；{one.evidence}）"
            f"{made}；{'、'.join(one.why)} {marks(one.cites)}")  # fmt: skip


def _sure(sure: bool) -> str:
    return "已采信、已实施" if sure else "线索：未采信或未实施"

"""Rules on what a place attracts, courts and carries out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.evidence import Ref
from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.reading import Context
from loaders.letters.extraction.rules_chain import ref

_SCHEME = re.compile(r"(?:实施|启动|开展|推行|推广实施|推广|推进|推动)(?:了)?")


_ATTRACT = re.compile(r"(?:引进|招引|引入|引育|落地|吸引(?=[^，]{2,60}(?:入驻|落户|落地)))(?:了)?")


def attracts(context: Context, actor: Ref) -> Iterator[Claim]:
    """``引进甲、乙``: done, or planned where the clause only wants it; a university's team founds the firm."""
    verb = _ATTRACT.search(context.text)
    if not verb or actor.kind not in {"Region", "Town", "Platform"}:
        return
    planned = re.search(r"拟|计划|力争|争取|积极|加大|谋划|着力|(?:重点|主动|精准)$", context.text[: verb.start()])
    kinds = ("Firm", "Organisation", *(("Platform",) if "吸引" in verb.group() else ()))
    for item in context.after(verb.end(), *kinds):
        if item.kind == "Organisation" and re.search(r"团队", context.text[item.end - context.start :][:3]):
            continue
        gap = context.text[verb.end() : item.start - context.start]
        if len(gap) > 30 and "、" not in gap:
            continue
        predicate = "PLANS_TO_INTRODUCE" if planned and item.kind == "Firm" else "INTRODUCED"
        yield Claim(
            actor,
            predicate,
            ref(item),
            context.start + verb.start(),
            item.end,
            "attract",
            "planned" if planned else "done",
            0.88,
        )
    team = re.search(r"(?:引进|引入|招引)([\u4e00-\u9fa5]{2,8}?)(?:大学)?团队", context.text)
    if team:
        firm = next(iter(context.after(team.end(), "Firm")), None)
        if firm and firm.start - context.start - team.end() <= 1:
            owner = Ref(kind="Organisation", name=team.group(1))
            yield Claim(
                ref(firm), "SPUN_OFF_FROM", owner, context.start + team.start(), firm.end, "attract", "done", 0.85
            )


_CARRIED_OUT = re.compile(r"(?:实施|推进|开展|启动|推动)(?:了)?“?$")


_WORKS = re.compile(r"“?[两三四五六七八九十\d]+[大项个](?:重点|专项|重大)?(?:工程|行动)")


def courts(context: Context, actor: Ref) -> Iterator[Claim]:
    """``重点对接甲、乙等企业``: they are wanted, not there."""
    verb = re.search(
        r"(?:重点|积极|主动|精准|着力|力争|加快)(?:对接|招引|引进|瞄准|洽谈|接洽)(?:洽谈)?(?:了)?", context.text
    )
    if verb is None or actor.kind not in {"Region", "Town"}:
        return
    for found in context.lists:
        if found.start - context.start == verb.end():
            for item in context.of("Firm"):
                if found.start <= item.start < found.end:
                    start = context.start + verb.start()
                    yield Claim(actor, "PLANS_TO_INTRODUCE", ref(item), start, item.end, "court", "planned", 0.82)


def schemes(context: Context, actor: Ref) -> Iterator[Claim]:
    """``实施某某工程``, ``创建某某示范城市``."""
    if actor.kind not in {"Region", "Town"}:
        return
    if re.search(r"^.{0,4}在[^，]{2,30}(?:实施|试行)", context.text):
        return
    for found in context.lists:
        # 实施“甲”“乙”两大工程
        if found.kind == "Program" and _CARRIED_OUT.search(found.lead) and _WORKS.match(found.head):
            for item in context.of("Program"):
                if found.start <= item.start < found.end:
                    yield Claim(actor, "IMPLEMENTS", ref(item), found.start, item.end, "scheme", "", 0.82)
    for item in context.of("Program"):
        offset = item.start - context.start
        verb = next(iter(reversed(list(_SCHEME.finditer(context.text, 0, offset)))), None)
        if verb and offset - verb.end() <= 4 and re.search(r"(?:工程|行动|制度|机制|计划|管理|专项)$", item.name):
            yield Claim(actor, "IMPLEMENTS", ref(item), context.start + verb.start(), item.end, "scheme", "done", 0.82)
        built = re.match(r"”?建设", context.text[item.end - context.start :])
        making = re.search(r"(?<!成功)(?:建设|创建|争创)$", context.text[:offset])
        if (built or making) and re.search(r"(?:试点城市|示范城市|示范区)$", item.name):
            yield Claim(
                actor, "BUILDS", ref(item), max(context.start, item.start - 6), item.end, "scheme", "planned", 0.85
            )

"""Figures whose subject stands in a clause before: carried over, built or launched there."""

from __future__ import annotations

import re

from graph.evidence import Ref
from loaders.letters.extraction.figure_cases import CUT, MADE, MEASURED, Case, ref_of
from loaders.letters.extraction.reading import Context, Reading

_MADE_BY = re.compile(
    r"(?:建成|建设|打造|规划|推进|启动|设立|搭建|谋划|推出|发行|实施|引进|引入|举办|兴建|新建|扩建|修订|印发|出台|制定)[^，]{0,24}$"
)
_DEED = re.compile(
    r"(?:(?:累计|新|共|已|先后|全年|全面|力争|将|还)*)(?:建成|建立|设立|新增|印发|举办|认定|培育|组织|开展|引进|实施|成立|推动|推广|建设)"
)


def carried(case: Case) -> tuple[Ref, int] | None:
    """What the clauses before were about."""
    context, previous = case.context, case.previous
    made = _made_before(context) or meant(case)
    if made:
        return made
    thing = previous is not None and previous.subject.kind in {"Platform", "Project", "FinancialProduct", "Event"}
    if previous and thing and context.carried and previous.part == context.clause.part:
        return previous.subject, previous.start
    subject = context.subject or context.agent
    if subject is not None and CUT.search(subject.name):
        subject = None
    ended = context.subject is None and _DEED.match(context.text.lstrip()) and _new_part(context)
    if subject is not None and subject.kind in {"Firm", "Platform", "Cluster", "Event", "Project"} and not ended:
        return ref_of(subject), subject.start
    crosses = previous is not None and (
        previous.part == context.clause.part
        or (
            previous.subject.kind in {"Firm", "Platform", "Cluster", "Project", "Event"}
            and _GOES_ON.match(context.text)
        )
    )
    if previous and crosses and context.carried and not _DEED.match(context.text.lstrip()):
        return previous.subject, previous.start
    deed = _DEED.match(context.text.lstrip())
    if deed and case.city and (ended or subject is None or subject.kind in {"Industry", "Region"}):
        return case.city
    # An office tells of figures; it has none itself.
    others = {"Product", "Segment", "Technology", "Organisation"}
    if subject is not None and subject.kind in MEASURED and subject.kind not in others and not ended:
        return ref_of(subject), subject.start
    return None


def _new_part(context: Context) -> bool:
    """Tell whether a clause opens a part of its sentence, after a semicolon."""
    return context.previous is not None and context.previous.clause.part != context.clause.part


_MEANT = re.compile(
    r"\s*(?:20\d\d年|目前|建成后|达产后|该|其中|，)*(?P<what>[一二三四]期(?=工程|项目|计划|总?投资|占地|建成)|园区|产业园|基地|平台|中心|实验室|研究院|项目|工程|公司|企业|集群)(?=[\u4e00-\u9fa5，]{2,})(?!数|数量|总数|个|名单|化|和|与|及|、|内外)"
)
_BUILT_BY = re.compile(r"是?由[^。；\n]{2,30}(?:投资|出资|承建|建设)")
_KINDS = {
    "项目": ("Project", "Platform"),
    "工程": ("Project",),
    "公司": ("Firm",),
    "企业": ("Firm",),
    "集群": ("Cluster",),
}
_REACH = 160


def meant(case: Case) -> tuple[Ref, int] | None:
    """``园区占地1200亩`` at the head of a sentence is of the park that the sentence before spoke of last."""
    context: Context = case.context
    while context.previous is not None:
        context = context.previous
    opens = _MEANT.match(context.text)
    own = _MEANT.match(case.context.text)
    if not opens and own and (own["what"] in {"园区", "产业园", "基地"} or own.group().endswith(("该项目", "该公司"))):
        # 除某项目外，产业园已落地…: the clause itself names the park again.
        opens, context = own, case.context
    named = ("Platform", "Project") if context is case.context and opens is own else ("Firm", "Platform", "Project")
    if not opens or case.context.clause.part != context.clause.part or context.of(*named):
        return None
    begin = max(0, context.start - _REACH)
    begin = max(begin, case.reading.text.rfind("\n", 0, context.start))
    phase = opens["what"].endswith("期")
    kinds = ("Firm", "Project", "Platform") if phase else _KINDS.get(opens["what"], ("Platform",))
    within = case.reading.mentions.within(begin, context.start)
    before = [m for m in within if m.kind in kinds]
    if opens["what"] == "项目" and not any(m.kind == "Project" for m in before):
        # A project without a name is its firm's.
        before = [m for m in within if m.kind == "Firm"][-1:] or before
        built = [m for m in within if m.kind == "Platform" and _BUILT_BY.match(case.reading.text, m.end)]
        before = built[-1:] or before
    if opens["what"] == "项目" and not before:
        named_before = [m for m in case.reading.mentions.items if m.kind == "Project" and m.start < context.start]
        # A paper on one project names it once and says 该项目 from then on.
        before = named_before[-1:] if len({m.name for m in named_before}) == 1 else []
    same = [m for m in before if m.name.endswith(opens["what"][-1])] or before
    return (ref_of(same[-1]), same[-1].start) if same else None


_GOES_ON = re.compile(
    r"\s*(?:首期|[一二三四]期|其(?!中|他|余)|该|项目|公司|园区|基地|集群|达产|建成后|投产后|产品|入驻|年(?!\d))"
)
_PUSHED = re.compile(
    r"(?:推进|加快|推动|启动|抓好|实施|建设|引进|引入|招引|签约|落地)(?P<name>(?!优质|重大|重点|亿元|工业|产业|一批|招商|技改|\d)[^，。；、的]{4,20}?(?:项目|工程))(?:建设|落地|开工|实施|投产)?$"
)
_LAUNCHED = re.compile(
    r"(?:推出|发布|上线|开发|创新)(?:了)?[^，。“”]{0,6}“(?P<name>[^“”]{1,12}(?:贷|险|保|券|融|债|基金))”[^，。“”]{0,6}$"
)


def _made_before(context: Context) -> tuple[Ref, int] | None:
    """The one thing that the clause before builds, launches or sets up."""
    before = context.previous
    if _DEED.match(context.text.lstrip()) or re.match(r"\s*(?:新建|扩建|规划|开通|启用)", context.text):
        # 建成甲，新建乙50个: another deed of whoever built 甲.
        return None
    doer = (
        context.subject is not None
        and not CUT.search(context.subject.name)
        and context.subject.kind in {"Firm", "Platform", "Cluster"}
    )
    stray = context.subject is not None and CUT.search(context.subject.name)
    if before is None or not (context.carried or stray):
        return None
    launched = _LAUNCHED.search(before.text)
    if launched:
        at = before.start + launched.start("name")
        return Ref(kind="FinancialProduct", name=launched["name"]), at
    if doer:
        return None
    pushed = (
        _PUSHED.search(before.text)
        if re.match(r"\s*(?:该)?(?:项目|工程|总投资|计划总?投资|预计总?投资)", context.text)
        else None
    )
    if pushed and not before.of("Project", "Platform"):
        return Ref(kind="Project", name=pushed["name"]), before.start + pushed.start("name")
    named = [item for item in before.of(*MADE) if not re.match(r"\s*\d", before.text[item.end - before.start :])]
    if (
        len(named) == 1
        and not before.listed(named[0])
        and _MADE_BY.search(before.text[: named[0].start - before.start])
    ):
        return ref_of(named[0]), named[0].start
    return None


def default_subject(reading: Reading, context: Context) -> tuple[Ref, int] | None:
    """Return the industry of the section, else the place whose office speaks, else the paper."""
    if re.match(r"\s*(?:20\d\d年)?(?:该项目|该工程|项目(?:计划|预计)?总?投资|项目占地)", context.text):
        # Which project nobody can say; the place has not that much itself.
        return None
    own = re.search(r"我[市县区镇]", context.text)
    whole = re.search(r"(?:^|年|、)(?:产业|集群|产业链|行业)(?:规模|产值|总产值)", context.text)
    if whole and context.topic is None and reading.main is not None:
        return reading.main, context.start
    if context.topic and context.topic.kind in {"Industry", "Segment"} and not own:
        return context.topic, context.start
    if context.topic is None and _STATE.match(context.text) and _on_industry(reading) and reading.main:
        return reading.main, context.start
    if reading.city:
        return reading.city, context.start
    parks = {ref_of(m) for m in reading.mentions.within(*reading.head.title_span) if m.kind == "Platform"}
    paper = parks.pop() if len(parks) == 1 else reading.letter
    return (paper, context.start) if paper else None


_STATE = re.compile(
    r"\s*(?:目前|其中|20\d\d年|今年|去年|全年|累计|完成|实现)*(?:营业收入|主营业务收入|营收|利润总额|利税|总产值|产值|增加值|出口交货值|规上企业|规模以上企业|从业人员)"
)


def _on_industry(reading: Reading) -> bool:
    """Tell whether the paper is on the state of one industry: 某市某某产业发展情况."""
    title = reading.text[slice(*reading.head.title_span)].strip()
    return bool(re.search(r"(?:产业|制造业|行业|经济|产业链)(?:的)?(?:发展|运行)?(?:情况|现状|概况|综述|报告)", title))

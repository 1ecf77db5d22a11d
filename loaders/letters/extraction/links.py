"""Links of a chain that a text names without calling them so one by one.

上游发展甲、乙; 甲、乙的完整链条; 某某环节集聚…; 某某企业有…; 依托某企业发展甲和乙.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.letters.extraction.boundary import name_start
from loaders.letters.extraction.clauses import Clause
from loaders.letters.extraction.names import Candidate, generic

_STREAM = re.compile(
    r"(?:^|[，；、])(?:产业链)?(?:上游|中游|下游|前端|中端|后端)(?:环节)?(?:重点|主要|着力)?(?:围绕|发展|提升|聚焦|布局|培育|突破|强化|攻关|补强|引进|包含|涉及|集聚|为|以|包括|是|涵盖|覆盖)(?P<list>[^，。；]{2,80}?)"
    r"(?=供给|能力|等|为主|为重点|产能|环节|领域|产业|，|。|；|$)"
)
_LINE = re.compile(
    r"(?:形成|构建|打造|覆盖|涵盖|贯通|建成|建立|构筑)(?:了|起)?(?:从|由|集)?(?P<list>[^，。；的]{2,80}?、[^，。；的]{2,80}?)(?:等)?(?:于一体|为一体)?(?:的)?(?:相对)?(?:完整|较完整|较为完整|完备|一体化|全)?的?(?:产业链条|产业链|链条|生态链|产业体系|全链条)"
)
_LINK = re.compile(
    r"(?:^|(?<=[在，；、]))(?P<name>[\u4e00-\u9fa5A-Za-z]{2,10}?)环节(?=有|集聚|汇聚|聚集|涌现|以|由|形成|拥有|依托|已|现有|方面|重点|（|：|$)"
)
_MAKERS = re.compile(
    r"(?:^|(?<=[，；、]))(?P<name>[\u4e00-\u9fa5A-Za-z]{3,8})(?:企业|厂商)(?=有[\u4e00-\u9fa5]|包括|为[\u4e00-\u9fa5]{2,6}、)"
)
_RELIED = re.compile(
    r"依托[^，。；]{2,60}?(?:，)?(?:重点|大力|培育|着力)?(?:培育)?(?:发展|布局|做强|主攻)(?P<list>[^，。；]{2,50})$"
)
_GROWN = re.compile(r"^(?:重点|大力|着力|主要)(?:培育)?(?:发展|布局|主攻)(?P<list>[^，。；]{2,50})$")
_SPLIT = re.compile(
    r"、|(?<=[\u4e00-\u9fa5A-Za-z）])(?:和|与|及|以及)(?=[\u4e00-\u9fa5A-Za-z])|—+|－+|→|(?<=[\u4e00-\u9fa5]{2})(?:到|至|再到)(?=[\u4e00-\u9fa5]{2})"
)
_NOT_LINK = re.compile(
    r"(?:产业|行业|经济|基础|优势|企业|公司|平台|园区|基地|集群|项目|服务业|制造业|能力|水平|体系|工作|政策|人才|资金|镇|街道|区|市|县)$|[的了在将由被把等\d％%“”《》]|^(?:从|由|向|以)"
)


def link_candidates(clauses: tuple[Clause, ...], industries: frozenset[str]) -> Iterator[Candidate]:
    """Yield segments of chains; ``industries`` are names known to be wider than a link."""
    for clause in clauses:
        body = clause.text
        for pattern in (_STREAM, _LINE, _RELIED, _GROWN):
            for match in pattern.finditer(body):
                if pattern is _GROWN and not re.search(r"[、和与及]", match["list"]):
                    continue
                if re.match(r"等[^，。；、]{0,8}(?:企业|公司|厂商)", body[match.end("list") :]):
                    # 下游有甲、乙等整机企业 names firms.
                    continue
                yield from _items(clause, *match.span("list"), industries)
        for pattern in (_LINK, _MAKERS):
            for match in pattern.finditer(body):
                begin = match.start("name") + name_start(match["name"], 2)
                name = body[begin : match.end("name")]
                if (
                    _is_link(name)
                    and name not in industries
                    and not re.search(
                        r"(?:全|各个?|等|龙头|骨干|重点|代表|主要|现有|规上|知名|链主|中小|配套|上市|头部|关联|相关|各|该|这些|薄弱|关键|缺失|上下游|科技|创新型?|本地|成员|入驻)$",
                        name,
                    )
                ):
                    yield Candidate(clause.start + begin, clause.start + match.end("name"), "Segment", name, 2)


def _items(clause: Clause, start: int, end: int, industries: frozenset[str]) -> Iterator[Candidate]:
    spans, position = [], start
    for match in (*_SPLIT.finditer(clause.text, start, end), None):
        stop = match.start() if match else end
        spans.append((position, stop))
        position = match.end() if match else end
    # 上游某制造: the side says where in the chain it stands, and is not its name.
    sides = [re.match(r"[上中下]游(?=..)", clause.text[left:right]) for left, right in spans]
    spans = [(left + (side.end() if side else 0), right) for (left, right), side in zip(spans, sides, strict=True)]
    names = [clause.text[left:right] for left, right in spans]
    if not all(_is_link(name) and name not in industries for name in names):
        return
    for (left, right), name in zip(spans, names, strict=True):
        yield Candidate(clause.start + left, clause.start + right, "Segment", name, 2)


def _is_link(name: str) -> bool:
    return 2 <= len(name) <= 14 and not generic(name) and not _NOT_LINK.search(name)

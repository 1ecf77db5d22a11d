"""Resources: the method in short, documents with their statements, chains with template and gap table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mcp.shared.uri_template import UriTemplate
from mcp.types import Annotations, Resource, ResourceTemplate, TextResourceContents

from api.assistant.answer import Answer, Draft, Told
from api.assistant.desk import Ask
from api.assistant.papers import MOST_TEXT, Part, part_of
from api.assistant.tool import MOST
from api.assistant.tools.gaps import GapsGiven, GapTable, gaps_
from api.assistant.words import TIERS, doubts, framed, safe, say
from graph.errors import InputError, Lang, NotFound
from queries.gaps.model import GapClass, GapParameters
from queries.gaps.parameters import RANGES

METHOD = "liantu://method"
CHAIN = UriTemplate.parse("liantu://chains/{chain}")
DOCUMENT = UriTemplate.parse("liantu://documents/{document}{?start}")
PAGE = 100
"""Resources of one page of the list."""
_TEXT = "text/plain"
_CLASSES = {
    GapClass.INSUFFICIENT: (
        "没有一份来源完整覆盖它；或覆盖了、没有企业，而不知道本地有没有环节用它。不知道，所以不能说缺",
        "no source covers it completely, or it is covered without firms and nobody here is known to take it: unknown, "
        "so not missing",
    ),
    GapClass.MISSING: (
        "有完整来源覆盖、没有企业，而本地有环节直接用它",
        "a complete source names no firm, and segments made here take it directly",
    ),
    GapClass.SINGLE: (
        "有效供应少于 minimum_suppliers，断供份额居全链前列",
        "fewer suppliers than minimum_suppliers, and what would be lost is among the chain's highest shares",
    ),
    GapClass.WEAK: ("T2 缺口率、T1 区位商过了界限", "the gap ratio (T2) or quotient (T1) is past its threshold"),
    GapClass.STRONG: ("区位商和有效供应都到了界限", "quotient and suppliers both reach their thresholds"),
    GapClass.PRESENT: ("有企业，说不上强弱", "firms are there; no more is known"),
}


_NOTES = (
    (
        "次序：先比缺口额（只有 T2 有），再逐项比直接影响的本地环节、其中的链主、间接影响的本地环节等；没有加权总分。",
        "Order: the gap in money (T2 only), then what would break, count by count; there is no weighted sum.",
    ),
    (
        "需求额是市场有多大，不是缺口；只有 T2 才有以亿元计的缺口。",
        "Demand is the size of a market, no gap; only T2 gives gaps in money.",
    ),
    (
        "企业计入：已采信、已实施、在本地；规划、候选、平台、外地的另列不计。",
        "A firm counts if it is accepted, done and here; planned, candidates, platforms and others stand apart.",
    ),
)


class Method(Told):
    """The method in short."""

    text: str


async def listed(ask: Ask, cursor: str) -> tuple[list[Resource], str | None]:
    """Return one page of the resources: the method and the chains first, then documents by name.

    Raises:
        InputError: the cursor is not one of ours.
    """
    if cursor and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise InputError("游标不能用", "the cursor cannot be used", do_zh="请从头列", do_en="List from the beginning")
    start, lang = int(cursor or 0), ask.lang
    found = [_resource(METHOD, say(lang, "方法要点", "the method in short"), "", 0.9)]
    city, documents = await ask.city(), await ask.documents()
    for chain in city.chains:
        about = say(lang, "模板和环节表", "template and gap table")
        found.append(_resource(CHAIN.expand({"chain": chain.key}), chain.name, about, 0.8))
    for name, row in documents.items():
        about = "，".join(safe(row.get(field), 80) for field in ("issuer", "date", "form") if row.get(field))
        found.append(_resource(DOCUMENT.expand({"document": name}), str(row.get("title") or name), about, 0.5))
    end = start + PAGE
    return found[start:end], str(end) if end < len(found) else None


def templates(lang: Lang) -> list[ResourceTemplate]:
    """Return the two kinds of resources that have names."""
    return [
        ResourceTemplate(
            name="chain",
            uri_template=str(CHAIN),
            title=say(lang, "产业链：模板和环节表", "a chain: template and gap table"),
            description=say(lang, "chain 写键、名称或别名", "chain by key, name or alias"),
            mime_type=_TEXT,
        ),
        ResourceTemplate(
            name="document",
            uri_template=str(DOCUMENT),
            title=say(lang, "文献：正文和陈述", "a document: text and statements"),
            description=say(
                lang,
                f"document 写键；一次 {MOST_TEXT} 字，start 从第几字起",
                f"document by key; {MOST_TEXT} characters at a time, from start",
            ),
            mime_type=_TEXT,
        ),
    ]


async def read(ask: Ask, uri: str) -> TextResourceContents:
    """Return a resource as text, with the same frame as every answer.

    Raises:
        NotFound: there is no such resource.
    """
    if uri == METHOD:
        draft = _method(ask.lang)
        return await _contents(ask, uri, draft, Answer[Method])
    values = _match(CHAIN, uri)
    if values is not None:
        draft = await gaps_(ask, GapsGiven(chain=values["chain"], limit=MOST))
        return await _contents(ask, uri, draft, Answer[GapTable])
    values = _match(DOCUMENT, uri)
    if values is not None:
        start = values.get("start", "0")
        if not (start.isascii() and start.isdigit() and len(start) < 10):
            raise InputError("start 要是整数", "start has to be a whole number")
        draft = await part_of(ask, values["document"], int(start), MOST_TEXT)
        return await _contents(ask, uri, _next_part(draft), Answer[Part])
    raise NotFound(
        f"没有资源“{safe(uri, 80)}”",
        f"no resource {safe(uri, 80)!r}",
        do_zh=f"有 {METHOD}、{CHAIN}、{DOCUMENT}",
        do_en=f"There are {METHOD}, {CHAIN}, {DOCUMENT}",
    )


def _next_part(draft: Draft) -> Draft:
    part = draft.data
    if not isinstance(part, Part) or part.next_start is None:
        return draft
    following = DOCUMENT.expand({"document": part.document, "start": str(part.next_start)})
    return replace(draft, rest=draft.rest.model_copy(update={"how": following}))


async def _contents(ask: Ask, uri: str, draft: Draft, form: type[Answer]) -> TextResourceContents:  # type: ignore[type-arg]
    answer = await ask.finished(draft, form)
    return TextResourceContents(uri=uri, mime_type=_TEXT, text=framed(answer, draft.lines, ask.lang))


def _match(template: UriTemplate, uri: str) -> Mapping[str, str] | None:
    found = template.match(uri)
    return None if found is None else {name: str(value) for name, value in found.items()}


def _resource(uri: str, title: str, about: str, priority: float) -> Resource:
    return Resource(uri=uri, name=title, title=title, description=about or None, mime_type=_TEXT,
                    annotations=Annotations(audience=["assistant"], priority=priority))  # fmt: skip


def _method(lang: Lang) -> Draft:
    parameters = GapParameters()
    lines = [say(lang, "层级（结论凭什么）：", "Tiers (what a conclusion rests on):")]
    lines += [f"- {say(lang, *words)}" for words in TIERS.values()]
    lines.append(say(lang, "类别（先后判，先符合的算）：", "Classes, tried in this order:"))
    lines += [f"- {kind.mark} {kind.zh}：{say(lang, *words)}" for kind, words in _CLASSES.items()]
    lines.append(say(lang, "阈值：", "Thresholds:"))
    lines += [f"- {name}={getattr(parameters, name):g}：{known.zh}" for name, known in RANGES.items()]
    lines += [say(lang, *words) for words in _NOTES]
    text = "\n".join(lines)
    return Draft(data=Method(text=text), lines=lines, notes=(), parameters=parameters)


def rules(lang: Lang) -> str:
    """Return what a client is told on connecting: how answers are to be read and passed on."""
    first = say(
        lang,
        "链图：一个城市的产业链图谱，只读。回答“哪条链缺什么、凭什么、先核实什么、可以找谁”。",
        "Liantu: a city's industrial chains, reading only: what is missing, on which grounds, whom to ask.",
    )
    how = say(
        lang,
        "先用 chains、find 找到链、环节、企业的键，再用 gaps、why、check_list、targets；找出处用 statements、document。"
        "转述时写明层级（T0/T1/T2）、引文和文献、数据版本，保留下面每一条：",
        "Find keys by chains and find, then ask gaps, why, check_list, targets; find words by statements and document. "
        "When you pass an answer on, say tier, quote, document and data version, and keep each of these:",
    )
    return "\n".join([first, how, *(f"- {doubt}" for doubt in doubts(lang))])

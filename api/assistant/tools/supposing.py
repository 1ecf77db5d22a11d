"""The tool for what would change if."""

from __future__ import annotations

from pydantic import Field

from api.assistant.answer import Draft, Told, cut
from api.assistant.desk import Ask
from api.assistant.fields import AnyChain
from api.assistant.gap_lines import tiers_of
from api.assistant.tool import Given, tool
from api.assistant.words import class_words, quoted, safe, say, some
from graph.store import Store
from queries.gaps.what_if import ChainChange, RowChange, Standing, WhatIf, ask_what_if


class WhatIfGiven(Given):
    """Parameters of ``what_if``."""

    chain: AnyChain = ""
    add: list[str] = Field(default_factory=list, max_length=20, description="多一家：企业@环节 · firm@segment")
    remove: list[str] = Field(
        default_factory=list, max_length=20, description="少一家：企业 或 企业@环节 · firm or firm@segment"
    )
    complete: list[str] = Field(
        default_factory=list,
        max_length=20,
        description="有完整名录覆盖：环节、小类代码或 规上工业企业名录 · a complete list",
    )


class Change(Told):
    """A segment before and after. ``moved_only``: nothing of its own changed."""

    segment: str
    name: str
    class_before: str
    class_after: str
    tier_before: str
    tier_after: str
    rank_before: int
    rank_after: int
    why: str
    moved_only: bool
    sentence_after: str


class ChainChanges(Told):
    """The rows of a chain that change."""

    chain: str
    name: str
    before: dict[str, int]
    after: dict[str, int]
    rows: list[Change]
    more_rows: int


class WhatIfAnswer(Told):
    """What would change; nothing is stored, and nothing of it is a fact."""

    supposed: list[str]
    notes: list[str]
    chains: list[ChainChanges]
    untouched: int


@tool(
    ("假如", "what if"),
    (
        "假如多一家、少一家企业，或某个环节有了完整名录，哪些环节的类别、次序会变。只是推演，什么也不存，不是事实。",
        "What would change with a firm more or less, or with a complete list. A supposition: nothing is stored and "
        "nothing of it is a fact.",
    ),
    WhatIfAnswer,
)
async def what_if_(ask: Ask, given: WhatIfGiven) -> Draft:
    """Tell what would change."""
    city = await ask.city()

    def read(store: Store) -> WhatIf:
        return ask_what_if(store, city.chains, given.chain, given.add, given.remove, given.complete, city.parameters,
                           city.measures)  # fmt: skip

    found = await ask.read(read)
    data = WhatIfAnswer(supposed=_supposed(found), notes=list(found.notes), untouched=found.untouched,
                        chains=[_chain(one) for one in found.chains])  # fmt: skip
    lines = [f"{say(ask.lang, '假如', 'what if')}：{'；'.join(map(safe, data.supposed))}", *map(safe, data.notes)]
    for one in data.chains:
        lines.append(f"{quoted(one.name)}")
        lines += map(_change_line, one.rows)
    if not data.chains:
        lines.append(say(ask.lang, "没有一个类别、次序变化", "no class and no place changes"))
    shown, left = sum(len(one.rows) for one in data.chains), sum(one.more_rows for one in data.chains)
    wanted = [city.chain(one.chain) for one in found.chains] or list(city.answers)
    note = say(
        ask.lang,
        "这是推演，什么也没有存；不能当作现状转述。",
        "A supposition, not stored: never pass it on as what is.",
    )
    return Draft(
        data=data,
        lines=lines,
        documents=sorted({key for gaps in wanted for key in gaps.documents}),
        tiers=[row for gaps in wanted for row in tiers_of(gaps.rows)],
        parameters=city.parameters,
        rest=cut(shown, shown + left, 0, how="chain=…，一条链一条链地问 · ask for one chain"),
        notes=[note],
    )


_ROWS = 40
"""Rows of a chain that are told."""


def _chain(one: ChainChange) -> ChainChanges:
    return ChainChanges(
        chain=one.chain,
        name=one.name,
        before={kind.value: number for kind, number in one.before.items()},
        after={kind.value: number for kind, number in one.after.items()},
        rows=[_change(row) for row in one.rows[:_ROWS]],
        more_rows=max(len(one.rows) - _ROWS, 0),
    )


def _change(row: RowChange) -> Change:
    return Change(
        segment=row.segment, name=row.name, class_before=_class(row.before), class_after=_class(row.after),
        tier_before=row.before.tier.value, tier_after=row.after.tier.value, rank_before=row.before.rank,
        rank_after=row.after.rank, why=row.why, moved_only=row.moved_only, sentence_after=row.after.sentence,
    )  # fmt: skip


def _change_line(row: Change) -> str:
    kind, tier = _arrow(row.class_before, row.class_after), _arrow(row.tier_before, row.tier_after)
    return f"- {quoted(row.name)}：{kind}；{tier}；次序 {_arrow(row.rank_before, row.rank_after)}；{safe(row.why)}"


def _class(standing: Standing) -> str:
    return class_words(standing.gap_class) + ("＋延链" if standing.extension else "")


def _arrow(before: object, after: object) -> str:
    return str(before) if before == after else f"{before}→{after}"


def _supposed(found: WhatIf) -> list[str]:
    names = found.names

    def at(segment: str) -> str:
        return f"@「{names.get(segment, segment)}」" if segment else ""

    told = [f"去掉 {one.name}{at(one.segment)}" for one in found.changes.remove]
    told += [f"加 {one.name}{at(one.segment)}" for one in found.changes.add]
    listed = [names.get(key, key) for key in found.changes.complete]
    return [*told, f"有完整名录覆盖 {some(listed, 6)}"] if listed else told

"""Tools that find things and what they are joined to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

from pydantic import Field

from api.assistant.answer import Draft, Told, cut
from api.assistant.cites import Cites, marks
from api.assistant.desk import Ask
from api.assistant.fields import Kind, Limit, Offset, Thing
from api.assistant.naming import named, origins
from api.assistant.tool import Given, tool
from api.assistant.words import safe, say, status_words
from graph.store import Store
from queries.paths import MOST_PATHS, MOST_STEPS, Step, paths
from queries.search import MAX_TEXT, find

_FOUND = 1_000
"""Things that one search finds at most."""


class FindGiven(Given):
    """Parameters of ``find``."""

    text: Annotated[
        str, Field(min_length=1, max_length=MAX_TEXT, description="汉字、简称、全拼或首字母 · what to find")
    ]
    kinds: list[Kind] = Field(
        default_factory=list, max_length=20, description="只要这些类型，空为全部 · only these kinds"
    )
    limit: Limit = 20
    offset: Offset = 0


class Hit(Told):
    """A thing found."""

    key: str
    kind: str
    kind_zh: str
    name: str
    matched: str
    how: str


class Hits(Told):
    """Things found, best first."""

    text: str
    hits: list[Hit]


@tool(
    ("找名称", "find by name"),
    (
        "按汉字、简称、别名、全拼或首字母找企业、环节、产业链、政策、镇街、平台等，得到它们的键。别的工具要键时先用它。"
        "找不到不等于没有。",
        "Find firms, segments, chains, policies, towns, platforms by name, alias, pinyin or initials, to have their "
        "keys. What is not found may exist all the same.",
    ),
    Hits,
)
async def find_(ask: Ask, given: FindGiven) -> Draft:
    """Find things by name."""
    found = await ask.read(lambda store: find(store, given.text, kinds=tuple(given.kinds), limit=_FOUND))
    shown = found[given.offset : given.offset + given.limit]
    hits = [Hit(**{name: getattr(hit, name) for name in Hit.model_fields}) for hit in shown]
    lines = [f"- {safe(h.name)}（{h.kind_zh}，{safe(h.how)} {safe(h.matched)}）{safe(h.key)}" for h in hits]
    none = say(ask.lang, "没有找到这个名称；试试简称或首字母", "nothing of this name; try a short name or initials")
    kept = await ask.read(lambda store: origins(store, [hit.key for hit in shown]))
    return Draft(
        data=Hits(text=given.text, hits=hits),
        lines=lines or [none],
        documents=kept,
        rest=cut(len(hits), len(found), given.offset),
    )


class PathsGiven(Given):
    """Parameters of ``paths``."""

    start: Thing
    end: Thing
    steps: Annotated[int, Field(ge=1, le=MOST_STEPS, description="最多几步 · steps at most")] = 3


class Leg(Told):
    """One step of a path; ``forward`` says whether the relation points that way."""

    start: str
    start_name: str
    relation: str
    zh: str
    forward: bool
    end: str
    end_name: str
    status: str
    cites: list[int]


class Joined(Told):
    """All shortest paths of accepted relations."""

    start: str
    end: str
    steps: int = Field(description="几步；0 是没有找到 · 0: none found")
    paths: list[list[Leg]]


@tool(
    ("怎样相连", "how two things are joined"),
    (
        "两个对象之间最短的几条路，只走已采信的关系，不经过地区、文献和政策；每一步带依据。没有找到不等于没有关系。",
        "The shortest paths between two things over accepted relations, each step with its source. None found does "
        "not mean that there is no tie.",
    ),
    Joined,
)
async def paths_(ask: Ask, given: PathsGiven) -> Draft:
    """Tell how two things are joined."""
    documents = await ask.documents()

    def read(store: Store) -> Draft:
        start, end = (str(named(store, name)["key"]) for name in (given.start, given.end))
        found, cites = paths(store, start, end, most_steps=given.steps), Cites(documents)
        steps = [step for path in found.paths for step in path]
        standing = {key: (step.status, "accepted") for step in steps for key in step.statements[:2]}
        numbers = cites.keys(store, [key for step in steps for key in step.statements[:2]], standing)

        def legs(path: Sequence[Step]) -> list[Leg]:
            return [Leg(**{name: value for name, value in asdict(step).items() if name != "statements"},
                        cites=[n for key in step.statements[:2] if (n := numbers[key])]) for step in path]  # fmt: skip

        listed = [legs(path) for path in found.paths]
        none = say(ask.lang, "没有找到相连的路", "no path was found")
        return Draft(
            data=Joined(start=start, end=end, steps=found.steps, paths=listed),
            lines=[_path_line(path) for path in listed] or [none],
            cites=cites.found,
            more_cites=cites.more,
            rest=cut(len(listed), None, 0, more=found.truncated, how=f"最多列 {MOST_PATHS} 条 · {MOST_PATHS} at most"),
        )

    return await ask.read(read)


def _path_line(path: Sequence[Leg]) -> str:
    parts = [safe(path[0].start_name)]
    for leg in path:
        arrow = f"—{leg.zh}→" if leg.forward else f"←{leg.zh}—"
        notes = status_words(leg.status) if leg.status not in ("", "done") else ""
        parts.append(f"{arrow} {safe(leg.end_name)}{f'（{notes}）' if notes else ''}{marks(leg.cites)}")
    return "- " + " ".join(parts)

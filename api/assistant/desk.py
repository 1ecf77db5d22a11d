"""What tools read through: one open store, results kept for a data version, processes for users' own queries."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from api.access.caller import Limits as CallerLimits
from api.answers import demanding, known
from api.assistant.answer import Answer, Basis, Draft, Source
from api.assistant.words import doubts, parameter_words
from api.http.asking import Askers
from api.http.cache import Cache
from api.http.reading import ReadingStore
from api.http.stores import Stores
from api.http.version import Version
from api.settings import Settings
from graph.errors import InputError, Lang
from graph.evidence import Review, Status
from graph.store import Store, Table, Value
from queries.ask_cypher import Limits
from queries.gaps.answers import find_chain
from queries.gaps.model import ChainGaps, ChainGraph, GapParameters, Measures
from queries.papers import documents

T = TypeVar("T")
MOST = 200
"""Rows of one answer at most, whatever a tool allows."""
Documents = Mapping[str, Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class City:
    """The gap analysis of all chains, made once a data version."""

    chains: tuple[ChainGraph, ...]
    answers: tuple[ChainGaps, ...]
    together: ChainGaps
    parameters: GapParameters
    measures: Mapping[str, Measures]

    def chain(self, name: str) -> ChainGaps:
        """Return the answer of a chain by key, name or alias.

        Raises:
            NotFound: there is none.
        """
        wanted = find_chain(self.chains, name).key
        return next(one for one in self.answers if one.chain.key == wanted)


@dataclass(frozen=True, slots=True)
class Desk:
    """What all calls share.

    Args:
        settings: limits and language.
        stores: the store of this process.
        cache: results by data version.
        askers: processes for users' own queries.
    """

    settings: Settings
    stores: Stores
    cache: Cache
    askers: Askers

    async def at(self, lang: Lang, limits: CallerLimits | None = None) -> Ask:
        """Begin a call, with what the caller may take; over stdio that is what the settings say.

        Raises:
            StoreError: the store cannot be used.
        """
        return Ask(self, await self.stores.version(), lang, limits)


@dataclass(frozen=True, slots=True)
class Ask:
    """One call: on which data, in which language."""

    desk: Desk
    version: Version
    lang: Lang
    limits: CallerLimits | None = None

    @property
    def rows(self) -> int:
        """Rows of a page that the caller may have."""
        return min(MOST, self.desk.settings.rows, self.limits.rows if self.limits else MOST)

    async def read(self, work: Callable[[Store], T]) -> T:
        """Read in a thread, for no longer than the caller may. See :meth:`api.http.stores.Stores.use`."""
        seconds = self.limits.seconds if self.limits else self.desk.settings.seconds
        if seconds >= self.desk.settings.seconds:
            return await self.desk.stores.use(work)
        return await self.desk.stores.use(lambda store: work(ReadingStore(store, seconds)))

    async def kept(self, key: Hashable, make: Callable[[Store], T]) -> T:
        """Return what is computed once a data version."""
        return await self.desk.cache.get(self.version.token, ("assistant", key), make)

    async def city(self) -> City:
        """Return the gap analysis.

        Raises:
            InputError: the store holds no chain at all.
        """
        found = await self.kept("city", _city)
        if not found.chains:
            raise InputError(
                "库里还没有产业链", "the store holds no chain", do_zh="请先运行 liantu build", do_en="Run liantu build"
            )
        return found

    async def documents(self) -> Documents:
        """Return what is known of every document, by name."""
        return await self.kept("documents", _documents)

    async def cypher(self, query: str, parameters: Mapping[str, Value], rows: int, size: int) -> Table:
        """Run a user's own query. See :meth:`api.http.asking.Askers.ask`."""
        most = self.limits.seconds if self.limits else self.desk.settings.cypher_seconds
        seconds = min(self.desk.settings.cypher_seconds, most)
        return await self.desk.askers.ask(query, parameters, Limits(rows=rows, size=size, seconds=seconds))

    async def finished(self, draft: Draft, form: type[Answer]) -> Answer:  # type: ignore[type-arg]
        """Return the whole answer: with sources, doubts and data version."""
        said = await self.documents()
        standing = [*((cite.review, cite.status) for cite in draft.cites), *draft.standing]
        names = dict.fromkeys([*(cite.document for cite in draft.cites), *draft.documents])
        return form(
            answer=draft.data,
            cites=list(draft.cites),
            more_cites=draft.more_cites,
            sources=[_source(name, said) for name in names if name],
            basis=Basis(
                tiers=sorted(set(draft.tiers)),
                doubts=doubts(self.lang, draft.notes),
                accepted=sum(review == Review.ACCEPTED for review, _ in standing),
                candidates=sum(review == Review.CANDIDATE for review, _ in standing),
                not_done=sum(status not in ("", Status.DONE) for _, status in standing),
                parameters=parameter_words(draft.parameters),
                data_version=self.version.token,
                as_of=self.version.at,
            ),
            rest=draft.rest,
        )


def _city(store: Store) -> City:
    told = known(store)
    answers = told.every()
    found = tuple(demanding(answers, told)) if answers else ()
    return City(told.chains, found, told.together(), told.parameters, told.measures)


def _documents(store: Store) -> Documents:
    return {str(row["document"]): row for row in documents(store)}


def _source(name: str, said: Documents) -> Source:
    row = said.get(name, {})

    def text(field: str) -> str:
        return str(row.get(field) or "")

    return Source(
        document=name,
        title=text("title"),
        issuer=text("issuer"),
        date=text("date"),
        form=text("form"),
        grade=text("grade"),
        completeness=text("completeness"),
        as_of=text("as_of"),
    )

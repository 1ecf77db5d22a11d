"""What is computed once a data version, and what is kept of it."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from api.http.cache import Cache
from api.http.stores import Stores
from api.settings import Settings
from graph.errors import InputError
from graph.store import Store


def test_many_who_ask_at_once_wait_for_one_result(filled: Path) -> None:
    made: list[int] = []
    going = threading.Event()

    def make(store: Store) -> int:
        going.wait(20)
        made.append(1)
        return len(store.read("MATCH (c:Chain) RETURN c.key").rows)

    async def ask() -> list[int]:
        stores = Stores(Settings(str(filled)))
        cache = Cache(stores)
        waiting = [asyncio.ensure_future(cache.get("v", "key", make)) for _ in range(50)]
        await asyncio.sleep(0)
        waiting.pop().cancel()  # one goes away; the others still get theirs
        going.set()
        found = await asyncio.gather(*waiting)
        found.append(await cache.get("v", "key", make))
        stores.close()
        return found

    assert asyncio.run(ask()) == [2] * 50
    assert len(made) == 1


def test_results_are_bounded_and_go_with_their_version(filled: Path) -> None:
    made: list[str] = []

    async def ask() -> None:
        stores = Stores(Settings(str(filled)))
        cache = Cache(stores, most=2, rows=10)

        async def rows(version: str, key: str, count: int) -> None:
            assert len(await cache.get(version, key, lambda _: made.append(key) or [0] * count)) == count  # type: ignore[func-returns-value]

        for key in ("a", "b", "a", "c", "a", "b"):  # b is the longest unused when c comes
            await rows("1", key, 3)
        assert "".join(made) == "abcb"
        await rows("1", "large", 11)  # more than all may be
        await rows("1", "large", 11)
        assert made[-2:] == ["large", "large"]
        await rows("2", "a", 3)
        await rows("2", "a", 3)
        assert made[-1] == "a"
        stores.close()

    asyncio.run(ask())


def test_a_refusal_is_not_kept(filled: Path) -> None:
    tries: list[int] = []

    def make(store: Store) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise InputError("这次不行", "not this time")
        return "done"

    async def ask() -> str:
        stores = Stores(Settings(str(filled)))
        cache = Cache(stores)
        with pytest.raises(InputError):
            await cache.get("v", "key", make)
        found = await cache.get("v", "key", make)
        stores.close()
        return found

    assert asyncio.run(ask()) == "done"

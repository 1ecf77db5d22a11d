"""Opening the store that a place names, whatever engine keeps it."""

from __future__ import annotations

from pathlib import Path

from graph.errors import InputError
from graph.store import Store


def open_store(place: str, *, read_only: bool = False, at_once: int = 1) -> Store:
    """Open a store.

    Args:
        place: a file's path, or a server's address such as ``neo4j://host:7687/database``.
        read_only: loads are refused; an embedded store can then be read beside a writer.
        at_once: queries that may run at once, see :class:`graph.embedded.store.EmbeddedStore`.

    Raises:
        InputError: neither a path nor an address that is understood.
        StoreError, NotFound: see the store of each engine.
    """
    # The driver costs a quarter of a second to import: only who uses a server pays.
    if "://" in place:
        from graph.server.connect import SCHEMES, is_address, parse_address, read_login
        from graph.server.store import Neo4jStore

        if not is_address(place):
            raise InputError(
                f"不认识的库地址：{place.partition('://')[0][:20]}://…",
                f"unknown kind of address: {place.partition('://')[0][:20]}://…",
                do_zh=f"服务器地址以这些开头：{'、'.join(SCHEMES)}",
                do_en=f"A server's address starts with one of: {', '.join(SCHEMES)}",
            )
        return Neo4jStore(parse_address(place), read_login(), read_only=read_only)
    from graph.embedded.store import EmbeddedStore

    try:
        path = Path(place).expanduser()
    except RuntimeError as error:
        raise InputError("没有这个用户的文件夹", "no such user's folder", where=place) from error
    return EmbeddedStore(path, read_only=read_only, at_once=at_once)


def open_beside(first: Store, place: str) -> Store:
    """Open one more reader of a store that is open for reading, for another thread; close it before the first.

    Raises:
        StoreError: see the store of each engine.
    """
    if "://" in place:
        return open_store(place, read_only=True)
    from graph.embedded.readers import EmbeddedReader
    from graph.embedded.store import EmbeddedStore

    if not isinstance(first, EmbeddedStore):
        raise TypeError(first)
    return EmbeddedReader(first)

"""Cursors: where a list goes on, for nobody to read or make but this service.

A cursor holds a place and is signed together with the list it belongs to (path
and parameters) and the data version. Taken to another list, or changed by one
character, it is refused; after a load it says that the data changed, since a
list that goes on over other data would miss rows or give them twice.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable

import orjson

from api.http.errors import CursorInvalid, CursorOutdated

_SIZE = 16
Place = str | int
"""An offset into a list, or the key after which it goes on."""
FREE = frozenset({"cursor", "limit", "fields"})
"""Parameters that may differ from page to page."""


def list_name(path: str, query: Iterable[tuple[str, str]]) -> str:
    """Return what tells one list from another: its path and the parameters that choose and order its rows."""
    return orjson.dumps([path, sorted(pair for pair in query if pair[0] not in FREE)]).decode()


def write_cursor(key: bytes, list_: str, version: str, place: Place) -> str:
    """Return the cursor of a place in a list."""
    body = orjson.dumps([version, place])
    return base64.urlsafe_b64encode(_sign(key, list_, body) + body).decode().rstrip("=")


def read_cursor(key: bytes, list_: str, version: str, cursor: str) -> Place:
    """Return the place that a cursor holds.

    Raises:
        CursorInvalid: it was not made here, or for another list.
        CursorOutdated: the data changed since.
    """
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise _invalid() from error
    sign, body = raw[:_SIZE], raw[_SIZE:]
    # One place has one cursor: the last character of the text has bits that decoding drops.
    whole = base64.urlsafe_b64encode(raw).decode().rstrip("=") == cursor
    if not whole or not hmac.compare_digest(sign, _sign(key, list_, body)):
        raise _invalid()
    made_at, place = orjson.loads(body)
    if made_at != version:
        raise CursorOutdated(
            "翻页期间数据更新了",
            "the data changed since this cursor was made",
            do_zh="请从第一页重新取",
            do_en="Begin again with the first page",
        )
    if not isinstance(place, str | int):
        raise _invalid()
    return place


def _sign(key: bytes, list_: str, body: bytes) -> bytes:
    # The list goes in as its digest, of fixed length: no text of it can pass for a part of the body.
    return hmac.digest(key, hashlib.sha256(list_.encode()).digest() + body, "sha256")[:_SIZE]


def _invalid() -> CursorInvalid:
    return CursorInvalid(
        "这个游标不是这个列表的",
        "this cursor does not belong to this list",
        do_zh="游标只能原样取自上一页的 next，参数也要一样",
        do_en="Take it unchanged from next of the page before, with the same parameters",
    )

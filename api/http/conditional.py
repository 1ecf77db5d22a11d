"""What has not changed is not sent again: ETag, ``If-None-Match``, ``If-Modified-Since``.

An answer to GET follows from the data version and the request alone, so its
ETag is known before anything is read, and a 304 costs no query. ETags are
weak: the same answer may come compressed or not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from email.utils import parsedate_to_datetime

from api.http.version import Version


class NotModified(Exception):
    """The client has this answer already."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__()
        self.headers = headers


def etag(version: Version, path: str, query: Iterable[tuple[str, str]], form: str, lang: str) -> str:
    """Return the ETag of an answer."""
    said = "\0".join((version.token, path, form, lang, *(f"{name}\1{value}" for name, value in sorted(query))))
    return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:24]}"'


def headers_of(version: Version, tag: str, now: float) -> dict[str, str]:
    """Return the headers by which a client can ask whether an answer changed."""
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept, Accept-Language, Accept-Encoding"}
    modified = version.last_modified(now)
    return headers | ({"Last-Modified": modified} if modified else {})


def unchanged(headers: dict[str, str], if_none_match: str, if_modified_since: str) -> bool:
    """Tell whether a client that asks so has the answer with these headers.

    ``If-None-Match`` goes first; ``If-Modified-Since`` counts only without it (RFC 9110, 13.2.2).
    """
    if if_none_match:
        # "*" asks whether there is such a thing at all, which is not known before it is read.
        return _bare(headers["ETag"]) in map(_bare, if_none_match.split(","))
    if if_modified_since and "Last-Modified" in headers:
        try:
            return parsedate_to_datetime(headers["Last-Modified"]) <= parsedate_to_datetime(if_modified_since)
        except (TypeError, ValueError, OverflowError):
            return False
    return False


def _bare(tag: str) -> str:
    return tag.strip().removeprefix("W/")

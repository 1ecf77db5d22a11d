"""How requests are sent: the key, ETags, problems as exceptions, coming back when told to."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import IO, Any
from urllib.parse import quote, urlencode, urlsplit

from api.client.cache import Cache, Kept

JSON = "application/json"
LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
LONGEST_WAIT = 60.0
"""Seconds that a request waits at most where the service says when to come back."""
Given = Mapping[str, "str | int | float | bool | None"]


class Problem(Exception):
    """The service refused: ``code`` never changes, ``detail`` says what, where and what to do.

    Args:
        status: HTTP status; 0 where nothing answered.
        body: the problem as it came, see ``Problem`` of the description.
        retry_after: seconds after which to come back, 0 if not said.
    """

    def __init__(self, status: int, body: Mapping[str, Any], retry_after: float = 0) -> None:
        self.status, self.body, self.retry_after = status, dict(body), retry_after
        self.code, self.detail = str(body.get("code", "")), str(body.get("detail", ""))
        self.title = str(body.get("title", ""))
        super().__init__(f"{self.code or status}: {self.detail or self.title}")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The service sends nobody elsewhere; a key must not follow to another host."""

    def redirect_request(self, *_: object) -> None:
        return None


class Transport:
    """Sends requests to one service.

    Args:
        address: as ``http://127.0.0.1:8600``, without ``/api/v1``.
        key: made by ``liantu key add``; reading on the same machine needs none.
        language: of messages: ``zh`` or ``en``.
        cache: where answers are kept by their ETags; in memory of this client if None.
        timeout: seconds for a request.
        tries: how often a reading request is sent that is told to come back (429, 503).
    """

    def __init__(
        self,
        address: str = "http://127.0.0.1:8600",
        *,
        key: str = "",
        language: str = "zh",
        cache: Cache | None = None,
        timeout: float = 60.0,
        tries: int = 3,
    ) -> None:
        self.address = address.rstrip("/")
        self._cache, self._timeout, self._tries = cache or Cache(), timeout, max(1, tries)
        self._headers = {"Accept-Language": language, **({"Authorization": f"Bearer {key}"} if key else {})}
        here = urlsplit(self.address).hostname in LOCAL
        # What is on this machine is not asked for through the office's proxy.
        handlers = [_NoRedirect(), *([urllib.request.ProxyHandler({})] if here else [])]
        self._opener = urllib.request.build_opener(*handlers)

    def fetch(self, path: str, given: Given | None = None, accept: str = JSON) -> bytes:
        """Return an answer to GET; what has not changed comes from the cache.

        Args:
            path: under the address, with its parameters or without.
            given: further parameters; those that are None are left out.
            accept: media type that is wanted.

        Raises:
            Problem: the service refuses, or does not answer.
        """
        where = with_query(path, given)
        name = f"{self.address}{where} {accept} {self._headers['Accept-Language']}"
        kept = self._cache.get(name)
        headers = {"Accept": accept, **({"If-None-Match": kept.etag} if kept else {})}
        try:
            with self.open("GET", where, headers) as answer:
                body, etag = answer.read(), answer.headers.get("ETag", "")
        except NotModifiedError:
            if kept is None:
                raise
            return kept.body
        if etag:
            self._cache.keep(name, Kept(etag, body))
        return bytes(body)

    def read(self, path: str, given: Given | None = None) -> Any:  # noqa: ANN401 - the caller knows the type
        """Return an answer to GET in JSON. See :meth:`fetch`."""
        return json.loads(self.fetch(path, given))

    def send(
        self,
        method: str,
        path: str,
        given: Given | None = None,
        body: object = None,
        file: bytes | IO[bytes] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Any:  # noqa: ANN401 - the caller knows the type
        """Return the answer in JSON to a request that is not only read; it is sent once.

        Args:
            method: ``POST``, ``PUT``, ``PATCH`` or ``DELETE``.
            path: under the address.
            given: parameters.
            body: what is sent as JSON.
            file: what is sent as it is.
            headers: further headers; those that are None are left out.

        Raises:
            Problem: the service refuses, or does not answer.
        """
        sent = {"Accept": JSON, **{name: value for name, value in (headers or {}).items() if value is not None}}
        data: bytes | IO[bytes] | None = file
        if file is not None:
            sent["Content-Type"] = "application/octet-stream"
        elif body is not None:
            data, sent["Content-Type"] = json.dumps(body, ensure_ascii=False).encode(), JSON
        with self.open(method, with_query(path, given), sent, data) as answer:
            said = answer.read()
        return json.loads(said) if said else None

    def open(self, method: str, where: str, headers: Mapping[str, str], data: bytes | IO[bytes] | None = None) -> Any:  # noqa: ANN401 - as urllib returns it
        """Return an answer to be read piece by piece, and to be closed.

        Raises:
            Problem: the service refuses, or does not answer.
            NotModifiedError: it answers that nothing changed.
        """
        request = urllib.request.Request(  # noqa: S310 - the user's own address
            self.address + where, data, {**self._headers, **headers}, method=method
        )
        for left in range(self._tries - 1, -1, -1):
            try:
                return self._opener.open(request, timeout=self._timeout)
            except urllib.error.HTTPError as error:
                problem = _problem(error)
                if method != "GET" or not left or problem.status not in (429, 503):
                    raise problem from None
                time.sleep(min(problem.retry_after, LONGEST_WAIT))
            except OSError as error:
                raise Problem(0, {"title": "没有应答 · no answer", "detail": str(error)}) from error
        raise AssertionError("the last try returns or raises")


class NotModifiedError(Exception):
    """The answer is the one that is kept."""


def _problem(error: urllib.error.HTTPError) -> Problem:
    with error:
        if error.code == 304:
            raise NotModifiedError
        said = error.read(1 << 20)
    after = error.headers.get("Retry-After", "")
    try:
        body = json.loads(said)
    except ValueError:
        body = {"title": error.reason}
    return Problem(error.code, body if isinstance(body, dict) else {}, float(after) if after.isdigit() else 0)


def with_query(path: str, given: Given | None) -> str:
    """Return a path with parameters."""
    chosen = {name: _said(value) for name, value in (given or {}).items() if value is not None}
    if not chosen:
        return path
    return f"{path}{'&' if '?' in path else '?'}{urlencode(chosen)}"


def part(text: str) -> str:
    """Return a key as a part of a path."""
    return quote(text, safe="")


def _said(value: str | float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

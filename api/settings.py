"""How the HTTP interface is run: where the store is, where it listens, what one request may take.

Values come from the environment (``LIANTU_…``) and are overridden by flags.
Reading without a key is open where the bind and the names of the service are
this machine's alone: a proxy on this machine makes everybody look local, so
what it passes on needs keys. See :mod:`api.access.bind`.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from graph.errors import InputError, Lang

MOST_ROWS = 10_000
"""Rows of a page at most, whatever is set."""
_PREFIX = "LIANTU_HTTP_"
_SWITCH = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
    "": False,
}


class BindRefused(InputError):
    """The interface may not be opened there, or not without keys."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one process.

    Args:
        store: place of the store, see :func:`graph.opening.open_store`.
        host: address to listen on; beyond this machine only with keys.
        port: 0 takes a free one.
        cors_origins: origins whose pages may read answers, as ``http://localhost:8080``; none if empty.
        hosts: names besides the loopback ones that a request may be addressed to: of a proxy, or of this machine.
        proxy: requests come through a reverse proxy, which has TLS.
        reading: ``auto`` (open to this machine alone), ``open`` (to whoever reaches it) or ``keys``.
        session_hours: hours after which who signed in has to do so again.
        home: folder of what is kept beside the store; where the store is, if not named.
        language: of messages where a request asks for none.
        boundaries: a GeoJSON file that gives places their geometry, see :mod:`graph.exchange.geojson`.
        rows: rows of a page at most.
        page: rows of a page where a request does not say.
        body: bytes of a request's body at most.
        url: bytes of a request's path and query at most.
        seconds: time for one reading query of the engine.
        cypher_seconds: time for a user's own query.
        readers: threads that read the store, each with a connection of its own.
        askers: processes for users' own queries.
        workers: processes that answer; each has readers, askers and exports of its own.
        exports: exports that run at once.
        waiting: requests that may wait for a reader; further ones are told to come back.
        check_s: seconds between looks at a server's data version.
        retry_after: seconds after which to come back, as answers of status 503 say.
        stop_s: seconds that running requests get when the service is told to stop.
        upload: bytes of one upload at most.
        jobs_waiting: jobs that may wait; further ones are refused.
        jobs_reading: jobs that only read, at once, in all processes of the service together.
        jobs_seconds: time for one job.
        jobs_memory: bytes that the process of one job may use.
        jobs_keep_s: seconds for which what a job made is kept.
        jobs_space: bytes of all uploads and results together.
        cursor_key: signs cursors; a new one a process unless several share one.
    """

    store: str
    host: str = "127.0.0.1"
    port: int = 8600
    cors_origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    proxy: bool = False
    reading: str = "auto"
    session_hours: float = 12.0
    home: Path | None = None
    language: Lang = "zh"
    boundaries: Path | None = None
    rows: int = MOST_ROWS
    page: int = 100
    body: int = 1_000_000
    url: int = 16_000
    seconds: float = 20.0
    cypher_seconds: float = 10.0
    readers: int = 4
    askers: int = 2
    workers: int = 1
    exports: int = 2
    waiting: int = 1_000
    check_s: float = 1.0
    retry_after: int = 2
    stop_s: float = 10.0
    upload: int = 200_000_000
    jobs_waiting: int = 50
    jobs_reading: int = 1
    jobs_seconds: float = 3_600.0
    jobs_memory: int = 4 << 30
    jobs_keep_s: float = 7 * 86_400.0
    jobs_space: int = 4_000_000_000
    cursor_key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def __post_init__(self) -> None:
        """Refuse what cannot be run.

        Raises:
            BindRefused: the host is no address.
            InputError: a value is out of bounds.
        """
        check_host(self.host)
        bounds = {"port": (0, 65_535), "rows": (1, MOST_ROWS), "page": (1, MOST_ROWS), "readers": (1, 64)}
        bounds |= {"askers": (1, 64), "exports": (1, 64), "body": (1, 1 << 30), "url": (1_000, 60_000)}
        bounds |= {"upload": (1, 1 << 40), "workers": (1, 32), "session_hours": (0, 24 * 31)}
        bounds |= {"jobs_waiting": (1, 10_000), "jobs_reading": (1, 64)}
        bounds |= {
            "jobs_seconds": (1, 86_400),
            "jobs_memory": (1 << 28, 1 << 40),
            "jobs_keep_s": (0, 10 * 365 * 86_400),
        }
        bounds |= {"jobs_space": (0, 1 << 50)}
        bounds |= {"waiting": (1, 1_000_000), "retry_after": (1, 3_600)}
        bounds |= {"seconds": (1, 3_600), "cypher_seconds": (1, 600), "check_s": (0, 3_600)}
        bounds |= {"stop_s": (0, 600)}
        for name, (low, high) in bounds.items():
            if not low <= getattr(self, name) <= high:
                raise _unusable(name, f"{low}–{high}")
        if self.reading not in ("auto", "open", "keys"):
            raise _unusable("reading", "auto, open, keys")

    @property
    def folder(self) -> Path:
        """Where keys, jobs and uploads are kept."""
        return self.home or home_of(self.store, {})

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the service, and not through a proxy."""
        return is_loopback(self.host) and not self.hosts and not self.proxy

    @property
    def reading_open(self) -> bool:
        """Whether reading needs no key."""
        return self.reading == "open" or (self.reading == "auto" and self.local)

    @staticmethod
    def read(environment: Mapping[str, str], **given: object) -> Settings:
        """Return settings from ``LIANTU_HTTP_…`` variables, flags that are not None going first.

        Lists are separated by commas; ``LIANTU_LANG`` sets the language.

        Raises:
            InputError: a value is not of its type. See also :class:`Settings`.
        """
        found: dict[str, Any] = {}
        for one in fields(Settings):
            text = environment.get(_PREFIX + one.name.upper())
            if text is not None and one.name not in ("store", "home", "cursor_key", "language"):
                found[one.name] = _value(one.name, text, str(one.type))
        if environment.get("LIANTU_LANG", "").lower().startswith("en"):
            found["language"] = "en"
        found["home"] = home_of(str(given.get("store", "")), environment)
        return Settings(**found | {name: value for name, value in given.items() if value is not None})


def check_host(host: str) -> None:
    """Refuse a host that is no address: which one a name means is not for this service to decide.

    Raises:
        BindRefused: the host is neither an address nor ``localhost``.
    """
    try:
        usable = host.lower() == "localhost" or bool(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        usable = False
    if not usable:
        raise BindRefused(
            f"不能在“{host[:100]}”上开放：不是地址",
            f"will not listen on {host[:100]!r}: not an address",
            do_zh="请用 127.0.0.1、localhost，或这台机器的一个地址",
            do_en="Use 127.0.0.1, localhost, or an address of this machine",
        )


def is_loopback(host: str) -> bool:
    """Whether an address is of this machine alone."""
    return host.lower() == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback


def home_of(store: str, environment: Mapping[str, str]) -> Path:
    """Return the folder of what is kept beside a store: ``LIANTU_HOME``, the store's own, or the user's data folder."""
    if environment.get("LIANTU_HOME"):
        return Path(environment["LIANTU_HOME"])
    if store and "://" not in store:
        return Path(store).expanduser().parent
    import platformdirs

    return Path(platformdirs.user_data_dir("liantu", appauthor=False))


def _value(name: str, text: str, kind: str) -> object:
    try:
        if kind.startswith("tuple"):
            return tuple(part.strip() for part in text.split(",") if part.strip())
        if kind == "bool":
            return _SWITCH[text.strip().lower()]
        if kind in ("int", "float"):
            return int(text) if kind == "int" else float(text)
    except (ValueError, KeyError) as error:
        raise _unusable(name, "1, 0" if kind == "bool" else "数 / a number") from error
    return Path(text) if kind.startswith("Path") else text


def _unusable(name: str, wanted: str) -> InputError:
    variable = _PREFIX + name.upper()
    return InputError(
        f"设置 {name} 要是 {wanted}",
        f"the setting {name} must be {wanted}",
        where=variable,
        do_zh="请改正后再启动",
        do_en="Correct it and start again",
    )

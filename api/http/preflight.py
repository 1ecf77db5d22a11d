"""What would keep the service from running, all of it at once, before it is started."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.access.bind import check_bind, who_reads
from api.access.database import NAME
from api.access.keys import Register
from api.http.serving import bound
from api.http.version import read_version
from api.settings import Settings
from graph.errors import InputError, LiantuError, StoreFull, StoreReadOnly
from graph.exchange.geojson import read_boundaries
from graph.opening import open_store

ROOM = 500_000_000
"""Bytes that should be free: a load writes a copy of the store beside it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what it came to, or the refusal."""

    name: str
    zh: str = ""
    en: str = ""
    refusal: LiantuError | None = None


@dataclass(frozen=True, slots=True)
class Preflight:
    """All findings in the order in which they matter, and facts about the store for programs."""

    findings: tuple[Finding, ...]
    facts: dict[str, Any]

    @property
    def refusals(self) -> tuple[LiantuError, ...]:
        """What would fail."""
        return tuple(one.refusal for one in self.findings if one.refusal is not None)

    @property
    def exit_code(self) -> int:
        """0 if nothing would fail, else the exit code of the first refusal."""
        return self.refusals[0].exit_code if self.refusals else 0


def preflight(settings: Settings) -> Preflight:
    """Look at the store, the keys, the port, the folder, the disk and the boundaries; nothing is changed."""
    facts: dict[str, Any] = {}
    looks: dict[str, Callable[[Settings, dict[str, Any]], tuple[str, str]]] = {
        "store": _store,
        "keys": _keys,
        "port": _port,
        "folder": _folder,
        "disk": _disk,
        "boundaries": _boundaries,
    }
    return Preflight(tuple(_found(name, look, settings, facts) for name, look in looks.items()), facts)


def _found(
    name: str,
    look: Callable[[Settings, dict[str, Any]], tuple[str, str]],
    settings: Settings,
    facts: dict[str, Any],
) -> Finding:
    try:
        return Finding(name, *look(settings, facts))
    except LiantuError as error:
        return Finding(name, refusal=error)


def _store(settings: Settings, facts: dict[str, Any]) -> tuple[str, str]:
    with open_store(settings.store, read_only=True) as store:
        version, info = read_version(store), store.info()
    nodes, edges = sum(info.nodes.values()), sum(info.edges.values())
    facts |= {"data_version": version.token, "as_of": version.at, "engine": info.engine}
    facts |= {"nodes": nodes, "edges": edges}
    return (
        f"库 {settings.store}：节点 {nodes}，关系 {edges}，数据版本 {version.token}，最近载入 {version.at}",
        f"store {settings.store}: {nodes} nodes, {edges} edges, data version {version.token}, last load {version.at}",
    )


def _keys(settings: Settings, facts: dict[str, Any]) -> tuple[str, str]:
    with contextlib.closing(Register(settings.folder / NAME)) as register:
        valid = sum(key.state(time.time()) == "valid" for key in register.all())
        facts |= {"keys": valid, "reading_open": settings.reading_open}
        check_bind(settings, register)
    zh, en = who_reads(settings)
    return f"{zh}；可用的密钥 {valid} 个", f"{en}; {valid} valid keys"


def _port(settings: Settings, facts: dict[str, Any]) -> tuple[str, str]:
    listening = bound(settings)
    if listening is None:
        raise port_taken(settings)
    listening.close()
    where = f"{settings.host}:{settings.port}"
    return f"{where} 可以用，进程 {settings.workers} 个", f"{where} is free; {settings.workers} processes"


def _folder(settings: Settings, facts: dict[str, Any]) -> tuple[str, str]:
    folder = _existing(settings.folder)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise StoreReadOnly(
            "放密钥、任务和上传文件的文件夹不能写",
            "the folder of keys, jobs and uploads cannot be written",
            where=str(folder),
            do_zh="请给运行服务的用户写权限，或用 LIANTU_HOME 换一个",
            do_en="Let the user who runs the service write there, or choose another with LIANTU_HOME",
        ) from error
    return f"{settings.folder} 可以写", f"{settings.folder} can be written"


def _disk(settings: Settings, facts: dict[str, Any]) -> tuple[str, str]:
    free = shutil.disk_usage(_existing(settings.folder)).free
    size = 0
    if "://" not in settings.store:
        with contextlib.suppress(OSError):
            size = Path(settings.store).stat().st_size
    needed = max(ROOM, 2 * size)
    facts |= {"free": free}
    if free < needed:
        raise StoreFull(
            f"磁盘只剩 {free >> 20} MB，载入要写一份副本，应有 {needed >> 20} MB",
            f"{free >> 20} MB are free; a load writes a copy, {needed >> 20} MB should be",
            where=str(settings.folder),
            do_zh="请腾出空间",
            do_en="Make room",
        )
    return f"磁盘还有 {free >> 20} MB", f"{free >> 20} MB free"


def _boundaries(settings: Settings, facts: dict[str, Any]) -> tuple[str, str]:
    if settings.boundaries is None:
        return "没有设边界，GeoJSON 不带图形", "no boundaries are set: GeoJSON has no geometry"
    places = len(read_boundaries(settings.boundaries))
    return f"边界 {settings.boundaries}：{places} 个名称", f"boundaries {settings.boundaries}: {places} names"


def port_taken(settings: Settings) -> InputError:
    """Return the refusal of a port that another program has."""
    return InputError(
        f"端口 {settings.port} 用不了",
        f"port {settings.port} cannot be used",
        where=settings.host,
        do_zh="请用 --port 换一个，或关掉占用它的程序",
        do_en="Choose another with --port, or close the program that uses it",
    )


def _existing(folder: Path) -> Path:
    """The folder, or the nearest place above it that is there."""
    return next(one for one in _upwards(folder.absolute()) if one.exists())


def _upwards(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.parents

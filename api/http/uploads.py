"""What is sent: files that go to disk as they come, one raw or several in a form, and the words beside them.

How much may come is settled before (see :mod:`api.access.middleware`): more is
refused while it comes. What a file is called is a label; see
:func:`api.jobs.folder.safe_name`.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.access.caller import Caller
from api.http.errors import BodyInvalid, MediaTypeUnknown
from api.http.guards import too_large
from api.jobs.folder import UPLOADS, safe_name
from api.jobs.service import Jobs

CHUNK = 1 << 20
"""Bytes that are written at a time."""
_FIELDS = 40
_FORMS = ("application/x-www-form-urlencoded", "application/json", "text/plain")
"""Types that no file is sent as."""


@dataclass
class Sent:
    """What came: the job's folder that holds it, what the file is called, and the words of a form."""

    folder: str
    label: str = ""
    words: dict[str, str] = field(default_factory=dict)


async def receive(request: Request, jobs: Jobs, caller: Caller, parts: Collection[str], name: str) -> Sent:
    """Take in what is sent, into the folder of a job that is to come.

    Args:
        request: its body is one file, or a form.
        jobs: where it goes.
        caller: who sends.
        parts: names of the files that a form may have; ``file`` is the one that has to be.
        name: what a raw file is called.

    Raises:
        BodyInvalid: nothing came, not all of it, or what is no form.
        BodyTooLarge, QuotaExceeded, SpaceFull: it is too much.
        MediaTypeUnknown: it is compressed on the way, or of a type that no file has.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise MediaTypeUnknown(
            "不收压缩过的请求体", "compressed bodies are not taken", do_zh="请原样发", do_en="Send it as it is"
        )
    if not kind or kind in _FORMS:
        raise MediaTypeUnknown(
            "文件要用 multipart/form-data，或以 application/octet-stream 原样发",
            "a file is sent as multipart/form-data or, as it is, as application/octet-stream",
        )
    room = await jobs.aside(lambda: jobs.room(caller))
    sent = Sent(await jobs.aside(jobs.make_folder))
    try:
        if kind == "multipart/form-data":
            await _form(request, jobs, sent, parts, room)
        else:
            await _raw(request, jobs, sent, name, room)
    except BaseException as error:
        await jobs.aside(lambda: jobs.folder.drop(sent.folder))
        if isinstance(error, ClientDisconnect):
            raise BodyInvalid("没有传完", "not all of it came") from error
        raise
    return sent


async def _raw(request: Request, jobs: Jobs, sent: Sent, name: str, room: int) -> None:
    place = _place(jobs, sent, "file", name)
    held, size = bytearray(), 0
    with place.open("wb") as file:
        async for chunk in request.stream():
            held += chunk
            size += len(chunk)
            if size > room:
                raise too_large(room)
            if len(held) >= CHUNK:
                await _written(jobs, file, held)
                held = bytearray()
        await _written(jobs, file, held)
    if not size:
        raise BodyInvalid("没有发来文件", "no file was sent")
    sent.label = place.name


async def _written(jobs: Jobs, file: IO[bytes], held: bytearray) -> None:
    def write() -> None:
        jobs.folder.check_room(len(held))
        file.write(held)

    await jobs.aside(write)


async def _form(request: Request, jobs: Jobs, sent: Sent, parts: Collection[str], room: int) -> None:
    try:
        form = await request.form(max_files=len(parts), max_fields=_FIELDS, max_part_size=64 * 1024)
    except HTTPException as error:
        raise BodyInvalid(
            f"表单读不了：{error.detail[:100]}", f"the form cannot be read: {error.detail[:100]}"
        ) from error
    try:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                await _part(jobs, sent, name, value, parts, room)
            elif name in sent.words:
                raise BodyInvalid(f"{name[:60]} 给了两次", f"{name[:60]} is given twice")
            else:
                sent.words[name] = value
    finally:
        await form.close()
    if not sent.label:
        raise BodyInvalid("表单里没有文件 file", "the form has no file named file")


async def _part(jobs: Jobs, sent: Sent, name: str, value: UploadFile, parts: Collection[str], room: int) -> None:
    if name not in parts:
        raise BodyInvalid(f"没有 {name[:60]} 这种文件", f"no file is named {name[:60]}", do_zh="、".join(parts))
    if (value.size or 0) > room:
        raise too_large(room)
    place = _place(jobs, sent, name, value.filename or "")

    def copy() -> None:
        jobs.folder.check_room(value.size or 0)
        with place.open("xb") as file:
            shutil.copyfileobj(value.file, file, CHUNK)

    try:
        await jobs.aside(copy)
    except FileExistsError as error:
        raise BodyInvalid(f"{name} 给了两次", f"{name} is given twice") from error
    if name == "file":
        sent.label = place.name


def _place(jobs: Jobs, sent: Sent, part: str, name: str) -> Path:
    """Return where a file goes: a folder named by us holds it under a name as near as can be to its own."""
    folder = jobs.folder.of(sent.folder) / UPLOADS / part
    folder.mkdir(exist_ok=True)
    return folder / safe_name(name)

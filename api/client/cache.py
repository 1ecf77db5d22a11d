"""Answers kept by their ETags, in memory or in a folder: what has not changed is not sent again."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple


class Kept(NamedTuple):
    """An answer: its ETag and its bytes."""

    etag: str
    body: bytes


class Cache:
    """Keeps answers by address.

    Args:
        folder: where they outlive the program; in memory if None. An answer is
            one file, replaced as a whole, so that several programs may share it.
        most: answers kept in memory; the longest unused goes first.
    """

    def __init__(self, folder: str | Path | None = None, most: int = 200) -> None:
        self._folder, self._most = Path(folder) if folder is not None else None, most
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)

    def get(self, name: str) -> Kept | None:
        """Return what is kept under a name; None if nothing is."""
        if self._folder is None:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)
        with contextlib.suppress(OSError):
            etag, _, body = self._file(name).read_bytes().partition(b"\n")
            return Kept(etag.decode("latin-1"), body)
        return None

    def keep(self, name: str, kept: Kept) -> None:
        """Keep an answer in place of the one before."""
        if self._folder is None:
            self._kept[name] = kept
            self._kept.move_to_end(name)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
            file.write(kept.etag.encode("latin-1") + b"\n" + kept.body)
        os.replace(file.name, self._file(name))  # noqa: PTH105 - as one step, over what is there

    def _file(self, name: str) -> Path:
        assert self._folder is not None  # noqa: S101 - asked for only with a folder
        return self._folder / hashlib.sha256(name.encode()).hexdigest()[:40]

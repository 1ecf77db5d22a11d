"""The files that a browser fetches, read once: their bytes, types and the one hash that stands in their address."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "json": "application/json",
}
"""Content types by ending; a file of another ending is not served."""


@dataclass(frozen=True, slots=True)
class Assets:
    """All files by their path, and a hash over all of them: an address with it never changes what it means."""

    files: Mapping[str, bytes]
    token: str

    def media(self, path: str) -> str:
        """Return the content type of a file."""
        return TYPES[path.rpartition(".")[2]]


@cache
def assets() -> Assets:
    """Read the files that ship."""
    root = resources.files("viz.web").joinpath("static")
    files = dict(sorted(_read(root, "")))
    digest = hashlib.sha256()
    for path, data in files.items():
        digest.update(path.encode() + b"\0" + data)
    # What a page looks like follows from its template too.
    for path, data in sorted(_read(resources.files("viz.web").joinpath("templates"), "")):
        digest.update(path.encode() + b"\0" + data)
    return Assets({path: data for path, data in files.items() if _served(path)}, digest.hexdigest()[:12])


def _served(path: str) -> bool:
    return path.rpartition(".")[2] in TYPES and not path.endswith("VENDOR.json")


def _read(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _read(one, f"{prefix}{one.name}/")
        else:
            yield f"{prefix}{one.name}", one.read_bytes()

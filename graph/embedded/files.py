"""The files of the embedded store and of its staging copy."""

from __future__ import annotations

import os
from pathlib import Path


def remove(copy: Path) -> None:
    """Remove a staging copy and what the engine keeps beside it; only the writer's lock makes this safe."""
    for leftover in copy.parent.glob(copy.name + "*"):
        leftover.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Make a file or a folder's entries durable; folders cannot be synced on Windows."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

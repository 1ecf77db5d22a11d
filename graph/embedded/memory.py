"""Memory that the engine is done with goes back to the system."""

from __future__ import annotations

import contextlib
import ctypes
import sys
from functools import cache
from typing import Any


def give_back() -> None:
    """Ask the C library to return freed memory.

    The engine takes and frees some 130 MB to open a store and as much for every
    file that it copies. The C library of Linux (glibc) keeps freed memory, so
    that the next in need comes on top of it; others return it by themselves.
    """
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:  # noqa: ANN401 - a function of the C library, None elsewhere
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            return ctypes.CDLL(None).malloc_trim
    return None

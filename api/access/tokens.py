"""How a key is written: ``liantu_`` + ten characters that name it + ``_`` + its secret and a check sum.

The beginning is recognisable, so that programs that look for secrets in code
find it. The check sum tells a mistyped key before any is looked up. The secret
has 256 random bits: nobody can try them out, so one SHA-256 at rest is enough,
and the slow digests that weak passwords need would only slow each request.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import zlib

PREFIX = "liantu_"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LOWER = "abcdefghijklmnopqrstuvwxyz234567"
_ID, _SECRET, _SUM = 10, 43, 6
SHAPE = re.compile(rf"{PREFIX}([{_LOWER}]{{{_ID}}})_[0-9A-Za-z]{{{_SECRET + _SUM}}}", re.ASCII)


def new_token() -> tuple[str, str]:
    """Return a new key and what names it."""
    key_id = "".join(secrets.choice(_LOWER) for _ in range(_ID))
    begun = f"{PREFIX}{key_id}_{_base62(int.from_bytes(secrets.token_bytes(32)), _SECRET)}"
    return begun + _sum(begun), key_id


def id_of(token: str) -> str:
    """Return what names a key, empty where the text is none: of another shape, or mistyped."""
    found = SHAPE.fullmatch(token)
    return found[1] if found and _sum(token[:-_SUM]) == token[-_SUM:] else ""


def digest(token: str) -> bytes:
    """Return what is kept of a key."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _sum(text: str) -> str:
    return _base62(zlib.crc32(text.encode()), _SUM)


def _base62(number: int, width: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number, 62)
        found = _DIGITS[rest] + found
    return found.rjust(width, "0")

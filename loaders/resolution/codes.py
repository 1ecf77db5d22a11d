"""Unified social credit codes (GB 32100-2015)."""

from __future__ import annotations

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18


def valid_code(code: str) -> bool:
    """Whether ``code`` is a credit code: eighteen signs of which the last is the check sign (mod 31, weights 3^i)."""
    if len(code) != _LENGTH or any(sign not in _SIGNS for sign in code):
        return False
    total = sum(_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(code[:-1]))
    return _SIGNS[-total % 31] == code[-1]

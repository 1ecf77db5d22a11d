"""Refusals of callers, as they are said."""

from __future__ import annotations

from api.access.caller import Caller
from api.access.scope import Scope
from api.http.errors import KeyExpired, KeyInvalid, KeyMissing, KeyRevoked, ScopeMissing

_REALM = 'Bearer realm="liantu"'


def check(caller: Caller, needed: Scope) -> None:
    """Refuse who may not do what a route needs.

    Raises:
        KeyMissing: there is no key.
        ScopeMissing: the key's scope is too low.
    """
    if caller.scope >= needed:
        return
    if not caller.known:
        raise key_missing(needed)
    error = ScopeMissing(
        f"这个密钥只有 {caller.scope.word} 权限，这里要 {needed.word}",
        f"this key has scope {caller.scope.word}; {needed.word} is needed",
        do_zh=f"请管理员用 liantu key add NAME --scope {needed.word} 发一个",
        do_en=f"Ask for one made by liantu key add NAME --scope {needed.word}",
    )
    error.headers = {"WWW-Authenticate": f'{_REALM}, error="insufficient_scope", scope="{needed.word}"'}
    raise error


def key_missing(needed: Scope = Scope.READ) -> KeyMissing:
    """Return the refusal of who shows no key."""
    error = KeyMissing(
        "这里要密钥",
        "a key is needed here",
        do_zh="请在请求头写 Authorization: Bearer 密钥；密钥由 liantu key add 发",
        do_en="Send Authorization: Bearer KEY; keys are made by liantu key add",
    )
    error.headers = {"WWW-Authenticate": f'{_REALM}, scope="{needed.word}"'}
    return error


def key_invalid() -> KeyInvalid:
    """Return the refusal of what is no key of this service."""
    error = KeyInvalid(
        "密钥不对",
        "not a key of this service",
        do_zh="请核对，或请管理员另发一个",
        do_en="Check it, or ask for another",
    )
    error.headers = _told()
    return error


def key_expired() -> KeyExpired:
    """Return the refusal of a key whose time is over."""
    error = KeyExpired("密钥过期了", "the key has expired", do_zh="请管理员另发一个", do_en="Ask for another")
    error.headers = _told()
    return error


def key_revoked() -> KeyRevoked:
    """Return the refusal of a key that was taken back."""
    error = KeyRevoked("密钥已收回", "the key was revoked", do_zh="请管理员另发一个", do_en="Ask for another")
    error.headers = _told()
    return error


def _told() -> dict[str, str]:
    return {"WWW-Authenticate": f'{_REALM}, error="invalid_token"'}

"""Where the service may be opened, and to whom.

Whether a request comes from this machine is decided by where the service
listens, never by what the request says. Behind a proxy on this machine every
request comes from this machine, so a service that is told of a proxy (``proxy``
or names in ``hosts``) asks for keys as one that listens beyond it.
"""

from __future__ import annotations

from api.access.keys import Register
from api.settings import BindRefused, Settings


def check_bind(settings: Settings, register: Register) -> None:
    """Refuse to open a service to others while nobody has a key.

    Raises:
        BindRefused: others could reach it, and there is no valid key.
        AccessUnusable: the file of keys cannot be read.
    """
    try:
        if settings.local or register.any_valid():
            return
    finally:
        register.close()  # a process that is forked from this one opens the file for itself
    raise BindRefused(
        f"不能在 {settings.host} 上向别的机器开放：还没有可用的密钥",
        f"will not open {settings.host} to other machines: there is no valid key",
        do_zh="请先 liantu key add NAME --scope read，或用 127.0.0.1（不经代理）只对本机开放",
        do_en="First liantu key add NAME --scope read, or use 127.0.0.1 without a proxy for this machine alone",
    )


def who_reads(settings: Settings) -> tuple[str, str]:
    """Return who may read without a key, in Chinese and English."""
    if settings.local:
        if settings.reading == "keys":
            return "只对本机开放；读也要密钥", "this machine only; reading needs a key too"
        return "只对本机开放；读不要密钥，写要", "this machine only; reading needs no key, writing does"
    if settings.reading == "open":
        return (
            "别的机器连得上；读不要密钥（已明确设成开放），写要",
            "open to others; reading was set open, writing needs a key",
        )
    return "别的机器连得上；每个请求都要密钥", "open to others; every request needs a key"

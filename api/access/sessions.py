"""Signing in: a cookie that stands for a key, and the token without which it changes nothing.

The cookie holds which key, which session and until when, signed; nothing of
the key itself. It is looked up with its key at each request, so it ends with
it. A write by cookie has to send ``Liantu-CSRF``, a token made of the session
and the secret that only a page of this service can read, and may not say that
it comes from elsewhere.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from api.access.database import writing
from api.http.errors import CsrfRefused, SessionEnded

CSRF_HEADER = "Liantu-CSRF"
_SIGN = 32
_LONGEST_S = 31 * 24 * 3600
"""Seconds that any session may last, as the settings bound it."""
Pairs = Sequence[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Session:
    """A sign-in: times in seconds since 1970."""

    id: str
    key_id: str
    until: int


def cookie_name(secure: bool) -> str:
    """Return the cookie's name; with TLS one that no other host and no plain connection can set."""
    return "__Host-liantu-session" if secure else "liantu-session"


def new_session(key_id: str, until: int) -> Session:
    """Return a session that nobody can guess."""
    return Session(secrets.token_urlsafe(18), key_id, until)


def write_session(secret: bytes, session: Session) -> str:
    """Return the cookie's value."""
    body = json.dumps([session.id, session.key_id, session.until], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_sign(secret, b"session", body) + body).decode().rstrip("=")


def read_session(secret: bytes, value: str, now: float) -> Session:
    """Return the session of a cookie's value.

    Raises:
        SessionEnded: it was not made here, was changed, or is over.
    """
    try:
        raw = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ended() from error
    sign, body = raw[:_SIGN], raw[_SIGN:]
    # One session has one value: the last character of the text has bits that decoding drops.
    whole = base64.urlsafe_b64encode(raw).decode().rstrip("=") == value
    good = hmac.compare_digest(sign, _sign(secret, b"session", body))
    if not (secret and whole and good):
        raise ended()
    session = Session(*json.loads(body))
    if now >= session.until:
        raise ended()
    return session


def csrf_token(secret: bytes, session: Session) -> str:
    """Return what a write of this session has to send."""
    return _sign(secret, b"csrf", session.id.encode()).hex()


def set_cookie(value: str, seconds: int, *, secure: bool) -> str:
    """Return a ``Set-Cookie`` header; no seconds take the cookie away."""
    parts = [f"{cookie_name(secure)}={value}", "Path=/", f"Max-Age={seconds}", "HttpOnly", "SameSite=Strict"]
    return "; ".join([*parts, "Secure"] if secure else parts)


def cookie_of(headers: Pairs, secure: bool) -> str | None:
    """Return the session's cookie; None without one, empty if there are several, of which none can be trusted."""
    wanted, found = cookie_name(secure), []
    for name, value in headers:
        if name == b"cookie":
            for part in value.decode("latin-1").split(";"):
                given, _, text = part.strip().partition("=")
                if given == wanted:
                    found.append(text)
    return found[0] if len(found) == 1 else "" if found else None


def check_same_page(headers: Pairs, hosts: Collection[str] = ()) -> None:
    """Refuse what a browser says to come from a page of another site.

    Args:
        headers: of the request.
        hosts: names of this service besides the one that the request is addressed to, which a proxy may have replaced.

    Raises:
        CsrfRefused: it does.
    """
    said: dict[bytes, list[bytes]] = {}
    for name, value in headers:
        said.setdefault(name, []).append(value)
    if any(value != b"same-origin" for value in said.get(b"sec-fetch-site", ())):
        raise _not_ours()
    host = said.get(b"host", [b""])[0].decode("latin-1").strip().lower()
    for origin in said.get(b"origin", ()):
        named = _netloc(origin.decode("latin-1"))
        if not host or (named != host and named.partition(":")[0] not in hosts):
            raise _not_ours()


def check_csrf(headers: Pairs, token: str, hosts: Collection[str] = ()) -> None:
    """Refuse a write by cookie that does not come from a page of this service.

    Raises:
        CsrfRefused: the token is missing or another's, or the page is of another site.
    """
    check_same_page(headers, hosts)
    shown = [value for name, value in headers if name == CSRF_HEADER.lower().encode()]
    if len(shown) != 1 or not hmac.compare_digest(shown[0], token.encode()):
        raise _not_ours()


def end_session(path: Path, session: str, now: int) -> None:
    """Remember that a session was signed out, for as long as its cookie could still be shown.

    Raises:
        AccessUnusable: the file cannot be written.
    """
    with writing(path) as opened:
        opened.execute("DELETE FROM ended WHERE until < ?", (now,))
        opened.execute("INSERT OR IGNORE INTO ended VALUES (?, ?)", (session, now + _LONGEST_S))


def ended() -> SessionEnded:
    """Return the refusal of a session that is over."""
    return SessionEnded("登录已结束", "the session has ended", do_zh="请重新登录", do_en="Sign in again")


def _netloc(origin: str) -> str:
    try:
        found = urlsplit(origin).netloc.lower()
        return "" if "@" in found else found
    except ValueError:
        return ""


def _sign(secret: bytes, use: bytes, body: bytes) -> bytes:
    return hmac.digest(hmac.digest(secret, use, "sha256"), body, "sha256")


def _not_ours() -> CsrfRefused:
    return CsrfRefused(
        "这个写入不是本服务的网页发来的",
        "this write was not sent by a page of this service",
        do_zh=f"请从网页操作；程序请用 Authorization: Bearer，或带上请求头 {CSRF_HEADER}",
        do_en=f"Use the page; programs send Authorization: Bearer, or the header {CSRF_HEADER}",
    )

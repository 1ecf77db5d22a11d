"""Keys: made, listed, taken back; and looked up at each request."""

from __future__ import annotations

import hmac
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path

from api.access import audit
from api.access.caller import DEFAULTS, Caller, Limits
from api.access.database import connect, unusable, writing
from api.access.refusals import key_expired, key_invalid, key_revoked
from api.access.scope import Scope
from api.access.tokens import digest, id_of, new_token
from graph.errors import InputError, NotFound

Clock = Callable[[], float]
_NAME = re.compile(r"[\w][\w .·\-]{0,59}")
_COLUMNS = "id, name, scope, digest, created, expires, revoked, requests, body, rows, seconds, upload"
_NONE = bytes(32)


@dataclass(frozen=True, slots=True)
class Key:
    """A key, without itself: times in seconds since 1970."""

    id: str
    name: str
    scope: Scope
    digest: bytes
    created: int
    expires: int | None
    revoked: int | None
    limits: Limits

    def state(self, now: float) -> str:
        """Return ``revoked``, ``expired`` or ``valid``."""
        if self.revoked is not None:
            return "revoked"
        return "expired" if self.expires is not None and now >= self.expires else "valid"

    def caller(self) -> Caller:
        """Return who asks with this key."""
        return Caller(self.name, self.scope, self.id, self.limits)


class Register:
    """The keys as a running service sees them: read anew as soon as another process changed them.

    Args:
        path: of ``access.sqlite``; there need be none.
        clock: seconds since 1970.
    """

    def __init__(self, path: Path, clock: Clock = time.time) -> None:
        self._path, self._clock = path, clock
        self._turn = threading.Lock()
        self._open: sqlite3.Connection | None = None
        self._seen: tuple[object, ...] | None = None
        self._keys: dict[str, Key] = {}
        self._ended: frozenset[str] = frozenset()
        self._secret = b""

    def caller(self, token: str) -> Caller:
        """Return who holds a key. An unknown one costs the same work as a known one.

        Raises:
            KeyInvalid, KeyRevoked, KeyExpired: it is not, or no longer, good.
            AccessUnusable: the file of keys cannot be read.
        """
        key = self.find(id_of(token))
        good = hmac.compare_digest(digest(token), key.digest if key else _NONE)
        if key is None or not good:
            raise key_invalid()
        return self.standing(key)

    def standing(self, key: Key) -> Caller:
        """Return the caller of a key that was shown.

        Raises:
            KeyRevoked, KeyExpired: it is no longer good.
        """
        state = key.state(self._clock())
        if state != "valid":
            raise key_revoked() if state == "revoked" else key_expired()
        return key.caller()

    def find(self, key_id: str) -> Key | None:
        """Return a key by what names it, whatever its state."""
        with self._turn:
            self._look()
            return self._keys.get(key_id)

    def any_valid(self) -> bool:
        """Whether anybody could show a key."""
        return any(key.state(self._clock()) == "valid" for key in self.all())

    def all(self) -> list[Key]:
        """Return every key, the oldest first."""
        with self._turn:
            self._look()
            return sorted(self._keys.values(), key=lambda key: (key.created, key.name))

    def secret(self) -> bytes:
        """Return what signs sessions; nothing while there are no keys."""
        with self._turn:
            self._look()
            return self._secret

    def ended(self, session: str) -> bool:
        """Whether a session was signed out."""
        with self._turn:
            self._look()
            return session in self._ended

    def close(self) -> None:
        """Close the file."""
        with self._turn:
            self._drop()

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open, self._seen = None, None
        self._keys, self._ended, self._secret = {}, frozenset(), b""

    def _look(self) -> None:
        """Read the file again if it is another one, or was written since."""
        try:
            found = self._path.stat()
        except OSError:
            self._drop()
            return
        try:
            if self._open is None or self._seen is None or self._seen[0] != found.st_ino:
                self._drop()
                self._open = connect(self._path)
            seen = (found.st_ino, self._open.execute("PRAGMA data_version").fetchone()[0])
            if seen != self._seen:
                self._read(self._open)
                self._seen = seen
        except sqlite3.Error as error:
            self._drop()
            raise unusable(self._path, error) from error

    def _read(self, opened: sqlite3.Connection) -> None:
        self._keys = {row[0]: _key(row) for row in opened.execute(f"SELECT {_COLUMNS} FROM keys")}  # noqa: S608
        self._ended = frozenset(row[0] for row in opened.execute("SELECT session FROM ended"))
        (self._secret,) = opened.execute("SELECT value FROM meta WHERE name = 'secret'").fetchone()


def _key(row: tuple[object, ...]) -> Key:
    key_id, name, scope, kept, created, expires, revoked, *limits = row
    found = Scope.of(str(scope))
    given = {one.name: value for one, value in zip(fields(Limits), limits, strict=True) if value is not None}
    limited = replace(DEFAULTS[found], **given)  # type: ignore[arg-type]
    return Key(str(key_id), str(name), found, bytes(kept), int(created), expires, revoked, limited)  # type: ignore[call-overload, arg-type]


def add_key(
    path: Path,
    name: str,
    scope: Scope,
    expires: int | None,
    limits: Mapping[str, float] | None = None,
    clock: Clock = time.time,
) -> tuple[str, Key]:
    """Make a key; return it, which is the only time that it can be seen, and what is kept of it.

    Args:
        path: of ``access.sqlite``, made where there is none.
        name: of the program or office that will hold it; letters of any script, digits, blanks, ``.·-_``.
        scope: what it may do.
        expires: seconds since 1970; None for never.
        limits: those that differ from the scope's, by the names of :class:`api.access.caller.Limits`.
        clock: seconds since 1970.

    Raises:
        InputError: the name is taken or not usable, or the time is over already.
        AccessUnusable: the file cannot be written.
    """
    now = int(clock())
    _check_name(name)
    if expires is not None and expires <= now:
        raise InputError("到期时间已过", "the time of expiry is over", do_zh="请写以后的日期", do_en="Name a later one")
    token, key_id = new_token()
    given = dict(limits or {})
    values = [given.get(one.name) for one in fields(Limits)]
    row = (key_id, name, scope.word, digest(token), now, expires, None, *values)
    with writing(path) as opened:
        if opened.execute("SELECT 1 FROM keys WHERE name = ? AND revoked IS NULL", (name,)).fetchone():
            raise InputError(
                f"已有密钥叫“{name}”",
                f"there is a key named {name}",
                do_zh="请另起名称，或先 liantu key revoke",
                do_en="Choose another name, or revoke it first",
            )
        opened.execute(f"INSERT INTO keys ({_COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
        key = _key(row)
        until = datetime.fromtimestamp(expires).astimezone().isoformat() if expires else None
        said = {"scope": scope.word, "expires": until, "limits": asdict(key.limits)}
        audit.append(opened, audit.COMMAND_LINE, "key.add", _named(key), None, said, now)
    return token, key


def revoke_key(path: Path, wanted: str, clock: Clock = time.time) -> Key:
    """Take a key back by name or id; return it as it was.

    Raises:
        NotFound: there is no such key, or it was taken back already.
        AccessUnusable: the file cannot be written.
    """
    now = int(clock())
    missing = NotFound(
        f"没有这个密钥：{wanted[:60]}",
        f"no such key: {wanted[:60]}",
        do_zh="见 liantu key list",
        do_en="See liantu key list",
    )
    if not path.exists():
        raise missing
    with writing(path) as opened:
        row = opened.execute(
            f"SELECT {_COLUMNS} FROM keys WHERE revoked IS NULL AND (name = ? OR id = ?)",  # noqa: S608
            (wanted, wanted),
        ).fetchone()
        if row is None:
            raise missing
        key = _key(row)
        opened.execute("UPDATE keys SET revoked = ? WHERE id = ?", (now, key.id))
        audit.append(
            opened, audit.COMMAND_LINE, "key.revoke", _named(key), {"state": key.state(now)}, {"state": "revoked"}, now
        )
    return key


def _named(key: Key) -> str:
    return f"{key.name} ({key.id})"


def _check_name(name: str) -> None:
    from loaders.letters.reading.personal import masked

    if not _NAME.fullmatch(name) or name != name.strip() or masked(name).count:
        raise InputError(
            "密钥的名称不能用",
            "the name of the key cannot be used",
            where=name[:60] if name.isprintable() else "",
            do_zh="写拿着它的程序或单位：字、数字、空格、. · - _，最多 60 个；不写人名、电话、邮箱",
            do_en="Name the program or office: letters, digits, blanks, . · - _, 60 at most; no person or phone",
        )

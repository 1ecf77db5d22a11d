"""Where the server is and who asks: address, credentials and the driver made of them.

User and password come from the environment or a file, never from the address:
an address stands on command lines and in logs.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import neo4j
from neo4j import NotificationMinimumSeverity, auth_management

from graph.errors import InputError, StoreTooOld
from graph.server.errors import translate

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
"""``neo4j`` is routed in a cluster; ``+s`` is encrypted, ``+ssc`` with a certificate that nobody signed."""
OLDEST = (5, 0)
"""Oldest server whose Cypher has all that the catalogue uses."""
POOL_SIZE = 20
"""Connections at most."""
CONNECT_S = 5.0
"""Seconds to wait for a connection to open."""
ACQUIRE_S = 15.0
"""Seconds to wait for a connection when all are in use, or for a route."""
RETRY_S = 15.0
"""Seconds for which a write that met a transient error is tried again."""
USER, PASSWORD, PASSWORD_FILE = "LIANTU_NEO4J_USER", "LIANTU_NEO4J_PASSWORD", "LIANTU_NEO4J_PASSWORD_FILE"


@dataclass(frozen=True, slots=True)
class Address:
    """A server and one database on it; ``database`` None is the server's own default."""

    uri: str
    database: str | None = None

    def __str__(self) -> str:
        return self.uri + (f"/{self.database}" if self.database else "")

    @property
    def open_text(self) -> bool:
        """Whether passwords and facts cross a network unencrypted."""
        parts = urlsplit(self.uri)
        return "+" not in parts.scheme and (parts.hostname or "") not in ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Login:
    """User and password; a password is never part of any text made of this. Without a user no login is tried."""

    user: str = ""
    password: str = field(default="", repr=False)


def is_address(text: str) -> bool:
    """Tell a server's address from the path of a file."""
    return text.partition("://")[0].lower() in SCHEMES and "://" in text


def parse_address(text: str) -> Address:
    """Read ``neo4j://host:port/database``.

    Raises:
        InputError: it names no host, holds a user or password (which are not repeated), or more than a database.
    """
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise _bad_address("服务器地址写得不对", "unreadable server address") from error
    if parts.username is not None or parts.password is not None:
        raise InputError(
            "服务器地址里不能带用户名和密码",
            "a server address must not hold a user or password",
            do_zh=f"请用环境变量 {USER} 和 {PASSWORD}（或 {PASSWORD_FILE} 指明密码文件）",
            do_en=f"Use the environment variables {USER} and {PASSWORD} (or {PASSWORD_FILE})",
        )
    database = unquote(parts.path.strip("/"))
    if not host or "/" in database or parts.query or parts.fragment:
        raise _bad_address("服务器地址写得不对", "unreadable server address")
    shown = f"[{host}]" if ":" in host else host
    return Address(f"{parts.scheme.lower()}://{shown}:{port or 7687}", database or None)


def read_login(environment: Mapping[str, str] | None = None) -> Login:
    """Read user and password from the environment, or the password from the file that it names.

    Raises:
        InputError: the file cannot be read or is empty, or there is a user without a password.
    """
    given = os.environ if environment is None else environment
    user, password, named = given.get(USER, ""), given.get(PASSWORD, ""), given.get(PASSWORD_FILE, "")
    if named and not password:
        try:
            password = Path(named).expanduser().read_text(encoding="utf-8-sig").strip("\r\n")
        except (OSError, UnicodeError, RuntimeError) as error:
            raise InputError(
                "密码文件读不出来",
                "the password file cannot be read",
                where=named,
                do_zh=f"请检查 {PASSWORD_FILE}",
                do_en=f"Check {PASSWORD_FILE}",
            ) from error
    if password and not user:
        user = "neo4j"
    if user and not password:
        raise InputError(
            f"有用户名 {user}，没有密码",
            f"there is a user, {user}, and no password",
            do_zh=f"请设 {PASSWORD}，或用 {PASSWORD_FILE} 指明密码文件",
            do_en=f"Set {PASSWORD}, or name a file in {PASSWORD_FILE}",
        )
    return Login(user, password)


def connect(address: Address, login: Login) -> tuple[neo4j.Driver, str]:
    """Open a driver and say hello to the server.

    Returns:
        The driver and the server's version, as ``5.26.16``.

    Raises:
        StoreUnreachable, StoreDenied, StoreTooOld: see :mod:`graph.errors`.
    """
    # The driver logs what it retries; the error that is raised says it to the user.
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)
    auth = auth_management.AuthManagers.static((login.user, login.password)) if login.user else None
    with translate(str(address)):
        driver = neo4j.GraphDatabase.driver(
            address.uri,
            auth=auth,
            max_connection_pool_size=POOL_SIZE,
            connection_timeout=CONNECT_S,
            connection_acquisition_timeout=ACQUIRE_S,
            max_transaction_retry_time=RETRY_S,
            notifications_min_severity=NotificationMinimumSeverity.WARNING,
            user_agent="liantu",
        )
        try:
            with driver.session(database=address.database, default_access_mode=neo4j.READ_ACCESS) as session:
                agent = str(session.run("RETURN 1").consume().server.agent)
            return driver, _version(agent, address)
        except BaseException:
            driver.close()
            raise


def _version(agent: str, address: Address) -> str:
    version = agent.rpartition("/")[2]
    numbers = [int(part) for part in version.split(".")[:2] if part.isdigit()]
    if not agent.startswith("Neo4j/") or tuple(numbers) < OLDEST:
        raise StoreTooOld(
            f"服务器是 {agent}，链图需要 Neo4j {OLDEST[0]} 或更新版本",
            f"the server is {agent}; Liantu needs Neo4j {OLDEST[0]} or later",
            where=str(address),
            do_zh="请升级服务器，或改用内置的库",
            do_en="Upgrade the server, or use the embedded store",
        )
    return version


def _bad_address(zh: str, en: str) -> InputError:
    return InputError(
        zh,
        en,
        do_zh="例如 neo4j://127.0.0.1:7687 或 neo4j://主机:7687/库名",
        do_en="For example neo4j://host:7687/name",
    )

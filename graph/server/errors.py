"""The server's ways to fail, told apart and said so that a user can act.

Neo4j names its errors in three words, ``Neo.ClientError.Security.Unauthorized``;
the last two tell what happened.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from neo4j import exceptions as neo

from graph.errors import (
    LiantuError,
    QueryRefused,
    StoreBusy,
    StoreDenied,
    StoreError,
    StoreFull,
    StoreReadOnly,
    StoreTimeout,
    StoreTooOld,
    StoreUnreachable,
)
from graph.query_errors import cannot_run, out_of_time, shortened

_Make = Callable[[str, str], LiantuError]


@contextlib.contextmanager
def translate(place: str, query: str = "") -> Iterator[None]:
    """Turn the driver's exceptions into :mod:`graph.errors`.

    Args:
        place: the server, for the message.
        query: the user's own query, where one is running.
    """
    try:
        yield
    except LiantuError:
        raise
    except neo.Neo4jError as error:
        raise _server_said(error, place, query) from error
    except neo.UnsupportedServerProduct as error:
        raise StoreTooOld(
            "对方不是链图能用的 Neo4j（需要 5 或更新版本）",
            "the server is no Neo4j that Liantu can use (5 or later is needed)",
            where=place,
        ) from error
    except (neo.DriverError, OSError) as error:
        raise _unreachable(place, error) from error
    except (ValueError, TypeError, UnicodeError) as error:
        raise QueryRefused(
            f"参数或查询送不到服务器：{_line(error)}",
            f"cannot be sent to the server: {_line(error)}",
            where=shortened(query),
        ) from error


def _server_said(error: neo.Neo4jError, place: str, query: str) -> LiantuError:
    code = error.code or ""
    text = error.message or str(error)
    for words, make in _ANSWERS:
        if any(word in code for word in words) or any(word.lower() in text.lower() for word in words if " " in word):
            return make(place, shortened(query))
    if ".ClientError.Statement." in code or ".ClientError.Procedure." in code:
        return cannot_run(text, query)
    if ".TransientError." in code:
        return StoreBusy(
            f"服务器忙，重试后仍没有成功：{_line(error)}",
            f"the server is busy, and trying again did not help: {_line(error)}",
            where=place,
            do_zh="请稍后再试；库没有变",
            do_en="Try later; the store is unchanged",
        )
    return StoreError(f"服务器报错：{code} {_line(error)}", f"the server failed: {code} {_line(error)}", where=place)


def _unreachable(place: str, error: Exception) -> StoreUnreachable:
    return StoreUnreachable(
        "连不上 Neo4j 服务器，或者连接断了",
        f"the Neo4j server does not answer, or the connection broke ({_line(error)})",
        where=place,
        do_zh="请看服务器是否已启动、地址和端口对不对；没有确认的载入会在下次载入时撤回",
        do_en="See whether it runs and whether address and port are right; an unfinished load is undone by the next",
    )


def no_database(place: str, _query: str = "") -> StoreUnreachable:
    """Return the refusal of a database that the server does not have."""
    return StoreUnreachable(
        "服务器上没有这个库名，或它没有启动",
        "the server has no such database, or it is not online",
        where=place,
        do_zh="请改地址里的库名（neo4j://主机:端口/库名），社区版只有 neo4j 一个",
        do_en="Change the database's name in the address (neo4j://host:port/name)",
    )


def _wrong_password(place: str, _query: str) -> StoreDenied:
    return StoreDenied(
        "服务器不认这个用户名和密码",
        "the server does not accept this user and password",
        where=place,
        do_zh="请检查 LIANTU_NEO4J_USER 和 LIANTU_NEO4J_PASSWORD（或密码文件）",
        do_en="Check LIANTU_NEO4J_USER and LIANTU_NEO4J_PASSWORD (or the password file)",
    )


def _too_many_tries(place: str, _query: str) -> StoreDenied:
    return StoreDenied(
        "密码错了太多次，服务器暂时不让登录",
        "too many wrong passwords; the server refuses logins for a while",
        where=place,
        do_zh="请等几秒，改正密码后再试",
        do_en="Wait some seconds and try the right password",
    )


def _expired(place: str, _query: str) -> StoreDenied:
    return StoreDenied(
        "这个密码已过期，要先改密码（新装的服务器第一次登录也是这样）",
        "the password has expired and must be changed first (as at a new server's first login)",
        where=place,
        do_zh="请用 cypher-shell 连 system 库执行：ALTER CURRENT USER SET PASSWORD FROM '旧' TO '新'",
        do_en="On the system database run: ALTER CURRENT USER SET PASSWORD FROM 'old' TO 'new'",
    )


def _forbidden(place: str, _query: str) -> StoreDenied:
    return StoreDenied(
        "这个用户没有权限做这一步",
        "this user may not do this",
        where=place,
        do_zh="请服务器管理员给它读写和建索引的权限",
        do_en="Ask the administrator for rights to read, write and create indexes",
    )


def _reading_only(place: str, query: str) -> LiantuError:
    return QueryRefused("这里只能读", "reading only", where=query or place)


def _read_only_database(place: str, _query: str) -> StoreReadOnly:
    return StoreReadOnly(
        "服务器上的这个库现在只能读",
        "the database on the server is read-only now",
        where=place,
        do_zh="请服务器管理员看磁盘是否满了、库是否设成了只读，然后再试",
        do_en="Let the administrator see whether the disk is full or the database set to read-only",
    )


def _full(place: str, _query: str) -> StoreFull:
    return StoreFull(
        "服务器的磁盘写不进去了（满了），没有写完",
        "the server's disk is full; not everything was written",
        where=place,
        do_zh="请腾出空间、重启服务器后再试；没有写完的载入会在下次载入时撤回",
        do_en="Make room, restart the server and try again; the unfinished load is undone by the next",
    )


def _timed_out(place: str, query: str) -> StoreTimeout:
    return out_of_time(query or place)


def _no_memory(place: str, query: str) -> StoreTimeout:
    return StoreTimeout(
        "服务器内存不够完成这一步",
        "the server has not enough memory for this step",
        where=query or place,
        do_zh="请缩小范围；若是载入，请管理员调大 dbms.memory.transaction.total.max 或堆内存",
        do_en="Narrow it; for a load, raise dbms.memory.transaction.total.max or the heap",
    )


_ANSWERS: tuple[tuple[tuple[str, ...], _Make], ...] = (
    (("Security.CredentialsExpired",), _expired),
    (("Security.AuthenticationRateLimit",), _too_many_tries),
    (("Security.Unauthorized", "Security.TokenExpired", "Security.AuthProviderFailed"), _wrong_password),
    (("Security.Forbidden",), _forbidden),
    (("Database.DatabaseNotFound", "Database.DatabaseUnavailable", "General.DatabaseUnavailable"), no_database),
    (("Statement.AccessMode",), _reading_only),
    (("General.ForbiddenOnReadOnlyDatabase", "General.WriteOnReadOnlyAccessDatabase"), _read_only_database),
    (("Transaction.TransactionTimedOut", "Transaction.Terminated", "LockClientStopped"), _timed_out),
    (("MemoryPoolOutOfMemory", "General.OutOfMemory", "TransactionOutOfMemory", "StackOverFlow"), _no_memory),
    (("no space left", "disk is full", "file too large", "TransactionLogError", "TransactionCommitFailed"), _full),
)  # fmt: skip
"""Words of the server's code or message, and the refusal they become; the first that fits."""


def _line(error: BaseException) -> str:
    lines = str(error).splitlines()
    return lines[0][:200] if lines else type(error).__name__

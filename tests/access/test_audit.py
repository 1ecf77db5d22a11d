"""The record of changes: whole, or it says where it is not."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from api.access.audit import COMMAND_LINE, append, read_audit, record, verify
from api.access.caller import Caller
from api.access.database import NAME, writing
from api.access.keys import add_key, revoke_key
from api.access.scopes import Scope
from api.http.errors import AccessUnusable
from tests.cli.conftest import ROOT

OFFICE = Caller("规划一张图", Scope.REVIEW, "abcdefghij")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A record of ten changes."""
    path = tmp_path / NAME
    for number in range(10):
        record(path, OFFICE, "review.accept", f"doc/{number}", {"review": "candidate"}, {"review": "accepted"})
    return path


def tampered(path: Path, *statements: str) -> None:
    """Change the file as somebody who may write it could."""
    with sqlite3.connect(path) as opened:
        opened.execute("DROP TRIGGER audit_is_not_changed")
        opened.execute("DROP TRIGGER audit_is_not_cut")
        for statement in statements:
            opened.execute(statement)
    opened.close()


def test_entries_say_who_when_what_before_and_after(file: Path) -> None:
    newest, *_ = read_audit(file, limit=1)
    assert (newest.number, newest.who, newest.key_id) == (10, "规划一张图", "abcdefghij")
    assert newest.dict()["after"] == {"review": "accepted"}
    assert [one.number for one in read_audit(file, before=4)] == [3, 2, 1]
    assert read_audit(file, since="2999-01-01") == []
    assert len(read_audit(file, since="2020-01-01T00:00:00+08:00")) == 10
    assert verify(file).entries == 10
    assert verify(file).broken is None


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="time zones are set as POSIX does")
def test_times_are_those_of_this_machine_unless_they_say_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "库 100%?#" / NAME
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        with writing(file) as opened:
            append(
                opened, OFFICE, "a.b", "c", None, None, datetime.fromisoformat("2026-01-31T00:30:00+08:00").timestamp()
            )
        (only,) = read_audit(file)
        assert only.at == "2026-01-31T00:30:00.000+08:00"
        for since, count in (
            ("2026-01-31", 1),
            ("2026-01-31T00:30:00", 1),
            ("2026-01-31T00:31:00", 0),
            ("2026-01-30T16:30:00+00:00", 1),
            ("2026-01-30T16:31:00Z", 0),
            ("2026-02-01", 0),
        ):
            assert len(read_audit(file, since=since)) == count, since
    finally:
        monkeypatch.undo()
        time.tzset()
    for odd in ("x", "2026-13-01", "0001-01-01T00:00:00+14:00x"):
        with pytest.raises(ValueError, match=r"."):
            read_audit(file, since=odd)


def test_there_need_be_no_file(tmp_path: Path) -> None:
    assert read_audit(tmp_path / NAME) == []
    assert verify(tmp_path / NAME).entries == 0
    (tmp_path / NAME).write_bytes(b"x" * 5_000)
    for ask in (read_audit, verify):
        with pytest.raises(AccessUnusable):
            ask(tmp_path / NAME)


@pytest.mark.parametrize(
    ("statement", "broken", "why"),
    [
        ("UPDATE audit SET after = '{\"review\":\"rejected\"}' WHERE number = 4", 4, "changed"),
        ("UPDATE audit SET who = 'other' WHERE number = 1", 1, "changed"),
        ("UPDATE audit SET key_id = '' WHERE number = 10", 10, "changed"),
        ("UPDATE audit SET at = '2020-01-01T00:00:00.000+00:00' WHERE number = 7", 7, "changed"),
        ("UPDATE audit SET hash = 'x' WHERE number = 7", 7, "changed"),
        ("UPDATE audit SET previous = 'x' WHERE number = 7", 7, "previous"),
        ("DELETE FROM audit WHERE number = 5", 5, "missing"),
        ("DELETE FROM audit WHERE number = 1", 1, "missing"),
        ("INSERT INTO audit SELECT 11, at, who, key_id, action, target, before, after, previous, hash"
         " FROM audit WHERE number = 10", 11, "previous"),
    ],
)  # fmt: skip
def test_what_was_changed_is_found_where_it_was(file: Path, statement: str, broken: int, why: str) -> None:
    tampered(file, statement)
    found = verify(file)
    assert (found.broken, found.why, found.entries) == (broken, why, broken - 1)


def test_a_hash_noted_elsewhere_shows_that_the_end_was_cut_or_all_was_rewritten(file: Path) -> None:
    noted = verify(file).last
    record(file, OFFICE, "review.accept", "later")
    assert verify(file, noted).broken is None
    tampered(file, "DELETE FROM audit WHERE number >= 10")
    assert verify(file).broken is None  # the chain alone cannot know
    assert (verify(file, noted).broken, verify(file, noted).why) == (10, "cut")


def test_the_file_itself_refuses_to_change_an_entry(file: Path) -> None:
    with sqlite3.connect(file) as opened:
        for statement in ("UPDATE audit SET who = 'x'", "DELETE FROM audit"):
            with pytest.raises(sqlite3.IntegrityError, match="append only"):
                opened.execute(statement)
    opened.close()


def test_persons_are_not_recorded(tmp_path: Path) -> None:
    file = tmp_path / NAME
    after = {"reason": "电话：13800138000 问过", "联系人": "张三", "phone": "0760-88888888", "name": "某某照明有限公司"}
    record(file, COMMAND_LINE, "review.reject", "doc/1 a@b.cn", None, after)
    (only,) = read_audit(file)
    for trace in ("13800138000", "张三", "88888888", "a@b.cn"):
        assert trace not in only.after + only.target
    assert "某某照明有限公司" in only.after


@pytest.mark.parametrize("value", [{"a": {1, 2}}, "\ud800", {"深": [[[["x"]]]]}, 1.5, object()])
def test_odd_values_are_recorded_too(tmp_path: Path, value: object) -> None:
    record(tmp_path / NAME, COMMAND_LINE, "a.b", "c\ud800", value)
    assert verify(tmp_path / NAME).broken is None


def test_keys_are_recorded_with_their_change(tmp_path: Path) -> None:
    file = tmp_path / NAME
    token, key = add_key(file, "gis", Scope.LOAD, None)
    revoke_key(file, "gis")
    revoked, added = read_audit(file)
    assert (added.action, added.target, added.who) == ("key.add", f"gis ({key.id})", "command-line")
    assert (revoked.action, revoked.dict()["after"]) == ("key.revoke", {"state": "revoked"})
    assert token not in added.after + added.before


def test_several_processes_make_one_chain(file: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from api.access.audit import COMMAND_LINE, record;"
        "[record(Path(sys.argv[1]), COMMAND_LINE, 'a.b', f'{at}') for at in range(20)]"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, str(file)], cwd=ROOT) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    found = verify(file)
    assert (found.entries, found.broken) == (70, None)


def test_a_change_that_cannot_be_recorded_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.access.database._WAIT_S", 0.1)
    held = sqlite3.connect(file, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    ask: Callable[[], int] = lambda: record(file, OFFICE, "a.b", "c")  # noqa: E731
    with pytest.raises(AccessUnusable):
        ask()
    held.execute("ROLLBACK")
    held.close()
    assert ask() == 11

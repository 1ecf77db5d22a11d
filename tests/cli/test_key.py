"""``liantu key`` and ``liantu audit`` as a user types them."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from api.access.table import routes_by_scope
from api.app import create_app
from api.cli.key import expiry
from api.settings import Settings
from graph.errors import InputError
from tests.cli.conftest import run_liantu

NOW = 1_800_000_000.0


def test_a_key_is_made_shown_once_listed_and_taken_back(tmp_path: Path) -> None:
    made = run_liantu("key", "add", "规划一张图", "--scope", "review", "--rows", 50, home=tmp_path).stdout
    token = made.splitlines()[0]
    assert token.startswith("liantu_")
    listed = run_liantu("key", "list", home=tmp_path).stdout
    assert "规划一张图" in listed
    assert "rows=50" in listed
    assert token not in listed
    (shown,) = json.loads(run_liantu("key", "list", "--json", home=tmp_path).stdout)
    assert (shown["scope"], shown["state"], shown["limits"]["rows"]) == ("review", "valid", 50)
    run_liantu("key", "revoke", shown["id"], home=tmp_path)
    assert "已收回" in run_liantu("key", "list", home=tmp_path).stdout
    run_liantu("key", "revoke", "规划一张图", home=tmp_path, code=3)
    run_liantu("key", "add", "a", "--scope", "all", home=tmp_path, code=2)
    run_liantu("key", "add", "13800138000", "--scope", "read", home=tmp_path, code=2)


def test_the_record_is_listed_and_verified(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        run_liantu("key", "add", name, "--scope", "read", home=tmp_path)
    found = json.loads(run_liantu("audit", "--json", home=tmp_path).stdout)
    assert [one["number"] for one in found] == [3, 2, 1]
    assert json.loads(run_liantu("audit", "--since", "2999-01-01", "--json", home=tmp_path).stdout) == []
    assert "key.add" in run_liantu("audit", "--limit", 1, home=tmp_path).stdout
    whole = json.loads(run_liantu("audit", "--verify", "--json", home=tmp_path).stdout)
    assert whole == {"whole": True, "entries": 3, "last": found[0]["hash"]}
    with sqlite3.connect(tmp_path / "access.sqlite") as opened:
        opened.execute("DROP TRIGGER audit_is_not_changed")
        opened.execute("UPDATE audit SET who = 'x' WHERE number = 2")
    opened.close()
    assert "第 2 条被改过" in run_liantu("audit", "--verify", home=tmp_path, code=2).stderr
    run_liantu("audit", "--known", "0" * 64, home=tmp_path, code=2)
    run_liantu("audit", "--since", "yesterday", home=tmp_path, code=2)


def test_without_a_file_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert "还没有密钥" in run_liantu("key", "list", home=tmp_path).stdout
    assert "还没有记录" in run_liantu("audit", home=tmp_path).stdout
    assert json.loads(run_liantu("audit", "--verify", "--json", home=tmp_path).stdout)["entries"] == 0
    assert list(tmp_path.iterdir()) == []


def test_the_table_of_routes_is_that_of_the_application(tmp_path: Path) -> None:
    shown = json.loads(run_liantu("key", "routes", "--json", home=tmp_path).stdout)
    expected = {(m, p, s.word) for m, p, s in routes_by_scope(create_app(Settings("nowhere.lbug")).routes)}
    assert {(row["method"], row["path"], row["scope"]) for row in shown} == expected
    assert "/api/v1/audit" in run_liantu("key", "routes", home=tmp_path).stdout


def test_the_check_says_who_may_read(built: Path, tmp_path: Path) -> None:
    (tmp_path / "liantu.lbug").write_bytes((built / "liantu.lbug").read_bytes())
    assert "读不要密钥" in run_liantu("serve", "--check", home=tmp_path).stdout
    refused = run_liantu("serve", "--check", "--proxy", home=tmp_path, code=2)
    assert "liantu key add" in refused.stderr
    run_liantu("key", "add", "a", "--scope", "read", home=tmp_path)
    assert "每个请求都要密钥" in run_liantu("serve", "--check", "--proxy", home=tmp_path).stdout
    told = json.loads(run_liantu("serve", "--check", "--host", "::", "--json", home=tmp_path).stdout)
    assert (told["keys"], told["reading_open"]) == (1, False)
    assert "已明确设成开放" in run_liantu(
        "serve", "--check", "--proxy", home=tmp_path, LIANTU_HTTP_READING="open"
    ).stdout  # fmt: skip
    run_liantu("serve", "--check", home=tmp_path, LIANTU_HTTP_READING="all", code=2)
    run_liantu("serve", "--check", home=tmp_path, LIANTU_HTTP_PROXY="maybe", code=2)


def test_times_of_expiry() -> None:
    assert expiry("never", NOW) is None
    assert expiry("1", NOW) == NOW + 24 * 3600
    end = expiry("2027-01-31", NOW)
    assert end is not None
    assert datetime.fromtimestamp(end).isoformat() == "2027-02-01T00:00:00"
    for odd in ("0", "-1", "36501", "9" * 400, "2027-02-30", "soon", "", "１", "9999-12-31"):
        with pytest.raises(InputError):
            expiry(odd, NOW)

"""The file of keys: what is kept, who sees a change, and what a comparison costs."""

from __future__ import annotations

import hmac
import os
import re
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.access.database import NAME
from api.access.keys import Register, add_key, revoke_key
from api.access.scopes import Scope
from api.access.tokens import SHAPE, id_of, new_token
from api.http.errors import AccessUnusable, KeyExpired, KeyInvalid, KeyRevoked
from graph.errors import InputError, NotFound
from tests.cli.conftest import ROOT

NOW = 1_800_000_000


def at(moment: float) -> Callable[[], float]:
    """A clock that stands."""
    return lambda: moment


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / NAME


def test_a_key_has_a_recognisable_shape_and_no_two_are_alike() -> None:
    made = [new_token() for _ in range(200)]
    assert len({token for token, _ in made}) == len({key_id for _, key_id in made}) == 200
    for token, key_id in made:
        assert re.fullmatch(r"liantu_[a-z2-7]{10}_[0-9A-Za-z]{49}", token)
        assert id_of(token) == key_id


def test_a_mistyped_key_is_told_by_its_check_sum() -> None:
    token, key_id = new_token()
    for place in range(len(token)):
        other = "x" if token[place] != "x" else "y"
        assert id_of(token[:place] + other + token[place + 1 :]) == ""
    assert [id_of(odd) for odd in ("", key_id, token + "0", token[:-1], token + "\n", " " + token)] == [""] * 6


@given(st.text())
def test_any_text_is_a_key_or_none(text: str) -> None:
    assert id_of(text) == ""


def test_nothing_of_a_key_is_at_rest(file: Path) -> None:
    token, _ = add_key(file, "规划一张图", Scope.READ, None)
    secret = token.rpartition("_")[2].encode()
    for path in file.parent.iterdir():
        assert secret not in path.read_bytes()
        assert secret[:16] not in path.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="rights are of POSIX")
def test_only_the_owner_may_read_the_file(file: Path) -> None:
    before = os.umask(0)
    try:
        add_key(file, "a", Scope.READ, None)
        with sqlite3.connect(file) as held:
            held.execute("SELECT * FROM keys").fetchall()
            add_key(file, "b", Scope.READ, None)
            for path in file.parent.iterdir():
                assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
        held.close()
        file.chmod(0o644)
        add_key(file, "c", Scope.READ, None)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        file.chmod(0o666)
        assert len(Register(file).all()) == 3
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    finally:
        os.umask(before)


def test_a_key_is_good_until_it_expires_or_is_revoked(file: Path) -> None:
    token, made = add_key(file, "a", Scope.REVIEW, NOW + 10, {"rows": 5}, at(NOW))
    caller = Register(file, at(NOW + 9.9)).caller(token)
    assert (caller.name, caller.scope, caller.key_id) == ("a", Scope.REVIEW, made.id)
    assert (caller.limits.rows, caller.limits.requests) == (5, 1_200)
    with pytest.raises(KeyExpired):
        Register(file, at(NOW + 10)).caller(token)
    assert revoke_key(file, made.id).name == "a"
    for moment in (NOW, NOW + 100):
        with pytest.raises(KeyRevoked):
            Register(file, at(moment)).caller(token)
    with pytest.raises(NotFound):
        revoke_key(file, "a")


def test_what_is_no_key_is_refused_and_costs_the_same(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token, made = add_key(file, "a", Scope.READ, None)
    revoked, _ = add_key(file, "b", Scope.READ, None)
    revoke_key(file, "b")
    register = Register(file)
    compared: list[tuple[bytes, bytes]] = []

    def seen(first: bytes, second: bytes) -> bool:
        compared.append((first, second))
        return hmac.compare_digest(first, second)

    monkeypatch.setattr("api.access.keys.hmac", SimpleNamespace(compare_digest=seen))
    stranger, _ = new_token()
    swapped = token[:18] + stranger[18:]  # a known name with another secret, and so another check sum
    assert register.caller(token).key_id == made.id
    for wrong in (stranger, swapped, "", "liantu_", token[:-1], "x" * 10_000, "\ud800"):
        with pytest.raises(KeyInvalid):
            register.caller(wrong)
    with pytest.raises(KeyRevoked):  # told only to who has the key
        register.caller(revoked)
    assert len(compared) == 9
    assert {(len(first), len(second)) for first, second in compared} == {(32, 32)}


def test_a_register_sees_what_another_process_changes(file: Path) -> None:
    register = Register(file)
    assert not register.any_valid()
    assert register.secret() == b""
    script = (
        "import sys; from pathlib import Path; from api.access.keys import add_key, revoke_key;"
        "from api.access.scopes import Scope; file = Path(sys.argv[1]);"
        "print(add_key(file, 'a', Scope.READ, None)[0]) if sys.argv[2] == 'add' else revoke_key(file, 'a')"
    )

    def elsewhere(what: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", script, str(file), what], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    token = elsewhere("add")
    assert register.caller(token).name == "a"
    assert register.any_valid()
    elsewhere("revoke")
    with pytest.raises(KeyRevoked):
        register.caller(token)
    assert not register.any_valid()
    file.unlink()
    with pytest.raises(KeyInvalid):
        register.caller(token)
    other = add_key(file, "a", Scope.READ, None)[0]
    assert register.caller(other).name == "a"
    register.close()


@pytest.mark.parametrize(
    "name",
    ["", " a", "a ", "a\nb", "a\r\nSet-Cookie: x", "x" * 61, "<b>", "a:b", "\u202ea", "a/b", "13800138000", "a@b.cn"],
)
def test_names_that_no_key_can_have(file: Path, name: str) -> None:
    with pytest.raises(InputError):
        add_key(file, name, Scope.READ, None)
    assert not file.exists()


def test_a_name_is_free_again_once_its_key_is_revoked(file: Path) -> None:
    add_key(file, "a", Scope.READ, None)
    with pytest.raises(InputError):
        add_key(file, "a", Scope.ADMIN, None)
    with pytest.raises(InputError):
        add_key(file, "b", Scope.READ, int(time.time()))
    revoke_key(file, "a")
    add_key(file, "a", Scope.ADMIN, None)
    assert [key.state(time.time()) for key in Register(file).all()] == ["revoked", "valid"]


def test_a_file_that_is_none_is_told(file: Path) -> None:
    file.write_bytes(b"no database at all" * 100)
    with pytest.raises(AccessUnusable):
        Register(file).caller(new_token()[0])
    with pytest.raises(AccessUnusable):
        add_key(file, "a", Scope.READ, None)
    with pytest.raises(AccessUnusable):
        revoke_key(file, "a")
    file.unlink()
    file.mkdir()
    with pytest.raises(AccessUnusable):
        add_key(file, "a", Scope.READ, None)


def test_keys_made_at_once_by_several_processes_are_all_kept(file: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from api.access.keys import add_key;"
        "from api.access.scopes import Scope;"
        "[add_key(Path(sys.argv[1]), f'{sys.argv[2]} {at}', Scope.READ, None) for at in range(10)]"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, str(file), name], cwd=ROOT) for name in ("a", "b", "c")]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert len(Register(file).all()) == 30
    assert SHAPE.groups == 1

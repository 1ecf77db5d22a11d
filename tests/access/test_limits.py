"""Token buckets: no more than the key may, whoever of several workers is asked."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.access.caller import ANONYMOUS, ANONYMOUS_LIMITS, DEFAULTS, Caller, Limits
from api.access.limits import FILE, Bucket, Limiter
from api.access.scopes import Scope
from api.http.errors import TooManyRequests
from tests.cli.conftest import ROOT


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def caller(requests: int) -> Caller:
    return Caller("a", Scope.READ, "abcdefghij", Limits(requests, 1, 1, 1.0, 0))


def asked(limiter: Limiter, who: Caller, times: int) -> int:
    """How many of so many requests are let in."""
    let_in = 0
    for _ in range(times):
        with suppress(TooManyRequests):
            limiter.take(who)
            let_in += 1
    return let_in


def test_the_documentation_names_the_limits_of_each_scope() -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for scope, most in DEFAULTS.items():
        body, upload = (f"{size // 1_000_000} MB" if size else "0" for size in (most.body, most.upload))
        assert f"| {scope.word} | {most.requests} | {body} | {most.rows} | {most.seconds:.0f} | {upload} |" in text
    assert f"| 没有密钥 | {ANONYMOUS_LIMITS.requests}（每个进程） | 16 MB | 10000 | 60 | 0 |" in text


def test_a_minutes_worth_at_once_and_then_evenly(tmp_path: Path) -> None:
    clock = Clock()
    limiter, who = Limiter(tmp_path / FILE, clock), caller(60)
    assert asked(limiter, who, 100) == 60
    for _ in range(5):
        clock.now += 1.0
        assert asked(limiter, who, 10) == 1
    clock.now += 10
    assert asked(limiter, who, 50) == 10
    clock.now += 1_000_000
    assert asked(limiter, who, 100) == 60
    clock.now -= 500
    assert asked(limiter, who, 100) == 0  # a clock that goes back gives nothing away
    limiter.close()


def test_who_waits_as_told_is_let_in(tmp_path: Path) -> None:
    clock = Clock()
    limiter, who = Limiter(tmp_path / FILE, clock), caller(3)
    assert asked(limiter, who, 3) == 3
    with pytest.raises(TooManyRequests) as refused:
        limiter.take(who)
    assert refused.value.headers["Retry-After"] == "20"
    clock.now += 20
    limiter.take(who)
    limiter.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 80), st.floats(0, 30)), min_size=1, max_size=25),
    most=st.integers(1, 300),
)
def test_several_workers_together_let_in_no_more(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int, float]], most: int
) -> None:
    clock, path = Clock(), tmp_path_factory.mktemp("limits") / FILE
    workers = [Limiter(path, clock) for _ in range(3)]
    begun, let_in = clock.now, 0
    for worker, times, passed in steps:
        let_in += asked(workers[worker], caller(most), times)
        assert let_in <= most + (clock.now - begun) * most / 60 + 1e-6
        clock.now += passed
    for worker_ in workers:
        worker_.close()


def test_no_request_is_lost_between_workers(tmp_path: Path) -> None:
    clock, path = Clock(), tmp_path / FILE
    first, second = Limiter(path, clock), Limiter(path, clock)
    assert asked(first, caller(100), 1) == 1  # it holds some back for itself
    clock.now += 3
    asked(first, caller(100), 1)
    clock.now += 3
    assert asked(second, caller(100), 200) + asked(first, caller(100), 200) >= 98
    first.close()
    second.close()


def test_a_file_that_cannot_be_used_turns_nobody_away(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    limiter = Limiter(tmp_path / FILE, Clock())
    assert asked(limiter, caller(5), 20) == 5
    (tmp_path / "other").write_bytes(b"no database" * 500)
    limiter = Limiter(tmp_path / "other", Clock())
    assert asked(limiter, caller(5), 20) == 5


def test_without_a_key_there_is_a_generous_bucket_in_memory(tmp_path: Path) -> None:
    clock = Clock()
    limiter = Limiter(tmp_path / FILE, clock)
    assert asked(limiter, ANONYMOUS, 1_000) == 1_000
    assert list(tmp_path.iterdir()) == []
    limiter._anonymous = Bucket(0.0, clock.now)
    with pytest.raises(TooManyRequests):
        limiter.take(ANONYMOUS)
    clock.now += 60 / ANONYMOUS_LIMITS.requests + 1e-3
    limiter.take(ANONYMOUS)

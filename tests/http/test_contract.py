"""The interface against its own description: every operation is asked with what fits and with what does not.

All checks of schemathesis are on: no fault of the program, statuses, headers
and content types as described, bodies as their schemas say, what does not fit
is refused, methods that are not there are told apart, a key is really needed
where the description says so. ``pytest -s`` prints the totals.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS as CHECKS_OF
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig

from api.access.database import NAME
from api.access.keys import add_key
from api.access.scopes import Scope
from api.app import create_app
from api.http.openapi import describe
from api.settings import Settings
from tests.http.serving import started, stop

EXAMPLES, FEW = 8, 2
"""Examples an operation and mode; of what a process of its own is begun for."""
BEGUN = frozenset({"build", "exports", "stability", "imports", "guess"})
ALL_CHECKS = {
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "negative_data_rejection", "positive_data_acceptance", "missing_required_header",
    "unsupported_method", "allow_header_conformance", "use_after_free", "ensure_resource_availability",
    "ignored_auth", "object_level_authorization",
}  # fmt: skip
ASKED: Counter[str] = Counter()
"""Requests by mode, and answers by status."""
HEALTH = list(HealthCheck)
CHECKS = {
    # What fits its schema can still name nothing that is there, be no cursor of ours, hold a control character, or be
    # no Cypher; a table of places has no GeoJSON without boundaries. A made-up key is no key.
    "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "401", "404", "406", "409", "410", "412"]},
    "negative_data_rejection": {"expected-statuses": ["400", "404", "413", "414", "415"]},
}


@pytest.fixture(scope="module")
def described(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The schema of a service of its own over the small store, asked with a key that may do everything."""
    home = tmp_path_factory.mktemp("contract")
    token, _ = add_key(home / NAME, "contract", Scope.ADMIN, None, {"requests": 1_000_000})
    (home / "liantu.lbug").write_bytes(filled.read_bytes())
    service = started(home)
    config = SchemathesisConfig.from_dict({"checks": CHECKS, "headers": {"Authorization": f"Bearer {token}"}})
    yield schemathesis.openapi.from_url(f"{service.address}/api/v1/openapi.json", config=config)
    stop(service)
    sys.stdout.write(f"\nschemathesis: {dict(sorted(ASKED.items()))}\n")


def operations() -> Iterator[tuple[str, str, GenerationMode]]:
    """Every method and path of the description with what fits, and with what does not where something can be wrong."""
    paths = describe(create_app(Settings("nowhere.lbug")))["paths"]
    for path, methods in paths.items():
        for method, operation in methods.items():
            yield path, method, GenerationMode.POSITIVE
            queried = [one for one in operation.get("parameters", ()) if one["in"] == "query"]
            if queried or "requestBody" in operation:  # any text can be a key in a path
                yield path, method, GenerationMode.NEGATIVE


def test_every_check_there_is_is_on(described: Any) -> None:
    load_all_checks()
    assert set(CHECKS_OF.get_all_names()) == ALL_CHECKS
    config = described.config.checks_config_for()
    assert all(config.get_by_name(name=name).enabled for name in ALL_CHECKS)


@pytest.mark.parametrize(("path", "method", "mode"), list(operations()))
def test_every_operation_keeps_to_its_description(described: Any, path: str, method: str, mode: GenerationMode) -> None:
    operation = described[path][method]
    heavy = method == "post" and path.rpartition("/")[2] in BEGUN
    most = FEW if heavy else EXAMPLES

    @settings(max_examples=most, deadline=None, derandomize=True, database=None, suppress_health_check=HEALTH)
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case[Any]) -> None:
        answer = case.call_and_validate(timeout=120)  # machines may be busy
        ASKED.update((mode.value, str(answer.status_code)))
        assert answer.status_code < 500

    ask()

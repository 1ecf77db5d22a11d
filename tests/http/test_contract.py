"""The interface against its own description: every operation is asked with what fits and with what does not.

All checks of schemathesis are on: no fault of the program, statuses and
content types as described, bodies as their schemas say, what does not fit is
refused, methods that are not there are told apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from api.access.database import NAME
from api.access.keys import add_key
from api.access.scopes import Scope
from api.app import create_app
from api.http.openapi import describe
from api.settings import Settings
from tests.http.serving import started, stop

EXAMPLES = 8
"""Examples an operation and mode."""
ALIKE = frozenset({"/api/v1/build"})
"""What takes nothing, so that one request is like another, and is much work."""
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


def operations() -> Iterator[tuple[str, str, GenerationMode]]:
    """Every method and path of the description with what fits, and with what does not where something can be wrong."""
    paths = describe(create_app(Settings("nowhere.lbug")))["paths"]
    for path, methods in paths.items():
        for method, operation in methods.items():
            yield path, method, GenerationMode.POSITIVE
            queried = [one for one in operation.get("parameters", ()) if one["in"] == "query"]
            if queried or "requestBody" in operation:  # any text can be a key in a path
                yield path, method, GenerationMode.NEGATIVE


@pytest.mark.parametrize(("path", "method", "mode"), list(operations()))
def test_every_operation_keeps_to_its_description(described: Any, path: str, method: str, mode: GenerationMode) -> None:
    operation = described[path][method]

    examples = 1 if path in ALIKE else EXAMPLES

    @settings(max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=HEALTH)
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate()

    ask()

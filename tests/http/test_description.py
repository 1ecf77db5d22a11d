"""The description says what is answered: every real answer is held against its schema, every field is explained."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.app import create_app
from api.http.openapi import describe
from api.http.operations import answers_of
from api.http.problems import CODES
from api.http.schemas import meanings
from api.settings import Settings
from tests.http import examples

V1 = "/api/v1"
JSON = "application/json"
EVERYTHING = "limit=10000"
PICTURES = frozenset(
    {"image/png", "application/octet-stream", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
)
"""What no example can show."""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The application over what ships."""
    with examples.client_of(examples.ship(tmp_path_factory.mktemp("shipped"))) as client:
        yield client


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return describe(create_app(Settings("nowhere.lbug")))


def routes(app: FastAPI) -> list[APIRoute]:
    return [route for route in app.routes if isinstance(route, APIRoute) and route.include_in_schema]


def test_every_route_has_a_schema_and_a_real_example(document: dict[str, Any]) -> None:
    """A new route names ``of=`` and ``example=``; then ``python -m tests.http.examples``."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            answers = [one for status, one in operation["responses"].items() if status.startswith("2")]
            name = f"{method.upper()} {path}"
            told = {"content": {kind: one for answer in answers for kind, one in answer["content"].items()}}
            told["content"] |= {
                kind: one for answer in answers for kind, one in answer["content"].items() if "example" in one
            }
            for kind, content in told["content"].items():
                assert content["schema"], f"{name} says nothing of its {kind}"
                vague = content["schema"].get("$ref", "").rpartition("/")[2]
                assert vague not in ("Page", "Item", "List"), f"{name}: give of= the type of its rows"
            drawn = set(told["content"]) <= PICTURES
            shown = [kind for kind, content in told["content"].items() if "example" in content]
            assert shown or drawn, f"{name} has no example"


def test_the_examples_are_what_the_server_answers(tmp_path: Path, document: dict[str, Any]) -> None:
    """Otherwise: ``python -m tests.http.examples``. Each answer, also to what writes, keeps to its schema."""

    def seen(route: APIRoute, method: str, status: str, answer: Any) -> None:
        held(checker(document, route.path_format, method.lower(), status), answer, f"{method} {route.path_format}")

    with examples.client_of(examples.ship(tmp_path)) as client:
        now = examples.made(client, examples.requests_of(client.app), seen)  # type: ignore[arg-type]
    assert json.loads(examples.FILE.read_text(encoding="utf-8")) == now


def test_every_field_is_explained_in_both_languages(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        for field, one in schema.get("properties", {}).items():
            if set(one) != {"$ref"}:
                zh, dot, en = one.get("description", "").rpartition(" · ")
                assert all((zh, dot, en)), f"{name}.{field}: a line in api/http/fields.csv"


def test_the_data_dictionary_has_no_idle_line(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    used = {field for schema in schemas.values() for field in schema.get("properties", {})}
    parts = {name: set(schema.get("properties", {})) for name, schema in schemas.items()}
    for of, field in meanings():
        if not of:
            assert field in used, field
        elif of in parts:  # what stands beside rows goes into the schema of the page
            assert field in parts[of], f"{of}.{field}"


def test_parameters_have_meanings_and_those_of_the_example_their_values(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for one in operation.get("parameters", ()):
                assert one.get("description"), f"{method} {path}: {one['name']} is not described"
                assert one["in"] != "path" or "example" in one, f"{method} {path}: {one['name']}"


def test_names_of_operations_are_good_for_programs(document: dict[str, Any]) -> None:
    names = [one["operationId"] for methods in document["paths"].values() for one in methods.values()]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() and name.islower() for name in names)
    assert {"gaps", "chain_gaps", "segment_why", "node", "query", "cypher"} <= set(names)


def test_every_code_is_said_by_some_route(document: dict[str, Any]) -> None:
    said = {
        code
        for one in document["components"]["responses"].values()
        for code in one["content"]["application/problem+json"]["schema"]["properties"]["code"]["enum"]
    }
    assert {code.name for code in CODES.values()} - said == {"MethodNotAllowed"}  # which is of no route
    assert "304" in document["paths"][f"{V1}/gaps"]["get"]["responses"]
    assert "default" not in document["paths"][f"{V1}/gaps"]["get"]["responses"]


def strict(schema: Any) -> Any:
    """The same schema where what is not described may not be there."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: strict(one) for key, one in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        found.setdefault("additionalProperties", False)
    return found


def checker(document: dict[str, Any], path: str, method: str = "get", status: str = "200") -> Any:
    content = document["paths"][path][method]["responses"][status]["content"]
    kind = JSON if JSON in content else "application/geo+json"
    components = strict({**document["components"]["schemas"], "Feature": {}})
    schema = {**content[kind]["schema"], "components": {"schemas": components}}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)  # times have their offset


def held(validator: Any, answer: Any, where: str) -> None:
    wrong = next(validator.iter_errors(answer), None)
    assert wrong is None, f"{where}: {list(wrong.instance_path)}: {wrong.message[:400]}"


def asked(client: TestClient, document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every JSON resource, each list whole, things of each kind, with and without chosen fields."""
    for route, method, address, body in examples.requests_of(client.app):  # type: ignore[arg-type]
        told = document["paths"][route.path_format][method.lower()]["responses"]
        content = told.get("200", {}).get("content", {})
        if (
            method == "GET"
            and not body
            and "JOB" not in address
            and (JSON in content or "application/geo+json" in content)
        ):
            yield route.path_format, address
            names = {one["name"] for one in document["paths"][route.path_format]["get"].get("parameters", ())}
            if {"cursor", "limit"} <= names:
                yield route.path_format, address.partition("?")[0] + f"?{EVERYTHING}"
    for kind in document["components"]["schemas"]["GraphNode"]["properties"]["kind"]["enum"]:
        yield f"{V1}/nodes", f"{V1}/nodes?kind={kind}&{EVERYTHING}"
    for path in (
        "/statements",
        "/documents",
        "/gaps",
        "/check-list",
        "/conflicts",
        "/coverage",
        "/changes",
        "/queries",
    ):
        yield V1 + path, f"{V1}{path}?{EVERYTHING}"
    yield f"{V1}/gaps", f"{V1}/gaps?fields=name,class"
    yield f"{V1}/gaps", f"{V1}/gaps?tier=T2"
    yield f"{V1}/exports/facts", f"{V1}/exports/facts?review=all"


def deeper(client: TestClient) -> Iterator[tuple[str, str]]:
    """Some things of each kind, their neighbours, every segment's answer of some chains."""
    for row in client.get(f"{V1}/queries?{EVERYTHING}").json()["data"]:
        query = "&".join(f"{name}={quote(value)}" for name, value in row["example"].items())
        yield f"{V1}/queries/{{name}}", f"{row['rows']}?{query}"
    for row in client.get(f"{V1}/chains").json()["data"]:
        yield f"{V1}/chains/{{key}}", f"{V1}/chains/{row['chain']}"
    gaps = client.get(f"{V1}/gaps?{EVERYTHING}").json()["data"]
    spoken = [row for row in gaps if row["quotes"] or row["class"] != "insufficient"]
    for row in [*spoken[::12], *gaps[:1]]:
        yield f"{V1}/segments/{{key}}/why", row["why"]
        segment = quote(row["segment"], safe="")
        yield f"{V1}/segments/{{key}}/targets", f"{V1}/segments/{segment}/targets"
        key = quote(row["firms"][0]["key"] if row["firms"] else row["segment"], safe="")
        yield f"{V1}/nodes/{{key}}", f"{V1}/nodes/{key}"
        yield f"{V1}/nodes/{{key}}/neighbours", f"{V1}/nodes/{key}/neighbours"
        yield f"{V1}/nodes/{{key}}/neighbours", f"{V1}/nodes/{key}/neighbours?relation=IN_SEGMENT&direction=in"
        yield f"{V1}/graph", f"{V1}/graph?key={key}"
    for row in client.get(f"{V1}/documents?{EVERYTHING}").json()["data"][::20]:
        yield f"{V1}/documents/{{key}}", f"{V1}/documents/{row['document']}"
    for row in client.get(f"{V1}/statements?{EVERYTHING}").json()["data"][::100]:
        yield f"{V1}/statements/{{key}}", f"{V1}/statements/{quote(row['key'], safe='')}"
    for row in client.get(f"{V1}/changes?{EVERYTHING}").json()["data"]:
        yield f"{V1}/changes/{{load}}", f"{V1}/changes/{quote(row['load'], safe='')}"


@pytest.mark.parametrize("which", ["what ships", "the small store"])
def test_every_answer_keeps_to_its_schema(
    which: str, shipped: TestClient, api: TestClient, document: dict[str, Any]
) -> None:
    client = shipped if which == "what ships" else api
    validators = {path: checker(document, path) for path in document["paths"] if _has_json(document, path)}
    seen: dict[str, int] = {}
    for path, address in [*asked(client, document), *deeper(client)]:
        answer = client.get(address)
        if (answer.status_code in (401, 404) and client is api) or answer.status_code in (400, 406):
            continue  # the small store lacks what the examples name
        assert answer.status_code == 200, f"{address}: {answer.text[:300]}"
        held(validators[path], answer.json(), address)
        seen[path] = seen.get(path, 0) + 1
    if client is shipped:
        assert set(validators) - set(seen) == {f"{V1}/jobs/{{job}}"}  # asked with the examples


def _has_json(document: dict[str, Any], path: str) -> bool:
    get = document["paths"][path].get("get", {})
    return bool({JSON, "application/geo+json"} & set(get.get("responses", {}).get("200", {}).get("content", {})))


def test_the_rows_of_a_users_own_query_are_described_too(shipped: TestClient, document: dict[str, Any]) -> None:
    body = {"query": "MATCH (f:Firm) RETURN f.key AS key LIMIT 3"}
    answer = shipped.post(f"{V1}/cypher", json=body)
    held(checker(document, f"{V1}/cypher", "post"), answer.json(), "cypher")


def test_a_row_that_lacks_a_field_is_noticed(shipped: TestClient, document: dict[str, Any]) -> None:
    answer = shipped.get(f"{V1}/gaps?limit=2").json()
    validator = checker(document, f"{V1}/gaps")
    assert validator.is_valid(answer)
    for changed, gone in (({}, "tier"), ({"more": 1}, ""), ({"tier": "T9"}, ""), ({"rank": "1"}, "")):
        spoilt = json.loads(json.dumps(answer))
        spoilt["data"][1] = {name: one for name, one in (spoilt["data"][1] | changed).items() if name != gone}
        assert not validator.is_valid(spoilt)


def test_refusals_keep_to_their_schema(shipped: TestClient, document: dict[str, Any]) -> None:
    for address in ("/gaps?nothing=1", "/gaps?limit=0", "/nodes/nothing", "/gaps.graphml", "/gaps?cursor=x"):
        answer = shipped.get(V1 + address)
        path = f"{V1}/nodes/{{key}}" if "nodes" in address else f"{V1}/gaps"
        ref = document["paths"][path]["get"]["responses"][str(answer.status_code)]["$ref"]
        told = document["components"]["responses"][ref.rpartition("/")[2]]
        schema = told["content"]["application/problem+json"]["schema"]
        validator = jsonschema_rs.Draft202012Validator({**schema, "components": document["components"]})
        held(validator, answer.json(), address)


def test_a_route_that_says_nothing_is_noticed() -> None:
    app = create_app(Settings("nowhere.lbug"))
    assert all(answers_of(route) for route in routes(app))


def test_everything_that_is_referred_to_is_there(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    for ref in set(re.findall(r'"\$ref": "#/([^"]+)"', text)):
        found: Any = document
        for name in ref.split("/"):
            assert name in found, ref
            found = found[name]
    assert "ValidationError" not in text
    assert "422" not in document["paths"][f"{V1}/gaps"]["get"]["responses"]

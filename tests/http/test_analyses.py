"""What-if, stability, bottlenecks, demand, thresholds, reference tables over HTTP: as the command line tells them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.settings import Settings
from graph.embedded.store import EmbeddedStore
from loaders.build import build
from tests.cli.conftest import run_liantu
from tests.http.conftest import client_of

V1 = "/api/v1"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with all that ships."""
    home = tmp_path_factory.mktemp("analyses")
    with EmbeddedStore(home / "liantu.lbug") as store:
        build(store)
    return home


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    with client_of(Settings(str(home / "liantu.lbug"))) as found:
        yield found


def told(home: Path, *arguments: object) -> Any:
    """What the command line prints as JSON."""
    return json.loads(run_liantu(*arguments, "--json", home=home).stdout)


def data(client: TestClient, path: str) -> Any:
    answer = client.get(V1 + path)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def test_what_if_is_that_of_the_command_line(client: TestClient, home: Path) -> None:
    body = {"add": ["福昆航空@eVTOL整机"], "complete": ["eVTOL整机"], "set": {"minimum_suppliers": 3}}
    answer = client.post(f"{V1}/chains/低空经济/what-if", json=body)
    assert answer.status_code == 200, answer.text
    line = ("what-if", "低空经济", "--add", "福昆航空@eVTOL整机", "--complete", "eVTOL整机")
    assert answer.json()["data"] == told(home, *line, "--set", "minimum_suppliers=3")
    assert answer.json()["data"]["stored"] is False
    everywhere = client.post(f"{V1}/what-if", json={"complete": ["规上工业企业名录"]}).json()["data"]
    assert everywhere == told(home, "what-if", "--complete", "规上工业企业名录")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/chains/没有/what-if", {}, 404, "NotFound"),
        ("/what-if", {"remove": ["没有这家企业"]}, 404, "NotFound"),
        ("/what-if", {"add": ["没有环节"]}, 400, "InputError"),
        ("/what-if", {"set": {"nothing": 1}}, 400, "InputError"),
        ("/what-if", {"set": {"weak_gap": 7}}, 400, "InputError"),
        ("/what-if", {"add": "x"}, 400, "BodyInvalid"),
        ("/what-if", {"add": ["x@y"] * 51}, 400, "BodyInvalid"),
    ],
)
def test_suppositions_that_are_none(
    client: TestClient, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    answer = client.post(V1 + path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


def test_stability_and_bottlenecks_are_those_of_the_command_line(client: TestClient, home: Path) -> None:
    assert data(client, "/chains/低空经济/stability?top=5") == told(home, "stability", "低空经济", "--top", "5")
    assert data(client, "/bottlenecks?limit=20") == told(home, "bottlenecks")
    assert data(client, "/bottlenecks?chain=低空经济&limit=20") == told(home, "bottlenecks", "低空经济")
    whole = data(client, "/stability")
    assert len(whole["rows"]) > 300
    assert client.get(f"{V1}/stability?top=0").status_code == 400


def test_demand_is_that_of_the_command_line(client: TestClient, home: Path) -> None:
    answer = client.get(f"{V1}/demand?chain=低空经济&limit=1000").json()
    line = told(home, "demand", "低空经济")
    assert answer["data"] == line["stated"]
    assert answer["unused"] == line["unused"]
    assert answer["label"] == line["label"]
    assert client.get(f"{V1}/demand?table=none").status_code in (400, 404)


def test_other_thresholds_give_other_answers(client: TestClient, home: Path) -> None:
    answer = client.get(f"{V1}/gaps?set=minimum_suppliers=9,weak_gap=0.4&limit=1000").json()
    assert (answer["parameters"]["minimum_suppliers"], answer["parameters"]["weak_gap"]) == (9, 0.4)
    assert client.get(f"{V1}/gaps?limit=1").json()["parameters"]["minimum_suppliers"] != 9
    line = told(home, "gaps", "低空经济", "--set", "minimum_suppliers=9", "--set", "weak_gap=0.4")
    rows = client.get(f"{V1}/chains/低空经济/gaps?set=minimum_suppliers=9,weak_gap=0.4&limit=1000").json()["data"]
    assert [(one["segment"], one["class"], one["tier"]) for one in rows] == [
        (one["segment"]["key"], one["class"], one["tier"]) for one in line["rows"]
    ]
    for wrong in ("nothing=1", "weak_gap", "weak_gap=x", "weak_gap=7", "weak_gap=1,weak_gap="):
        refused = client.get(f"{V1}/gaps", params={"set": wrong})
        assert (refused.status_code, refused.json()["code"]) == (400, "InputError"), wrong


def test_reference_tables(client: TestClient, home: Path) -> None:
    tables = data(client, "/reference")
    assert {one["name"] for one in tables} == {
        "china-2020-153", "china-2020-42", "china-2017-42", "guangdong-2017-42"
    }  # fmt: skip
    answer = client.get(f"{V1}/reference/multipliers/china-2020-42?limit=1000").json()
    line = told(home, "multipliers", "china-2020-42")
    assert answer["data"] == line["rows"]
    assert (answer["flows"], answer["cautions"]) == (line["flows"], line["cautions"])
    both = client.get(f"{V1}/reference/multipliers/china-2020-42?flows=total").json()
    assert both["flows"] == "total"
    english = client.get(f"{V1}/reference/multipliers/china-2020-42", headers={"Accept-Language": "en"}).json()
    assert english["cautions"][0].startswith("output multiplier")
    share = client.get(f"{V1}/reference/quotients/guangdong-2017-42?delta=0.1&limit=1000").json()
    assert share["data"] == told(home, "quotients", "guangdong-2017-42", "--delta", "0.1")["rows"]
    assert client.get(f"{V1}/reference/quotients/china-2020-42").json()["code"] == "FiguresRefused"
    for name in ("none", "..%2F..%2Fx.csv", "%2Fetc%2Fpasswd"):
        assert client.get(f"{V1}/reference/multipliers/{name}").status_code == 404
    assert client.get(f"{V1}/reference/quotients/guangdong-2017-42?delta=1").status_code == 400
    assert client.get(f"{V1}/reference/multipliers/china-2020-42.csv").text.startswith("\ufeffsector,output")


def test_answers_that_follow_from_the_data_are_not_sent_twice(client: TestClient) -> None:
    for path in ("/stability", "/bottlenecks", "/demand", "/reference/multipliers/china-2020-42", "/gaps?set="):
        first = client.get(V1 + path)
        again = client.get(V1 + path, headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304, path

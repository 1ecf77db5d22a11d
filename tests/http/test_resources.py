"""Each resource answers, with its evidence or the way to it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from api.http.openapi import describe
from api.settings import Settings
from graph.exchange.graph_files import read_graph
from queries.catalogue import Catalogue
from tests.http.conftest import client_of

V1 = "/api/v1"
LETTER = "doc"


def data(api: TestClient, path: str, **parameters: object) -> list[dict[str, object]]:
    answer = api.get(V1 + path, params={name: str(value) for name, value in parameters.items()})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()["data"]
    return found


def test_chains_and_one_of_them(api: TestClient) -> None:
    assert [row["chain"] for row in data(api, "/chains")] == ["Chain:appliance", "Chain:water"]
    answer = api.get(f"{V1}/chains/家电").json()
    chain = answer["data"]
    assert chain["key"] == "Chain:appliance"
    assert sum(chain["counts"].values()) == len(chain["segments"]) == 5
    assert chain["inputs"][0]["statement"] == "chains#1"
    for name, place in chain["links"].items():
        assert api.get(place).status_code == 200, name
    assert api.get(f"{V1}/chains/没有").status_code == 404


def test_gaps_of_a_chain_are_its_rows_of_all_gaps(api: TestClient) -> None:
    rows = data(api, "/chains/water/gaps")
    assert rows == data(api, "/gaps", chain="Chain:water")
    assert {row["chain"] for row in rows} == {"Chain:water"}


def test_check_lists_rank_what_to_verify(api: TestClient) -> None:
    one, city = data(api, "/chains/appliance/check-list"), data(api, "/check-list")
    for rows in (one, city):
        assert [row["verify_rank"] for row in rows] == list(range(1, len(rows) + 1)) != []
        for row in rows:
            assert row["verify_why"]
            assert api.get(str(row["why"])).status_code == 200


def test_maps_are_pictures_of_the_same_chain(api: TestClient) -> None:
    svg = api.get(f"{V1}/chains/appliance/map.svg")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert svg.text.startswith("<svg")
    assert "家电电机" in svg.text
    png = api.get(f"{V1}/chains/appliance/map.png?width=400")
    assert png.headers["content-type"] == "image/png"
    assert png.content.startswith(b"\x89PNG")
    assert api.get(f"{V1}/chains/appliance/map.png?width=9999").status_code == 400


def test_why_leads_to_words_and_questions(api: TestClient) -> None:
    answer = api.get(f"{V1}/segments/{quote('Segment:motor', safe='')}/why?chain=appliance").json()
    assert answer["tier"] == "T0"
    assert answer["parameters"]["region"] == "中山市"
    why = answer["data"]
    assert why["class"] == why["row"]["gap_class"]
    assert [one["text"] for one in why["quotes"]][:1] == ["甲电机厂生产电机"]
    asked = why["asked"][0]
    again = api.get(f"{V1}/queries/{asked['name']}", params=asked["parameters"])
    assert again.json()["total"] == 1
    assert api.get(f"{V1}/segments/没有/why").status_code == 404


def test_targets_of_a_segment(api: TestClient) -> None:
    answer = api.get(f"{V1}/segments/电机/targets").json()
    assert answer["segment"] == "Segment:motor"
    assert answer["order"] == "products, name"


def test_nodes_page_filter_and_sort_by_their_own_properties(api: TestClient) -> None:
    whole = data(api, "/nodes", kind="Segment")
    keys = [str(row["key"]) for row in whole]
    assert keys == sorted(keys)
    assert len(keys) == 6
    place, seen = f"{V1}/nodes?kind=Segment&limit=4", []
    while place:
        answer = api.get(place).json()
        assert answer["total"] == 6
        seen += [row["key"] for row in answer["data"]]
        place = answer["next"]
    assert seen == keys
    place, seen = f"{V1}/nodes?kind=环节&limit=4&sort=-name", []
    while place:
        answer = api.get(place).json()
        seen += [row["name"] for row in answer["data"]]
        place = answer["next"]
    assert seen == sorted((str(row["name"]) for row in whole), reverse=True)
    assert [row["key"] for row in data(api, "/nodes", kind="Segment", gbt4754="3813")] == ["Segment:motor"]
    assert [row["name"] for row in data(api, "/nodes", **{"kind": "Firm", "name.contains": "乙"})] == ["乙整机厂"]
    assert data(api, "/nodes", **{"kind": "Statement", "start_offset.from": 5, "start_offset.to": 4}) == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?kind=Nothing",
        "?kind=Firm&title=x",
        "?kind=Statement&start_offset.contains=1",
        "?kind=Statement&start_offset=x",
        "?kind=Statement&start_offset=99999999999999999999",
        "?kind=Segment&gbt4754.from=1",
        "?kind=Firm&name=",
        "?kind=Firm&name.contains=",
        "?kind=Firm&sort=aliases",
        "?kind=Firm&sort=name) RETURN 1 //",
        "?kind=Change",
    ],
)
def test_nodes_refuse_what_a_kind_does_not_have(api: TestClient, query: str) -> None:
    answer = api.get(f"{V1}/nodes{query}")
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_node_and_its_neighbours(api: TestClient) -> None:
    answer = api.get(f"{V1}/nodes/{quote('Segment:motor', safe='')}").json()["data"]
    assert answer["gbt4754"] == ["3812", "3813"]
    groups = api.get(answer["links"]["neighbours"]).json()["data"]
    by_name = {(group["relation"], group["direction"]): group for group in groups}
    placed = by_name["IN_SEGMENT", "in"]
    assert (placed["total"], placed["accepted"]) == (1, 1)
    edge = placed["edges"][0]
    assert edge["quotes"][0]["text"] == "甲电机厂生产电机"
    assert edge["statements"] == [edge["quotes"][0]["statement"]]
    inputs = by_name["INPUT_OF", "out"]
    assert inputs["total"] == 2
    first = api.get(inputs["all"] + "&limit=1").json()
    assert first["truncated"] is True
    rest = api.get(first["next"]).json()
    assert {row["other"] for row in first["data"] + rest["data"]} == {"Segment:maker", "Segment:pump"}
    assert api.get(f"{V1}/nodes/Segment:motor/neighbours?relation=X").status_code == 400
    assert api.get(f"{V1}/nodes/Segment:nothing/neighbours").status_code == 404


def test_search_finds_characters_pinyin_initials_and_aliases(api: TestClient) -> None:
    for text in ("整机厂", "yizhengjichang", "yzjc", "乙厂"):
        found = data(api, "/search", q=text, kinds="企业")
        assert [row["name"] for row in found] == ["乙整机厂"], text
        assert api.get(str(found[0]["node"])).status_code == 200


def test_paths_carry_their_statements(api: TestClient) -> None:
    ends = {"from": "Firm:甲电机厂", "to": "Firm:乙整机厂"}
    found = api.get(f"{V1}/paths", params=ends).json()["data"]
    assert found["steps"] == 3
    path = found["paths"][0]
    assert [step["start"] for step in path] == ["Firm:甲电机厂", "Segment:motor", "Segment:maker"]
    assert path[-1]["end"] == "Firm:乙整机厂"
    assert all(step["statements"] for step in path)
    assert [step["forward"] for step in path] == [True, True, False]
    assert api.get(f"{V1}/paths", params={**ends, "steps": 2}).json()["data"]["paths"] == []
    assert api.get(f"{V1}/paths", params={"from": "Firm:甲电机厂", "to": "Firm:甲电机厂"}).status_code == 400


def test_the_graph_around_a_thing(api: TestClient, tmp_path: Path) -> None:
    ends = {"key": "Segment:motor", "hops": "1"}
    part = api.get(f"{V1}/graph", params=ends).json()["data"]
    ids = {node["id"] for node in part["nodes"]}
    assert {"Segment:motor", "Segment:maker", "Firm:甲电机厂"} <= ids
    assert all(edge["source"] in ids and edge["target"] in ids for edge in part["edges"])
    assert all(edge["statements"] for edge in part["edges"])
    drawn = tmp_path / "part.graphml"
    drawn.write_bytes(api.get(f"{V1}/graph.graphml", params=ends).content)
    assert len(read_graph(drawn).nodes) == len(ids)
    assert api.get(f"{V1}/graph", params={**ends, "most": 2}).status_code == 400
    assert api.get(f"{V1}/graph", params={**ends, "relations": "X"}).status_code == 400


def test_the_graph_to_be_drawn_has_words_and_says_what_was_cut(api: TestClient) -> None:
    asked: dict[str, str | int] = {"key": "Segment:motor", "hops": 2, "review": "all"}
    whole = api.get(f"{V1}/graph/picture", params=asked).json()["data"]
    ids = {node["id"] for node in whole["nodes"]}
    assert all({edge["source"], edge["target"]} <= ids for edge in whole["edges"])
    assert whole["left_out"] == 0
    assert any(edge["quotes"] for edge in whole["edges"])
    cut = api.get(f"{V1}/graph/picture", params={**asked, "hops": 1, "most": 2}).json()["data"]
    assert len(cut["nodes"]) == 2
    assert cut["left_out"] > 0
    file = api.get(f"{V1}/graph.html", params=asked)
    assert file.headers["content-type"].startswith("text/html")
    assert 'id="data"' in file.text
    assert api.get(f"{V1}/graph/picture", params={"key": "Firm:没有"}).status_code == 404


def test_documents_hold_their_words_at_their_places(api: TestClient) -> None:
    listed = {str(row["document"]): row for row in data(api, "/documents")}
    assert int(str(listed[LETTER]["statements"])) > 0
    document = api.get(f"{V1}/documents/{LETTER}").json()["data"]
    assert document["statements_page"]["total"] == listed[LETTER]["statements"] == len(document["statements"])
    for said in document["statements"]:
        assert document["text"][said["start"] : said["end"]] == said["quote"]
    assert api.get(f"{V1}/documents/nothing").status_code == 404


def test_statements_are_chosen_and_lead_to_their_document(api: TestClient) -> None:
    made = data(api, "/statements", subject="甲电机厂", review="accepted")
    assert made == data(api, "/statements", subject="Firm:甲电机厂", review="accepted") != []
    one = api.get(f"{V1}/statements/{quote(str(made[0]['key']), safe='')}").json()["data"]
    assert one["quote"] == made[0]["quote"]
    assert api.get(one["links"]["document"]).status_code == 200
    assert data(api, "/statements", text="没有人说过") == []
    assert api.get(f"{V1}/statements?status=maybe").status_code == 400
    assert api.get(f"{V1}/statements/doc%23none").status_code == 404


def test_conflicts_changes_and_coverage(api: TestClient) -> None:
    assert api.get(f"{V1}/conflicts").status_code == 200
    loads = data(api, "/changes")
    assert {row["source"] for row in loads} == {LETTER, "chains", "placements"}
    assert [row["at"] for row in loads] == sorted((str(row["at"]) for row in loads), reverse=True)
    first = api.get(f"{V1}/changes/{quote(str(loads[0]['load']), safe='')}")
    assert first.json()["data"] == []  # of a first load only the counts are kept
    assert data(api, "/changes", since="2999年1月") == []
    assert api.get(f"{V1}/changes?since=soon").status_code == 400
    assert api.get(f"{V1}/changes/nothing").status_code == 404
    covered = api.get(f"{V1}/coverage?chain=家电").json()
    assert [row["key"] for row in covered["data"]] == ["Chain:appliance"]
    assert covered["region"] == "中山市"


def test_questions_are_asked_with_the_parameters_of_their_headers(api: TestClient) -> None:
    listed = {str(row["name"]): row for row in data(api, "/queries")}
    assert "firm-card" in listed
    assert "node" not in listed  # what only serves other commands is not offered
    card = api.get(f"{V1}/queries/firm-card?firm=乙厂").json()
    assert card["total"] > 0
    assert card["parameters"] == {"firm": "乙厂"}
    assert (
        api.get(f"{V1}/queries/firm-card", headers={"Accept-Language": "en"}).json()["detail"].startswith("firm-card")
    )
    own = {one.name for question in Catalogue.shipped() for one in question.parameters}
    assert not own & {"limit", "cursor", "fields"}  # these are of the page
    for query, status in (("firm-card", 400), ("firm-card?firm=x&other=1", 400), ("policy-terms?day=soon", 400)):
        assert api.get(f"{V1}/queries/{query}").status_code == status
    assert api.get(f"{V1}/queries/../queries/nothing").status_code == 404


def test_cypher_reads_and_nothing_else(api: TestClient) -> None:
    body = {
        "query": "MATCH (f:Firm) WHERE f.name = $n RETURN f.key AS key, f.key AS again",
        "parameters": {"n": "乙整机厂"},
    }
    answer = api.post(f"{V1}/cypher", json=body)
    assert answer.json()["data"] == [{"key": "Firm:乙整机厂", "again": "Firm:乙整机厂"}]
    assert answer.headers["cache-control"] == "no-store"
    limited = api.post(f"{V1}/cypher", json={"query": "MATCH (n) RETURN n.key AS key", "limit": 2}).json()
    assert len(limited["data"]) == 2
    assert limited["truncated"] is True
    table = api.post(f"{V1}/cypher.csv", json={"query": "RETURN '=1+1' AS a, '甲' AS b"})
    assert table.content.decode("utf-8-sig") == "a,b\r\n'=1+1,甲\r\n"
    refused = api.post(f"{V1}/cypher", json={"query": "MATCH (n) DETACH DELETE n"})
    assert (refused.status_code, refused.json()["code"]) == (400, "QueryRefused")


def test_exports_hold_the_whole(api: TestClient, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in api.get(f"{V1}/exports/all.ndjson").text.splitlines()]
    nodes = [json.loads(line) for line in api.get(f"{V1}/exports/nodes.ndjson?review=all").text.splitlines()]
    edges = [json.loads(line) for line in api.get(f"{V1}/exports/edges.ndjson?review=all").text.splitlines()]
    assert nodes + edges == lines
    answer = api.get(f"{V1}/exports/edges.csv?review=all")
    assert answer.headers["content-disposition"] == 'attachment; filename="liantu-edges.csv"'
    assert len(list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))) == len(edges) + 1
    drawn = tmp_path / "all.graphml"
    drawn.write_bytes(api.get(f"{V1}/exports/all.graphml").content)
    part = read_graph(drawn)
    assert (len(part.nodes), len(part.edges)) == (len(nodes), len(edges))
    few = api.get(f"{V1}/exports/nodes.ndjson?kinds=Firm").text.splitlines()
    assert {json.loads(line)["kind"] for line in few} == {"Firm"}
    assert api.get(f"{V1}/exports/nodes.ndjson?kinds=Nothing").status_code == 400


def test_facts_are_one_object_a_document(api: TestClient) -> None:
    facts = api.get(f"{V1}/exports/facts.json").json()
    assert [one["document"]["key"] for one in facts] == [LETTER]
    for said in facts[0]["relations"]:
        assert facts[0]["document"]["text"][said["start"] : said["end"]] == said["quote"]
    assert [json.loads(line) for line in api.get(f"{V1}/exports/facts.ndjson").text.splitlines()] == facts
    assert api.get(f"{V1}/exports/facts.json?document={LETTER}").json() == facts
    for odd in ("none", "two words", "a#b", "x/y"):
        assert api.get(f"{V1}/exports/facts.json", params={"document": odd}).status_code == 404


def test_places_come_as_geojson_where_boundaries_are_given(filled: Path, tmp_path: Path, api: TestClient) -> None:
    for path in ("/nodes.geojson?kind=Firm", "/nodes.geojson?kind=Region", "/exports/places.geojson"):
        refused = api.get(V1 + path)
        assert (refused.status_code, refused.json()["code"]) == (406, "NotAcceptable")
        assert "LIANTU_HTTP_BOUNDARIES" in refused.json()["detail"]
    name = str(data(api, "/nodes", kind="Region")[0]["name"])
    shape = {"type": "Point", "coordinates": [113.4, 22.5]}
    feature = {"type": "Feature", "properties": {"name": name}, "geometry": shape}
    boundaries = tmp_path / "boundaries.geojson"
    boundaries.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    with client_of(Settings(str(filled), boundaries=boundaries)) as client:
        for path in ("/nodes.geojson?kind=Region", "/exports/places.geojson"):
            answer = client.get(V1 + path)
            assert answer.headers["content-type"] == "application/geo+json"
            drawn = {f["properties"]["name"]: f["geometry"] for f in answer.json()["features"]}
            assert drawn[name] == shape
        assert client.get(f"{V1}/nodes.geojson?kind=Firm").status_code == 406


def test_the_service_tells_how_it_is(api: TestClient) -> None:
    assert api.get(f"{V1}/health").json()["status"] == "up"
    ready = api.get(f"{V1}/ready").json()
    assert ready["data_version"] == api.get(f"{V1}/chains").json()["data_version"]
    numbers = api.get(f"{V1}/metrics").text
    assert 'liantu_http_requests_total{method="GET",route="/api/v1/chains",status="200"}' in numbers
    assert api.get("/docs").status_code == 404  # its pages would fetch scripts from outside


def test_every_route_is_described_and_answers_are_of_their_type(api: TestClient) -> None:
    document = api.get(f"{V1}/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    routes = {route.path for route in api.app.routes if route.path.startswith(V1)}  # type: ignore[attr-defined]
    described = {path.replace("{key}", "{key:path}") for path in document["paths"]}
    shown = {path.replace(":path", "") for path in routes} - {f"{V1}/openapi.json"}
    assert {path.replace(":path", "") for path in described} == shown
    assert document == json.loads(json.dumps(describe(api.app)))  # type: ignore[arg-type]

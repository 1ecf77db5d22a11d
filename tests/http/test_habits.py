"""Habits of every list: pages, fields, order, formats, what has not changed."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

import pytest
from starlette.testclient import TestClient

from api.http.problems import CODES
from api.http.version import Version
from graph.errors import LiantuError

V1 = "/api/v1"


def test_a_list_says_what_it_rests_on(api: TestClient) -> None:
    answer = api.get(f"{V1}/gaps").json()
    assert answer["total"] == len(answer["data"]) == 8
    assert answer["truncated"] is False
    assert answer["next"] is None
    assert answer["parameters"]["region"] == "中山市"
    assert answer["tiers"] == ["T0"]
    assert len(answer["data_version"]) == 16
    assert answer["as_of"].endswith("+00:00")
    made = next(row for row in answer["data"] if row["segment"] == "Segment:motor")
    assert made["tier"] == "T0"
    assert made["quotes"][0]["text"] == "甲电机厂生产电机"
    assert made["statements"] == [made["quotes"][0]["statement"]]


def test_pages_hold_every_row_once(api: TestClient) -> None:
    whole = [(row["chain"], row["segment"]) for row in api.get(f"{V1}/gaps").json()["data"]]
    place, seen, pages = f"{V1}/gaps?limit=3", [], 0
    while place:
        answer = api.get(place).json()
        seen += [(row["chain"], row["segment"]) for row in answer["data"]]
        assert answer["truncated"] is bool(answer["next"])
        place, pages = answer["next"], pages + 1
    assert seen == whole
    assert pages == 3


def test_a_page_of_a_table_says_that_there_is_more(api: TestClient) -> None:
    answer = api.get(f"{V1}/gaps.csv?limit=3")
    assert answer.headers["liantu-truncated"] == "true"
    following = answer.headers["link"].split(">")[0][1:]
    assert following.startswith(f"{V1}/gaps.csv?limit=3&cursor=")
    rest = list(csv.DictReader(io.StringIO(api.get(following).content.decode("utf-8-sig"))))
    assert [row["segment"] for row in rest] == [row["segment"] for row in api.get(f"{V1}/gaps").json()["data"][3:6]]


def test_fields_are_chosen_and_refused_when_misspelt(api: TestClient) -> None:
    answer = api.get(f"{V1}/gaps?fields=name,class").json()
    assert {tuple(row) for row in answer["data"]} == {("name", "class")}
    refused = api.get(f"{V1}/gaps?fields=name,klass")
    assert refused.status_code == 400
    assert refused.json()["code"] == "ParameterInvalid"
    assert "klass" in refused.json()["detail"]


def test_rows_are_sorted_with_what_is_missing_last(api: TestClient) -> None:
    up = [row["name"] for row in api.get(f"{V1}/gaps?sort=name").json()["data"]]
    down = [row["name"] for row in api.get(f"{V1}/gaps?sort=-name").json()["data"]]
    assert up == sorted(up)
    assert down == sorted(up, reverse=True)
    ranks = [row["verify_rank"] for row in api.get(f"{V1}/gaps?sort=-verify_rank").json()["data"]]
    given = [rank for rank in ranks if rank is not None]
    assert given == sorted(given, reverse=True)
    assert ranks[len(given) :] == [None] * (len(ranks) - len(given))
    assert api.get(f"{V1}/gaps?sort=firms").status_code == 400


def test_filters_narrow_and_may_be_chinese(api: TestClient) -> None:
    by_code = api.get(f"{V1}/gaps", params={"class": "insufficient"}).json()
    by_word = api.get(f"{V1}/gaps", params={"class": "数据不足"}).json()
    assert by_code["data"] == by_word["data"] != []
    assert {row["class"] for row in by_code["data"]} == {"insufficient"}
    one = api.get(f"{V1}/gaps", params={"chain": "水务"}).json()["data"]
    assert {row["chain"] for row in one} == {"Chain:water"}
    assert api.get(f"{V1}/gaps?tier=T2").json()["data"] == []
    assert api.get(f"{V1}/gaps?chain=没有的链").status_code == 404


@pytest.mark.parametrize(
    ("path", "accept", "content"),
    [
        (f"{V1}/gaps.csv", "application/json", "text/csv; charset=utf-8"),
        (f"{V1}/gaps", "text/csv", "text/csv; charset=utf-8"),
        (f"{V1}/gaps", "text/csv;q=.2, application/x-ndjson;q=.9", "application/x-ndjson"),
        (f"{V1}/gaps", "text/csv, */*", "text/csv; charset=utf-8"),
        (f"{V1}/gaps", "text/html,application/xml;q=.9,*/*;q=.8", "application/json"),
        (f"{V1}/gaps", "application/json;q=0, */*;q=.1", "text/csv; charset=utf-8"),
        (f"{V1}/gaps", "", "application/json"),
        (f"{V1}/gaps.ndjson", "*/*", "application/x-ndjson"),
    ],
)
def test_the_ending_goes_before_accept_and_its_wishes(api: TestClient, path: str, accept: str, content: str) -> None:
    answer = api.get(path, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == content


@pytest.mark.parametrize("accept", ["application/pdf", "text/csv;q=0", "text/*;q=2", "application/json;q=0"])
def test_a_format_that_is_not_there_is_refused_with_those_that_are(api: TestClient, accept: str) -> None:
    answer = api.get(f"{V1}/gaps", headers={"Accept": accept})
    assert answer.status_code == 406
    assert "csv" in answer.json()["detail"]


def test_all_formats_hold_the_same_rows(api: TestClient) -> None:
    rows = api.get(f"{V1}/gaps?fields=segment,name,rank,statements").json()["data"]
    lines = api.get(f"{V1}/gaps.ndjson?fields=segment,name,rank,statements").text.splitlines()
    assert [json.loads(line) for line in lines] == rows
    raw = api.get(f"{V1}/gaps.csv?fields=segment,name,rank,statements").content
    assert raw.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [{**row, "rank": int(row["rank"]), "statements": json.loads(row["statements"])} for row in table] == rows


def test_what_has_not_changed_is_not_sent_again(api: TestClient) -> None:
    first = api.get(f"{V1}/gaps")
    again = api.get(f"{V1}/gaps", headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    others = [f"{V1}/gaps?limit=2", f"{V1}/gaps.csv", f"{V1}/chains"]
    for place in others:
        assert api.get(place, headers={"If-None-Match": first.headers["etag"]}).status_code == 200, place
    english = api.get(f"{V1}/gaps", headers={"If-None-Match": first.headers["etag"], "Accept-Language": "en"})
    assert english.status_code == 200


def test_a_head_request_has_the_headers_and_no_body(api: TestClient) -> None:
    whole, head = api.get(f"{V1}/gaps"), api.head(f"{V1}/gaps")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["etag"] == whole.headers["etag"]


def test_the_headers_of_an_export_come_without_making_it(api: TestClient) -> None:
    head = api.head(f"{V1}/exports/all.ndjson")
    assert (head.status_code, head.content) == (200, b"")
    whole = api.get(f"{V1}/exports/all.ndjson")
    assert whole.headers["etag"] == head.headers["etag"]
    assert whole.content  # what came without its body is not remembered as having none


def test_an_unknown_thing_is_not_unchanged(api: TestClient) -> None:
    assert api.get(f"{V1}/nodes/nothing", headers={"If-None-Match": "*"}).status_code == 404


def test_the_date_of_the_data_is_a_mark_too(api: TestClient) -> None:
    dated = api.get(f"{V1}/gaps").headers
    assert api.get(f"{V1}/gaps", headers={"If-Modified-Since": dated["last-modified"]}).status_code == 304
    assert api.get(f"{V1}/gaps", headers={"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}).status_code == 200
    both = {"If-Modified-Since": dated["last-modified"], "If-None-Match": '"other"'}
    assert api.get(f"{V1}/gaps", headers=both).status_code == 200


def test_no_date_is_given_before_its_second_is_over() -> None:
    version = Version("token", "2026-11-25T14:08:50.229858+00:00")
    last = datetime.fromisoformat(version.at).timestamp()
    assert version.last_modified(last) == ""
    assert version.last_modified(last + 1) == "Wed, 25 Nov 2026 14:08:51 GMT"


def test_large_answers_are_compressed_where_asked(api: TestClient) -> None:
    assert api.get(f"{V1}/gaps").headers["content-encoding"] == "gzip"
    plain = api.get(f"{V1}/gaps", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json() == api.get(f"{V1}/gaps").json()


@pytest.mark.parametrize("kind", list(CODES), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_code_is_told_as_the_table_says(
    api: TestClient, monkeypatch: pytest.MonkeyPatch, kind: type[LiantuError], lang: str
) -> None:
    async def refuse(*_: object) -> None:
        raise kind("不行", "no way", where="here")

    shared = api.app.state.liantu  # type: ignore[attr-defined]
    monkeypatch.setattr(shared.cache, "get", refuse)
    answer = api.get(f"{V1}/gaps?fields=name,{','.join(['class'] * 2)}", headers={"Accept-Language": lang})
    code, told = CODES[kind], answer.json()
    assert (answer.status_code, told["status"], told["code"]) == (code.status, code.status, code.name)
    assert told["title"] == (code.en if lang == "en" else code.zh)
    assert told["detail"].startswith("no way" if lang == "en" else "不行")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-language"] == ("en" if lang == "en" else "zh-CN")
    assert ("retry-after" in answer.headers) >= (code.status == 503)
    explained = api.get(told["type"])
    assert explained.json()["data"]["code"] == code.name
    assert explained.json()["data"]["about"]

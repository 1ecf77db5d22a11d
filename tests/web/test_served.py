"""The pages as they are sent: whole, safe, in two languages, kept by ETags. Asked in process, without a browser."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from starlette.testclient import TestClient

import viz.web
from api.settings import Settings
from graph.embedded.store import EmbeddedStore
from graph.store import Batch
from tests.http.conftest import client_of
from tests.web.pages import PAGES
from viz.web.assets import assets

STATIC = Path(viz.web.__file__).parent / "static"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def parsed(text: str) -> Any:
    """A page as a tree; Any, since what an XPath finds has no type."""
    return html.fromstring(text)


@pytest.fixture(scope="module")
def pages(sample_home: Path) -> Iterator[TestClient]:
    with client_of(Settings(str(sample_home / "liantu.lbug"))) as client:
        client.headers.update(BROWSER)
        yield client


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_whole_and_safe(pages: TestClient, path: str) -> None:
    answer = pages.get(path)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    tree = parsed(answer.text)
    assert tree.xpath("string(//title)").endswith(" · 链图")
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("//main")
    assert not tree.xpath("//script[not(@src)]"), "inline script"
    assert not tree.xpath("//style | //*[@style]"), "inline style"
    assert not tree.xpath("//@*[starts-with(name(), 'on')]"), "inline handler"
    links = tree.xpath("//link/@href | //script/@src | //img/@src | //form/@action | //a/@href")
    assert all(one.startswith(("/", "#")) for one in links), [one for one in links if not one.startswith(("/", "#"))]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_json_too(pages: TestClient, path: str) -> None:
    tree = parsed(pages.get(path).text)
    (address,) = tree.xpath("//link[@rel='alternate']/@href")
    found = pages.get(address, headers={"Accept": "application/json"})
    assert found.status_code == 200
    assert "data" in found.json()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_that_did_not_change_is_not_sent_again(pages: TestClient, path: str) -> None:
    tag = pages.get(path).headers["etag"]
    again = pages.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_in_english_leads_to_english_pages(pages: TestClient, path: str) -> None:
    english = path + ("&" if "?" in path else "?") + "lang=en"
    answer = pages.get(english)
    assert answer.headers["content-language"] == "en"
    tree = parsed(answer.text)
    assert tree.get("lang") == "en"
    nav = tree.xpath("//nav[@class='nav']/a")
    assert "Gaps" in [one.text for one in nav]
    assert all("lang=en" in one.get("href") for one in nav)
    (back,) = tree.xpath("//a[@class='tongue']/@href")
    assert "lang=en" not in back


def test_without_a_complete_source_no_page_says_that_something_is_missing(letter_home: Path) -> None:
    with client_of(Settings(str(letter_home / "liantu.lbug"))) as client:
        overview = parsed(client.get("/").text)
        assert overview.xpath("string(//*[@id='answer'])") == "目前没有一行可以叫缺链：还没有完整覆盖的来源。"
        gaps = parsed(client.get("/gaps").text)
        assert not gaps.xpath("//table")
        assert "目前没有一行可以叫缺链" in gaps.text_content()
        chain = parsed(client.get("/chains/smart-appliance").text)
        boxes = chain.xpath("//*[contains(@class, 'seg ')]/@class")
        assert boxes
        assert all("insufficient" in one for one in boxes)


def test_the_list_of_gaps_is_that_of_the_analysis_and_so_are_its_files(pages: TestClient) -> None:
    shown = parsed(pages.get("/gaps?chain=smart-appliance").text).xpath("//button[@class='fold']/b/text()")
    rows = pages.get("/api/v1/chains/smart-appliance/gaps?limit=1000").json()["data"]
    wanted = [row["name"] for row in rows if row["class"] in ("missing", "single", "weak")]
    assert shown == wanted != []
    text = pages.get("/gaps.csv?chain=smart-appliance").content.decode("utf-8-sig")
    assert [line.split(",")[2] for line in text.splitlines()[1:]] == wanted
    book = pages.get("/gaps.xlsx?chain=smart-appliance")
    assert book.content.startswith(b"PK")


def test_filters_narrow_the_list(pages: TestClient) -> None:
    only = parsed(pages.get("/gaps?class=missing").text)
    marks = set(only.xpath("//tr[contains(@class, 'first')]//span[contains(@class, 'mark')]/@class"))
    assert marks == {"mark missing"}


def test_a_refusal_is_a_page_for_a_browser_and_a_problem_for_a_program(pages: TestClient) -> None:
    page = pages.get("/chains/没有这条链")
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "content-security-policy" in page.headers
    assert "没有叫“没有这条链”的产业链" in page.text
    program = pages.get("/chains/没有这条链", headers={"Accept": "application/json"})
    assert program.headers["content-type"] == "application/problem+json"
    api = pages.get("/api/v1/chains/没有这条链")
    assert api.headers["content-type"] == "application/problem+json"


def test_without_a_store_the_page_says_how_to_make_one(tmp_path: Path) -> None:
    with client_of(Settings(str(tmp_path / "none.lbug"))) as client:
        page = client.get("/", headers=BROWSER)
    assert page.status_code == 503
    assert "liantu build" in page.text


def test_no_name_is_markup(pages: TestClient) -> None:
    town = pages.get("/nodes/Town:东凤镇?relation=LOCATED_IN&direction=in&page=0").text
    chain = pages.get("/chains/smart-appliance?segment=Segment:electric-motor").text
    assert "<script>alert" not in town + chain
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in chain
    assert "\u202e" not in town + chain
    assert "49}" not in chain, "a name was read as a template"


def test_files_keep_their_address_for_good_and_nothing_else_is_served(pages: TestClient) -> None:
    found = pages.get(f"/static/{assets().token}/js/app.js")
    assert "immutable" in found.headers["cache-control"]
    assert found.headers["content-type"].startswith("text/javascript")
    assert pages.get(f"/static/{assets().token}/../site.py").status_code == 404
    assert pages.get(f"/static/{assets().token}/vendor/VENDOR.json").status_code == 404
    assert pages.get("/static/old/js/app.js").headers["cache-control"] == "no-store"


def test_the_first_page_is_light(pages: TestClient) -> None:
    answer = pages.get("/", headers={"Accept-Encoding": "gzip"})
    tree = parsed(answer.text)
    parts = [answer.text.encode()]
    parts += [pages.get(one).content for one in tree.xpath("//link[@rel='stylesheet']/@href | //script/@src")]
    parts += [data for path, data in assets().files.items() if path.startswith("js/")]
    assert sum(len(part) for part in parts) < 400_000, "bytes before compression"


def test_vendored_libraries_are_what_they_say_they_are() -> None:
    told = json.loads((STATIC / "vendor" / "VENDOR.json").read_text(encoding="utf-8"))["libraries"]
    for one in told:
        assert {"name", "version", "licence", "source", "files"} <= one.keys()
        for file, digest in one["files"].items():
            assert hashlib.sha256((STATIC / "vendor" / file).read_bytes()).hexdigest() == digest, file
    known = {file for one in told for file in one["files"]}
    there = {str(path.relative_to(STATIC / "vendor")) for path in (STATIC / "vendor").rglob("*") if path.is_file()}
    assert there - {"VENDOR.json"} == known


def test_scripts_and_styles_stay_what_an_old_chromium_reads() -> None:
    for path in STATIC.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert ":has(" not in text, path
        assert "@layer" not in text, path
        assert not re.search(r"\{[^{}]*&[ .:]", text), f"{path}: nesting"
        assert not re.search(r"url\(\s*['\"]?https?:", text), path
    for path in STATIC.rglob("*.js"):
        if "vendor" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert len(text.splitlines()) <= 250, f"{path}: ask what second thing it is doing"
            assert not re.search(r"https?://(?!www\.w3\.org/|graphml\.graphdrawing\.org/xmlns)", text), path
            assert "eval(" not in text, path


@pytest.mark.parametrize(
    "path",
    ["/", "/chains", "/gaps", "/checks", "/documents", "/conflicts", "/coverage", "/kinds/Town", "/search?q=x"],
)
def test_an_empty_store_is_said_to_be_empty(tmp_path: Path, path: str) -> None:
    place = tmp_path / "empty.lbug"
    with EmbeddedStore(place) as store:
        store.load(Batch("nothing", [], []))
    with client_of(Settings(str(place))) as client:
        answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200
    assert parsed(answer.text).xpath("//*[@class='empty'] | //*[@id='answer']"), "an empty page that says nothing"


def test_what_a_sample_says_is_marked_as_a_sample(pages: TestClient) -> None:
    chain = parsed(pages.get("/chains/smart-appliance").text)
    assert chain.xpath("string(//h1//*[@class='tag warn'])") == "示例数据"
    rows = parsed(pages.get("/gaps?chain=smart-appliance").text).xpath("//tbody[@class='pair']/tr[1]/th")
    assert rows
    assert all(row.xpath(".//*[@class='tag warn']") for row in rows), "every gap of the sample rests on the sample"


def test_what_ships_is_no_sample(letter_home: Path) -> None:
    with client_of(Settings(str(letter_home / "liantu.lbug"))) as client:
        for path in ("/chains/smart-appliance", "/gaps"):
            assert "示例数据" not in client.get(path, headers=BROWSER).text

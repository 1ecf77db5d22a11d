"""Public facts that ship: each accepted row is proved by its own quote, and none of them makes anything missing."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.embedded.store import EmbeddedStore
from graph.errors import InputError
from graph.evidence import Review
from graph.store import Store
from loaders.build import build
from loaders.letters.extraction.people import personal_spans
from loaders.letters.review.service import judge
from loaders.letters.review.state import read_state
from loaders.reference.batch import DATA, claims_batch, place_aliases, source_of
from loaders.reference.claims import COLUMNS, Claim, read_claims
from loaders.reference.tables import read_input_output, read_sectors

TABLES = sorted((DATA / "claims").glob("*.csv"))
NAMES = [path.stem for path in TABLES]
ALIASES = place_aliases(DATA / "places" / "zhongshan.csv")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listed(name: str) -> list[dict[str, str]]:
    return rows_of(DATA / "claims" / "review" / name)


def accepted(path: Path) -> list[Claim]:
    return [claim for claim in read_claims(path, ALIASES) if claim.review is Review.ACCEPTED]


def refused(tmp_path: Path, row: dict[str, str]) -> bool:
    path = tmp_path / "row.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    try:
        read_claims(path, ALIASES)
    except InputError as error:
        return "row.csv:2" in error.message()
    return False


# --- the tables as they ship ---


@pytest.mark.parametrize("path", TABLES, ids=NAMES)
def test_every_row_reads_and_every_accepted_one_is_proved(path: Path) -> None:
    claims = read_claims(path, ALIASES)
    assert claims
    for claim in accepted(path):
        assert claim["words"] in claim["quote"]
        assert claim["written"] in claim["quote"]
        assert claim["grade"] in ("A", "B")
        if claim.is_figure:
            assert claim["value"] + claim["unit"] in claim["quote"]
        else:
            assert claim["words"]


@pytest.mark.parametrize("path", TABLES, ids=NAMES)
def test_an_altered_row_is_refused(path: Path, tmp_path: Path) -> None:
    for claim in accepted(path):
        row = dict(claim.cells)
        assert not refused(tmp_path, row)
        what = "metric" if claim.is_figure else "object"
        assert refused(tmp_path, {**row, what: "齐天大圣"}), row
        assert refused(tmp_path, {**row, "quote": row["quote"].replace(row["words"], "某")}), row
        assert refused(tmp_path, {**row, "grade": "C"}), row
        assert refused(tmp_path, {**row, "words": ""}), row
        if row["written"]:
            assert refused(tmp_path, {**row, "subject": "齐天大圣"}), row
            assert refused(tmp_path, {**row, "quote": row["quote"].replace(row["written"], "某")}), row
        if claim.is_figure:
            assert refused(tmp_path, {**row, "value": "987654321"}), row


def test_a_candidate_cannot_simply_be_called_accepted(tmp_path: Path) -> None:
    waiting = [c for path in TABLES for c in read_claims(path, ALIASES) if c.review is Review.CANDIDATE]
    mirrored = [c for c in waiting if c["grade"] == "C"]
    unsaid = [c for c in waiting if not c["words"]]
    assert len(mirrored) > 300
    assert len(unsaid) > 200
    for claim in (*mirrored[::10], *unsaid[::10]):
        assert refused(tmp_path, {**claim.cells, "review": "accepted"})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"subject_kind": "Person"}, "Person"),
        ({"status": "perhaps"}, "perhaps"),
        ({"grade": "D"}, "A、B、C"),
        ({"title": ""}, "标题"),
        ({"reason": ""}, "理由"),
        ({"quote": "联系电话13800138000，月饼"}, "个人信息"),
        ({"written": "别家"}, "written"),
    ],
)
def test_a_malformed_row_is_refused_with_its_line(tmp_path: Path, change: dict[str, str], said: str) -> None:
    row = dict(next(c.cells for c in accepted(DATA / "claims" / "firms.csv")))
    path = tmp_path / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerows([row, {**row, **change}])
    with pytest.raises(InputError) as caught:
        read_claims(path, ALIASES)
    assert said in caught.value.message()
    assert "t.csv:3" in caught.value.message()


def test_a_table_without_its_columns_or_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("lead,subject\n1,甲\n", encoding="utf-8")
    with pytest.raises(InputError, match="缺少列"):
        read_claims(path, ALIASES)
    path.write_bytes(",".join(COLUMNS).encode() + "\n企业".encode("gbk"))
    with pytest.raises(InputError, match="CSV"):
        read_claims(path, ALIASES)


def test_planned_signed_and_broken_ground_are_not_done() -> None:
    signs = re.compile(r"拟|签约|签订|动工|奠基|計劃|计划投资|(?:生产|研发|扩产|总部基地|建设)项目")
    for path in TABLES:
        for claim in accepted(path):
            if claim["subject_kind"] in ("Firm", "Project") and signs.search(claim["quote"]):
                assert claim["status"] != "done", claim.cells


def test_no_person_no_telephone_no_mail() -> None:
    for path in (*TABLES, *(DATA / "claims" / "review").glob("*.csv")):
        for row in rows_of(path):
            cells = [value for name, value in row.items() if name != "url"]
            assert not [cell for cell in cells if personal_spans(cell) or "@" in cell], row


def test_each_lead_is_accounted_for_once() -> None:
    dropped = defaultdict(list)
    for row in listed("dropped.csv"):
        assert row["reason"]
        dropped[row["table"]].append(int(row["lead"]))
    assert set(dropped) == set(NAMES)
    for path in TABLES:
        shipped = {int(row["lead"]) for row in rows_of(path)}
        gone = dropped[path.stem]
        assert not shipped & set(gone)
        assert len(gone) == len(set(gone))
        assert sorted(shipped | set(gone)) == list(range(2, 2 + len(shipped) + len(gone)))


def test_the_counts_that_are_told_are_those_of_the_files() -> None:
    told = re.findall(
        r"^\| (\w+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$",
        (DATA / "SOURCES.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    gone = Counter(row["table"] for row in listed("dropped.csv"))
    counted = []
    for path in TABLES:
        rows = rows_of(path)
        leads = defaultdict(set)
        for row in rows:
            leads[row["lead"]].add(row["review"])
        sure = sum("accepted" in reviews for reviews in leads.values())
        reviews = Counter(row["review"] for row in rows)
        numbers = (len(leads) + gone[path.stem], sure, len(leads) - sure, gone[path.stem])
        counted.append((path.stem, *numbers, reviews["accepted"], reviews["candidate"]))
    assert sorted((name, *map(int, numbers)) for name, *numbers in told) == sorted(counted)


def test_a_page_is_cited_with_address_only_where_the_address_is_its_own() -> None:
    for path in TABLES:
        for claim in accepted(path):
            assert claim["url"].startswith("http"), claim.cells


# --- in the store ---


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path_factory.mktemp("reference") / "built.lbug") as store:
        build(store)
        yield store


@pytest.fixture
def small(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path / "small.lbug") as store:
        for path in TABLES:
            if path.stem in ("parks", "policies"):
                store.load(claims_batch(source_of(path), read_claims(path, ALIASES)))
        yield store


def one(store: Store, query: str, **parameters: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in store.read(query, dict(parameters)).rows]


def test_a_build_loads_every_table_and_a_second_changes_nothing(built: EmbeddedStore) -> None:
    assert {source_of(path) for path in TABLES} <= set(built.info().sources)
    number = sum(len(read_claims(path, ALIASES)) for path in TABLES)
    found = one(built, "MATCH (s:Statement) WHERE s.document STARTS WITH 'public-' RETURN count(*) AS n")
    assert found == [(number,)]
    again = [report for report in build(built) if report.source.startswith(("public-", "derived"))]
    assert {(r.added, r.changed, r.withdrawn) for r in again} == {(0, 0, 0)}
    assert len(again) > len(TABLES)


def test_every_page_is_a_partial_document_with_its_grade(built: EmbeddedStore) -> None:
    pages = one(
        built,
        "MATCH (d:Document) WHERE d.form = 'web notice' "
        "RETURN d.completeness AS c, d.grade AS g, d.title AS t, d.text AS x",
    )
    assert len(pages) > 140
    assert {page[0] for page in pages} == {"partial"}
    assert {page[1] for page in pages} == {"A", "B", "C"}
    assert all(page[2] and page[3] for page in pages)


def test_a_firm_that_the_letter_names_is_one_node_and_near_names_are_kept_apart(built: EmbeddedStore) -> None:
    def sources(name: str) -> object:
        ((found,),) = one(built, "MATCH (f:Firm {key: $key}) RETURN f.sources AS s", key=f"Firm:{name}")
        return found

    assert sources("福昆航空") == ["derived-segments", "letter-2025-112", "public-firms"]
    assert sources("明阳集团") != sources("明阳电气")
    for pair in listed("pairs-to-review.csv"):
        assert sources(pair["first"])
        assert sources(pair["second"])


def test_new_firms_stand_in_their_segments_with_their_words(built: EmbeddedStore) -> None:
    found = one(
        built,
        "MATCH (f:Firm)-[e:IN_SEGMENT]->(s:Segment) WHERE e.review = 'accepted' "
        "RETURN f.name AS f, s.name AS s, e.status AS status",
    )
    assert ("咀香园健康食品(中山)有限公司", "糕点饮料与休闲食品", "done") in found
    assert ("广东神舞科技有限公司", "脑机接口", "done") in found
    assert ("福昆航空", "无人机整机", "planned") in found
    assert not [row for row in found if "三花" in str(row[0]) and "整车" in str(row[1])]


def test_a_policy_shows_its_number_and_how_long_it_holds(built: EmbeddedStore) -> None:
    rows = one(
        built, "MATCH (p:Policy) WHERE p.valid_until <> '' RETURN p.name AS n, p.number AS no, p.valid_until AS v"
    )
    assert ("中山市低空经济高质量发展行动方案(2024-2027年)", "中府办〔2024〕22号", "2027") in rows
    assert "2026-12-31" in {row[2] for row in rows}


def test_a_verdict_on_a_page_stands_through_the_next_build(small: EmbeddedStore) -> None:
    edge = "MATCH (p:Platform)-[e:LOCATED_IN]->(t:Town) WHERE p.name = $p RETURN e.review AS r"
    waiting = one(small, "MATCH (s:Statement) WHERE s.subject_name = '张企科创园' RETURN s.key AS k, s.document AS d")
    ((key, page),) = waiting
    sure = one(small, "MATCH (s:Statement) WHERE s.subject_name = '翠城1号' RETURN s.key AS k")
    nodes = small.info().nodes
    judge(small, [str(key)], Review.ACCEPTED, reviewer="甲", when="2026-12-01")
    judge(small, [str(sure[0][0])], Review.REJECTED, reviewer="甲", when="2026-12-01", reason="不在此地")
    # Who has the product's own name is a person all the same.
    judge(small, [str(key)], Review.ACCEPTED, reviewer="liantu", when="2026-12-01T08:00:00+00:00")
    for _ in range(2):
        assert one(small, edge, p="张企科创园") == [("accepted",)]
        assert one(small, edge, p="翠城1号") == []
        numbers = one(small, "MATCH (p:Policy) WHERE p.number <> '' RETURN count(*) AS n")
        assert numbers == [(2,)]
        build(small)
    assert nodes["Statement"] <= small.info().nodes["Statement"]
    state = read_state(small, str(page))
    assert state.source == "public-parks"
    assert {s.subject.name for s in state.statements} >= {"张企科创园", "中山留创园"}


# --- tables that are no nodes ---


def test_sector_figures_add_up() -> None:
    figures = read_sectors()
    assert len(figures) == 790
    for place in ("中国", "广东省"):
        people = [f for f in figures if f.entity == place and f.indicator.startswith("就业人口")]
        whole = sum(f.value for f in people if f.scope == "总计")
        assert whole == sum(f.value for f in people if f.scope == "门类")
        assert whole == sum(f.value for f in people if f.scope == "大类")
    china = {(f.sector, f.indicator): f.value for f in figures if f.entity == "中国" and f.period == "2020"}
    for row in read_input_output("china-2020-42"):
        if (row["name"], "总产出") in china and row["origin"] == "Domestic":
            assert china[row["name"], "总产出"] == pytest.approx(float(row["GO"]), abs=2)


@pytest.mark.parametrize("name", ["china-2017-42", "china-2020-42", "china-2020-153", "guangdong-2017-42"])
def test_an_input_output_table_balances(name: str) -> None:
    rows = read_input_output(name)
    sectors = [column for column in rows[0] if re.fullmatch(r"\d{2,3}", column)]
    inputs = {row["code"]: row for row in rows if not re.fullmatch(r"\d{2,3}", row["code"])}
    flows = [row for row in rows if re.fullmatch(r"\d{2,3}", row["code"])]
    assert len(flows) in (len(sectors), 2 * len(sectors))
    for code in sectors:
        bought = sum(float(row[code] or 0) for row in flows)
        assert bought + float(inputs["TVA"][code]) == pytest.approx(float(inputs["TI"][code]), abs=len(flows)), code


def test_the_balances_of_the_provinces_hold() -> None:
    rows = read_input_output("provinces-2017-42")
    assert len({row["province"] for row in rows}) == 31
    for row in rows:
        part = {name: float(row[name] or 0) for name in ("GO", "TIU", "TFU", "IM", "IF", "ERR")}
        assert part["TIU"] + part["TFU"] - part["IM"] - part["IF"] + part["ERR"] == pytest.approx(part["GO"], abs=4)

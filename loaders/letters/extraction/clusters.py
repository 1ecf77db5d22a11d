"""Clusters by the words around them, and industries that are a known one and 制造业."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.letters.extraction.boundary import name_start
from loaders.letters.extraction.enumerations import Enumeration
from loaders.letters.extraction.gazetteer import Gazetteer
from loaders.letters.extraction.names import Candidate, generic

_CLUSTER_STEM = re.compile(r"(?!新增|培育|推动|打造|形成)[\u4e00-\u9fa5A-Za-z]{2,14}")


_HEAD = re.compile(
    r"等?\s*(?:\d+|[两三四五六七八九十]+)\s*[个大][^，。；为的]{0,10}集群|等?[^，。；“”为的]{0,6}产业集群"
)


def cluster_candidates(text: str, lists: tuple[Enumeration, ...], gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Clusters named in a list headed 产业集群, and short ones: an industry and 集群."""
    for found in lists:
        if found.kind != "Cluster":
            continue
        if not _HEAD.match(found.head):
            # 打造甲、乙等“某某”产业集群 names one cluster, and industries in it.
            continue
        for item in found.items:
            placed = any(gazetteer.entries.get(item.text[:size]) for size in (2, 3, 4, 5))
            counted = re.match(r"(?:等)?\s*[\d两三四五六七八九十]+\s*[个大]", found.head) and _CLUSTER_STEM.fullmatch(
                item.text
            )
            if (
                (len(item.text) >= 4 and placed)
                or item.text in gazetteer.entries
                or (counted and not generic(item.text))
            ):
                yield Candidate(item.start, item.end, "Cluster", item.text, 1)
    for match in re.finditer(
        r"[\u4e00-\u9fa5]{2,3}[市县区镇](?![一-龥]?级)[\u4e00-\u9fa5]{2,12}?(?<!产业)集群(?!化)", text
    ):
        begin = match.start() + name_start(match.group(), 6)
        if re.search(r"年|的|将|已|加速|加快|推动|打造|培育|和[\u4e00-\u9fa5]+建设", text[begin : match.end()]):
            continue
        if re.match(r"[\u4e00-\u9fa5]{2,3}[市县区镇]", text[begin : match.end()]):
            yield Candidate(begin, match.end(), "Cluster", text[begin : match.end()], 4)
    for match in _OF_FIRMS.finditer(text):
        yield Candidate(match.start("name"), match.end("name"), "Cluster", match["name"], 1)
    yield from _short_clusters(text, gazetteer)


_OF_FIRMS = re.compile(
    r"为(?:代表|龙头|核心|引领|链主)的(?P<name>(?!一批|多个|特色|优势|百亿|千亿)[\u4e00-\u9fa5A-Za-z]{2,12}?(?:（[\u4e00-\u9fa5]{2,8}）)?集群)(?![化群])"
)


def _short_clusters(text: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Clusters that are a known industry and 集群."""
    for match in re.finditer(r"([\u4e00-\u9fa5]{2,12}?)(?:产业)?集群(?!化)", text):
        stem = match.group(1)
        for begin in range(len(stem) - 1):
            entry = gazetteer.entries.get(stem[begin:])
            vague = stem[begin:] in {"制造业", "服务业", "先进制造业"} or stem[:begin].endswith("级")
            if entry and entry.kind == "Industry" and not vague:
                yield Candidate(
                    match.start() + begin, match.end(), "Cluster", text[match.start() + begin : match.end()], 3
                )
                break
        yield from _placed_cluster(match, gazetteer)


def _placed_cluster(match: re.Match[str], gazetteer: Gazetteer) -> Iterator[Candidate]:
    """``某地某某器件集群``: what a city's name opens, if nothing but a name follows it."""
    stem = match.group(1)
    for begin in range(len(stem) - 4):
        for size in (3, 2):
            entry = gazetteer.entries.get(stem[begin : begin + size])
            rest = stem[begin + size :]
            if entry is None or entry.kind != "Region" or len(rest) < 3 or re.search(r"[市县区镇的与和及在]", rest):
                continue
            plain = re.sub(r"^(?:新型|先进|高端|智能|现代)", "", rest)
            if name_start(plain + "集群", 2) == 0 and len(plain) >= 2 and not generic(rest):
                yield Candidate(match.start() + begin, match.end(), "Cluster", match.group()[begin:], 4)
                return


_MADE = re.compile(r"([\u4e00-\u9fa5]{2,8}?)(?:制造|服务)业")


def maker_candidates(text: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Industries that are a known one and 制造业: 电子信息制造业."""
    for match in _MADE.finditer(text):
        stem = match.group(1)
        for begin in range(len(stem) - 1):
            entry = gazetteer.entries.get(stem[begin:])
            if entry and entry.kind in {"Industry", "Segment"}:
                yield Candidate(match.start() + begin, match.end(), "Industry", match.group()[begin:], 3)
                break

"""Measure: the graph browser and the file in the Chromium of this machine, with 300, 1,000 and 5,000 nodes.

``python -m bench.graph_pages``. Firms are made up. Milliseconds are those of
this machine, where the server shares the processors with the browser and
Chromium draws without a graphics card unless one is found (printed); frames a
second are counted while the picture is dragged, at most 60. Ends by itself.
"""

from __future__ import annotations

import base64
import json
import statistics
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.http import LIANTU, served
from graph.embedded.store import EmbeddedStore
from graph.store import Batch, EdgeRow, NodeRow, Value
from queries.surroundings import surroundings
from tests.web.browser import launched
from viz.graph.file import graph_file
from viz.graph.picture import picture

PORT, FIRMS, TOWNS, RUNS = 18_641, 5_200, 23, 3
SIZES = (300, 1_000, 5_000)
CITY = "Region:示例市"
READY = "document.documentElement.dataset.ready === 'yes'"
DRAG = """async (stage) => {
  const box = document.querySelector(stage).getBoundingClientRect();
  const target = document.elementFromPoint(box.left + 8, box.bottom - 8);
  const send = (kind, x, y) => {
    for (const [type, Kind] of [[`pointer${kind}`, PointerEvent], [`mouse${kind}`, MouseEvent]])
      target.dispatchEvent(new Kind(type, {
        bubbles: true, cancelable: true, view: window, clientX: x, clientY: y, button: 0,
        buttons: kind === 'up' ? 0 : 1, pointerId: 1, isPrimary: true, pointerType: 'mouse' }));
  };
  let x = box.left + 8, y = box.bottom - 8, frames = 0;
  send('down', x, y);
  const begun = performance.now();
  await new Promise((done) => {
    const step = () => {
      frames += 1;
      send('move', x += 3, y -= 2);
      if (frames < 120 && performance.now() - begun < 20000) requestAnimationFrame(step); else done();
    };
    requestAnimationFrame(step);
  });
  const taken = performance.now() - begun;
  send('up', x, y);
  return frames / taken * 1000;
}"""
GRAPHICS = """() => {
  const gl = document.createElement('canvas').getContext('webgl');
  return gl ? gl.getParameter(gl.getExtension('WEBGL_debug_renderer_info').UNMASKED_RENDERER_WEBGL) : 'no WebGL';
}"""
EXPAND = """async (id) => {
  const begun = performance.now();
  await liantuGraph.expand(id);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - begun;
}"""


def firms() -> Batch:
    """A city of made-up firms: each in a town, each with one of 300 products."""
    said: dict[str, Value] = {"statements": ["made-up#2"], "status": "done", "review": "accepted"}
    city = NodeRow("Region", CITY, "示例市", {})
    towns = [NodeRow("Town", f"Town:示例{n}镇", f"示例{n}镇", {}) for n in range(TOWNS)]
    made = [NodeRow("Product", f"Product:示例产品{n}", f"示例产品{n}", {}) for n in range(300)]
    firm = [NodeRow("Firm", f"Firm:示例第{n}电器有限公司", f"示例第{n}电器有限公司", {}) for n in range(FIRMS)]
    edges = [EdgeRow("LOCATED_IN", ("Town", one.key), ("Region", CITY), dict(said)) for one in towns]
    for at, one in enumerate(firm):
        edges.append(EdgeRow("LOCATED_IN", ("Firm", one.key), ("Town", towns[at * at % TOWNS].key), dict(said)))
        edges.append(EdgeRow("PRODUCES", ("Firm", one.key), ("Product", made[at % 300].key), dict(said)))
    return Batch("made-up", [city, *towns, *made, *firm], edges)


def address(nodes: int) -> str:
    """A view of so many nodes around the city."""
    view = {"l": [{"key": CITY, "hops": 2, "most": nodes}]}
    text = base64.urlsafe_b64encode(json.dumps(view).encode()).decode().rstrip("=")
    return f"http://127.0.0.1:{PORT}/graph#v={text}"


def until_ready(page: Page, where: str) -> float:
    """Milliseconds from the start of the navigation until the picture answers."""
    page.goto("about:blank")
    page.goto(where)
    page.wait_for_selector("html[data-ready=yes]", timeout=120_000)
    taken: float = page.evaluate("performance.now()")
    return taken


def middle(values: Iterable[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def browser(page: Page) -> None:
    """Time the browser page."""
    print(f"{'graph browser':20} {'ready ms':>9} {'fps dragged':>12} {'expand ms':>10} {'find ms':>8}")
    until_ready(page, address(SIZES[0]))  # the first reads the store
    for nodes in SIZES:
        ready = middle(until_ready(page, address(nodes)) for _ in range(RUNS))
        page.wait_for_timeout(500)
        frames = middle(float(page.evaluate(DRAG, "#stage")) for _ in range(RUNS))
        found = middle(_find(page) for _ in range(RUNS))
        grown = middle(expand(page, at) for at in range(RUNS))
        print(f"{nodes:20,} {ready:9.0f} {frames:12.0f} {grown:10.0f} {found:8.0f}")


def expand(page: Page, at: int) -> float:
    """Milliseconds from asking for what is joined to a firm until it is drawn."""
    page.evaluate(
        "at => liantuGraph.pick([...liantuGraph.data.nodes.values()].filter(n => n.kind === 'Firm')[at * 7].id)", at
    )
    page.wait_for_timeout(300)
    return float(page.evaluate(EXPAND, page.evaluate("liantuGraph.picked()")))


def _find(page: Page) -> float:
    page.fill("#add", "")
    begun = page.evaluate("performance.now()")
    page.fill("#add", "示例第77")
    page.wait_for_selector("#added [role=option]")
    taken = float(page.evaluate("performance.now()")) - float(begun)
    page.fill("#add", "")
    return taken


def file(page: Page, store_path: Path, folder: Path) -> None:
    """Time the file."""
    print(f"\n{'the file':20} {'ready ms':>9} {'fps dragged':>12} {'kB':>10}")
    with EmbeddedStore(store_path, read_only=True) as store:
        for nodes in SIZES[:2]:
            place = folder / f"{nodes}.html"
            place.write_text(graph_file(picture(surroundings(store, [CITY], 2, most=nodes)), hops=2), encoding="utf-8")
            ready = middle(until_ready(page, place.as_uri()) for _ in range(RUNS))
            frames = middle(float(page.evaluate(DRAG, "#stage canvas")) for _ in range(RUNS))
            print(f"{nodes:20,} {ready:9.0f} {frames:12.0f} {place.stat().st_size / 1000:10.0f}")


def main() -> None:
    """Print all of it."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        with EmbeddedStore(home / "liantu.lbug") as store:
            store.load(firms())
        with served([*LIANTU, "serve", "--port", str(PORT)], home, PORT), sync_playwright() as playwright:
            chromium = launched(playwright)
            page = chromium.new_page(viewport={"width": 1366, "height": 768})
            page.goto("about:blank")
            print(f"Chromium {chromium.version}, graphics: {page.evaluate(GRAPHICS)}; medians of {RUNS}\n")
            browser(page)
            file(page, home / "liantu.lbug", home)
            chromium.close()


if __name__ == "__main__":
    main()

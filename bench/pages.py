"""Measure: the pages in the Chromium of this machine: to interactive, search as one types, first weight, the graph.

``python -m bench.pages``. What ships is built into a folder of its own. The
server shares the processors with the browser, so the load of the machine
stands beside the figures, and each is given as a ratio too: to a page that
has nothing on it, asked of the same server in the same window. Ends by
itself: every measure has a number of runs. :mod:`bench.graph_pages` has the
graph with more nodes, and the file.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from bench.graph_pages import DRAG, address, expand, firms, middle, until_ready
from bench.http import LIANTU, ROOT, served
from graph.embedded.store import EmbeddedStore
from tests.web.browser import launched

PORT, RUNS = 18_641, 5
"""The port is that of :mod:`bench.graph_pages`, whose addresses are used."""
HOME = f"http://127.0.0.1:{PORT}"
PAGES = ("/", "/chains", "/chains/smart-appliance", "/gaps", "/checks", "/kinds/Town", "/documents/letter-2025-112")
EMPTY = "/static/none"
TYPED = "dianji"
INTERACTIVE = """() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))"""
"""Milliseconds since the navigation began, once scripts of modules have run and a picture was drawn."""
SEARCH = """async (typed) => {
  const box = document.getElementById('find'), list = document.getElementById('found');
  box.focus();
  box.value = typed.slice(0, -1);
  box.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise(done => setTimeout(done, 700));
  box.value = typed;
  const begun = performance.now();
  const seen = new Promise(done => new MutationObserver(
    () => list.querySelector('[role=option]') && done()).observe(list, { childList: true, subtree: true }));
  box.dispatchEvent(new Event('input', { bubbles: true }));
  await seen;
  return performance.now() - begun;
}"""


def interactive(page: Page, path: str) -> float:
    """Milliseconds from the start of the navigation until the page answers."""
    page.goto("about:blank")
    page.goto(HOME + path, wait_until="load")
    return float(page.evaluate(INTERACTIVE))


def weight(browser: Browser, path: str) -> tuple[int, int]:
    """Bytes of a first visit as they go over the wire, compressed, and how many requests."""
    context = browser.new_context()
    page = context.new_page()
    addresses: list[str] = []
    page.on("request", lambda one: addresses.append(one.url))
    page.goto(HOME + path, wait_until="networkidle")
    context.close()
    return sum(map(_sent, addresses)), len(addresses)


def _sent(where: str) -> int:
    asked = Request(where, headers={"Accept-Encoding": "gzip", "Accept": "text/html,*/*"})  # noqa: S310 - our own
    with urlopen(asked) as answer:  # noqa: S310
        return len(answer.read())


def opened(browser: Browser) -> None:
    """Time the pages that ship, and weigh them."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    bare = middle(interactive(page, EMPTY) for _ in range(RUNS))
    print(f"{'page':28} {'ready ms':>9} {'× empty':>8} {'first kB':>9} {'requests':>9}")
    print(f"{'(an answer without a page)':28} {bare:9.0f} {1:8.1f}")
    for path in PAGES:
        interactive(page, path)  # the first of each reads the store
        ready = middle(interactive(page, path) for _ in range(RUNS))
        sent, number = weight(browser, path)
        print(f"{path:28} {ready:9.0f} {ready / bare:8.1f} {sent / 1000:9.1f} {number:9}")
    page.goto(HOME + "/")
    typed = middle(float(page.evaluate(SEARCH, TYPED)) for _ in range(RUNS))
    print(f"\nsearch as one types, “{TYPED}”: {typed:.0f} ms from the key to the names, {typed / bare:.1f} × empty")
    page.close()


def graphs(browser: Browser) -> None:
    """Time the graph with 300 and with 1,000 made-up nodes."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    until_ready(page, address(300))
    print(f"\n{'graph, nodes':28} {'ready ms':>9} {'fps':>8} {'expand ms':>9}")
    for nodes in (300, 1_000):
        ready = middle(until_ready(page, address(nodes)) for _ in range(RUNS))
        page.wait_for_timeout(500)
        frames = middle(float(page.evaluate(DRAG, "#stage")) for _ in range(RUNS))
        grown = middle(expand(page, at) for at in range(RUNS))
        print(f"{nodes:<28,} {ready:9.0f} {frames:8.0f} {grown:9.0f}")
    page.close()


def main() -> None:
    """Print all of it."""
    with tempfile.TemporaryDirectory() as name:
        ships, made = Path(name, "ships"), Path(name, "made")
        ships.mkdir()
        made.mkdir()
        environment = {**os.environ, "LIANTU_HOME": str(ships), "PYTHONPATH": str(ROOT)}
        subprocess.run([*LIANTU, "build"], check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        with EmbeddedStore(made / "liantu.lbug") as store:
            store.load(firms())
        for home, measure in ((ships, opened), (made, graphs)):
            with served([*LIANTU, "serve", "--port", str(PORT)], home, PORT), sync_playwright() as playwright:
                browser = launched(playwright)
                load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
                print(f"\nChromium {browser.version}, {os.cpu_count()} processors, load {load}; medians of {RUNS}")
                measure(browser)
                browser.close()


if __name__ == "__main__":
    main()

// The page of a chain: choosing a segment, views, zoom, the table twin, finding, keys.
import { light } from "./chain_edges.js";
import { supposing } from "./chain_if.js";
import { zoomable } from "./chain_zoom.js";
import { neighbour } from "./chain_walk.js";
import { onKey, typing } from "./keys.js";
import { json, piece, t, url } from "./net.js";

const page = /** @type {HTMLElement} */ (document.querySelector(".chain"));
const map = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (document.getElementById("map")));
const side = /** @type {HTMLElement} */ (document.getElementById("side"));
const viewport = /** @type {HTMLElement} */ (document.getElementById("viewport"));
const tabled = /** @type {HTMLElement} */ (document.getElementById("tabled"));
const path = `/chains/${encodeURIComponent(String(page.dataset.chain))}`;

/** @type {Map<string, SVGAElement>} */
const boxes = new Map();
for (const box of map.querySelectorAll("a.seg")) boxes.set(String(box.getAttribute("data-key")), /** @type {SVGAElement} */ (box));
const state = { chosen: page.dataset.chosen ?? "", view: current("view", "class"), show: current("show", "map") };
const zoom = zoomable(viewport, map);
supposing(side, String(page.dataset.chain));
/** @type {AbortController | null} */
let asked = null;

/** @param {string} name @param {string} otherwise */
function current(name, otherwise) {
  return document.querySelector(`[data-${name}][aria-current]`)?.getAttribute(`data-${name}`) ?? otherwise;
}

/** The address that shows what is on the screen. */
function address() {
  return url(path, {
    segment: state.chosen,
    view: state.view === "class" ? "" : state.view,
    show: state.show === "map" ? "" : state.show,
  });
}

/**
 * Choose a segment: light what hangs on it, show its panel, keep the address.
 * @param {string} key
 * @param {boolean} [remember] as a step that the browser can go back from
 */
async function choose(key, remember = true) {
  const box = boxes.get(key);
  if (!box) return;
  state.chosen = key;
  for (const [other, one] of boxes) {
    one.classList.toggle("chosen", other === key);
    other === key ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current");
  }
  for (const row of tabled.querySelectorAll("tr[data-key]")) row.classList.toggle("chosen", row.getAttribute("data-key") === key);
  light(map, boxes, key);
  if (remember) history.pushState({ key }, "", address());
  asked?.abort();
  asked = new AbortController();
  side.classList.add("loading");
  try {
    side.innerHTML = await piece(url(`${path}/panel`, { segment: key }), asked.signal);
    side.scrollTop = 0;
    side.classList.remove("loading");
    if (matchMedia("(max-width: 1180px)").matches && remember) side.scrollIntoView({ block: "start" });
  } catch (error) {
    if (error instanceof DOMException) return;
    side.classList.remove("loading");
    side.textContent = t("这一栏没有取到，请刷新页面再试。", "This panel could not be read; load the page again.");
  }
}

/** @param {string} view */
function look(view) {
  state.view = view;
  map.setAttribute("class", map.getAttribute("class")?.replace(/view-\w+/, `view-${view}`) ?? "");
  press("view", view);
}

/** @param {string} what map or table */
function show(what) {
  state.show = what;
  viewport.hidden = what !== "map";
  tabled.hidden = what !== "table";
  press("show", what);
  history.replaceState(history.state, "", address());
}

/** @param {string} name @param {string} value */
function press(name, value) {
  for (const one of document.querySelectorAll(`[data-${name}]`)) {
    const on = one.getAttribute(`data-${name}`) === value;
    one.classList.toggle("on", on);
    on ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current");
  }
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const keyed = target.closest("a.seg, .side a[data-key], #table tr[data-key] th a");
  if (keyed) {
    event.preventDefault();
    const key = keyed.getAttribute("data-key") ?? keyed.closest("tr")?.getAttribute("data-key") ?? "";
    if (!zoom.dragged()) choose(key);
    return;
  }
  const view = target.closest("[data-view]"), shown = target.closest("[data-show]");
  if (!view && !shown) return;
  event.preventDefault();
  if (view) { look(String(view.getAttribute("data-view"))); history.replaceState(history.state, "", address()); }
  if (shown) show(String(shown.getAttribute("data-show")));
});

addEventListener("popstate", () => {
  const key = new URLSearchParams(location.search).get("segment") ?? "";
  if (key) choose(key, false); else location.reload();
});

// Finding in the chain: the same search as everywhere, kept to the boxes of this map.
const within = /** @type {HTMLInputElement} */ (document.getElementById("within"));
const said = /** @type {HTMLOutputElement} */ (document.getElementById("within-said"));
let timer = 0;
async function find() {
  const text = within.value.trim();
  /** @type {Set<string>} */
  const found = new Set();
  if (text) {
    for (const [key, box] of boxes) if (box.getAttribute("data-name")?.includes(text)) found.add(key);
    const more = await json(`/api/v1/search?q=${encodeURIComponent(text)}&kinds=Segment&limit=200`).catch(() => ({ data: [] }));
    for (const hit of more.data) if (boxes.has(hit.key)) found.add(hit.key);
  }
  for (const [key, box] of boxes) box.classList.toggle("found", found.has(key));
  map.classList.toggle("finding", text !== "");
  said.textContent = text ? (found.size ? t(`${found.size} 个`, `${found.size} found`) : t(`没有“${text}”`, `no “${text}”`)) : "";
  return [...boxes.keys()].filter((key) => found.has(key));
}
within.addEventListener("input", () => { clearTimeout(timer); timer = window.setTimeout(find, 80); });
within.addEventListener("keydown", async (event) => {
  if (event.key === "Escape") { within.value = ""; await find(); within.blur(); }
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  const [first] = await find();
  if (first) { within.blur(); boxes.get(first)?.focus(); await choose(first); }
});

for (const button of document.querySelectorAll("[data-zoom]")) {
  button.addEventListener("click", () => zoom.to(String(button.getAttribute("data-zoom"))));
}
onKey("+", () => zoom.to("in"));
onKey("=", () => zoom.to("in"));
onKey("-", () => zoom.to("out"));
onKey("0", () => zoom.to("fit"));
onKey("t", () => show(state.show === "map" ? "table" : "map"));
onKey("f", () => within.focus());
["class", "tier", "firms", "demand"].forEach((view, at) => onKey(String(at + 1), () => look(view)));
onKey("w", () => { const link = side.querySelector(".side-head h2 a"); if (link instanceof HTMLAnchorElement) location.href = link.href; });
for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== key || typing(event.target) || state.show !== "map") return;
    const here = document.activeElement?.closest("a.seg")?.getAttribute("data-key");
    if (!here) return;
    event.preventDefault();
    const next = neighbour(map, boxes, here, key);
    if (next) { boxes.get(next)?.focus(); choose(next); }
  });
}

if (state.chosen) { light(map, boxes, state.chosen); boxes.get(state.chosen)?.scrollIntoView({ block: "nearest", inline: "nearest" }); }

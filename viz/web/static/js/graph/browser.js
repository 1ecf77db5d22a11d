// The graph browser: what is loaded, what is shown, what is picked; picture, table, card and address in step.
import { onKey, typing } from "../keys.js";
import { url } from "../net.js";
import * as ask from "./ask.js";
import { adder, groups, ways as showWays } from "./beside.js";
import { edgeCard, hint, nodeCard } from "./card.js";
import { Data } from "./data.js";
import { csv, graphml, save, svg } from "./exports.js";
import { around, blocks, force, layers } from "./layouts.js";
import { worth } from "./look.js";
import { filters, legend, table } from "./panel.js";
import { Stage } from "./stage.js";
import { make, t, visible } from "./words.js";
import * as views from "./view.js";

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const MOST = 5000, BACK = 40;
let data = new Data(), shown = data.shown(), picked = "", finding = "", tabled = false, busy = 0;
/** @type {ask.Load[]} */ let loads = [];
/** @type {Set<string>} */ let gone = new Set();
/** @type {Set<string>} */ let pinned = new Set();
/** @type {Set<string>} */ let lit = new Set();
/** @type {Map<string, any[]>} */ const counted = new Map();
/** @type {any[]} */ const past = [];
const cards = {
  pick: (/** @type {string} */ id) => pick(id, true),
  page: (/** @type {string} */ key) => url(`/nodes/${encodeURIComponent(key)}`),
  paper: (/** @type {any} */ said) => url(`/documents/${encodeURIComponent(said.document)}`, { statement: said.statement }),
};
const stage = new Stage(byId("stage"), data, { pick: tapped, expand, over, moved: (id) => { keep(); pinned.add(id); refresh(); } });

/** Take in a part of the graph. @param {ask.Load} load @param {boolean} [remember] @returns {Promise<string[]>} ids that are new */
async function take(load, remember = true) {
  busy += 1;
  try {
    const found = await ask.picture(load), fresh = found.nodes.filter((one) => !data.nodes.has(one.id));
    if (data.nodes.size + fresh.length > MOST) {
      notice(t(`会超过 ${MOST} 个点（现有 ${data.nodes.size}，要加 ${fresh.length}）。请先筛选：只展开一种关系，或调小“最多”，或清空。`, `More than ${MOST} nodes: please filter first: one relation, fewer nodes, or clear.`));
      return [];
    }
    notice(found.left_out ? t(`截断：还有 ${found.left_out} 个点没有画（近的、已采信的、连得多的先画）`, `Cut: ${found.left_out} nodes left out`) : "");
    if (remember) keep();
    const ids = data.add(found);
    for (const id of found.starts) data.starts.add(id);
    for (const id of found.nodes.map((one) => one.id)) gone.delete(id);
    loads.push(load);
    return ids;
  } catch (error) {
    notice(/** @type {Error} */ (error).message === "404" ? t(`没有“${load.key}”`, `No ${load.key}`) : t("没有读到，请再试一次", "Could not be read; try again"));
    return [];
  } finally {
    busy -= 1;
  }
}

/** @param {string} text */
function notice(text) {
  byId("notice").textContent = visible(text);
  byId("notice").hidden = !text;
}

/** Add a thing with what is around it. @param {string} key */
async function add(key) {
  const known = [...data.nodes.values()].find((one) => one.key === key);
  if (finding) { await findPath(finding, key); return; }
  if (known) { pick(known.id, true); return; }
  const empty = !data.nodes.size, ids = await take({ key, hops: Number(byId("hops").value), most: Number(byId("most").value) });
  if (ids.length) settle(ids, empty, "");
  const start = [...data.nodes.values()].find((one) => one.key === key);
  if (start) pick(start.id, !empty);
}

/** Give new nodes places: all anew where there were none, around what they belong to otherwise. @param {string[]} fresh @param {boolean} all @param {string} anchor */
function settle(fresh, all, anchor) {
  shown = data.shown();
  if (all || byId("layout").value !== "force") { arrange(); return; }
  const old = stage.places();
  for (const id of fresh) old.delete(id);
  const boxes = [...data.nodes.keys()].map((id) => stage.box(id));
  const at = anchor && fresh.length <= 60 ? around(boxes, fresh, anchor, old) : force(boxes, pairs(), old);
  refresh(at);
  if (fresh.length > 60) stage.fit();
}

/** @returns {[string, string][]} */
function pairs() {
  return [...data.edges.values()].filter((one) => shown.edges.has(one.id)).map((one) => [one.source, one.target]);
}

/** Lay everything out that is shown; what is pinned stays. @param {Map<string, {x: number, y: number}>} [pins] places that are known beforehand */
function arrange(pins) {
  const way = byId("layout").value, boxes = [...shown.nodes].map((id) => stage.box(id)), old = new Map([...stage.places(), ...(pins || [])]);
  const held = new Map([...pinned].filter((id) => old.has(id)).map((id) => [id, old.get(id)]));
  const of = groupOf(way);
  const at = way === "layers" ? layers(boxes, pairs(), data.starts) : of ? blocks(boxes, of) : force(boxes, pairs(), held);
  stage.group(new Map());
  refresh(new Map([...old, ...at, ...held]));
  if (of) stage.group(new Map(boxes.map(({ id }) => [id, of(id)])));
  stage.fit();
}

/** What a node belongs to: its town, as accepted relations say that are done, or its kind. @param {string} way */
function groupOf(way) {
  if (way === "kind") return (/** @type {string} */ id) => data.word("kind", data.nodes.get(id).kind);
  if (way !== "town") return null;
  const none = t("没有写明镇街", "no town stated"), town = new Map();
  for (const tie of data.edges.values()) {
    const end = data.nodes.get(tie.target);
    if (shown.edges.has(tie.id) && worth(tie) === "done" && end.kind === "Town" && ["LOCATED_IN", "CENTERED_ON", "INVOLVES_REGION"].includes(tie.relation) && !town.has(tie.source)) town.set(tie.source, end.name);
  }
  return (/** @type {string} */ id) => (data.nodes.get(id).kind === "Town" ? data.nodes.get(id).name : town.get(id) || none);
}

/** Bring everything in step with the data. @param {Map<string, {x: number, y: number}>} [at] */
function refresh(at) {
  shown = data.shown();
  for (const id of gone) { shown.nodes.delete(id); for (const edge of data.at.get(id) || []) shown.edges.delete(edge); }
  if (picked && !data.nodes.has(picked) && !data.edges.has(picked)) picked = "";
  stage.sync(shown, at || new Map(), pinned);
  stage.mark(picked, lit);
  filters(byId("filters"), data, () => refresh(), keep);
  sources();
  about();
  beside();
  remember();
}

function about() {
  const candidates = [...shown.edges].filter((id) => data.edges.get(id).review === "candidate").length;
  byId("about").textContent = data.nodes.size
    ? t(`${shown.nodes.size} 个点 · ${shown.edges.size} 条关系${candidates ? ` · 其中候选 ${candidates} 条，不计入分析` : ""}${data.nodes.size > shown.nodes.size ? ` · 筛去 ${data.nodes.size - shown.nodes.size} 个点` : ""}`, `${shown.nodes.size} nodes · ${shown.edges.size} relations · ${candidates} candidates, not counted`) : "";
  const names = [...data.starts].map((id) => data.nodes.get(id)?.name).filter(Boolean);
  byId("title").textContent = visible(names.length ? `${t("图谱：", "Graph: ")}${names.slice(0, 2).join("、")}${names.length > 2 ? t(` 等 ${names.length} 个`, ` and ${names.length - 2} more`) : ""}` : t("图谱", "Graph"));
  byId("empty").hidden = Boolean(data.nodes.size);
  byId("more-filters").hidden = !data.nodes.size;
  byId("undo").disabled = !past.length;
  byId("way").disabled = !data.nodes.has(picked) && !finding;
  byId("pin").disabled = !data.nodes.has(picked);
  byId("pin").setAttribute("aria-pressed", String(pinned.has(picked)));
}

/** Table, card and the groups to expand. */
function beside() {
  if (tabled) table(byId("rows"), data, shown, picked, (id) => pick(id));
  const card = byId("card");
  card.textContent = "";
  if (data.nodes.has(picked)) card.append(nodeCard(data, picked, cards, shown));
  else if (data.edges.has(picked)) card.append(edgeCard(data, picked, cards));
  else card.append(make("p", "meta", t("点一个点或一条线，看哪句话这么说。虚线是规划、目标，点线是候选，都不计入分析。", "Pick a node or a line to see which words say so.")));
  card.scrollTop = 0;
  expandable(picked);
}

/** @param {string} id */
async function expandable(id) {
  const node = data.nodes.get(id);
  const act = {
    load: (/** @type {string} */ relation, /** @type {string} */ way) => expand(id, relation, way), all: () => expand(id),
    fold: (/** @type {string} */ relation, /** @type {string} */ direction) => fold(id, (tie) => tie.relation === relation && (direction === "out" ? tie.source : tie.target) === id),
  };
  if (node && !counted.has(node.key)) {
    byId("groups").hidden = true;
    try { counted.set(node.key, await ask.groups(node.key)); } catch { return; }
  }
  if (picked === id) groups(byId("groups"), data, id, node ? counted.get(node.key) || [] : [], act);
}

/** @param {string} id @param {boolean} [move] */
function pick(id, move = false) {
  picked = id;
  if (id && data.nodes.has(id) && !shown.nodes.has(id)) { data.off.kind.delete(data.nodes.get(id).kind); gone.delete(id); data.starts.add(id); refresh(); }
  else { stage.mark(picked, lit); about(); beside(); remember(); }
  if (move && data.nodes.has(id)) stage.show(id);
  byId("said").textContent = data.nodes.has(id) ? `${visible(data.nodes.get(id).name)}，${data.word("kind", data.nodes.get(id).kind)}` : data.edges.has(id) ? `${data.sentence(data.edges.get(id))}，${data.standing(data.edges.get(id))}` : "";
}

/** @param {string} id */
function tapped(id) {
  if (finding && data.nodes.has(id) && id !== finding) { findPath(finding, data.nodes.get(id).key); return; }
  lit = new Set();
  pick(id);
}

/** Load what is joined to a node, one relation or all. @param {string} id @param {string} [relation] @param {string} [way] */
async function expand(id, relation = "", way = "") {
  const node = data.nodes.get(id);
  if (!node) return;
  for (const edge of data.at.get(id) || []) gone.delete(data.other(data.edges.get(edge), id));
  const ids = await take({ key: node.key, hops: 1, most: Number(byId("most").value), ...(relation ? { relation, way } : {}) });
  settle(ids, false, id);
}

/** Put away what hangs on a node alone. @param {string} id @param {(tie: any) => boolean} which */
function fold(id, which) {
  keep();
  for (const edge of data.at.get(id) || []) {
    const tie = data.edges.get(edge), other = data.other(tie, id);
    const alone = [...(data.at.get(other) || [])].every((one) => !shown.edges.has(one) || data.other(data.edges.get(one), other) === id);
    if (which(tie) && alone && !data.starts.has(other)) gone.add(other);
  }
  data.remove([...gone]);
  refresh();
}

/** @param {string} from id @param {string} to key */
async function findPath(from, to) {
  finding = "";
  byId("way").setAttribute("aria-pressed", "false");
  const start = data.nodes.get(from);
  if (!start) return;
  try {
    const found = await ask.paths(start.key, to), keys = [...new Set([start.key, to, ...found.paths.slice(0, 20).flat().flatMap((step) => [step.start, step.end])])].slice(0, 50);
    const empty = !data.nodes.size, ids = await take({ key: keys.join(","), hops: 0, most: MOST });
    settle(ids, empty, from);
    const end = [...data.nodes.values()].find((one) => one.key === to);
    const edge = (/** @type {any} */ step) => [...data.edges.values()].find((one) => one.relation === step.relation && data.nodes.get(one.source).key === (step.forward ? step.start : step.end) && data.nodes.get(one.target).key === (step.forward ? step.end : step.start))?.id || "";
    const light = (/** @type {any[]} */ steps) => { lit = new Set(steps.map(edge).filter(Boolean)); stage.mark("", lit); };
    picked = "";
    about();
    showWays(byId("card"), data, found, start.name, end?.name || to, { light, pick: (id) => pick(id), edge });
    if (found.paths.length) light(found.paths[0]);
    stage.fit();
    byId("said").textContent = t(`找到 ${found.paths.length} 条路径`, `${found.paths.length} paths`);
  } catch (error) {
    notice(t("找不到路径：两头是同一个，或之间的点太多", "No path could be looked for: the same ends, or too much lies between"));
  }
}

function startFinding() {
  if (!data.nodes.has(picked) && !finding) return;
  finding = finding ? "" : picked;
  byId("way").setAttribute("aria-pressed", String(Boolean(finding)));
  notice(finding ? t(`从“${data.nodes.get(finding).name}”到哪里？点另一个点，或在左边找一个。`, "To where? Pick another node, or find one on the left.") : "");
  if (finding) byId("add").focus();
}

/** What can be undone, before it changes. */
function keep() {
  past.push({ nodes: [...data.nodes.values()], edges: [...data.edges.values()], starts: new Set(data.starts), off: structuredClone(data.off), source: data.source, since: data.since, loads: [...loads], gone: new Set(gone), pinned: new Set(pinned), at: stage.places(), layout: byId("layout").value });
  if (past.length > BACK) past.shift();
}

function undo() {
  const was = past.pop();
  if (!was) return;
  Object.assign(data, { nodes: new Map(), edges: new Map(), at: new Map(), starts: was.starts, off: was.off, source: was.source, since: was.since });
  data.add({ nodes: was.nodes, edges: was.edges });
  [loads, gone, pinned, lit] = [was.loads, was.gone, was.pinned, new Set()];
  byId("layout").value = was.layout;
  notice("");
  stage.group(new Map());
  refresh(was.at);
}

function clear() {
  keep();
  data.remove([...data.nodes.keys()]);
  [loads, gone, pinned, lit, picked, finding] = [[], new Set(), new Set(), new Set(), "", ""];
  notice("");
  stage.group(new Map());
  refresh();
}

/** Sources to choose from. */
function sources() {
  const list = byId("source"), names = new Set();
  for (const tie of data.edges.values()) for (const one of [...(tie.sources || []), ...tie.quotes.map((said) => said.document)]) names.add(one);
  list.textContent = "";
  for (const one of ["", ...[...names].sort()]) {
    const option = /** @type {HTMLOptionElement} */ (make("option", "", one ? (data.papers[one]?.title || one).slice(0, 60) : t("全部来源", "all sources")));
    option.value = one;
    option.selected = one === data.source;
    list.append(option);
  }
  byId("since").value = data.since;
}

/** The view into the address. */
function remember() {
  const at = stage.places(), pins = Object.fromEntries([...pinned].filter((id) => at.has(id)).map((id) => [id, [Math.round(at.get(id).x), Math.round(at.get(id).y)]]));
  const off = Object.fromEntries(Object.entries(data.off).map(([facet, values]) => [facet, [...values]]).filter(([, values]) => values.length));
  const text = loads.length ? `#${views.write({ l: loads, g: [...gone], o: off, s: data.source, d: data.since, y: byId("layout").value, p: pins, k: picked, t: tabled ? 1 : 0 })}` : location.pathname + location.search;
  history.replaceState(null, "", text);
}

/** Show what an address says. @param {views.View} view */
async function open(view) {
  [loads, gone, pinned, picked] = [[], new Set(), new Set(), ""];
  data.remove([...data.nodes.keys()]);
  byId("layout").value = view.y;
  for (const load of view.l) await take(load, false);
  gone = new Set(view.g);
  data.remove([...gone]);
  for (const [facet, values] of Object.entries(view.o || {})) data.off[facet] = new Set(values);
  [data.source, data.since, pinned] = [view.s || "", view.d || "", new Set(Object.keys(view.p || {}))];
  shown = data.shown();
  arrange(new Map(Object.entries(view.p || {}).map(([id, [x, y]]) => [id, { x, y }])));
  if (view.t) twin(true);
  if (view.k) pick(view.k);
}

/** @param {boolean} on */
function twin(on) {
  tabled = on;
  byId("rows").hidden = !on;
  byId("stage").hidden = on;
  byId("as-table").setAttribute("aria-pressed", String(on));
  byId("as-picture").setAttribute("aria-pressed", String(!on));
  if (on) { table(byId("rows"), data, shown, picked, (id) => pick(id)); byId("rows").focus(); }
  else { stage.cy.resize(); stage.fit(); byId("stage").focus(); }
  remember();
}

/** @param {string} id @param {MouseEvent | null} event */
function over(id, event) {
  const place = byId("hint");
  place.hidden = !id || !event;
  if (!id || !event) return;
  place.textContent = "";
  place.append(hint(data, id));
  const room = place.getBoundingClientRect(), y = event.clientY + 16;
  place.style.left = `${Math.max(6, Math.min(event.clientX + 14, innerWidth - room.width - 8))}px`;
  place.style.top = `${y + room.height > innerHeight - 8 ? Math.max(6, y - room.height - 30) : y}px`;
}

/** Along a relation in a direction. @param {number} dx @param {number} dy */
function step(dx, dy) {
  const from = data.nodes.has(picked) ? picked : data.edges.get(picked)?.target || [...data.starts].find((id) => shown.nodes.has(id)) || [...shown.nodes][0];
  if (!from) return;
  if (from !== picked) { pick(from, true); return; }
  const at = stage.places(), here = at.get(from);
  let best = "", most = 0.2;
  for (const edge of data.at.get(from) || []) {
    const id = data.other(data.edges.get(edge), from);
    if (!shown.edges.has(edge)) continue;
    const x = at.get(id).x - here.x, y = at.get(id).y - here.y, far = Math.hypot(x, y) || 1, way = (x * dx + y * dy) / far - far / 20000;
    if (way > most) { most = way; best = id; }
  }
  if (best) pick(best, true);
}

/** @param {string} what */
async function give(what) {
  if (!shown.nodes.size) return;
  const title = byId("title").textContent;
  if (what === "csv") save(csv(data, shown), `${title}.csv`);
  else if (what === "graphml") save(graphml(data, shown), `${title}.graphml`);
  else if (what === "svg") save(svg(data, shown, stage.places(), (id) => stage.box(id).width), `${title}.svg`);
  else if (what === "html") location.href = ask.fileAddress(loads[0].key, loads[0].hops || 1, loads[0].most);
  else {
    const room = stage.cy.elements().not(".gone").boundingBox(), scale = Math.max(0.05, Math.min(2, 8000 / room.w, 8000 / room.h));
    save(await stage.cy.png({ output: "blob-promise", full: true, scale, bg: "#ffffff" }), `${title}.png`);
  }
}

adder(byId("add"), byId("added"), data, (key) => add(key));
legend(byId("legend"));
byId("as-table").addEventListener("click", () => twin(true));
byId("as-picture").addEventListener("click", () => twin(false));
byId("layout").addEventListener("change", () => { keep(); arrange(); });
byId("fit").addEventListener("click", () => stage.fit());
byId("pin").addEventListener("click", pin);
byId("way").addEventListener("click", startFinding);
byId("undo").addEventListener("click", undo);
byId("clear").addEventListener("click", clear);
byId("source").addEventListener("change", () => { keep(); data.source = byId("source").value; refresh(); });
byId("since").addEventListener("change", () => { keep(); data.since = byId("since").value; refresh(); });
byId("share").addEventListener("click", async () => {
  try { await navigator.clipboard.writeText(location.href); notice(t("链接已复制：谁打开都是这一幅（只要库一样）", "Copied: it opens this very view")); } catch { notice(location.href); }
});
for (const one of document.querySelectorAll("[data-export]")) one.addEventListener("click", () => give(String(one.getAttribute("data-export"))));

function pin() {
  if (!data.nodes.has(picked)) return;
  keep();
  pinned.has(picked) ? pinned.delete(picked) : pinned.add(picked);
  refresh();
}

/** Keys of the picture do not take Enter and arrows from buttons and tables. @param {() => void} act */
const free = (act) => (/** @type {KeyboardEvent} */ event) => {
  const here = event.target;
  if (here instanceof HTMLElement && here !== document.body && here.id !== "stage" && /^(Enter|Arrow)/.test(event.key)) { if (event.key === "Enter") here.click(); return; }
  act();
};
for (const [key, act] of /** @type {[string, () => void][]} */ ([
  ["t", () => twin(!tabled)], ["f", () => stage.fit()], ["p", startFinding], ["u", undo], ["k", pin], ["+", () => expand(picked)], ["=", () => expand(picked)], ["-", () => fold(picked, () => true)],
  ["Escape", () => { finding = ""; byId("way").setAttribute("aria-pressed", "false"); lit = new Set(); notice(""); pick(""); }], ["Enter", () => byId("card").focus()], ["/", () => { byId("add").focus(); byId("add").select(); }],
  ["ArrowLeft", () => step(-1, 0)], ["ArrowRight", () => step(1, 0)], ["ArrowUp", () => step(0, -1)], ["ArrowDown", () => step(0, 1)],
])) onKey(key, free(act));
addEventListener("resize", () => { if (!tabled) stage.cy.resize(); });
addEventListener("hashchange", () => { const view = views.read(location.hash); if (view && !typing(document.activeElement)) open(view); });

const first = views.read(location.hash), asked = new URLSearchParams(location.search).get("key");
refresh();
if (first) await open(first);
else if (asked) await add(asked);
document.documentElement.dataset.ready = "yes";
window.liantuGraph = { data, stage, shown: () => shown, picked: () => picked, pick, add, expand, undo, arrange, busy: () => busy, pinned: () => pinned, lit: () => lit };

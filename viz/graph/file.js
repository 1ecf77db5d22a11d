// The file: draws with vis-network, keeps filters, table, card and picture in step. Asks nobody for anything.
import { edgeCard, hint, nodeCard } from "./card.js";
import { Data } from "./data.js";
import { BRAND, COLOURS, FONT, HALO, HEIGHT, INK2, LINES, boxText, boxWidth, drawBox, worth } from "./look.js";
import { filters, finder, legend, table } from "./panel.js";
import { make, visible } from "./words.js";

const given = JSON.parse(document.getElementById("data").textContent);
const byId = (/** @type {string} */ id) => document.getElementById(id);
const data = new Data();
data.add(given.picture);
for (const id of given.picture.starts) data.starts.add(id);
let shown = data.shown(), picked = "", over = "";
const many = data.edges.size > 120;
const widths = new Map();
const ways = { pick };

function near(/** @type {string} */ id) {
  if (!picked) return true;
  const tie = data.edges.get(picked);
  if (tie) return tie.source === id || tie.target === id;
  return id === picked || [...(data.at.get(picked) || [])].some((one) => data.other(data.edges.get(one), picked) === id);
}

function box({ ctx, id, x, y }) {
  const node = data.nodes.get(id), [sign, colour] = data.sign(node), text = boxText(node.name);
  const state = id === picked ? "on" : !near(id) ? "dim" : data.starts.has(id) ? "start" : "";
  const width = boxWidth(ctx, text), scale = network ? network.getScale() : 1;
  widths.set(id, width);
  return {
    drawNode: () => drawBox(ctx, { x, y, text, sign, colour: COLOURS[colour] || COLOURS.other, state }, scale),
    nodeDimensions: { width, height: HEIGHT },
  };
}

const nodes = new vis.DataSet(given.nodes.map((one) => ({ ...one, shape: "custom", ctxRenderer: box })));
const edges = new vis.DataSet(given.edges.map((one) => line(one)));
const stage = byId("stage");
/** @type {any} */ let network = null;
network = new vis.Network(stage, { nodes, edges }, given.options);

function line(one) {
  const tie = data.edges.get(one.id), look = LINES[worth(tie)], on = picked === one.id;
  const dim = picked && !on && tie.source !== picked && tie.target !== picked;
  return {
    ...one,
    label: many && !on && (!picked || dim) ? undefined : data.word("relation", tie.relation),
    color: { color: on ? BRAND : look.colour, opacity: dim ? 0.2 : 1, inherit: false },
    dashes: look.dash || false,
    width: on ? 3 : 1.4,
    background: { enabled: on, color: HALO, size: 11 },
    arrows: { to: { enabled: true, scaleFactor: 0.5 } },
    font: { size: 12, face: FONT, color: on ? "#ffffff" : dim ? INK2 : look.ink, background: on ? BRAND : "#ffffff", strokeWidth: 0 },
  };
}

function show() {
  shown = data.shown();
  nodes.update([...data.nodes.keys()].map((id) => ({ id, hidden: !shown.nodes.has(id) })));
  edges.update(given.edges.map((one) => ({ ...line(one), hidden: !shown.edges.has(one.id) })));
  if (picked && !shown.nodes.has(picked) && !shown.edges.has(picked)) picked = "";
  filters(byId("filters"), data, show);
  beside();
}

function beside() {
  const card = byId("card");
  card.textContent = "";
  if (data.nodes.has(picked)) card.append(nodeCard(data, picked, ways, shown));
  else if (data.edges.has(picked)) card.append(edgeCard(data, picked, ways));
  else card.append(make("p", "meta", "点一个点或一条线，看哪句话这么说。虚线是规划、目标，点线是候选，都不计入分析。"));
  card.scrollTop = 0;
  if (!byId("rows").hidden) table(byId("rows"), data, shown, picked, pick);
  byId("said").textContent = data.nodes.has(picked)
    ? `${visible(data.nodes.get(picked).name)}，${data.word("kind", data.nodes.get(picked).kind)}`
    : data.edges.has(picked) ? `${data.sentence(data.edges.get(picked))}，${data.standing(data.edges.get(picked))}` : "";
}

function pick(/** @type {string} */ id, move = true) {
  picked = id;
  const node = data.nodes.get(id);
  // What was found is shown, even if a filter had put it away.
  if (node && !shown.nodes.has(id)) {
    data.off.kind.delete(node.kind);
    data.starts.add(id);
  }
  show();
  network.redraw();
  if (move && node) network.focus(id, { scale: Math.max(network.getScale(), 0.7), animation: false });
}

/** All that is shown, as large as fits; vis-network's own leaves a third of the room empty. */
function fit() {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [id, at] of Object.entries(network.getPositions([...shown.nodes]))) {
    const half = (widths.get(id) || 120) / 2;
    [left, right] = [Math.min(left, at.x - half), Math.max(right, at.x + half)];
    [top, bottom] = [Math.min(top, at.y - HEIGHT / 2), Math.max(bottom, at.y + HEIGHT / 2)];
  }
  if (left > right || !stage.clientWidth) return;
  const scale = Math.min((stage.clientWidth - 32) / (right - left), (stage.clientHeight - 32) / (bottom - top), 1.25);
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
}

network.on("click", ({ nodes: at, edges: on }) => pick(at[0] || on[0] || "", false));
for (const what of ["hoverNode", "hoverEdge"]) network.on(what, (event) => tell(event.node || event.edge, event.event));
for (const what of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(what, () => tell(""));

function tell(/** @type {string} */ id, event) {
  const place = byId("hint");
  over = id;
  place.hidden = !id;
  if (!id) return;
  place.textContent = "";
  place.append(hint(data, id));
  const room = place.getBoundingClientRect(), x = event.clientX + 14, y = event.clientY + 14;
  place.style.left = `${Math.max(6, Math.min(x, innerWidth - room.width - 8))}px`;
  place.style.top = `${y + room.height > innerHeight - 8 ? Math.max(6, y - room.height - 28) : y}px`;
}

/** The neighbour that lies most in a direction; the first start where nothing is picked. */
function step(/** @type {number} */ dx, /** @type {number} */ dy) {
  const from = data.nodes.has(picked) ? picked : data.edges.get(picked)?.target || [...data.starts].find((id) => shown.nodes.has(id)) || [...shown.nodes][0];
  if (!from) return;
  if (from !== picked) { pick(from); return; }
  const at = network.getPosition(from);
  let best = "", most = 0.2;
  for (const one of data.at.get(from) || []) {
    const id = data.other(data.edges.get(one), from);
    if (!shown.edges.has(one) || !shown.nodes.has(id)) continue;
    const to = network.getPosition(id), x = to.x - at.x, y = to.y - at.y, far = Math.hypot(x, y) || 1, way = (x * dx + y * dy) / far;
    if (way - far / 20000 > most) { most = way - far / 20000; best = id; }
  }
  if (best) pick(best);
}

function twin() {
  const rows = byId("rows"), on = rows.hidden;
  rows.hidden = !on;
  stage.hidden = on;
  byId("twin").setAttribute("aria-pressed", String(on));
  byId("twin").textContent = on ? "图" : "表";
  beside();
  if (on) rows.focus();
  else { network.redraw(); stage.focus(); }
}

const zoom = (/** @type {number} */ by) => network.moveTo({ scale: Math.max(0.02, Math.min(4, network.getScale() * by)), animation: false });
const find = /** @type {HTMLInputElement} */ (byId("find"));
byId("twin").addEventListener("click", twin);
byId("fit").addEventListener("click", fit);
byId("nearer").addEventListener("click", () => zoom(1.3));
byId("farther").addEventListener("click", () => zoom(1 / 1.3));
byId("side").addEventListener("click", () => {
  const on = document.querySelector("main").classList.toggle("wide");
  byId("side").setAttribute("aria-pressed", String(!on));
});
finder(find, byId("found"), data, (id) => pick(id));
legend(byId("legend"));

const KEYS = {
  "/": () => { find.focus(); find.select(); }, t: twin, f: fit, Escape: () => pick(""),
  Enter: () => byId("card").focus(), "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3),
  ArrowLeft: () => step(-1, 0), ArrowRight: () => step(1, 0), ArrowUp: () => step(0, -1), ArrowDown: () => step(0, 1),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  const here = event.target instanceof Element ? event.target : document.body, key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(here.tagName) && key !== "Escape") return;
  // A button, a summary and the table keep their own Enter and arrows.
  if ((key === "Enter" || key.startsWith("Arrow")) && here !== stage && here !== document.body) return;
  const act = KEYS[key];
  if (act) { event.preventDefault(); act(); }
});
addEventListener("resize", () => { if (!stage.hidden) network.redraw(); });

show();
// The first drawing sets a view of its own.
network.once("afterDrawing", () => requestAnimationFrame(() => {
  fit();
  document.documentElement.dataset.ready = "yes";
}));
window.liantu = { data, network, pick, fit, shown: () => shown, picked: () => picked, over: () => over };

// Brings picture, table, card, counts and address in step, and lays the picture out.
import { expand, fold } from "./acts.js";
import { groups as counts } from "./ask.js";
import { groups } from "./beside.js";
import { edgeCard, nodeCard } from "./card.js";
import { around, blocks, force, layers } from "./layouts.js";
import { worth } from "./look.js";
import { filters, table } from "./panel.js";
import { byId, data, keep, past, remember, stage, state } from "./state.js";
import { make, t, visible } from "./words.js";
import { url } from "../net.js";

/** @type {Map<string, any[]>} */ const counted = new Map();
const cards = {
  pick: (/** @type {string} */ id) => pick(id, true),
  page: (/** @type {string} */ key) => url(`/nodes/${encodeURIComponent(key)}`),
  paper: (/** @type {any} */ said) => url(`/documents/${encodeURIComponent(said.document)}`, { statement: said.statement }),
};

/** @param {string} text */
export function notice(text) {
  byId("notice").textContent = visible(text);
  byId("notice").hidden = !text;
}

/** Give new nodes places: all anew where there were none, around what they belong to otherwise. @param {string[]} fresh @param {boolean} all @param {string} anchor */
export function settle(fresh, all, anchor) {
  state.shown = data.shown();
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
  return [...data.edges.values()].filter((one) => state.shown.edges.has(one.id)).map((one) => [one.source, one.target]);
}

/** Lay everything out that is shown; what is pinned stays. @param {Map<string, {x: number, y: number}>} [pins] places that are known beforehand */
export function arrange(pins) {
  const way = byId("layout").value, boxes = [...state.shown.nodes].map((id) => stage.box(id)), old = new Map([...stage.places(), ...(pins || [])]);
  const held = new Map([...state.pinned].filter((id) => old.has(id)).map((id) => [id, old.get(id)]));
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
    if (state.shown.edges.has(tie.id) && worth(tie) === "done" && end.kind === "Town" && ["LOCATED_IN", "CENTERED_ON", "INVOLVES_REGION"].includes(tie.relation) && !town.has(tie.source)) town.set(tie.source, end.name);
  }
  return (/** @type {string} */ id) => (data.nodes.get(id).kind === "Town" ? data.nodes.get(id).name : town.get(id) || none);
}

/** Bring everything in step with the data. @param {Map<string, {x: number, y: number}>} [at] */
export function refresh(at) {
  state.shown = data.shown();
  for (const id of state.gone) { state.shown.nodes.delete(id); for (const edge of data.at.get(id) || []) state.shown.edges.delete(edge); }
  if (state.picked && !data.nodes.has(state.picked) && !data.edges.has(state.picked)) state.picked = "";
  stage.sync(state.shown, at || new Map(), state.pinned);
  stage.mark(state.picked, state.lit);
  filters(byId("filters"), data, () => refresh(), keep);
  sources();
  about();
  beside();
  remember();
}

export function about() {
  const candidates = [...state.shown.edges].filter((id) => data.edges.get(id).review === "candidate").length;
  byId("about").textContent = data.nodes.size
    ? t(`${state.shown.nodes.size} 个点 · ${state.shown.edges.size} 条关系${candidates ? ` · 其中候选 ${candidates} 条，不计入分析` : ""}${data.nodes.size > state.shown.nodes.size ? ` · 筛去 ${data.nodes.size - state.shown.nodes.size} 个点` : ""}`, `${state.shown.nodes.size} nodes · ${state.shown.edges.size} relations · ${candidates} candidates, not counted`) : "";
  const names = [...data.starts].map((id) => data.nodes.get(id)?.name).filter(Boolean);
  byId("title").textContent = visible(names.length ? `${t("图谱：", "Graph: ")}${names.slice(0, 2).join("、")}${names.length > 2 ? t(` 等 ${names.length} 个`, ` and ${names.length - 2} more`) : ""}` : t("图谱", "Graph"));
  byId("empty").hidden = Boolean(data.nodes.size);
  byId("more-filters").hidden = !data.nodes.size;
  byId("undo").disabled = !past.length;
  byId("way").disabled = !data.nodes.has(state.picked) && !state.finding;
  byId("pin").disabled = !data.nodes.has(state.picked);
  byId("pin").setAttribute("aria-pressed", String(state.pinned.has(state.picked)));
}

/** Table, card and the groups to expand. */
function beside() {
  if (state.tabled) table(byId("rows"), data, state.shown, state.picked, (id) => pick(id));
  const card = byId("card");
  card.textContent = "";
  if (data.nodes.has(state.picked)) card.append(nodeCard(data, state.picked, cards, state.shown));
  else if (data.edges.has(state.picked)) card.append(edgeCard(data, state.picked, cards));
  else card.append(make("p", "meta", t("点一个点或一条线，看哪句话这么说。虚线是规划、目标，点线是候选，都不计入分析。", "Pick a node or a line to see which words say so.")));
  card.scrollTop = 0;
  expandable(state.picked);
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
    try { counted.set(node.key, await counts(node.key)); } catch { return; }
  }
  if (state.picked === id) groups(byId("groups"), data, id, node ? counted.get(node.key) || [] : [], act);
}

/** @param {string} id @param {boolean} [move] */
export function pick(id, move = false) {
  state.picked = id;
  if (id && data.nodes.has(id) && !state.shown.nodes.has(id)) { data.off.kind.delete(data.nodes.get(id).kind); state.gone.delete(id); data.starts.add(id); refresh(); }
  else { stage.mark(state.picked, state.lit); about(); beside(); remember(); }
  if (move && data.nodes.has(id)) stage.show(id);
  byId("said").textContent = data.nodes.has(id) ? `${visible(data.nodes.get(id).name)}，${data.word("kind", data.nodes.get(id).kind)}` : data.edges.has(id) ? `${data.sentence(data.edges.get(id))}，${data.standing(data.edges.get(id))}` : "";
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

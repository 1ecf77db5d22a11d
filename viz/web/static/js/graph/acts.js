// What somebody does with the graph: add, expand, fold, find paths, clear, open a view.
import * as ask from "./ask.js";
import { ways } from "./beside.js";
import { about, arrange, notice, pick, refresh, settle } from "./draw.js";
import { MOST, back, byId, data, keep, stage, state } from "./state.js";
import { t } from "./words.js";

/** Take in a part of the graph. @param {import("./ask.js").Load} load @param {boolean} [remember] @returns {Promise<string[]>} ids that are new */
async function take(load, remember = true) {
  state.busy += 1;
  try {
    const found = await ask.picture(load), fresh = found.nodes.filter((one) => !data.nodes.has(one.id));
    if (data.nodes.size + fresh.length > MOST) {
      notice(t(`会超过 ${MOST} 个点（现有 ${data.nodes.size}，要加 ${fresh.length}）。请先筛选：只展开一种关系，或调小“最多”，或清空。`, `More than ${MOST} nodes: please filter first: one relation, fewer nodes, or clear.`));
      return [];
    }
    notice(found.left_out ? t(`截断：还有 ${found.left_out} 个点没有画（近的、已采信的、连得多的先画）`, `Cut: ${found.left_out} nodes left out`) : "");
    if (remember) keep();
    const ids = data.add(found);
    // What is only expanded was not asked for by name.
    if (!load.more) for (const id of found.starts) data.starts.add(id);
    for (const id of found.nodes.map((one) => one.id)) state.gone.delete(id);
    state.loads.push(load);
    return ids;
  } catch (error) {
    notice(/** @type {Error} */ (error).message === "404" ? t(`没有“${load.key}”`, `No ${load.key}`) : t("没有读到，请再试一次", "Could not be read; try again"));
    return [];
  } finally {
    state.busy -= 1;
  }
}

/** Add a thing with what is around it. @param {string} key */
export async function add(key) {
  const known = [...data.nodes.values()].find((one) => one.key === key);
  if (state.finding) { await findPath(state.finding, key); return; }
  if (known) { pick(known.id, true); return; }
  const empty = !data.nodes.size, ids = await take({ key, hops: Number(byId("hops").value), most: Number(byId("most").value) });
  if (ids.length) settle(ids, empty, "");
  const start = [...data.nodes.values()].find((one) => one.key === key);
  if (start) pick(start.id, !empty);
}

/** Load what is joined to a node, one relation or all. @param {string} id @param {string} [relation] @param {string} [way] */
export async function expand(id, relation = "", way = "") {
  const node = data.nodes.get(id);
  if (!node) return;
  for (const edge of data.at.get(id) || []) state.gone.delete(data.other(data.edges.get(edge), id));
  const ids = await take({ key: node.key, hops: 1, most: Number(byId("most").value), more: 1, ...(relation ? { relation, way } : {}) });
  settle(ids, false, id);
}

/** Put away what hangs on a node alone. @param {string} id @param {(tie: any) => boolean} which */
export function fold(id, which) {
  keep();
  for (const edge of data.at.get(id) || []) {
    const tie = data.edges.get(edge), other = data.other(tie, id);
    const alone = [...(data.at.get(other) || [])].every((one) => !state.shown.edges.has(one) || data.other(data.edges.get(one), other) === id);
    if (which(tie) && alone && !data.starts.has(other)) state.gone.add(other);
  }
  data.remove([...state.gone]);
  refresh();
}

/** @param {string} from id @param {string} to key */
async function findPath(from, to) {
  state.finding = "";
  byId("way").setAttribute("aria-pressed", "false");
  const start = data.nodes.get(from);
  if (!start) return;
  try {
    const found = await ask.paths(start.key, to), keys = [...new Set([start.key, to, ...found.paths.slice(0, 20).flat().flatMap((step) => [step.start, step.end])])].slice(0, 50);
    const empty = !data.nodes.size, ids = await take({ key: keys.join(","), hops: 0, most: MOST, more: 1 });
    settle(ids, empty, from);
    const end = [...data.nodes.values()].find((one) => one.key === to);
    const edge = (/** @type {any} */ step) => [...data.edges.values()].find((one) => one.relation === step.relation && data.nodes.get(one.source).key === (step.forward ? step.start : step.end) && data.nodes.get(one.target).key === (step.forward ? step.end : step.start))?.id || "";
    const light = (/** @type {any[]} */ steps) => { state.lit = new Set(steps.map(edge).filter(Boolean)); stage.mark("", state.lit); };
    state.picked = "";
    about();
    ways(byId("card"), data, found, start.name, end?.name || to, { light, pick: (id) => pick(id), edge });
    if (found.paths.length) light(found.paths[0]);
    stage.fit();
    byId("said").textContent = t(`找到 ${found.paths.length} 条路径`, `${found.paths.length} paths`);
  } catch (error) {
    notice(t("找不到路径：两头是同一个，或之间的点太多", "No path could be looked for: the same ends, or too much lies between"));
  }
}

export function startFinding() {
  if (!data.nodes.has(state.picked) && !state.finding) return;
  state.finding = state.finding ? "" : state.picked;
  byId("way").setAttribute("aria-pressed", String(Boolean(state.finding)));
  notice(state.finding ? t(`从“${data.nodes.get(state.finding).name}”到哪里？点另一个点，或在左边找一个。`, "To where? Pick another node, or find one on the left.") : "");
  if (state.finding) byId("add").focus();
}

export function clear() {
  keep();
  data.remove([...data.nodes.keys()]);
  [state.loads, state.gone, state.pinned, state.lit, state.picked, state.finding] = [[], new Set(), new Set(), new Set(), "", ""];
  notice("");
  stage.group(new Map());
  refresh();
}

/** Show what an address says. @param {import("./view.js").View} view */
export async function open(view) {
  [state.loads, state.gone, state.pinned, state.picked] = [[], new Set(), new Set(), ""];
  data.remove([...data.nodes.keys()]);
  byId("layout").value = view.y;
  for (const load of view.l) await take(load, false);
  state.gone = new Set(view.g);
  data.remove([...state.gone]);
  for (const [facet, values] of Object.entries(view.o || {})) data.off[facet] = new Set(values);
  [data.source, data.since, state.pinned] = [view.s || "", view.d || "", new Set(Object.keys(view.p || {}))];
  state.shown = data.shown();
  arrange(new Map(Object.entries(view.p || {}).map(([id, [x, y]]) => [id, { x, y }])));
  if (view.k) pick(view.k);
}

export function undo() {
  const at = back();
  if (!at) return;
  notice("");
  stage.group(new Map());
  refresh(at);
}

/** A node of the picture was touched: the other end of a path, or what is picked. @param {string} id */
export function tapped(id) {
  if (state.finding && data.nodes.has(id) && id !== state.finding) { findPath(state.finding, data.nodes.get(id).key); return; }
  state.lit = new Set();
  pick(id);
}

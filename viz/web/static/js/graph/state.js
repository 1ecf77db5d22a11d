// What is loaded, shown, picked and folded; what can be undone; the view in the address.
import { Data } from "./data.js";
import { Stage } from "./stage.js";
import * as views from "./view.js";

export const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
export const MOST = 5000;
const BACK = 40;
export const data = new Data();
export const state = {
  shown: data.shown(), picked: "", finding: "", tabled: false, busy: 0,
  /** @type {import("./ask.js").Load[]} */ loads: [],
  /** @type {Set<string>} */ gone: new Set(),
  /** @type {Set<string>} */ pinned: new Set(),
  /** @type {Set<string>} */ lit: new Set(),
};
/** @type {any[]} */ export const past = [];
/** What the picture tells of; filled by who answers. @type {any} */
export const on = {};
export const stage = new Stage(byId("stage"), data, on);

/** What can be undone, before it changes. */
export function keep() {
  past.push({ nodes: [...data.nodes.values()], edges: [...data.edges.values()], starts: new Set(data.starts), off: structuredClone(data.off), source: data.source, since: data.since, loads: [...state.loads], gone: new Set(state.gone), pinned: new Set(state.pinned), at: stage.places(), layout: byId("layout").value });
  if (past.length > BACK) past.shift();
}

/** The view into the address. */
export function remember() {
  const at = state.pinned.size ? stage.places() : new Map(), pins = Object.fromEntries([...state.pinned].filter((id) => at.has(id)).map((id) => [id, [Math.round(at.get(id).x), Math.round(at.get(id).y)]]));
  const off = Object.fromEntries(Object.entries(data.off).map(([facet, values]) => [facet, [...values]]).filter(([, values]) => values.length));
  const text = state.loads.length ? `#${views.write({ l: state.loads, g: [...state.gone], o: off, s: data.source, d: data.since, y: byId("layout").value, p: pins, k: state.picked, t: state.tabled ? 1 : 0 })}` : location.pathname + location.search;
  history.replaceState(null, "", text);
}

/** Go back to what was kept last; its places, or null where nothing is left. */
export function back() {
  const was = past.pop();
  if (!was) return null;
  Object.assign(data, { nodes: new Map(), edges: new Map(), at: new Map(), starts: was.starts, off: was.off, source: was.source, since: was.since });
  data.add({ nodes: was.nodes, edges: was.edges });
  Object.assign(state, { loads: was.loads, gone: was.gone, pinned: was.pinned, lit: new Set() });
  byId("layout").value = was.layout;
  return was.at;
}

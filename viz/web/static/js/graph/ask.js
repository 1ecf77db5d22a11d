// What is asked of this machine: parts of the graph, counts, paths, names.
import { json } from "../net.js";

const API = "/api/v1";
/** Relations that speak of papers and figures: quotes and cards show them, not lines. */
export const SAID = new Set(["MENTIONS", "FROM", "HAS_STATISTIC"]);

/**
 * @typedef {{key: string, hops: number, most: number, relation?: string, way?: string, more?: number}} Load `way` is out or in: only edges that point so from the node; `more`: its node was there before
 * @param {Load} load
 * @returns {Promise<import("./data.js").Picture>}
 */
export async function picture(load) {
  const query = new URLSearchParams({ key: load.key, hops: String(load.hops), most: String(load.most), review: "all" });
  if (load.relation) query.set("relations", load.relation);
  const found = (await json(`${API}/graph/picture?${query}`)).data;
  if (!load.way) return found;
  const start = found.starts[0], edges = found.edges.filter((/** @type {any} */ one) => (load.way === "out" ? one.source : one.target) === start);
  const ends = new Set([start, ...edges.flatMap((/** @type {any} */ one) => [one.source, one.target])]);
  return { ...found, edges, nodes: found.nodes.filter((/** @type {any} */ one) => ends.has(one.id)) };
}

/** How many relations of each kind a node has. @param {string} key */
export async function groups(key) {
  const found = (await json(`${API}/nodes/${encodeURIComponent(key)}/neighbours?fields=relation,zh,direction,total,accepted&limit=500`)).data;
  return found.filter((/** @type {any} */ one) => !SAID.has(one.relation));
}

/** @param {string} from @param {string} to */
export async function paths(from, to) {
  return (await json(`${API}/paths?${new URLSearchParams({ from, to, steps: "4" })}`)).data;
}

/** @param {string} text @param {AbortSignal} signal */
export async function search(text, signal) {
  return (await json(`${API}/search?${new URLSearchParams({ q: text, limit: "12" })}`, signal)).data;
}

/** The address of the same as one file. @param {string} key @param {number} hops @param {number} most */
export function fileAddress(key, hops, most) {
  return `${API}/graph.html?${new URLSearchParams({ key, hops: String(hops), most: String(Math.min(most, 1000)), review: "all" })}`;
}

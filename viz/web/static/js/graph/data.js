// What is known of the graph so far, what of it is shown, and finding in it.
import { t, visible } from "./words.js";
import { worth } from "./look.js";

/**
 * @typedef {{statement: string, document: string, section: string, start: number, end: number, text: string, status: string, review: string, before: string, after: string, exact: boolean}} Said
 * @typedef {{id: string, key: string, kind: string, name: string, step: number, aliases?: string[], pinyin?: string, initials?: string, sources?: string[], facts: [string, string][]}} Thing
 * @typedef {{id: string, relation: string, source: string, target: string, status: string, review: string, sources?: string[], quotes: Said[], rows: string[], more: number, facts: [string, string][]}} Tie
 * @typedef {{title: string, number?: string, issuer?: string, date?: string, grade?: string}} Paper
 * @typedef {{nodes: Thing[], edges: Tie[], starts: string[], left_out: number, not_gone: number, papers: Record<string, Paper>, kinds: Record<string, {zh: string, sign: [string, string]}>, relations: Record<string, string>, statuses: Record<string, string>, reviews: Record<string, string>}} Picture
 */

export const FACETS = ["kind", "relation", "status", "review"];

export class Data {
  constructor() {
    /** @type {Map<string, Thing>} */ this.nodes = new Map();
    /** @type {Map<string, Tie>} */ this.edges = new Map();
    /** @type {Map<string, Set<string>>} edges at a node */ this.at = new Map();
    /** @type {Set<string>} */ this.starts = new Set();
    /** @type {Record<string, Paper>} */ this.papers = {};
    /** @type {Picture["kinds"]} */ this.kinds = {};
    /** @type {Record<string, string>} */ this.relations = {};
    /** @type {Record<string, string>} */ this.statuses = {};
    /** @type {Record<string, string>} */ this.reviews = {};
    /** @type {Record<string, Set<string>>} what is switched off, by facet */ this.off = { kind: new Set(), relation: new Set(), status: new Set(), review: new Set() };
    this.source = "";
    this.since = "";
    /** @type {Set<string>} nodes folded away */ this.folded = new Set();
  }

  /** Take in what was read. Returns the ids that are new. @param {Picture} picture */
  add(picture) {
    const fresh = picture.nodes.filter((one) => !this.nodes.has(one.id)).map((one) => one.id);
    for (const one of picture.nodes) if (!this.nodes.has(one.id)) this.nodes.set(one.id, one);
    for (const one of picture.edges) {
      if (!this.nodes.has(one.source) || !this.nodes.has(one.target)) continue;
      this.edges.set(one.id, one);
      for (const end of [one.source, one.target]) this.at.set(end, (this.at.get(end) || new Set()).add(one.id));
    }
    for (const name of ["papers", "kinds", "relations", "statuses", "reviews"]) Object.assign(this[name], picture[name]);
    return fresh;
  }

  /** Forget nodes and what is joined to them. @param {Iterable<string>} ids */
  remove(ids) {
    for (const id of ids) {
      for (const edge of [...(this.at.get(id) || [])]) {
        const one = this.edges.get(edge);
        if (one) for (const end of [one.source, one.target]) this.at.get(end)?.delete(edge);
        this.edges.delete(edge);
      }
      this.at.delete(id);
      this.nodes.delete(id);
      this.starts.delete(id);
    }
  }

  /** @param {Tie} tie whether a relation passes the filters, its ends aside */
  passes(tie) {
    if (this.off.relation.has(tie.relation) || this.off.status.has(tie.status) || this.off.review.has(tie.review)) return false;
    if (this.source && !(tie.sources || []).includes(this.source) && !tie.quotes.some((one) => one.document === this.source)) return false;
    return !this.since || this.dates(tie).some((date) => date >= this.since);
  }

  /** Dates of the sources of a relation. @param {Tie} tie */
  dates(tie) {
    const names = new Set([...(tie.sources || []), ...tie.quotes.map((one) => one.document)]);
    return [...names].map((one) => this.papers[one]?.date || "").filter(Boolean);
  }

  /** Ids of the nodes and edges that are shown. A node stands alone only if it was asked for or never had a relation. */
  shown() {
    const on = (id) => { const one = this.nodes.get(id); return Boolean(one) && !this.off.kind.has(one.kind) && !this.folded.has(id); };
    const edges = new Set(), joined = new Set();
    for (const one of this.edges.values()) {
      if (on(one.source) && on(one.target) && this.passes(one)) {
        edges.add(one.id);
        joined.add(one.source).add(one.target);
      }
    }
    const nodes = new Set();
    for (const id of this.nodes.keys()) {
      if (on(id) && (joined.has(id) || this.starts.has(id) || !(this.at.get(id) || new Set()).size)) nodes.add(id);
    }
    return { nodes, edges };
  }

  /** How many there are of each value of a facet. @param {string} facet @returns {Map<string, number>} */
  counts(facet) {
    const found = new Map();
    const all = facet === "kind" ? this.nodes.values() : this.edges.values();
    for (const one of all) found.set(one[facet], (found.get(one[facet]) || 0) + 1);
    return found;
  }

  /** @param {string} facet @param {string} value */
  word(facet, value) {
    if (facet === "kind") return t(this.kinds[value]?.zh || value, value);
    if (facet === "relation") return t(this.relations[value] || value, value);
    if (value === "") return facet === "status" ? t("不分状态（结构、归类）", "no status (structure)") : t("不用审核（名录、模板）", "no review (tables)");
    return t((facet === "status" ? this.statuses : this.reviews)[value] || value, value);
  }

  /** Character and colour name of a node. @param {Thing} node @returns {[string, string]} */
  sign(node) {
    return this.kinds[node.kind]?.sign || ["机", "other"];
  }

  /** The node at the other end. @param {Tie} tie @param {string} id */
  other(tie, id) {
    return tie.source === id ? tie.target : tie.source;
  }

  /** In words. @param {Tie} tie */
  sentence(tie) {
    const end = (id) => visible(this.nodes.get(id)?.name || id);
    return `${end(tie.source)} — ${this.word("relation", tie.relation)} → ${end(tie.target)}`;
  }

  /** Standing of a relation in words. @param {Tie} tie */
  standing(tie) {
    const words = [tie.status && this.word("status", tie.status), tie.review && this.word("review", tie.review)].filter(Boolean);
    return words.length ? words.join("、") : t("结构、归类", "structure");
  }

  /**
   * Nodes by characters, full pinyin or initials, exact before prefix before the rest.
   * @param {string} text
   * @param {number} most
   */
  find(text, most = 12) {
    const folded = text.normalize("NFKC").trim().toLowerCase();
    const wanted = /^[\x00-\x7f]*$/.test(folded) ? folded.replace(/[ ']/g, "") : folded;
    if (!wanted) return [];
    const found = [];
    for (const node of this.nodes.values()) {
      let best = 9;
      [node.name, ...(node.aliases || []), node.pinyin || "", node.initials || ""].forEach((one, way) => {
        const low = String(one).normalize("NFKC").toLowerCase(), place = low.indexOf(wanted);
        if (place >= 0) best = Math.min(best, (low === wanted ? 0 : place === 0 ? 2 : 4) + (way ? 1 : 0));
      });
      if (best < 9) found.push({ node, best });
    }
    found.sort((a, b) => a.best - b.best || a.node.name.length - b.node.name.length || (a.node.name < b.node.name ? -1 : 1));
    return found.slice(0, most).map((one) => one.node);
  }
}

/** For a table: planned and candidates after what is done. @param {Tie} tie */
export function rank(tie) {
  return ["done", "planned", "candidate"].indexOf(worth(tie));
}

// A view is what was loaded, folded, filtered, pinned and picked. It stands behind the # of the address: no server keeps it.

/**
 * @typedef {{l: import("./ask.js").Load[], g?: string[], o?: Record<string, string[]>, s?: string, d?: string, y?: string, p?: Record<string, [number, number]>, k?: string, t?: number}} View
 */

/** @param {View} view */
export function write(view) {
  const kept = Object.fromEntries(Object.entries(view).filter(([, value]) => value && (typeof value !== "object" || Object.keys(value).length)));
  const bytes = new TextEncoder().encode(JSON.stringify(kept));
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `v=${btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")}`;
}

/** What an address says; null where it says nothing that can be read. @param {string} hash @returns {View | null} */
export function read(hash) {
  const found = /^#?v=([\w-]+)$/.exec(hash);
  if (!found) return null;
  try {
    const bytes = Uint8Array.from(atob(found[1].replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
    return checked(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}

const texts = (/** @type {any} */ value) => (Array.isArray(value) ? value.filter((one) => typeof one === "string").slice(0, 5000) : []);

/** An address may come from anybody: only what has the right shape is taken. @param {any} given @returns {View | null} */
function checked(given) {
  if (!given || !Array.isArray(given.l)) return null;
  const loads = given.l.slice(0, 200).filter((/** @type {any} */ one) => one && typeof one.key === "string" && one.key.length <= 4000)
    .map((/** @type {any} */ one) => ({ key: one.key, hops: number(one.hops, 0, 3), most: number(one.most, 1, 5000), ...(typeof one.relation === "string" ? { relation: one.relation } : {}), ...(["out", "in"].includes(one.way) ? { way: one.way } : {}), ...(one.more ? { more: 1 } : {}) }));
  const off = {};
  for (const facet of ["kind", "relation", "status", "review"]) off[facet] = texts(given.o?.[facet]);
  const pins = {};
  for (const [id, at] of Object.entries(given.p || {})) if (Array.isArray(at) && at.every(Number.isFinite) && at.length === 2) pins[id] = at;
  return {
    l: loads, g: texts(given.g), o: off, p: pins, s: typeof given.s === "string" ? given.s : "", d: /^\d{4}-\d\d-\d\d$/.test(given.d) ? given.d : "",
    y: ["force", "layers", "town", "kind"].includes(given.y) ? given.y : "force", k: typeof given.k === "string" ? given.k : "", t: given.t ? 1 : 0,
  };
}

/** @param {any} value @param {number} low @param {number} high */
function number(value, low, high) {
  return Number.isInteger(value) ? Math.min(high, Math.max(low, value)) : low;
}

// Files of what is shown, made here: nothing is sent anywhere.
import { BRAND, COLOURS, FONT, HEIGHT, INK, LINES, MARK, boxText, worth } from "./look.js";
import { visible } from "./words.js";

/** @typedef {import("./data.js").Data} Data */
/** @typedef {{nodes: Set<string>, edges: Set<string>}} Shown */

/** Hand a file to whoever asked for it. @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name.replace(/[\\/:*?"<>|\u0000-\u001f]/g, "_").slice(0, 80);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Characters that XML may hold. @param {string} text */
function plain(text) {
  return visible(text).replace(/[\ufffe\uffff]/g, "");
}

/** Cells that a spreadsheet would take for a formula begin with an apostrophe. @param {unknown} value */
function cell(value) {
  const text = String(value ?? ""), safe = /^[=+\-@\t\r\n']/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** The table as CSV for Excel. @param {Data} data @param {Shown} shown */
export function csv(data, shown) {
  const rows = [["从", "从_键", "关系", "到", "到_键", "状态", "审核", "原文", "文献", "章节", "起", "止", "依据"]];
  for (const id of shown.edges) {
    const tie = data.edges.get(id), said = tie.quotes[0], [a, b] = [data.nodes.get(tie.source), data.nodes.get(tie.target)];
    rows.push([a.name, a.key, data.relations[tie.relation] || tie.relation, b.name, b.key, data.statuses[tie.status] || tie.status, data.reviews[tie.review] || tie.review,
      said?.text || "", data.papers[said?.document]?.title || said?.document || "", said?.section || "", said?.start ?? "", said?.end ?? "", [...tie.quotes.map((one) => one.statement), ...tie.rows].join("；")]);
  }
  return new Blob([`\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" });
}

/** GraphML for Gephi and networkx: the fields that the product's own export has. @param {Data} data @param {Shown} shown */
export function graphml(data, shown) {
  const space = "http://graphml.graphdrawing.org/xmlns", doc = document.implementation.createDocument(space, "graphml"), root = doc.documentElement;
  const add = (parent, tag, attributes, text = "") => {
    const made = doc.createElementNS(space, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, plain(value));
    if (text) made.textContent = plain(text);
    parent.append(made);
    return made;
  };
  const fields = { node: ["label", "kind", "key"], edge: ["label", "kind", "status", "review", "quote", "document", "statements"] };
  for (const [what, names] of Object.entries(fields)) for (const name of names) add(root, "key", { id: `${what}_${name}`, for: what, "attr.name": name, "attr.type": "string" });
  const graph = add(root, "graph", { edgedefault: "directed" });
  const put = (parent, what, values) => { for (const [name, value] of Object.entries(values)) if (value) add(parent, "data", { key: `${what}_${name}` }, value); };
  for (const id of shown.nodes) {
    const node = data.nodes.get(id);
    put(add(graph, "node", { id }), "node", { label: node.name, kind: node.kind, key: node.key });
  }
  for (const id of shown.edges) {
    const tie = data.edges.get(id), said = tie.quotes[0];
    put(add(graph, "edge", { source: tie.source, target: tie.target }), "edge", {
      label: data.relations[tie.relation] || tie.relation, kind: tie.relation, status: tie.status, review: tie.review, quote: said?.text, document: said?.document,
      statements: [...tie.quotes.map((one) => one.statement), ...tie.rows].join(" "),
    });
  }
  return new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(doc)}\n`], { type: "application/graphml+xml" });
}

/** The picture as SVG. @param {Data} data @param {Shown} shown @param {Map<string, {x: number, y: number}>} at @param {(id: string) => number} width */
export function svg(data, shown, at, width) {
  const space = "http://www.w3.org/2000/svg", doc = document.implementation.createDocument(space, "svg"), root = doc.documentElement;
  const add = (parent, tag, attributes, text = "") => {
    const made = doc.createElementNS(space, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
    if (text) made.textContent = plain(text);
    parent.append(made);
    return made;
  };
  const xs = [...shown.nodes].flatMap((id) => [at.get(id).x - width(id) / 2, at.get(id).x + width(id) / 2]), ys = [...shown.nodes].map((id) => at.get(id).y);
  const [left, top, right, bottom] = [Math.min(...xs) - 30, Math.min(...ys) - 40, Math.max(...xs) + 30, Math.max(...ys) + 40].map(Math.round);
  for (const [name, value] of Object.entries({ viewBox: `${left} ${top} ${right - left} ${bottom - top}`, width: right - left, height: bottom - top, "font-family": FONT, "font-size": 13 })) root.setAttribute(name, String(value));
  add(root, "rect", { x: left, y: top, width: right - left, height: bottom - top, fill: "#fff" });
  for (const id of shown.edges) line(add, root, data, data.edges.get(id), at, width);
  for (const id of shown.nodes) {
    const node = data.nodes.get(id), [sign, name] = data.sign(node), colour = COLOURS[name] || COLOURS.other, { x, y } = at.get(id), wide = width(id), full = data.starts.has(id);
    const group = add(root, "g", {});
    add(group, "title", {}, `${node.name}（${data.word("kind", node.kind)}）`);
    add(group, "rect", { x: x - wide / 2, y: y - HEIGHT / 2, width: wide, height: HEIGHT, fill: full ? colour : "#fff", stroke: colour, "stroke-width": 1.4 });
    add(group, "rect", { x: x - wide / 2, y: y - HEIGHT / 2, width: MARK, height: HEIGHT, fill: colour });
    add(group, "text", { x: x - wide / 2 + MARK / 2, y: y + 4.5, fill: "#fff", "text-anchor": "middle", "font-weight": "bold" }, sign);
    add(group, "text", { x: x - wide / 2 + MARK + 8, y: y + 4.5, fill: full ? "#fff" : INK }, boxText(node.name));
  }
  return new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(doc)}\n`], { type: "image/svg+xml" });
}

/** One relation from border to border, with its arrow and its word. */
function line(add, root, data, tie, at, width) {
  const look = LINES[worth(tie)], from = at.get(tie.source), to = at.get(tie.target), group = add(root, "g", {});
  const end = (a, b, wide) => {
    const [x, y] = [b.x - a.x, b.y - a.y], by = Math.min(Math.abs(x) ? wide / 2 / Math.abs(x) : Infinity, Math.abs(y) ? HEIGHT / 2 / Math.abs(y) : Infinity, 0.5);
    return { x: a.x + x * by, y: a.y + y * by };
  };
  const a = end(from, to, width(tie.source)), b = end(to, from, width(tie.target)), angle = Math.atan2(b.y - a.y, b.x - a.x);
  add(group, "title", {}, `${data.sentence(tie)}（${data.standing(tie)}）${tie.quotes[0] ? `“${tie.quotes[0].text}”` : ""}`);
  add(group, "line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke: look.colour || BRAND, "stroke-width": 1.4, ...(look.dash ? { "stroke-dasharray": look.dash.join(" ") } : {}) });
  const wing = (turn) => `${b.x - 8 * Math.cos(angle + turn)},${b.y - 8 * Math.sin(angle + turn)}`;
  add(group, "polygon", { points: `${b.x},${b.y} ${wing(0.4)} ${wing(-0.4)}`, fill: look.colour });
  if (data.edges.size <= 400) add(group, "text", { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 + 4, fill: look.ink, "text-anchor": "middle", "font-size": 12, "paint-order": "stroke", stroke: "#fff", "stroke-width": 4 }, data.word("relation", tie.relation));
}

// The picture: cytoscape draws, this keeps it equal to what is shown.
import { BRAND, COLOURS, FONT, HALO, HEIGHT, INK, LINES, MARK, PAPER, boxText, boxWidth, worth } from "./look.js";

/** @typedef {import("./data.js").Data} Data */
/** @typedef {import("./layouts.js").Place} Place */

const ctx = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
/** Below this scale names cannot be read, and marks stand alone. */
const FAR = 0.38, BIG = 3.4;
/** Relations beyond which lines have no words, and nodes beyond which the rest is not faded. */
const WORDS = 400, FADE = 1500;
const marks = new Map();

/** A mark as a picture; drawn here, so no page of ours needs fonts in it. @param {string} sign @param {string} colour */
function markImage(sign, colour) {
  const key = sign + colour;
  if (!marks.has(key)) {
    const canvas = document.createElement("canvas"), scale = 4;
    [canvas.width, canvas.height] = [MARK * scale, HEIGHT * scale];
    const draw = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    draw.fillStyle = colour;
    draw.fillRect(0, 0, canvas.width, canvas.height);
    draw.fillStyle = PAPER;
    draw.font = `bold ${13 * scale}px ${FONT}`;
    draw.textAlign = "center";
    draw.textBaseline = "middle";
    draw.fillText(sign, canvas.width / 2, canvas.height / 2 + 2);
    marks.set(key, canvas.toDataURL());
  }
  return marks.get(key);
}

/** @type {any[]} */
const STYLE = [
  { selector: "node[width]", style: {
    shape: "rectangle", width: "data(width)", height: HEIGHT, "background-color": PAPER, "border-width": 1.4, "border-color": "data(colour)",
    label: "data(text)", "font-family": FONT, "font-size": 13, color: INK, "text-valign": "center", "text-halign": "center", "text-margin-x": MARK / 2, "text-margin-y": 1,
    "background-image": "data(mark)", "background-width": MARK, "background-height": HEIGHT, "background-position-x": 0, "background-position-y": 0, "background-clip": "node", "background-image-containment": "inside",
    "min-zoomed-font-size": 4, "overlay-opacity": 0 } },
  { selector: "node[width].start", style: { "background-color": "data(colour)", color: PAPER, "font-weight": "bold" } },
  { selector: "node.pinned", style: { "border-width": 4, "border-style": "double" } },
  { selector: "node.far", style: { width: 42, height: 42, "background-width": "100%", "background-height": "100%", label: "" } },
  { selector: "node[width].far.start", style: { width: "data(wide)", height: HEIGHT * BIG, label: "data(text)", "font-size": 13 * BIG, "text-margin-x": MARK / 2 * BIG, "background-width": MARK * BIG, "background-height": HEIGHT * BIG, "z-index": 9 } },
  { selector: "node.group", style: {
    "background-color": "#f4f6f8", "background-opacity": 0.7, "background-image": "none", "border-width": 1, "border-color": "#b9c5d0", label: "data(text)", "text-valign": "top", "text-margin-x": 0, "text-margin-y": -4,
    "font-size": 16, "font-weight": "bold", color: "#4a5b6c", padding: "14px", "min-zoomed-font-size": 0 } },
  { selector: "node.group.distant", style: { "font-size": 54 } },
  { selector: "edge[colour]", style: {
    width: 1.4, "line-color": "data(colour)", "target-arrow-color": "data(colour)", "target-arrow-shape": "triangle", "arrow-scale": 0.8, "curve-style": "straight", "overlay-opacity": 0,
    "font-family": FONT, "font-size": 12, color: "data(ink)", "text-background-color": PAPER, "text-background-opacity": 1, "text-background-padding": "1px", "min-zoomed-font-size": 8 } },
  { selector: "edge.bent", style: { "curve-style": "bezier", "control-point-step-size": 36 } },
  { selector: "edge[word].worded", style: { label: "data(word)" } },
  { selector: "edge.planned", style: { "line-style": "dashed", "line-dash-pattern": LINES.planned.dash } },
  { selector: "edge.candidate", style: { "line-style": "dashed", "line-dash-pattern": LINES.candidate.dash } },
  { selector: ".dim", style: { opacity: 0.4 } },
  { selector: "node.on", style: { "border-width": 3, "border-color": BRAND, "underlay-color": HALO, "underlay-opacity": 1, "underlay-padding": 6, "z-index": 10 } },
  { selector: "edge.lit", style: { width: 3, "underlay-color": HALO, "underlay-opacity": 1, "underlay-padding": 4, "z-index": 9 } },
  { selector: "edge.on", style: { width: 3, "line-color": BRAND, "target-arrow-color": BRAND, "underlay-color": HALO, "underlay-opacity": 1, "underlay-padding": 4, color: PAPER, "text-background-color": BRAND, label: "data(word)", "z-index": 10 } },
  { selector: ".gone", style: { display: "none" } },
];

export class Stage {
  /**
   * @param {HTMLElement} place
   * @param {Data} data
   * @param {{pick: (id: string) => void, expand: (id: string) => void, over: (id: string, event: MouseEvent | null) => void, moved: (id: string) => void}} on
   */
  constructor(place, data, on) {
    this.data = data;
    [this.far, this.bent, this.worded] = [false, false, false];
    /** What was drawn last. @type {Record<string, Set<string>>} */
    this.was = { shown: new Set(), start: new Set(), pinned: new Set(), drawn: new Set() };
    const cy = window.cytoscape({
      container: place, style: STYLE, layout: { name: "preset" }, minZoom: 0.02, maxZoom: 4,
      textureOnViewport: true, boxSelectionEnabled: false, autounselectify: true,
    });
    this.cy = cy;
    const real = (one) => !one.hasClass("group");
    cy.on("tap", (event) => { if (event.target === cy) on.pick(""); else if (real(event.target)) on.pick(event.target.id()); });
    cy.on("dbltap", "node", (event) => { if (real(event.target)) on.expand(event.target.id()); });
    cy.on("mouseover", "node, edge", (event) => { if (real(event.target)) on.over(event.target.id(), event.originalEvent); });
    cy.on("mouseout viewport", () => on.over("", null));
    cy.on("dragfree", "node", (event) => { if (real(event.target)) on.moved(event.target.id()); });
    cy.on("zoom", () => this.distance());
  }

  /** @param {string} id @returns {import("./layouts.js").Box} */
  box(id) {
    const node = this.data.nodes.get(id);
    return { id, width: node ? boxWidth(ctx, boxText(node.name)) : 100 };
  }

  /**
   * Draw what is known and hide what is not shown. Only what differs from before is touched: a graph of thousands grows by a few.
   * @param {{nodes: Set<string>, edges: Set<string>}} shown
   * @param {Map<string, Place>} at
   * @param {Set<string>} pinned
   */
  sync(shown, at, pinned) {
    const { cy, data, was } = this, bent = data.edges.size <= 1500, worded = shown.edges.size <= WORDS;
    const now = { shown: new Set([...shown.nodes, ...shown.edges]), start: new Set(data.starts), pinned: new Set(pinned), drawn: new Set([...data.nodes.keys(), ...data.edges.keys()]) };
    const fresh = new Set([...now.drawn].filter((id) => !was.drawn.has(id)));
    cy.batch(() => {
      for (const id of was.drawn) if (!now.drawn.has(id)) cy.getElementById(id).remove();
      if (bent !== this.bent || worded !== this.worded) cy.edges().forEach((one) => { one.toggleClass("bent", bent).toggleClass("worded", worded); });
      [this.bent, this.worded] = [bent, worded];
      const made = [];
      for (const node of data.nodes.values()) if (fresh.has(node.id)) made.push(this.element(node, at.get(node.id), now));
      for (const tie of data.edges.values()) if (fresh.has(tie.id)) made.push(this.line(tie, now));
      cy.add(made);
      for (const [id, { x, y }] of at) {
        const one = cy.getElementById(id), place = one.nonempty() && one.position();
        if (place && (place.x !== x || place.y !== y)) one.position({ x, y });
      }
      for (const [name, before, after] of /** @type {[string, Set<string>, Set<string>][]} */ ([["gone", now.shown, was.shown], ["start", was.start, now.start], ["pinned", was.pinned, now.pinned]])) {
        for (const id of before) if (!after.has(id) && !fresh.has(id)) cy.getElementById(id).removeClass(name);
        for (const id of after) if (!before.has(id) && !fresh.has(id)) cy.getElementById(id).addClass(name);
      }
    });
    this.was = now;
    this.distance();
  }

  /** @param {import("./data.js").Thing} node @param {Place | undefined} at @param {{shown: Set<string>, start: Set<string>, pinned: Set<string>}} now */
  element(node, at, now) {
    const [sign, name] = this.data.sign(node), colour = COLOURS[name] || COLOURS.other, { width } = this.box(node.id);
    const classes = [!now.shown.has(node.id) && "gone", now.start.has(node.id) && "start", now.pinned.has(node.id) && "pinned", this.far && "far"].filter(Boolean).join(" ");
    return { group: "nodes", classes, position: at ? { ...at } : { x: 0, y: 0 }, data: { id: node.id, text: boxText(node.name), width, wide: width * BIG, colour, mark: markImage(sign, colour) } };
  }

  /** @param {import("./data.js").Tie} tie @param {{shown: Set<string>}} now */
  line(tie, now) {
    const way = worth(tie), classes = [way, !now.shown.has(tie.id) && "gone", this.bent && "bent", this.worded && "worded"].filter(Boolean).join(" ");
    return { group: "edges", classes, data: { id: tie.id, source: tie.source, target: tie.target, word: this.data.word("relation", tie.relation), colour: LINES[way].colour, ink: LINES[way].ink } };
  }

  /** Names from near, marks from afar. @param {boolean} [again] */
  distance(again = false) {
    const far = this.cy.zoom() < FAR;
    if (far === this.far && !again) return;
    this.far = far;
    this.cy.batch(() => this.cy.nodes().forEach((one) => { one.toggleClass(one.hasClass("group") ? "distant" : "far", far); }));
  }

  /** @param {string} id @param {Set<string>} lit */
  mark(id, lit) {
    const { cy } = this;
    cy.batch(() => {
      cy.elements(".dim, .on, .lit").removeClass("dim on lit");
      const one = id ? cy.getElementById(id) : cy.collection();
      const edges = cy.edges().filter((edge) => lit.has(edge.id()));
      if (one.nonempty() || edges.nonempty()) {
        const near = (one.isNode?.() ? one.closedNeighborhood() : one.union(one.connectedNodes())).union(edges).union(edges.connectedNodes());
        if (this.data.nodes.size <= FADE) cy.elements().not(near).not(".group").addClass("dim");
        one.addClass("on");
        edges.addClass("lit");
      }
    });
  }

  /** Parents around what belongs together; "" of a group removes all. @param {Map<string, string>} of id → group */
  group(of) {
    const { cy } = this;
    if (!of.size && cy.nodes(".group").empty()) return;
    cy.batch(() => {
      cy.nodes().not(".group").move({ parent: null });
      cy.nodes(".group").remove();
      const names = [...new Set(of.values())];
      cy.add(names.map((name, place) => ({ group: "nodes", classes: "group", data: { id: `group ${place}`, text: boxText(name) } })));
      for (const [id, name] of of) cy.getElementById(id).move({ parent: `group ${names.indexOf(name)}` });
    });
    this.distance(true);
  }

  /** @returns {Map<string, Place>} */
  places() {
    return new Map(this.cy.nodes().filter((one) => !one.hasClass("group")).map((one) => [one.id(), { ...one.position() }]));
  }

  /** All that is shown, as large as fits. Reckoned from places and widths: cytoscape would measure every word first. */
  fit() {
    const { cy } = this;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    cy.nodes().forEach((one) => {
      if (one.hasClass("gone") || one.hasClass("group")) return;
      const { x, y } = one.position(), half = one.data("width") / 2;
      [left, right, top, bottom] = [Math.min(left, x - half), Math.max(right, x + half), Math.min(top, y - HEIGHT), Math.max(bottom, y + HEIGHT)];
    });
    if (left > right || !cy.width()) return;
    const room = cy.nodes(".group").empty() ? 24 : 48;
    const zoom = Math.min(1.25, (cy.width() - room) / (right - left), (cy.height() - room) / (bottom - top));
    cy.viewport({ zoom: Math.max(zoom, cy.minZoom()), pan: { x: cy.width() / 2 - zoom * (left + right) / 2, y: cy.height() / 2 - zoom * (top + bottom) / 2 } });
    this.distance();
  }

  /** @param {string} id */
  show(id) {
    const one = this.cy.getElementById(id);
    if (one.empty()) return;
    if (this.cy.zoom() < 0.6) this.cy.zoom(0.8);
    this.cy.center(one);
  }
}

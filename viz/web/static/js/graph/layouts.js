// Where nodes stand. Pure: boxes and ties in, places out. The same graph is laid out the same each time.
import { HEIGHT } from "./look.js";

/**
 * @typedef {{id: string, width: number}} Box
 * @typedef {{x: number, y: number}} Place
 * @typedef {[string, string]} Pair
 */

/** Boxes are wide: forces work in a space that is narrower by this, so that they act on circles. */
const SQUEEZE = 2.2;
const GAP_X = 24, GAP_Y = 18;
/** Beyond it, boxes are not moved apart one by one. */
const MANY = 2500;

/** Turns of the simulation: enough to untangle, few enough to wait for. @param {number} count */
function turns(count) {
  if (count <= 60) return 300;
  if (count <= 400) return 60;
  return count <= 1500 ? 36 : 14;
}

/**
 * By force. What is held stays where it is.
 * @param {Box[]} boxes
 * @param {Pair[]} ties
 * @param {Map<string, Place>} held
 * @returns {Map<string, Place>}
 */
export function force(boxes, ties, held) {
  const nodes = boxes.map(({ id, width }) => {
    const at = held.get(id), r = Math.max((width + GAP_X) / 2 / SQUEEZE, (HEIGHT + GAP_Y) / 2);
    return at ? { id, r, x: at.x / SQUEEZE, y: at.y, fx: at.x / SQUEEZE, fy: at.y } : { id, r };
  });
  const known = new Set(boxes.map((one) => one.id));
  const links = ties.filter(([a, b]) => a !== b && known.has(a) && known.has(b)).map(([source, target]) => ({ source, target }));
  // A few nodes have room for the words of their lines; many have to be seen at once.
  const d3 = window.d3, few = boxes.length <= 80;
  const run = d3.forceSimulation(nodes).stop()
    .force("charge", d3.forceManyBody().strength(few ? -700 : -200).theta(few ? 0.9 : 1.3).distanceMax(900))
    .force("link", d3.forceLink(links).id((one) => one.id).distance(few ? 150 : 90))
    .force("x", d3.forceX(0).strength(0.05)).force("y", d3.forceY(0).strength(0.06))
    .force("collide", d3.forceCollide((one) => one.r).strength(0.7));
  const most = turns(boxes.length);
  run.alphaDecay(1 - 0.001 ** (1 / most)).tick(most);
  const at = new Map(nodes.map((one) => [one.id, { x: one.x * SQUEEZE, y: one.y }]));
  return apart(boxes, at, new Set(held.keys()));
}

/**
 * Columns by the number of steps from what was asked for, each in the order of what it is joined to.
 * @param {Box[]} boxes
 * @param {Pair[]} ties
 * @param {Set<string>} starts
 */
export function layers(boxes, ties, starts) {
  const beside = new Map(boxes.map((one) => [one.id, /** @type {string[]} */ ([])]));
  for (const [a, b] of ties) { beside.get(a)?.push(b); beside.get(b)?.push(a); }
  const step = new Map(), at = new Map();
  let edge = boxes.filter((one) => starts.has(one.id)).map((one) => one.id);
  if (!edge.length && boxes.length) edge = [boxes[0].id];
  for (let far = 0; edge.length; far += 1) {
    for (const id of edge) step.set(id, far);
    edge = [...new Set(edge.flatMap((id) => beside.get(id) || []))].filter((id) => beside.has(id) && !step.has(id));
  }
  const last = Math.max(0, ...step.values()) + 1, columns = new Map();
  for (const one of boxes) {
    const column = step.get(one.id) ?? last;
    columns.set(column, [...(columns.get(column) || []), one]);
  }
  let left = 0;
  for (const column of [...columns.keys()].sort((a, b) => a - b)) {
    const mean = (id) => {
      const ys = (beside.get(id) || []).filter((other) => at.has(other)).map((other) => at.get(other).y);
      return ys.length ? ys.reduce((a, b) => a + b, 0) / ys.length : 0;
    };
    const listed = columns.get(column).map((one) => ({ one, mean: mean(one.id) })).sort((a, b) => a.mean - b.mean || (a.one.id < b.one.id ? -1 : 1)).map(({ one }) => one);
    const tall = Math.max(24, Math.ceil(Math.sqrt(listed.length) * 2));
    for (let from = 0; from < listed.length; from += tall) {
      const part = listed.slice(from, from + tall), wide = Math.max(...part.map((one) => one.width));
      part.forEach((one, row) => at.set(one.id, { x: left + wide / 2, y: (row - (part.length - 1) / 2) * (HEIGHT + GAP_Y) }));
      left += wide + 40;
    }
    left += 140;
  }
  return at;
}

/**
 * Blocks of what belongs together, the largest first, in rows.
 * @param {Box[]} boxes
 * @param {(id: string) => string} groupOf
 */
export function blocks(boxes, groupOf) {
  const groups = new Map(), at = new Map();
  for (const one of boxes) groups.set(groupOf(one.id), [...(groups.get(groupOf(one.id)) || []), one]);
  const sized = [...groups.values()].map((group) => {
    const columns = Math.max(1, Math.round(Math.sqrt(group.length / 3))), wide = Math.max(...group.map((one) => one.width)) + GAP_X;
    return { group, columns, wide, width: columns * wide + 50, height: Math.ceil(group.length / columns) * (HEIGHT + GAP_Y) + 70 };
  });
  sized.sort((a, b) => b.group.length - a.group.length);
  const most = Math.sqrt(sized.reduce((sum, one) => sum + one.width * one.height, 0)) * 1.3;
  let left = 0, top = 0, tall = 0;
  for (const one of sized) {
    if (left && left + one.width > most) { left = 0; top += tall; tall = 0; }
    one.group.forEach((box, place) => at.set(box.id, {
      x: left + (place % one.columns + 0.5) * one.wide, y: top + 40 + Math.floor(place / one.columns) * (HEIGHT + GAP_Y),
    }));
    left += one.width;
    tall = Math.max(tall, one.height);
  }
  return at;
}

/**
 * New nodes around what they are joined to.
 * @param {Box[]} boxes all of them
 * @param {string[]} fresh
 * @param {string} anchor
 * @param {Map<string, Place>} at places of the others
 */
export function around(boxes, fresh, anchor, at) {
  const middle = at.get(anchor) || { x: 0, y: 0 }, out = new Map(at);
  let ring = 0, place = 0, room = 8;
  for (const id of fresh) {
    if (place >= room) { ring += 1; place = 0; room = 8 + ring * 8; }
    const angle = (place / Math.min(room, Math.max(fresh.length, 3))) * 2 * Math.PI + ring * 0.4;
    out.set(id, { x: middle.x + Math.cos(angle) * (230 + ring * 170), y: middle.y + Math.sin(angle) * (120 + ring * 70) });
    place += 1;
  }
  return apart(boxes, out, new Set(at.keys()));
}

/**
 * Boxes that overlap move apart along the axis on which less has to be moved; what is held stays.
 * @param {Box[]} boxes
 * @param {Map<string, Place>} at
 * @param {Set<string>} held
 */
export function apart(boxes, at, held) {
  if (boxes.length > MANY) return at;
  const list = boxes.filter((one) => at.has(one.id)).map((one) => ({ ...one, ...at.get(one.id), held: held.has(one.id) }));
  const side = Math.max(120, ...list.map((one) => one.width)) + GAP_X, rounds = list.length > 600 ? 20 : 120;
  for (let round = 0, moved = true; moved && round < rounds; round += 1) {
    moved = false;
    const cells = new Map();
    for (const one of list) {
      const key = `${Math.floor(one.x / side)} ${Math.floor(one.y / side)}`;
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push(one);
    }
    for (const a of list) {
      if (a.held) continue;
      const column = Math.floor(a.x / side), row = Math.floor(a.y / side);
      for (let dx = -1; dx <= 1; dx += 1) for (let dy = -1; dy <= 1; dy += 1) {
        for (const b of cells.get(`${column + dx} ${row + dy}`) || []) if (a !== b && (b.held || a.id < b.id) && push(a, b)) moved = true;
      }
    }
  }
  return new Map(list.map((one) => [one.id, { x: one.x, y: one.y }]));
}

function push(a, b) {
  if (a.held && b.held) return false;
  const x = (a.width + b.width) / 2 + GAP_X * 0.6 - Math.abs(a.x - b.x), y = HEIGHT + GAP_Y * 0.6 - Math.abs(a.y - b.y);
  if (x <= 0.5 || y <= 0.5) return false;
  const across = x < y, by = (across ? x : y) / (a.held || b.held ? 1 : 2), axis = across ? "x" : "y";
  const way = a[axis] < b[axis] || (a[axis] === b[axis] && a.id < b.id) ? -1 : 1;
  if (!a.held) a[axis] += way * by;
  if (!b.held) b[axis] -= way * by;
  return true;
}

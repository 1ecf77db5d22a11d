// The arrow keys on the map: up and down to the next box of the column, left and right along lines.

/** @param {SVGAElement} box */
function place(box) {
  const rect = /** @type {SVGRectElement} */ (box.querySelector(".box"));
  const at = { x: rect.x.baseVal.value, y: rect.y.baseVal.value, w: rect.width.baseVal.value, h: rect.height.baseVal.value };
  return { x: at.x + at.w / 2, y: at.y + at.h / 2 };
}

/**
 * The segment to go to, "" if there is none that way.
 * @param {SVGSVGElement} map
 * @param {Map<string, SVGAElement>} boxes
 * @param {string} here
 * @param {string} key an arrow key
 */
export function neighbour(map, boxes, here, key) {
  const at = place(/** @type {SVGAElement} */ (boxes.get(here)));
  const sideways = key === "ArrowLeft" || key === "ArrowRight";
  const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  /** @type {Set<string>} */
  const joined = new Set();
  for (const edge of /** @type {NodeListOf<SVGPathElement>} */ (map.querySelectorAll("#edges .edge"))) {
    if (edge.dataset.from === here) joined.add(String(edge.dataset.to));
    if (edge.dataset.to === here) joined.add(String(edge.dataset.from));
  }
  let best = "", least = Infinity;
  for (const [other, box] of boxes) {
    const there = place(box), dx = there.x - at.x, dy = there.y - at.y;
    const ahead = (sideways ? dx : dy) * sign, aside = Math.abs(sideways ? dy : dx);
    if (other === here || ahead < 8 || (!sideways && aside > 40)) continue;
    // Along a line before across the ground.
    const cost = ahead + aside * 2 + (sideways && !joined.has(other) ? 10_000 : 0);
    if (cost < least) { least = cost; best = other; }
  }
  return best;
}

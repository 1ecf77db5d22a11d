// What hangs on a segment, lit on the map: what feeds it, what takes it, what takes that.

/**
 * @param {SVGSVGElement} map
 * @param {Map<string, SVGAElement>} boxes
 * @param {string} chosen
 */
export function light(map, boxes, chosen) {
  const edges = /** @type {SVGPathElement[]} */ ([...map.querySelectorAll("#edges .edge")]);
  const down = reached(edges, chosen);
  const missing = boxes.get(chosen)?.classList.contains("missing") ?? false;
  map.classList.toggle("broken", missing);
  for (const edge of edges) {
    const from = String(edge.dataset.from), to = String(edge.dataset.to);
    const direct = from === chosen, feeds = to === chosen, far = !direct && !feeds && down.has(from);
    edge.classList.toggle("lit", direct);
    edge.classList.toggle("feeds", feeds);
    edge.classList.toggle("far", far);
    const tip = feeds ? "feeds" : missing ? "gap" : "lit";
    direct || feeds || far ? edge.setAttribute("marker-end", `url(#tip-${tip})`) : edge.removeAttribute("marker-end");
    // What is lit lies above what is not.
    if (far) edge.parentNode?.append(edge);
  }
  for (const edge of edges) if (edge.matches(".lit, .feeds")) edge.parentNode?.append(edge);
  const up = new Set(edges.filter((edge) => edge.dataset.to === chosen).map((edge) => edge.dataset.from));
  for (const [key, box] of boxes) {
    box.classList.toggle("down", key !== chosen && down.has(key));
    box.classList.toggle("up", up.has(key));
  }
}

/**
 * Everything downstream of a segment.
 * @param {SVGPathElement[]} edges
 * @param {string} start
 */
export function reached(edges, start) {
  /** @type {Set<string>} */
  const found = new Set();
  const waiting = [start];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    for (const edge of edges) {
      const to = String(edge.dataset.to);
      if (edge.dataset.from === key && !found.has(to)) { found.add(to); waiting.push(to); }
    }
  }
  found.delete(start);
  return found;
}

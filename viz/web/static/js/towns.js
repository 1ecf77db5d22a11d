// Keys of the map of towns: arrows from town to town, 1–4 for what is shown, T to the table.
import { onKey } from "./keys.js";

const places = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#towns a.tile")]);

/** @param {Element} place */
function middle(place) {
  const box = place.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

/** @param {number} x @param {number} y the direction */
function step(x, y) {
  const here = places.find((one) => one === document.activeElement);
  if (!here) { places[0]?.focus(); return; }
  const from = middle(here);
  let best = here, least = Infinity;
  for (const one of places) {
    const to = middle(one), dx = to.x - from.x, dy = to.y - from.y;
    const ahead = dx * x + dy * y, aside = Math.abs(dx * y) + Math.abs(dy * x);
    // Straight on before aslant; what lies more aside than ahead is another direction.
    if (one === here || ahead < 4 || aside > ahead * 1.5) continue;
    if (ahead + aside * 2 < least) { least = ahead + aside * 2; best = one; }
  }
  best.focus();
}

onKey("ArrowLeft", () => step(-1, 0));
onKey("ArrowRight", () => step(1, 0));
onKey("ArrowUp", () => step(0, -1));
onKey("ArrowDown", () => step(0, 1));
for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-view]")))
  onKey(String(link.dataset.view), () => link.click());
onKey("t", () => {
  const table = document.getElementById("listed");
  table?.scrollIntoView();
  table?.focus();
});

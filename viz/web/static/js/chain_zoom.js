// A picture that is panned by scrolling or dragging and zoomed by its size: keyboards and fingers scroll it as any page.

const STEP = 1.2, LEAST = 0.3, MOST = 3, LEGIBLE = 0.78;

/**
 * @param {HTMLElement} viewport
 * @param {SVGSVGElement} map
 */
export function zoomable(viewport, map) {
  const whole = { w: map.viewBox.baseVal.width, h: map.viewBox.baseVal.height };
  let scale = 1, moved = 0, chosen = "";

  /** @param {number} wanted @param {number} [x] @param {number} [y] the point that stays, in px of the viewport */
  function set(wanted, x = viewport.clientWidth / 2, y = viewport.clientHeight / 2) {
    const next = Math.min(MOST, Math.max(LEAST, wanted));
    const left = (viewport.scrollLeft + x) / scale, top = (viewport.scrollTop + y) / scale;
    scale = next;
    map.setAttribute("width", String(Math.floor(whole.w * scale)));
    map.setAttribute("height", String(Math.floor(whole.h * scale)));
    viewport.scrollLeft = left * scale - x;
    viewport.scrollTop = top * scale - y;
  }

  /** @param {string} how in, out, fit or width */
  function to(how) {
    const wide = (viewport.clientWidth - 2) / whole.w, high = (viewport.clientHeight - 2) / whole.h;
    chosen = how === "fit" || how === "width" ? how : "";
    if (how === "in") set(scale * STEP);
    if (how === "out") set(scale / STEP);
    if (how === "fit") set(Math.min(wide, high));
    if (how === "width") set(wide);
  }

  /** At first: all of it where it stays legible, else its whole width, else as large as can be read. */
  function start() {
    const wide = (viewport.clientWidth - 2) / whole.w, high = (viewport.clientHeight - 2) / whole.h;
    const all = Math.min(wide, high);
    set(Math.min(1.5, all >= 0.9 ? all : Math.max(wide, LEGIBLE)), 0, 0);
    viewport.scrollTop = 0;
    viewport.scrollLeft = 0;
  }

  viewport.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = viewport.getBoundingClientRect();
    chosen = "";
    set(scale * (event.deltaY < 0 ? STEP : 1 / STEP), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });

  viewport.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch") return;
    const from = { x: event.clientX + viewport.scrollLeft, y: event.clientY + viewport.scrollTop };
    moved = 0;
    /** @param {PointerEvent} now */
    const move = (now) => {
      const left = from.x - now.clientX, top = from.y - now.clientY;
      moved = Math.max(moved, Math.abs(left - viewport.scrollLeft) + Math.abs(top - viewport.scrollTop), moved);
      viewport.scrollLeft = left;
      viewport.scrollTop = top;
      if (Math.hypot(now.clientX - event.clientX, now.clientY - event.clientY) > 4) viewport.classList.add("dragging");
    };
    const end = (/** @type {PointerEvent} */ now) => {
      moved = Math.hypot(now.clientX - event.clientX, now.clientY - event.clientY);
      removeEventListener("pointermove", move);
      viewport.classList.remove("dragging");
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end, { once: true });
  });
  map.addEventListener("dragstart", (event) => event.preventDefault());
  new ResizeObserver(() => { if (chosen) to(chosen); }).observe(viewport);
  start();
  return { to, dragged: () => moved > 4 };
}

// Lists whose rows open: by the button, by Enter, by J and K from row to row.
import { onKey } from "./keys.js";

const folds = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll("button.fold")]);

/** @param {HTMLButtonElement} fold */
function toggle(fold) {
  const open = fold.getAttribute("aria-expanded") !== "true";
  fold.setAttribute("aria-expanded", String(open));
  fold.closest(".pair")?.classList.toggle("open", open);
  const more = document.getElementById(String(fold.getAttribute("aria-controls")));
  if (more) more.hidden = !open;
}

for (const fold of folds) {
  fold.addEventListener("click", () => toggle(fold));
  fold.closest("tr")?.addEventListener("click", (event) => {
    if (event.target instanceof Element && !event.target.closest("a, button") && !getSelection()?.toString()) toggle(fold);
  });
}

/** @param {number} by */
function step(by) {
  const here = folds.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  const next = folds[here < 0 ? 0 : Math.min(folds.length - 1, Math.max(0, here + by))];
  next?.focus();
}
onKey("j", () => step(1));
onKey("k", () => step(-1));

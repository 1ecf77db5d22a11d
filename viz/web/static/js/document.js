// A document: the words and the list of what they state lead to each other.
import { onKey } from "./keys.js";

const paper = /** @type {HTMLElement | null} */ (document.querySelector(".paper"));
const items = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".said")]);
const pieces = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".p")]);
/** @type {Map<string, HTMLElement[]>} */
const byNumber = new Map();
for (const piece of pieces) {
  for (const number of (piece.dataset.n ?? "").split(" ")) byNumber.set(number, [...(byNumber.get(number) ?? []), piece]);
}
let here = "", only = "";

/** @param {HTMLElement} item */
const numberOf = (item) => item.id.slice(1);
const shown = () => items.filter((item) => !item.hidden);

/**
 * @param {HTMLElement} inside what scrolls
 * @param {HTMLElement} what
 */
function into(inside, what) {
  const box = inside.getBoundingClientRect(), at = what.getBoundingClientRect();
  if (at.top < box.top + 20 || at.bottom > box.bottom - 20) inside.scrollTop += at.top - box.top - box.height / 3;
}

/**
 * @param {string} number
 * @param {boolean} [keep] put it into the address
 */
function go(number, keep = true) {
  const item = document.getElementById(`s${number}`);
  if (!item) return;
  for (const one of items) one.classList.toggle("here", one === item);
  const found = byNumber.get(number) ?? [];
  for (const piece of pieces) piece.classList.toggle("here", found.includes(piece));
  here = number;
  const list = item.closest(".list-scroll"), text = document.querySelector(".text-scroll");
  if (list instanceof HTMLElement) into(list, item);
  if (text instanceof HTMLElement && found[0]) into(text, found[0]);
  if (keep) {
    const query = new URLSearchParams(location.search);
    query.set("statement", item.dataset.key ?? "");
    history.replaceState(null, "", `${location.pathname}?${query}`);
  }
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const piece = target?.closest(".p");
  if (piece instanceof HTMLElement) {
    // Several statements may rest on one word: each click shows the next.
    const numbers = (piece.dataset.n ?? "").split(" ").filter((one) => !document.getElementById(`s${one}`)?.hidden);
    go(numbers[(numbers.indexOf(here) + 1) % numbers.length] ?? "");
    return;
  }
  const link = target?.closest("[data-go]");
  if (link) { event.preventDefault(); go(String(link.getAttribute("data-go"))); return; }
  const item = target?.closest(".said");
  if (item instanceof HTMLElement && !target?.closest("a")) { go(numberOf(item)); return; }
  const button = target?.closest("[data-only]");
  if (button) filter(String(button.getAttribute("data-only")));
});

/** @param {string} look */
function filter(look) {
  only = look;
  const kept = new Set();
  for (const item of items) {
    item.hidden = look !== "" && !item.classList.contains(look);
    if (!item.hidden) kept.add(numberOf(item));
  }
  for (const piece of pieces) piece.classList.toggle("dim", !(piece.dataset.n ?? "").split(" ").some((one) => kept.has(one)));
  for (const one of document.querySelectorAll("[data-only]")) {
    const on = one.getAttribute("data-only") === only;
    one.classList.toggle("on", on);
    one.setAttribute("aria-pressed", String(on));
  }
}

/** @param {number} by */
function step(by) {
  const listed = shown(), at = listed.findIndex((item) => numberOf(item) === here);
  const next = listed[Math.min(listed.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  if (next) { go(numberOf(next)); next.querySelector("button")?.focus({ preventScroll: true }); }
}
onKey("j", () => step(1));
onKey("k", () => step(-1));

const wanted = paper?.dataset.wanted;
const first = wanted ? items.find((item) => item.dataset.key === wanted) : undefined;
if (first) go(numberOf(first), false);

// Search as one types: names, pinyin and initials, answered by this machine.
import { json, t, url } from "./net.js";

const WAIT_MS = 30, MOST = 9;

/** @typedef {{key: string, kind: string, kind_zh: string, name: string, matched: string, how: string}} Hit */

/**
 * Let a box suggest things.
 * @param {HTMLInputElement} box
 * @param {HTMLElement} list
 */
export function suggest(box, list) {
  let at = -1, timer = 0;
  /** @type {AbortController | null} */
  let asked = null;
  /** @type {HTMLElement[]} */
  let options = [];

  function close() {
    list.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  /** @param {number} to */
  function mark(to) {
    if (!options.length) return;
    at = (to + options.length) % options.length;
    options.forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    box.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  }

  /** @param {Hit[]} hits @param {string} text */
  function show(hits, text) {
    list.replaceChildren();
    options = hits.map((hit, place) => line(hit, place));
    if (options.length) {
      list.append(...options);
    } else {
      const none = document.createElement("li");
      none.className = "none";
      none.setAttribute("role", "option");
      none.textContent = t(`没有“${text}”。试试简称或拼音首字母`, `No “${text}”. Try a short name or pinyin initials`);
      list.append(none);
    }
    list.hidden = false;
    at = -1;
    box.setAttribute("aria-expanded", "true");
  }

  async function ask() {
    const text = box.value.trim();
    asked?.abort();
    if (!text) { close(); return; }
    asked = new AbortController();
    try {
      const found = await json(`/api/v1/search?q=${encodeURIComponent(text)}&limit=${MOST}`, asked.signal);
      show(found.data, text);
    } catch (error) {
      if (!(error instanceof DOMException)) close();
    }
  }

  box.addEventListener("input", () => { clearTimeout(timer); timer = window.setTimeout(ask, WAIT_MS); });
  box.addEventListener("blur", () => window.setTimeout(close, 150));
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") { event.preventDefault(); list.hidden ? ask() : mark(at + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark(at - 1); }
    else if (event.key === "Escape") { list.hidden ? box.blur() : close(); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); options[at].click(); }
  });
}

/**
 * One thing found. Its text is set as text: a name may hold anything.
 * @param {Hit} hit
 * @param {number} place
 */
function line(hit, place) {
  const made = document.createElement("li");
  made.id = `found-${place}`;
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  const name = document.createElement("bdi"), about = document.createElement("small");
  name.textContent = hit.name;
  about.textContent = hit.matched !== hit.name && hit.how === "别名" ? `${hit.matched} · ${hit.kind_zh}` : hit.kind_zh;
  made.append(name, about);
  made.addEventListener("mousedown", (event) => event.preventDefault());
  made.addEventListener("click", () => { location.href = address(hit); });
  return made;
}

/** @param {Hit} hit */
export function address(hit) {
  if (hit.kind === "Chain") return url(`/chains/${encodeURIComponent(hit.key.replace("Chain:", ""))}`);
  return url(`/nodes/${encodeURIComponent(hit.key)}`);
}

// Beside the picture: adding things by name, expanding by relation with counts, and paths.
import { search } from "./ask.js";
import { mark } from "./card.js";
import { COLOURS } from "./look.js";
import { make, name, t, visible } from "./words.js";

/** @typedef {import("./data.js").Data} Data */

/**
 * Find anything in the store as one types.
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list
 * @param {Data} data
 * @param {(key: string, name: string) => void} take
 */
export function adder(input, list, data, take) {
  let at = -1, waiting = 0, running = new AbortController();
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); at = -1; };
  const options = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=option]")]);
  const go = (/** @type {number} */ to) => {
    const all = options();
    if (!all.length) return;
    at = (to + all.length) % all.length;
    all.forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  };
  const show = (/** @type {any[]} */ hits) => {
    list.textContent = "";
    hits.forEach((hit, place) => {
      const one = make("li"), there = [...data.nodes.values()].some((node) => node.key === hit.key);
      one.id = `added-${place}`;
      one.setAttribute("role", "option");
      one.setAttribute("aria-selected", "false");
      one.append(name(hit.name), make("small", "", there ? t(`${hit.kind_zh} · 在图里`, `${hit.kind} · shown`) : t(hit.kind_zh, hit.kind)));
      one.addEventListener("mousedown", (event) => event.preventDefault());
      one.addEventListener("click", () => { close(); input.value = ""; take(hit.key, hit.name); });
      list.append(one);
    });
    if (!hits.length) list.append(make("li", "none", t(`没有“${input.value.trim()}”。试试简称或拼音首字母`, "Nothing found. Try pinyin initials")));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    at = -1;
  };
  const ask = async () => {
    running.abort();
    running = new AbortController();
    const text = input.value.trim();
    if (!text) { close(); return; }
    try {
      show(await search(text, running.signal));
    } catch (error) {
      if (/** @type {Error} */ (error).name !== "AbortError") show([]);
    }
  };
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = window.setTimeout(ask, 60); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); go(at + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); go(at - 1); }
    else if (event.key === "Escape") { close(); input.blur(); }
    else if (event.key === "Enter") { event.preventDefault(); options()[Math.max(at, 0)]?.click(); }
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
}

/**
 * Relations of the picked node: shown of all, with ways to load and to fold.
 * @param {HTMLElement} place
 * @param {Data} data
 * @param {string} id
 * @param {{relation: string, zh: string, direction: string, total: number, accepted: number}[]} found
 * @param {{load: (relation: string, direction: string) => void, fold: (relation: string, direction: string) => void, all: () => void}} act
 */
export function groups(place, data, id, found, act) {
  const node = data.nodes.get(id);
  place.textContent = "";
  place.hidden = !node;
  if (!node) return;
  const head = make("h2", "picked"), [sign, colour] = data.sign(node);
  head.append(mark([sign, colour in COLOURS ? colour : "other"]), name(node.name));
  place.append(head);
  const list = make("ul", "expand");
  for (const one of found) list.append(group(data, id, one, act));
  if (!found.length) place.append(make("p", "meta", t("没有别的关系", "No relations")));
  const all = make("button", "button", t("全部关系展开一层", "Expand all by one"));
  all.setAttribute("type", "button");
  all.addEventListener("click", act.all);
  place.append(list);
  if (found.length) place.append(all);
}

/** @param {Data} data @param {string} id @param {any} one @param {any} act */
function group(data, id, one, act) {
  const out = one.direction === "out", made = make("li"), button = make("button", "plus");
  const ties = [...(data.at.get(id) || [])].map((edge) => data.edges.get(edge)).filter((tie) => tie.relation === one.relation && (out ? tie.source : tie.target) === id);
  const full = ties.length >= one.total, word = t(one.zh, one.relation);
  button.setAttribute("type", "button");
  button.textContent = full ? "−" : "+";
  button.setAttribute("aria-label", full ? t(`收起 ${word}`, `fold ${word}`) : t(`展开 ${word}，还有 ${one.total - ties.length} 条`, `expand ${word}, ${one.total - ties.length} more`));
  button.addEventListener("click", () => (full ? act.fold(one.relation, one.direction) : act.load(one.relation, one.direction)));
  const waiting = one.total - one.accepted, words = make("span", "verb", out ? `${word} →` : `${word} ←`);
  const number = make("span", "number", `${ties.length} / ${one.total}`);
  number.setAttribute("title", t(`显示 ${ties.length} 条，共 ${one.total} 条${waiting > 0 ? `，其中未采信 ${waiting} 条` : ""}`, `${ties.length} of ${one.total} shown`));
  made.append(button, words, number);
  return made;
}

/**
 * The paths between two things, each step with its standing.
 * @param {HTMLElement} place
 * @param {Data} data
 * @param {any} found
 * @param {string} from
 * @param {string} to
 * @param {{light: (steps: any[]) => void, pick: (id: string) => void, edge: (step: any) => string}} act
 */
export function ways(place, data, found, from, to, act) {
  place.textContent = "";
  const body = make("div", "card-body"), head = make("h2");
  head.append(name(from), " ⇢ ", name(to));
  body.append(make("p", "meta", t("路径（只走已采信的关系，不借道地区、文件、产业链）", "Paths of accepted relations, not through regions, papers or chains")), head);
  if (!found.paths.length) body.append(make("p", "", t("4 步之内没有路径。没有路径不等于没有联系：可能还没有来源写到。", "No path within 4 steps; that is not to say there is no tie.")));
  else body.append(make("p", "meta", t(`最短 ${found.steps} 步，${found.truncated ? "不止 " : ""}${found.paths.length} 条`, `${found.steps} steps, ${found.truncated ? "more than " : ""}${found.paths.length} paths`)));
  const list = make("ol", "paths");
  found.paths.slice(0, 20).forEach((/** @type {any[]} */ steps, /** @type {number} */ number) => {
    const one = make("li"), light = make("button", "button", t(`标出第 ${number + 1} 条`, `Show path ${number + 1}`));
    light.setAttribute("type", "button");
    light.addEventListener("click", () => act.light(steps));
    const lines = make("ul", "ties");
    for (const step of steps) {
      const line = make("li"), open = make("button", "to"), way = step.status === "" || step.status === "done" ? "done" : "planned";
      open.setAttribute("type", "button");
      open.append(name(step.start_name), make("span", `verb ${way}`, step.forward ? ` — ${t(step.zh, step.relation)} → ` : ` ← ${t(step.zh, step.relation)} — `), name(step.end_name));
      open.addEventListener("click", () => act.pick(act.edge(step)));
      line.append(open, make("p", "said", t(`依据 ${step.statements.length} 条`, `${step.statements.length} statements`)));
      lines.append(line);
    }
    one.append(light, lines);
    list.append(one);
  });
  body.append(list);
  place.append(body);
  place.scrollTop = 0;
  return visible(from);
}

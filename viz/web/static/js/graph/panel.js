// Filters, the finder, the table and the legend: everything beside the picture that both pages share.
import { mark, rowWords } from "./card.js";
import { rank } from "./data.js";
import { legendKinds, meanings, worth } from "./look.js";
import { make, name, t } from "./words.js";

/** @typedef {import("./data.js").Data} Data */

const HEADS = () => ({ kind: t("类型", "Kinds"), relation: t("关系", "Relations"), status: t("状态", "Status"), review: t("审核", "Review") });

/**
 * Fill a place with boxes that switch values on and off.
 * @param {HTMLElement} place
 * @param {Data} data
 * @param {() => void} changed
 * @param {() => void} [before] a change
 */
export function filters(place, data, changed, before = () => {}) {
  const open = new Set([...place.querySelectorAll("details[open]")].map((one) => one.getAttribute("data-facet")));
  const first = !place.firstChild;
  place.textContent = "";
  for (const [facet, head] of Object.entries(HEADS())) {
    const counts = [...data.counts(facet)].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    if (!counts.length) continue;
    const made = make("details");
    made.setAttribute("data-facet", facet);
    const off = data.off[facet].size;
    made.append(make("summary", "", off ? t(`${head}（关了 ${off} 种）`, `${head} (${off} off)`) : head));
    // What is closed is not there: a list of fifty relations costs nothing until it is opened.
    const fill = () => {
      if (made.hasAttribute("open") && made.childElementCount === 1) {
        made.append(all(facet, counts, data, changed, before), ...counts.map(([value, number]) => box(facet, value, number, data, changed, before)));
      } else if (!made.hasAttribute("open")) while (made.childElementCount > 1) made.lastElementChild?.remove();
    };
    made.addEventListener("toggle", fill);
    if (first ? facet !== "relation" : open.has(facet)) made.setAttribute("open", "");
    fill();
    place.append(made);
  }
}

/** @param {string} facet @param {[string, number][]} counts @param {Data} data @param {() => void} changed @param {() => void} before */
function all(facet, counts, data, changed, before) {
  const made = make("p", "both");
  for (const [word, off] of /** @type {[string, boolean][]} */ ([[t("全选", "all"), false], [t("全不选", "none"), true]])) {
    const button = make("button", "small", word);
    button.setAttribute("type", "button");
    button.addEventListener("click", () => { before(); data.off[facet] = new Set(off ? counts.map((one) => one[0]) : []); changed(); });
    made.append(button);
  }
  return made;
}

/** @param {string} facet @param {string} value @param {number} number @param {Data} data @param {() => void} changed @param {() => void} before */
function box(facet, value, number, data, changed, before) {
  const made = make("label", "switch"), input = /** @type {HTMLInputElement} */ (make("input"));
  input.type = "checkbox";
  input.checked = !data.off[facet].has(value);
  input.setAttribute("data-facet", facet);
  input.value = value;
  input.addEventListener("change", () => { before(); data.off[facet][input.checked ? "delete" : "add"](value); changed(); });
  const look = facet === "status" ? worth({ status: value, review: "accepted" }) : facet === "review" && value === "candidate" ? "candidate" : "";
  const word = make("span", look ? `u-${look}` : "", data.word(facet, value));
  if (facet === "kind" && data.kinds[value]) made.append(input, mark(data.kinds[value].sign), word);
  else made.append(input, word);
  made.append(make("span", "number", String(number)));
  return made;
}

/** The meaning of colours and lines. @param {HTMLElement} place */
export function legend(place) {
  place.textContent = "";
  const kinds = make("ul", "legend"), lines = make("ul", "legend");
  for (const [sign, colour, word] of legendKinds()) {
    const one = make("li");
    one.append(mark([sign, colour]), word);
    kinds.append(one);
  }
  for (const [look, word] of meanings()) {
    const one = make("li");
    one.append(make("i", `line ${look}`), word);
    lines.append(one);
  }
  place.append(kinds, lines);
}

/**
 * Search as one types. Arrow keys go through what was found, Enter takes it.
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list
 * @param {Data} data
 * @param {(id: string) => void} pick
 */
export function finder(input, list, data, pick) {
  let at = -1;
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); at = -1; };
  const go = (/** @type {number} */ to) => {
    const options = list.querySelectorAll("[role=option]");
    if (!options.length) return;
    at = (to + options.length) % options.length;
    options.forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };
  input.addEventListener("input", () => {
    const found = data.find(input.value);
    list.textContent = "";
    found.forEach((node, place) => {
      const one = make("li");
      one.id = `${list.id}-${place}`;
      one.setAttribute("role", "option");
      one.setAttribute("aria-selected", "false");
      one.append(mark(data.sign(node)), name(node.name), make("small", "", data.word("kind", node.kind)));
      one.addEventListener("mousedown", (event) => event.preventDefault());
      one.addEventListener("click", () => { close(); pick(node.id); });
      list.append(one);
    });
    if (!found.length && input.value.trim()) list.append(make("li", "none", t(`没有“${input.value.trim()}”。试试简称或拼音首字母`, "Nothing found. Try pinyin initials")));
    list.hidden = !list.firstChild;
    input.setAttribute("aria-expanded", String(!list.hidden));
    at = -1;
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); go(at + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); go(at - 1); }
    else if (event.key === "Escape") { close(); input.blur(); }
    else if (event.key === "Enter") {
      event.preventDefault();
      const options = list.querySelectorAll("[role=option]");
      if (options.length) /** @type {HTMLElement} */ (options[Math.max(at, 0)]).click();
    }
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
}

const MOST_ROWS = 1000;

/**
 * The table twin: one row a relation shown, things without relations at the end.
 * @param {HTMLElement} place
 * @param {Data} data
 * @param {{nodes: Set<string>, edges: Set<string>}} shown
 * @param {string} picked
 * @param {(id: string) => void} pick
 */
export function table(place, data, shown, picked, pick) {
  const ties = [...shown.edges].map((id) => data.edges.get(id));
  ties.sort((a, b) => rank(a) - rank(b) || a.source.localeCompare(b.source) || a.relation.localeCompare(b.relation) || a.target.localeCompare(b.target));
  const made = make("table"), head = make("tr"), body = make("tbody"), top = make("thead");
  const cut = ties.length > MOST_ROWS ? t(`，这里列前 ${MOST_ROWS} 条`, `, the first ${MOST_ROWS} here`) : "";
  made.append(make("caption", "", t(`图里的 ${ties.length} 条关系${cut}`, `${ties.length} relations of the picture${cut}`)));
  for (const word of [t("从", "From"), t("关系", "Relation"), t("到", "To"), t("状态", "Status"), t("审核", "Review"), t("原文或行", "Words or row"), t("出处", "Source")]) {
    const cell = make("th", "", word);
    cell.setAttribute("scope", "col");
    head.append(cell);
  }
  top.append(head);
  for (const tie of ties.slice(0, MOST_ROWS)) body.append(line(data, tie, picked, pick));
  const joined = new Set(ties.flatMap((tie) => [tie.source, tie.target]));
  for (const id of shown.nodes) {
    if (joined.has(id)) continue;
    const one = make("tr"), cell = make("td");
    one.setAttribute("data-id", id);
    cell.setAttribute("colspan", "6");
    cell.append(make("span", "meta", t("没有显示的关系", "no relation shown")));
    one.append(thing(data, id, pick), cell);
    body.append(one);
  }
  made.append(top, body);
  place.textContent = "";
  place.append(made);
}

/** @param {Data} data @param {string} id @param {(id: string) => void} pick */
function thing(data, id, pick) {
  const cell = make("td"), open = make("button", "to"), node = data.nodes.get(id);
  open.setAttribute("type", "button");
  if (node) open.append(mark(data.sign(node)), name(node.name));
  open.addEventListener("click", () => pick(id));
  cell.append(open);
  return cell;
}

/** @param {Data} data @param {any} tie @param {string} picked @param {(id: string) => void} pick */
function line(data, tie, picked, pick) {
  const made = make("tr"), verb = make("td"), open = make("button", "to"), said = tie.quotes[0];
  made.setAttribute("data-id", tie.id);
  if (tie.id === picked) made.setAttribute("aria-current", "true");
  open.setAttribute("type", "button");
  open.append(make("span", `u-${worth(tie)}`, data.word("relation", tie.relation)));
  open.addEventListener("click", () => pick(tie.id));
  verb.append(open);
  const words = make("td", "words", said ? said.text : tie.rows[0] ? rowWords(data, tie.rows[0]) : "—");
  const where = said ? `${data.papers[said.document]?.number || data.papers[said.document]?.title || said.document} ${said.start}–${said.end}` : data.papers[(tie.sources || [])[0]]?.title || (tie.sources || [])[0] || "—";
  made.append(thing(data, tie.source, pick), verb, thing(data, tie.target, pick), make("td", "", tie.status ? data.word("status", tie.status) : "—"), make("td", "", tie.review ? data.word("review", tie.review) : "—"), words, make("td", "where", where));
  return made;
}

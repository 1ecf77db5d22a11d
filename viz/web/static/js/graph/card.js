// The card of a node or a relation: what it is, which words say so, where they stand.
import { COLOURS, worth } from "./look.js";
import { make, name, t, visible } from "./words.js";

/**
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Said} Said
 * @typedef {{pick: (id: string) => void, paper?: (said: Said) => string, page?: (key: string) => string}} Ways
 */

/** A mark of a kind. @param {[string, string]} sign */
export function mark([char, colour]) {
  const made = make("span", `sign k-${colour in COLOURS ? colour : "other"}`, char);
  made.setAttribute("aria-hidden", "true");
  return made;
}

/** A button that leads to a node. @param {Data} data @param {string} id @param {Ways} ways */
function link(data, id, ways) {
  const node = data.nodes.get(id), made = make("button", "to");
  made.setAttribute("type", "button");
  if (node) made.append(mark(data.sign(node)));
  made.append(name(node?.name || id));
  made.addEventListener("click", () => ways.pick(id));
  return made;
}

/** @param {string} label @param {...(Node | string)} inside */
function part(label, ...inside) {
  const made = make("section", "part");
  made.append(make("h3", "", label), ...inside);
  return made;
}

/** Terms and what they are. @param {[string, string | Node][]} rows */
function facts(rows) {
  const made = make("dl", "facts");
  for (const [term, value] of rows) {
    const said = make("dd");
    said.append(typeof value === "string" ? visible(value) : value);
    made.append(make("dt", "", term), said);
  }
  return made;
}

/** One quote with its place. @param {Data} data @param {Said} said @param {Ways} ways */
export function quote(data, said, ways) {
  const paper = data.papers[said.document], made = make("figure", `quote ${worth(said)}`);
  const text = make("blockquote"), words = make("mark", "", said.text);
  if (said.before) text.append(make("span", "beside", `…${visible(said.before)}`));
  text.append(words);
  if (said.after) text.append(make("span", "beside", `${visible(said.after)}…`));
  made.append(text);
  const where = make("figcaption"), title = name(paper?.title || said.document), way = ways.paper?.(said);
  if (way) {
    const out = make("a");
    out.setAttribute("href", way);
    out.append(title);
    where.append(out);
  } else where.append(title);
  const about = [paper?.number, paper?.issuer, paper?.date, paper?.grade && t(`来源等级 ${paper.grade}`, `grade ${paper.grade}`)].filter(Boolean).join(" · ");
  const place = [said.section, t(`字符 ${said.start}–${said.end}（空白折叠后）`, `characters ${said.start}–${said.end}`)].filter(Boolean).join(" · ");
  const standing = [data.word("status", said.status), data.word("review", said.review)].join(" · ");
  const check = said.exact ? t("引文与原文逐字一致", "the words stand there letter by letter") : t("原文未随库保存，未能核对", "the text is not kept here; not checked");
  for (const line of [about, place, standing, check]) if (line) where.append(make("span", "line", line));
  made.append(where);
  return made;
}

/** The card of a relation. @param {Data} data @param {string} id @param {Ways} ways */
export function edgeCard(data, id, ways) {
  const tie = data.edges.get(id), made = make("div", "card-body");
  if (!tie) return made;
  const head = make("h2", "tie"), way = worth(tie);
  head.append(link(data, tie.source, ways), make("span", `verb ${way}`, ` — ${data.word("relation", tie.relation)} → `), link(data, tie.target, ways));
  const tags = make("p", "tags");
  if (tie.status) tags.append(make("span", `tag ${way}`, data.word("status", tie.status)));
  if (tie.review) tags.append(make("span", `tag ${tie.review === "candidate" ? "candidate" : "done"}`, data.word("review", tie.review)));
  tags.append(make("span", "tag", tie.relation));
  made.append(make("p", "meta", t("所选关系", "Relation")), head, tags);
  if (tie.review === "candidate") made.append(make("p", "warn", t("候选：还没有人采信，不计入分析。", "A candidate: nobody has accepted it; not counted.")));
  if (tie.quotes.length) made.append(part(t("原文", "Words"), ...tie.quotes.map((one) => quote(data, one, ways))));
  if (tie.rows.length) made.append(part(t("依据的行", "Rows"), ...tie.rows.map((one) => row(data, one))));
  if (tie.more) made.append(make("p", "meta", t(`另有 ${tie.more} 条依据没有列出`, `${tie.more} more not listed`)));
  if (!tie.quotes.length && !tie.rows.length) made.append(make("p", "meta", t("来源是模板或规则，没有原文。", "From a template or a rule; no words.")));
  if (tie.facts.length) made.append(part(t("属性", "Properties"), facts(tie.facts)));
  if (tie.sources) made.append(part(t("来源", "Sources"), ...tie.sources.map((one) => source(data, one))));
  return made;
}

/** A row of a table in words. @param {Data} data @param {string} key */
export function rowWords(data, key) {
  const document = key.replace(/#[^#]*$/, ""), line = /#(\d+)$/.exec(key);
  return `${data.papers[document]?.title || document}${line ? t(` 第 ${line[1]} 行`, ` row ${line[1]}`) : ` ${key.slice(document.length)}`}`;
}

/** @param {Data} data @param {string} key */
function row(data, key) {
  const made = make("p", "row");
  made.append(name(rowWords(data, key)));
  return made;
}

/** @param {Data} data @param {string} key */
function source(data, key) {
  const paper = data.papers[key], made = make("p", "row");
  made.append(name(paper?.title || key));
  if (paper?.date) made.append(make("span", "meta", ` ${paper.date}`));
  return made;
}

/** The card of a node. @param {Data} data @param {string} id @param {Ways} ways @param {{nodes: Set<string>, edges: Set<string>}} shown */
export function nodeCard(data, id, ways, shown) {
  const node = data.nodes.get(id), made = make("div", "card-body");
  if (!node) return made;
  const head = make("h2");
  head.append(mark(data.sign(node)), name(node.name));
  made.append(make("p", "meta", data.word("kind", node.kind)), head);
  const way = ways.page?.(node.key);
  if (way) {
    const out = make("a", "", t("打开它的页面", "Open its page"));
    out.setAttribute("href", way);
    const line = make("p", "ways");
    line.append(out);
    made.append(line);
  }
  /** @type {[string, string][]} */
  const known = [...(node.aliases ? [/** @type {[string, string]} */ ([t("又称", "Also"), node.aliases.join("、")])] : []), ...node.facts, [t("键", "Key"), node.key]];
  made.append(facts(known));
  const ties = [...(data.at.get(id) || [])].filter((one) => shown.edges.has(one)).map((one) => data.edges.get(one));
  ties.sort((a, b) => (a.source === id ? 0 : 1) - (b.source === id ? 0 : 1) || a.relation.localeCompare(b.relation));
  const list = make("ul", "ties");
  for (const tie of ties) list.append(tieLine(data, tie, id, ways));
  made.append(part(t(`显示的关系 ${ties.length} 条（点开看原文）`, `${ties.length} relations shown`), list));
  if (node.sources) made.append(part(t("来源", "Sources"), ...node.sources.map((one) => source(data, one))));
  return made;
}

/** One relation as a line of a node's card. @param {Data} data @param {any} tie @param {string} id @param {Ways} ways */
function tieLine(data, tie, id, ways) {
  const made = make("li"), open = make("button", `to ${worth(tie)}`), out = tie.source === id;
  open.setAttribute("type", "button");
  const word = make("span", `u-${worth(tie)}`, data.word("relation", tie.relation));
  open.append(out ? "→ " : "← ", word, " ", name(data.nodes.get(data.other(tie, id))?.name || ""));
  open.addEventListener("click", () => ways.pick(tie.id));
  made.append(open);
  if (tie.quotes.length) made.append(make("p", "said", `“${tie.quotes[0].text.slice(0, 80)}${tie.quotes[0].text.length > 80 ? "……" : ""}”`));
  return made;
}

/** What the mouse is on, in short. @param {Data} data @param {string} id */
export function hint(data, id) {
  const made = make("div"), node = data.nodes.get(id), tie = data.edges.get(id);
  if (node) {
    const head = make("b");
    head.append(name(node.name));
    made.append(head, make("p", "meta", `${data.word("kind", node.kind)} · ${t(`${(data.at.get(id) || new Set()).size} 条关系`, `${(data.at.get(id) || new Set()).size} relations`)}`));
    if (node.aliases) made.append(make("p", "", t("又称：", "Also: ") + node.aliases.slice(0, 4).join("、").slice(0, 120)));
    const said = [...(data.at.get(id) || [])].map((one) => data.edges.get(one)).find((one) => one.quotes.length);
    if (said) made.append(place(data, said.quotes[0]));
  } else if (tie) {
    const head = make("b", "", data.sentence(tie).slice(0, 160));
    made.append(head, make("p", "meta", data.standing(tie)));
    if (tie.quotes.length) made.append(place(data, tie.quotes[0]));
    else if (tie.rows.length) made.append(make("p", "", rowWords(data, tie.rows[0])));
  }
  return made;
}

/** @param {Data} data @param {Said} said */
function place(data, said) {
  const made = make("div", `quote ${worth(said)}`), text = said.text.length > 140 ? `${said.text.slice(0, 140)}……` : said.text;
  made.append(make("p", "", `“${text}”`), make("p", "meta", `${data.papers[said.document]?.number || data.papers[said.document]?.title || said.document} · ${said.start}–${said.end} · ${data.word("review", said.review)}`));
  return made;
}

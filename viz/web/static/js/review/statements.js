// Reviewing statements: one after another by keys, each in its place of the document; decisions go by themselves.
import { onKey } from "../keys.js";
import { piece, t, url } from "../net.js";
import { allowed, askWhy, conflict, mark, say, stopped, Tally, verdictWord } from "./desk.js";
import { corrections } from "./edit.js";
import { Outbox, sendStatements } from "./outbox.js";

const items = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#queue .item")]);
const card = /** @type {HTMLElement} */ (document.getElementById("one"));
/** @type {Map<string, HTMLElement>} */
const byKey = new Map(items.map((item) => [String(item.dataset.key), item]));
/** What was decided, last one last: what U takes back. @type {HTMLElement[]} */
const past = [];
/** What did not go, and why. @type {Map<HTMLElement, { wanted: string, code: string, words: string }>} */
const refused = new Map();
const tally = new Tally();
/** @type {HTMLElement | null} */
let here = null;
/** @type {AbortController | null} */
let asked = null;
const ready = items.length ? allowed() : Promise.resolve(false);

const outbox = new Outbox(sendStatements, {
  left() { tally.show(outbox?.size ?? 0); },
  done(decision, result) {
    const item = byKey.get(decision.key);
    if (!item) return;
    tally.decided += 1;
    tally.failed.delete(decision.key);
    refused.delete(item);
    // What was corrected may be another statement now: that is the one to look at again.
    if (result.statement) { item.dataset.now = result.statement; item.dataset.etag = result.etag; }
    mark(item, decision.body.decision, t(`已${verdictWord(decision.body.decision)}`, verdictWord(decision.body.decision)));
    if (item === here) show(item);
  },
  failed(decision, why) {
    const item = byKey.get(decision.key);
    if (!item) return;
    tally.failed.add(decision.key);
    tally.left += 1;
    refused.set(item, { wanted: decision.body.decision, code: why.code, words: why.words });
    mark(item, "failed", conflict(why.code) ? t("别人先定了", "decided by another") : t("没有写入", "not taken"));
    say(t(`没有写入：${why.words}`, `Not taken: ${why.words}`));
    if (item === here) show(item);
  },
  stopped,
});

/** @param {HTMLElement} item */
const keyOf = (item) => item.dataset.now ?? String(item.dataset.key);

/** @param {HTMLElement} item @param {AbortSignal} [signal] */
const fetched = (item, signal) => piece(url("/review/one", { statement: keyOf(item) }), signal);

/** Show a statement. @param {HTMLElement} item */
async function show(item) {
  for (const one of items) one.classList.toggle("here", one === item);
  here = item;
  item.querySelector("a")?.setAttribute("aria-current", "true");
  asked?.abort();
  asked = new AbortController();
  card.classList.add("loading");
  try {
    card.innerHTML = await fetched(item, asked.signal);
    card.classList.remove("loading");
    card.scrollTop = 0;
    explain(item);
  } catch (error) {
    if (error instanceof DOMException) return;
    card.classList.remove("loading");
    card.textContent = t("这一条没有取到，请刷新页面再试。", "It could not be read; load the page again.");
  }
  const next = items[items.indexOf(item) + 1];
  if (next) fetched(next).catch(() => {}); // so that the next key finds it here
}

/** Say beside a statement why what was decided of it was not taken. @param {HTMLElement} item */
function explain(item) {
  const why = refused.get(item), article = card.querySelector("article"), place = card.querySelector(".pad");
  if (!why || !article || !place) return;
  const line = document.createElement("p");
  line.className = "alert conflict";
  line.textContent = conflict(why.code)
    ? t(`别人先定了，上面是他们定的。您定的“${verdictWord(why.wanted)}”没有写入；要改判，看过后再按一次。`, `Somebody else was first; theirs is shown. Your “${verdictWord(why.wanted)}” was not taken; decide again to change it.`)
    : t(`没有写入：${why.words}`, `Not taken: ${why.words}`);
  place.prepend(line);
  if (conflict(why.code)) item.dataset.etag = article.getAttribute("data-etag") ?? "";
}

/** @param {HTMLElement | undefined} item */
function go(item) {
  if (!item) return;
  item.querySelector("a")?.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  show(item);
}

/** @param {number} by */
function step(by) {
  const at = here ? items.indexOf(here) : -1;
  go(items[Math.min(items.length - 1, Math.max(0, at < 0 ? 0 : at + by))]);
}

/** The next one that nobody has decided on. */
function onward() {
  const at = here ? items.indexOf(here) : -1;
  const open = [...items.slice(at + 1), ...items.slice(0, Math.max(at, 0))].find((item) => !item.classList.contains("decided") && !refused.has(item));
  if (open) { go(open); return; }
  say(t("这一页都定了。", "All on this page are decided."));
  if (here) show(here);
}

/** @param {HTMLElement} item @param {Record<string, any>} body */
function decide(item, body) {
  if (item.dataset.now) byKey.set(item.dataset.now, item);
  if (!past.includes(item) || refused.has(item)) tally.left -= 1;
  refused.delete(item);
  tally.failed.delete(String(item.dataset.key));
  past.push(item);
  mark(item, body.decision, t(`${verdictWord(body.decision)}，送出中`, `${verdictWord(body.decision)}, on its way`));
  say(`${verdictWord(body.decision)}：${item.querySelector(".fact")?.textContent ?? ""}`);
  outbox.add({ key: keyOf(item), etag: String(item.dataset.etag ?? ""), body });
  onward();
}

/** Whether one may decide now. */
async function mayDecide() {
  if (!here) { step(0); return false; }
  if (await ready) return true;
  document.getElementById("no-key")?.focus();
  return false;
}

async function accept() { if (await mayDecide() && here) decide(here, { decision: "accept" }); }

async function reject() {
  if (!(await mayDecide()) || !here) return;
  const item = here, why = await askWhy(item.querySelector(".fact")?.textContent ?? "", t("为什么驳回", "Why is it rejected"));
  if (why) decide(item, { decision: "reject", reason: why });
}

async function edit() {
  if (!(await mayDecide()) || !here) return;
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("edit"));
  if (!form) return;
  form.hidden = !form.hidden;
  card.querySelector("button[data-do=edit]")?.setAttribute("aria-expanded", String(!form.hidden));
  const first = form.querySelector("#subject-name");
  if (!form.hidden && first instanceof HTMLInputElement) { first.focus(); form.scrollIntoView({ block: "nearest" }); }
}

/** Take back: what was not sent is as if it had not been; what is written can be decided anew. */
function undo() {
  const item = past.pop();
  if (!item) { say(t("没有可以收回的。", "Nothing to take back.")); return; }
  if (outbox.takeBack(keyOf(item))) {
    tally.left += 1;
    mark(item, "", "");
    tally.show(outbox.size);
    say(t("收回了，还没有写入。", "Taken back; it had not been written."));
  } else {
    past.push(item);
    say(t("已经写入，不能变回候选；可以改判：看过后再按 A、X 或 E。", "It is written and cannot become a candidate again; decide anew with A, X or E."));
  }
  go(item);
}

card.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-do]") : null;
  if (button) ({ accept, reject, edit, undo })[String(button.getAttribute("data-do"))]?.();
});
card.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target), found = corrections(form);
  const said = document.getElementById("edit-said");
  if (!found) { if (said) said.textContent = t("没有改什么；照原样采信请按 A。", "Nothing is changed; press A to accept it as it is."); return; }
  if (here) decide(here, { decision: "edit", ...found });
});
card.addEventListener("keydown", (event) => { if (event.key === "Escape" && !document.getElementById("edit")?.hidden) { edit(); here?.querySelector("a")?.focus(); } });
document.getElementById("queue")?.addEventListener("click", (event) => {
  const item = event.target instanceof Element ? event.target.closest(".item") : null;
  if (!(item instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.detail === 0) return;
  event.preventDefault(); // a click shows it here; Enter on it opens the document
  go(item);
});
document.getElementById("failed")?.addEventListener("click", () => go([...refused.keys()][0]));
onKey("j", () => step(1));
onKey("k", () => step(-1));
onKey("a", accept);
onKey("x", reject);
onKey("e", edit);
onKey("u", undo);

const wanted = document.getElementById("desk")?.dataset.wanted;
if (items.length) go((wanted && byKey.get(wanted)) || items[0]);

// Names that may be one firm: a person says whether, and why.
import { onKey } from "../keys.js";
import { t } from "../net.js";
import { allowed, askWhy, conflict, mark, say, stopped, Tally, verdictWord } from "./desk.js";
import { Outbox, sendPair } from "./outbox.js";

const items = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#queue .item")]);
const byKey = new Map(items.map((item) => [idOf(item), item]));
const tally = new Tally();
/** @type {HTMLElement[]} */
const past = [];
let at = -1;
const ready = items.length ? allowed() : Promise.resolve(false);

/** @param {HTMLElement} item */
function idOf(item) { return `${item.dataset.key}\n${item.dataset.other}`; }

const outbox = new Outbox(sendPair, {
  left() { tally.show(outbox?.size ?? 0); },
  done(decision, result) {
    const item = byKey.get(decision.key);
    tally.decided += 1;
    if (!item) return;
    if (result.etag) item.dataset.etag = result.etag;
    mark(item, "accept", t(`已定：${verdictWord(decision.body.verdict)}（${decision.body.reason}）`, `decided: ${verdictWord(decision.body.verdict)} (${decision.body.reason})`));
  },
  failed(decision, why) {
    const item = byKey.get(decision.key);
    tally.failed.add(decision.key);
    tally.left += 1;
    const words = conflict(why.code) ? t("别人先定了：刷新页面看他们定的", "Decided by another: load the page again") : why.words;
    if (item) mark(item, "failed", t(`没有写入：${words}`, `Not taken: ${words}`));
    say(words);
  },
  stopped,
}, 1);

/** @param {number} to */
function go(to) {
  at = Math.min(items.length - 1, Math.max(0, to));
  items.forEach((item, nth) => item.classList.toggle("here", nth === at));
  items[at]?.focus({ preventScroll: true });
  items[at]?.scrollIntoView({ block: "nearest" });
}

/** @param {string} verdict same or different */
async function decide(verdict) {
  if (at < 0) { go(0); return; }
  if (!(await ready)) { document.getElementById("no-key")?.focus(); return; }
  const item = items[at];
  if (item.classList.contains("decided")) { say(t("这一对定过了。", "This pair is decided.")); return; }
  const why = await askWhy(String(item.dataset.label), verdict === "same" ? t("为什么是一家", "Why one firm") : t("为什么是两家", "Why two firms"));
  if (!why) { go(at); return; }
  tally.left -= 1;
  tally.failed.delete(idOf(item));
  past.push(item);
  mark(item, "accept", t(`${verdictWord(verdict)}，送出中`, `${verdictWord(verdict)}, on its way`));
  outbox.add({ key: idOf(item), etag: String(item.dataset.etag), body: { first: item.dataset.key, second: item.dataset.other, verdict, reason: why } });
  const open = items.findIndex((one, nth) => nth > at && !one.classList.contains("decided"));
  go(open < 0 ? at : open);
}

function undo() {
  const item = past.pop();
  if (!item) { say(t("没有可以收回的。", "Nothing to take back.")); return; }
  if (outbox.takeBack(idOf(item))) { tally.left += 1; mark(item, "", ""); tally.show(outbox.size); say(t("收回了。", "Taken back.")); }
  else say(t("已经送出；要改判请用 liantu review join、split。", "It was sent; change it by liantu review join or split."));
  go(items.indexOf(item));
}

document.getElementById("queue")?.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null, item = target?.closest(".item");
  if (!(item instanceof HTMLElement) || target?.closest("a")) return;
  go(items.indexOf(item));
  const button = target?.closest("[data-do]");
  if (button) decide(button.getAttribute("data-do") === "accept" ? "same" : "different");
});
document.getElementById("failed")?.addEventListener("click", () => go(items.findIndex((item) => tally.failed.has(idOf(item)))));
onKey("j", () => go(at + 1));
onKey("k", () => go(at - 1));
onKey("a", () => decide("same"));
onKey("x", () => decide("different"));
onKey("u", undo);
for (const item of items) {
  item.addEventListener("keydown", (event) => {
    const link = item.querySelector("h2 a");
    if (event.key === "Enter" && event.target === item && link instanceof HTMLAnchorElement) location.href = link.href;
  });
}

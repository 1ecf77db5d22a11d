// What reviewing statements and names share: who may, why not, the reason for a decision, the counts.
import { account } from "../account.js";
import { t, url } from "../net.js";
import { may, perhaps, scopeWord, whoami } from "../session.js";

const banner = /** @type {HTMLElement} */ (document.getElementById("no-key"));
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("why"));
const reason = /** @type {HTMLInputElement} */ (document.getElementById("reason"));
const told = /** @type {HTMLElement} */ (document.getElementById("told"));

/** Whether who is here may decide; if not, the banner says what to do. */
export async function allowed() {
  const who = perhaps() ? await whoami().catch(() => null) : null;
  if (who && may(who, "review")) { banner.hidden = true; return true; }
  const why = document.getElementById("no-key-why"), link = document.getElementById("no-key-link");
  if (why) why.textContent = who?.known
    ? t(`您登录用的密钥只有“${scopeWord(who.scope)}”权限，审核要“审核”权限。`, `Your key may only ${who.scope}; reviewing needs the scope review.`)
    : t("定一条要登录：记下是哪个密钥定的，什么时候定的。", "Deciding needs signing in: it is kept which key decided, and when.");
  if (link instanceof HTMLAnchorElement) link.href = url("/sign-in", { back: location.pathname + location.search });
  banner.hidden = false;
  return false;
}

/** Say to who hears the page what has happened. @param {string} words */
export function say(words) { told.textContent = words; }

/**
 * Ask for a reason; empty where somebody thought better of it.
 * @param {string} what is decided
 * @param {string} title
 */
export function askWhy(what, title) {
  return new Promise((/** @type {(given: string) => void} */ give) => {
    const head = document.getElementById("why-title"), line = document.getElementById("why-what");
    if (head) head.textContent = title;
    if (line) line.textContent = what;
    reason.value = "";
    dialog.returnValue = "";
    dialog.addEventListener("close", () => give(dialog.returnValue === "ok" ? reason.value.trim() : ""), { once: true });
    dialog.showModal();
    reason.focus();
  });
}
document.getElementById("why-not")?.addEventListener("click", () => dialog.close(""));
dialog.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-reason]") : null;
  if (!button) return;
  reason.value = String(button.getAttribute("data-reason"));
  reason.focus();
});
dialog.addEventListener("keydown", (event) => {
  // A figure in the empty field is one of the usual reasons.
  const usual = [...dialog.querySelectorAll("[data-reason]")][Number(event.key) - 1];
  if (!usual || reason.value || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  reason.value = String(usual.getAttribute("data-reason"));
});

/** Counts in the head of the page. */
export class Tally {
  constructor() {
    this.left = Number(document.getElementById("tally")?.dataset.left ?? 0);
    this.decided = 0;
    /** @type {Set<string>} */
    this.failed = new Set();
  }

  /** @param {number} onTheWay */
  show(onTheWay) {
    /** @type {[string, number][]} */
    const all = [["left", this.left], ["sent", onTheWay], ["decided", this.decided]];
    for (const [id, number] of all) {
      const place = document.getElementById(id);
      if (place) place.textContent = String(number);
    }
    const box = document.getElementById("failed-box"), button = document.getElementById("failed");
    if (box) box.hidden = !this.failed.size;
    if (button) button.textContent = t(`${this.failed.size} 条没有写入`, `${this.failed.size} not taken`);
  }
}

/** What happened to an item of the queue. @param {HTMLElement} item @param {string} look @param {string} words */
export function mark(item, look, words) {
  const state = /** @type {HTMLElement} */ (item.querySelector(".state"));
  state.className = `state ${look}`;
  state.textContent = words;
  state.hidden = !words;
  item.classList.toggle("decided", look !== "" && look !== "failed");
}

/** The words for a decision. @param {string} verdict */
export function verdictWord(verdict) {
  return { accept: t("采信", "accepted"), reject: t("驳回", "rejected"), edit: t("改了采信", "corrected"), same: t("是一家", "one firm"), different: t("是两家", "two firms") }[verdict] ?? verdict;
}

/** Somebody else was first. @param {string} code */
export function conflict(code) { return code === "StateChanged" || code === "DecidedMeanwhile"; }

/** The visit is over: say so, and let one sign in again. @param {{ words: string }} why */
export async function stopped(why) {
  say(why.words || t("没有连上服务；定了的还在这一页，连上后再按 A。", "The service did not answer; what you decided is still on this page."));
  const place = document.getElementById("who");
  if (place) account(place);
  await allowed();
  const line = document.getElementById("no-key-why");
  if (line && why.words) line.textContent = why.words;
  if (line && !why.words) line.textContent = told.textContent;
  banner.hidden = false;
  banner.focus();
}

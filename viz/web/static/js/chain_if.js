// What if: a firm more, or a complete list that names nobody else. The answer is reckoned by this machine, nothing is kept.
import { english, t } from "./net.js";

/**
 * @typedef {{class: string, class_zh: string, rank: number, sentence: string}} State
 * @typedef {{segment: string, name: string, moved_only: boolean, before: State, after: State}} Row
 */

/**
 * Let the buttons of the panel suppose something.
 * @param {HTMLElement} side the panel, filled anew for each segment
 * @param {string} chain its key
 */
export function supposing(side, chain) {
  const show = () => side.querySelector(".if")?.removeAttribute("hidden");
  new MutationObserver(show).observe(side, { childList: true });
  show();
  side.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-if]") : null;
    const part = button?.closest(".if"), then = part?.querySelector(".then");
    if (!(part instanceof HTMLElement) || !(then instanceof HTMLElement)) return;
    const segment = String(part.dataset.segment);
    const body = button?.getAttribute("data-if") === "add"
      ? { add: [`${t("假设的企业", "a supposed firm")}@${segment}`] } : { complete: [segment] };
    then.textContent = t("在算…", "reckoning…");
    try {
      const answer = await fetch(`/api/v1/chains/${encodeURIComponent(chain)}/what-if`, {
        method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(body),
      });
      const found = await answer.json();
      answer.ok ? tell(then, found.data.chains[0]?.rows ?? []) : (then.textContent = String(found.detail));
    } catch {
      then.textContent = t("没有算成，请再试。", "That did not work; try again.");
    }
  });
}

/**
 * @param {HTMLElement} then
 * @param {Row[]} rows
 */
function tell(then, rows) {
  const changed = rows.filter((row) => row.before.class !== row.after.class);
  const list = document.createElement("ul");
  list.className = "rows";
  for (const row of changed) list.append(line(`${row.name}：${name(row.before)} → ${name(row.after)}`, row.after.sentence));
  const moved = rows.length - changed.length;
  if (!changed.length) list.append(line(t("没有一个环节的类别会变。", "No segment would change its class."), ""));
  if (moved) list.append(line(t(`另有 ${moved} 个环节只变次序或计数。`, `${moved} more change place or counts only.`), ""));
  then.replaceChildren(list);
}

/** @param {State} state */
function name(state) {
  return english ? state.class : state.class_zh;
}

/**
 * @param {string} text
 * @param {string} more
 */
function line(text, more) {
  const made = document.createElement("li"), head = document.createElement("b"), rest = document.createElement("span");
  head.textContent = text;
  rest.textContent = more;
  rest.className = "meta";
  made.append(head, " ", rest);
  return made;
}

// What every page does: search as one types, keys, the list of keys. Pages work without it.
import { onKey } from "./keys.js";
import { suggest } from "./search.js";
import { account } from "./account.js";

const box = /** @type {HTMLInputElement | null} */ (document.getElementById("find"));
const list = document.getElementById("found");
if (box && list) {
  suggest(box, list);
  onKey("/", () => { box.focus(); box.select(); });
}

const keys = /** @type {HTMLDialogElement | null} */ (document.getElementById("keys"));
if (keys) {
  const open = () => { if (!keys.open) keys.showModal(); };
  onKey("?", open);
  document.getElementById("keys-open")?.addEventListener("click", open);
}

const who = document.getElementById("who");
if (who) account(who);
// What is folded into the head opens while something in it has the focus, and closes at Escape.
document.querySelector(".rest")?.addEventListener("keydown", (event) => {
  const active = document.activeElement;
  if (event instanceof KeyboardEvent && event.key === "Escape" && active instanceof HTMLElement) active.blur();
});

// A select that filters sends its form at once; without scripts its button does.
for (const form of document.querySelectorAll("form[data-auto]")) {
  form.addEventListener("change", () => /** @type {HTMLFormElement} */ (form).requestSubmit());
  form.querySelector("button[type=submit]")?.setAttribute("hidden", "");
}
for (const button of document.querySelectorAll("button[data-print]")) button.addEventListener("click", () => window.print());
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.addEventListener("click", async () => {
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = button.getAttribute("data-copy");
    } catch {
      button.textContent = location.href;
    }
    setTimeout(() => { button.textContent = said; }, 1500);
  });
}

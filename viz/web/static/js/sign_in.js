// Signing in: the key goes to this machine in the body of one request, and nowhere else.
import { t } from "./net.js";
import { signIn } from "./session.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("sign-in-form"));
const key = /** @type {HTMLInputElement} */ (document.getElementById("key"));
const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
const said = /** @type {HTMLElement} */ (document.getElementById("said"));

/** Only a place of this service is gone back to. */
function back() {
  const wanted = new URL(form.dataset.back || "/", location.origin);
  return wanted.origin === location.origin ? wanted.pathname + wanted.search : "/";
}

button.disabled = false;
key.focus();
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = key.value.trim();
  if (!text) { key.focus(); return; }
  button.disabled = true;
  said.textContent = "";
  try {
    const answer = await signIn(text);
    if (answer.ok) { key.value = ""; location.assign(back()); return; }
    said.textContent = answer.words;
  } catch {
    said.textContent = t("没有连上服务，请看它是不是还在运行。", "The service did not answer; see whether it still runs.");
  }
  button.disabled = false;
  key.focus();
  key.select();
});

// The corner of the head that says who is signed in, and lets one sign out. Filled here: a page is the same for all.
import { t, url } from "./net.js";
import { perhaps, scopeWord, signOut, whoami } from "./session.js";

/** Where one is, as an address to come back to. */
export function here() {
  return location.pathname + location.search;
}

/** @param {HTMLElement} place */
export async function account(place) {
  const link = place.querySelector("a");
  if (link && location.pathname !== "/sign-in") link.href = url("/sign-in", { back: here() });
  if (!perhaps()) return;
  const who = await whoami().catch(() => null);
  if (!who?.session) return;
  const menu = document.createElement("details"), name = document.createElement("summary");
  name.append(made("bdi", who.name), made("span", `· ${scopeWord(who.scope)}`));
  name.title = t(`${who.name}，权限：${scopeWord(who.scope)}`, `${who.name}, scope ${who.scope}`);
  const card = made("div", "", "who-card");
  const line = made("p", t("登录用的密钥：", "Signed in with the key "));
  line.append(made("b", who.name));
  const end = made("button", t("退出", "Sign out"));
  end.setAttribute("type", "button");
  end.addEventListener("click", async () => { await signOut(); location.reload(); });
  const out = made("p", "");
  out.append(end);
  card.append(line, made("p", t(`权限：${scopeWord(who.scope)}`, `May: ${who.scope}`), "meta"), out);
  menu.append(name, card);
  menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { menu.open = false; name.focus(); } });
  document.addEventListener("click", (event) => { if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false; });
  place.replaceChildren(menu);
}

/**
 * An element with text, always as text.
 * @param {string} tag
 * @param {string} text
 * @param {string} [look]
 */
export function made(tag, text, look = "") {
  const one = document.createElement(tag);
  if (text) one.textContent = text;
  if (look) one.className = look;
  return one;
}

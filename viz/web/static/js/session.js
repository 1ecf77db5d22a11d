// Who is signed in, and what only who is signed in may do: every write carries the token of its session.
import { t } from "./net.js";

/**
 * @typedef {{ known: boolean, name: string, scope: string, session: boolean, csrf?: string, until?: string }} Who
 * @typedef {{ ok: boolean, status: number, data: any, code: string, words: string, headers: Headers }} Told
 */

const PLACE = "/api/v1/session", KEPT = "liantu-signed-in";
export const SCOPES = ["open", "read", "review", "load", "admin"];

/** @type {Promise<Who> | null} */
let asked = null;

/** Whether somebody signed in with this browser; who nobody ever did costs no question. */
export function perhaps() {
  try { return localStorage.getItem(KEPT) === "1"; } catch { return true; }
}

/** @param {boolean} signed */
function remember(signed) {
  try { signed ? localStorage.setItem(KEPT, "1") : localStorage.removeItem(KEPT); } catch { /* without it each page asks */ }
}

/** Ask who is signed in, once a page. */
export function whoami() {
  asked ??= fetch(PLACE, { headers: { Accept: "application/json" } }).then(async (answer) => {
    const who = answer.ok ? (await answer.json()).data : { known: false, name: "", scope: "open", session: false };
    remember(who.session);
    return who;
  });
  return asked;
}

/**
 * Whether a scope is enough.
 * @param {Who} who
 * @param {string} needed
 */
export function may(who, needed) {
  return who.known && SCOPES.indexOf(who.scope) >= SCOPES.indexOf(needed);
}

/** @param {string} scope */
export function scopeWord(scope) {
  return { read: t("读", "read"), review: t("审核", "review"), load: t("载入", "load"), admin: t("管理", "admin") }[scope] ?? scope;
}

/**
 * Write something; nothing is thrown but what the network does.
 * @param {string} method
 * @param {string} address
 * @param {BodyInit | object | null} [body] a form as it is, anything else as JSON
 * @param {Record<string, string>} [more] headers
 * @returns {Promise<Told>}
 */
export async function write(method, address, body = null, more = {}) {
  const who = await whoami();
  const headers = new Headers({ Accept: "application/json", ...more });
  if (document.documentElement.dataset.lang === "en") headers.set("Accept-Language", "en");
  if (who.csrf) headers.set("Liantu-CSRF", who.csrf);
  const raw = body === null || body instanceof FormData || body instanceof Blob;
  if (!raw) headers.set("Content-Type", "application/json");
  return told(await fetch(address, { method, headers, body: raw ? /** @type {BodyInit | null} */ (body) : JSON.stringify(body) }));
}

/**
 * Read an answer of the interface: what it holds, or what it refuses in words.
 * @param {Response} answer
 * @returns {Promise<Told>}
 */
export async function told(answer) {
  const found = await answer.json().catch(() => ({}));
  const words = answer.ok ? "" : String(found.detail ?? found.title ?? answer.status);
  return { ok: answer.ok, status: answer.status, data: found.data, code: String(found.code ?? ""), words, headers: answer.headers };
}

/** @param {string} key */
export async function signIn(key) {
  const headers = new Headers({ Accept: "application/json", "Content-Type": "application/json" });
  if (document.documentElement.dataset.lang === "en") headers.set("Accept-Language", "en");
  const answer = await told(await fetch(PLACE, { method: "POST", headers, body: JSON.stringify({ key }) }));
  if (answer.ok) { remember(true); asked = Promise.resolve(answer.data); }
  return answer;
}

export async function signOut() {
  const answer = await write("DELETE", PLACE);
  remember(false);
  asked = null;
  return answer;
}

// Asking this machine, and nobody else.

/** Words and addresses in the page's language. */
const root = document.documentElement;
export const english = root.dataset.lang === "en";

/**
 * @param {string} zh
 * @param {string} en
 */
export function t(zh, en) {
  return english ? en : zh;
}

/**
 * An address of these pages that keeps the language.
 * @param {string} path
 * @param {Record<string, string>} [query] empty values are left out
 */
export function url(path, query = {}) {
  const given = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ""));
  if (root.dataset.lang !== root.dataset.home) given.set("lang", String(root.dataset.lang));
  const text = given.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * Ask the interface for JSON.
 * @param {string} address under /api/v1
 * @param {AbortSignal} [signal]
 */
export async function json(address, signal) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, signal });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

/**
 * Ask for a piece of a page.
 * @param {string} address
 * @param {AbortSignal} [signal]
 */
export async function piece(address, signal) {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, signal });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.text();
}

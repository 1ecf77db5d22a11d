// Words in the page's language, and text in which nothing is hidden.

/**
 * @param {string} zh
 * @param {string} en
 */
export function t(zh, en) {
  return document.documentElement.dataset.lang === "en" ? en : zh;
}

const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]/gu;

/**
 * Control and direction marks written out, as the pages do: who reads a name has to see that they are there.
 * @param {unknown} text
 */
export function visible(text) {
  return String(text).replace(HIDDEN, (char) => (/[\t\n\r\u2028\u2029]/.test(char) ? " " : `[U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`));
}

/**
 * The beginning of a text, by whole characters; wide ones count one, others about a half.
 * @param {string} text
 * @param {number} most
 */
export function short(text, most) {
  let room = most, out = "";
  for (const char of text) {
    room -= char.charCodeAt(0) < 0x2e80 ? 0.58 : 1;
    if (room < 0) return `${out}…`;
    out += char;
  }
  return out;
}

/**
 * An element with text in it, set as text: a name may hold anything.
 * @param {string} tag
 * @param {string} [className]
 * @param {unknown} [text]
 */
export function make(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== "") made.textContent = visible(text);
  return made;
}

/** A name that keeps its direction to itself. @param {unknown} text */
export function name(text) {
  return make("bdi", "", text);
}

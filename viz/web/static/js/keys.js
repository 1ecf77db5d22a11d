// Keys of one stroke. None fires while somebody types, with a modifier held, or over an open dialog.

/** @type {Map<string, (event: KeyboardEvent) => void>} */
const known = new Map();

/**
 * Do something at a key.
 * @param {string} key as in `KeyboardEvent.key`, letters small
 * @param {(event: KeyboardEvent) => void} act
 */
export function onKey(key, act) {
  known.set(key, act);
}

/** @param {EventTarget | null} target whether keys write text there */
export function typing(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const act = known.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
  if (!act) return;
  event.preventDefault();
  act(event);
});

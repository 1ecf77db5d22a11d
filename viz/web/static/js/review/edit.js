// What a person corrected in the form: only what is otherwise is sent.

/**
 * Return the changes and the reason; null where nothing is changed.
 * @param {HTMLFormElement} form
 */
export function corrections(form) {
  /** @param {string} name */
  const field = (name) => /** @type {HTMLInputElement | HTMLSelectElement | null} */ (form.elements.namedItem(name));
  /** @param {string} name */
  const value = (name) => field(name)?.value.trim() ?? "";
  /** @param {string} name */
  const changed = (name) => {
    const one = field(name);
    if (!one) return false;
    if (one instanceof HTMLSelectElement) return ![...one.options].some((option) => option.defaultSelected && option.selected);
    return one.value.trim() !== one.defaultValue.trim();
  };
  /** @type {Record<string, any>} */
  const changes = {};
  for (const part of ["subject", "object"]) {
    if (changed(`${part}-kind`) || changed(`${part}-name`)) changes[part] = { kind: value(`${part}-kind`), name: value(`${part}-name`) };
  }
  const figure = ["metric", "value", "unit", "scope"];
  if (figure.some((name) => changed(`figure-${name}`))) {
    changes.figure = Object.fromEntries(figure.map((name) => [name, value(`figure-${name}`)]));
  }
  for (const name of ["predicate", "status", "period", "as_of", "qualifier"]) if (changed(name)) changes[name] = value(name);
  return Object.keys(changes).length ? { changes, reason: value("edit-reason") } : null;
}

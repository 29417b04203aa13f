// @ts-check
// What people type, read: a value, or why it is none. What cannot be read is never taken for an empty field.

/** @typedef {{value?: any, problem?: string}} Read */

/**
 * Read what was typed into a field.
 *
 * @param {string | string[] | undefined} kind - "number", "list", "date", choices, or a plain text
 * @param {string} text
 * @returns {Read}
 */
export function readField(kind, text) {
  const typed = text.trim();
  if (kind === "list")
    return {
      value: typed
        .split(";")
        .map((one) => one.trim())
        .filter(Boolean),
    };
  if (kind === "number") return readWhole(typed);
  return { value: typed || null };
}

/** Read a whole number. @param {string} text @returns {Read} */
export function readWhole(text) {
  if (!text.trim()) return { value: null };
  if (!/^[+-]?\d+$/.test(text.trim())) return { problem: `"${text}" is no whole number` };
  return { value: Number(text) };
}

/** Read a share in percent, with a point or a comma. @param {string} text @returns {Read} */
export function readShare(text) {
  const typed = text.trim().replace(/\s*%$/, "").replace(",", ".");
  if (!typed) return { value: null };
  if (!/^\d+(\.\d+)?$/.test(typed) || Number(typed) > 100)
    return { problem: `"${text}" is no share from 0 to 100 %` };
  return { value: Number(typed) };
}

/** Mark a field with what is wrong with it, or as right again. */
export function markField(input, problem) {
  input.setCustomValidity(problem ?? "");
  if (problem) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  input.title = problem ?? "";
}

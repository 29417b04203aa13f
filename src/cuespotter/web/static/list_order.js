// @ts-check
// The order of a list and the words on its entries: plain values in, plain values out.

/**
 * Move one of some ids to another place.
 *
 * @param {string[]} ids
 * @param {string} id
 * @param {number} to - its new place; beyond the ends means the end
 * @returns {string[]}
 */
export function moved(ids, id, to) {
  const rest = ids.filter((one) => one !== id);
  if (rest.length === ids.length) return ids;
  const place = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, place), id, ...rest.slice(place)];
}

/**
 * Say before which row a dragged one belongs.
 *
 * @param {{top: number, height: number}[]} rows - where the rows stand, in order
 * @param {number} y - where the pointer is
 * @returns {number} a row's number, or their count
 */
export function placeAt(rows, y) {
  const found = rows.findIndex((row) => y < row.top + row.height / 2);
  return found < 0 ? rows.length : found;
}

/**
 * Lay a new order over a list: what was in no order of the user's is in it from now on.
 *
 * @param {any} told
 * @param {string[]} ids
 */
export function inOrder(told, ids) {
  return { ...told, order: told.order === "none" ? "none" : "given", added: ids };
}

/**
 * Say something of an entry; an empty text takes it back.
 *
 * @param {any} told
 * @param {string} id
 * @param {string} field
 * @param {string | null} value
 */
export function withWord(told, id, field, value) {
  const words = told.words.filter((one) => one.id !== id);
  const before = told.words.find((one) => one.id === id) ?? { id };
  return { ...told, words: [...words, { ...before, [field]: value || null }] };
}

/** Put something in by hand, last. @param {any} told @param {string} id */
export function withEntry(told, id) {
  const added = [...told.added.filter((one) => one !== id), id];
  return { ...told, added, left_out: told.left_out.filter((one) => one !== id) };
}

/** Take something out, whatever the filter says. @param {any} told @param {string} id */
export function withoutEntry(told, id) {
  const leftOut = told.where === null ? told.left_out : [...told.left_out.filter((one) => one !== id), id];
  return { ...told, added: told.added.filter((one) => one !== id), left_out: leftOut };
}

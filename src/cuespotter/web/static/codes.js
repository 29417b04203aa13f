// @ts-check
// Codes with check digits, as societies read them: IPI name numbers and ISWCs.

const IPI_DIGITS = 11;
const IPI_MODULUS = 101;
const FIRST_WEIGHT = 10;

const bare = (/** @type {string} */ text) => text.replace(/[-. ]/g, "").toUpperCase();

/** Whether a text is an IPI name number whose two check digits are right. */
export function isIpi(text) {
  if (!/^\d{9,11}$/.test(bare(text))) return false;
  const code = bare(text).padStart(IPI_DIGITS, "0");
  const total = [...code.slice(0, -2)].reduce(
    (sum, digit, place) => sum + (FIRST_WEIGHT - place) * Number(digit),
    0,
  );
  return ((IPI_MODULUS - (total % IPI_MODULUS)) % IPI_MODULUS) % 100 === Number(code.slice(-2));
}

/** Whether a text is an ISWC with a right check digit. */
export function isIswc(text) {
  const found = /^T(\d{9})(\d)$/.exec(bare(text));
  if (!found) return false;
  const total = [...found[1]].reduce((sum, digit, place) => sum + (place + 1) * Number(digit), 1);
  return (10 - (total % 10)) % 10 === Number(found[2]);
}

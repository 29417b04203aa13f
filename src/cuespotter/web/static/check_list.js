// @ts-check
// What the sheet still misses, beside the form: the same of many cues is one line, which chooses them all.
import { api } from "./api.js";
import { h } from "./dom.js";

const WORDS = { wrong: "Wrong", missing: "Missing", unsure: "To hear again" };
const NAMED_CUES = 8; // of more, the rest is counted

/** Remarks of the same words together, in the order of the sheet: [text, field, numbers of cues]. */
export function gathered(remarks) {
  /** @type {Map<string, {text: string, field: string, cues: string[]}>} */
  const groups = new Map();
  for (const one of remarks) {
    const key = JSON.stringify([one.text, one.field, Boolean(one.cue_no)]);
    if (!groups.has(key)) groups.set(key, { text: one.text, field: one.field, cues: [] });
    if (one.cue_no) groups.get(key)?.cues.push(one.cue_no);
  }
  return [...groups.values()];
}

export async function drawCheck(screen, report) {
  const remarks = await api.check(screen.id);
  const part = (/** @type {keyof typeof WORDS} */ gravity) => {
    const some = remarks.filter((one) => one.gravity === gravity);
    if (!some.length) return [];
    const head = h("h3", {}, h(`span.chip.${gravity}`, {}, WORDS[gravity]), ` ${some.length}`);
    return [
      h(
        "section",
        {},
        head,
        h(
          "ul",
          {},
          gathered(some).map((one) => line(screen, one)),
        ),
      ),
    ];
  };
  const many = remarks.length === 1 ? "1 thing to mend" : `${remarks.length} things to mend`;
  const title = remarks.length ? many : "Ready: all is there, and it adds up";
  report.replaceChildren(
    h("h2", {}, title),
    ...Object.keys(WORDS).flatMap((gravity) => part(/** @type {keyof typeof WORDS} */ (gravity))),
  );
}

/** One thing that is missing: of the film a link to its field, of cues a link to each, and to all at once. */
function line(screen, { text, field, cues }) {
  const link = (words, onclick, more = {}) => h("button.link", { type: "button", onclick, ...more }, words);
  const known = new Map(screen.cues.map((cue) => [cue.cue_no, cue.id]));
  const ids = cues.map((number) => known.get(number)).filter(Boolean);
  if (!ids.length)
    return h(
      "li",
      {},
      link(text, () => focusOn(field)),
    );
  const all = () => screen.goToCues(ids, field);
  const named = cues.slice(0, NAMED_CUES);
  const rest = cues.length - named.length;
  return h(
    "li",
    {},
    link(text, all, { title: ids.length > 1 ? `Choose these ${ids.length} cues` : "" }),
    h(
      "div.remark-cues",
      {},
      named.map((number) => link(number, () => screen.goToCue(known.get(number), field))),
      rest > 0 ? link(`and ${rest} more`, all) : null,
    ),
  );
}

/** Go to a field of the film's own form. */
function focusOn(path) {
  const name = path.replace(/^film\./, "");
  /** @type {HTMLElement | null} */ (document.querySelector(`.details-form [name="${name}"]`))?.focus();
}

// How much of the film is music, and how much of that was made for it; with bounds while answers are missing.
import { api } from "./api.js";
import { h } from "./dom.js";
import { clock, percent } from "./words.js";

const NAMES = {
  "music in the film": "Music in the film",
  "score share": "Original score in all music",
  "new music share": "All new music in all music",
};

const SAME = 0.0005;

export async function totalsTab(screen, place) {
  const totals = await api.totals(screen.id);
  const figures = [
    [totals.cues, "cues"],
    [totals.named, "named"],
    [totals.unnamed, "without a name"],
    [totals.reviewed, "reviewed"],
  ];
  const figure = (/** @type {any} */ [number, words]) =>
    h("div.figure", {}, h("strong", {}, String(number)), h("span", {}, words));
  const words = "To meet a numeric test is not to be eligible: that rests on more than numbers.";
  const tests = [h("h2", {}, "Numeric tests"), testTable(totals.tests), h("p.muted", {}, words)];
  const parts = [h("div.figures", {}, figures.map(figure)), totals.shares.map(bar), h("section", {}, tests)];
  place.replaceChildren(h("div.totals", {}, parts.flat()));
}

function bar(share) {
  const low = share.lower ?? 0;
  const high = share.upper ?? 0;
  const isKnown = share.lower === null || Math.abs(high - low) < SAME;
  const range = isKnown ? percent(low, 1) : `${percent(low, 1)} to ${percent(high, 1)}`;
  const said = share.lower === null ? "nothing to share" : range;
  const of = `${clock(share.whole_s)} ${share.of_what}`;
  const bounds = `${clock(share.lower_s)} surely, ${clock(share.upper_s)} at most, of ${of}`;
  const sure = h("span.share-low", { style: { width: `${100 * low}%` } });
  const open = h("span.share-high", { style: { left: `${100 * low}%`, width: `${100 * (high - low)}%` } });
  return h(
    "section.share",
    {},
    h("div.share-head", {}, h("h2", {}, NAMES[share.name] ?? share.name), h("strong", {}, said)),
    h("div.share-bar", { role: "img", "aria-label": `${share.name}: ${said}` }, sure, open),
    h(
      "p.muted",
      {},
      isKnown ? `${clock(share.lower_s)} of ${of}` : `${bounds}; the rest hangs on answers not given yet`,
    ),
  );
}

function testTable(tests) {
  const head = (name) => h("th", { scope: "col" }, name);
  const row = (test) =>
    h("tr", {}, h("td", {}, test.name), h("td", {}, percent(test.threshold)), h("td", {}, test.verdict));
  const heads = ["Rules", "Least score share", "Result"].map(head);
  return h("table", {}, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, tests.map(row)));
}

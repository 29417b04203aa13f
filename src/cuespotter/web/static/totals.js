// How much of the film is music, and how much of that was made for it; with bounds while answers are missing.
import { api } from "./api.js";
import { h } from "./dom.js";
import { clock, percent } from "./words.js";

const NAMES = {
  "music in the film": "Music in the film",
  "score share": "Original score in all music",
  "new music share": "All new music in all music",
};

export async function totalsTab(screen, place) {
  const totals = await api.totals(screen.id);
  const bar = (share) => {
    const low = share.lower ?? 0;
    const high = share.upper ?? 0;
    const isKnown = share.lower !== null && Math.abs(high - low) < 0.0005;
    const said = share.lower === null ? "nothing to share" : isKnown ? percent(low, 1) : `${percent(low, 1)} to ${percent(high, 1)}`;
    return h("section.share", {},
      h("div.share-head", {}, h("h3", {}, NAMES[share.name] ?? share.name), h("strong", {}, said)),
      h("div.share-bar", { role: "img", "aria-label": `${share.name}: ${said}` }, h("span.share-low", { style: { width: `${100 * low}%` } }), h("span.share-high", { style: { left: `${100 * low}%`, width: `${100 * (high - low)}%` } })),
      h("p.muted", {}, isKnown || share.lower === null ? `${clock(share.lower_s)} of ${clock(share.whole_s)} ${share.of_what}` : `${clock(share.lower_s)} surely, ${clock(share.upper_s)} at most, of ${clock(share.whole_s)} ${share.of_what}; the rest hangs on answers not given yet`));
  };
  place.replaceChildren(
    h("div.totals", {},
      h("div.figures", {}, [[totals.cues, "cues"], [totals.named, "named"], [totals.unnamed, "without a name"], [totals.reviewed, "reviewed"]].map(([number, words]) => h("div.figure", {}, h("strong", {}, String(number)), h("span", {}, words)))),
      totals.shares.map(bar),
      h("section", {}, h("h3", {}, "Numeric tests"),
        h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Rules"), h("th", { scope: "col" }, "Least score share"), h("th", { scope: "col" }, "Result"))),
          h("tbody", {}, totals.tests.map((test) => h("tr", {}, h("td", {}, test.name), h("td", {}, percent(test.threshold)), h("td", {}, test.verdict))))),
        h("p.muted", {}, "To meet a numeric test is not to be eligible: that rests on more than numbers."))));
}

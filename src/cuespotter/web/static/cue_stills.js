// @ts-check
// What is seen at a cue's start, in its middle and at its end, and which picture stands for it on the page.
import { h } from "./dom.js";

const HEIGHT = 90;

export function cueStills(screen, cue) {
  const pictureS = screen.timecode.pictureS;
  const lastS = Math.max(cue.start_s, cue.end_s - pictureS);
  const moments = [
    ["First picture", cue.start_s],
    ["In the middle", (cue.start_s + cue.end_s) / 2],
    ["Last picture", lastS],
  ];
  const one = (/** @type {any} */ [words, atS]) => momentButton(screen, words, atS);
  return h(
    "div.cue-pictures",
    {},
    h("div.cue-moments", { role: "group", "aria-label": "Stills of the cue" }, moments.map(one)),
    pagePicture(screen, cue),
  );
}

function momentButton(screen, words, atS) {
  const image = h("img", { alt: "" });
  screen.stills.show(image, atS, HEIGHT);
  const told = { type: "button", title: `${words}: ${screen.timecode.at(atS)}`, "aria-label": words };
  return h("button.cue-moment", { ...told, onclick: () => screen.player.seek(atS) }, image);
}

/** The still that was chosen for the page, and the buttons that choose the picture shown now, or none. */
function pagePicture(screen, cue) {
  const chosen = cue.still_s ?? null;
  const set = (atS) => () => screen.setFields(cue, { still_s: atS });
  const now = () => set(Math.round(screen.player.position * 1000) / 1000)();
  const button = (words, title, onclick) => h("button", { type: "button", title, onclick }, words);
  return h(
    "div.page-picture",
    { role: "group", "aria-label": "Still for the page" },
    chosen === null ? null : momentButton(screen, "Still for the page", chosen),
    button("Use this picture on the page", "The picture that the film shows now stands for the cue", now),
    chosen === null
      ? null
      : button("None", "No picture for this cue, unless the page is asked for all", set(null)),
  );
}

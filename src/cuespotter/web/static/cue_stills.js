// @ts-check
// What is seen at a cue's start, in its middle and at its end; a click goes there.
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
  const one = (/** @type {any} */ [words, atS]) => {
    const image = h("img", { alt: "" });
    screen.stills.show(image, atS, HEIGHT);
    const told = { type: "button", title: `${words}: ${screen.timecode.at(atS)}`, "aria-label": words };
    return h("button.cue-moment", { ...told, onclick: () => screen.player.seek(atS) }, image);
  };
  return h("div.cue-moments", { role: "group", "aria-label": "Stills of the cue" }, moments.map(one));
}

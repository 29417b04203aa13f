// @ts-check
// When somebody speaks and when there is music, whoever made it: two thin lanes of the timeline, and in words.
import { clock } from "./words.js";

const LANE = 7;
const GAP = 3;
const LANES = [
  ["speech", "muted"],
  ["music", "unnamed"],
];
const PLACES = [["lane below the cues"], ["upper lane", "lower lane"]];

/** The lanes that a film has, in their order: without the extra hearing there is music alone. */
function lanesOf(sounds) {
  return LANES.flatMap(([kind, colour]) => {
    const heard = sounds.find((one) => one.kind === kind);
    return heard ? [{ heard, colour }] : [];
  });
}

/** How high the lanes of a film are, with the gaps between them. */
export const soundsHeight = (sounds) => lanesOf(sounds).length * (LANE + GAP);

/** How long a kind of sound is heard, as 1:05. */
const totalOf = ({ spans }) => clock(spans.reduce((sum, [begin, end]) => sum + end - begin, 0));

/** What the lanes are, how long each is, and what tells it; empty where a film was heard before it was kept. */
export function soundWords(sounds) {
  const lanes = lanesOf(sounds);
  if (!lanes.length) return "";
  const sung = sounds.find((one) => one.kind === "singing" && one.spans.length);
  const parts = lanes.map(({ heard }, number) => {
    const singing = heard.kind === "music" && sung ? `, thick where somebody sings, ${totalOf(sung)}` : "";
    return `${PLACES[lanes.length - 1][number]}: ${heard.kind}, ${totalOf(heard)}${singing}`;
  });
  const means = sounds[0].source === "hearing" ? "with the extra hearing" : "by the habits of music alone";
  return `Heard ${means}; ${parts.join("; ")}`;
}

/** The first span that ends after a time: spans ascend, and a film may have thousands. */
function firstAfter(spans, atS) {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle][1] <= atS) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Draw the lanes; where somebody sings, music stands fuller. */
export function drawSounds(context, timeline, top, width) {
  const { colour, sounds } = timeline;
  const sung = sounds.find((one) => one.kind === "singing" && one.spans.length);
  lanesOf(sounds).forEach(({ heard, colour: tone }, number) => {
    const y = top + number * (LANE + GAP);
    context.fillStyle = colour[tone];
    const isSplit = heard.kind === "music" && sung;
    drawSpans(context, timeline, heard.spans, isSplit ? y + 2 : y, isSplit ? LANE - 4 : LANE, width);
    if (isSplit) drawSpans(context, timeline, sung.spans, y, LANE, width);
  });
}

function drawSpans(context, timeline, spans, y, height, width) {
  for (let k = firstAfter(spans, timeline.from); k < spans.length && spans[k][0] < timeline.to; k += 1) {
    const left = timeline.x(spans[k][0], width);
    context.fillRect(left, y, Math.max(1, timeline.x(spans[k][1], width) - left), height);
  }
}

// @ts-check
// When somebody speaks and when there is music, whoever made it: two thin lanes of the timeline, and in words.
import { clock } from "./words.js";

const LANE = 7;
const GAP = 3;
const ROOM = 62; // for the lanes' names, which stand at their beginning
const LANES = [
  ["speech", "Speech", "muted"],
  ["music", "Music", "unnamed"],
];

/** The lanes that a film has, in their order: without the extra hearing there is music alone. */
function lanesOf(sounds) {
  return LANES.flatMap(([kind, name, colour]) => {
    const heard = sounds.find((one) => one.kind === kind);
    return heard ? [{ heard, name, colour }] : [];
  });
}

/** How high the lanes of a film are, with the gaps between them. */
export const soundsHeight = (sounds) => lanesOf(sounds).length * (LANE + GAP);

/** How long there is sound of each kind, and what tells it; empty where a film was heard before it was kept. */
export function soundWords(sounds) {
  if (!sounds.length) return "";
  const total = ({ spans }) => clock(spans.reduce((sum, [begin, end]) => sum + end - begin, 0));
  const parts = sounds.map((one) => `${one.kind} ${total(one)}`);
  const means = sounds[0].source === "hearing" ? "by the extra hearing" : "by its habits alone";
  return `Heard ${means}: ${parts.join(", ")}`;
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
  context.font = '600 9px "Inter Desk", system-ui, sans-serif';
  const sung = sounds.find((one) => one.kind === "singing");
  lanesOf(sounds).forEach(({ heard, name, colour: tone }, number) => {
    const y = top + number * (LANE + GAP);
    context.fillStyle = colour[tone];
    const isSplit = heard.kind === "music" && sung;
    drawSpans(context, timeline, heard.spans, isSplit ? y + 2 : y, isSplit ? LANE - 4 : LANE, width);
    if (isSplit) drawSpans(context, timeline, sung.spans, y, LANE, width);
    context.fillStyle = colour.surface;
    context.fillRect(0, y - 1, context.measureText(name).width + 12, LANE + 2);
    context.fillStyle = colour.muted;
    context.fillText(name, 6, y + LANE / 2 + 0.5, ROOM);
  });
}

function drawSpans(context, timeline, spans, y, height, width) {
  for (let k = firstAfter(spans, timeline.from); k < spans.length && spans[k][0] < timeline.to; k += 1) {
    const left = timeline.x(spans[k][0], width);
    context.fillRect(left, y, Math.max(1, timeline.x(spans[k][1], width) - left), height);
  }
}

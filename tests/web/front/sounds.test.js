// sound_lanes.js: how long there is speech and music, and what a lane draws of thousands of spans.
import assert from "node:assert/strict";
import { test } from "node:test";
import { drawSounds, soundsHeight, soundWords } from "../../../src/cuespotter/web/static/sound_lanes.js";

const music = { kind: "music", source: "habits", spans: [[10, 70]] };
const spans = Array.from({ length: 2000 }, (_, k) => [4 * k, 4 * k + 2]);
const speech = { kind: "speech", source: "hearing", spans };

function drawn(sounds, from, to) {
  const rectangles = [];
  const context = {
    fillRect: (...place) => rectangles.push({ place, colour: context.fillStyle }),
  };
  const colour = { muted: "muted", unnamed: "unnamed" };
  const x = (s, width) => ((s - from) / (to - from)) * width;
  drawSounds(context, { sounds, colour, from, to, x }, 100, 1000);
  return rectangles;
}

test("without the extra hearing there is one lane, and no words of speech", () => {
  assert.equal(soundsHeight([]), 0);
  assert.ok(soundsHeight([music]) < soundsHeight([music, speech]));
  assert.equal(soundWords([music]), "Heard by the habits of music alone; lane below the cues: music, 1:00");
  assert.equal(soundWords([]), "");
  const singing = { ...music, kind: "singing", spans: [[20, 30]] };
  const both = [
    { ...music, source: "hearing" },
    { ...speech, spans: [[1, 6]] },
  ];
  assert.equal(
    soundWords([...both, singing]),
    "Heard with the extra hearing; upper lane: speech, 0:05; lower lane: music, 1:00, thick where somebody sings, 0:10",
  );
  assert.ok(!soundWords([...both, { ...singing, spans: [] }]).includes("sings"));
});

test("a lane draws what is in sight, where it is", () => {
  const seen = drawn([speech, music], 400, 440);
  assert.equal(seen.length, 10, "ten of two thousand");
  assert.deepEqual(seen[0].place.slice(0, 1), [0]);
  assert.equal(seen[0].place[2], 50, "two of forty seconds on a thousand pixels");
  assert.equal(drawn([music], 0, 100)[0].colour, "unnamed");
});

test("where somebody sings, music stands fuller", () => {
  const singing = { kind: "singing", source: "hearing", spans: [[20, 30]] };
  const [thin, full] = drawn([music, singing], 0, 100);
  assert.ok(full.place[3] > thin.place[3]);
});

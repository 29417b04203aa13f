// What is in doubt of a cue, in words.
import assert from "node:assert/strict";
import { test } from "node:test";

import { barWords, mixWords } from "../../../src/cuespotter/web/static/words.js";

test("a bar in doubt is told until somebody has reviewed the cue, the least likely of its parts", () => {
  const judged = (status, ...bars) => ({
    status,
    placements: bars.map((bar_confidence) => ({ bar_confidence })),
  });
  assert.equal(barWords(judged("found", 0.99, 0.62, null)), "which bar: 62 %");
  const rest = [judged("found", 0.96, null), judged("found"), judged("confirmed", 0.62)];
  assert.deepEqual(rest.map(barWords), ["", "", ""]);
});

test("another mix is told where all parts that could be judged are one, until the cue is reviewed", () => {
  const judged = (status, ...mixes) => ({
    status,
    placements: mixes.map((mix_confidence) => ({ mix_confidence })),
  });
  assert.equal(mixWords(judged("found", 0.1, null)), "another mix or version");
  const rest = [judged("found", 0.1, 0.9), judged("found", null), judged("confirmed", 0.1)];
  assert.deepEqual(rest.map(mixWords), ["", "", ""]);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { Timecode } from "../../../src/cuespotter/web/static/timecode.js";

test("a timeline's lines stand at whole timecodes of the film, or at its clock's seconds", () => {
  const ntsc = { numerator: 24000, denominator: 1001, nominal: 24, dropped: 0, origin: 86400 };
  const [first, second] = new Timecode(ntsc).ticks(0.5, 30, 10);
  assert.deepEqual([first.words, second.words], ["01:00:10:00", "01:00:20:00"]);
  assert.ok(Math.abs(first.atS - 10.01) < 1e-9);
  const close = new Timecode(ntsc).ticks(10.01, 10.1, 0.01).map((one) => one.words);
  assert.deepEqual(close, ["01:00:10:00", "01:00:10:01", "01:00:10:02"]);
  assert.deepEqual(
    new Timecode(null).ticks(58, 62, 2).map((one) => one.words),
    ["0:58", "1:00", "1:02"],
  );
  const late = new Timecode(null);
  late.count({ ...ntsc, numerator: 25, denominator: 1, nominal: 25, origin: 90000 });
  assert.deepEqual(late.at(2), "01:00:02:00");
});

// What is asked while somebody types: of two questions the later one's answer stands, whenever it comes.
import assert from "node:assert/strict";
import { test } from "node:test";

import { asking } from "../../../src/cuespotter/web/static/asking.js";

function slowly() {
  const waiting = [];
  const shown = [];
  const ask = () => new Promise((answer, fail) => waiting.push({ answer, fail }));
  const show = (answer) => shown.push(answer);
  const fail = (error) => shown.push(error.message);
  return { waiting, shown, found: asking(ask, show, fail) };
}

test("an answer that comes after a later one's is let go, and so is a failure", async () => {
  for (const late of ["answer", "fail"]) {
    const { waiting, shown, found } = slowly();
    const [first, second] = [found.now(), found.now()];
    waiting[1].answer("Alder");
    waiting[0][late](new Error("Al"));
    assert.deepEqual([await first, await second], [null, "Alder"]);
    assert.deepEqual(shown, ["Alder"]);
  }
});

test("a failure of the last question is told", async () => {
  const { waiting, shown, found } = slowly();
  const only = found.now();
  waiting[0].fail(new Error("gone"));
  assert.equal(await only, null);
  assert.deepEqual(shown, ["gone"]);
});

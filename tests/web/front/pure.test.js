// The parts of the desk that need no page: run by "node --test".
import assert from "node:assert/strict";
import { test } from "node:test";

import { ACTIONS, nextAnswer, shuttled } from "../../../src/cuespotter/web/static/actions.js";
import { api } from "../../../src/cuespotter/web/static/api.js";
import { gathered } from "../../../src/cuespotter/web/static/check_list.js";
import { countVerdicts, toConfirm } from "../../../src/cuespotter/web/static/compare.js";
import { conflictWords } from "../../../src/cuespotter/web/static/conflict.js";
import { countLooks, passing } from "../../../src/cuespotter/web/static/cue_list.js";
import { asked, byRoom } from "../../../src/cuespotter/web/static/exports.js";
import { readField, readShare } from "../../../src/cuespotter/web/static/forms.js";
import { KEYS } from "../../../src/cuespotter/web/static/keys.js";
import { soundingWithin } from "../../../src/cuespotter/web/static/lane.js";
import {
  inOrder,
  moved,
  placeAt,
  withEntry,
  withoutEntry,
  withWord,
} from "../../../src/cuespotter/web/static/list_order.js";
import { addShares, readParties, typedParty } from "../../../src/cuespotter/web/static/parties.js";
import { power } from "../../../src/cuespotter/web/static/pieces.js";
import { layLanes } from "../../../src/cuespotter/web/static/timeline.js";
import { withEdge } from "../../../src/cuespotter/web/static/timeline_pointer.js";
import { decodeText } from "../../../src/cuespotter/web/static/uploads.js";
import { clock, readClock } from "../../../src/cuespotter/web/static/words.js";

test("every key has an action, and every action a key", () => {
  const named = KEYS.flatMap(([, rows]) => rows.map(([, , action]) => action));
  assert.deepEqual(named.toSorted(), Object.keys(ACTIONS).toSorted());
});

test("what is no number is never taken for an empty field", () => {
  assert.deepEqual(readField("number", " 2005 "), { value: 2005 });
  assert.deepEqual(readField("number", ""), { value: null });
  for (const text of ["20x5", "2005.5", "1e3", "0x7d5", "²"]) {
    const { value, problem } = readField("number", text);
    assert.equal(value, undefined, text);
    assert.match(problem, /whole number/);
  }
  assert.deepEqual(readField("list", "a; ;b"), { value: ["a", "b"] });
  assert.deepEqual(readField("date", ""), { value: null });
});

test("shares are read with a comma, and refused where they are none", () => {
  assert.deepEqual(readShare("33,3 %"), { value: 33.3 });
  assert.deepEqual(readShare(" "), { value: null });
  for (const text of ["50x", "101", "-1", "1e1", "NaN"]) assert.ok(readShare(text).problem, text);
});

test("parties keep what the form does not show, and need a name", () => {
  const known = typedParty({ name: "Ada", role: "lyricist", share_percent: 50, isni: "1" });
  const nobody = { ...typedParty(), share: "50" };
  const { parties, problems } = readParties([known, typedParty(), nobody]);
  assert.deepEqual(parties, [
    { name: "Ada", role: "lyricist", share_percent: 50, isni: "1", society: null, ipi: null },
  ]);
  assert.deepEqual(
    problems.map(({ row, field }) => [row, field]),
    [[2, "name"]],
  );
  assert.deepEqual(addShares([known, nobody]), { total: 100, isOff: false });
  assert.equal(addShares([known]).isOff, true);
});

const cue = (id, start, end, more = {}) => ({
  ...{
    id,
    start_s: start,
    end_s: end,
    status: "found",
    confidence: 0.99,
    recording: { id },
    kind: "recording",
  },
  ...more,
});

test("chips count how cues look and keep only what is wanted", () => {
  const cues = [cue("a", 0, 1), cue("b", 1, 2, { confidence: 0.5 }), cue("c", 2, 3, { status: "confirmed" })];
  assert.deepEqual(countLooks(cues), [
    ["confirmed", 1],
    ["found", 1],
    ["unsure", 1],
  ]);
  assert.deepEqual(passing(cues, new Set(["unsure"])), [cues[1]]);
  assert.equal(passing(cues, new Set()).length, 3);
});

test("cues that overlap lie in lanes of their own, music without a name in the last", () => {
  const unnamed = cue("u", 0, 9, { recording: null, kind: "unnamed_music" });
  const { laneOfCue, lanes } = layLanes([cue("a", 0, 5), cue("b", 4, 8), cue("c", 5, 6), unnamed]);
  assert.deepEqual(Object.fromEntries(laneOfCue), { a: 0, b: 1, c: 0, u: 2 });
  assert.equal(lanes, 3);
});

test("a conflict is told in words, from facts", () => {
  const before = new Map([["1", { cue_no: "1m01", end_s: 20, perception: "seen" }]]);
  const facts = {
    cues: { 1: { cue_no: "1m01", end_s: 15, perception: "not_heard" }, 2: null },
    last: { who: "Ada", summary: "1m01: end 15.00" },
  };
  assert.equal(
    conflictWords(before, facts),
    "Changed meanwhile (1m01: end 15.00, by Ada): cue 1m01: out is now 0:15.00, heard by the characters is now " +
      "not heard; cue 2 is gone. Your change was not made.",
  );
  assert.match(conflictWords(before, { cues: {}, last: null }), /^Changed meanwhile: the film\./);
});

test("answers go round", () => {
  const values = [
    ["a", "A"],
    ["b", "B"],
  ];
  assert.deepEqual(
    [nextAnswer(values, null), nextAnswer(values, "a"), nextAnswer(values, "b")],
    ["a", "b", "a"],
  );
});

test("times are read as they are written", () => {
  for (const s of [0, 59.99, 3599.5, 36000]) assert.equal(readClock(clock(s, 2)), s);
  assert.equal(readClock("1:xx"), null);
});

test("each press runs faster, and the other direction begins anew", () => {
  const playing = (rate) => ({ isPlaying: true, rate });
  assert.equal(shuttled({ isPlaying: false, rate: 8 }, 1), 1);
  assert.deepEqual(
    [1, 2, 4, 8].map((rate) => shuttled(playing(rate), 1)),
    [2, 4, 8, 8],
  );
  assert.equal(shuttled(playing(4), -1), -1);
  assert.equal(shuttled(playing(-2), -1), -4);
});

test("an entry of a list is moved to any place, and nothing is lost on the way", () => {
  assert.deepEqual(moved(["a", "b", "c"], "c", 0), ["c", "a", "b"]);
  assert.deepEqual(moved(["a", "b", "c"], "a", 1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], "a", 99), ["b", "c", "a"]);
  assert.deepEqual(moved(["a", "b"], "x", 0), ["a", "b"]);
});

test("a dragged row belongs before the first row whose middle is below the pointer", () => {
  const rows = [0, 40, 80].map((top) => ({ top, height: 40 }));
  assert.deepEqual(
    [-5, 19, 21, 61, 119, 500].map((y) => placeAt(rows, y)),
    [0, 0, 1, 2, 3, 3],
  );
});

test("what is moved is in the user's order from then on; what has no order keeps none", () => {
  const told = { order: "title", added: [], words: [], left_out: [], where: "" };
  assert.deepEqual(inOrder(told, ["b", "a"]), { ...told, order: "given", added: ["b", "a"] });
  assert.equal(inOrder({ ...told, order: "none" }, ["a"]).order, "none");
});

test("a word on an entry is said, changed and taken back, and the others stay", () => {
  let told = { words: [{ id: "a", note: "Loud." }] };
  told = withWord(told, "b", "link", "https://example.org/");
  told = withWord(told, "a", "cue", "c1");
  assert.deepEqual(
    told.words.find((one) => one.id === "a"),
    { id: "a", note: "Loud.", cue: "c1" },
  );
  assert.deepEqual(withWord(told, "a", "note", "").words.find((one) => one.id === "a").note, null);
  assert.deepEqual(told.words.find((one) => one.id === "b").link, "https://example.org/");
});

test("what is left out stays out of a list that a filter fills, and comes in again by hand", () => {
  const byFilter = { where: "year:1999", added: ["a", "b"], left_out: [] };
  const out = withoutEntry(byFilter, "a");
  assert.deepEqual([out.added, out.left_out], [["b"], ["a"]]);
  assert.deepEqual(withEntry(out, "a"), { where: "year:1999", added: ["b", "a"], left_out: [] });
  assert.deepEqual(withoutEntry({ ...byFilter, where: null }, "a").left_out, []);
});

test("texts are decoded as those who wrote them did", () => {
  const bytes = (...values) => new Uint8Array(values).buffer;
  assert.equal(decodeText(new TextEncoder().encode("Café").buffer), "Café");
  assert.equal(decodeText(bytes(0xef, 0xbb, 0xbf, 0x61)), "a");
  assert.equal(decodeText(bytes(0x43, 0x61, 0x66, 0x8e)), "Café"); // as Macs wrote it
  assert.equal(decodeText(bytes(0xff, 0xfe, 0x61, 0x00)), "a");
  assert.equal(decodeText(bytes(0xfe, 0xff, 0x00, 0x61)), "a");
});

test("the same that is missing of many cues is one line", () => {
  const missing = (text, cue_no, field = "work") => ({ text, field, cue_no });
  const lines = gathered([
    missing("the year is not known", null, "year"),
    missing("no writer is known", "1m01"),
    missing("no publisher is known", "1m01"),
    missing("no writer is known", "1m02"),
  ]);
  assert.deepEqual(
    lines.map((one) => [one.text, one.cues]),
    [
      ["the year is not known", []],
      ["no writer is known", ["1m01", "1m02"]],
      ["no publisher is known", ["1m01"]],
    ],
  );
});

test("what an edit says is counted, and only what agrees and nobody reviewed is confirmed", () => {
  const row = (verdict, cue_id, status = "found") => ({ verdict, words: verdict, cue_id, status });
  const rows = [
    row("agrees", "a"),
    row("agrees", "b", "confirmed"),
    row("bounds", "c"),
    row("agrees", "a"),
    row("only_edit", null),
  ];
  assert.deepEqual(countVerdicts(rows), [
    ["agrees", "agrees", 3],
    ["bounds", "bounds", 1],
    ["only_edit", "only_edit", 1],
  ]);
  assert.deepEqual(toConfirm(rows), ["a"]);
});

test("formats stand by who asks for them, and only editors' files are told how to count", () => {
  const formats = [
    { name: "json", room: "exports" },
    { name: "cuesheet", room: "sheets" },
    { name: "xlsx", room: "sheets" },
    { name: "otio", room: "editing" },
  ];
  assert.deepEqual(
    byRoom(formats).map(([words, some]) => [words, some.map((one) => one.name)]),
    [
      ["Cue sheets", ["xlsx", "cuesheet"]],
      ["For editors", ["otio"]],
      ["For programs", ["json"]],
    ],
  );
  const told = { rate: "24", origin: " 01:00:00:00 ", roots: "/a=/b\n\n/c=/d" };
  const roots = [
    ["music_root", "/a=/b"],
    ["music_root", "/c=/d"],
  ];
  assert.deepEqual(asked("editing", told), [
    ["picture_rate", "24"],
    ["timecode_origin", "01:00:00:00"],
    ...roots,
  ]);
  assert.deepEqual(asked("players", told), roots);
  assert.deepEqual(asked("sheets", told), []);
});

test("cues are found by the words of their number, title, artist and notes", () => {
  const told = (cue_no, title, artist, notes = null) => ({
    ...{ cue_no, title, artist, notes, status: "found", confidence: 1, placements: [], rivals: [] },
    recording: null,
  });
  const cues = [told("1m01", "Pink Blue", "Tim Beek"), told("1m02", "Docking", "Others", "loud")];
  const found = (sought) => passing(cues, new Set(), sought).map((one) => one.cue_no);
  assert.deepEqual(found("beek pink"), ["1m01"]);
  assert.deepEqual(found("1m02"), ["1m02"]);
  assert.deepEqual(found("LOUD"), ["1m02"]);
  assert.deepEqual(found("beek loud"), []);
  assert.deepEqual(found("  "), ["1m01", "1m02"]);
});

test("who asks a busy desk to show something asks again when it says, and changes nothing twice", async (context) => {
  const busy = (detail, headers) =>
    new globalThis.Response(JSON.stringify({ detail }), { status: 503, headers });
  const given = (...answers) =>
    context.mock.method(globalThis, "fetch", () => Promise.resolve(answers.shift())).mock;
  const soon = { "retry-after": "0.01" };
  given(busy("too much", soon), busy("too much", soon), globalThis.Response.json([7]));
  assert.deepEqual(await api.told(), [7]);
  const always = given(...Array.from({ length: 9 }, () => busy("too much", soon)));
  await assert.rejects(api.told(), { message: "too much", status: 503 });
  assert.equal(always.callCount(), 4);
  const once = given(busy("damaged", {}), busy("too much", soon));
  await assert.rejects(api.told(), { message: "damaged" });
  await assert.rejects(api.undo("a film"), { message: "too much" });
  assert.equal(once.callCount(), 2);
});

test("what sounds of a recording is cut to the piece, and nothing sounds before its first sample", () => {
  const laid = { recordingId: "r", filmInS: 10, filmOutS: 30, recordingInS: -2.5, speed: 1.25, pitch: 0 };
  const [first] = soundingWithin([laid], 8, 16, 0.01);
  assert.deepEqual([first.startS, first.endS, first.from, first.to], [12, 16, 0, 5]);
  const [second] = soundingWithin([laid], 16, 24, 0.01);
  assert.deepEqual([second.startS, second.endS, second.from, second.to], [16, 24, 5, 15]);
  assert.deepEqual(soundingWithin([laid], 29.995, 40, 0.01), []);
  assert.deepEqual(soundingWithin([], 0, 8, 0.01), []);
});

test("an edge that is moved stays in the film, and its cue keeps a length", () => {
  const edged = { id: "a", start_s: 10, end_s: 20 };
  assert.deepEqual(withEdge(edged, "start_s", 12.5, 60), { id: "a", start_s: 12.5, end_s: 20 });
  assert.equal(withEdge(edged, "start_s", -3, 60).start_s, 0);
  assert.equal(withEdge(edged, "start_s", 25, 60).start_s, 19.9);
  assert.equal(withEdge(edged, "end_s", 70, 60).end_s, 60);
  assert.equal(withEdge(edged, "end_s", 2, 60).end_s, 10.1);
  assert.equal(edged.end_s, 20);
});

test("the power of a stretch is its root mean square, and of nothing it is 0", () => {
  const samples = Float32Array.from({ length: 700 }, (_, place) => (place < 350 ? 0.5 : 0));
  assert.equal(power(samples, 0, 350), 0.5);
  assert.equal(power(samples, 350, 350), 0);
  assert.equal(power(samples, 700, 350), 0);
});

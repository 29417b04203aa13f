// @ts-check
// What others changed while this desk was about to change the same: in words, from the facts of the refusal.
import { clock, fieldWord } from "./words.js";

/**
 * Say what was changed meanwhile.
 *
 * @param {Map<string, any>} before - the cues as this desk knew them, by id
 * @param {{cues: Record<string, any>, last?: {who: string, summary: string} | null}} facts
 * @returns {string}
 */
export function conflictWords(before, facts) {
  const theirs = Object.entries(facts.cues).map(([id, now]) => cueWords(before.get(id), id, now));
  const last = facts.last ? ` (${facts.last.summary}, by ${facts.last.who})` : "";
  return `Changed meanwhile${last}: ${theirs.join("; ") || "the film"}. Your change was not made.`;
}

function cueWords(was, id, now) {
  if (!now) return `cue ${was?.cue_no ?? id} is gone`;
  const isOther = (field) =>
    field !== "locked" && JSON.stringify(now[field]) !== JSON.stringify(was?.[field]);
  const changed = Object.keys(now).filter(isOther);
  const said = changed.map((field) => `${fieldName(field)} is now ${valueWords(field, now[field])}`);
  return `cue ${now.cue_no}: ${said.join(", ")}`;
}

const fieldName = (field) => ({ start_s: "in", end_s: "out" })[field] ?? fieldWord(field);

function valueWords(field, value) {
  if (value === null || value === undefined || value === "") return "not said";
  if (field.endsWith("_s")) return clock(value, 2);
  if (typeof value === "object") return "other";
  return String(value).replaceAll("_", " ");
}

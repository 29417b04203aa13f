// Times, confidence and speed, as the shell and the page say them; the words themselves are made from Python.

import {
  ANOTHER_MIX,
  BARELY_DB,
  CONFIDENCE_WORDS,
  FIELD_WORDS,
  IN_FRONT_DB,
  LEAST_PERCENT,
  MINUS,
  NAMED_SPEEDS,
  ORIGIN_ANSWERS,
  OWN_MIX,
  SAME_PITCH_CENTS,
  SAME_SPEED,
  STATUS_WORDS,
  SURE_BAR,
  SURE_ENOUGH,
  UNNAMED,
  USAGE_ANSWERS,
  VIEW_WORDS,
} from "./wording.js";

/** Write seconds as 1:02:03, rounded half up; with digits, as 1:02:03.45. */
export function clock(seconds, digits = 0) {
  const factor = 10 ** digits;
  const rounded = Math.floor(seconds * factor + 0.5);
  const whole = Math.abs(rounded);
  const minutes = Math.floor(whole / (60 * factor));
  const tail = ((whole % (60 * factor)) / factor).toFixed(digits).padStart(digits ? digits + 3 : 2, "0");
  const sign = rounded < 0 ? "-" : "";
  if (minutes < 60) return `${sign}${minutes}:${tail}`;
  return `${sign}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${tail}`;
}

/** Read 62.5, 1:02.5 or 0:01:02.5; null for anything else. */
export function readClock(text) {
  const parts = text.trim().replace(",", ".").split(":");
  if (!parts.length || parts.length > 3 || !parts.every((part) => /^\d+(\.\d+)?$/.test(part))) return null;
  return parts.reduce((sum, part) => 60 * sum + Number(part), 0);
}

const LEAST_SURE = CONFIDENCE_WORDS.slice(-1)[0];

/** Say a probability in words; what is below all of them is as little sure as the least. */
export const sureWords = (/** @type {number} */ share) =>
  (CONFIDENCE_WORDS.find(([least]) => share >= Number(least)) ?? LEAST_SURE)[1];

/** Say a probability in words and a number. */
export const sureBoth = (share) => `${sureWords(share)} · ${percent(share)}`;

/** How likely the least likely bar of a cue is; 1 where none is in doubt, or somebody has reviewed it. */
export function leastBar(cue) {
  const told = cue.status === "found" ? cue.placements.map((one) => one.bar_confidence ?? 1) : [];
  const least = Math.min(1, ...told);
  return least < SURE_BAR ? least : 1;
}

/** Say how likely it is which of the bars that sound the same is heard; empty where it is not in doubt. */
export function barWords(cue) {
  const least = leastBar(cue);
  return least < 1 ? `which bar: ${percent(least)}` : "";
}

/** Say that each part of a cue that could be judged is another mix; empty where none is, or it was reviewed. */
export function mixWords(cue) {
  const told = cue.placements
    .map((one) => one.mix_confidence)
    .filter((one) => one !== null && one !== undefined);
  const isOther = cue.status === "found" && told.length && told.every((one) => one < OWN_MIX);
  return isOther ? ANOTHER_MIX : "";
}

/** Write a share in percent; in whole percent, only what is full is called 100 %. */
export function percent(share, digits = 0) {
  if (digits) return `${(100 * share).toFixed(digits)} %`;
  return `${share >= 1 ? 100 : Math.min(99, Math.floor(100 * share + 0.5))} %`;
}

/** Say how fast a recording plays and what its pitch does; null where both are as recorded. */
export function speedName(speed, pitchCents) {
  const [ratio, name] = SPEEDS.reduce((best, one) => (off(speed, one) < off(speed, best) ? one : best));
  const isNamed = Math.abs(speed / ratio - 1) <= SAME_SPEED;
  const change = percentOf(speed);
  const parts = [];
  if (!isNamed) parts.push(change);
  else if (name) parts.push(`${name} (${change})`);
  if (Math.abs(pitchCents - 1200 * Math.log2(speed)) > SAME_PITCH_CENTS) {
    const turned = `pitch ${signed(pitchCents / 100, 1)} semitones`;
    parts.push(Math.abs(pitchCents) <= SAME_PITCH_CENTS ? "pitch kept" : turned);
  }
  return parts.join(", ") || null;
}

/** @type {any[]} */
const SPEEDS = NAMED_SPEEDS;
const off = (speed, [ratio]) => Math.abs(speed / ratio - 1);
const signed = (value, digits) => `${value < 0 ? MINUS : "+"}${Math.abs(value).toFixed(digits)}`;

function percentOf(speed) {
  const change = 100 * (speed - 1);
  return `${signed(change, Math.abs(change) >= LEAST_PERCENT ? 1 : 2)} %`;
}

/** Say how fast a recording plays, and how films come by it if that is known. */
export function speedWords({ speed, pitch_cents: pitchCents }) {
  const said = speedName(speed, pitchCents) ?? SPEEDS[0][2];
  const named = SPEEDS.find(([ratio, name]) => name && Math.abs(speed / ratio - 1) <= SAME_SPEED);
  return named ? `${said}: ${named[2]}` : said;
}

/** Name a field as people call it. */
export function fieldWord(field) {
  const short = field.replace(/^(header|identifiers)\./, "");
  const last = short.split(".").at(-1);
  return FIELD_WORDS[short] ?? FIELD_WORDS[last] ?? last.replaceAll("_", " ");
}

export const STATUS = STATUS_WORDS;

/** Say on which mix of the film's channels something was heard. */
export const viewWord = (view) => VIEW_WORDS[view] ?? view.replaceAll("_", " ");

/** How loud a cue's music is against everything else where it is loudest, in dB; null where nobody can tell. */
export function loudestDb(cue) {
  const levels = cue.placements.map((one) => one.level_db).filter((one) => typeof one === "number");
  return levels.length ? Math.max(...levels) : (cue.level_db ?? null);
}

/** Say how far in front music stands: somebody's word first, else by its level; null where neither tells. */
export function prominenceWords(prominence, levelDb) {
  if (prominence === "featured" || (!prominence && levelDb !== null && levelDb >= IN_FRONT_DB))
    return "in front";
  if (levelDb === null) return prominence ? "in the background" : null;
  return levelDb < BARELY_DB ? "barely audible" : "under dialogue";
}

/** Write a level against everything else, with a true minus sign. */
export const levelText = (levelDb) => {
  const whole = Math.round(levelDb);
  return `${whole > 0 ? "+" : whole < 0 ? MINUS : ""}${Math.abs(whole)} dB`;
};

/** What a cue is called. */
export function titleOf(cue) {
  const { title, recording, work } = cue;
  const known = recording ?? cue.original;
  const named = title ?? recording?.title ?? work?.title ?? known?.work?.title ?? known?.title;
  return named ?? known?.path ?? UNNAMED;
}

export const artistOf = (cue) => cue.artist ?? cue.recording?.performer ?? cue.recording?.artist ?? "";

/** Of which recording's work a cue is another recording, in words; empty where nobody has said so. */
export function originalWords({ recording, original }) {
  if (recording || !original) return "";
  const by = original.performer ?? original.artist;
  const name = original.title ?? original.path;
  return `another recording of ${name}${by ? `, original by ${by}` : ""}`;
}

/** How a cue looks: its colour and its words go together. */
export function looks(cue) {
  if (cue.status === "rejected" || cue.status === "confirmed" || cue.status === "edited") return cue.status;
  if (!cue.recording) return "unnamed";
  return cue.confidence < SURE_ENOUGH ? "unsure" : "found";
}

/** The four answers, the origins and the form: field, question, values. */
/** @type {any[]} */
export const ANSWERS = USAGE_ANSWERS;
/** @type {any[]} */
export const FURTHER = ORIGIN_ANSWERS;

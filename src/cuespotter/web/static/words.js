// Times, confidence and speed, as a person would say them.

/** Write seconds as 1:02:03; with digits, as 1:02:03.45. */
export function clock(seconds, digits = 0) {
  const factor = 10 ** digits;
  const whole = Math.round(Math.max(0, seconds) * factor);
  const rest = whole % (60 * factor);
  const minutes = Math.floor(whole / (60 * factor));
  const tail = (rest / factor).toFixed(digits).padStart(digits ? digits + 3 : 2, "0");
  return minutes < 60 ? `${minutes}:${tail}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${tail}`;
}

/** Read 62.5, 1:02.5 or 0:01:02.5; null for anything else. */
export function readClock(text) {
  const parts = text.trim().replace(",", ".").split(":");
  if (!parts.length || parts.length > 3 || !parts.every((part) => /^\d+(\.\d+)?$/.test(part))) return null;
  return parts.reduce((sum, part) => 60 * sum + Number(part), 0);
}

const SURE = [[0.98, "as good as certain"], [0.9, "very likely"], [0.7, "likely"], [0.5, "perhaps"], [0, "doubtful"]];

/** Say a probability in words. */
export const sureWords = (share) => SURE.find(([least]) => share >= least)[1];

/** Say a probability in words and a number, which never claims to be all. */
export const sureBoth = (share) => `${sureWords(share)} · ${share > 0.99 ? "over 99 %" : percent(share)}`;

export const percent = (share, digits = 0) => `${(100 * share).toFixed(digits)} %`;

const NAMED = [
  [1, "at its own speed"],
  [25 / 24, "PAL: 4.2 % faster, as films shot at 24 pictures run at 25"],
  [24 / 25, "4 % slower: made at 25 pictures, shown at 24"],
  [1000 / 1001, "NTSC: 0.1 % slower, 24 pictures shown at 23.976"],
  [1001 / 1000, "0.1 % faster: 23.976 pictures shown at 24"],
];

/** Say how fast a recording plays, and why if that is known. */
export function speedWords(placement) {
  const { speed, pitch_cents: pitch } = placement;
  const follows = Math.abs(1200 * Math.log2(speed) - pitch) < 6;
  const named = NAMED.find(([value]) => Math.abs(value - speed) < 2.5e-4);
  if (named && follows) return named[1];
  const change = `${Math.abs(100 * (speed - 1)).toFixed(1)} % ${speed > 1 ? "faster" : "slower"}`;
  const turn = `${Math.abs(pitch).toFixed(0)} cents ${pitch > 0 ? "higher" : "lower"}`;
  if (follows) return `${change}, its pitch with it`;
  if (Math.abs(speed - 1) < 1e-3) return `${turn}, at its own tempo`;
  return Math.abs(pitch) < 6 ? `${change}, at its own pitch` : `${change} and ${turn}`;
}

export const STATUS = { found: "found", confirmed: "confirmed", edited: "edited", rejected: "rejected" };

/** What a cue is called. */
export function titleOf(cue) {
  return cue.title ?? cue.recording?.title ?? cue.work?.title ?? cue.recording?.work?.title ?? cue.recording?.path ??
    "Music without a name";
}

export const artistOf = (cue) => cue.artist ?? cue.recording?.artist ?? "";

/** How a cue looks: its colour and its words go together. */
export function looks(cue) {
  if (cue.status === "rejected" || cue.status === "confirmed" || cue.status === "edited") return cue.status;
  if (!cue.recording) return "unnamed";
  return cue.confidence < 0.9 ? "unsure" : "found";
}

/** The four answers, the origins and the form: field, question, values. */
export const ANSWERS = [
  ["film_part", "Part of the film", [["logo", "Logo"], ["main_title", "Main title"], ["body", "Body"], ["end_title", "End title"]]],
  ["perception", "Heard by the characters", [["not_heard", "Not heard"], ["unseen_source", "Heard, unseen"], ["seen", "Seen"]]],
  ["vocal", "Voice", [["vocal", "Vocal"], ["instrumental", "Instrumental"]]],
  ["prominence", "Prominence", [["background", "Background"], ["featured", "Featured"]]],
];
const ORIGINS = [["made_for_film", "Made for the film"], ["pre_existing", "Existed before"], ["library", "Production library"]];
export const FURTHER = [
  ["form", "Form", [["score", "Score"], ["song", "Song"]]],
  ["work_origin", "The work", ORIGINS],
  ["recording_origin", "The recording", ORIGINS],
];

// @ts-check
// What a key or a button does to the film that is shown: one line for each, made once.
import { note } from "./dom.js";
import { openQuestions } from "./questions.js";
import { ANSWERS } from "./words.js";

const NUDGE_S = 0.1;
const AROUND = 0.15; // of a cue's length is shown before and after it
const ZOOM = 0.6;
const SKIP_S = 5;
const FASTEST = 8;

/** @typedef {import("./film.js").FilmScreen} Screen */

/** The next of a question's answers, after the last the first again. */
export function nextAnswer(values, now) {
  const choices = values.map(([value]) => value);
  return choices[(choices.indexOf(now) + 1) % choices.length];
}

/** Give the next answer to the question of that number. */
function answer(screen, number) {
  if (!screen.cue) return;
  const [field, words, values] = ANSWERS[number];
  const next = nextAnswer(values, screen.cue[field]);
  screen.setAnswer(field, next, `${words}: ${values.find(([value]) => value === next)[1]}`);
}

function zoomCue({ cue, timeline }) {
  if (!cue) return;
  const around = AROUND * (cue.end_s - cue.start_s);
  timeline.show(cue.start_s - around, cue.end_s + around);
}

/** Run faster in a direction with each press, as editors' machines do; the other direction begins anew. */
export function shuttled({ isPlaying, rate }, direction) {
  if (!isPlaying || Math.sign(rate) !== direction) return direction;
  return direction * Math.min(FASTEST, 2 * Math.abs(rate));
}

const shuttle =
  (direction) =>
  (/** @type {any} */ { player }) =>
    player.play(player.position, shuttled(player, direction));

/** Go on by so many pictures, and stand there. */
const stepPictures =
  (by) =>
  (/** @type {any} */ { player, timecode }) => {
    if (player.isPlaying) player.pause();
    player.seek(timecode.step(player.position, by));
  };

/** Loop the chosen cue, or end the loop. */
function loop({ cue, player }) {
  if (player.loop || !cue) return player.setLoop(null);
  player.setLoop({ startS: cue.start_s, endS: cue.end_s });
  const isInside = player.position >= cue.start_s && player.position < cue.end_s;
  return player.play(isInside ? player.position : cue.start_s);
}

/** @type {Record<string, (screen: any) => unknown>} */
export const ACTIONS = {
  toggle: ({ player }) => (player.isPlaying ? player.pause() : player.play()),
  back: ({ player }) => player.seek(player.position - SKIP_S),
  forward: ({ player }) => player.seek(player.position + SKIP_S),
  shuttleOn: shuttle(1),
  shuttleBack: shuttle(-1),
  stop: ({ player }) => player.pause(),
  pictureBack: stepPictures(-1),
  pictureOn: stepPictures(1),
  secondBack: ({ player }) => player.seek(player.position - 1),
  secondOn: ({ player }) => player.seek(player.position + 1),
  loop,
  fullPicture: ({ picture }) => picture?.toggleFull(),
  goTo: ({ transport }) => transport.askTime(),
  playCue: ({ cue, player }) => cue && player.play(cue.start_s),
  hearFilm: ({ player }) => player.setMode("film"),
  hearRecording: ({ player }) => player.setMode("recording"),
  hearBoth: ({ player }) => player.setMode("both"),
  dialogue: ({ player }) => player.setView(player.view === "mix" ? "side" : "mix"),
  next: (screen) => screen.step(1),
  previous: (screen) => screen.step(-1),
  nextOpen: (screen) => screen.step(1, (one) => one.status === "found"),
  find: ({ rows }) => rows.find.focus(),
  selectAll: (screen) => screen.selectAll(),
  zoomIn: ({ timeline }) => timeline.zoom(ZOOM),
  zoomOut: ({ timeline }) => timeline.zoom(1 / ZOOM),
  fit: ({ timeline }) => timeline.fit(),
  zoomCue,
  confirm: (screen) => screen.judge("confirm"),
  reject: (screen) => screen.judge("reject"),
  swap: ({ panel }) => panel.swapFirst(),
  takeSuggestions: (screen) => screen.takeSuggestions(),
  takeHint: (screen) => screen.takeHint(),
  sameWork: (screen) => screen.answerQuestion(openQuestions(screen.cue)[0]),
  undo: (screen) => screen.undo(),
  redo: (screen) => screen.redo(),
  startEarlier: (screen) => screen.nudge("start_s", -NUDGE_S),
  startLater: (screen) => screen.nudge("start_s", NUDGE_S),
  endEarlier: (screen) => screen.nudge("end_s", -NUDGE_S),
  endLater: (screen) => screen.nudge("end_s", NUDGE_S),
  split: (screen) => screen.split(),
  merge: (screen) => screen.merge(),
  name: ({ panel }) => panel.focusName(),
  insert: (screen) => screen.insert(),
  answer1: (screen) => answer(screen, 0),
  answer2: (screen) => answer(screen, 1),
  answer3: (screen) => answer(screen, 2),
  answer4: (screen) => answer(screen, 3),
};

/** Tell that the playhead is not where it is needed. */
export const tellPlayhead = () =>
  note("Put the playhead inside the cue first: play it, or click.", { bad: true });

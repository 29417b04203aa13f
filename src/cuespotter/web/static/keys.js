// Every key, once: what it is called in the help and which action of the film screen it is.
import { h } from "./dom.js";

/** @type {[string, [string[], string, string][]][]} */
export const KEYS = [
  [
    "Listen and look",
    [
      [["Space"], "Play, pause", "toggle"],
      [["l"], "Play; again for 2, 4, 8 times as fast", "shuttleOn"],
      [["k"], "Stop", "stop"],
      [["j"], "Play backwards; again for 2, 4, 8 times", "shuttleBack"],
      [["ArrowLeft"], "Back a picture", "pictureBack"],
      [["ArrowRight"], "On a picture", "pictureOn"],
      [["Shift+ArrowLeft"], "Back a second", "secondBack"],
      [["Shift+ArrowRight"], "On a second", "secondOn"],
      [["PageUp"], "Back 5 s", "back"],
      [["PageDown"], "On 5 s", "forward"],
      [["Enter"], "Play the cue from its start", "playCue"],
      [["q"], "Loop the cue, and no more", "loop"],
      [["a"], "Hear the film", "hearFilm"],
      [["b"], "Hear the recording", "hearRecording"],
      [["o"], "Hear both, one on the other", "hearBoth"],
      [["d"], "Without dialogue, and back", "dialogue"],
      [["f"], "Full picture, and back", "fullPicture"],
    ],
  ],
  [
    "Go",
    [
      [["ArrowDown"], "Next cue", "next"],
      [["ArrowUp"], "Previous cue", "previous"],
      [["g"], "Next cue to review", "nextOpen"],
      [["t"], "Go to a timecode", "goTo"],
      [["/"], "Find cues in the list", "find"],
      [["Ctrl+a"], "Choose all cues that are shown", "selectAll"],
      [["+", "="], "Zoom in", "zoomIn"],
      [["-"], "Zoom out", "zoomOut"],
      [["0"], "The whole film", "fit"],
      [["z"], "Zoom to the cue", "zoomCue"],
    ],
  ],
  [
    "Judge",
    [
      [["c"], "Confirm, and go on", "confirm"],
      [["x"], "Reject, and go on", "reject"],
      [["r"], "Take the first rival", "swap"],
      [["w"], "Yes: another recording of the work that is asked about", "sameWork"],
      [["v"], "Take all answers that are suggested surely", "takeSuggestions"],
      [["h"], "Heard, unseen: take the hint that the characters hear it", "takeHint"],
      [["u", "Ctrl+z"], "Undo", "undo"],
      [["U", "Ctrl+Z", "Ctrl+y"], "Redo", "redo"],
    ],
  ],
  [
    "Change",
    [
      [["["], "Start 0.1 s earlier", "startEarlier"],
      [["]"], "Start 0.1 s later", "startLater"],
      [["{"], "End 0.1 s earlier (Shift [)", "endEarlier"],
      [["}"], "End 0.1 s later (Shift ])", "endLater"],
      [["s"], "Split at the playhead", "split"],
      [["m"], "Merge the selected cues, or with the next", "merge"],
      [["n"], "Name", "name"],
      [["i"], "New cue at the playhead", "insert"],
      [["1"], "Part of the film", "answer1"],
      [["2"], "Heard by the characters", "answer2"],
      [["3"], "Voice", "answer3"],
      [["4"], "Prominence", "answer4"],
    ],
  ],
];
const ACTIONS = new Map(
  KEYS.flatMap(([, rows]) => rows.flatMap(([keys, , action]) => keys.map((key) => [key, action]))),
);
const SHOWN = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  "Shift+ArrowLeft": "Shift ←",
  "Shift+ArrowRight": "Shift →",
};

/** Name the action that a key press asks for; null where it belongs to a form. */
export function actionOf(event) {
  const target = event.target;
  if (target.closest("input, textarea, select, dialog, [contenteditable]")) return null;
  const isButton = target.closest("button, a, summary") !== null;
  if (isButton && (event.key === "Enter" || event.key === " ")) return null;
  if (event.altKey) return null;
  const key = event.key === " " ? "Space" : event.key;
  if (event.ctrlKey || event.metaKey) return ACTIONS.get(`Ctrl+${key}`) ?? null;
  return (event.shiftKey && ACTIONS.get(`Shift+${key}`)) || (ACTIONS.get(key) ?? null);
}

/** Show all keys. */
export function helpDialog() {
  if (document.querySelector("dialog.keys")) return;
  const close = () => dialog.close();
  const dialog = h(
    "dialog.keys",
    {
      "aria-labelledby": "keys-title",
      onclose: () => dialog.remove(),
      onclick: (event) => event.target === dialog && close(),
    },
    h(
      "header",
      {},
      h("h2", { id: "keys-title" }, "Keys"),
      h("button", { type: "button", onclick: close }, "Close"),
    ),
    h(
      "div.keys-columns",
      {},
      KEYS.map(([title, rows]) =>
        h(
          "section",
          {},
          h("h3", {}, title),
          h(
            "dl",
            {},
            rows.map(([keys, words]) =>
              h(
                "div",
                {},
                h(
                  "dt",
                  {},
                  keys.map((key) => h("kbd", {}, SHOWN[key] ?? key)),
                ),
                h("dd", {}, words),
              ),
            ),
          ),
        ),
      ),
    ),
    h("p.muted", {}, [
      "With the mouse: click the timeline to play from there, a cue to choose it (Ctrl and Shift choose several), ",
      "drag its edges; they snap to other edges and the playhead, not with Alt. ",
      "The wheel zooms, with Shift it scrolls. A chip above the list shows only cues of its kind.",
    ]),
  );
  document.body.append(dialog);
  dialog.showModal();
}

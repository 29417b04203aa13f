// @ts-check
// Where a cue begins and ends: typed as a time, or moved by tenths.
import { h, note } from "./dom.js";
import { markField } from "./forms.js";
import { clock, readClock } from "./words.js";

const SAME_S = 0.004;
const NUDGE_S = 0.1;

export function boundsPart(screen, cue) {
  const [first, last] = [cue.placements[0], cue.placements.at(-1)];
  const length = h("output.length", {}, clock(cue.end_s - cue.start_s, 2));
  return h(
    "div.bounds",
    {},
    bound(screen, cue, ["start_s", "In", first?.film_in_error_s]),
    bound(screen, cue, ["end_s", "Out", last?.film_out_error_s]),
    h("div.bound", {}, h("span", {}, "Heard"), length),
  );
}

function bound(screen, cue, [name, words, error]) {
  const nudge = (by, sign) => {
    const told = `${words} ${by < 0 ? "0.1 s earlier" : "0.1 s later"}`;
    return h(
      "button.nudge",
      { type: "button", "aria-label": told, onclick: () => screen.nudge(name, by) },
      sign,
    );
  };
  const input = h("input", {
    ...{ type: "text", name, inputmode: "decimal", "aria-label": words, autocomplete: "off" },
    value: clock(cue[name], 2),
    onchange: () => take(screen, cue, name, input),
    onkeydown: (event) => event.key === "Enter" && input.blur(),
  });
  const small = error ? h("small.muted", { title: "standard error" }, ` ±${error.toFixed(2)} s`) : null;
  return h(
    "label.bound",
    {},
    h("span", {}, words, small),
    h("span.bound-row", {}, nudge(-NUDGE_S, "−"), input, nudge(NUDGE_S, "+")),
  );
}

/** Take a time that was typed; what is none stays, and is marked. */
function take(screen, cue, name, input) {
  const read = readClock(input.value);
  markField(input, read === null ? "a time is written 1:02:03.4" : "");
  if (read === null) note(`"${input.value}" is no time; nothing was changed`, { bad: true });
  else if (Math.abs(read - cue[name]) > SAME_S) screen.trim(cue, { [name]: read });
}

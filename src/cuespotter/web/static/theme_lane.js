// @ts-check
// The themes of a film: a lane of the timeline, and what the panel says of a cue that is one.
import { h } from "./dom.js";
import { clock } from "./words.js";

export const THEME_LANE = 18;

/** The cues of a theme that have no recording, in film order. */
export function cuesOfTheme(state, letter) {
  return state.document.cues.filter((cue) => state.themes[cue.id] === letter);
}

/** Draw where each theme is heard, with its letter. */
export function drawThemes(context, timeline, top, width) {
  const { colour } = timeline;
  context.font = '600 11px "Inter Desk", system-ui, sans-serif';
  for (const theme of timeline.themes) {
    for (const place of theme.places) {
      const left = timeline.x(place.start_s, width);
      const right = Math.max(left + 2.5, timeline.x(place.end_s, width));
      if (right < 0 || left > width) continue;
      context.beginPath();
      context.roundRect(left + 0.5, top, right - left - 1, THEME_LANE, Math.min(4, (right - left) / 2));
      context.globalAlpha = theme.letter === timeline.theme ? 0.5 : 0.2;
      context.fillStyle = colour.unnamed;
      context.fill();
      context.globalAlpha = 1;
      const room = Math.min(right, width) - Math.max(left, 0);
      if (room < 12 + 7 * (theme.letter.length - 1)) continue;
      context.fillStyle = colour.ink;
      const words = room > 66 ? `Theme ${theme.letter}` : theme.letter;
      context.fillText(words, Math.max(left, 0) + Math.min(6, room / 5), top + THEME_LANE / 2 + 0.5);
    }
  }
}

/** Ask whether a cue is other music of the film, played anew: both to be heard, one after the other. */
export function variedPart(screen, cue) {
  const asked = screen.state.theme_questions[cue.id] ?? [];
  if (!asked.length) return null;
  const hear = (atS, words) =>
    h("button.quiet", { type: "button", onclick: () => screen.player.play(atS) }, `${words} ${clock(atS)}`);
  const rows = asked.map((one) =>
    h(
      "li.rival",
      {},
      h("span.rival-what", {}, one.text),
      hear(one.at_s, "This,"),
      hear(one.other_s, "That,"),
    ),
  );
  return h("section.varied", {}, h("h3", {}, "Played anew?"), h("ul.rivals", {}, rows));
}

/** Say where a cue's theme returns, and let one name be the name of all of them. */
export function themePart(screen, cue) {
  const letter = screen.state.themes[cue.id];
  const theme = screen.film.themes.find((one) => one.letter === letter);
  if (!theme) return null;
  const cues = cuesOfTheme(screen.state, letter);
  const total = theme.places.reduce((sum, one) => sum + one.end_s - one.start_s, 0);
  const place = (one) =>
    h("button.quiet", { type: "button", onclick: () => screen.player.play(one.start_s) }, clock(one.start_s));
  const others = cues.filter((one) => one.title !== cue.title || one.artist !== cue.artist).length;
  const name = {
    ...{ type: "button", name: "name-theme", disabled: !cue.title || !others },
    onclick: () => screen.nameTheme(cue, cues),
  };
  const words = cue.title
    ? others
      ? `${cue.title}, for all of them: one change, one undo`
      : "All of them have this name."
    : "Give this cue a title, and all of them can have it.";
  return h(
    "section.theme",
    {},
    h("h3", {}, `Theme ${letter}`),
    h("p.muted", {}, `${theme.places.length} times in this film, ${clock(total)} in all`),
    h("div.row.theme-places", { role: "group", "aria-label": "Listen to it" }, theme.places.map(place)),
    cues.length > 1
      ? h("div.row", {}, h("button", name, `Name all ${cues.length}`), h("span.muted", {}, words))
      : null,
  );
}

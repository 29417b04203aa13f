// @ts-check
// The bar under the timeline: play, the time, what is heard, undo and zoom, and whether all is saved.
import { h, icon, segments } from "./dom.js";
import { clock } from "./words.js";

export const HEARD = [
  ["film", "Film", "A"],
  ["both", "Both", "O"],
  ["recording", "Recording", "B"],
];
const SOUNDS = [
  ["mix", "Full sound", "D"],
  ["side", "Without dialogue", "D"],
];

export class Transport {
  constructor(screen) {
    this.screen = screen;
    const { player } = screen;
    this.playButton = h("button.play", { type: "button", onclick: () => screen.act("toggle") });
    this.time = h("output.time", { "aria-label": "Playhead" });
    this.modes = segments("What is heard", HEARD, "film", (mode) => player.setMode(mode));
    this.views = segments("Sound of the film", SOUNDS, "mix", (view) => player.setView(view));
    this.saved = h("output.saved.muted", { "aria-label": "Saving" });
    this.redoButton = this.#tool("redo", "redo", "Redo (Shift U)");
    this.element = h(
      "div.transport",
      { role: "toolbar", "aria-label": "Transport" },
      [this.playButton, this.time, this.modes, this.views, h("div.grow"), this.saved],
      this.#tools(),
    );
  }

  #tools() {
    const insert = {
      type: "button",
      title: "New cue at the playhead (I)",
      onclick: () => this.screen.act("insert"),
    };
    return h(
      "div.tools",
      {},
      [this.#tool("undo", "undo", "Undo (U)"), this.redoButton, h("span.divider")],
      this.#tool("zoomOut", "minus", "Zoom out (-)"),
      this.#tool("zoomIn", "plus", "Zoom in (+)"),
      [this.#tool("fit", "fit", "The whole film (0)"), h("span.divider")],
      h("button", insert, "New cue"),
    );
  }

  #tool(action, name, words) {
    const told = {
      type: "button",
      "aria-label": words,
      title: words,
      onclick: () => this.screen.act(action),
    };
    return h("button.quiet", told, icon(name));
  }

  drawTime() {
    this.time.textContent = clock(this.screen.player.position, 1);
  }

  /** Say whether what was changed is saved. */
  say(words) {
    this.saved.textContent = words;
  }

  draw() {
    const { player, state } = this.screen;
    const words = player.isPlaying ? "Pause (Space)" : "Play (Space)";
    if (this.playButton.title !== words) {
      this.playButton.title = words;
      this.playButton.setAttribute("aria-label", words);
      this.playButton.replaceChildren(icon(player.isPlaying ? "pause" : "play"));
    }
    this.modes.choose(player.mode);
    this.views.choose(player.view);
    this.redoButton.disabled = !state.can_redo;
    this.drawTime();
  }
}

// @ts-check
// The bar under the timeline: play, the time, what is heard, undo and zoom, and whether all is saved.
import { h, icon, note, segments } from "./dom.js";

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
    this.time = this.#timeField();
    this.rate = h("span.rate", { role: "status", "aria-label": "Speed" });
    this.modes = segments("What is heard", HEARD, "film", (mode) => player.setMode(mode));
    this.views = segments("Sound of the film", SOUNDS, "mix", (view) => player.setView(view));
    this.saved = h("output.saved.muted", { "aria-label": "Saving" });
    this.redoButton = this.#tool("redo", "redo", "Redo (Shift U)");
    this.element = h(
      "div.transport",
      { role: "toolbar", "aria-label": "Transport" },
      [this.playButton, this.time, this.rate, this.modes, this.views, this.#volume()],
      [h("div.grow"), this.saved, this.#tools()],
    );
  }

  /** The time, as a field: what is typed there is gone to. */
  #timeField() {
    const leave = () => input.blur();
    const input = h("input.time", {
      ...{ type: "text", name: "playhead", "aria-label": "Playhead: type a time to go there (T)" },
      ...{ autocomplete: "off", spellcheck: "false", title: "Go to a timecode (T)" },
      onfocus: () => input.select(),
      onblur: () => this.drawTime(),
      onkeydown: (event) => {
        if (event.key === "Escape") leave();
        if (event.key !== "Enter") return;
        this.#goTo(input.value);
        leave();
      },
    });
    return input;
  }

  #goTo(text) {
    const { film, player, timecode, timeline } = this.screen;
    const atS = timecode.read(text);
    if (atS === null || atS < 0 || atS > film.duration_s) {
      const why = atS === null ? "is no time" : "lies outside of the film";
      const last = timecode.at(film.duration_s);
      return note(`"${text}" ${why}; write it like ${timecode.at(0)}, up to ${last}`, { bad: true });
    }
    player.seek(atS);
    return timeline.reveal(atS);
  }

  /** Have a time typed. */
  askTime() {
    /** @type {any} */ (this.time).focus();
  }

  #volume() {
    const { player } = this.screen;
    const slider = h("input.volume", {
      ...{ type: "range", min: "0", max: "1", step: "0.05", "aria-label": "Volume", title: "Volume" },
      value: String(player.volume),
      oninput: () => player.setVolume(Number(/** @type {any} */ (slider).value)),
    });
    return h("span.volume-part", {}, icon("sound"), slider);
  }

  #tools() {
    const insert = {
      type: "button",
      title: "New cue at the playhead (I)",
      onclick: () => this.screen.act("insert"),
    };
    this.loopButton = this.#tool("loop", "loop", "Loop the cue (Q)");
    return h(
      "div.tools",
      {},
      [this.loopButton, h("span.divider")],
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
    const { player, timecode } = this.screen;
    if (document.activeElement !== this.time)
      /** @type {any} */ (this.time).value = timecode.at(player.position);
    const isPlain = !player.isPlaying || player.rate === 1;
    const words = isPlain ? "" : `${player.rate < 0 ? "◀" : "▶"} ${Math.abs(player.rate)}×`;
    if (this.rate.textContent !== words) this.rate.textContent = words;
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
    this.loopButton.setAttribute("aria-pressed", String(Boolean(player.loop)));
    this.redoButton.disabled = !state.can_redo;
    this.drawTime();
  }
}

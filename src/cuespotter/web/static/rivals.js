// What else the sound of a cue allows: each to be heard beside the film, and to take the cue.
import { h } from "./dom.js";
import { clock, percent, titleOf } from "./words.js";

const REASON = {
  "same sound": "the same sound",
  "another version": "another version",
  "another place": "another place in the recording",
  weaker: "weaker",
};

export class RivalsPart {
  constructor(screen) {
    this.screen = screen;
    this.rivalRows = [];
  }

  draw(cue) {
    const { screen } = this;
    this.rivalRows = cue.rivals.map((rival) => {
      const isOther = rival.recording.id !== cue.recording?.id;
      const hear = h(
        "button",
        { type: "button", "aria-pressed": "false", onclick: () => screen.hearRival(rival) },
        "Listen",
      );
      const row = h(
        "li.rival",
        {},
        h(
          "span.rival-what",
          {},
          h("strong", {}, titleOf({ recording: rival.recording })),
          h(
            "span.muted",
            {},
            [
              rival.recording.artist,
              `from ${clock(rival.recording_in_s)}`,
              `${REASON[rival.reason]}, ${percent(rival.confidence)}`,
            ]
              .filter(Boolean)
              .join(" · "),
          ),
        ),
        hear,
        isOther
          ? h("button", { type: "button", onclick: () => screen.setRecording(cue, rival.recording) }, "Take")
          : null,
      );
      return { rival, hear, row };
    });
    return h(
      "section",
      {},
      h("h3", {}, "Rivals"),
      h(
        "ul.rivals",
        {},
        this.rivalRows.map((one) => one.row),
      ),
    );
  }

  mark(rival) {
    for (const one of this.rivalRows ?? [])
      one.hear.setAttribute("aria-pressed", String(one.rival === rival));
  }
}

// Of which works a cue may be another recording: each to be heard in step with the film, and to be answered.
import { h } from "./dom.js";
import { clock, percent, titleOf } from "./words.js";

/** The questions that wait for an answer: none where somebody has said what the music is. */
export function openQuestions(cue) {
  const isKnown = !cue || cue.recording || cue.original || cue.work || cue.status === "rejected";
  return isKnown ? [] : cue.questions;
}

export class QuestionsPart {
  constructor(screen) {
    this.screen = screen;
    this.rows = [];
  }

  draw(cue) {
    this.rows = openQuestions(cue).map((question, number) => this.#row(question, number));
    if (!this.rows.length) return null;
    const no = h("button", { type: "button", onclick: () => this.screen.answerNo(cue) }, "None of these");
    return h(
      "section.questions",
      {},
      h("h3", {}, "Another recording of …?"),
      h(
        "ul.rivals",
        {},
        this.rows.map((one) => one.row),
      ),
      no,
    );
  }

  #row(question, number) {
    const { screen } = this;
    const { recording, placements } = question;
    const [first] = placements;
    const hear = h(
      "button",
      {
        type: "button",
        "aria-pressed": "false",
        onclick: () => screen.hearRival(question, first?.film_in_s),
      },
      "Listen",
    );
    const yes = h("button", { type: "button", onclick: () => screen.answerQuestion(question) }, "Yes");
    if (number === 0) yes.append(h("kbd", { "aria-hidden": "true" }, "W"));
    const facts = [
      recording.performer ?? recording.artist,
      first ? `from ${clock(first.recording_in_s)}` : "",
      percent(question.confidence),
    ];
    const row = h(
      "li.rival",
      {},
      h(
        "span.rival-what",
        {},
        h("strong", {}, titleOf({ recording })),
        h("span.muted", {}, facts.filter(Boolean).join(" · ")),
      ),
      hear,
      yes,
    );
    return { question, hear, row };
  }

  mark(question) {
    for (const one of this.rows) one.hear.setAttribute("aria-pressed", String(one.question === question));
  }
}

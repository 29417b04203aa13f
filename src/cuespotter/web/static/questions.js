// Of which works a cue may be another recording: each to be heard in step with the film, and to be answered; and
// once that is said, the original and what is heard side by side.
import { h } from "./dom.js";
import { artistOf, clock, percent, titleOf } from "./words.js";

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
    if (cue.original && !cue.recording) return this.#sideBySide(cue);
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

  /** The original and its cover, each to be heard where it is known how both run in step. */
  #sideBySide(cue) {
    const { original } = cue;
    const question = cue.questions.find((one) => one.recording.id === original.id);
    const hear = question && this.#hear(question);
    this.rows = hear ? [{ question, hear }] : [];
    const year = (original.original_date ?? original.date ?? "").slice(0, 4);
    const isMade = cue.recording_origin === "made_for_film";
    const card = (kind, artist, more, button) =>
      h(
        "li.rival",
        {},
        h(
          "span.rival-what",
          {},
          h("span.muted", {}, kind),
          h("strong", {}, artist || "artist not known"),
          more ? h("span.muted", {}, more) : null,
        ),
        button,
      );
    return h(
      "section.versions",
      {},
      h("h3", {}, "Original and cover"),
      h(
        "ul.rivals.two",
        {},
        card("Original", original.performer ?? original.artist, year, hear),
        card(isMade ? "Recorded for the film" : "Heard in the film", artistOf(cue), clock(cue.start_s)),
      ),
    );
  }

  #hear(question) {
    const [first] = question.placements;
    const listen = () => this.screen.hearRival(question, first?.film_in_s);
    return h("button", { type: "button", "aria-pressed": "false", onclick: listen }, "Listen");
  }

  #row(question, number) {
    const { screen } = this;
    const { recording, placements } = question;
    const [first] = placements;
    const hear = this.#hear(question);
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

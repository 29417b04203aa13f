// What speaks for a cue: the film's spectrogram, and on it the recording's peaks.
import { api } from "./api.js";
import { h, segments } from "./dom.js";
import { drawEvidence } from "./pictures.js";
import { clock, percent, viewWord } from "./words.js";

const EVIDENCE_S = 12;
const KEPT = 100;

export class EvidencePart {
  constructor(screen) {
    this.screen = screen;
    this.placement = 0;
    this.pictures = new Map();
  }

  /** Make it anew for the cue that is shown. */
  draw(cue, isSame) {
    this.cue = cue;
    if (!isSame || this.placement >= cue.placements.length) this.placement = 0;
    this.picture = h("canvas.evidence", {
      role: "img",
      "aria-label": "Spectrogram of the film with the recording's peaks",
    });
    this.pictureWords = h("p.evidence-words", {}, "Listening for the evidence …");
    const count = this.cue.placements.length;
    const stretches =
      count > 1 &&
      segments(
        "Stretch",
        this.cue.placements.map((one, number) => [
          String(number),
          `${clock(one.film_in_s)}–${clock(one.film_out_s)}`,
        ]),
        String(this.placement),
        (number) => {
          this.placement = Number(number);
          stretches.choose(number);
          this.load(false);
        },
      );
    return h(
      "section.evidence-part",
      {},
      h("div.evidence-head", {}, h("h3", {}, "Evidence"), stretches),
      this.picture,
      this.pictureWords,
    );
  }

  async load(isSame) {
    const { cue, screen } = this;
    clearTimeout(this.evidenceTimer);
    if (!this.picture?.isConnected) return;
    const { placement } = this;
    const middle = cue.placements[placement];
    const length = Math.min(EVIDENCE_S, middle.film_out_s - middle.film_in_s);
    const from = Math.max(middle.film_in_s, (middle.film_in_s + middle.film_out_s - length) / 2);
    const key = JSON.stringify([
      cue.id,
      placement,
      cue.recording?.id,
      middle.speed,
      middle.pitch_cents,
      from.toFixed(1),
      length.toFixed(1),
      (middle.recording_in_s - middle.film_in_s * middle.speed).toFixed(2),
    ]);
    this.evidenceKey = key;
    if (this.pictures.has(key)) return this.paint();
    this.evidenceTimer = setTimeout(
      async () => {
        try {
          this.pictures.set(key, await api.evidence(screen.id, cue.id, placement, from, from + length));
          if (this.pictures.size > KEPT) this.pictures.delete(this.pictures.keys().next().value);
          if (this.evidenceKey === key) this.paint();
        } catch (error) {
          if (this.evidenceKey === key) this.pictureWords.textContent = error.message;
        }
      },
      isSame ? 900 : 300,
    );
  }

  paint() {
    const found = this.pictures.get(this.evidenceKey);
    const canvas = this.picture;
    if (!found || !canvas?.isConnected) return;
    drawEvidence(canvas, found);
    const share = percent(found.found_share);
    const chance = percent(found.chance_share);
    this.pictureWords.replaceChildren(
      h("span.dot.found-dot", { "aria-hidden": "true" }),
      `${share} of the recording's peaks are found, `,
      h("span.dot.missing-dot", { "aria-hidden": "true" }),
      `the others not; by chance it would be ${chance}. `,
      `Film ${clock(found.from_s)}–${clock(found.to_s)}, heard on ${viewWord(found.view)}.`,
    );
    const told = `${share} of the recording's peaks are found, by chance it would be ${chance}`;
    canvas.setAttribute("aria-label", `Spectrogram of the film: ${told}`);
  }
}

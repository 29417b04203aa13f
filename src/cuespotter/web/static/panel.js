// One cue: what it is, which part of it, how surely, what speaks for it, and what can be said of it.
import { api } from "./api.js";
import { boundsPart } from "./bounds.js";
import { h, segments } from "./dom.js";
import { answersPart, namingPart } from "./naming.js";
import { drawEvidence, drawPart } from "./pictures.js";
import { artistOf, clock, looks, percent, speedWords, STATUS, sureBoth, titleOf } from "./words.js";
import { HEARD } from "./transport.js";
import { UNNAMED } from "./wording.js";

const EVIDENCE_S = 12;
const REASON = {
  "same sound": "the same sound",
  "another version": "another version",
  "another place": "another place in the recording",
  weaker: "weaker",
};

export class CuePanel {
  constructor(screen) {
    this.screen = screen;
    const noteTyping = (event) => {
      event.target.dataset.typed = "yes";
    };
    this.element = h("aside.panel", { "aria-label": "Cue", oninput: noteTyping });
    this.levels = new Map();
    this.pictures = new Map();
  }

  /** Go on typing where the panel was drawn anew meanwhile. */
  #typeOn(name, typed) {
    const input = this.element.querySelector(`[name="${name}"]`);
    if (!input) return;
    if (typed !== null) Object.assign(input, { value: typed }).dataset.typed = "yes";
    input.focus();
  }

  /** Draw the cue again from what is known of it. */
  drawAnew() {
    this.key = null;
    this.screen.drawCues();
  }

  redraw() {
    this.drawPart();
    this.drawEvidence();
  }

  /** Show a cue; what is being typed is not torn away. */
  show(cue, chosen) {
    const key = JSON.stringify([cue, chosen, cue && this.screen.state.usage_codes[cue.id]]);
    if (key === this.key) return;
    const isSame = cue && this.cue?.id === cue.id;
    const active = /** @type {any} */ (document.activeElement);
    const typing = isSame && this.element.contains(active) ? active.getAttribute("name") : null;
    const typed = typing && active.dataset.typed ? active.value : null;
    const opened = isSame
      ? [...this.element.querySelectorAll("details[open]")].map((one) => one.dataset.part)
      : [];
    const scroll = isSame ? this.element.scrollTop : 0;
    this.key = key;
    this.cue = cue;
    this.placement = isSame && cue && this.placement < cue.placements.length ? this.placement : 0;
    if (!cue) {
      this.element.replaceChildren(h("p.muted.pad", {}, "Choose a cue in the list or on the timeline."));
      return;
    }
    this.element.replaceChildren(...this.parts(cue, chosen).filter(Boolean));
    for (const part of opened)
      this.element.querySelector(`details[data-part="${part}"]`)?.setAttribute("open", "");
    if (this.screen.drafts.has(cue.id)) {
      this.element.querySelector('details[data-part="work"]')?.setAttribute("open", "");
    }
    if (typing) this.#typeOn(typing, typed);
    this.element.scrollTop = scroll;
    this.drawPart();
    this.loadEvidence(isSame);
  }

  parts(cue, chosen) {
    const { screen } = this;
    const look = looks(cue);
    const state =
      cue.status === "found" ? (cue.recording ? sureBoth(cue.confidence) : UNNAMED) : STATUS[cue.status];
    const release =
      cue.recording &&
      [cue.recording.album, cue.recording.original_date?.slice(0, 4) ?? cue.recording.date?.slice(0, 4)]
        .filter(Boolean)
        .join(", ");
    const code = screen.state.usage_codes[cue.id];
    const act = (action, words, key, kind = "") =>
      h(
        `button${kind}`,
        { type: "button", title: `${words} (${key})`, onclick: () => screen.act(action) },
        words,
        h("kbd", { "aria-hidden": "true" }, key),
      );
    return [
      h(
        "header.cue-head",
        {},
        h(
          "div.cue-line",
          {},
          h("span.number", {}, cue.cue_no),
          h(`span.chip.${look}`, {}, state),
          code ? h("span.chip.code", { title: "United States usage code" }, code) : null,
          chosen > 1 ? h("span.chip", {}, `${chosen} cues chosen`) : null,
        ),
        h("h2", {}, titleOf(cue)),
        artistOf(cue) || release
          ? h("p.muted", {}, [artistOf(cue), release].filter(Boolean).join(" · "))
          : null,
      ),
      h(
        "div.verdict",
        {},
        act("confirm", "Confirm", "C", ".primary"),
        act("reject", "Reject", "X"),
        act("split", "Split", "S"),
        act("merge", "Merge", "M"),
      ),
      boundsPart(screen, cue),
      cue.placements.length ? this.sound(cue) : null,
      cue.recording && cue.placements.length ? this.evidence() : null,
      cue.rivals.length ? this.rivals(cue) : null,
      answersPart(screen, cue),
      namingPart(screen, cue),
    ];
  }

  sound(cue) {
    const stretch = (joint) => (one) => `${clock(one.recording_in_s)}${joint}${clock(one.recording_out_s)}`;
    const heard = cue.placements.map(stretch(" to ")).join(", ");
    this.part = h("canvas.part", { role: "img", "aria-label": `Heard of the recording: ${heard}` });
    const views = [...new Set(cue.placements.flatMap((one) => one.heard_on))];
    const level = cue.placements.map((one) => one.level_db).find((one) => one !== null && one !== undefined);
    const whole = cue.recording ? ` of ${clock(cue.recording.duration_s)}` : "";
    const facts = [
      ["Part", cue.placements.map(stretch("–")).join(", ") + whole],
      ["Speed", [...new Set(cue.placements.map(speedWords))].join("; ")],
      ["Heard on", views.join(", ")],
      ["Level", level === undefined ? "" : `${level.toFixed(0).replace("-", "−")} dB against all else`],
    ].filter(([, value]) => value);
    const fact = (/** @type {any} */ [name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value));
    return h("section.sound", {}, this.#compare(), this.part, h("dl.facts", {}, facts.map(fact)));
  }

  #compare() {
    const { player } = this.screen;
    const hear = (mode) => () => {
      player.setMode(mode);
      if (!player.isPlaying) player.play(this.inCue());
    };
    const button = (/** @type {any} */ [mode, words, key]) =>
      h("button", { type: "button", onclick: hear(mode) }, words, h("kbd", { "aria-hidden": "true" }, key));
    return h("div.hear", { role: "group", "aria-label": "Compare" }, HEARD.map(button));
  }

  inCue() {
    const at = this.screen.player.position;
    return at >= this.cue.start_s && at < this.cue.end_s - 0.5 ? at : this.cue.start_s;
  }

  evidence() {
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
          this.loadEvidence(false);
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

  rivals(cue) {
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

  markRival(rival) {
    for (const one of this.rivalRows ?? [])
      one.hear.setAttribute("aria-pressed", String(one.rival === rival));
  }

  swapFirst() {
    const rival = this.cue?.rivals.find((one) => one.recording.id !== this.cue.recording?.id);
    if (rival) this.screen.setRecording(this.cue, rival.recording);
  }

  focusName() {
    const input = this.element.querySelector('[name="title"]');
    input?.focus();
    input?.select();
  }

  async drawPart() {
    const { cue, part } = this;
    if (!part?.isConnected || !cue?.recording) return;
    const id = cue.recording.id;
    const draw = (level) => {
      if (this.cue === cue && part.isConnected) drawPart(part, cue, level);
    };
    if (!this.levels.has(id)) {
      draw([]);
      this.levels.set(
        id,
        api.recordingLevel(id).then(
          (level) => level.level_db.slice(0, Math.ceil(cue.recording.duration_s / level.step_s)),
          () => [],
        ),
      );
    }
    draw(await this.levels.get(id));
  }

  async loadEvidence(isSame) {
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
    if (this.pictures.has(key)) return this.drawEvidence();
    this.evidenceTimer = setTimeout(
      async () => {
        try {
          this.pictures.set(key, await api.evidence(screen.id, cue.id, placement, from, from + length));
          if (this.pictures.size > 100) this.pictures.delete(this.pictures.keys().next().value);
          if (this.evidenceKey === key) this.drawEvidence();
        } catch (error) {
          if (this.evidenceKey === key) this.pictureWords.textContent = error.message;
        }
      },
      isSame ? 900 : 300,
    );
  }

  drawEvidence() {
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
      `Film ${clock(found.from_s)}–${clock(found.to_s)}, heard on ${found.view}.`,
    );
    const told = `${share} of the recording's peaks are found, by chance it would be ${chance}`;
    canvas.setAttribute("aria-label", `Spectrogram of the film: ${told}`);
  }
}

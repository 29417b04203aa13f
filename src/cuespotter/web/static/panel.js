// One cue: what it is, which part of it, how surely, what speaks for it, and what can be said of it.
import { api } from "./api.js";
import { boundsPart } from "./bounds.js";
import { cueStills } from "./cue_stills.js";
import { h } from "./dom.js";
import { EvidencePart } from "./evidence_part.js";
import { answersPart, namingPart } from "./naming.js";
import { drawPart } from "./pictures.js";
import { QuestionsPart } from "./questions.js";
import { RivalsPart } from "./rivals.js";
import { themePart, variedPart } from "./theme_lane.js";
import {
  artistOf,
  barWords,
  clock,
  leastBar,
  levelText,
  looks,
  loudestDb,
  mixWords,
  originalWords,
  percent,
  prominenceWords,
  speedWords,
  STATUS,
  sureBoth,
  titleOf,
  viewWord,
} from "./words.js";
import { HEARD } from "./transport.js";
import { UNNAMED } from "./wording.js";

const BELOW_LIST = "(max-width: 1000px)"; // as in desk.css

/** What is suggested of a cue, with reasons. */
function suggestedPart(lines) {
  if (!lines.length) return null;
  const rows = lines.map((line) => h("li", {}, line));
  return h("section.suggested", {}, h("h3", {}, "Suggested"), h("ul.muted", {}, rows));
}

/** How loud its music is against everything else, in words and dB. */
function levelFact(cue) {
  const level = loudestDb(cue);
  return level === null
    ? ""
    : `${prominenceWords(cue.prominence, level)}: ${levelText(level)} against all else`;
}

/** The same for music without a name, of which nothing else is known. */
function levelPart(cue) {
  const said = levelFact(cue);
  return said
    ? h("section.sound", {}, h("dl.facts", {}, h("div", {}, h("dt", {}, "Level"), h("dd", {}, said))))
    : null;
}

/** Why music that nobody has named is thought music, and what speaks against it. */
function reasonsPart(lines) {
  if (!lines.length) return null;
  const rows = lines.map((line) => h("li", {}, line));
  return h("section.reasons", {}, h("h3", {}, "Why it is thought music"), h("ul.muted", {}, rows));
}

/** What the desk says by itself of a cue: why it is one, where it returns, and what is suggested. */
function toldParts(screen, cue) {
  const { reasons, suggestions } = screen.state;
  return [
    reasonsPart(reasons[cue.id] ?? []),
    themePart(screen, cue),
    variedPart(screen, cue),
    suggestedPart(suggestions[cue.id] ?? []),
  ];
}

export class CuePanel {
  constructor(screen) {
    this.screen = screen;
    const noteTyping = (event) => {
      event.target.dataset.typed = "yes";
    };
    this.element = h("aside.panel", { "aria-label": "Cue", oninput: noteTyping });
    this.levels = new Map();
    this.evidencePart = new EvidencePart(screen);
    this.rivalsPart = new RivalsPart(screen);
    this.questionsPart = new QuestionsPart(screen);
  }

  /** Go on typing where the panel was drawn anew meanwhile. */
  #typeOn(name, typed) {
    const input = this.element.querySelector(`[name="${name}"]`);
    if (!input) return;
    if (typed !== null) Object.assign(input, { value: typed }).dataset.typed = "yes";
    input.focus();
  }

  /** Come into sight where the panel stands below the list, as on a phone. */
  come() {
    if (matchMedia(BELOW_LIST).matches) this.element.scrollIntoView({ block: "start" });
  }

  /** Draw the cue again from what is known of it. */
  drawAnew() {
    this.key = null;
    this.screen.drawCues();
  }

  redraw() {
    this.drawPart();
    this.evidencePart.paint();
  }

  /** Show a cue; what is being typed is not torn away. */
  show(cue, chosen) {
    const { usage_codes: codes, hints } = this.screen.state;
    const key = JSON.stringify([cue, chosen, cue && [codes[cue.id], hints[cue.id]]]);
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
    if (!cue) {
      this.element.replaceChildren(h("p.muted.pad", {}, "Choose a cue in the list or on the timeline."));
      return;
    }
    this.element.replaceChildren(...this.parts(cue, chosen, isSame).filter(Boolean));
    for (const part of opened)
      this.element.querySelector(`details[data-part="${part}"]`)?.setAttribute("open", "");
    if (this.screen.drafts.has(cue.id)) {
      this.element.querySelector('details[data-part="work"]')?.setAttribute("open", "");
    }
    if (typing) this.#typeOn(typing, typed);
    this.element.scrollTop = scroll;
    this.drawPart();
    if (cue.recording && cue.placements.length) this.evidencePart.load(isSame);
  }

  parts(cue, chosen, isSame) {
    const { screen } = this;
    const look = looks(cue);
    const sure = [sureBoth(cue.confidence), barWords(cue), mixWords(cue)].filter(Boolean).join(" · ");
    const state = cue.status === "found" ? (cue.recording ? sure : UNNAMED) : STATUS[cue.status];
    const release =
      cue.recording &&
      [cue.recording.album, cue.recording.original_date?.slice(0, 4) ?? cue.recording.date?.slice(0, 4)]
        .filter(Boolean)
        .join(", ");
    const code = screen.state.usage_codes[cue.id];
    const suggestedCode = screen.state.suggested_codes[cue.id];
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
          numberField(screen, cue),
          h(`span.chip.${look}`, {}, state),
          code ? h("span.chip.code", { title: "United States usage code" }, code) : null,
          suggestedCode
            ? h("span.chip", { title: "As suggested: not answered yet" }, `${suggestedCode}?`)
            : null,
          chosen > 1 ? h("span.chip", {}, `${chosen} cues chosen`) : null,
          h("button.quiet.to-list", { type: "button", onclick: () => screen.rows.come() }, "All cues"),
        ),
        h("h2", {}, titleOf(cue)),
        originalWords(cue) ? h("p.muted", {}, originalWords(cue)) : null,
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
      this.questionsPart.draw(cue),
      ...toldParts(screen, cue),
      screen.stills ? cueStills(screen, cue) : null,
      boundsPart(screen, cue),
      cue.placements.length ? this.sound(cue) : levelPart(cue),
      cue.recording && cue.placements.length ? this.evidencePart.draw(cue, isSame) : null,
      cue.rivals.length ? this.rivalsPart.draw(cue) : null,
      answersPart(screen, cue),
      namingPart(screen, cue),
    ];
  }

  sound(cue) {
    const stretch = (joint) => (one) => `${clock(one.recording_in_s)}${joint}${clock(one.recording_out_s)}`;
    const heard = cue.placements.map(stretch(" to ")).join(", ");
    this.part = h("canvas.part", { role: "img", "aria-label": `Heard of the recording: ${heard}` });
    const views = [...new Set(cue.placements.flatMap((one) => one.heard_on))];
    const bar = leastBar(cue);
    const whole = cue.recording ? ` of ${clock(cue.recording.duration_s)}` : "";
    const facts = [
      ["Part", cue.placements.map(stretch("–")).join(", ") + whole],
      ["Speed", [...new Set(cue.placements.map(speedWords))].join("; ")],
      ["Bar", bar < 1 ? `${percent(bar)} sure that it is this place: others sound nearly the same` : ""],
      ["Heard on", views.map(viewWord).join("; ")],
      ["Level", levelFact(cue)],
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

  swapFirst() {
    const rival = this.cue?.rivals.find((one) => one.recording.id !== this.cue.recording?.id);
    if (rival) this.screen.setRecording(this.cue, rival.recording);
  }

  focusName() {
    this.focusField("title");
  }

  /** Go to the field that answers for something; parties and codes are those of the work. */
  focusField(field) {
    const name = { "work.iswc": "work-iswc" }[field] ?? field;
    if (/^work/.test(name)) this.element.querySelector('details[data-part="work"]')?.setAttribute("open", "");
    const input =
      this.element.querySelector(`[name="${name}"]`) ??
      (/^work/.test(name) && this.element.querySelector(".work input:not([name]), .work .add-party"));
    if (!input) return;
    input.scrollIntoView({ block: "center" });
    input.focus();
    input.select?.();
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
}

/** The cue's number, as a field: it can be set. */
function numberField(screen, cue) {
  const input = h("input.number", {
    ...{ type: "text", name: "cue_no", value: cue.cue_no, "aria-label": "Cue number", autocomplete: "off" },
    ...{ size: Math.max(4, cue.cue_no.length), maxlength: 40, title: "Cue number: type another" },
    onchange: async () => {
      const wanted = input.value.trim();
      const isDone = wanted && (await screen.setFields(cue, { cue_no: wanted }));
      if (!isDone) input.value = cue.cue_no;
    },
    onkeydown: (event) => {
      if (event.key === "Escape") input.value = cue.cue_no;
      if (event.key === "Enter" || event.key === "Escape") input.blur();
    },
  });
  return input;
}

// One cue: what it is, which part of it, how surely, what speaks for it, and what can be said of it.
import { api } from "./api.js";
import { complain, h, segments } from "./dom.js";
import { ANSWERS, artistOf, clock, FURTHER, looks, percent, readClock, speedWords, STATUS, sureBoth, titleOf } from "./words.js";
import { UNNAMED } from "./wording.js";
import { partiesForm } from "./parties.js";

const EVIDENCE_S = 12;
const REASON = { "same sound": "the same sound", "another version": "another version", "another place": "another place in the recording", weaker: "weaker" };

export class CuePanel {
  constructor(screen) {
    this.screen = screen;
    this.element = h("aside.panel", { "aria-label": "Cue" });
    this.levels = new Map();
    this.pictures = new Map();
  }

  get colours() {
    const style = getComputedStyle(document.documentElement);
    return (name) => style.getPropertyValue(`--${name}`).trim();
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
    const typing = isSame && this.element.contains(document.activeElement) ? document.activeElement.getAttribute("name") : null;
    const opened = isSame ? [...this.element.querySelectorAll("details[open]")].map((one) => one.dataset.part) : [];
    const scroll = isSame ? this.element.scrollTop : 0;
    this.key = key;
    this.cue = cue;
    this.placement = isSame && cue && this.placement < cue.placements.length ? this.placement : 0;
    if (!cue) {
      this.element.replaceChildren(h("p.muted.pad", {}, "Choose a cue in the list or on the timeline."));
      return;
    }
    this.element.replaceChildren(...this.parts(cue, chosen).filter(Boolean));
    for (const part of opened) this.element.querySelector(`details[data-part="${part}"]`)?.setAttribute("open", "");
    if (typing) this.element.querySelector(`[name="${typing}"]`)?.focus();
    this.element.scrollTop = scroll;
    this.drawPart();
    this.loadEvidence(isSame);
  }

  parts(cue, chosen) {
    const { screen } = this;
    const look = looks(cue);
    const state = cue.status === "found" ? (cue.recording ? sureBoth(cue.confidence) : UNNAMED) : STATUS[cue.status];
    const release = cue.recording && [cue.recording.album, cue.recording.original_date?.slice(0, 4) ?? cue.recording.date?.slice(0, 4)].filter(Boolean).join(", ");
    const code = screen.state.usage_codes[cue.id];
    const act = (action, words, key, kind = "") => h(`button${kind}`, { type: "button", title: `${words} (${key})`, onclick: () => screen.act(action) }, words, h("kbd", { "aria-hidden": "true" }, key));
    return [
      h("header.cue-head", {},
        h("div.cue-line", {}, h("span.number", {}, cue.cue_no), h(`span.chip.${look}`, {}, state), code ? h("span.chip.code", { title: "United States usage code" }, code) : null, chosen > 1 ? h("span.chip", {}, `${chosen} cues chosen`) : null),
        h("h2", {}, titleOf(cue)),
        artistOf(cue) || release ? h("p.muted", {}, [artistOf(cue), release].filter(Boolean).join(" · ")) : null),
      h("div.verdict", {}, act("confirm", "Confirm", "C", ".primary"), act("reject", "Reject", "X"), act("split", "Split", "S"), act("merge", "Merge", "M")),
      this.bounds(cue),
      cue.placements.length ? this.sound(cue) : null,
      cue.recording && cue.placements.length ? this.evidence() : null,
      cue.rivals.length ? this.rivals(cue) : null,
      this.answers(cue),
      this.naming(cue),
    ];
  }

  bounds(cue) {
    const { screen } = this;
    const field = (name, words, value) => {
      const input = h("input", {
        type: "text", name, inputmode: "decimal", value: clock(value, 2), "aria-label": words, autocomplete: "off",
        onchange: () => {
          const read = readClock(input.value);
          if (read === null) input.value = clock(value, 2);
          else if (Math.abs(read - value) > 0.004) screen.trim(cue, { [name]: read });
        },
        onkeydown: (event) => event.key === "Enter" && input.blur(),
      });
      const error = cue.placements.length && (name === "start_s" ? cue.placements[0].film_in_error_s : cue.placements.at(-1).film_out_error_s);
      const nudge = (by, sign) => h("button.nudge", { type: "button", "aria-label": `${words} ${by < 0 ? "0.1 s earlier" : "0.1 s later"}`, onclick: () => screen.nudge(name, by) }, sign);
      return h("label.bound", {}, h("span", {}, words, error ? h("small.muted", { title: "standard error" }, ` ±${error.toFixed(2)} s`) : null), h("span.bound-row", {}, nudge(-0.1, "−"), input, nudge(0.1, "+")));
    };
    return h("div.bounds", {}, field("start_s", "In", cue.start_s), field("end_s", "Out", cue.end_s),
      h("div.bound", {}, h("span", {}, "Heard"), h("output.length", {}, clock(cue.end_s - cue.start_s, 2))));
  }

  sound(cue) {
    const { screen } = this;
    this.part = h("canvas.part", { role: "img", "aria-label": `Heard of the recording: ${cue.placements.map((one) => `${clock(one.recording_in_s)} to ${clock(one.recording_out_s)}`).join(", ")}` });
    const views = [...new Set(cue.placements.flatMap((one) => one.heard_on))];
    const speeds = [...new Set(cue.placements.map(speedWords))];
    const level = cue.placements.map((one) => one.level_db).find((one) => one !== null && one !== undefined);
    const hear = (mode, words, key) => h("button", { type: "button", onclick: () => { screen.player.setMode(mode); if (!screen.player.isPlaying) screen.player.play(this.inCue()); } }, words, h("kbd", { "aria-hidden": "true" }, key));
    return h("section.sound", {},
      h("div.hear", { role: "group", "aria-label": "Compare" }, hear("film", "Film", "A"), hear("both", "Both", "O"), hear("recording", "Recording", "B")),
      this.part,
      h("dl.facts", {},
        h("div", {}, h("dt", {}, "Part"), h("dd", {}, cue.placements.map((one) => `${clock(one.recording_in_s)}–${clock(one.recording_out_s)}`).join(", "), cue.recording ? ` of ${clock(cue.recording.duration_s)}` : "")),
        h("div", {}, h("dt", {}, "Speed"), h("dd", {}, speeds.join("; "))),
        views.length ? h("div", {}, h("dt", {}, "Heard on"), h("dd", {}, views.join(", "))) : null,
        level !== undefined ? h("div", {}, h("dt", {}, "Level"), h("dd", {}, `${level.toFixed(0).replace("-", "−")} dB against all else`)) : null));
  }

  inCue() {
    const at = this.screen.player.position;
    return at >= this.cue.start_s && at < this.cue.end_s - 0.5 ? at : this.cue.start_s;
  }

  evidence() {
    this.picture = h("canvas.evidence", { role: "img", "aria-label": "Spectrogram of the film with the recording's peaks" });
    this.pictureWords = h("p.evidence-words", {}, "Listening for the evidence …");
    const count = this.cue.placements.length;
    const stretches = count > 1 && segments("Stretch", this.cue.placements.map((one, number) => [String(number), `${clock(one.film_in_s)}–${clock(one.film_out_s)}`]), String(this.placement), (number) => {
      this.placement = Number(number);
      stretches.choose(number);
      this.loadEvidence(false);
    });
    return h("section.evidence-part", {}, h("div.evidence-head", {}, h("h3", {}, "Evidence"), stretches), this.picture, this.pictureWords);
  }

  rivals(cue) {
    const { screen } = this;
    this.rivalRows = cue.rivals.map((rival) => {
      const isOther = rival.recording.id !== cue.recording?.id;
      const hear = h("button", { type: "button", "aria-pressed": "false", onclick: () => screen.hearRival(rival) }, "Listen");
      const row = h("li.rival", {},
        h("span.rival-what", {}, h("strong", {}, titleOf({ recording: rival.recording })), h("span.muted", {}, [rival.recording.artist, `from ${clock(rival.recording_in_s)}`, `${REASON[rival.reason]}, ${percent(rival.confidence)}`].filter(Boolean).join(" · "))),
        hear, isOther ? h("button", { type: "button", onclick: () => screen.setRecording(cue, rival.recording) }, "Take") : null);
      return { rival, hear, row };
    });
    return h("section", {}, h("h3", {}, "Rivals"), h("ul.rivals", {}, this.rivalRows.map((one) => one.row)));
  }

  markRival(rival) {
    for (const one of this.rivalRows ?? []) one.hear.setAttribute("aria-pressed", String(one.rival === rival));
  }

  swapFirst() {
    const rival = this.cue?.rivals.find((one) => one.recording.id !== this.cue.recording?.id);
    if (rival) this.screen.setRecording(this.cue, rival.recording);
  }

  answers(cue) {
    const choose = ([field, words, values], number) => h("label.answer", {},
      h("span", {}, words, number !== undefined ? h("kbd", { "aria-hidden": "true" }, String(number + 1)) : null),
      h("select", { name: field, onchange: (event) => this.screen.setAnswer(field, event.target.value || null) },
        [["", "not said"], ...values].map(([value, text]) => h("option", { value, selected: (cue[field] === "unknown" ? "" : (cue[field] ?? "")) === value }, text))));
    return h("section", {}, h("h3", {}, "Answers"),
      h("div.answers", {}, ANSWERS.map(choose)),
      h("div.answers", {}, FURTHER.map((one) => choose(one))),
      h("label.check", {}, h("input", { type: "checkbox", name: "is_rolled_up", checked: cue.is_rolled_up, onchange: (event) => this.screen.setAnswer("is_rolled_up", event.target.checked) }), "Several short uses filed as one row"));
  }

  naming(cue) {
    const { screen } = this;
    const text = (field, words, hint) => h("label.text", {}, h("span", {}, words),
      h("input", {
        type: "text", name: field, value: cue[field] ?? "", placeholder: hint ?? "", autocomplete: "off",
        onchange: (event) => screen.setFields(cue, { [field]: event.target.value.trim() || null }),
        onkeydown: (event) => (event.key === "Enter" || event.key === "Escape") && event.target.blur(),
      }));
    const results = h("ul.rivals");
    let timer = null;
    const find = h("input", {
      type: "search", name: "find-recording", placeholder: "title, artist, file …", autocomplete: "off",
      oninput: () => {
        clearTimeout(timer);
        timer = setTimeout(async () => {
          if (!find.value.trim()) return results.replaceChildren();
          try {
            const found = await api.recordings(find.value, "", 6);
            results.replaceChildren(...found.recordings.map((one) => h("li.rival", {}, h("span.rival-what", {}, h("strong", {}, one.title ?? one.path), h("span.muted", {}, [one.artist, clock(one.duration_s)].filter(Boolean).join(" · "))), h("button", { type: "button", onclick: () => screen.setRecording(cue, one) }, "Take"))));
            if (!found.total) results.replaceChildren(h("li.muted", {}, "nothing in the library"));
          } catch (error) {
            complain(error);
          }
        }, 250);
      },
    });
    return h("section", {},
      h("h3", {}, "Name"),
      h("div.names", {}, text("title", "Title", cue.recording?.title), text("artist", "Artist", cue.recording?.artist)),
      text("notes", "Notes"),
      h("details", { "data-part": "recording" }, h("summary", {}, "Another recording of the library"), h("label.text", {}, h("span", {}, "Find"), find), results),
      h("details", { "data-part": "work" }, h("summary", {}, "Work, writers and publishers"), partiesForm(screen, cue)));
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
      if (this.cue !== cue || !part.isConnected) return;
      const scale = devicePixelRatio || 1;
      const { clientWidth: width, clientHeight: height } = part;
      part.width = Math.round(width * scale);
      part.height = Math.round(height * scale);
      const context = part.getContext("2d");
      context.scale(scale, scale);
      const colour = this.colours;
      const whole = cue.recording.duration_s;
      const isUsed = (s) => cue.placements.some((one) => s >= one.recording_in_s && s <= one.recording_out_s);
      context.fillStyle = colour("found");
      context.globalAlpha = 0.14;
      for (const one of cue.placements) context.fillRect((one.recording_in_s / whole) * width, 0, Math.max(2, ((one.recording_out_s - one.recording_in_s) / whole) * width), height);
      context.globalAlpha = 1;
      for (let x = 0; x < width; x += 3) {
        const s = (x / width) * whole;
        const value = level.length ? level[Math.min(level.length - 1, Math.floor((x / width) * level.length))] : -50;
        const tall = Math.max(2, Math.min(1, (value + 50) / 44) * (height - 6));
        context.fillStyle = isUsed(s) ? colour("found") : colour("rejected");
        context.fillRect(x, (height - tall) / 2, 2, tall);
      }
    };
    if (!this.levels.has(id)) {
      draw([]);
      this.levels.set(id, api.recordingLevel(id).then((level) => level.level_db.slice(0, Math.ceil(cue.recording.duration_s / level.step_s)), () => []));
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
    const key = JSON.stringify([cue.id, placement, cue.recording?.id, middle.speed, middle.pitch_cents, from.toFixed(1), length.toFixed(1), (middle.recording_in_s - middle.film_in_s * middle.speed).toFixed(2)]);
    this.evidenceKey = key;
    if (this.pictures.has(key)) return this.drawEvidence();
    this.evidenceTimer = setTimeout(async () => {
      try {
        this.pictures.set(key, await api.evidence(screen.id, cue.id, placement, from, from + length));
        if (this.pictures.size > 100) this.pictures.delete(this.pictures.keys().next().value);
        if (this.evidenceKey === key) this.drawEvidence();
      } catch (error) {
        if (this.evidenceKey === key) this.pictureWords.textContent = error.message;
      }
    }, isSame ? 900 : 300);
  }

  drawEvidence() {
    const found = this.pictures.get(this.evidenceKey);
    const canvas = this.picture;
    if (!found || !canvas?.isConnected) return;
    const colour = this.colours;
    const image = new ImageData(found.columns, found.rows);
    const cells = Uint8Array.from(atob(found.picture), (sign) => sign.charCodeAt(0));
    for (let column = 0; column < found.columns; column += 1) {
      for (let row = 0; row < found.rows; row += 1) {
        const value = cells[column * found.rows + row];
        const place = 4 * ((found.rows - 1 - row) * found.columns + column);
        image.data[place] = 20 + value * 0.66;
        image.data[place + 1] = 22 + value * 0.72;
        image.data[place + 2] = 34 + value * 0.8;
        image.data[place + 3] = 255;
      }
    }
    const small = new OffscreenCanvas(found.columns, found.rows);
    small.getContext("2d").putImageData(image, 0, 0);
    const scale = devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = canvas;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    context.imageSmoothingEnabled = true;
    context.drawImage(small, 0, 0, width, height);
    found.peak_s.forEach((at, number) => {
      const x = ((at - found.from_s) / (found.to_s - found.from_s)) * width;
      const y = height - (found.peak_cents[number] / (found.rows * found.step_cents)) * height;
      context.beginPath();
      context.arc(x, y, found.peak_found[number] ? 2.1 : 1.7, 0, 7);
      if (found.peak_found[number]) {
        context.fillStyle = colour("evidence-found");
        context.fill();
      } else {
        context.strokeStyle = colour("evidence-missing");
        context.lineWidth = 1;
        context.stroke();
      }
    });
    this.pictureWords.replaceChildren(
      h("span.dot.found-dot", { "aria-hidden": "true" }), `${percent(found.found_share)} of the recording's peaks are found, `,
      h("span.dot.missing-dot", { "aria-hidden": "true" }), `the others not; by chance it would be ${percent(found.chance_share)}. Film ${clock(found.from_s)}–${clock(found.to_s)}, heard on ${found.view}.`);
    canvas.setAttribute("aria-label", `Spectrogram of the film: ${percent(found.found_share)} of the recording's peaks are found, by chance it would be ${percent(found.chance_share)}`);
  }
}

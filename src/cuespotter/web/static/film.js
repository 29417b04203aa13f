// A film at the desk: its timeline, its cues, and everything that can be said of them.
import { api } from "./api.js";
import { detailsTab } from "./details.js";
import { complain, h, icon, note, segments } from "./dom.js";
import { exportTab } from "./exports.js";
import { actionOf } from "./keys.js";
import { CuePanel } from "./panel.js";
import { laneOf, Player } from "./player.js";
import { Timeline } from "./timeline.js";
import { totalsTab } from "./totals.js";
import { ANSWERS, artistOf, clock, looks, STATUS, sureWords, titleOf } from "./words.js";
import { REGIME_WORDS, UNNAMED } from "./wording.js";

const NUDGE_S = 0.1;
const NUDGE_WAIT_MS = 350;
const TABS = [["review", "Review"], ["details", "Details"], ["totals", "Totals"], ["export", "Export"]];
const LOOKS = ["confirmed", "edited", "found", "unsure", "unnamed", "rejected"];
const MARK = { confirmed: "check", rejected: "cross", edited: "pen", found: "dot", unsure: "dot", unnamed: "dot" };

export class FilmScreen {
  static async open(main, id, tab, jobs) {
    const state = await api.film(id);
    const screen = new FilmScreen(main, id, state, jobs);
    screen.showTab(tab);
    return screen;
  }

  constructor(main, id, state, jobs) {
    this.id = id;
    this.main = main;
    this.jobs = jobs;
    this.state = state;
    this.selected = new Set();
    this.queue = Promise.resolve();
    this.nudged = null;
    this.player = new Player(id, state.document.film.duration_s);
    this.player.addEventListener("change", () => this.drawTransport());
    this.player.addEventListener("problem", (event) => complain(event.detail));
    this.build();
    this.setState(state);
    const open = this.cues.find((cue) => cue.status === "found") ?? this.cues[0];
    if (open) this.select(open.id);
    this.listen();
    this.loadLevel();
  }

  get film() {
    return this.state.document.film;
  }

  get cues() {
    return this.state.document.cues;
  }

  /** The cue on which keys act: the last one chosen. */
  get cue() {
    return this.cues.find((cue) => cue.id === this.primary) ?? null;
  }

  build() {
    this.strip = h("canvas.strip", { role: "img", "aria-label": "The whole film; drag to choose what is shown below" });
    this.detail = h("canvas.detail", { role: "img", "aria-label": "Timeline of the cues; the list below says the same in words" });
    this.timeline = new Timeline(this.strip, this.detail, {
      select: (id, how) => this.select(id, how),
      playFrom: (atS) => this.player.play(atS),
      trim: (cue, edge, atS) => this.trim(cue, { [edge]: atS }),
    });
    this.timeline.setFilm(this.film.duration_s);
    this.playButton = h("button.play", { type: "button", onclick: () => this.act("toggle") });
    this.time = h("output.time", { "aria-label": "Playhead" });
    this.modes = segments("What is heard", [["film", "Film", "A"], ["both", "Both", "O"], ["recording", "Recording", "B"]], "film", (mode) => this.player.setMode(mode));
    this.views = segments("Sound of the film", [["mix", "Full sound", "D"], ["side", "Without dialogue", "D"]], "mix", (view) => this.player.setView(view));
    const tool = (action, name, words) => h("button.quiet", { type: "button", "aria-label": words, title: words, onclick: () => this.act(action) }, icon(name));
    this.undoButton = tool("undo", "undo", "Undo (U)");
    this.redoButton = tool("redo", "redo", "Redo (Shift U)");
    this.list = h("div.cue-list", { role: "listbox", "aria-label": "Cues", "aria-multiselectable": "true", tabindex: "0" });
    this.counts = h("div.counts");
    this.panel = new CuePanel(this);
    this.review = h("section.review", {},
      h("div.timeline", {}, this.strip, this.detail),
      h("div.transport", { role: "toolbar", "aria-label": "Transport" },
        this.playButton, this.time, this.modes, this.views, h("div.grow"),
        h("div.tools", {}, this.undoButton, this.redoButton, h("span.divider"),
          tool("zoomOut", "minus", "Zoom out (-)"), tool("zoomIn", "plus", "Zoom in (+)"), tool("fit", "fit", "The whole film (0)"), h("span.divider"),
          h("button", { type: "button", title: "New cue at the playhead (I)", onclick: () => this.act("insert") }, "New cue"))),
      h("div.columns", {}, h("div.list-side", {}, this.counts, this.list), this.panel.element));
    this.title = h("h1");
    this.facts = h("span.muted");
    this.progress = h("progress", { "aria-label": "Reviewed" });
    this.progressWords = h("span.muted");
    this.tabs = h("nav.tabs", { "aria-label": "Film" }, TABS.map(([name, words]) => h("a", { href: `#/films/${encodeURIComponent(this.id)}/${name}`, "data-tab": name }, words)));
    this.other = h("section.other");
    this.main.replaceChildren(
      h("div.film-head", {}, h("div.film-title", {}, this.title, this.facts), h("div.film-progress", {}, this.progress, this.progressWords), this.tabs),
      this.review, this.other);
  }

  showTab(name) {
    this.tab = TABS.some(([one]) => one === name) ? name : "review";
    for (const link of this.tabs.children) {
      if (link.dataset.tab === this.tab) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    this.review.hidden = this.tab !== "review";
    this.other.hidden = this.tab === "review";
    if (this.tab === "review") {
      this.other.replaceChildren();
      this.timeline.readColours();
    } else {
      this.player.pause();
      const shown = { details: detailsTab, totals: totalsTab, export: exportTab }[this.tab];
      shown(this, this.other).catch(complain);
    }
  }

  listen() {
    const stop = new AbortController();
    this.stopper = stop;
    const { signal } = stop;
    document.addEventListener("keydown", (event) => {
      if (this.tab !== "review") return;
      if (event.key === "Escape" && !document.querySelector("dialog")) document.activeElement?.blur();
      const action = actionOf(event);
      if (!action) return;
      event.preventDefault();
      this.act(action);
    }, { signal });
    // a button that was clicked gives the keys back, so that Space plays and does not click it again
    this.review.addEventListener("click", (event) => event.detail > 0 && event.target.closest("button")?.blur(), { signal });
    document.addEventListener("desk-theme", () => {
      this.timeline.readColours();
      this.panel.redraw();
    }, { signal });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.refresh(), { signal });
    addEventListener("focus", () => this.refresh(), { signal });
    this.jobs.addEventListener("done", (event) => event.detail.film_id === this.id && this.refresh(), { signal });
    const frame = () => {
      if (signal.aborted) return;
      if (this.player.isPlaying) {
        this.timeline.setPlayhead(this.player.position, true);
        this.drawTime();
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  close() {
    this.stopper.abort();
    this.flushNudge();
    this.player.close();
  }

  async loadLevel() {
    try {
      for (;;) {
        const level = await api.level(this.id);
        if (this.stopper.signal.aborted) return;
        if (level.is_ready) return this.timeline.setLevel(level.level_db, level.step_s);
        await new Promise((done) => setTimeout(done, 600));
      }
    } catch (error) {
      complain(error);
    }
  }

  /** Look whether another desk or a command changed the film. */
  async refresh() {
    if (this.nudged) return;
    try {
      const state = await api.film(this.id);
      const isSame = state.film_revision === this.state.film_revision && JSON.stringify(state.cue_revisions) === JSON.stringify(this.state.cue_revisions);
      if (!isSame) this.setState(state);
    } catch (error) {
      if (error.status !== 0) complain(error);
    }
  }

  setState(state) {
    this.state = state;
    const ids = new Set(this.cues.map((cue) => cue.id));
    for (const id of [...this.selected]) if (!ids.has(id)) this.selected.delete(id);
    if (this.primary && !ids.has(this.primary)) this.primary = [...this.selected][0] ?? null;
    const { film, cues } = this;
    document.title = `${film.title} · Cuespotter`;
    this.title.textContent = film.title;
    this.facts.textContent = [film.year, clock(film.duration_s), ["1", "unknown"].includes(film.speed_regime) ? null : REGIME_WORDS[film.speed_regime]].filter(Boolean).join(" · ");
    const reviewed = cues.filter((cue) => cue.status !== "found").length;
    this.progress.max = Math.max(1, cues.length);
    this.progress.value = reviewed;
    this.progressWords.textContent = reviewed === cues.length && reviewed ? "all reviewed" : `${reviewed} of ${cues.length} reviewed`;
    this.drawCues();
    this.drawTransport();
  }

  drawCues() {
    const shown = this.cues.map((cue) => (this.nudged?.id === cue.id ? { ...cue, ...this.nudged.bounds } : cue));
    this.timeline.setCues(shown, this.selected);
    const counts = LOOKS.map((look) => [look, shown.filter((cue) => looks(cue) === look).length]).filter(([, count]) => count);
    this.counts.replaceChildren(...counts.map(([look, count]) => h(`span.chip.${look}`, {}, `${count} ${look}`)));
    const old = new Map([...this.list.children].map((row) => [row.dataset.cue, row]));
    const rows = shown.map((cue) => {
      const key = [cue.cue_no, cue.start_s, cue.end_s, cue.status, cue.confidence, titleOf(cue), artistOf(cue), this.state.usage_codes[cue.id]].join("|");
      const before = old.get(cue.id);
      if (before?.dataset.key === key) return before;
      return this.row(cue, key);
    });
    this.list.replaceChildren(...rows);
    if (!rows.length) this.list.append(h("p.muted.pad", {}, "No music was found. Listen, and press I where you hear some."));
    this.markRows();
    this.panel.show(this.nudged?.id === this.primary && this.cue ? { ...this.cue, ...this.nudged.bounds } : this.cue, this.selected.size);
  }

  row(cue, key) {
    const look = looks(cue);
    const artist = artistOf(cue);
    const sure = cue.status === "found" ? (cue.recording ? sureWords(cue.confidence) : UNNAMED) : STATUS[cue.status];
    return h(`div.cue-row.${look}`, {
      role: "option", id: `cue-${cue.id}`, "data-cue": cue.id, "data-key": key,
      onclick: (event) => this.select(cue.id, { add: event.ctrlKey || event.metaKey, range: event.shiftKey }),
      ondblclick: () => this.act("playCue"),
    },
    h("span.cue-mark", {}, icon(MARK[look])),
    h("span.cue-no", {}, cue.cue_no),
    h("span.cue-what", {}, h("span.cue-title", {}, titleOf(cue)), artist ? h("span.cue-artist", {}, artist) : null),
    h("span.cue-when", {}, h("span", {}, `${clock(cue.start_s)}–${clock(cue.end_s)}`), h("span.cue-sure", {}, sure)));
  }

  markRows() {
    for (const row of this.list.children) {
      if (!row.dataset.cue) continue;
      row.setAttribute("aria-selected", String(this.selected.has(row.dataset.cue)));
      row.classList.toggle("current", row.dataset.cue === this.primary);
    }
    if (this.primary) this.list.setAttribute("aria-activedescendant", `cue-${this.primary}`);
    else this.list.removeAttribute("aria-activedescendant");
  }

  drawTime() {
    this.time.textContent = clock(this.player.position, 1);
  }

  drawTransport() {
    const { player } = this;
    const words = player.isPlaying ? "Pause (Space)" : "Play (Space)";
    if (this.playButton.title !== words) {
      this.playButton.title = words;
      this.playButton.setAttribute("aria-label", words);
      this.playButton.replaceChildren(icon(player.isPlaying ? "pause" : "play"));
    }
    this.modes.choose(player.mode);
    this.views.choose(player.view);
    this.timeline.setPlayhead(player.position, false);
    this.redoButton.disabled = !this.state.can_redo;
    this.drawTime();
  }

  /** Choose a cue: alone, in addition, or with all between. */
  select(id, { add = false, range = false } = {}) {
    this.flushNudge();
    if (range && this.primary) {
      const places = [this.primary, id].map((one) => this.cues.findIndex((cue) => cue.id === one)).sort((one, other) => one - other);
      this.cues.slice(places[0], places[1] + 1).forEach((cue) => this.selected.add(cue.id));
    } else if (add && this.selected.has(id) && this.selected.size > 1) {
      this.selected.delete(id);
      [id] = this.selected;
    } else {
      if (!add) this.selected.clear();
      this.selected.add(id);
    }
    this.primary = id;
    this.rival = null;
    const { cue } = this;
    this.timeline.reveal(cue.start_s, cue.end_s);
    if (!this.player.isPlaying && this.selected.size === 1) this.player.seek(cue.start_s);
    this.player.setLane(laneOf(cue));
    this.timeline.draw();
    this.markRows();
    const row = document.getElementById(`cue-${id}`);
    if (row) row.scrollIntoView({ block: "nearest" });
    this.panel.show(cue, this.selected.size);
  }

  step(by, isWanted = () => true) {
    const place = this.cues.findIndex((cue) => cue.id === this.primary);
    for (let next = place + by; next >= 0 && next < this.cues.length; next += by) {
      if (isWanted(this.cues[next])) return this.select(this.cues[next].id);
    }
    return undefined;
  }

  /** Send a change; changes go one after the other, each against the revisions that the last one left. */
  change(send, { again = null } = {}) {
    const done = this.queue.then(async () => {
      try {
        this.setState(await send());
        this.player.setLane(laneOf(this.cue, this.rival));
        return true;
      } catch (error) {
        if (error.status === 409 && error.facts.cues) await this.tellConflict(error, again ?? send);
        else complain(error);
        return false;
      }
    });
    this.queue = done.catch(() => {});
    return done;
  }

  async tellConflict(error, send) {
    const before = new Map(this.cues.map((cue) => [cue.id, cue]));
    await api.film(this.id).then((state) => this.setState(state));
    const theirs = Object.entries(error.facts.cues).map(([id, now]) => {
      const was = before.get(id);
      if (!now) return `cue ${was?.cue_no ?? id} is gone`;
      const changed = Object.keys(now).filter((field) => field !== "locked" && JSON.stringify(now[field]) !== JSON.stringify(was?.[field]));
      const say = (value) => (typeof value === "number" ? value.toFixed(2) : typeof value === "object" && value !== null ? "other" : String(value ?? "none"));
      return `cue ${now.cue_no}: ${changed.map((field) => `${field.replaceAll("_", " ")} is now ${say(now[field])}`).join(", ")}`;
    });
    const last = error.message.includes("last:") ? ` (${error.message.split("last: ")[1].split(";")[0]})` : "";
    note(`Changed meanwhile${last}: ${theirs.join("; ") || "the film"}. Your change was not made.`, {
      bad: true, action: () => this.change(send), label: "Make mine as well",
    });
  }

  revision(id) {
    return this.state.cue_revisions[id];
  }

  trim(cue, bounds) {
    const rounded = Object.fromEntries(Object.entries(bounds).map(([name, value]) => [name, Math.round(value * 1000) / 1000]));
    return this.change(() => api.editCue(this.id, cue.id, { revision: this.revision(cue.id), ...rounded }));
  }

  setFields(cue, fields) {
    return this.change(() => api.editCue(this.id, cue.id, { revision: this.revision(cue.id), fields }));
  }

  setRecording(cue, recording) {
    return this.change(() => api.editCue(this.id, cue.id, { revision: this.revision(cue.id), recording: recording.id }));
  }

  /** Set a field of all chosen cues. */
  async setAnswer(field, value) {
    for (const id of [...this.selected]) await this.setFields({ id }, { [field]: value });
  }

  async judge(verdict) {
    const ids = [...this.selected];
    if (!ids.length) return;
    const cues = () => Object.fromEntries(ids.map((id) => [id, this.revision(id)]));
    const isDone = await this.change(() => api.verdict(this.id, verdict, cues()));
    if (isDone && ids.length === 1 && this.primary === ids[0]) this.step(1);
  }

  nudge(edge, by) {
    const { cue } = this;
    if (!cue) return;
    if (!this.nudged || this.nudged.id !== cue.id) this.nudged = { id: cue.id, bounds: {} };
    const now = { start_s: cue.start_s, end_s: cue.end_s, ...this.nudged.bounds };
    const value = Math.round((now[edge] + by) * 1000) / 1000;
    const fits = edge === "start_s" ? value >= 0 && value < now.end_s - 0.05 : value > now.start_s + 0.05 && value <= this.film.duration_s;
    if (!fits) return;
    this.nudged.bounds[edge] = value;
    this.drawCues();
    clearTimeout(this.nudgeTimer);
    this.nudgeTimer = setTimeout(() => this.flushNudge(), NUDGE_WAIT_MS);
  }

  flushNudge() {
    const { nudged } = this;
    if (!nudged) return;
    clearTimeout(this.nudgeTimer);
    this.nudged = null;
    const cue = this.cues.find((one) => one.id === nudged.id);
    if (cue) this.trim(cue, nudged.bounds).then((isDone) => isDone || this.drawCues());
  }

  hearRival(rival) {
    this.rival = this.rival === rival ? null : rival;
    this.player.setLane(laneOf(this.cue, this.rival));
    if (this.rival && this.player.mode === "film") this.player.setMode("recording");
    if (this.rival && !this.player.isPlaying) this.player.play(this.cue.start_s);
    this.panel.markRival(this.rival);
  }

  /** Do what a key or a button asks for. */
  act(action) {
    const { cue, player, timeline } = this;
    const toggleAnswer = (number) => {
      if (!cue) return;
      const [field, words, values] = ANSWERS[number];
      const choices = values.map(([value]) => value);
      const next = choices[(choices.indexOf(cue[field]) + 1) % choices.length];
      this.setAnswer(field, next);
      note(`${words}: ${values.find(([value]) => value === next)[1]}`);
    };
    const actions = {
      toggle: () => (player.isPlaying ? player.pause() : player.play()),
      back: () => player.seek(player.position - 5),
      forward: () => player.seek(player.position + 5),
      playCue: () => cue && player.play(cue.start_s),
      hearFilm: () => player.setMode("film"),
      hearRecording: () => player.setMode("recording"),
      hearBoth: () => player.setMode("both"),
      dialogue: () => player.setView(player.view === "mix" ? "side" : "mix"),
      next: () => this.step(1),
      previous: () => this.step(-1),
      nextOpen: () => this.step(1, (one) => one.status === "found"),
      zoomIn: () => timeline.zoom(0.6),
      zoomOut: () => timeline.zoom(1 / 0.6),
      fit: () => timeline.fit(),
      zoomCue: () => cue && timeline.show(cue.start_s - 0.15 * (cue.end_s - cue.start_s), cue.end_s + 0.15 * (cue.end_s - cue.start_s)),
      confirm: () => this.judge("confirm"),
      reject: () => this.judge("reject"),
      swap: () => this.panel.swapFirst(),
      undo: () => this.change(() => api.undo(this.id)),
      redo: () => this.change(() => api.redo(this.id)),
      startEarlier: () => this.nudge("start_s", -NUDGE_S),
      startLater: () => this.nudge("start_s", NUDGE_S),
      endEarlier: () => this.nudge("end_s", -NUDGE_S),
      endLater: () => this.nudge("end_s", NUDGE_S),
      split: () => this.split(),
      merge: () => this.merge(),
      name: () => this.panel.focusName(),
      insert: () => this.insert(),
      answer1: () => toggleAnswer(0),
      answer2: () => toggleAnswer(1),
      answer3: () => toggleAnswer(2),
      answer4: () => toggleAnswer(3),
    };
    if (!/^(start|end)(Earlier|Later)$/.test(action)) this.flushNudge();
    actions[action]?.();
  }

  split() {
    const { cue, player } = this;
    if (!cue) return;
    const atS = Math.round(player.position * 1000) / 1000;
    if (atS <= cue.start_s || atS >= cue.end_s) return note("Put the playhead inside the cue first: play it, or click.", { bad: true });
    this.change(() => api.splitCue(this.id, cue.id, { revision: this.revision(cue.id), at_s: atS }));
  }

  merge() {
    const ids = [...this.selected];
    if (ids.length === 1) {
      const next = this.cues[this.cues.findIndex((cue) => cue.id === ids[0]) + 1];
      if (next) ids.push(next.id);
    }
    if (ids.length < 2) return note("There is no second cue to merge with.", { bad: true });
    return this.change(() => api.merge(this.id, Object.fromEntries(ids.map((id) => [id, this.revision(id)]))));
  }

  async insert() {
    const startS = Math.round(this.player.position * 10) / 10;
    const endS = Math.min(this.film.duration_s, startS + 10);
    const before = new Set(this.cues.map((cue) => cue.id));
    await this.change(() => api.addCue(this.id, { start_s: startS, end_s: endS }));
    const added = this.cues.find((cue) => !before.has(cue.id));
    if (added) this.select(added.id);
  }
}

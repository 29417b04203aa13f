// A film at the desk: its timeline, its cues, and everything that can be said of them.
import { ACTIONS, tellPlayhead } from "./actions.js";
import { api } from "./api.js";
import { conflictWords } from "./conflict.js";
import { CueList } from "./cue_list.js";
import { detailsTab } from "./details.js";
import { complain, h, note } from "./dom.js";
import { exportTab } from "./exports.js";
import { actionOf } from "./keys.js";
import { CuePanel } from "./panel.js";
import { laneOf, Player } from "./player.js";
import { Timeline } from "./timeline.js";
import { totalsTab } from "./totals.js";
import { Transport } from "./transport.js";
import { clock } from "./words.js";
import { REGIME_WORDS } from "./wording.js";

const NUDGE_WAIT_MS = 350;
const TABS = [
  ["review", "Review"],
  ["details", "Details"],
  ["totals", "Totals"],
  ["export", "Export"],
];
const FOLLOW_MS = 3000;

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
    this.pending = 0;
    this.drafts = new Map();
    this.player = new Player(id, state.document.film.duration_s);
    this.player.addEventListener("change", () => this.drawTransport());
    this.player.addEventListener("problem", (/** @type {any} */ event) => complain(event.detail));
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
    this.strip = h("canvas.strip", {
      role: "img",
      "aria-label": "The whole film; drag to choose what is shown below",
    });
    this.detail = h("canvas.detail", {
      role: "img",
      "aria-label": "Timeline of the cues; the list below says the same in words",
    });
    this.timeline = new Timeline(this.strip, this.detail, {
      select: (id, how) => this.select(id, how),
      playFrom: (atS) => this.player.play(atS),
      trim: (cue, edge, atS) => this.trim(cue, { [edge]: atS }),
    });
    this.timeline.setFilm(this.film.duration_s);
    this.transport = new Transport(this);
    this.rows = new CueList(this);
    this.panel = new CuePanel(this);
    this.review = h(
      "section.review",
      {},
      h("div.timeline", {}, this.strip, this.detail),
      this.transport.element,
      h("div.columns", {}, this.rows.element, this.panel.element),
    );
    this.title = h("h1");
    this.facts = h("span.muted");
    this.progress = h("progress", { "aria-label": "Reviewed" });
    this.progressWords = h("span.muted");
    this.tabs = h(
      "nav.tabs",
      { "aria-label": "Film" },
      TABS.map(([name, words]) =>
        h("a", { href: `#/films/${encodeURIComponent(this.id)}/${name}`, "data-tab": name }, words),
      ),
    );
    this.other = h("section.other");
    this.main.replaceChildren(
      h(
        "div.film-head",
        {},
        h("div.film-title", {}, this.title, this.facts),
        h("div.film-progress", {}, this.progress, this.progressWords),
        this.tabs,
      ),
      this.review,
      this.other,
    );
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
    this.stopper = new AbortController();
    const { signal } = this.stopper;
    document.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    // a button that was clicked gives the keys back, so that Space plays and does not click it again
    const giveKeysBack = (event) => event.detail > 0 && event.target.closest("button")?.blur();
    this.review.addEventListener("click", giveKeysBack, { signal });
    const onTheme = () => {
      this.timeline.readColours();
      this.panel.redraw();
    };
    document.addEventListener("desk-theme", onTheme, { signal });
    this.#follow(signal);
    this.#animate(signal);
  }

  #onKey(event) {
    if (this.tab !== "review") return;
    if (event.key === "Escape" && !document.querySelector("dialog"))
      /** @type {HTMLElement} */ (document.activeElement)?.blur();
    const action = actionOf(event);
    if (!action) return;
    event.preventDefault();
    this.act(action);
  }

  /** Follow what other desks and commands do, and hold whoever closes the page with something unsaved. */
  #follow(signal) {
    const refresh = () => this.refresh();
    document.addEventListener("visibilitychange", refresh, { signal });
    addEventListener("focus", refresh, { signal });
    const onDone = (event) => event.detail.film_id === this.id && this.refresh();
    this.jobs.addEventListener("done", onDone, { signal });
    const timer = setInterval(refresh, FOLLOW_MS);
    signal.addEventListener("abort", () => clearInterval(timer));
    const hold = (event) => (this.pending || this.nudged || this.drafts.size) && event.preventDefault();
    addEventListener("beforeunload", hold, { signal });
  }

  #animate(signal) {
    const frame = () => {
      if (signal.aborted) return;
      if (this.player.isPlaying) {
        this.timeline.setPlayhead(this.player.position, true);
        this.transport.drawTime();
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
    if (this.nudged || this.pending || document.visibilityState !== "visible") return;
    try {
      const { saved_at: savedAt } = await api.saved(this.id);
      if (savedAt === this.savedAt) return;
      const state = await api.film(this.id);
      if (this.pending || this.nudged) return;
      this.savedAt = savedAt;
      const isSame =
        state.film_revision === this.state.film_revision &&
        JSON.stringify(state.cue_revisions) === JSON.stringify(this.state.cue_revisions);
      if (!isSame) this.setState(state);
    } catch (error) {
      if (error.status !== 0 && error.status !== 429 && error.status !== 503) complain(error);
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
    this.facts.textContent = [
      film.year,
      clock(film.duration_s),
      ["1", "unknown"].includes(film.speed_regime) ? null : REGIME_WORDS[film.speed_regime],
    ]
      .filter(Boolean)
      .join(" · ");
    const reviewed = cues.filter((cue) => cue.status !== "found").length;
    this.progress.max = Math.max(1, cues.length);
    this.progress.value = reviewed;
    this.progressWords.textContent =
      reviewed === cues.length && reviewed ? "all reviewed" : `${reviewed} of ${cues.length} reviewed`;
    this.drawCues();
    this.drawTransport();
  }

  drawCues() {
    const shown = this.cues.map((cue) =>
      this.nudged?.id === cue.id ? { ...cue, ...this.nudged.bounds } : cue,
    );
    this.timeline.setCues(shown, this.selected);
    this.rows.draw(shown, this.state.usage_codes);
    this.panel.show(
      this.nudged?.id === this.primary && this.cue ? { ...this.cue, ...this.nudged.bounds } : this.cue,
      this.selected.size,
    );
  }

  drawTransport() {
    this.timeline.setPlayhead(this.player.position, false);
    this.transport.draw();
  }

  /** Choose a cue: alone, in addition, or with all between. */
  select(id, { add = false, range = false } = {}) {
    this.flushNudge();
    if (range && this.primary) {
      const places = [this.primary, id]
        .map((one) => this.rows.shown.findIndex((cue) => cue.id === one))
        .sort((one, other) => one - other);
      this.rows.shown
        .slice(Math.max(0, places[0]), places[1] + 1)
        .forEach((cue) => this.selected.add(cue.id));
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
    this.rows.mark();
    const row = document.getElementById(`cue-${id}`);
    if (row) row.scrollIntoView({ block: "nearest" });
    this.panel.show(cue, this.selected.size);
  }

  /** Go on by so many of the cues that are shown, to the next that is wanted. */
  step(by, isWanted = (/** @type {any} */ cue) => Boolean(cue)) {
    const cues = this.rows.shown;
    const here = this.cue;
    let next = cues.findIndex((cue) => cue.id === this.primary) + by;
    if (next - by < 0 && here) next = nearestTo(cues, here, by);
    for (; next >= 0 && next < cues.length; next += by) {
      if (isWanted(cues[next])) return this.select(cues[next].id);
    }
    return undefined;
  }

  /** Choose all cues that are shown. */
  selectAll() {
    const cues = this.rows.shown;
    if (!cues.length) return;
    this.flushNudge();
    this.selected = new Set(cues.map((cue) => cue.id));
    if (!this.selected.has(this.primary)) this.primary = cues[0].id;
    this.drawCues();
  }

  /** Send a change; changes go one after the other, each against the revisions that the last one left. */
  change(send, said = "") {
    this.pending = (this.pending ?? 0) + 1;
    this.transport.say("saving …");
    const done = this.queue.then(async () => {
      try {
        this.setState(await send());
        this.player.setLane(laneOf(this.cue, this.rival));
        this.transport.say(said ? `saved: ${said}` : "saved");
        return true;
      } catch (error) {
        this.transport.say("not saved");
        if (error.status === 409 && error.facts.cues) await this.tellConflict(error.facts, send);
        else complain(error);
        return false;
      } finally {
        this.pending -= 1;
      }
    });
    this.queue = done.then(() => {});
    return done;
  }

  async tellConflict(facts, send) {
    const before = new Map(this.cues.map((cue) => [cue.id, cue]));
    this.setState(await api.film(this.id));
    note(conflictWords(before, facts), {
      bad: true,
      action: () => this.change(send),
      label: "Make mine as well",
    });
  }

  undo() {
    return this.change(() => api.undo(this.id), "undone");
  }

  redo() {
    return this.change(() => api.redo(this.id), "done again");
  }

  /** Do what a key or a button asks for. */
  act(action) {
    if (!/^(start|end)(Earlier|Later)$/.test(action)) this.flushNudge();
    ACTIONS[action]?.(this);
  }

  /** Cues with the revisions in which they were last seen. */
  revisions(ids) {
    return Object.fromEntries(ids.map((id) => [id, this.revision(id)]));
  }

  /** Set a field of all chosen cues: one request, one entry of the history. */
  setAnswer(field, value, words = "") {
    const ids = [...this.selected];
    if (!ids.length) return Promise.resolve(false);
    const said = [words, ids.length > 1 ? `${ids.length} cues` : ""].filter(Boolean).join(", ");
    const send = () => api.editCues(this.id, { cues: this.revisions(ids), fields: { [field]: value } });
    return this.change(send, said);
  }

  revision(id) {
    return this.state.cue_revisions[id];
  }

  trim(cue, bounds) {
    const rounded = Object.fromEntries(
      Object.entries(bounds).map(([name, value]) => [name, Math.round(value * 1000) / 1000]),
    );
    return this.change(() => api.editCue(this.id, cue.id, { revision: this.revision(cue.id), ...rounded }));
  }

  setFields(cue, fields) {
    return this.change(() => api.editCue(this.id, cue.id, { revision: this.revision(cue.id), fields }));
  }

  setRecording(cue, recording) {
    return this.change(() =>
      api.editCue(this.id, cue.id, { revision: this.revision(cue.id), recording: recording.id }),
    );
  }

  async judge(verdict) {
    const ids = [...this.selected];
    if (!ids.length) return;
    const said = `${verdict}ed` + (ids.length > 1 ? ` ${ids.length} cues` : "");
    const isDone = await this.change(() => api.verdict(this.id, verdict, this.revisions(ids)), said);
    if (isDone && ids.length === 1 && this.primary === ids[0]) this.step(1);
  }

  nudge(edge, by) {
    const { cue } = this;
    if (!cue) return;
    if (!this.nudged || this.nudged.id !== cue.id) this.nudged = { id: cue.id, bounds: {} };
    const now = { start_s: cue.start_s, end_s: cue.end_s, ...this.nudged.bounds };
    const value = Math.round((now[edge] + by) * 1000) / 1000;
    const fits =
      edge === "start_s"
        ? value >= 0 && value < now.end_s - 0.05
        : value > now.start_s + 0.05 && value <= this.film.duration_s;
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

  split() {
    const { cue, player } = this;
    if (!cue) return;
    const atS = Math.round(player.position * 1000) / 1000;
    if (atS <= cue.start_s || atS >= cue.end_s) return tellPlayhead();
    this.change(() => api.splitCue(this.id, cue.id, { revision: this.revision(cue.id), at_s: atS }));
  }

  merge() {
    const ids = [...this.selected];
    if (ids.length === 1) {
      const next = this.cues[this.cues.findIndex((cue) => cue.id === ids[0]) + 1];
      if (next) ids.push(next.id);
    }
    if (ids.length < 2) return note("There is no second cue to merge with.", { bad: true });
    return this.change(() => api.merge(this.id, this.revisions(ids)));
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

/** The place in a list of cues before which, or after which, one that is not in it would stand. */
function nearestTo(cues, here, by) {
  const after = cues.findIndex((cue) => cue.start_s > here.start_s);
  if (by > 0) return after < 0 ? cues.length : after;
  return (after < 0 ? cues.length : after) - 1;
}

// A film at the desk: its timeline, its cues, and everything that can be said of them.
import { ACTIONS } from "./actions.js";
import { api } from "./api.js";
import { compareTab } from "./compare.js";
import { CueList } from "./cue_list.js";
import { detailsTab } from "./details.js";
import { complain, h } from "./dom.js";
import { exportTab } from "./exports.js";
import { FilmChoice } from "./film_choice.js";
import { FilmStrip } from "./film_strip.js";
import { actionOf } from "./keys.js";
import { CuePanel } from "./panel.js";
import { laneOf } from "./lane.js";
import { Levels } from "./levels.js";
import { Picture } from "./picture.js";
import { Player } from "./player.js";
import { Stills } from "./stills.js";
import { Timecode } from "./timecode.js";
import { soundWords } from "./sound_lanes.js";
import { Timeline } from "./timeline.js";
import { totalsTab } from "./totals.js";
import { Transport } from "./transport.js";
import { clock } from "./words.js";
import { REGIME_WORDS } from "./wording.js";

const TABS = [
  ["review", "Review"],
  ["details", "Details"],
  ["totals", "Totals"],
  ["compare", "Compare"],
  ["export", "Export"],
];
const FOLLOW_MS = 3000;

export class FilmScreen extends FilmChoice {
  static async open(main, id, tab, jobs) {
    const state = await api.film(id);
    const screen = new FilmScreen(main, id, state, jobs);
    screen.showTab(tab);
    return screen;
  }

  constructor(main, id, state, jobs) {
    super(id, state);
    this.stopper = new AbortController();
    this.main = main;
    this.jobs = jobs;
    this.timecode = new Timecode(state.timecode);
    this.stills = Picture.isIn(state.document.film) ? new Stills(id) : null;
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

  build() {
    this.strip = h("canvas.strip", {
      role: "img",
      "aria-label": "The whole film; drag to choose what is shown below",
    });
    this.detail = h("canvas.detail", {
      role: "img",
      "aria-label": "Timeline of the cues; the list below says the same in words",
    });
    this.soundWords = h("p.sound-words.muted");
    const asked = {
      select: (id, how) => this.select(id, how),
      playFrom: (atS) => this.player.play(atS),
      trim: (cue, edge, atS) => this.trim(cue, { [edge]: atS }),
    };
    this.timeline = new Timeline(this.strip, this.detail, asked, this.timecode);
    this.timeline.setFilm(this.film.duration_s);
    this.picture = this.stills && new Picture(this);
    this.filmStrip = this.stills && new FilmStrip(this);
    this.transport = new Transport(this);
    this.rows = new CueList(this);
    this.panel = new CuePanel(this);
    this.review = h(
      "section.review",
      {},
      h(
        "div.stage",
        {},
        this.picture?.element,
        h("div.timeline", {}, this.strip, this.filmStrip?.element, this.detail, this.soundWords),
      ),
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
      const shown = { details: detailsTab, totals: totalsTab, compare: compareTab, export: exportTab }[
        this.tab
      ];
      shown(this, this.other).catch(complain);
    }
  }

  listen() {
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
    if (event.key === "Escape") this.picture?.setFull(false);
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
        this.picture?.follow();
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  close() {
    this.stopper.abort();
    this.flushNudge();
    this.player.close();
    this.picture?.close();
    this.stills?.close();
  }

  loadLevel() {
    const levels = new Levels(this.id, this.film.duration_s, () => this.timeline.draw());
    this.timeline.setLevels(levels);
    levels.load(this.stopper.signal).catch(complain);
  }

  /** Look whether another desk or a command changed the film. */
  async refresh() {
    if (this.nudged || this.pending || document.visibilityState !== "visible") return;
    try {
      const { state: shown } = this;
      const { saved_at: savedAt } = await api.saved(this.id);
      if (savedAt === this.savedAt) return;
      const state = await api.film(this.id);
      // what was changed here meanwhile is newer than what was asked for before
      if (this.state !== shown || this.pending || this.nudged) return;
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
    this.timecode.count(state.timecode);
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
    const shown = this.cues.map((cue) => this.asNudged(cue));
    this.timeline.setThemes(this.film.themes, this.state.themes[this.primary]);
    this.timeline.setCues(shown, this.selected, this.film.sounds);
    this.soundWords.textContent = soundWords(this.film.sounds);
    this.rows.draw(shown, this.state.usage_codes);
    this.panel.show(this.cue && this.asNudged(this.cue), this.selected.size);
  }

  drawTransport() {
    this.timeline.setPlayhead(this.player.position, false);
    this.transport.draw();
    this.picture?.follow();
  }

  /** Do what a key or a button asks for. */
  act(action) {
    if (!/^(start|end)(Earlier|Later)$/.test(action)) this.flushNudge();
    ACTIONS[action]?.(this);
  }

  /** Go to a cue in the review, and to a field of it. */
  goToCue(id, field = null) {
    this.goToCues([id], field);
  }

  /** Go to the first of some cues, all of them chosen, and to a field: one answer there is one for all. */
  goToCues(ids, field = null) {
    location.hash = `#/films/${encodeURIComponent(this.id)}/review`;
    this.showTab("review");
    this.rows.showAll();
    this.select(ids[0]);
    for (const id of ids.slice(1)) this.selected.add(id);
    this.drawCues();
    if (field) this.panel.focusField(field);
  }

  hearRival(rival, fromS = this.cue?.start_s) {
    this.rival = this.rival === rival ? null : rival;
    this.player.setLane(laneOf(this.cue, this.rival));
    if (this.rival && this.player.mode === "film") this.player.setMode("recording");
    if (this.rival && !this.player.isPlaying) this.player.play(fromS);
    this.panel.rivalsPart.mark(this.rival);
    this.panel.questionsPart.mark(this.rival);
  }
}

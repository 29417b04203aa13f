// What a reviewer changes of a film: one change after the other, each against what the last one left.
import { tellPlayhead } from "./actions.js";
import { api } from "./api.js";
import { conflictWords } from "./conflict.js";
import { complain, note } from "./dom.js";
import { laneOf } from "./lane.js";
import { titleOf } from "./words.js";

const NUDGE_WAIT_MS = 350;

/** @typedef {{id: string, bounds: {start_s?: number, end_s?: number}}} Nudge */

export class FilmChanges {
  /** @type {any} what the screen shows, made by `FilmScreen` */
  player;
  /** @type {any} */
  timeline;
  /** @type {any} */
  rows;
  /** @type {any} */
  panel;
  /** @type {any} */
  transport;
  /** @type {any} */
  primary = null;
  /** @type {any} */
  rival = null;
  /** @type {any} chooses a cue, or goes on to another: see `FilmChoice` */
  choice = this;

  constructor(id, state) {
    this.id = id;
    this.state = state;
    this.selected = new Set();
    this.queue = Promise.resolve();
    /** @type {Nudge | null} bounds that keys have moved and that are not sent yet */
    this.nudged = null;
    this.pending = 0;
    this.drafts = new Map();
  }

  /** Show a film as it now stands. */
  setState(state) {
    this.state = state;
  }

  /** Show its cues. */
  drawCues() {}

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
    return this.go(() => api.undo(this.id), "undone");
  }

  redo() {
    return this.go(() => api.redo(this.id), "done again");
  }

  /** Go a step back or forth, and tell what that did in other films. */
  go(send, said) {
    const tell = async () => {
      const state = await send();
      for (const line of state.reached) note(line);
      return state;
    };
    return this.change(tell, said);
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

  /** Let the library remember the sound of a cue that was named: it is found from then on. */
  remember(cue) {
    const said = `${cue.title} is remembered: identify again, and it is found where it returns`;
    const edit = () => ({ revision: this.revision(cue.id), is_remembered: true });
    return this.change(() => api.editCue(this.id, cue.id, edit()), said);
  }

  /** Give all cues of a theme the name of one: one request, one entry of the history. */
  nameTheme(cue, cues) {
    const fields = { title: cue.title, artist: cue.artist };
    const send = () => api.editCues(this.id, { cues: this.revisions(cues.map((one) => one.id)), fields });
    return this.change(send, `${cue.title}, ${cues.length} cues`);
  }

  /** Say which work a cue is, or all chosen cues are, with its parties. */
  setWork(cue, work) {
    const ids = this.selected.has(cue.id) ? [...this.selected] : [cue.id];
    const said = `${work.title}, for every recording of it`;
    return this.change(() => api.setWork(this.id, { cues: this.revisions(ids), work }), said);
  }

  setRecording(cue, recording) {
    return this.change(() =>
      api.editCue(this.id, cue.id, { revision: this.revision(cue.id), recording: recording.id }),
    );
  }

  /** Answer all of the film that is suggested surely. */
  takeSuggestions() {
    return this.change(() => api.takeSuggestions(this.id), "what is suggested surely");
  }

  /** Say of the chosen cues that sound so that the characters hear them. */
  takeHint() {
    const ids = [...this.selected].filter((id) => this.state.hints[id]);
    if (!ids.length) return note("Nothing sounds here as if the characters heard it.", { bad: true });
    const fields = { perception: "unseen_source" };
    const said = ids.length > 1 ? `heard, unseen: ${ids.length} cues` : "heard, unseen";
    return this.change(() => api.editCues(this.id, { cues: this.revisions(ids), fields }), said);
  }

  /** Say that a cue is another recording of the work that a question names. */
  answerQuestion(question) {
    const { cue } = this;
    if (!cue || !question) return note("Nothing is asked about this cue.", { bad: true });
    const said = `another recording of ${titleOf({ recording: question.recording })}`;
    const edit = { revision: this.revision(cue.id), original: question.recording.id };
    return this.change(() => api.editCue(this.id, cue.id, edit), said);
  }

  /** Say that a cue is of none of the works that it is asked about. */
  answerNo(cue) {
    const edit = { revision: this.revision(cue.id), is_other_work: true };
    return this.change(() => api.editCue(this.id, cue.id, edit), "another work");
  }

  async judge(verdict) {
    const ids = [...this.selected];
    if (!ids.length) return;
    const said = `${verdict}ed` + (ids.length > 1 ? ` ${ids.length} cues` : "");
    const isDone = await this.change(() => api.verdict(this.id, verdict, this.revisions(ids)), said);
    if (isDone && ids.length === 1 && this.primary === ids[0]) this.choice.step(1);
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

  /** A cue with the bounds that keys have given it. */
  asNudged(cue) {
    const { nudged } = this;
    return nudged && nudged.id === cue.id ? { ...cue, ...nudged.bounds } : cue;
  }

  flushNudge() {
    const { nudged } = this;
    if (!nudged) return;
    clearTimeout(this.nudgeTimer);
    this.nudged = null;
    const cue = this.cues.find((one) => one.id === nudged.id);
    if (cue) this.trim(cue, nudged.bounds).then((isDone) => isDone || this.drawCues());
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
    if (added) this.choice.select(added.id);
  }
}

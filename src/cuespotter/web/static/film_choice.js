// Which cues of a film are chosen, and how the choice goes on.
import { FilmChanges } from "./film_changes.js";
import { laneOf } from "./lane.js";

export class FilmChoice extends FilmChanges {
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
    if (this.player.loop) this.player.setLoop({ startS: cue.start_s, endS: cue.end_s });
    if (!this.player.isPlaying && this.selected.size === 1) this.player.seek(cue.start_s);
    this.player.setLane(laneOf(cue));
    this.timeline.setThemes(this.film.themes, this.state.themes[id]);
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
}

/** The place in a list of cues before which, or after which, one that is not in it would stand. */
function nearestTo(cues, here, by) {
  const after = cues.findIndex((cue) => cue.start_s > here.start_s);
  if (by > 0) return after < 0 ? cues.length : after;
  return (after < 0 ? cues.length : after) - 1;
}

// The film on two canvases: all of it in a strip, a part of it in detail. Drawn only when something changed.
import { drawingOn } from "./dom.js";
import { drawSounds, soundsHeight } from "./sound_lanes.js";
import { drawThemes, THEME_LANE } from "./theme_lane.js";
import { TimelinePointer } from "./timeline_pointer.js";
import { looks, titleOf } from "./words.js";

const RULER = 26;
const LEVEL = 54;
const LANE = 30;
const GAP = 4;
/** Where a lane of cues begins; that after the last one is what lies below them all. */
const topOf = (lane) => RULER + LEVEL + GAP + lane * (LANE + GAP);
const LEAST_S = 0.5;
const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
export const MOST_LANES = 4;
const NO_DRAG = { preview: null, snapS: null };

/** Give each cue the first lane in which it overlaps nothing; music without a name has a lane of its own. */
export function layLanes(cues) {
  const ends = [];
  const laneOfCue = new Map();
  for (const cue of cues) {
    if (!cue.recording && cue.kind === "unnamed_music") continue;
    let lane = ends.findIndex((end) => end <= cue.start_s + 1e-6);
    if (lane < 0) lane = ends.length < MOST_LANES ? ends.length : MOST_LANES - 1;
    ends[lane] = Math.max(ends[lane] ?? 0, cue.end_s);
    laneOfCue.set(cue.id, lane);
  }
  const unnamed = Math.max(1, ends.length);
  for (const cue of cues) if (!laneOfCue.has(cue.id)) laneOfCue.set(cue.id, unnamed);
  return { laneOfCue, lanes: unnamed + ([...laneOfCue.values()].includes(unnamed) ? 1 : 0) };
}

/** As much of a text as fits, with an ellipsis where some is left out. */
function shortened(context, text, room) {
  if (context.measureText(text).width <= room) return text;
  const share = room / context.measureText(text).width;
  const kept = Math.max(0, Math.floor(text.length * share) - 1);
  return kept < 2 ? "" : `${text.slice(0, kept).trimEnd()}…`;
}

export class Timeline {
  constructor(strip, detail, asked, timecode) {
    this.strip = strip;
    this.detail = detail;
    this.asked = asked;
    /** @type {import("./timecode.js").Timecode} */
    this.timecode = timecode;
    this.laneOfCue = new Map();
    this.lanes = 1;
    this.cues = [];
    this.levels = null;
    this.themes = [];
    this.sounds = [];
    this.theme = null;
    this.laneHeight = LANE;
    this.soundsTop = topOf(0);
    this.durationS = 1;
    this.from = 0;
    this.to = 1;
    this.playheadS = 0;
    this.selected = new Set();
    this.hover = null;
    /** @type {Record<string, string>} */
    this.colour = {};
    /** @type {TimelinePointer} */
    this.pointer = new TimelinePointer(this);
    this.readColours();
  }

  readColours() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    this.colour = Object.fromEntries(
      [
        "ink",
        "muted",
        "line",
        "surface",
        "sunken",
        "accent",
        "found",
        "unsure",
        "confirmed",
        "edited",
        "rejected",
        "unnamed",
        "on-cue",
      ].map((name) => [name, colour(name)]),
    );
    this.draw();
  }

  setFilm(durationS) {
    this.durationS = Math.max(1, durationS);
    this.from = 0;
    this.to = Math.min(this.durationS, Math.max(60, Math.min(600, this.durationS)));
  }

  /** Show the film's themes in a lane of their own, the chosen cue's among them. */
  setThemes(themes, theme) {
    this.themes = themes;
    this.theme = theme;
  }

  setCues(cues, selected, sounds = this.sounds) {
    Object.assign(this, { cues, selected, sounds }, layLanes(cues));
    const ofThemes = this.themes.length ? THEME_LANE + GAP : 0;
    this.soundsTop = topOf(this.lanes) + ofThemes;
    this.detail.style.setProperty("height", `${this.soundsTop + soundsHeight(sounds) + 6}px`);
    this.draw();
  }

  setLevels(levels) {
    this.levels = levels;
    this.draw();
  }

  /** Show a stretch; it never leaves the film. */
  show(from, to) {
    const length = Math.min(this.durationS, Math.max(LEAST_S, to - from));
    this.from = Math.max(0, Math.min(from, this.durationS - length));
    this.to = this.from + length;
    this.draw();
  }

  zoom(factor, aboutS = this.#isVisible(this.playheadS) ? this.playheadS : (this.from + this.to) / 2) {
    this.show(aboutS - (aboutS - this.from) * factor, aboutS + (this.to - aboutS) * factor);
  }

  fit() {
    this.show(0, this.durationS);
  }

  /** Bring a stretch into sight, moving no more than needed. */
  reveal(from, to = from) {
    const length = this.to - this.from;
    if (to - from > length * 0.9) this.show(from - (to - from) * 0.1, to + (to - from) * 0.1);
    else if (from < this.from + length * 0.04) this.show(from - length * 0.12, from + length * 0.88);
    else if (to > this.to - length * 0.04) this.show(to - length * 0.88, to + length * 0.12);
  }

  setPlayhead(atS, follow) {
    if (atS === this.playheadS) return;
    this.playheadS = atS;
    if (follow && !this.pointer.drag && (atS > this.to - (this.to - this.from) * 0.04 || atS < this.from))
      this.reveal(atS);
    this.draw();
  }

  #isVisible(atS) {
    return atS >= this.from && atS <= this.to;
  }

  draw() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = null;
      this.#drawDetail();
      this.#drawStrip();
    });
  }

  #prepare(canvas) {
    const scale = window.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
    }
    const context = drawingOn(canvas);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    return { context, width, height };
  }

  #drawLevel(context, from, to, width, top, height) {
    if (!this.levels?.level.length) return;
    const isFine = this.levels.wantsFine(from, to, width);
    context.beginPath();
    context.moveTo(0, top + height);
    const perPixel = (to - from) / width;
    for (let x = 0; x <= width; x += 1) {
      const loudest = this.levels.loudest(from + perPixel * x, from + perPixel * (x + 1), isFine);
      const share = Math.max(0, Math.min(1, (loudest + 62) / 52));
      context.lineTo(x, top + height - share * height);
    }
    context.lineTo(width, top + height);
    context.fill();
  }

  #drawStrip() {
    const { context, width, height } = this.#prepare(this.strip);
    const { colour } = this;
    const x = (s) => (s / this.durationS) * width;
    context.globalAlpha = 0.35;
    context.fillStyle = colour.muted;
    this.#drawLevel(context, 0, this.durationS, width, 4, height - 14);
    context.globalAlpha = 1;
    for (const cue of this.cues) {
      context.fillStyle = colour[looks(cue)];
      context.globalAlpha = cue.status === "rejected" ? 0.4 : 1;
      context.fillRect(x(cue.start_s), height - 8, Math.max(1.5, x(cue.end_s) - x(cue.start_s) - 0.5), 5);
    }
    context.globalAlpha = 0.12;
    context.fillStyle = colour.ink;
    context.fillRect(0, 0, x(this.from), height);
    context.fillRect(x(this.to), 0, width - x(this.to), height);
    context.globalAlpha = 1;
    context.strokeStyle = colour.ink;
    context.lineWidth = 1.5;
    context.strokeRect(x(this.from) + 0.75, 0.75, Math.max(3, x(this.to) - x(this.from) - 1.5), height - 1.5);
    context.fillStyle = colour.accent;
    context.fillRect(x(this.playheadS) - 0.75, 0, 1.5, height);
  }

  x(s, width = this.detail.clientWidth) {
    return ((s - this.from) / (this.to - this.from)) * width;
  }

  secondsAt(x) {
    return this.from + (x / this.detail.clientWidth) * (this.to - this.from);
  }

  top(cue) {
    return topOf(this.laneOfCue.get(cue.id));
  }

  #drawDetail() {
    const { context, width, height } = this.#prepare(this.detail);
    const { colour } = this;
    context.font = '11px "Inter Desk", system-ui, sans-serif';
    context.textBaseline = "middle";
    const { room } = this.timecode;
    const stepS = STEPS.find((step) => (step / (this.to - this.from)) * width >= room) ?? 7200;
    context.lineWidth = 1;
    for (const { atS, words } of this.timecode.ticks(this.from, this.to, stepS)) {
      const x = Math.round(this.x(atS, width)) + 0.5;
      context.strokeStyle = colour.line;
      context.beginPath();
      context.moveTo(x, RULER - 6);
      context.lineTo(x, height);
      context.stroke();
      context.fillStyle = colour.muted;
      context.fillText(words, x + 5, RULER / 2);
    }
    context.fillStyle = colour.muted;
    context.globalAlpha = 0.32;
    this.#drawLevel(context, this.from, this.to, width, RULER, LEVEL - 2);
    context.globalAlpha = 1;
    if (this.levels?.words) context.fillText(this.levels.words, 12, RULER + LEVEL / 2);
    const { preview, snapS } = this.pointer.drag ?? NO_DRAG;
    for (const cue of this.cues) {
      const shown = preview && preview.id === cue.id ? preview : cue;
      if (shown.end_s >= this.from && shown.start_s <= this.to) this.#drawCue(context, shown, width);
    }
    drawThemes(context, this, topOf(this.lanes), width);
    drawSounds(context, this, this.soundsTop, width);
    if (snapS !== null) {
      context.fillStyle = colour.accent;
      context.globalAlpha = 0.5;
      context.fillRect(this.x(snapS, width) - 0.5, RULER, 1, height);
      context.globalAlpha = 1;
    }
    const x = this.x(this.playheadS, width);
    if (x >= -8 && x <= width + 8) {
      context.fillStyle = colour.accent;
      context.fillRect(x - 0.75, 8, 1.5, height);
      context.beginPath();
      context.moveTo(x - 6, 6);
      context.lineTo(x + 6, 6);
      context.lineTo(x, 15);
      context.fill();
    }
  }

  #drawCue(context, cue, width) {
    const { colour } = this;
    const look = looks(cue);
    const left = this.x(cue.start_s, width);
    const right = Math.max(left + 2.5, this.x(cue.end_s, width));
    const top = this.top(cue);
    const isChosen = this.selected.has(cue.id);
    context.beginPath();
    context.roundRect(left + 0.5, top, right - left - 1, LANE, Math.min(5, (right - left) / 2));
    context.fillStyle = colour[look];
    const isFaint = look === "rejected" || look === "unnamed";
    context.globalAlpha = isFaint ? 0.16 : isChosen || this.hover === cue.id ? 1 : 0.86;
    context.fill();
    context.globalAlpha = 1;
    if (isFaint) {
      context.strokeStyle = colour[look];
      context.setLineDash(look === "rejected" ? [3, 3] : []);
      context.lineWidth = 1;
      context.stroke();
      context.setLineDash([]);
    }
    if (isChosen) {
      context.strokeStyle = colour.ink;
      context.lineWidth = 2;
      context.stroke();
    }
    const room = Math.min(right, width) - Math.max(left, 0);
    if (room > 34) {
      context.save();
      context.clip();
      context.fillStyle = isFaint ? colour.ink : colour["on-cue"];
      const at = Math.max(left, 0) + 8;
      context.font = '600 11px "Inter Desk", system-ui, sans-serif';
      context.fillText(cue.cue_no, at, top + LANE / 2 + 0.5);
      const beside = at + context.measureText(cue.cue_no).width + 7;
      context.font = '12px "Inter Desk", system-ui, sans-serif';
      const end = Math.min(right, width) - 8;
      if (room > 80)
        context.fillText(shortened(context, titleOf(cue), end - beside), beside, top + LANE / 2 + 0.5);
      context.restore();
    }
  }
}

// @ts-check
// The mouse and the finger on the timeline: scroll, zoom, choose, drag edges. Beside the drawing, and apart from it.

const EDGE = 7;
const SNAP = 8;
const MOVED_PX = 4;
const LEAST_S = 0.1;
const WHEEL = 0.002;
const WHEEL_MOST = 240;

/** @typedef {{id: string, start_s: number, end_s: number}} Bounded a cue, or what it would be */
/** @typedef {"start_s" | "end_s"} Edge */
/** @typedef {{x: number, y: number, cue: Bounded | null, edge: Edge | null}} Place */
/**
 * A press that goes on: where it began, what was shown then, and what an edge that is moved would give.
 *
 * @typedef {Place & {from: number, to: number, moved: boolean, preview: Bounded | null,
 *   snapS: number | null}} Drag
 */

export class TimelinePointer {
  /** @param {any} timeline */
  constructor(timeline) {
    this.timeline = timeline;
    /** @type {Drag | null} */
    this.drag = null;
    const { detail, strip } = timeline;
    for (const canvas of [strip, detail]) {
      new ResizeObserver(() => timeline.draw()).observe(canvas);
      canvas.addEventListener("wheel", (event) => this.#onWheel(event, canvas), { passive: false });
    }
    strip.addEventListener("pointerdown", (event) => {
      strip.setPointerCapture(event.pointerId);
      this.#onStrip(event);
    });
    strip.addEventListener("pointermove", (event) => {
      if (strip.hasPointerCapture(event.pointerId)) this.#onStrip(event);
    });
    detail.addEventListener("pointerdown", (event) => this.#onDown(event));
    detail.addEventListener("pointermove", (event) =>
      this.drag ? this.#onDrag(event, this.drag) : this.#onHover(event),
    );
    for (const name of ["pointerup", "pointercancel"])
      detail.addEventListener(name, (event) => this.#onEnd(event));
    detail.addEventListener("dblclick", (event) => {
      const { cue, x } = this.at(event);
      if (cue) timeline.asked.playFrom(timeline.secondsAt(x));
    });
  }

  /** Show what lies around the place in the strip. */
  #onStrip(event) {
    const { timeline } = this;
    const box = timeline.strip.getBoundingClientRect();
    const atS = ((event.clientX - box.left) / box.width) * timeline.durationS;
    const half = (timeline.to - timeline.from) / 2;
    timeline.show(atS - half, atS + half);
  }

  #onWheel(event, canvas) {
    event.preventDefault();
    const { timeline } = this;
    const { detail } = timeline;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const by = ((event.deltaX || event.deltaY) / detail.clientWidth) * (timeline.to - timeline.from);
      timeline.show(timeline.from + by, timeline.to + by);
      return;
    }
    const factor = Math.exp(Math.max(-WHEEL_MOST, Math.min(WHEEL_MOST, event.deltaY)) * WHEEL);
    if (canvas !== detail) timeline.zoom(factor);
    else timeline.zoom(factor, timeline.secondsAt(event.clientX - detail.getBoundingClientRect().left));
  }

  #onDown(event) {
    if (event.button !== 0) return;
    const { timeline } = this;
    timeline.detail.setPointerCapture(event.pointerId);
    const { from, to } = timeline;
    this.drag = { ...this.at(event), from, to, moved: false, preview: null, snapS: null };
  }

  #onHover(event) {
    const { timeline } = this;
    const at = this.at(event);
    const cursor = at.edge ? "ew-resize" : at.cue ? "pointer" : "default";
    timeline.detail.style.setProperty("cursor", cursor);
    const hover = at.cue?.id ?? null;
    if (timeline.hover === hover) return;
    timeline.hover = hover;
    timeline.draw();
  }

  /**
   * @param {PointerEvent} event
   * @param {Drag} drag
   */
  #onDrag(event, drag) {
    const { timeline } = this;
    const box = timeline.detail.getBoundingClientRect();
    const x = event.clientX - box.left;
    if (!drag.moved && Math.abs(x - drag.x) < MOVED_PX) return;
    drag.moved = true;
    const { cue, edge } = drag;
    if (cue && edge) {
      const { atS, snapS } = this.snapped(timeline.secondsAt(x), cue, event.altKey);
      drag.preview = withEdge(cue, edge, atS, timeline.durationS);
      drag.snapS = snapS;
      timeline.draw();
      return;
    }
    const by = ((drag.x - x) / box.width) * (drag.to - drag.from);
    timeline.show(drag.from + by, drag.to + by);
  }

  #onEnd(event) {
    const { drag, timeline } = this;
    const { asked } = timeline;
    this.drag = null;
    if (!drag) return;
    const { cue, edge, preview } = drag;
    if (preview && edge) asked.trim(cue, edge, preview[edge]);
    else if (!drag.moved && event.type === "pointerup") {
      if (!cue) asked.playFrom(timeline.secondsAt(drag.x));
      else asked.select(cue.id, { add: event.ctrlKey || event.metaKey, range: event.shiftKey });
    }
    timeline.draw();
  }

  /**
   * The cue under the pointer, and which of its edges.
   *
   * @param {MouseEvent} event
   * @returns {Place}
   */
  at(event) {
    const { timeline } = this;
    const box = timeline.detail.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const near = timeline.cues.filter(
      (cue) =>
        y >= timeline.top(cue) &&
        y <= timeline.top(cue) + timeline.laneHeight &&
        x >= timeline.x(cue.start_s) - EDGE &&
        x <= timeline.x(cue.end_s) + EDGE,
    );
    const cue =
      near.find((one) => x >= timeline.x(one.start_s) && x <= timeline.x(one.end_s)) ?? near[0] ?? null;
    /** @type {Edge | null} */
    let edge = null;
    if (cue) {
      const inner = Math.min(EDGE, (timeline.x(cue.end_s) - timeline.x(cue.start_s)) / 4);
      if (x - timeline.x(cue.start_s) <= inner) edge = "start_s";
      else if (timeline.x(cue.end_s) - x <= inner) edge = "end_s";
    }
    return { x, y, cue, edge };
  }

  /** The nearest edge of another cue, or the playhead, if it is near enough. */
  snapped(atS, cue, isFree) {
    const { timeline } = this;
    if (isFree) return { atS, snapS: null };
    const places = [
      timeline.playheadS,
      0,
      timeline.durationS,
      ...timeline.cues.filter((one) => one.id !== cue.id).flatMap((one) => [one.start_s, one.end_s]),
    ];
    const reach = (SNAP / timeline.detail.clientWidth) * (timeline.to - timeline.from);
    const nearest = places.reduce(
      (best, place) => (Math.abs(place - atS) < Math.abs(best - atS) ? place : best),
      Infinity,
    );
    return Math.abs(nearest - atS) <= reach ? { atS: nearest, snapS: nearest } : { atS, snapS: null };
  }
}

/**
 * A cue with one edge moved as far as it may be: within the film, and not past the other edge.
 *
 * @param {Bounded} cue
 * @param {Edge} edge
 * @param {number} atS
 * @param {number} durationS
 * @returns {Bounded}
 */
export function withEdge(cue, edge, atS, durationS) {
  const [least, most] = edge === "start_s" ? [0, cue.end_s - LEAST_S] : [cue.start_s + LEAST_S, durationS];
  return { ...cue, [edge]: Math.max(least, Math.min(atS, most)) };
}

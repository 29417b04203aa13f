// @ts-check
// The mouse and the finger on the timeline: scroll, zoom, choose, drag edges. Beside the drawing, and apart from it.

const EDGE = 7;
const SNAP = 8;
const MOVED_PX = 4;
const LEAST_S = 0.1;
const WHEEL = 0.002;
const WHEEL_MOST = 240;

export class TimelinePointer {
  /** @param {any} timeline */
  constructor(timeline) {
    this.timeline = timeline;
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
      this.drag ? this.#onDrag(event) : this.#onHover(event),
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

  #onDrag(event) {
    const { drag, timeline } = this;
    const box = timeline.detail.getBoundingClientRect();
    const x = event.clientX - box.left;
    if (!drag.moved && Math.abs(x - drag.x) < MOVED_PX) return;
    drag.moved = true;
    if (drag.edge) {
      this.#moveEdge(timeline.secondsAt(x), event.altKey);
      return;
    }
    const by = ((drag.x - x) / box.width) * (drag.to - drag.from);
    timeline.show(drag.from + by, drag.to + by);
  }

  #moveEdge(toS, isFree) {
    const { drag, timeline } = this;
    const { atS, snapS } = this.snapped(toS, drag.cue, isFree);
    const isStart = drag.edge === "start_s";
    const least = isStart ? 0 : drag.cue.start_s + LEAST_S;
    const most = isStart ? drag.cue.end_s - LEAST_S : timeline.durationS;
    drag.preview = { ...drag.cue, [drag.edge]: Math.max(least, Math.min(atS, most)) };
    drag.snapS = snapS;
    timeline.draw();
  }

  #onEnd(event) {
    const { drag, timeline } = this;
    const { asked } = timeline;
    this.drag = null;
    if (!drag) return;
    if (drag.preview) asked.trim(drag.cue, drag.edge, drag.preview[drag.edge]);
    else if (!drag.moved && event.type === "pointerup") {
      if (!drag.cue) asked.playFrom(timeline.secondsAt(drag.x));
      else asked.select(drag.cue.id, { add: event.ctrlKey || event.metaKey, range: event.shiftKey });
    }
    timeline.draw();
  }

  /** The cue under the pointer, and which of its edges. */
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

// @ts-check
// A strip of stills under the overview: the whole film at a glance, and a click goes there.
import { h } from "./dom.js";
import { clock } from "./words.js";

const HEIGHT = 48;
const WIDTH = 84;
const SETTLE_MS = 200;

export class FilmStrip {
  constructor(screen) {
    this.screen = screen;
    this.count = 0;
    this.element = h("div.film-strip", {
      role: "img",
      "aria-label": "Stills of the whole film; click one to go there",
      onclick: (event) => this.#go(event),
    });
    let timer = 0;
    new ResizeObserver(() => {
      clearTimeout(timer);
      timer = window.setTimeout(() => this.draw(), SETTLE_MS);
    }).observe(this.element);
  }

  /** Lay as many stills as there is room for, each of the middle of what it stands for. */
  draw() {
    const count = Math.max(1, Math.round(this.element.clientWidth / WIDTH));
    if (count === this.count || !this.element.clientWidth) return;
    this.count = count;
    const stepS = this.screen.film.duration_s / count;
    const images = Array.from({ length: count }, (_none, number) => {
      const atS = (number + 0.5) * stepS;
      const image = h("img", { alt: "", title: clock(atS) });
      this.screen.stills.show(image, atS, HEIGHT, true);
      return image;
    });
    this.element.replaceChildren(...images);
  }

  #go(event) {
    const box = this.element.getBoundingClientRect();
    const atS = ((event.clientX - box.left) / box.width) * this.screen.film.duration_s;
    this.screen.player.seek(atS);
    this.screen.timeline.reveal(atS);
  }
}

// @ts-check
// Stills of a film: fetched two at a time, what was asked for last first, and kept while the page is open.
import { api, patiently } from "./api.js";

const AT_ONCE = 2;
const KEPT = 500;
const TRIES = 6;
const HEIGHTS = [48, 90, 180, 360, 540, 1080];

/** The smallest height that stills are made in and that fills so many pixels of the screen. */
export const heightFor = (pixels) => HEIGHTS.find((one) => one >= pixels) ?? HEIGHTS[HEIGHTS.length - 1];

export class Stills {
  #urls = new Map();
  #wanted = [];
  #running = 0;
  #stopper = new AbortController();

  constructor(filmId) {
    this.filmId = filmId;
  }

  /**
   * Give the address of a still; null where the film shows none, or where nobody waits for it any more.
   * @param {number} atS
   * @param {number} height
   * @param {{near?: boolean, isWanted?: () => boolean}} how
   */
  get(atS, height, { near = false, isWanted = () => true } = {}) {
    const address = api.still(this.filmId, { at: Math.max(0, atS).toFixed(3), height, near });
    const known = this.#urls.get(address);
    if (known) {
      this.#urls.delete(address);
      this.#urls.set(address, known);
      return Promise.resolve(known);
    }
    return new Promise((done) => {
      this.#wanted.push({ address, isWanted, done });
      this.#next();
    });
  }

  /** Put a still into a picture once it is seen; what is scrolled past meanwhile is not fetched. */
  show(image, atS, height, near = false) {
    this.#watch ??= new IntersectionObserver((seen) => {
      for (const one of seen) if (one.isIntersecting) this.#fill(one.target);
    });
    image.still = { atS, height, near };
    this.#watch.observe(image);
  }

  /** @type {IntersectionObserver | undefined} */
  #watch;

  async #fill(image) {
    this.#watch?.unobserve(image);
    const { atS, height, near } = image.still;
    const url = await this.get(atS, height, { near, isWanted: () => image.isConnected });
    if (url) image.src = url;
    else if (image.isConnected) image.classList.add("none");
  }

  async #next() {
    if (this.#running >= AT_ONCE) return;
    const one = this.#wanted.pop();
    if (!one) return;
    if (!one.isWanted()) {
      one.done(null);
      return void this.#next();
    }
    this.#running += 1;
    one.done(this.#urls.get(one.address) ?? (await this.#fetch(one.address)));
    this.#running -= 1;
    this.#next();
  }

  async #fetch(address) {
    try {
      const answer = await patiently(address, { signal: this.#stopper.signal }, TRIES);
      return answer.ok ? this.#keep(address, URL.createObjectURL(await answer.blob())) : null;
    } catch {
      return null;
    }
  }

  #keep(address, url) {
    this.#urls.set(address, url);
    for (const [oldest, old] of this.#urls) {
      if (this.#urls.size <= KEPT) break;
      this.#urls.delete(oldest);
      URL.revokeObjectURL(old);
    }
    return url;
  }

  close() {
    this.#stopper.abort();
    this.#watch?.disconnect();
    for (const one of this.#wanted.splice(0)) one.done(null);
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }
}

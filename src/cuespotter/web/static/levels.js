// @ts-check
// How loud a film is, for the eye: coarse for all of it, fine for what is looked at closely, fetched once.
import { api } from "./api.js";

const CHUNK_S = 60;
const MOST_CHUNKS = 12; // more than that are not looked at closely
const KEPT = 240;
const FINE_STEP_S = 0.01;
const LOOK_AGAIN_MS = 600;

export class Levels {
  #chunks = new Map();

  /**
   * @param {string} filmId
   * @param {number} durationS
   * @param {() => void} onNews called when there is more to draw
   */
  constructor(filmId, durationS, onNews) {
    this.filmId = filmId;
    this.durationS = durationS;
    this.onNews = onNews;
    this.level = [];
    this.stepS = 0.5;
    this.words = "";
  }

  /** Fetch the coarse curve; while it is being measured, say how far that is. */
  async load(signal) {
    for (;;) {
      const found = await api.level(this.filmId);
      if (signal.aborted) return;
      this.words = found.is_ready ? "" : `measuring the level: ${Math.round(100 * found.fraction)} %`;
      this.level = found.level_db;
      this.stepS = found.step_s;
      this.onNews();
      if (found.is_ready) return;
      await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
    }
  }

  /** The loudest value of a stretch, in dB; silence where nothing is known. */
  loudest(fromS, toS, isFine) {
    const chunk = isFine && this.#chunks.get(Math.floor(fromS / CHUNK_S));
    if (chunk?.length) {
      const startS = Math.floor(fromS / CHUNK_S) * CHUNK_S;
      return loudestOf(chunk, (fromS - startS) / FINE_STEP_S, (toS - startS) / FINE_STEP_S);
    }
    return loudestOf(this.level, fromS / this.stepS, toS / this.stepS);
  }

  /** Whether a stretch is looked at so closely that the fine curve is wanted; what is missing is fetched. */
  wantsFine(fromS, toS, width) {
    if (!this.level.length || (toS - fromS) / width >= this.stepS) return false;
    const last = Math.floor(Math.min(toS, this.durationS - FINE_STEP_S) / CHUNK_S);
    const first = Math.floor(Math.max(0, fromS) / CHUNK_S);
    if (last - first >= MOST_CHUNKS) return false;
    for (let number = first; number <= last; number += 1) this.#want(number);
    return true;
  }

  #want(number) {
    if (this.#chunks.has(number)) return;
    this.#chunks.set(number, []);
    if (this.#chunks.size > KEPT) this.#chunks.delete(this.#chunks.keys().next().value);
    const from = number * CHUNK_S;
    api.fineLevel(this.filmId, from, Math.min(from + CHUNK_S, this.durationS)).then(
      (found) => {
        this.#chunks.set(number, found.level_db);
        this.onNews();
      },
      () => this.#chunks.delete(number),
    );
  }
}

function loudestOf(level, from, to) {
  const first = Math.max(0, Math.floor(from));
  const last = Math.min(level.length, Math.max(first + 1, Math.floor(to)));
  let loudest = -80;
  for (let place = first; place < last; place += 1) loudest = Math.max(loudest, level[place]);
  return loudest;
}

// @ts-check
// Sound in short pieces: fetched once, decoded once, and kept as long as it is likely to be heard again.
import { patiently, refusal } from "./api.js";

const KEPT = 32;
const LEAST_LEVEL = 0.05;
const MOST_LEVEL = 2; // a faint passage beside a loud recording must not roar
const SILENCE = 1e-5;

export class Pieces {
  /** @type {Map<string, Promise<AudioBuffer>>} */
  #buffers = new Map();

  /**
   * Fetch and decode what lies at an address.
   *
   * @param {string} url
   * @param {BaseAudioContext} context
   * @returns {Promise<AudioBuffer>}
   */
  get(url, context) {
    const known = this.#buffers.get(url);
    if (known) return known;
    const loaded = patiently(url).then(async (answer) => {
      if (!answer.ok) throw await refusal(answer);
      return context.decodeAudioData(await answer.arrayBuffer());
    });
    loaded.catch(() => this.#buffers.delete(url)); // what failed is asked for again
    this.#buffers.set(url, loaded);
    for (const oldest of this.#buffers.keys()) {
      if (this.#buffers.size <= KEPT) break;
      this.#buffers.delete(oldest);
    }
    return loaded;
  }
}

/**
 * A buffer played from its end to its beginning.
 *
 * @param {AudioBuffer} buffer
 * @param {BaseAudioContext} context
 */
export function backwards(buffer, context) {
  const turned = context.createBuffer(buffer.numberOfChannels, buffer.length, buffer.sampleRate);
  for (let channel = 0; channel < buffer.numberOfChannels; channel += 1)
    turned.copyToChannel(buffer.getChannelData(channel).slice().reverse(), channel);
  return turned;
}

const EVERY = 7; // a sample in so many says how loud a piece is

/**
 * The root mean square of some samples.
 *
 * @param {Float32Array} data
 * @param {number} first
 * @param {number} count
 */
export function power(data, first, count) {
  let sum = 0;
  for (let place = first; place < Math.min(data.length, first + count); place += EVERY)
    sum += data[place] ** 2;
  return Math.sqrt(sum / Math.max(1, count / EVERY));
}

/**
 * How much louder a recording is to be played to be as loud as the film is from one of its samples on.
 *
 * @param {AudioBuffer} recording
 * @param {AudioBuffer} film
 * @param {number} from
 */
export function levelFor(recording, film, from) {
  const count = recording.length;
  const own = Math.max(SILENCE, power(recording.getChannelData(0), 0, count));
  const ratio = power(film.getChannelData(0), from, count) / own;
  return Math.min(MOST_LEVEL, Math.max(LEAST_LEVEL, ratio));
}

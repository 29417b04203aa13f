// @ts-check
// Pictures and their timecode, counted as editing systems count: by pictures, never by seconds of a clock.
import { clock, readClock } from "./words.js";

const SLACK = 1e-3; // of a picture: times are written to the millisecond
const PLAIN_S = 0.04; // the step of films without pictures
const TIMECODE = /^(\d+):([0-5]?\d):([0-5]?\d)[:;.,](\d+)$/;

/** @typedef {{numerator: number, denominator: number, nominal: number, dropped: number, origin: number}} Counting */

export class Timecode {
  /** @type {Counting | null} */
  counting = null;
  perS = 0;

  /** @param {Counting | null} counting how a film's pictures are counted; null where it has none */
  constructor(counting) {
    this.count(counting);
  }

  /** Count from now on as a film says whose origin was changed. @param {Counting | null} counting */
  count(counting) {
    this.counting = counting;
    this.perS = counting ? counting.numerator / counting.denominator : 0;
  }

  /** How long a picture is shown; for a film without, a step that is about as long. */
  get pictureS() {
    return this.counting ? 1 / this.perS : PLAIN_S;
  }

  /** The number of the picture that is shown at a time. */
  pictureAt(atS) {
    return Math.floor(atS / this.pictureS + Math.max(SLACK, 0.0006 / this.pictureS));
  }

  isSamePicture(oneS, otherS) {
    return this.pictureAt(oneS) === this.pictureAt(otherS);
  }

  /** When the picture begins that is so many after the one shown. */
  step(atS, by) {
    return (this.pictureAt(atS) + by) * this.pictureS;
  }

  /** Write a time as the film's timecode; where it has no pictures, as a clock. */
  at(atS) {
    return this.counting ? written(this.pictureAt(atS) + this.counting.origin, this.counting) : clock(atS, 2);
  }

  /** How much room a written time needs on a ruler, in pixels. */
  get room() {
    return this.counting ? 92 : 74;
  }

  /**
   * The lines of a ruler: at each step's whole number of pictures, counted from timecode zero, or of the clock.
   *
   * @param {number} fromS
   * @param {number} toS
   * @param {number} stepS
   */
  ticks(fromS, toS, stepS) {
    const { counting } = this;
    const origin = counting?.origin ?? 0;
    const step = counting ? Math.max(1, Math.round(stepS * counting.nominal)) : 1;
    const perS = counting ? this.perS : 1 / stepS;
    const clockDigits = stepS < 0.1 ? 2 : stepS < 1 ? 1 : 0;
    const ticks = [];
    for (let number = Math.ceil((fromS * perS + origin) / step) * step; ; number += step) {
      const atS = (number - origin) / perS;
      if (atS > toS) return ticks;
      ticks.push({ atS, words: counting ? written(number, counting) : clock(atS, clockDigits) });
    }
  }

  /** Read timecode, or a time of the film's own clock, as seconds; null for anything else. */
  read(text) {
    const found = TIMECODE.exec(text.trim());
    if (!found) return readClock(text);
    if (!this.counting) return null;
    const [hours, minutes, seconds, pictures] = found.slice(1).map(Number);
    const { nominal, dropped, origin } = this.counting;
    const all = hours * 60 + minutes;
    if (pictures >= nominal || (all % 10 && !seconds && pictures < dropped)) return null;
    const number = (all * 60 + seconds) * nominal + pictures - dropped * (all - Math.floor(all / 10));
    return (number - origin) / this.perS;
  }
}

/**
 * Write a picture's number as timecode.
 *
 * @param {number} picture
 * @param {Counting} counting
 */
function written(picture, { nominal, dropped }) {
  const sign = picture < 0 ? "-" : "";
  const number = Math.abs(picture) + numbersDropped(Math.abs(picture), nominal, dropped);
  const seconds = Math.floor(number / nominal);
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const digits = Math.max(2, String(nominal - 1).length);
  const whole = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${sign}${whole}${dropped ? ";" : ":"}${String(number % nominal).padStart(digits, "0")}`;
}

/** How many numbers drop-frame timecode left out up to a picture. */
function numbersDropped(picture, nominal, dropped) {
  if (!dropped) return 0;
  const minute = 60 * nominal - dropped;
  const tenMinutes = 10 * minute + dropped;
  const rest = picture % tenMinutes;
  const passed = rest < dropped ? 0 : Math.floor((rest - dropped) / minute);
  return dropped * (9 * Math.floor(picture / tenMinutes) + passed);
}

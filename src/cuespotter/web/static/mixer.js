// @ts-check
// What is heard of what is laid on the clock: film and recording by gains of their own, one meter, one volume.

const RATE_HZ = 48000;
const METER_SAMPLES = 2048;
const SOON_S = 0.01; // how quickly a volume is taken on

/** @typedef {"film" | "recording"} Side */
/** @typedef {"film" | "recording" | "both"} Mode */

/** @type {Record<Mode, Record<Side, number>>} */
const GAINS = {
  film: { film: 1, recording: 0 },
  recording: { film: 0, recording: 1 },
  both: { film: 0.7, recording: 0.7 }, // two that are alike add up to about one
};

export class Mixer {
  /**
   * Browsers give sound only where somebody asked for it: made at the first press of play.
   *
   * @param {number} volume 0 to 1
   * @param {Mode} mode
   */
  constructor(volume, mode) {
    const context = new AudioContext({ sampleRate: RATE_HZ, latencyHint: "interactive" });
    this.context = context;
    this.sides = { film: context.createGain(), recording: context.createGain() };
    this.level = context.createGain(); // brings a recording to the film's loudness
    this.meter = context.createAnalyser();
    this.meter.fftSize = METER_SAMPLES;
    this.all = context.createGain();
    this.all.gain.value = volume;
    this.level.connect(this.sides.recording);
    this.sides.film.connect(this.meter);
    this.sides.recording.connect(this.meter);
    this.meter.connect(this.all).connect(context.destination);
    this.setMode(mode, 0);
  }

  /** The clock that everything is laid on, in seconds. */
  get now() {
    return this.context.currentTime;
  }

  /**
   * Where the sound of a side goes in.
   *
   * @param {Side} side
   */
  input(side) {
    return side === "film" ? this.sides.film : this.level;
  }

  /** How loud it is right now, as root mean square. */
  loudness() {
    const samples = new Float32Array(this.meter.fftSize);
    this.meter.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
  }

  setVolume(/** @type {number} */ volume) {
    this.all.gain.setTargetAtTime(volume, this.now, SOON_S);
  }

  /** Say how much louder a recording is played than it is. */
  setLevel(/** @type {number} */ ratio) {
    this.level.gain.setTargetAtTime(ratio, this.now, SOON_S);
  }

  /**
   * Say what is heard, and within which time; nothing is interrupted.
   *
   * @param {Mode} mode
   * @param {number} inS
   */
  setMode(mode, inS) {
    for (const side of /** @type {Side[]} */ (["film", "recording"])) {
      const { gain } = this.sides[side];
      gain.cancelScheduledValues(this.now);
      gain.setValueAtTime(gain.value, this.now);
      gain.linearRampToValueAtTime(GAINS[mode][side], this.now + inS);
    }
  }

  close() {
    return this.context.close();
  }
}

// @ts-check
// Film and recording on one clock: short pieces of both are laid on the audio context's time to the sample, and
// gains alone decide what is heard, so that A/B switches without a gap.
import { api } from "./api.js";
import { soundingWithin } from "./lane.js";
import { Mixer } from "./mixer.js";
import { backwards, levelFor, Pieces } from "./pieces.js";

const PIECE_S = 8;
const FADE_S = 0.004; // pieces overlap by this, so that a joint cannot click
const AHEAD_S = 10;
const SWITCH_S = 0.008;
const FASTEST_HEARD = 2; // what runs faster is seen, not heard
const VOLUME_KEY = "cuespotter-volume";
const CODING = /^(127\.|localhost$|\[?::1)/.test(location.hostname) ? "wav" : "opus";

/**
 * @import { Laid, Stretch } from "./lane.js"
 * @import { Mode, Side } from "./mixer.js"
 * @typedef {{startS: number, endS: number}} Loop
 */

export class Player extends EventTarget {
  /** @type {Mixer | null} none before the first press of play */
  #mixer = null;
  #pieces = new Pieces();
  /** @type {Set<number>} which pieces of the film are laid */
  #laid = new Set();
  /** @type {Record<Side, Set<AudioBufferSourceNode>>} */
  #sources = { film: new Set(), recording: new Set() };
  #run = 0;
  #laneRun = 0;
  /** @type {number | null} when the run began, on the mixer's clock; none while it stands or is on its way */
  #origin = null;
  #startS = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /**
   * @param {string} filmId
   * @param {number} durationS
   */
  constructor(filmId, durationS) {
    super();
    this.filmId = filmId;
    this.durationS = durationS;
    /** @type {Mode} */
    this.mode = "film";
    this.view = "mix";
    /** @type {Laid[]} */
    this.lane = [];
    this.matched = false;
    this.isPlaying = false;
    this.positionWhenStill = 0;
    this.rate = 1;
    /** @type {Loop | null} */
    this.loop = null;
    this.volume = Number(localStorage.getItem(VOLUME_KEY) ?? 1);
  }

  /** For how long the run has sounded, in seconds, below 0 just before; null where none does. */
  get #ranS() {
    return this.#mixer && this.#origin !== null ? this.#mixer.now - this.#origin : null;
  }

  /** Whether sound and picture run, not only are on their way. */
  get isUnderWay() {
    const ranS = this.#ranS;
    return ranS !== null && ranS >= 0;
  }

  /** Where the film is, in seconds. */
  get position() {
    const ranS = this.#ranS;
    if (!this.isPlaying || ranS === null) return this.positionWhenStill;
    return Math.max(0, Math.min(this.durationS, this.#startS + this.rate * Math.max(0, ranS)));
  }

  /** How loud it is right now, as root mean square. */
  loudness() {
    return this.#mixer?.loudness() ?? 0;
  }

  /** Say how loud everything is, 0 to 1; kept for the next time. */
  setVolume(/** @type {number} */ volume) {
    this.volume = Math.max(0, Math.min(1, volume));
    localStorage.setItem(VOLUME_KEY, String(this.volume));
    this.#mixer?.setVolume(this.volume);
    this.dispatchEvent(new Event("change"));
  }

  /** Play a stretch again and again; null goes on beyond it. */
  setLoop(/** @type {Loop | null} */ loop) {
    this.loop = loop;
    this.dispatchEvent(new Event("change"));
  }

  /** Say what is heard: film, recording or both; nothing is interrupted. */
  setMode(/** @type {Mode} */ mode) {
    this.mode = mode;
    this.#mixer?.setMode(mode, SWITCH_S);
    this.dispatchEvent(new Event("change"));
  }

  /** Say which channels of the film are heard. */
  setView(/** @type {string} */ view) {
    this.view = view;
    if (this.isPlaying) this.play(this.position, this.rate);
    this.dispatchEvent(new Event("change"));
  }

  /** Say which stretches of which recordings lie beside the film. */
  setLane(/** @type {Laid[]} */ lane) {
    if (JSON.stringify(lane) === JSON.stringify(this.lane)) return;
    this.lane = lane;
    this.#laneRun += 1;
    this.#stop("recording");
    this.matched = false;
    if (this.#mixer) for (const piece of this.#laid) this.#layRecordings(piece, this.#run, this.#mixer);
  }

  /** Play from a place, at a rate: 2 is twice as fast, -1 backwards. */
  async play(fromS = this.position, rate = 1) {
    const mixer = (this.#mixer ??= new Mixer(this.volume, this.mode));
    this.pause();
    const latest = rate > 0 ? this.durationS - 0.05 : this.durationS;
    this.positionWhenStill = Math.max(0, Math.min(fromS, latest));
    const run = ++this.#run;
    this.isPlaying = true;
    this.rate = rate;
    this.#startS = this.positionWhenStill;
    this.dispatchEvent(new Event("change"));
    await mixer.context.resume();
    try {
      await this.#loadFirst(mixer);
    } catch (error) {
      if (run === this.#run) this.pause();
      this.dispatchEvent(new CustomEvent("problem", { detail: error }));
      return;
    }
    if (run !== this.#run) return;
    this.#origin = mixer.now + 0.04;
    this.#goOn(run, mixer);
    this.#timer = setInterval(() => this.#goOn(run, mixer), 250);
  }

  get #isHeard() {
    return Math.abs(this.rate) <= FASTEST_HEARD;
  }

  #firstPiece() {
    return Math.max(0, Math.floor((this.#startS - (this.rate < 0 ? 1e-6 : 0)) / PIECE_S));
  }

  /** Wait for what sounds first; where nothing is heard, for nothing. */
  #loadFirst(/** @type {Mixer} */ mixer) {
    if (!this.#isHeard) return Promise.resolve([]);
    const first = this.#firstPiece();
    const beside = this.#stretches(first).map((one) => this.#recording(one, mixer));
    return Promise.all([this.#film(first, mixer), ...beside]);
  }

  /**
   * Lay what sounds next; at the end of the film stop, at the end of a loop begin again.
   *
   * @param {number} run
   * @param {Mixer} mixer
   */
  #goOn(run, mixer) {
    if (run !== this.#run) return;
    const { position, rate, loop } = this;
    if (loop && rate > 0 && position >= loop.endS - 0.02) return void this.play(loop.startS, rate);
    if (rate > 0 ? position >= this.durationS - 0.02 : position <= 0.02) return this.pause();
    if (!this.#isHeard) return;
    const aheadS = position + AHEAD_S * rate;
    const last = Math.floor(Math.max(0, Math.min(aheadS, this.durationS - 1e-6)) / PIECE_S);
    const by = Math.sign(rate);
    for (let piece = Math.floor(position / PIECE_S); by * piece <= by * last; piece += by)
      if (!this.#laid.has(piece)) this.#lay(piece, run, mixer);
  }

  pause() {
    this.positionWhenStill = this.position;
    this.isPlaying = false;
    this.#run += 1;
    this.#origin = null;
    clearInterval(this.#timer);
    this.#stop("film");
    this.#stop("recording");
    this.#laid.clear();
    this.dispatchEvent(new Event("change"));
  }

  /** Go to a place of the film; it goes on playing if it played. */
  seek(/** @type {number} */ toS) {
    if (this.isPlaying) this.play(toS, this.rate);
    else this.positionWhenStill = Math.max(0, Math.min(toS, this.durationS));
    this.dispatchEvent(new Event("change"));
  }

  close() {
    this.pause();
    this.#mixer?.close();
  }

  #stop(/** @type {Side} */ which) {
    for (const source of this.#sources[which]) source.stop();
    this.#sources[which].clear();
  }

  /**
   * @param {number} piece
   * @param {number} run
   * @param {Mixer} mixer
   */
  #lay(piece, run, mixer) {
    this.#laid.add(piece);
    const fadesIn = piece !== this.#firstPiece();
    this.#film(piece, mixer)
      .then((buffer) => run === this.#run && this.#schedule("film", buffer, piece * PIECE_S, fadesIn, mixer))
      .catch((error) => this.dispatchEvent(new CustomEvent("problem", { detail: error })));
    this.#layRecordings(piece, run, mixer);
  }

  /**
   * @param {number} piece
   * @param {number} run
   * @param {Mixer} mixer
   */
  #layRecordings(piece, run, mixer) {
    const laneRun = this.#laneRun;
    for (const stretch of this.#stretches(piece)) {
      this.#recording(stretch, mixer)
        .then((buffer) => {
          if (run !== this.#run || laneRun !== this.#laneRun) return;
          this.#match(buffer, piece, stretch, mixer);
          this.#schedule("recording", buffer, stretch.startS, true, mixer);
        })
        .catch(() => {});
    }
  }

  /**
   * The recording is brought to the loudness that the film has where both are heard, so that only the sound differs.
   *
   * @param {AudioBuffer} buffer
   * @param {number} piece
   * @param {Stretch} stretch
   * @param {Mixer} mixer
   */
  async #match(buffer, piece, stretch, mixer) {
    if (this.matched) return;
    this.matched = true;
    const film = await this.#film(piece, mixer);
    const from = Math.round((stretch.startS - piece * PIECE_S) * film.sampleRate);
    mixer.setLevel(levelFor(buffer, film, from));
  }

  /**
   * Lay a buffer where it sounds, or what is left of it where that time has begun.
   *
   * @param {Side} which
   * @param {AudioBuffer} buffer
   * @param {number} filmS
   * @param {boolean} fadesIn
   * @param {Mixer} mixer
   */
  #schedule(which, buffer, filmS, fadesIn, mixer) {
    if (this.#origin === null) return;
    const { context } = mixer;
    const speed = Math.abs(this.rate);
    const leadS = this.rate > 0 ? filmS - this.#startS : this.#startS - (filmS + buffer.duration);
    let when = this.#origin + leadS / speed;
    let offset = 0;
    if (when < mixer.now) {
      const lateS = mixer.now + 0.005 - when;
      offset = lateS * speed;
      when += lateS;
    }
    const length = (buffer.duration - offset) / speed;
    if (length <= FADE_S) return;
    const sounding = this.rate > 0 ? buffer : backwards(buffer, context);
    const source = new AudioBufferSourceNode(context, { buffer: sounding, playbackRate: speed });
    const gain = context.createGain();
    source.connect(gain).connect(mixer.input(which));
    if (fadesIn) {
      gain.gain.setValueAtTime(0, when);
      gain.gain.linearRampToValueAtTime(1, when + FADE_S);
    }
    gain.gain.setValueAtTime(1, when + length - FADE_S);
    gain.gain.linearRampToValueAtTime(0, when + length);
    source.start(when, offset, length * speed);
    this.#sources[which].add(source);
    source.onended = () => this.#sources[which].delete(source);
  }

  /** The stretches of the lane that sound within a piece. */
  #stretches(/** @type {number} */ piece) {
    const from = piece * PIECE_S;
    const to = Math.min(from + PIECE_S + FADE_S, this.durationS);
    return soundingWithin(this.lane, from, to, 2 * FADE_S);
  }

  #film(/** @type {number} */ piece, /** @type {Mixer} */ mixer) {
    const from = piece * PIECE_S;
    const to = Math.min(from + PIECE_S + FADE_S, this.durationS);
    const url = api.filmSound(this.filmId, { from, to, view: this.view, as: CODING });
    return this.#pieces.get(url, mixer.context);
  }

  #recording(/** @type {Stretch} */ stretch, /** @type {Mixer} */ mixer) {
    const { recordingId, from, to, speed, pitch } = stretch;
    const url = api.recordingSound(recordingId, { from, to, speed, pitch, as: CODING });
    return this.#pieces.get(url, mixer.context);
  }
}

// Film and recording on one clock: short pieces of both are laid on the audio context's time to the sample, and
// gains alone decide what is heard, so that A/B switches without a gap.
import { api, patiently, refusal } from "./api.js";

const PIECE_S = 8;
const FADE_S = 0.004; // pieces overlap by this, so that a joint cannot click
const AHEAD_S = 10;
const SWITCH_S = 0.008;
const KEPT = 32;
const FASTEST_HEARD = 2; // what runs faster is seen, not heard
const VOLUME_KEY = "cuespotter-volume";
const CODING = /^(127\.|localhost$|\[?::1)/.test(location.hostname) ? "wav" : "opus";

export class Player extends EventTarget {
  #context = null;
  #buffers = new Map();
  #laid = new Map();
  #sources = { film: new Set(), recording: new Set() };
  #run = 0;
  #laneRun = 0;
  #origin = null;
  #startS = 0;
  #timer = null;

  constructor(filmId, durationS) {
    super();
    this.filmId = filmId;
    this.durationS = durationS;
    this.mode = "film";
    this.view = "mix";
    this.lane = [];
    this.isPlaying = false;
    this.positionWhenStill = 0;
    this.rate = 1;
    this.loop = null;
    this.volume = Number(localStorage.getItem(VOLUME_KEY) ?? 1);
  }

  /** Whether sound and picture run, not only are on their way. */
  get isUnderWay() {
    return this.#origin !== null && this.#context.currentTime >= this.#origin;
  }

  /** Where the film is, in seconds. */
  get position() {
    if (!this.isPlaying || this.#origin === null) return this.positionWhenStill;
    const ranS = this.rate * Math.max(0, this.#context.currentTime - this.#origin);
    return Math.max(0, Math.min(this.durationS, this.#startS + ranS));
  }

  #open() {
    if (this.#context) return;
    const context = new AudioContext({ sampleRate: 48000, latencyHint: "interactive" });
    this.#context = context;
    this.gains = { film: context.createGain(), recording: context.createGain(), match: context.createGain() };
    this.meter = context.createAnalyser();
    this.meter.fftSize = 2048;
    this.gains.match.connect(this.gains.recording);
    for (const which of ["film", "recording"]) this.gains[which].connect(this.meter);
    this.gains.all = context.createGain();
    this.gains.all.gain.value = this.volume;
    this.meter.connect(this.gains.all).connect(context.destination);
    this.#setGains(0);
  }

  /** How loud it is right now, as root mean square. */
  loudness() {
    if (!this.meter) return 0;
    const samples = new Float32Array(this.meter.fftSize);
    this.meter.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
  }

  /** Say how loud everything is, 0 to 1; kept for the next time. */
  setVolume(volume) {
    this.volume = Math.max(0, Math.min(1, volume));
    localStorage.setItem(VOLUME_KEY, String(this.volume));
    if (this.#context) this.gains.all.gain.setTargetAtTime(this.volume, this.#context.currentTime, 0.01);
    this.dispatchEvent(new Event("change"));
  }

  /** Play a stretch again and again; null goes on beyond it. */
  setLoop(loop) {
    this.loop = loop;
    this.dispatchEvent(new Event("change"));
  }

  /** Say what is heard: film, recording or both; nothing is interrupted. */
  setMode(mode) {
    this.mode = mode;
    if (this.#context) this.#setGains(SWITCH_S);
    this.dispatchEvent(new Event("change"));
  }

  #setGains(inS) {
    const wanted = { film: [1, 0], recording: [0, 1], both: [0.7, 0.7] }[this.mode];
    const now = this.#context.currentTime;
    ["film", "recording"].forEach((which, place) => {
      const gain = this.gains[which].gain;
      gain.cancelScheduledValues(now);
      gain.setValueAtTime(gain.value, now);
      gain.linearRampToValueAtTime(wanted[place], now + inS);
    });
  }

  setView(view) {
    this.view = view;
    if (this.isPlaying) this.play(this.position, this.rate);
    this.dispatchEvent(new Event("change"));
  }

  /** Say which stretches of which recordings lie beside the film. */
  setLane(lane) {
    if (JSON.stringify(lane) === JSON.stringify(this.lane)) return;
    this.lane = lane;
    this.#laneRun += 1;
    this.#stop("recording");
    this.matched = false;
    for (const piece of this.#laid.keys()) this.#layRecordings(piece, this.#run);
  }

  /** Play from a place, at a rate: 2 is twice as fast, -1 backwards. */
  async play(fromS = this.position, rate = 1) {
    this.#open();
    this.pause();
    const latest = rate > 0 ? this.durationS - 0.05 : this.durationS;
    this.positionWhenStill = Math.max(0, Math.min(fromS, latest));
    const run = ++this.#run;
    this.isPlaying = true;
    this.rate = rate;
    this.#startS = this.positionWhenStill;
    this.dispatchEvent(new Event("change"));
    await this.#context.resume();
    try {
      await this.#loadFirst();
    } catch (error) {
      if (run === this.#run) this.pause();
      this.dispatchEvent(new CustomEvent("problem", { detail: error }));
      return;
    }
    if (run !== this.#run) return;
    this.#origin = this.#context.currentTime + 0.04;
    this.#goOn(run);
    this.#timer = setInterval(() => this.#goOn(run), 250);
  }

  get #isHeard() {
    return Math.abs(this.rate) <= FASTEST_HEARD;
  }

  #firstPiece() {
    return Math.max(0, Math.floor((this.#startS - (this.rate < 0 ? 1e-6 : 0)) / PIECE_S));
  }

  /** Wait for what sounds first; where nothing is heard, for nothing. */
  #loadFirst() {
    if (!this.#isHeard) return Promise.resolve([]);
    const first = this.#firstPiece();
    return Promise.all([this.#film(first), ...this.#stretches(first).map((one) => this.#recording(one))]);
  }

  /** Lay what sounds next; at the end of the film stop, at the end of a loop begin again. */
  #goOn(run) {
    if (run !== this.#run) return;
    const { position, rate, loop } = this;
    if (loop && rate > 0 && position >= loop.endS - 0.02) return void this.play(loop.startS, rate);
    if (rate > 0 ? position >= this.durationS - 0.02 : position <= 0.02) return this.pause();
    if (!this.#isHeard) return;
    const aheadS = position + AHEAD_S * rate;
    const last = Math.floor(Math.max(0, Math.min(aheadS, this.durationS - 1e-6)) / PIECE_S);
    const by = Math.sign(rate);
    for (let piece = Math.floor(position / PIECE_S); by * piece <= by * last; piece += by)
      if (!this.#laid.has(piece)) this.#lay(piece, run);
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
  seek(toS) {
    if (this.isPlaying) this.play(toS, this.rate);
    else this.positionWhenStill = Math.max(0, Math.min(toS, this.durationS));
    this.dispatchEvent(new Event("change"));
  }

  close() {
    this.pause();
    this.#context?.close();
  }

  #stop(which) {
    for (const source of this.#sources[which]) source.stop();
    this.#sources[which].clear();
  }

  #lay(piece, run) {
    this.#laid.set(piece, true);
    const startS = piece * PIECE_S;
    this.#film(piece)
      .then(
        (buffer) => run === this.#run && this.#schedule("film", buffer, startS, piece !== this.#firstPiece()),
      )
      .catch((error) => this.dispatchEvent(new CustomEvent("problem", { detail: error })));
    this.#layRecordings(piece, run);
  }

  #layRecordings(piece, run) {
    const laneRun = this.#laneRun;
    for (const stretch of this.#stretches(piece)) {
      this.#recording(stretch)
        .then((buffer) => {
          if (run !== this.#run || laneRun !== this.#laneRun) return;
          this.#match(buffer, piece, stretch);
          this.#schedule("recording", buffer, stretch.startS, true);
        })
        .catch(() => {});
    }
  }

  // The recording is brought to the loudness that the film has where both are heard, so that only the sound differs.
  async #match(buffer, piece, stretch) {
    if (this.matched) return;
    this.matched = true;
    const film = await this.#film(piece);
    const from = Math.round((stretch.startS - piece * PIECE_S) * film.sampleRate);
    const power = (data, first, count) => {
      let sum = 0;
      for (let place = first; place < Math.min(data.length, first + count); place += 7)
        sum += data[place] ** 2;
      return Math.sqrt(sum / Math.max(1, count / 7));
    };
    const count = buffer.length;
    const ratio =
      power(film.getChannelData(0), from, count) / Math.max(1e-5, power(buffer.getChannelData(0), 0, count));
    this.gains.match.gain.setTargetAtTime(
      Math.min(2, Math.max(0.05, ratio)),
      this.#context.currentTime,
      0.01,
    );
  }

  #schedule(which, buffer, filmS, fadesIn) {
    if (this.#origin === null) return;
    const context = this.#context;
    const speed = Math.abs(this.rate);
    const leadS = this.rate > 0 ? filmS - this.#startS : this.#startS - (filmS + buffer.duration);
    let when = this.#origin + leadS / speed;
    let offset = 0;
    if (when < context.currentTime) {
      const lateS = context.currentTime + 0.005 - when;
      offset = lateS * speed;
      when += lateS;
    }
    const length = (buffer.duration - offset) / speed;
    if (length <= FADE_S) return;
    const sounding = this.rate > 0 ? buffer : this.#backwards(buffer);
    const source = new AudioBufferSourceNode(context, { buffer: sounding, playbackRate: speed });
    const gain = context.createGain();
    source.connect(gain).connect(which === "film" ? this.gains.film : this.gains.match);
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

  #backwards(buffer) {
    const turned = this.#context.createBuffer(buffer.numberOfChannels, buffer.length, buffer.sampleRate);
    for (let channel = 0; channel < buffer.numberOfChannels; channel += 1)
      turned.copyToChannel(buffer.getChannelData(channel).slice().reverse(), channel);
    return turned;
  }

  /** The stretches of the lane that sound within a piece. */
  #stretches(piece) {
    const from = piece * PIECE_S;
    const to = Math.min(from + PIECE_S + FADE_S, this.durationS);
    return this.lane
      .map((one) => {
        const startS = Math.max(from, one.filmInS, one.filmInS - one.recordingInS / one.speed);
        const endS = Math.min(to, one.filmOutS);
        const at = (filmS) => one.recordingInS + one.speed * (filmS - one.filmInS);
        return { ...one, startS, endS, from: Math.max(0, at(startS)), to: at(endS) };
      })
      .filter((one) => one.endS - one.startS > 2 * FADE_S);
  }

  #film(piece) {
    const from = piece * PIECE_S;
    const to = Math.min(from + PIECE_S + FADE_S, this.durationS);
    return this.#buffer(api.filmSound(this.filmId, { from, to, view: this.view, as: CODING }));
  }

  #recording({ recordingId, from, to, speed, pitch }) {
    return this.#buffer(api.recordingSound(recordingId, { from, to, speed, pitch, as: CODING }));
  }

  #buffer(url) {
    if (!this.#buffers.has(url)) {
      const loaded = patiently(url).then(async (answer) => {
        if (!answer.ok) throw await refusal(answer);
        return this.#context.decodeAudioData(await answer.arrayBuffer());
      });
      loaded.catch(() => this.#buffers.delete(url));
      this.#buffers.set(url, loaded);
      if (this.#buffers.size > KEPT) this.#buffers.delete(this.#buffers.keys().next().value);
    }
    return this.#buffers.get(url);
  }
}

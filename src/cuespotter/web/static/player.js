// Film and recording on one clock: short pieces of both are laid on the audio context's time to the sample, and
// gains alone decide what is heard, so that A/B switches without a gap.
import { api } from "./api.js";

const PIECE_S = 8;
const FADE_S = 0.004; // pieces overlap by this, so that a joint cannot click
const AHEAD_S = 10;
const SWITCH_S = 0.008;
const KEPT = 32;
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
  }

  /** Where the film is, in seconds. */
  get position() {
    if (!this.isPlaying || this.#origin === null) return this.positionWhenStill;
    return Math.min(this.durationS, this.#startS + Math.max(0, this.#context.currentTime - this.#origin));
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
    this.meter.connect(context.destination);
    this.#setGains(0);
  }

  /** How loud it is right now, as root mean square. */
  loudness() {
    if (!this.meter) return 0;
    const samples = new Float32Array(this.meter.fftSize);
    this.meter.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
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
    if (this.isPlaying) this.play(this.position);
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

  async play(fromS = this.position) {
    this.#open();
    this.pause();
    this.positionWhenStill = Math.max(0, Math.min(fromS, this.durationS - 0.05));
    const run = ++this.#run;
    this.isPlaying = true;
    this.#startS = this.positionWhenStill;
    this.dispatchEvent(new Event("change"));
    await this.#context.resume();
    const first = Math.floor(this.#startS / PIECE_S);
    try {
      await Promise.all([this.#film(first), ...this.#stretches(first).map((one) => this.#recording(one))]);
    } catch (error) {
      if (run === this.#run) this.pause();
      this.dispatchEvent(new CustomEvent("problem", { detail: error }));
      return;
    }
    if (run !== this.#run) return;
    this.#origin = this.#context.currentTime + 0.04;
    const step = () => {
      if (run !== this.#run) return;
      if (this.position >= this.durationS - 0.02) return this.pause();
      for (
        let piece = Math.floor(this.position / PIECE_S);
        piece * PIECE_S < Math.min(this.position + AHEAD_S, this.durationS);
        piece += 1
      ) {
        if (!this.#laid.has(piece)) this.#lay(piece, run);
      }
    };
    step();
    this.#timer = setInterval(step, 250);
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
    if (this.isPlaying) this.play(toS);
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
        (buffer) =>
          run === this.#run &&
          this.#schedule("film", buffer, startS, piece > Math.floor(this.#startS / PIECE_S)),
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
    let when = this.#origin + (filmS - this.#startS);
    let offset = 0;
    if (when < context.currentTime) {
      offset = context.currentTime + 0.005 - when;
      when += offset;
    }
    const length = buffer.duration - offset;
    if (length <= FADE_S) return;
    const source = new AudioBufferSourceNode(context, { buffer });
    const gain = context.createGain();
    source.connect(gain).connect(which === "film" ? this.gains.film : this.gains.match);
    if (fadesIn) {
      gain.gain.setValueAtTime(0, when);
      gain.gain.linearRampToValueAtTime(1, when + FADE_S);
    }
    gain.gain.setValueAtTime(1, when + length - FADE_S);
    gain.gain.linearRampToValueAtTime(0, when + length);
    source.start(when, offset, length);
    this.#sources[which].add(source);
    source.onended = () => this.#sources[which].delete(source);
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
        if (!answer.ok)
          throw new Error(
            (await answer.json().catch(() => ({}))).detail ?? `the desk answered ${answer.status}`,
          );
        return this.#context.decodeAudioData(await answer.arrayBuffer());
      });
      loaded.catch(() => this.#buffers.delete(url));
      this.#buffers.set(url, loaded);
      if (this.#buffers.size > KEPT) this.#buffers.delete(this.#buffers.keys().next().value);
    }
    return this.#buffers.get(url);
  }
}

/** The lane of a cue: its placements, or a rival in their place. */
export function laneOf(cue, rival = null) {
  if (!cue) return [];
  if (rival) {
    const like = cue.placements[0];
    return [
      {
        recordingId: rival.recording.id,
        filmInS: cue.start_s,
        filmOutS: cue.end_s,
        recordingInS: rival.recording_in_s,
        speed: like?.speed ?? 1,
        pitch: like?.pitch_cents ?? 0,
      },
    ];
  }
  if (!cue.recording) return [];
  return cue.placements.map((one) => ({
    recordingId: cue.recording.id,
    filmInS: one.film_in_s,
    filmOutS: one.film_out_s,
    recordingInS: one.recording_in_s,
    speed: one.speed,
    pitch: one.pitch_cents,
  }));
}

/** Fetch a sound; where the desk has too many in hand, ask again when it says. */
async function patiently(url, tries = 4) {
  const answer = await fetch(url);
  if ((answer.status !== 429 && answer.status !== 503) || tries <= 1) return answer;
  const waitS = Number(answer.headers.get("retry-after")) || 1;
  await new Promise((done) => setTimeout(done, 1000 * waitS));
  return patiently(url, tries - 1);
}

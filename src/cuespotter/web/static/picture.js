// @ts-check
// The picture beside the sound: the browser's own video where it can play the file, else stills at the playhead.
// The sound leads: the picture follows the player's clock, whatever is heard.
import { api } from "./api.js";
import { h } from "./dom.js";
import { heightFor } from "./stills.js";

const APART_S = 0.25; // further apart than this, the picture jumps
const NEAR_S = 0.03; // nearer than this, it runs as it is
const CATCH_UP = 0.5; // share of the gap that is made up for in a second
const STILL_MS = 250; // between two stills while playing
const SEEK_MS = 120; // between two jumps while the film is wound back
const FASTEST = 8;

export class Picture {
  constructor(screen) {
    this.screen = screen;
    this.reel = -1;
    this.isVideo = false;
    this.shownAt = NaN;
    this.askedMs = 0;
    this.image = h("img", { alt: "", hidden: true });
    this.video = h("video", {
      muted: true,
      playsinline: true,
      preload: "auto",
      hidden: true,
      tabindex: "-1",
    });
    /** @type {any} */ (this.video).muted = true;
    this.words = h("p.picture-words", { role: "status" }, "One moment …");
    this.stamp = h("span.picture-time", { "aria-hidden": "true" });
    this.element = h(
      "figure.picture",
      { "aria-label": "Picture of the film", ondblclick: () => screen.act("fullPicture") },
      [this.image, this.video, this.words, this.stamp],
      h(
        "button.quiet.picture-full",
        {
          ...{ type: "button", "aria-label": "Full picture (F)", title: "Full picture (F)" },
          onclick: () => screen.act("fullPicture"),
        },
        "⤢",
      ),
    );
    this.#listen();
  }

  /** Whether a film has moving pictures at all. */
  static isIn(film) {
    return reelsOf(film).some((reel) => reel.picture_rate);
  }

  #listen() {
    const { video } = this;
    video.addEventListener("loadeddata", () => {
      // pictures that the browser cannot decode leave a video without a width
      this.#choose(/** @type {any} */ (video).videoWidth > 0);
    });
    video.addEventListener("error", () => this.reel >= 0 && this.#choose(false));
    video.addEventListener("seeked", () => {
      this.tell();
      // where the sound has gone meanwhile was not sought for
      if (this.isVideo) this.follow();
    });
  }

  /** Take the browser's video, or stills where it cannot play the file. */
  #choose(isVideo) {
    this.isVideo = isVideo;
    this.isKnown = true;
    this.video.hidden = !isVideo;
    this.image.hidden = isVideo;
    this.shownAt = NaN;
    if (!isVideo) this.video.removeAttribute("src");
    this.words.textContent = "";
    this.follow();
  }

  /** Say which kind of picture is shown, for whoever looks at the page from outside. */
  tell() {
    this.element.dataset.kind = this.isVideo ? "video" : "stills";
    this.element.dataset.at = this.screen.player.position.toFixed(3);
  }

  /** Bring the picture to where the sound is. */
  follow() {
    const { player, film } = this.screen;
    const atS = player.position;
    this.stamp.textContent = this.screen.timecode.at(atS);
    const reels = reelsOf(film);
    const number = Math.max(
      0,
      reels.findLastIndex((one) => one.film_start_s <= atS + 1e-6),
    );
    if (number !== this.reel) this.#open(number);
    if (!this.isKnown) return;
    if (this.isVideo) this.#followVideo(atS - reels[number].film_start_s);
    else this.#followStills(atS);
  }

  #open(number) {
    this.reel = number;
    this.isKnown = false;
    this.shownAt = NaN;
    const { video } = this;
    /** @type {any} */ (video).src = api.reelMedia(this.screen.id, number);
    /** @type {any} */ (video).load();
  }

  #followVideo(atS) {
    const video = /** @type {HTMLVideoElement} */ (this.video);
    // a place asked for before the film's head has come would be forgotten
    if (video.readyState === 0) return;
    const { player, timecode } = this.screen;
    const runs = player.isPlaying && player.isUnderWay && player.rate > 0;
    if (!runs) {
      if (!video.paused) video.pause();
      const now = performance.now();
      const wanted = atS + 0.25 * timecode.pictureS; // well within the picture, whatever times are rounded to
      if (wanted === this.shownAt || video.seeking) return;
      if (player.isPlaying && now - this.askedMs < SEEK_MS) return;
      this.askedMs = now;
      this.shownAt = wanted;
      video.currentTime = wanted;
      return;
    }
    this.shownAt = NaN;
    const gap = atS - video.currentTime;
    if (video.paused) video.play().catch(() => {});
    if (Math.abs(gap) > APART_S * Math.max(1, player.rate) && !video.seeking) video.currentTime = atS;
    const catching = Math.abs(gap) > NEAR_S ? CATCH_UP * gap : 0;
    video.playbackRate = Math.min(FASTEST * 1.5, Math.max(0.25, player.rate * (1 + catching)));
  }

  async #followStills(atS) {
    const { player, stills, timecode } = this.screen;
    const now = performance.now();
    if (this.isAsking || timecode.isSamePicture(atS, this.shownAt)) return;
    if (player.isPlaying && now - this.askedMs < STILL_MS) return;
    this.askedMs = now;
    this.isAsking = true;
    const tall = Math.round(this.element.clientHeight * (window.devicePixelRatio || 1));
    const height = player.isPlaying ? Math.min(360, heightFor(tall)) : heightFor(tall);
    const url = await stills.get(atS, height, { near: player.isPlaying && Math.abs(player.rate) > 2 });
    this.isAsking = false;
    this.shownAt = atS;
    if (url) /** @type {any} */ (this.image).src = url;
    this.words.textContent = url ? "" : "The picture cannot be shown here.";
    this.tell();
    this.follow();
  }

  /** Fill the window with the picture, or give it back. */
  toggleFull() {
    this.setFull(!this.element.classList.contains("full"));
  }

  setFull(isFull) {
    this.element.classList.toggle("full", isFull);
    this.shownAt = NaN;
    this.follow();
  }

  close() {
    const { video } = this;
    /** @type {any} */ (video).pause();
    this.reel = -1;
    video.removeAttribute("src");
    /** @type {any} */ (video).load();
  }
}

/** The files of a film, each with its place on the film's clock. */
export const reelsOf = (film) => (film.file ? [film.file, ...(film.further_reels ?? [])] : []);

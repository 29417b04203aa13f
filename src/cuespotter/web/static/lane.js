// @ts-check
// What of which recordings lies beside the film while a cue is heard.

/**
 * A stretch of a recording beside the film.
 *
 * @typedef {{recordingId: string, filmInS: number, filmOutS: number, recordingInS: number, speed: number,
 *   pitch: number}} Laid
 */
/**
 * What of a stretch sounds within a part of the film; `from` and `to` on the recording's clock.
 *
 * @typedef {Laid & {startS: number, endS: number, from: number, to: number}} Stretch
 */

/**
 * A recording as its placements lay it beside the film.
 *
 * @param {any} recording
 * @param {any[]} placements
 * @returns {Laid[]}
 */
const placedLane = (recording, placements) =>
  placements.map((one) => ({
    recordingId: recording.id,
    filmInS: one.film_in_s,
    filmOutS: one.film_out_s,
    recordingInS: one.recording_in_s,
    speed: one.speed,
    pitch: one.pitch_cents,
  }));

/**
 * The lane of a cue: its placements, or a rival or another recording of its work in their place.
 *
 * @param {any} cue
 * @param {any} [rival]
 * @returns {Laid[]}
 */
export function laneOf(cue, rival = null) {
  if (!cue) return [];
  if (rival?.placements) return placedLane(rival.recording, rival.placements);
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
  return placedLane(cue.recording, cue.placements);
}

/**
 * What of a lane sounds within a part of the film, where that is long enough to be heard; nothing sounds before a
 * recording's first sample.
 *
 * @param {Laid[]} lane
 * @param {number} fromS
 * @param {number} toS
 * @param {number} leastS
 * @returns {Stretch[]}
 */
export function soundingWithin(lane, fromS, toS, leastS) {
  return lane
    .map((one) => {
      const startS = Math.max(fromS, one.filmInS, one.filmInS - one.recordingInS / one.speed);
      const endS = Math.min(toS, one.filmOutS);
      const at = (/** @type {number} */ filmS) => one.recordingInS + one.speed * (filmS - one.filmInS);
      return { ...one, startS, endS, from: Math.max(0, at(startS)), to: at(endS) };
    })
    .filter((one) => one.endS - one.startS > leastS);
}

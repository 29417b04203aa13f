// @ts-check
// What of which recordings lies beside the film while a cue is heard.

/** A recording as its placements lay it beside the film. */
const placedLane = (recording, placements) =>
  placements.map((one) => ({
    recordingId: recording.id,
    filmInS: one.film_in_s,
    filmOutS: one.film_out_s,
    recordingInS: one.recording_in_s,
    speed: one.speed,
    pitch: one.pitch_cents,
  }));

/** The lane of a cue: its placements, or a rival or another recording of its work in their place. */
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

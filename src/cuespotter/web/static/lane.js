// @ts-check
// What of which recordings lies beside the film while a cue is heard.

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

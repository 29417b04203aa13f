"""A film of three hours with many cues, laid over one that was identified."""

from typing import Any

from cuespotter.clock import FilmSeconds, RecordingSeconds
from cuespotter.model import Cue, Placement


def many_cues(served: Any, count: int = 200, film_id: str | None = None) -> None:
    """Make a film of three hours with so many cues."""
    catalogue = served.catalogue
    document = catalogue.document(film_id or served.film_id)
    recordings = catalogue.recordings()
    cues = []
    for number in range(count):
        start = 20.0 + number * 53.0
        length = 10.0 + number % 37
        recording = recordings[number % len(recordings)] if number % 9 else None
        place = Placement(
            film_in_s=FilmSeconds(start),
            film_out_s=FilmSeconds(start + length),
            recording_in_s=RecordingSeconds(0.0),
            recording_out_s=RecordingSeconds(length),
            speed=1.0,
        )
        cues.append(
            Cue(
                id=f"cue-{number:03}",
                cue_no=f"{1 + number // 40}m{1 + number % 40:02}",
                kind="recording" if recording else "unnamed_music",
                confidence=0.5 + (number % 50) / 100,
                start_s=FilmSeconds(start),
                end_s=FilmSeconds(start + length),
                recording=recording,
                placements=[place] if recording else [],
            )
        )
    film = document.film.model_copy(update={"duration_s": max(10800.0, 60.0 + count * 53.0)})
    catalogue.save_document(document.model_copy(update={"film": film, "cues": cues}))

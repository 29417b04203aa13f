from collections.abc import Callable

import pytest

from cuespotter.model import Cue, Film, FilmDocument, FilmFile, Placement, Recording


@pytest.fixture
def make_document() -> Callable[..., FilmDocument]:
    """A film of 6000 s in one reel; a cue of 50 s for each recording, each 100 s after the last."""

    def make(film_id: str = "drive", *recordings: Recording, title: str = "Drive") -> FilmDocument:
        cues = [
            Cue(
                id=f"c{number}",
                cue_no=f"1m{number + 1:02}",
                confidence=0.9,
                start_s=100.0 * number,
                end_s=100.0 * number + 50.0,
                recording=recording,
                placements=[
                    Placement(
                        film_in_s=100.0 * number,
                        film_out_s=100.0 * number + 50.0,
                        recording_in_s=0.0,
                        recording_out_s=50.0,
                        speed=1.0,
                    )
                ],
            )
            for number, recording in enumerate(recordings)
        ]
        file = FilmFile(name=f"{film_id}.mkv", size=1, duration_s=6000.0)
        return FilmDocument(film=Film(id=film_id, title=title, file=file, duration_s=6000.0), cues=cues)

    return make

"""What the engine answers on whole films, to the last digit: kept, so that a change of form cannot change it.

Of the sample film all answers are kept (`answers_film.json`), since what changed can then be read; of two films
that are no part of the project, digests (`answers_elsewhere.json`). After a wanted change of the engine, measure
it first (docs/evaluation.md), then renew both and read the difference:

    python -m tests.golden.answers
    git diff tests/golden
"""

import hashlib
import json
import os
from pathlib import Path

from tests.reference.engine_library import SETTINGS, index_of_files

from cuespotter.identify import identify
from cuespotter.model import Recording

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "sample"
SHARED = Path(os.environ.get("CUESPOTTER_SHARED", HERE.parents[2] / "shared"))
ELSEWHERE = SHARED / "data"
FILMS_ELSEWHERE = ("dev1_stereo", "dev2_51")
KEPT, DIGESTS = HERE / "answers_film.json", HERE / "answers_elsewhere.json"


def music_in(folder):
    """Give all files of music in a folder by their paths below it, in order."""
    kinds = {".opus", ".mp3", ".flac", ".ogg", ".m4a", ".wav"}
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in kinds
    }


def answers(film, index):
    """Give what the engine says of a film as text: no tags, ids or versions, which are not its own."""
    document = identify([film], index, lambda name: Recording(id=name, path=name, duration_s=1.0), SETTINGS)
    told = {"speed_regime": document.film.speed_regime, "cues": [_told(cue) for cue in document.cues]}
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _told(cue):
    """Say what the engine found out about a cue."""
    facts = cue.model_dump(mode="json", include={"cue_no", "kind", "confidence", "start_s", "end_s"})
    rivals = [
        {"recording": rival.recording.id} | rival.model_dump(mode="json", exclude={"recording"})
        for rival in cue.rivals
    ]
    return facts | {
        "recording": cue.recording.id if cue.recording else None,
        "placements": [placement.model_dump(mode="json") for placement in cue.placements],
        "rivals": rivals,
    }


def sample_answers():
    """Give the answers on the sample film."""
    return answers(SAMPLE / "film.mkv", index_of_files(music_in(SAMPLE / "library")))


def digests_elsewhere():
    """Give a digest of the answers on each of the films elsewhere."""
    index = index_of_files(music_in(ELSEWHERE / "library"))
    return {
        film: hashlib.sha256(answers(ELSEWHERE / "films" / f"{film}.mkv", index).encode()).hexdigest()
        for film in FILMS_ELSEWHERE
    }


def are_elsewhere():
    """Say whether the films elsewhere are on this machine."""
    return all((ELSEWHERE / "films" / f"{film}.mkv").exists() for film in FILMS_ELSEWHERE)


if __name__ == "__main__":
    KEPT.write_text(sample_answers(), encoding="utf-8")
    if are_elsewhere():
        DIGESTS.write_text(json.dumps(digests_elsewhere(), indent=1) + "\n", encoding="utf-8")
    else:
        print(f"{ELSEWHERE} is not here: {DIGESTS.name} is left as it is, and may be out of date")

"""Make the sample: a small library of real recordings, a film in which some of them play, and the truth.

``python -m sample.make_sample --data FOLDER`` renews ``sample/library``, ``sample/film.mkv``,
``sample/film.truth.json`` and ``sample/ATTRIBUTION.md``. The folder holds the material as
`evaluation.stems` describes it, and its ``ATTRIBUTION.md``. Only material under CC0, CC BY and CC BY-SA
is taken: the lists below name every file.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import av
import numpy as np
from evaluation.encode import encode_film
from evaluation.layouts import LAYOUTS
from evaluation.mixer import mix_film
from evaluation.repeats import Repeats
from evaluation.scenes import FilmPlan, Speed, Stretch
from evaluation.stems import Shelf, Stems, Track, read_stems
from sample.picture import EXACT, PICTURES_PER_SECOND, add_picture

HERE = Path(__file__).parent
SEED = 19770525
FILM_S = 240.0
FILM_TITLE = "The Needle and the Groove"
FILM_KBIT_PER_S = 192
MUSIC_KBIT_PER_S = 40
PAL = Speed("speed", 25 / 24, 50_000)

PLAYING = {
    "thunders": "krobonil-bright-thunders",
    "pink": "tim-beek-pink-blue",
    "frontier": "unknown-horizons-team-newfrontier",
    "fishing": "karissa-hobbs-let-s-go-fishin",
    "protagonist": "tim-beek-the-protagonist",
    "horizons": "unknown-horizons-team-unknown-horizons-main-theme",
    "docking": "pioneer-space-simulator-contri-docking3",
    "plum": "kevin-macleod-p-i-tchaikovsky-dance-of-the-sugar-plum-fairy",
}
"""Recordings that play in the film."""
RESTING = ("k-pone-offshore", "unknown-horizons-team-seafight", "forty-two-halloween-1")
"""Recordings that are in the library, and never play."""
OUTSIDER = "kevin-macleod-vibe-ace"
FURTHER_TAGS = {
    "kevin-macleod-p-i-tchaikovsky-dance-of-the-sugar-plum-fairy": {
        "composer": "Pyotr Ilyich Tchaikovsky",
    },
}
"""What the sources do not say, and a cue sheet wants to know."""
CONTAINERS_OWN = {
    "encoder",
    "language",
    "handler_name",
    "major_brand",
    "minor_version",
    "compatible_brands",
}
"""Tags that speak of the source's file, not of its music."""
SPEAKERS = ("ls-1688", "ls-1998", "ls-2033", "ls-2414")
AMBIENCES = ("City_Ambient.ogg", "Rain_Light.ogg", "River.ogg", "Ocean_Shore.ogg", "birds.ogg", "wind.ogg")
EFFECTS = (
    "Chop1.ogg",
    "Chop3.ogg",
    "Crack.ogg",
    "Grab1.ogg",
    "Grab2.ogg",
    "Landing.ogg",
    "Thunder2.ogg",
    "Thunder4.ogg",
)


@dataclass(frozen=True)
class Credit:
    """One row of the source's ATTRIBUTION.md; speech, ambience and effects have no title and artist."""

    file: str
    title: str
    artist: str
    licence: str
    source: str


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Make the sample library, the sample film and its truth.")
    parser.add_argument("--data", type=Path, required=True, help="music, speech, ambience, effects")
    parser.add_argument("--out", type=Path, default=HERE, help="where the sample goes (default: here)")
    a = parser.parse_args(arguments)
    stems = chosen(read_stems(a.data))
    credits_by_file = read_credits(a.data / "ATTRIBUTION.md")
    write_library(a.data, [*stems.playing, *stems.distractors], a.out / "library", credits_by_file)
    write_film(stems, a.out / "film.mkv", a.out / "film.truth.json")
    write_attribution(a.data, stems, credits_by_file, a.out / "ATTRIBUTION.md")
    size = sum(path.stat().st_size for path in a.out.rglob("*") if path.is_file())
    print(f"{a.out}: {size / 1e6:.1f} MB in all", file=sys.stderr)
    return 0


def chosen(stems: Stems) -> Stems:
    """Keep the material that the lists name."""
    music = {track.id: track for track in (*stems.playing, *stems.distractors, *stems.outsiders)}
    return Stems(
        playing=tuple(music[name] for name in PLAYING.values()),
        distractors=tuple(music[name] for name in RESTING),
        outsiders=(music[OUTSIDER],),
        speech=tuple(one for one in stems.speech if one.speaker in SPEAKERS),
        ambience=tuple(path for path in stems.ambience if path.name in AMBIENCES),
        effects=tuple(path for path in stems.effects if path.name in EFFECTS),
    )


def plan_sample(stems: Stems) -> FilmPlan:
    """Lay out the film: eight recordings, one piece from outside, dialogue throughout."""
    track = {name: next(t for t in stems.playing if t.id == wanted) for name, wanted in PLAYING.items()}

    def stretch(music: Track, start_s: float, end_s: float, track_start_s: float, snr_db: float) -> Stretch:
        return Stretch(music, start_s, end_s - start_s, track_start_s, snr_db, "cue")

    opening = replace(stretch(track["thunders"], 0.0, 22.0, 8.0, 8.0), fade_out_s=2.0)
    under_dialogue = replace(
        stretch(track["pink"], 30.0, 56.0, 20.0, -10.0), ducking_db=6.0, fade_in_s=1.0, fade_out_s=1.5
    )
    at_pal_speed = replace(stretch(track["frontier"], 62.0, 84.0, 40.0, 0.0), speed=PAL, fade_out_s=1.0)
    from_a_radio = replace(stretch(track["fishing"], 90.0, 113.0, 31.0, -3.0), treatment="radio", pan=-0.4)
    first_half = replace(
        stretch(track["protagonist"], 118.0, 134.0, 12.0, 2.0), scene="edit", group="edit", fade_out_s=0.05
    )
    second_half = replace(first_half, film_start_s=133.95, track_start_s=61.0, fade_in_s=0.05, fade_out_s=1.5)
    falling = replace(
        stretch(track["horizons"], 154.0, 176.0, 30.0, 0.0), scene="crossfade", group="fade", fade_out_s=3.0
    )
    rising = replace(
        stretch(track["docking"], 173.0, 196.0, 50.0, 2.0),
        scene="crossfade",
        group="fade",
        fade_in_s=3.0,
        fade_out_s=1.0,
    )
    from_outside = replace(
        stretch(stems.outsiders[0], 200.0, 213.0, 20.0, 3.0), scene="outsider", in_library=False
    )
    ending = replace(stretch(track["plum"], 216.0, 239.0, 4.0, 8.0), fade_in_s=0.5, fade_out_s=3.0)
    return FilmPlan(
        duration_s=FILM_S,
        stretches=(
            opening,
            under_dialogue,
            at_pal_speed,
            from_a_radio,
            first_half,
            second_half,
            falling,
            rising,
            from_outside,
            ending,
        ),
        quiet=((113.0, 117.0), (213.5, 215.5)),
        action=((174.0, 190.0),),
        talkative=0.6,
    )


def write_library(data: Path, tracks: list[Track], folder: Path, credits_by_file: dict[str, Credit]) -> None:
    """Encode the recordings small, with their tags, and list them as the evaluation reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    with (data / "library" / "library.csv").open(newline="", encoding="utf-8") as stream:
        known = {row["track"]: row for row in csv.DictReader(stream)}
    for track in sorted(tracks, key=lambda track: track.id):
        row = known[track.id]
        name = f"{row['artist']} - {row['title']}.opus".replace(":", "").replace("'", "")
        encode_small(track, folder / name)
        licence = credits_by_file[f"library/{row['file']}"].licence
        plays = "may" if track.id in PLAYING.values() else "no"
        rows.append(row | {"file": name, "licence": licence, "plays": plays})
    with (folder / "library.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def encode_small(track: Track, path: Path) -> None:
    """Encode a recording as Opus, with the tags of its source."""
    with av.open(str(track.path)) as source, av.open(str(path), "w", format="opus", options=EXACT) as target:
        heard = source.streams.audio[0]
        stream = target.add_stream("libopus", rate=48_000)
        stream.bit_rate = MUSIC_KBIT_PER_S * 1000
        stream.layout = "stereo"
        stream.codec_context.thread_count = 1
        tags = dict(source.metadata) | dict(heard.metadata) | FURTHER_TAGS.get(track.id, {})
        left_out = {
            "encoder",
            "language",
            "handler_name",
            "major_brand",
            "minor_version",
            "compatible_brands",
        }
        for name, value in tags.items():
            if name not in left_out:
                stream.metadata[name] = value
        resampler = av.AudioResampler(format="flt", layout="stereo", rate=48_000)
        for frame in source.decode(heard):
            frame.pts = None
            for whole in resampler.resample(frame):
                target.mux(stream.encode(whole))
        for whole in resampler.resample(None):
            target.mux(stream.encode(whole))
        target.mux(stream.encode(None))


def write_film(stems: Stems, film: Path, truth_path: Path) -> None:
    """Mix the film, encode its sound and its picture, and write down the truth."""
    plan = plan_sample(stems)
    layout = LAYOUTS["5.1"]
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder) / "stems")
        rng = np.random.default_rng(SEED)
        mix = mix_film(plan, stems, shelf, rng, layout=layout, repeats=Repeats(shelf))
        sound = Path(folder) / "sound.mkv"
        late_ms = encode_film(mix.channels, sound, layout=layout, codec="eac3", kbit_per_s=FILM_KBIT_PER_S)
        changes_s = sorted({stretch.film_start_s for stretch in plan.stretches})
        add_picture(sound, film, duration_s=FILM_S, changes_s=changes_s, title=FILM_TITLE)
    truth = {
        "film": film.name,
        **mix.truth,
        "codec": "eac3",
        "bitrate": f"{FILM_KBIT_PER_S}k",
        "pictures_per_second": str(PICTURES_PER_SECOND),
        "seed": SEED,
        "encode_offset_ms": late_ms,
        "profile": "sample",
        "regime": "none",
        "held_out": [],
    }
    truth_path.write_text(json.dumps(truth, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_credits(attribution: Path) -> dict[str, Credit]:
    """Read the tables of an ATTRIBUTION.md: music in five columns, all else in three."""
    found: dict[str, Credit] = {}
    for line in attribution.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 5:
            found[cells[0]] = Credit(*cells)
        elif len(cells) == 3:
            found[cells[0]] = Credit(cells[0], "", "", cells[1], cells[2])
    return found


def write_attribution(data: Path, stems: Stems, credits_by_file: dict[str, Credit], path: Path) -> None:
    """Say who made what, under which licence, and what was changed."""

    def credit(source: Path) -> Credit:
        return credits_by_file[source.relative_to(data).as_posix()]

    library = [credit(track.path) for track in (*stems.playing, *stems.distractors)]
    film_only = [credit(track.path) for track in stems.outsiders]
    beds = [credit(p) for p in (*(one.path for one in stems.speech), *stems.ambience, *stems.effects)]
    for one in (*library, *film_only, *beds):
        if not one.licence.startswith(("CC0", "CC BY")):
            message = f"{one.file} is under {one.licence}; the sample takes only CC0, CC BY and CC BY-SA"
            raise SystemExit(message)
    lines = [
        "# Attribution of the sample",
        "",
        "Everything in this folder was made by other people and is under a licence that allows to hand it on",
        "and to change it. Sources are public repositories, named owner/name: path.",
        "",
        "## Changes made",
        "",
        f"- `library/`: re-encoded as Opus at {MUSIC_KBIT_PER_S} kbit/s and renamed; tags kept.",
        "  Tchaikovsky was added as composer of the *Dance of the Sugar Plum Fairy*. Nothing was cut.",
        "  Each keeps its licence.",
        "- `film.mkv`: excerpts of the recordings below, mixed with speech, ambience and effects: cut,",
        "  faded, changed in level and speed, one of them filtered as from a radio. The picture was drawn",
        "  by the script beside it. As a whole the film is under CC BY-SA 4.0.",
        "",
        "## Recordings in the library",
        "",
        *_music_table(library),
        "",
        "## Music that plays only in the film",
        "",
        *_music_table(film_only),
        "",
        "## Speech, ambience and effects in the film",
        "",
        "| licence | source |",
        "| --- | --- |",
        *(f"| {one.licence} | {one.source} |" for one in beds),
        "",
        "## Licence texts",
        "",
        "CC0 1.0, CC BY 3.0 and 4.0, CC BY-SA 3.0 and 4.0: creativecommons.org/licenses. LibriSpeech is by",
        "V. Panayotov, G. Chen, D. Povey and S. Khudanpur, from LibriVox recordings.",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _music_table(rows: list[Credit]) -> list[str]:
    """Draw the table of recordings."""
    return [
        "| title | artist | licence | source |",
        "| --- | --- | --- | --- |",
        *(f"| {one.title} | {one.artist} | {one.licence} | {one.source} |" for one in rows),
    ]


if __name__ == "__main__":
    sys.exit(main())

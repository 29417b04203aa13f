"""Films with language tracks: other voices over one mix, asked about together and alone."""

import json

import av
import numpy as np
import pytest
from evaluation import dubbed
from evaluation.detections import Detection
from evaluation.encode import LANGUAGES, encode_film
from evaluation.identifiers import Cost
from evaluation.layouts import LAYOUTS
from evaluation.mixer import mix_film
from evaluation.repeats import Repeats
from evaluation.scenes import FilmPlan, Stretch
from evaluation.stems import RATE_HZ, Shelf, read_stems

SECONDS = 12.0


@pytest.fixture(scope="module")
def mixed(data, cache):
    """A film in stereo with two dubs, half of it without anybody speaking, and loud enough to be turned down."""
    stems, shelf = read_stems(data), Shelf(cache)
    music = Stretch(stems.playing[0], 1.0, 10.0, 5.0, snr_db=20.0, scene="cue")
    plan = FilmPlan(SECONDS, (music,), quiet=((6.0, 12.0),), action=(), talkative=0.9)
    return mix_film(
        plan,
        stems,
        shelf,
        np.random.default_rng(5),
        layout=LAYOUTS["stereo"],
        repeats=Repeats(shelf),
        dubs=2,
    )


def spoken_samples(mix):
    """Mark where somebody speaks, a millisecond wider: so exactly the truth has it."""
    edge = RATE_HZ // 1000
    spoken = np.zeros(round(SECONDS * RATE_HZ), bool)
    for start_s, end_s in mix.truth["dialogue"]:
        spoken[max(0, int(start_s * RATE_HZ) - edge) : int(end_s * RATE_HZ) + edge] = True
    return spoken


def test_a_dub_differs_from_the_film_where_somebody_speaks_and_nowhere_else(mixed):
    spoken = spoken_samples(mixed)
    assert len(mixed.dubs) == 2
    for dub in mixed.dubs:
        other = np.abs(dub - mixed.channels).max(axis=0)
        assert other[~spoken].max() < 1e-6
        assert (other[spoken] > 1e-4).mean() > 0.5
    assert np.abs(mixed.dubs[0] - mixed.dubs[1]).max() > 1e-3


def test_all_tracks_are_turned_down_together_so_that_the_music_stays_as_loud_in_each(mixed):
    tracks = (mixed.channels, *mixed.dubs)
    assert max(np.abs(track).max() for track in tracks) <= 0.971
    silent = ~spoken_samples(mixed)
    loud = [np.square(track[:, silent], dtype=np.float64).sum() for track in tracks]
    assert loud[1:] == pytest.approx([loud[0]] * 2, rel=1e-6)


def test_a_file_has_a_stream_for_each_track_each_with_its_language(mixed, tmp_path):
    path = tmp_path / "film.mkv"
    encode_film(mixed.channels, path, layout=LAYOUTS["stereo"], codec="flac", kbit_per_s=800, dubs=mixed.dubs)
    with av.open(str(path)) as container:
        languages = [stream.language for stream in container.streams.audio]
        assert tuple(languages) == LANGUAGES[:3]
    for number, track in enumerate((mixed.channels, *mixed.dubs)):
        with av.open(str(path)) as container:
            heard = [frame.to_ndarray() for frame in container.decode(audio=number)]
        sound = np.concatenate([one.reshape(-1, 2) for one in heard]).astype(np.float64)
        sound /= np.iinfo(heard[0].dtype).max
        assert np.abs(sound[: track.shape[1]].T - track).max() < 1e-3


def test_films_are_made_for_each_layout_and_number_of_dubs(data, more, tmp_path, monkeypatch):
    monkeypatch.setattr(dubbed, "FILM_MINUTES", 0.2)
    monkeypatch.setattr(dubbed, "LAYOUTS", ("mono",))
    paths = list(dubbed.dubbed_films(data, more, tmp_path, "tuning"))
    truths = [json.loads(path.read_text()) for path in paths]
    assert len({truth["film"] for truth in truths}) == len(dubbed.DUBS)
    for truth, path, dubs in zip(truths, paths, dubbed.DUBS, strict=True):
        with av.open(str(path.with_name(truth["film"]))) as container:
            assert len(container.streams.audio) == 1 + dubs


class Listener:
    """Answers each film from a table, at a price."""

    def __init__(self, said):
        self.said = said

    def ask(self, film, library):
        return self.said[film.name], Cost(10.0, 500.0 + len(self.said[film.name]))


def truth_of(name):
    place = {"film_start_s": 10.0, "film_end_s": 30.0, "track": "a", "track_start_s": 5.0, "speed": 1.0}
    place |= {"snr_db": -15.0, "mode": "none", "pitch_cents": 0.0, "treatment": "none", "scene": "cue"}
    return {
        "film": name,
        "layout": "mono",
        "duration_s": 1800.0,
        "encode_offset_ms": 0.0,
        "placements": [place],
        "non_library_music": [],
        "dialogue": [],
        "silence": [],
    }


def test_both_askings_stand_side_by_side_with_what_they_cost(tmp_path):
    truths = []
    for name in ("one.mkv", "two.mkv"):
        truths.append(tmp_path / f"{name}.truth.json")
        truths[-1].write_text(json.dumps(truth_of(name)))
    found = [Detection(10.0, 30.0, "a", 5.0, 1.0, 0.99)]
    together, cost = dubbed.ask(truths, Listener({"one.mkv": found, "two.mkv": found}), tmp_path)
    alone, cost_alone = dubbed.ask(truths, Listener({"one.mkv": found, "two.mkv": []}), tmp_path)
    assert cost == Cost(20.0, 501.0)
    text = dubbed.markdown(together, alone, (cost, cost_alone))
    assert "| all placements | 98 % | 50.0 % | 2 | 2 | 100.0 % |" in text
    assert "CPU and memory: 20 s an hour and 501 MB; alone 20 s an hour and 501 MB" in text


def test_without_a_library_it_says_what_to_run_first(tmp_path, capsys):
    words = ["--data", str(tmp_path), "--more-data", str(tmp_path), "--work", str(tmp_path / "none")]
    with pytest.raises(SystemExit):
        dubbed.main(words)
    assert "run evaluation.wide with the same --work first" in capsys.readouterr().err

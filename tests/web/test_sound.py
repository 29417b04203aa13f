"""The film's sound from any place, and the recording laid on it to the sample."""

import io
import wave
from fractions import Fraction

import av
import numpy as np
import pytest

pytest.importorskip("fastapi", reason="the review desk's tests need the extra 'web'")
pytest.importorskip("uvicorn", reason="the review desk's tests need the extra 'web'")

from cuespotter.analysis.folding import folded
from cuespotter.media.excerpt import RATE_HZ, as_opus, at_places, cut

from .conftest import FILM_S, FIRST_AT_S, Served


def samples_of(content: bytes) -> np.ndarray:
    with wave.open(io.BytesIO(content)) as file:
        assert file.getframerate() == RATE_HZ
        flat = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return flat.reshape(-1, file.getnchannels()).T / 32768


def film_sound(served: Served, start: float, end: float, view: str = "mix") -> np.ndarray:
    answer = served.ask(f"/api/films/{served.film_id}/sound?from={start}&to={end}&view={view}")
    assert answer.status == 200, answer.content
    return samples_of(answer.content)


def lag_samples(one: np.ndarray, other: np.ndarray) -> int:
    """By how many samples the first comes later."""
    size = 1 << (len(one) + len(other)).bit_length()
    product = np.fft.rfft(one, size) * np.fft.rfft(other, size).conj()
    peak = int(np.fft.irfft(product).argmax())
    return peak - size if peak > size // 2 else peak


@pytest.mark.parametrize("number", [0, 1])
def test_film_and_recording_lie_on_each_other(served, number):
    cue = served.state()["document"]["cues"][number]
    placement = cue["placements"][0]
    start = placement["film_in_s"] + 2.0
    begin = placement["recording_in_s"] + 2.0 * placement["speed"]
    film = film_sound(served, start, start + 8.0)[0]
    address = (
        f"/api/recordings/{cue['recording']['id']}/sound?from={begin}&to={begin + 8.0 * placement['speed']}"
        f"&speed={placement['speed']}&pitch={placement['pitch_cents']}"
    )
    recording = samples_of(served.ask(address).content)[0]
    assert len(film) == len(recording) == 8 * RATE_HZ
    assert abs(lag_samples(film, recording)) <= 0.004 * RATE_HZ
    assert np.abs(film).max() > 0.05


def test_stretches_join_without_a_seam(served):
    whole = film_sound(served, 6.0, 12.0)
    parts = np.concatenate([film_sound(served, 6.0, 9.0), film_sound(served, 9.0, 12.0)], axis=1)
    inner = np.abs(whole - parts)[:, 100:-100]
    assert inner.max() < 0.02


def test_what_lies_beyond_the_end_is_silence_or_refused(served):
    tail = film_sound(served, FILM_S - 1.0, FILM_S + 1.0)
    assert tail.shape[1] == 2 * RATE_HZ
    assert not tail[:, RATE_HZ + 10 :].any()
    assert served.ask(f"/api/films/{served.film_id}/sound?from=90&to=91").status == 422
    assert served.ask(f"/api/films/{served.film_id}/sound?from=1&to=1").status == 422
    assert served.ask(f"/api/films/{served.film_id}/sound?from=0&to=500").status == 422
    assert served.ask(f"/api/films/{served.film_id}/sound?from=0&to=inf").status == 422


def test_a_view_that_the_film_has_not_is_named(served):
    answer = served.ask(f"/api/films/{served.film_id}/sound?from=0&to=1&view=side")
    assert answer.status == 422
    assert "no view 'side'" in answer.json["detail"]


def test_a_film_whose_file_is_gone_says_so(served, tmp_path):
    documents = served.catalogue
    from cuespotter.catalogue.film_rows import Reel

    documents.save_document(documents.document(served.film_id), [Reel(str(tmp_path / "gone.mkv"), "0")])
    answer = served.ask(f"/api/films/{served.film_id}/sound?from=0&to=1")
    assert answer.status == 410


def test_tempo_alone_keeps_the_pitch(served):
    recording = served.ask("/api/recordings?text=Alder").json["recordings"][0]["id"]
    address = f"/api/recordings/{recording}/sound?from=5&to=10&speed=1.05&pitch=0"
    sound = samples_of(served.ask(address).content)
    assert sound.shape[1] == round(5 / 1.05 * RATE_HZ)
    assert np.abs(sound).max() > 0.05


@pytest.mark.parametrize("codec", ["ac3", "aac", "flac", "libopus"])
def test_a_stretch_from_the_middle_of_a_film_is_where_it_belongs(tmp_path, codec):
    """A click each second: wherever the file is entered, they are at whole seconds."""
    rate, seconds = 48000, 20
    sound = np.random.default_rng(5).normal(0, 0.001, rate * seconds).astype(np.float32)
    tone = np.sin(2 * np.pi * 3000 * np.arange(480) / rate) * np.hanning(480) * 0.8
    for second in range(1, seconds):
        sound[second * rate : second * rate + 480] += tone
    path = tmp_path / "film.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(sound[np.newaxis], format="flt", layout="mono")
        frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
        frame.pts = 0
        resampler = av.AudioResampler(stream.format.name, "mono", rate, frame_size=stream.frame_size or 1024)
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    early = cut(path, start_s=0.5, end_s=3.5).samples[0]
    late = cut(path, start_s=12.5, end_s=15.5).samples[0]
    wanted = np.zeros(3 * rate)
    for second in range(3):
        wanted[int((second + 0.5) * rate) :][:480] = tone
    assert abs(lag_samples(early, wanted) - lag_samples(late, wanted)) <= 2


def test_reading_between_samples_keeps_a_tone():
    times = np.arange(48000) / 48000
    tone = np.sin(2 * np.pi * 5000 * times)[np.newaxis].astype(np.float32)
    read = at_places(tone, first=1000.25, step=25 / 24, count=20000)
    exact = np.sin(2 * np.pi * 5000 * (1000.25 + 25 / 24 * np.arange(20000)) / 48000)
    assert np.abs(read[0] - exact).max() < 2e-3


def test_the_fold_down_keeps_left_left_and_puts_the_centre_in_both():
    layout = ("FL", "FR", "FC", "LFE", "SL", "SR")
    left, centre = np.zeros((6, 1), np.float32), np.zeros((6, 1), np.float32)
    left[0], centre[2] = 1, 1
    assert folded(left, layout, "mix")[:, 0].tolist() == [1, 0]
    assert folded(centre, layout, "mix")[0, 0] == folded(centre, layout, "mix")[1, 0] > 0
    assert folded(centre, layout, "side")[0, 0] == 0


def test_opus_is_small_and_as_long():
    sound = np.sin(2 * np.pi * 440 * np.arange(3 * RATE_HZ) / RATE_HZ).astype(np.float32)[np.newaxis] * 0.5
    content = as_opus(sound)
    assert len(content) < 3 * RATE_HZ
    with av.open(io.BytesIO(content)) as container:
        samples = sum(frame.samples for frame in container.decode(audio=0))
    assert abs(samples - 3 * RATE_HZ) < 1000


def test_the_evidence_is_found_where_the_recording_plays_and_not_by_chance(served):
    cue = served.state()["document"]["cues"][0]
    address = f"/api/films/{served.film_id}/cues/{cue['id']}/evidence?from=8&to=14"
    picture = served.ask(address).json
    assert picture["found_share"] > 0.7 > 0.45 > picture["chance_share"]
    assert len(picture["peak_s"]) == len(picture["peak_found"]) > 50
    assert all(8.0 <= at <= 14.1 for at in picture["peak_s"])


def test_the_level_of_film_and_recording_is_measured(served):
    import time

    address = f"/api/films/{served.film_id}/level"
    while not (level := served.ask(address).json)["is_ready"]:
        time.sleep(0.05)
    curve = np.array(level["level_db"])
    assert len(curve) == round(FILM_S / level["step_s"])
    fine = np.array(served.ask(f"{address}/fine?from=4&to=6").json["level_db"])
    assert len(fine) == 200
    onset_s = 4 + 0.01 * np.argmax(fine > fine[:90].max() + 12)
    assert abs(onset_s - FIRST_AT_S) <= 0.02
    assert served.ask(f"{address}/fine?from=0&to=500").status == 422
    assert curve[12:38].mean() > curve[:8].mean() + 15
    recording = served.state()["document"]["cues"][0]["recording"]["id"]
    assert max(served.ask(f"/api/recordings/{recording}/level").json["level_db"]) > -40

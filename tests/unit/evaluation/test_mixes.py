import json
from dataclasses import replace

import av
import numpy as np
import pytest
from evaluation.filters import drifting, resampled, shifted
from evaluation.layouts import LAYOUTS
from evaluation.make import Order, hold_out_half, make_films
from evaluation.mixer import mix_film
from evaluation.profiles import PROFILES
from evaluation.repeats import Repeats
from evaluation.scenes import Deck, Decks, FilmPlan, Speed, Stretch, draw_speed, plan_film
from evaluation.stems import RATE_HZ, Shelf, read_stems
from evaluation.treatments import TREATMENTS, frames_of, lag_samples, treat
from scipy import signal

FIELDS_OF_A_PLACEMENT = {
    "film_start_s", "film_end_s", "track", "track_start_s", "track_end_s", "speed", "pitch_cents", "mode", "snr_db",
    "snr_measured_db", "snr_dialogue_db", "music_rms_dbfs", "treatment", "pan", "ducking_db", "fade_in_s", "fade_out_s",
    "layered_with", "scene", "group", "alt_track_starts",
}  # fmt: skip


@pytest.fixture
def stems(data):
    return read_stems(data)


@pytest.fixture
def shelf(cache):
    return Shelf(cache)


def mix(stretches, stems, shelf, layout="stereo", duration_s=12.0):
    plan = FilmPlan(duration_s, tuple(stretches), quiet=(), action=(), talkative=0.9)
    rng = np.random.default_rng(5)
    return mix_film(plan, stems, shelf, rng, layout=LAYOUTS[layout], repeats=Repeats(shelf))


def stretch(stems, **changes):
    first = Stretch(stems.playing[0], 2.0, 8.0, 5.0, snr_db=-5.0, scene="cue")
    return replace(first, **changes)


def test_the_truth_has_every_field_of_the_development_films(data, cache, tmp_path):
    (path,) = make_films(Order(data, tmp_path, cache, seed=1, films=1, minutes=0.4, layout="stereo"))
    truth = json.loads(path.read_text())
    assert {"film", "duration_s", "sample_rate", "layout", "codec", "bitrate", "seed", "encode_offset_ms",
            "placements", "non_library_music", "dialogue", "silence"} <= set(truth)  # fmt: skip
    assert truth["placements"]
    assert set(truth["placements"][0]) >= FIELDS_OF_A_PLACEMENT


def test_one_seed_gives_one_film(data, cache, tmp_path):
    sounds = []
    for name in ("one", "two"):
        (path,) = make_films(Order(data, tmp_path / name, cache, 7, 1, 0.3, "stereo", "speeds"))
        with av.open(str(path.with_name(json.loads(path.read_text())["film"]))) as container:
            sounds.append((path.read_text(), [bytes(p) for p in container.demux(audio=0)]))
    assert sounds[0] == sounds[1]


def test_another_seed_gives_another_film(data, cache, tmp_path):
    (one,) = make_films(Order(data, tmp_path, cache, 1, 1, 0.3, "mono"))
    (two,) = make_films(Order(data, tmp_path, cache, 2, 1, 0.3, "mono"))
    assert json.loads(one.read_text())["placements"] != json.loads(two.read_text())["placements"]


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_music_is_as_loud_against_the_rest_as_the_truth_says(stems, shelf, layout):
    silent = mix([], stems, shelf, layout).channels
    both = mix([stretch(stems)], stems, shelf, layout)
    assert both.channels.shape[0] == LAYOUTS[layout].channels
    heard = [c for c in range(silent.shape[0]) if not (silent.shape[0] > 2 and c == 3)]
    span = slice(2 * RATE_HZ, 10 * RATE_HZ)
    rest = silent[heard, span]
    music = both.channels[heard, span] - rest
    assert 10 * np.log10((music**2).sum() / (rest**2).sum()) == pytest.approx(-5.0, abs=0.05)
    assert both.truth["placements"][0]["snr_measured_db"] == pytest.approx(-5.0, abs=0.1)


def test_voices_are_in_the_centre_and_music_at_the_sides_of_surround_sound(stems, shelf):
    silent = mix([], stems, shelf, "5.1").channels
    music = mix([stretch(stems)], stems, shelf, "5.1").channels - silent
    assert (silent[2] ** 2).sum() > 5 * (silent[0] ** 2).sum()
    assert (music[:2] ** 2).sum() > 5 * (music[2] ** 2).sum()


def test_music_sounds_at_the_place_of_the_recording_that_the_truth_names(stems, shelf):
    silent = mix([], stems, shelf)
    both = mix([stretch(stems, snr_db=10.0)], stems, shelf)
    facts = both.truth["placements"][0]
    first = round(facts["film_start_s"] * RATE_HZ)
    music = (both.channels - silent.channels)[0, first : first + 4 * RATE_HZ]
    original = shelf.read(stems.playing[0].path, round(facts["track_start_s"] * RATE_HZ), 4 * RATE_HZ)[0]
    assert lag_samples(music, original, most=2000) == 0


def test_music_goes_down_under_speech_where_it_is_ducked(stems, shelf):
    silent = mix([], stems, shelf)
    spoken = silent.truth["dialogue"]
    both = mix([stretch(stems, ducking_db=20.0, snr_db=0.0)], stems, shelf)
    music = (both.channels - silent.channels)[0]
    original = shelf.read(stems.playing[0].path, 5 * RATE_HZ, 8 * RATE_HZ)[0]
    gain = np.abs(music[2 * RATE_HZ : 10 * RATE_HZ]) / np.maximum(np.abs(original), 1e-2)
    voice = np.zeros(8 * RATE_HZ, bool)
    for start, end in spoken:
        a, b = (int((t - 2) * RATE_HZ) for t in (start + 0.6, end))
        voice[max(0, a) : max(0, b)] = True
    assert np.median(gain[voice]) < gain[~voice].max() / 4


def test_an_outsider_is_no_placement(stems, shelf):
    outsider = stretch(stems, track=stems.outsiders[0], in_library=False, scene="outsider")
    truth = mix([outsider], stems, shelf).truth
    assert truth["placements"] == []
    assert truth["non_library_music"][0]["track"] == "some-one-else"


def test_placements_that_overlap_name_each_other(stems, shelf):
    other = stretch(stems, track=stems.playing[1], film_start_s=6.0, duration_s=5.0)
    a, b = mix([stretch(stems), other], stems, shelf).truth["placements"]
    assert (a["layered_with"], b["layered_with"]) == (["b"], ["a"])


def test_other_turns_of_a_loop_sound_the_same(stems, shelf):
    loop = next(t for t in stems.playing if t.id == "loop")
    tune = next(t for t in stems.playing if t.id == "a")
    assert Repeats(shelf).elsewhere(loop.path, 12.0, 18.0) == pytest.approx([2.0, 22.0], abs=0.05)
    assert Repeats(shelf).elsewhere(tune.path, 12.0, 18.0) == []


@pytest.mark.parametrize("layout", ["stereo", "mono", "5.1", "7.1"])
def test_a_decoded_film_is_as_late_as_the_truth_says(data, cache, tmp_path, layout):
    (path,) = make_films(Order(data, tmp_path, cache, 3, 1, 0.2, layout))
    truth = json.loads(path.read_text())
    assert abs(truth["encode_offset_ms"]) < 1.0
    with av.open(str(tmp_path / truth["film"])) as container:
        assert container.streams.audio[0].channels == LAYOUTS[layout].channels
        assert container.duration / 1e6 == pytest.approx(12.0, abs=0.1)


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_every_profile_plans_a_film_of_stretches_that_fit(stems, shelf, profile):
    stems = replace(stems, playing=tuple(replace(track, repeats=1.0) for track in stems.playing))
    decks = Decks(PROFILES[profile], stems, np.random.default_rng(1))
    length = {t.path: shelf.samples(t.path) / RATE_HZ for t in (*stems.playing, *stems.outsiders)}
    plan, _ = plan_film(decks, stems, duration_s=300.0, length_s=lambda track: length[track.path])
    assert len(plan.stretches) >= 4
    for s in plan.stretches:
        assert 0 <= s.film_start_s < s.film_end_s <= 300.0
        assert s.track_start_s + s.duration_s * s.speed.ratio <= length[s.track.path]
    assert profile.endswith("outsiders") == (not any(s.in_library for s in plan.stretches))


def test_a_deck_gives_each_condition_as_often_as_it_should():
    deck = Deck([("often", 3), ("seldom", 1)], np.random.default_rng(0))
    drawn = [deck.draw() for _ in range(40)]
    assert drawn.count("often") == 30


def test_held_out_music_is_an_outsider_and_in_no_library(stems):
    changed, held = hold_out_half(stems)
    assert held == ["a", "c"]
    assert {t.id for t in changed.outsiders} == {"a", "c", "some-one-else"}
    assert {t.id for t in (*changed.playing, *changed.distractors)} == {"b", "loop"}


def test_a_speed_is_reached_to_the_sample(stems, shelf):
    sound = shelf.read(stems.playing[0].path, 0, 20 * RATE_HZ)
    rate = 50_000
    faster = resampled(sound, rate)
    assert faster.shape[1] == pytest.approx(sound.shape[1] * RATE_HZ / rate, abs=2)
    again = resampled(faster, round(RATE_HZ * RATE_HZ / rate))
    assert lag_samples(again[0][18 * RATE_HZ :], sound[0][18 * RATE_HZ :], most=100) == 0


def test_a_drifting_speed_is_on_the_mean_at_both_ends():
    ramp = np.stack([np.linspace(0, 20, 20 * RATE_HZ, dtype=np.float32)] * 2)  # its value is its time
    place_s = drifting(ramp, 1.01, 0.01, 16 * RATE_HZ)[0]
    at = [2 * RATE_HZ, 8 * RATE_HZ, 16 * RATE_HZ - 1]
    straight_s = 1.01 * np.array(at) / RATE_HZ
    assert place_s[at] - straight_s == pytest.approx([-0.00875, -0.02, 0.0], abs=2e-4)


def onsets(sound):
    """How much the spectrum rises, 1000 times a second."""
    _, _, spectrum = signal.stft(sound, RATE_HZ, nperseg=1024, noverlap=1024 - 48)
    level = np.log(np.abs(spectrum[2:200]) + 1e-3 * np.abs(spectrum).max())
    rise = np.maximum(np.diff(level, axis=1), 0).sum(axis=0)
    return (rise - rise.mean()).astype(np.float32)


@pytest.mark.parametrize("rate_hz", [45_600, 47_520, 48_480, 50_400])
def test_stretching_keeps_time_within_some_milliseconds(stems, shelf, rate_hz):
    sound = shelf.read(stems.playing[0].path, 0, 12 * RATE_HZ)
    assert abs(lag_samples(onsets(shifted(sound, rate_hz)[0]), onsets(sound[0]), most=100)) <= 8


def test_named_speeds_are_exact_and_drawn_ones_stay_in_range():
    rng = np.random.default_rng(0)
    assert draw_speed("25/24", rng) == Speed("speed", 25 / 24, 50_000)
    assert draw_speed("none", rng).mode == "none"
    for _ in range(50):
        assert abs(draw_speed("speed", rng).ratio - 1) <= 0.0801
        assert 0.0799 <= abs(draw_speed("wide speed", rng).ratio - 1) <= 0.1001
        tempo, pitch = draw_speed("tempo", rng), draw_speed("pitch", rng)
        assert 0.0099 <= abs(tempo.ratio - 1) <= 0.0601
        assert tempo.pitch_cents == 0
        assert pitch.ratio == 1
        assert 17 < abs(pitch.pitch_cents) < 108


@pytest.mark.parametrize("name", sorted(TREATMENTS))
def test_a_treatment_keeps_length_and_time(stems, shelf, name):
    sound = shelf.read(stems.playing[0].path, 0, 5 * RATE_HZ)
    sound[:, : 2 * RATE_HZ] = 0
    treated = treat(sound, name, pan=0.5, rng=np.random.default_rng(2))
    assert treated.shape == sound.shape
    assert np.isfinite(treated).all()
    energy = np.abs(treated).max(axis=0)
    first = int(np.argmax(energy > 0.05 * energy.max()))
    assert 1.95 < first / RATE_HZ < 2.06
    if name != "none":
        assert not np.allclose(treated, sound, atol=1e-4)


def test_frames_carry_all_samples_in_order():
    sound = np.arange(20, dtype=np.float32).reshape(2, 10)
    frames = frames_of(sound, "stereo", block_samples=4)
    back = np.concatenate([f.to_ndarray().reshape(-1, 2).T for f in frames], axis=1)
    assert [f.pts for f in frames] == [0, 4, 8]
    assert np.array_equal(back, sound)

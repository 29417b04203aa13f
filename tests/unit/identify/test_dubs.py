"""Language tracks of one film: the same music, other voices; and what of it is heard with them all."""

import dataclasses
from fractions import Fraction

import av
import numpy as np
import pytest
from tests.reference.engine_library import SETTINGS, compare, index_of, named, recording_of
from tests.reference.engine_music import RATE_HZ, cut_blocks, noise, play

from cuespotter.alignment.lookup import Line, Span
from cuespotter.analysis.dubs import Dub, SharedPower, kinship
from cuespotter.analysis.fingerprint import hear_film
from cuespotter.analysis.spectrogram import Transform
from cuespotter.analysis.views import SHARED
from cuespotter.identify import identify
from cuespotter.identify.dubs import find_dubs
from cuespotter.identify.reels import open_reels
from cuespotter.media.streams import heard_words

TRANSFORM = Transform.of(SETTINGS.analysis)
SECONDS = 40.0


def voices(seed, *, level=0.5):
    """Make syllables: bursts of three narrow bands of noise, most of the time, far louder than the music."""
    chance = np.random.default_rng(seed)
    length = round(0.3 * RATE_HZ)
    sound = np.zeros(round(SECONDS * RATE_HZ))
    for first in range(0, len(sound) - length, length):
        bands = np.fft.rfft(chance.normal(0.0, level, length))
        heard = np.zeros(len(bands))
        for low in chance.uniform(0, 0.9, 3):
            heard[int(low * len(bands)) : int((low + 0.05) * len(bands))] = 1.0
        if chance.random() < 0.8:
            sound[first : first + length] = np.fft.irfft(bands * heard, length) * np.hanning(length)
    return np.stack([sound, sound]).astype(np.float32)


def music(tune=1, *, level=0.3):
    return level * play(tune, length_s=SECONDS) + noise(SECONDS, seed=50 + tune, level=0.002)


def power_of(sound):
    (chunk,) = list(TRANSFORM.chunks([sound[:1, : 250 * 256]]))
    return TRANSFORM.power(chunk.samples[0], chunk.frames)


RULES = {"step_db": 0.5, "reach_steps": 2, "beside_steps": 10, "floor_db": -50.0}


@pytest.mark.parametrize("gain", [1.0, 0.5, 3.0])
def test_dubs_of_one_mix_share_what_is_music_whatever_their_level(gain):
    one, other = power_of(music() + voices(1)), power_of(gain * (music() + voices(2)))
    found = kinship(one, other, **RULES)
    assert found.shared > SETTINGS.dubs.least_shared
    assert found.gain == pytest.approx(1 / gain**2, rel=0.13)


def test_strange_tracks_share_little():
    found = kinship(power_of(music(1) + voices(1)), power_of(music(2) + voices(2)), **RULES)
    assert found.shared < SETTINGS.dubs.least_shared / 2


def test_silence_shares_nothing():
    assert kinship(np.zeros((4, 8), np.float32), np.zeros((4, 8), np.float32), **RULES).shared == 0.0


def test_a_dub_that_has_ended_has_no_say():
    own, short = music(), np.zeros((2, RATE_HZ), np.float32)
    shared = SharedPower([Dub(cut_blocks(short), 1.0)], TRANSFORM)
    chunks = list(TRANSFORM.chunks([own[:1]]))
    rows = np.concatenate([shared.next(chunk.samples[0], chunk.frames) for chunk in chunks])
    alone = np.concatenate([TRANSFORM.power(chunk.samples[0], chunk.frames) for chunk in chunks])
    ended = -(-RATE_HZ // 256)
    assert rows[: ended - 8].max() < 1e-6 * alone.max()
    np.testing.assert_array_equal(rows[ended:], alone[ended:])


def test_threads_and_blocks_change_nothing():
    own, other = music() + voices(1), music() + voices(2)

    def heard(threads, block_samples):
        hearing = dataclasses.replace(SETTINGS.hearing, threads=threads)
        dubs = [Dub(cut_blocks(other, block_samples=block_samples), 1.0)]
        return hear_film(cut_blocks(own, block_samples=block_samples), SETTINGS.analysis, hearing, dubs)

    one, two = heard(1, 65536), heard(4, 1000)
    assert [view.view for view in one.views][-1] == SHARED
    for a, b in zip(one.views, two.views, strict=True):
        np.testing.assert_array_equal(a.presence, b.presence)


def write_film(path, tracks, *, titles=()):
    """Write a film in mono with a language track for each sound, uncompressed."""
    with av.open(str(path), "w", format="matroska") as container:
        streams = [container.add_stream("pcm_s16le", rate=RATE_HZ, layout="mono") for _ in tracks]
        for stream, language in zip(streams, ("eng", "ger", "fre", "spa"), strict=False):
            stream.metadata["language"] = language
        for stream, title in zip(streams, titles, strict=False):
            stream.metadata["title"] = title
        for stream, sound in zip(streams, tracks, strict=True):
            packed = (np.clip(sound[:1], -1, 1) * 32767).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(packed, format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, 0, Fraction(1, RATE_HZ)
            container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    return path


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Music 15 dB below the voices, in three languages; a commentary on other music; another film's track."""
    quiet = music(1, level=0.04)
    tracks = [quiet + voices(1), quiet + voices(2), quiet + voices(3), music(2) + voices(4)]
    path = tmp_path_factory.mktemp("dubs") / "film.mkv"
    return write_film(path, [0.4 * track for track in tracks])


def test_dubs_are_told_from_strange_tracks(film):
    (reel,) = open_reels([film], None)
    assert sorted(find_dubs(film, reel, SETTINGS)) == [1, 2]


def test_commentaries_and_the_same_language_are_no_dubs(tmp_path):
    tracks = [0.4 * (music() + voices(seed)) for seed in (1, 2)]
    path = write_film(tmp_path / "film.mkv", tracks, titles=("", "Director's commentary"))
    (reel,) = open_reels([path], None)
    assert find_dubs(path, reel, SETTINGS) == {}


def test_what_all_tracks_share_is_heard_by_default_and_one_alone_where_it_is_asked_for(film):
    index = index_of(0, 1, 2, 3)
    together = identify([film], index, recording_of, SETTINGS)
    alone = identify([film], index, recording_of, SETTINGS, stream=0)
    assert (together.film.file.dub_streams, alone.film.file.dub_streams) == ([1, 2], [])
    (cue,) = named(together)
    assert (cue.recording.id, cue.placements[0].heard_on) == ("tune1", ["mid", "shared"])
    assert all(view == "mid" for one in named(alone) for view in one.placements[0].heard_on)
    words = heard_words(together.film.file)
    assert words.startswith("heard stream 0 (")
    assert "with 1 (" in words
    assert words.endswith("not heard: 3 (pcm_s16le mono, spa)")


def test_what_tracks_share_is_clearer_than_any_of_them():
    own, *others = (cut_blocks((music(1, level=0.04) + voices(k))[:1], layout=("FC",)) for k in (1, 2, 3))
    dubs = [Dub(other, 1.0) for other in others]
    compared = compare(hear_film(own, SETTINGS.analysis, SETTINGS.hearing, dubs), 1)
    line = Line(0.0, 1.0, 0.0)
    met = compared.presence(compared.cut(line, Span(0.0, float(compared.heard.frames))), line).mean(axis=1)
    strengths = dict(zip([view.name for view in compared.heard.views], met.tolist(), strict=True))
    assert strengths["shared"] > 1.25 * strengths["mid"]

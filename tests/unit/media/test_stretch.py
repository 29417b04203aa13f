"""A stretch of a file holds what the whole of it holds there."""

import numpy as np
import pytest

from cuespotter.errors import MediaError
from cuespotter.media.decode import read
from cuespotter.media.probe import probe
from cuespotter.media.streams import choose
from cuespotter.media.stretch import read_stretch

from .making import centres, clicks, encode, tone

RATE_HZ = 11025
AT_S = (0.5, 3.2, 6.1, 8.75)
CODED = {
    "film.mkv": "ac3",
    "song.opus": "libopus",
    "song.mp3": "libmp3lame",
    "song.flac": "flac",
    "song.wav": "pcm_s16le",
    "film.mp4": "aac",
}


@pytest.fixture(params=CODED.items(), ids=CODED)
def file(request, tmp_path):
    name, codec = request.param
    return encode(tmp_path / name, clicks(10, AT_S, channels=2), codec=codec)


@pytest.mark.parametrize(("start_s", "end_s"), [(0.0, 4.0), (2.5, 7.0), (5.0, 10.0)])
def test_what_sounds_in_a_stretch_sounds_where_it_does_in_the_whole(file, start_s, end_s):
    part = read_stretch(file, rate_hz=RATE_HZ, start_s=start_s, end_s=end_s)
    whole = read(file, rate_hz=RATE_HZ).samples
    assert part.samples.shape == (2, round(end_s * RATE_HZ) - round(start_s * RATE_HZ))
    inside = [time_s for time_s in AT_S if start_s < time_s < end_s]
    found = centres(part.samples[0], RATE_HZ, [time_s - start_s for time_s in inside])
    expected = [time_s - start_s for time_s in centres(whole[0], RATE_HZ, inside)]
    assert found == pytest.approx(expected, abs=0.002)


@pytest.mark.parametrize(
    ("name", "codec", "file_hz"),
    [
        ("a.opus", "libopus", 48000),
        ("a.flac", "flac", 48000),
        ("a.wav", "pcm_s16le", 22050),
        ("a.m4a", "aac", 48000),
    ],
)
def test_two_stretches_have_the_same_samples_where_both_are(tmp_path, name, codec, file_hz):
    noise = 0.1 * np.random.default_rng(7).standard_normal((2, 12 * file_hz)).astype(np.float32)
    file = encode(tmp_path / name, noise, codec=codec, rate_hz=file_hz)
    early, late = (
        read_stretch(file, rate_hz=RATE_HZ, start_s=start_s, end_s=10.0).samples for start_s in (2.0, 7.0)
    )
    both = early[:, 5 * RATE_HZ :]
    # a coder of noise may draw some of it anew
    assert np.median(np.abs(both - late)) < 0.001 * both.std()


def test_what_lies_outside_of_the_file_is_silence(file):
    part = read_stretch(file, rate_hz=RATE_HZ, start_s=9.0, end_s=14.0).samples
    assert part.shape == (2, 5 * RATE_HZ)
    assert part[:, : RATE_HZ // 2].any()
    assert not part[:, 2 * RATE_HZ :].any()


def test_a_stretch_beyond_the_end_is_silence(file):
    assert not read_stretch(file, rate_hz=RATE_HZ, start_s=60.0, end_s=65.0).samples.any()


def test_streams_of_a_mix_are_its_channels(tmp_path):
    levels = (0.5, 0.25, 0.125, 0.0625)
    first, *others = [level * tone(4, 440)[None] for level in levels]
    more = [{"samples": samples, "layout": "mono"} for samples in others]
    film = encode(tmp_path / "film.mov", first, codec="pcm_s24le", more=more, video=True)
    part = read_stretch(film, rate_hz=RATE_HZ, start_s=1.0, end_s=3.0, stream=choose(probe(film), None))
    assert part.layout == ("FL", "FR", "SL", "SR")
    assert np.abs(part.samples[:, 500:-500]).max(axis=1) == pytest.approx(0.4 * np.array(levels), rel=0.02)


def test_what_is_no_sound_file_is_refused(tmp_path):
    (tmp_path / "text.mp3").write_text("no sound at all\n")
    with pytest.raises(MediaError):
        read_stretch(tmp_path / "text.mp3", rate_hz=RATE_HZ, start_s=0.0, end_s=1.0)

"""The picture rates of files, as containers declare them."""

from fractions import Fraction

import av
import pytest

from cuespotter.clock import editing_rate
from cuespotter.media.probe import probe

TICK = Fraction(1, 1000)


def film(path, *, rate=25, times=None, count=100):
    """A film of grey pictures, at a rate or at times in milliseconds."""
    with av.open(str(path), "w") as out:
        pictures = out.add_stream("mpeg4", rate=rate)
        pictures.width = pictures.height = 64
        pictures.pix_fmt = "yuv420p"
        sound = out.add_stream("pcm_s16le" if path.suffix == ".avi" else "aac", rate=8000, layout="mono")
        if times is not None:
            pictures.codec_context.time_base = TICK
        for number in range(count if times is None else len(times)):
            frame = av.VideoFrame(64, 64, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            frame.pts = number if times is None else times[number]
            frame.time_base = 1 / Fraction(rate) if times is None else TICK
            out.mux(pictures.encode(frame))
        out.mux(pictures.encode())
        quiet = av.AudioFrame(format="s16" if path.suffix == ".avi" else "fltp", layout="mono", samples=1024)
        quiet.planes[0].update(bytes(quiet.planes[0].buffer_size))
        quiet.sample_rate = 8000
        out.mux(sound.encode(quiet))
        out.mux(sound.encode())
    return path


@pytest.mark.parametrize("suffix", [".mkv", ".mp4", ".mov", ".avi"])
@pytest.mark.parametrize("declared", [(2997, 125), (2997, 100), (30, 1), (5994, 100), (24, 1)])
def test_a_decimal_rate_of_a_file_gives_its_editing_rate(tmp_path, suffix, declared):
    facts = probe(film(tmp_path / f"film{suffix}", rate=Fraction(*declared)))
    assert not facts.pictures_vary
    exact = editing_rate(facts.picture_rate).per_second
    assert abs(float(exact) / float(Fraction(*declared)) - 1) < 1e-4


@pytest.mark.parametrize("suffix", [".mp4", ".mov"])
def test_pictures_at_odd_times_are_said_to_vary(tmp_path, suffix):
    gaps = [33, 33, 67, 42, 100, 33, 42] * 20
    times = [sum(gaps[:number]) for number in range(len(gaps))]
    facts = probe(film(tmp_path / f"film{suffix}", times=times))
    assert facts.pictures_vary
    average = len(gaps) / (sum(gaps) / 1000)
    assert float(Fraction(facts.picture_rate)) == pytest.approx(average, rel=0.01)


def test_times_rounded_to_milliseconds_are_the_grid_they_lie_on(tmp_path):
    times = [round(number * 1001 / 24) for number in range(200)]
    facts = probe(film(tmp_path / "film.mp4", times=times))
    assert (facts.picture_rate, facts.pictures_vary) == ("24000/1001", False)

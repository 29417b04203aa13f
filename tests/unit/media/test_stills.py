"""Stills from films made here: which picture, how large, and where there is none."""

import io

import av
import pytest

from cuespotter.errors import MissingFileError
from cuespotter.media.stills import LONGEST_SIDE_PX, decode_stills


def film(path, greys, *, size=(64, 48), aspect=None):
    """A film of one picture a second, each of one grey, with sound."""
    with av.open(str(path), "w") as out:
        pictures = out.add_stream("mpeg4", rate=1)
        pictures.width, pictures.height, pictures.pix_fmt = *size, "yuv420p"
        if aspect is not None:
            pictures.sample_aspect_ratio = aspect
        sound = out.add_stream("aac", rate=8000, layout="mono")
        for number, grey in enumerate(greys):
            frame = av.VideoFrame(*size, "yuv420p")
            frame.planes[0].update(bytes([grey]) * frame.planes[0].buffer_size)
            for plane in frame.planes[1:]:
                plane.update(b"\x80" * plane.buffer_size)
            frame.pts = number
            out.mux(pictures.encode(frame))
            tone = av.AudioFrame(format="fltp", layout="mono", samples=8000)
            tone.planes[0].update(bytes(tone.planes[0].buffer_size))
            tone.rate, tone.pts = 8000, 8000 * number
            out.mux(sound.encode(tone))
        out.mux(pictures.encode())
        out.mux(sound.encode())
    return path


def picture(jpeg):
    with av.open(io.BytesIO(jpeg), format="mjpeg") as container:
        (frame,) = container.decode(video=0)
        return frame.width, frame.height, bytes(frame.planes[0])[frame.width // 2]


def test_the_picture_at_a_moment_is_the_last_that_began(tmp_path):
    greys = [20, 60, 100, 140, 180, 220]
    found = decode_stills(film(tmp_path / "a.mkv", greys), [0.0, 1.5, 3.0, 4.99])
    near = {time_s: picture(still)[2] for time_s, still in found.items()}
    expected = {0.0: 20, 1.5: 60, 3.0: 140, 4.99: 180}
    assert near.keys() == expected.keys()
    full_range = {time_s: (grey - 16) * 255 / 219 for time_s, grey in expected.items()}
    assert near == pytest.approx(full_range, abs=6)


def test_stills_are_small_and_their_pixels_square(tmp_path):
    from fractions import Fraction

    path = film(tmp_path / "a.mkv", [90] * 3, size=(720, 576), aspect=Fraction(64, 45))
    (still,) = decode_stills(path, [1.0]).values()
    width, height, _ = picture(still)
    assert max(width, height) == LONGEST_SIDE_PX
    assert width / height == pytest.approx(16 / 9, rel=0.01)
    assert len(still) < 60_000


def test_there_is_no_picture_past_the_end_nor_in_a_file_of_sound(tmp_path):
    assert decode_stills(film(tmp_path / "a.mkv", [90] * 3), [60.0]) == {}
    import wave

    with wave.open(str(tmp_path / "a.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16000))
    assert decode_stills(tmp_path / "a.wav", [0.5]) == {}
    with pytest.raises(MissingFileError):
        decode_stills(tmp_path / "gone.mkv", [0.0])

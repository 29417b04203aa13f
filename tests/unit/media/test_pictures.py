"""Stills: the picture that stands at a time, whatever was looked at before."""

from concurrent.futures import ThreadPoolExecutor

import av
import numpy as np
import pytest
from tests.web.picture_film import RATE, number_in_jpeg, write_film

from cuespotter.errors import MissingFileError, NoPictureError
from cuespotter.media.pictures import PictureReader

GOP = 50


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return write_film(
        tmp_path_factory.mktemp("film") / "film.mkv", seconds=12, codec="mpeg4", gop=GOP, qmax=3
    )


@pytest.fixture
def reader(film):
    opened = PictureReader(film)
    yield opened
    opened.close()


def shown(reader, at_s, **how):
    return number_in_jpeg(reader.still(at_s, height=96, near=how.get("near", False)))


def test_the_picture_at_a_time_is_the_one_that_stands_there(reader):
    for at_s in np.random.default_rng(3).uniform(0, 12, 40):
        assert shown(reader, float(at_s)) == int(at_s * RATE)


def test_every_picture_is_met_at_its_own_time_forward_and_backward(reader):
    numbers = [*range(60, 130), *range(130, 60, -7)]
    assert [shown(reader, number / RATE) for number in numbers] == numbers


def test_near_is_a_key_picture_before(reader, film):
    with av.open(str(film)) as container:
        packets = [
            packet for packet in container.demux(video=0) if packet.is_keyframe and packet.pts is not None
        ]
        keys = [round(float(packet.pts * packet.time_base) * RATE) for packet in packets]
    assert len(keys) > 4
    for at_s in (0.0, 3.9, 4.1, 11.9):
        assert shown(reader, at_s, near=True) == max(key for key in keys if key <= at_s * RATE)
    assert shown(reader, 3.9) == 97, "after near ones the exact ones are exact"


def test_beyond_the_end_stands_the_last_picture(reader):
    assert shown(reader, 500.0) == 12 * RATE - 1


def test_stills_are_never_made_larger_and_keep_their_shape(reader):
    coder = av.CodecContext.create("mjpeg", "r")
    frames = [*coder.decode(av.Packet(reader.still(1.0, height=720, near=False))), *coder.decode(None)]
    assert (frames[0].width, frames[0].height) == (176, 96)


def test_threads_may_ask_side_by_side_and_closing_costs_nothing_but_time(reader):
    times = [float(at_s) for at_s in np.random.default_rng(4).uniform(0, 12, 24)]

    def ask(at_s):
        if at_s > 10:
            reader.close()
        return shown(reader, at_s)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, times)) == [int(at_s * RATE) for at_s in times]


def test_sound_alone_has_no_picture(tmp_path):
    from tests.web.conftest import make_music, write_wav

    path = write_wav(tmp_path / "sound.wav", make_music(1, 2.0))
    with pytest.raises(NoPictureError, match=r"sound\.wav.* has no moving pictures"):
        PictureReader(path).still(0.0, height=90, near=False)
    with pytest.raises(MissingFileError):
        PictureReader(tmp_path / "gone.mkv").still(0.0, height=90, near=False)

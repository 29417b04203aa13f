import numpy as np
import pytest
from tests.reference.index_library import make_recording, same_fingerprint

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.peaks import Peaks
from cuespotter.errors import ShapeError
from cuespotter.index.fingerprints import pack_fingerprint, unpack_fingerprint


def peaks(frame, cents):
    return Peaks(np.array(frame, np.int32), np.array(cents, np.uint16))


def there_and_back(fingerprint):
    return unpack_fingerprint(np.append(pack_fingerprint(fingerprint), np.uint64(0)), fingerprint.frames)


@pytest.mark.parametrize(
    "fingerprint",
    [
        Fingerprint(peaks([], []), 0),
        Fingerprint(peaks([], []), 17),
        Fingerprint(peaks([0], [0]), 1),
        Fingerprint(peaks([0, 0, 0], [1, 2, 3]), 1),
        Fingerprint(peaks([0, 2**31 - 2], [0, 65535]), 2**31 - 1),
    ],
)
def test_unpacking_undoes_packing_at_the_edges(fingerprint):
    assert same_fingerprint(there_and_back(fingerprint), fingerprint)


def test_25_peaks_a_second_take_less_than_two_bytes_each():
    fingerprint, _ = make_recording(np.random.default_rng(0), frames=4300, peaks=2500, landmarks=0)
    assert same_fingerprint(there_and_back(fingerprint), fingerprint)
    assert pack_fingerprint(fingerprint).nbytes < 2 * 2500


@pytest.mark.parametrize("frame", [[-1, 2], [3, 2], [2, 10]])
def test_frames_that_do_not_ascend_inside_the_recording_are_refused(frame):
    with pytest.raises(ShapeError, match="ascend from 0 to below 10"):
        pack_fingerprint(Fingerprint(peaks(frame, [1, 2]), 10))


def test_columns_of_different_length_are_refused():
    with pytest.raises(ShapeError, match=r"not shapes \(2,\) and \(1,\)"):
        pack_fingerprint(Fingerprint(peaks([1, 2], [1]), 10))


@pytest.mark.parametrize("head", [2**32 - 1, 1 << 32 | 50, 31 << 37 | 1])
def test_a_head_that_promises_too_much_is_damage(head):
    assert unpack_fingerprint(np.array([head, 0, 0], np.uint64), 100) is None


def test_no_words_are_damage():
    assert unpack_fingerprint(np.empty(0, np.uint64), 100) is None


def test_cents_of_a_film_are_refused_since_they_are_not_whole():
    film = Peaks(np.array([1], np.int32), np.array([1.5], np.float32))
    with pytest.raises(ShapeError, match="uint16, not float32; round them"):
        pack_fingerprint(Fingerprint(film, 10))

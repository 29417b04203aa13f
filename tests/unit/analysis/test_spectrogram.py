import numpy as np
import pytest
import scipy.signal

from cuespotter.analysis.spectrogram import CHUNK_FRAMES, chunk_samples, hann_window, power_of

WINDOW, HOP = 16, 4


def cut(sound, block_samples):
    return [sound[:, first : first + block_samples] for first in range(0, sound.shape[1], block_samples)]


def chunks_of(samples, block_samples, channels=1):
    sound = np.arange(1, samples + 1, dtype=np.float32) * np.ones((channels, 1), np.float32)
    return list(chunk_samples(cut(sound, block_samples), window_samples=WINDOW, hop_samples=HOP))


@pytest.mark.parametrize("samples", [1, 3, 4, 5, 17, 4 * CHUNK_FRAMES, 4 * CHUNK_FRAMES + 1, 9001])
@pytest.mark.parametrize("block_samples", [5, 4096, 10**6])
def test_chunks_cover_every_frame_once(samples, block_samples):
    chunks = chunks_of(samples, block_samples)
    frames = [chunk.first + i for chunk in chunks for i in range(chunk.frames)]
    assert frames == list(range(-(-samples // HOP)))
    assert all(chunk.samples.shape == (1, (chunk.frames - 1) * HOP + WINDOW) for chunk in chunks)


def test_a_frame_is_centred_on_its_sample_and_silence_stands_around():
    samples = 9001
    padded = np.concatenate([np.zeros(WINDOW // 2), np.arange(1, samples + 1), np.zeros(WINDOW)])
    for chunk in chunks_of(samples, 1000, channels=2):
        first = chunk.first * HOP
        expected = padded[first : first + chunk.samples.shape[1]]
        np.testing.assert_array_equal(chunk.samples, [expected, expected])


def test_no_sound_gives_no_chunk():
    assert list(chunk_samples([], window_samples=WINDOW, hop_samples=HOP)) == []
    empty = np.zeros((2, 0), np.float32)
    assert list(chunk_samples([empty, empty], window_samples=WINDOW, hop_samples=HOP)) == []


@pytest.mark.parametrize("bin_number", [25, 100, 700])
def test_a_full_scale_sine_has_power_one(bin_number):
    sine = np.sin(2 * np.pi * bin_number * np.arange(4096) / 2048).astype(np.float32)
    power = power_of(sine, frames=5, window=hann_window(2048), hop_samples=256, bins=967)
    assert power.shape == (5, 967)
    assert power.dtype == np.float32
    np.testing.assert_allclose(power[:, bin_number], 1.0, rtol=1e-3)
    assert (power.argmax(axis=1) == bin_number).all()


def test_power_is_that_of_a_textbook_spectrogram():
    sound = np.random.default_rng(0).standard_normal(5000).astype(np.float32)
    window = hann_window(2048)
    power = power_of(sound, frames=10, window=window, hop_samples=256, bins=1025)
    _, _, spectra = scipy.signal.stft(
        sound, window=window, nperseg=2048, noverlap=2048 - 256, boundary=None, padded=False
    )
    textbook = np.abs(spectra.T[:10] * window.sum()) ** 2
    np.testing.assert_allclose(power, textbook, rtol=1e-3, atol=1e-6)

"""What happens to music between the record and the film: a radio, a wall, a room, a telephone, a limiter.

Each treatment takes and gives float32[2, n] at `RATE_HZ`; time zero stays time zero.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import av
import numpy as np
from numpy.typing import NDArray
from scipy import signal

from evaluation.filters import filtered
from evaluation.stems import F32, RATE_HZ

Rng = np.random.Generator
Treatment = Callable[[F32, Rng, float], F32]
"""(sound, chance, pan from -1 to 1) -> sound."""

CODEC_BIT_RATE = 48_000


def band(sound: F32, *, low_hz: float | None, high_hz: float | None, order: int = 4) -> F32:
    """Keep what lies between two frequencies (Butterworth)."""
    edges = [hz for hz in (low_hz, high_hz) if hz is not None]
    kind = "bandpass" if len(edges) == 2 else ("highpass" if high_hz is None else "lowpass")
    sections = signal.butter(order, edges if len(edges) == 2 else edges[0], kind, fs=RATE_HZ, output="sos")
    return np.asarray(signal.sosfilt(sections, sound, axis=-1), np.float32)


def reverberated(sound: F32, rng: Rng, *, decay_s: float, wet: float, damping_hz: float) -> F32:
    """Put sound into a room: noise that dies away by 60 dB in `decay_s`, mixed with the direct sound.

    `wet` is the room's share of the energy. After J. A. Moorer, "About This Reverberation Business",
    Computer Music Journal 3(2), 1979: a room's answer is close to decaying noise.
    """
    n = int(decay_s * RATE_HZ)
    answer = rng.standard_normal((2, n)).astype(np.float32)
    answer *= np.exp(-6.91 * np.arange(n, dtype=np.float32) / n)
    answer[:, : int(0.008 * RATE_HZ)] = 0  # the first wall is a few metres away
    answer = band(answer, low_hz=None, high_hz=damping_hz, order=1)
    answer /= np.sqrt((answer**2).sum(axis=1, keepdims=True))
    tail = signal.oaconvolve(sound, answer, axes=-1)[:, : sound.shape[1]]
    return np.asarray(np.sqrt(1 - wet) * sound + np.sqrt(wet) * tail, np.float32)


def panned(sound: F32, pan: float) -> F32:
    """Fold to mono and place it: -1 left, 0 centre, 1 right, at constant power."""
    angle = (pan + 1) * np.pi / 4
    gains = np.array([[np.cos(angle)], [np.sin(angle)]], np.float32)
    mono: F32 = sound.mean(axis=0, dtype=np.float32)
    return gains * mono * np.float32(np.sqrt(2))


def overdriven(sound: F32, drive_db: float) -> F32:
    """Push sound into saturation: `drive_db` above its own level at full bend."""
    rms = _rms(sound)
    if rms == 0:
        return sound
    gain = 10 ** (drive_db / 20) / (4 * rms)
    return np.asarray(np.tanh(sound * gain) / gain, np.float32)


def radio(sound: F32, rng: Rng, pan: float) -> F32:
    """Play it on a radio in the room: telephone band, overdriven, a small room, somewhere in the picture."""
    thin = overdriven(band(panned(sound, 0.0), low_hz=300, high_hz=3400), rng.uniform(3, 9))
    room = reverberated(thin, rng, decay_s=rng.uniform(0.2, 0.45), wet=0.3, damping_hz=4000)
    return _leaned(room, pan)


def wall(sound: F32, rng: Rng, pan: float) -> F32:
    """Play it at a party next door: nothing above 500 to 800 Hz, washed out."""
    washed = reverberated(sound, rng, decay_s=rng.uniform(0.5, 0.9), wet=0.5, damping_hz=1500)
    return _leaned(band(washed, low_hz=None, high_hz=rng.uniform(500, 800)), pan)


def room(sound: F32, rng: Rng, pan: float) -> F32:
    """Play it on a loudspeaker in a room: half of the energy is the room's."""
    return _leaned(reverberated(sound, rng, decay_s=rng.uniform(0.4, 0.8), wet=0.5, damping_hz=6000), pan)


def hall(sound: F32, rng: Rng, pan: float) -> F32:
    """Play it in a large hall: two to three seconds of reverberation, more than half of the energy."""
    return _leaned(reverberated(sound, rng, decay_s=rng.uniform(1.8, 3.0), wet=0.6, damping_hz=5000), pan)


def mono_pan(sound: F32, rng: Rng, pan: float) -> F32:
    """Fold it to mono, from one place."""
    del rng
    return panned(sound, pan)


def speaker(sound: F32, rng: Rng, pan: float) -> F32:
    """Play it on a small loudspeaker: no bass, a resonance, little treble, some saturation."""
    peak_hz = rng.uniform(900, 2200)
    numerator, denominator = signal.iirpeak(peak_hz, 1.5, fs=RATE_HZ)
    thin = band(panned(sound, 0.0), low_hz=350, high_hz=7000, order=2)
    bump = signal.lfilter(numerator, denominator, thin, axis=-1).astype(np.float32)
    return panned(overdriven(thin + bump, 3.0), pan)


def telephone(sound: F32, rng: Rng, pan: float) -> F32:
    """Send it through a telephone: 8 kHz, 300 to 3400 Hz, eight bits on the mu law (ITU-T G.711)."""
    del rng
    narrow = band(filtered(panned(sound, 0.0), [("aresample", "8000")]), low_hz=300, high_hz=3400)
    narrow = _fitted(narrow, sound.shape[1])
    full = float(np.abs(narrow).max())
    if full == 0:
        return narrow
    mu = 255.0
    squeezed = np.sign(narrow) * np.log1p(mu * np.abs(narrow) / full) / np.log1p(mu)
    steps = np.rint(squeezed * 127) / 127
    back = np.sign(steps) * np.expm1(np.abs(steps) * np.log1p(mu)) / mu * full
    return panned(back.astype(np.float32), pan)


def inverted(sound: F32, rng: Rng, pan: float) -> F32:
    """Turn the polarity of one channel: what was in the middle cancels in mono."""
    del rng, pan
    return sound * np.array([[1], [-1]], np.float32)


def limited(sound: F32, rng: Rng, pan: float) -> F32:
    """Limit it heavily: 12 to 18 dB over the threshold, the envelope flattened, the rest clipped softly."""
    del pan
    envelope = np.sqrt(signal.lfilter([0.001], [1, -0.999], (sound**2).max(axis=0))) + 1e-6
    drive = 10 ** (rng.uniform(12, 18) / 20)
    gain = drive / np.maximum(1.0, drive * envelope / max(_rms(sound), 1e-9))
    return overdriven((sound * gain).astype(np.float32), 6.0)


def codec(sound: F32, rng: Rng, pan: float) -> F32:
    """Send it through MP3 or AAC at 48 kbit/s."""
    del pan
    name = ("libmp3lame", "aac")[int(rng.integers(2))]
    return coded(sound, name, CODEC_BIT_RATE)


def coded(sound: F32, codec_name: str, bit_rate: int) -> F32:
    """Send stereo sound through a lossy codec and back, its delay removed."""
    box = io.BytesIO()
    with av.open(box, "w", format="matroska") as container:
        stream = container.add_stream(codec_name, rate=RATE_HZ)
        assert isinstance(stream, av.AudioStream)
        stream.bit_rate = bit_rate
        stream.layout = "stereo"
        for frame in frames_of(sound, "stereo"):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    box.seek(0)
    with av.open(box, "r") as coded_sound:
        parts = [frame.to_ndarray() for frame in coded_sound.decode(audio=0)]
    heard = np.concatenate(parts, axis=1).astype(np.float32)
    late = lag_samples(heard[0], sound[0], most=4096)
    return _fitted(heard[:, max(0, late) :], sound.shape[1])


def frames_of(sound: F32, layout: str, block_samples: int = 1 << 15) -> list[av.AudioFrame]:
    """Cut float32[channels, n] into FFmpeg frames with time stamps (packed: PyAV cannot fill 8 planes)."""
    frames = []
    for first in range(0, sound.shape[1], block_samples):
        block = np.ascontiguousarray(sound[:, first : first + block_samples].T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(block, format="flt", layout=layout)
        frame.sample_rate, frame.pts = RATE_HZ, first
        frames.append(frame)
    return frames


def lag_samples(heard: NDArray[np.float32], sent: NDArray[np.float32], *, most: int) -> int:
    """By how many samples `heard` is later than `sent`: the peak of their cross-correlation within `most`."""
    n = min(len(heard), len(sent), 20 * RATE_HZ)
    size = 1 << int(np.ceil(np.log2(2 * n)))
    spectrum = np.fft.rfft(heard[:n], size) * np.conj(np.fft.rfft(sent[:n], size))
    together = np.fft.irfft(spectrum, size)
    near = np.concatenate([together[-most:], together[: most + 1]])
    return int(np.argmax(near)) - most


TREATMENTS: dict[str, Treatment | None] = {
    "none": None,
    "radio": radio,
    "wall": wall,
    "room": room,
    "hall": hall,
    "mono_pan": mono_pan,
    "speaker": speaker,
    "telephone": telephone,
    "inverted": inverted,
    "limited": limited,
    "codec": codec,
}


def treat(sound: F32, name: str, *, pan: float, rng: Rng) -> F32:
    """Apply a treatment of the table by its name."""
    treatment = TREATMENTS[name]
    return sound if treatment is None else treatment(sound, rng, pan)


def _leaned(sound: F32, pan: float) -> F32:
    """Lean stereo sound to one side without folding it."""
    gains = np.array([[min(1.0, 1 - pan)], [min(1.0, 1 + pan)]], np.float32)
    return sound * gains


def _fitted(sound: F32, count: int) -> F32:
    """Cut, or fill with zeros, to `count` samples."""
    out = np.zeros((sound.shape[0], count), np.float32)
    n = min(count, sound.shape[1])
    out[:, :n] = sound[:, :n]
    return out


def _rms(sound: F32) -> float:
    """Root mean square over all channels."""
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)))) if sound.size else 0.0

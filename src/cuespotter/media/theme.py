"""A stretch of music -> the MP3 that a media server plays while somebody looks at a film's page."""

import io

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from cuespotter.errors import MediaError
from cuespotter.media.excerpt import RATE_HZ

F32 = NDArray[np.float32]
FADE_IN_S, FADE_OUT_S = 0.5, 3.0
"""It begins and ends in the middle of the music: heard softly, that is no fright."""
BITS_A_SECOND = 192_000
CODER = "libmp3lame"


def faded(samples: F32, *, rate_hz: int) -> F32:
    """Fade in and out.

    Parameters
    ----------
    samples : float32[channels, n]
    rate_hz : int

    Returns
    -------
    float32[channels, n]
        From silence and to silence; of what is shorter than both fades, each has its share.

    Examples
    --------
    >>> float(faded(np.ones((1, 480000), np.float32), rate_hz=48000)[0, 240000])
    1.0
    """
    count = samples.shape[1]
    share = min(1.0, count / ((FADE_IN_S + FADE_OUT_S) * rate_hz))
    begin, end = (round(share * fade_s * rate_hz) for fade_s in (FADE_IN_S, FADE_OUT_S))
    gain = np.ones(count, np.float32)
    gain[:begin] = np.linspace(0.0, 1.0, begin, endpoint=False, dtype=np.float32)
    gain[count - end :] = np.linspace(1.0, 0.0, end, dtype=np.float32)
    return samples * gain


def as_mp3(samples: F32, *, title: str | None, artist: str | None) -> bytes:
    """Write MP3 at `RATE_HZ`; the same samples always give the same bytes.

    Parameters
    ----------
    samples : float32[channels, n]
        One or two channels.
    title, artist : str or None
        Its tags.

    Raises
    ------
    MediaError
        This build of FFmpeg writes no MP3.
    """
    if CODER not in av.codec.codecs_available:
        raise MediaError("this build of FFmpeg writes no MP3 (it has no libmp3lame)")
    target = io.BytesIO()
    layout = "mono" if len(samples) == 1 else "stereo"
    with av.open(target, "w", format="mp3", options={"fflags": "+bitexact"}) as container:
        container.metadata.update({k: v for k, v in (("title", title), ("artist", artist)) if v})
        stream = container.add_stream(CODER, rate=RATE_HZ, layout=layout)
        assert isinstance(stream, AudioStream)
        stream.bit_rate = BITS_A_SECOND
        frame = AudioFrame.from_ndarray(
            np.ascontiguousarray(np.clip(samples, -1.0, 1.0)), format="fltp", layout=layout
        )
        frame.sample_rate, frame.pts = RATE_HZ, 0
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return target.getvalue()

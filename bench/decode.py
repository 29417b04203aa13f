"""Decode files to a rate, all channels, and do nothing else: what `add` and `identify` are held against.

``python -m bench.decode 11025 FILE...`` prints the seconds of sound.
"""

from __future__ import annotations

import sys
from pathlib import Path

import av
from av.filter import Graph

SAMPLES_AT_ONCE = 65536
"""FFmpeg hands resampled sound over in large pieces, so that Python costs next to nothing."""


def decode(path: Path, rate_hz: int) -> int:
    """Decode and resample a file's first sound stream inside FFmpeg; give the number of samples."""
    count = 0
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        graph = Graph()
        source = graph.add_abuffer(template=stream)
        resample = graph.add("aresample", str(rate_hz))
        gather = graph.add("asetnsamples", f"n={SAMPLES_AT_ONCE}:p=0")
        sink = graph.add("abuffersink")
        source.link_to(resample)
        resample.link_to(gather)
        gather.link_to(sink)
        graph.configure()
        for frame in container.decode(stream):
            source.push(frame)
            count += _pull(sink)
        source.push(None)
        count += _pull(sink)
    return count


def _pull(sink: av.filter.FilterContext) -> int:
    """Take what is ready; give the number of samples."""
    count = 0
    while True:
        try:
            frame = sink.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return count
        assert isinstance(frame, av.AudioFrame)
        count += frame.samples


if __name__ == "__main__":
    rate = int(sys.argv[1])
    print(sum(decode(Path(name), rate) for name in sys.argv[2:]) / rate)

import struct

import pytest

from cuespotter.errors import LibraryDamagedError
from cuespotter.index.file_format import (
    HEADER_BYTES,
    FileSection,
    Header,
    checksum,
    pack_header,
    unpack_header,
)
from cuespotter.index.segment import Segment
from cuespotter.index.verify import verify_segment


def rewrite(path, changes):
    """Change sections and make every length and checksum right again, as a malicious writer would."""
    data = path.read_bytes()
    header = unpack_header(data[:HEADER_BYTES], path=path, file_bytes=len(data), digest=None)
    body, sections, at = b"", {}, HEADER_BYTES
    for name, old in header.sections.items():
        section = changes.get(name, lambda d: d)(data[old.offset : old.offset + old.length])
        sections[name] = FileSection(at, len(section), checksum(section).digest())
        body += section
        at += len(section)
    facts = {name: change for name, change in changes.items() if name in {"recordings", "frames", "postings"}}
    values = {name: facts.get(name, getattr(header, name)) for name in ("recordings", "frames", "postings")}
    path.write_bytes(pack_header(Header(header.digest, sections=sections, **values)) + body)


def put(at, number):
    """Overwrite a u64."""
    return lambda data: data[:at] + struct.pack("<Q", number) + data[at + 8 :]


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"recordings": 11}, "length"),
        ({"recordings": 2**60}, "ids cannot be read"),
        ({"frames": 1}, "do not fill its time line"),
        ({"postings": 1}, "do not have its number of postings"),
        ({"NAME": lambda _: b""}, "ids cannot be read"),
        ({"NAME": lambda d: b"\xff" * len(d)}, "ids cannot be read"),
        ({"NAME": lambda d: d[:4] + b"\xff\xfe" + d[6:]}, "ids cannot be read"),
        ({"FRAM": lambda d: d + bytes(8)}, "length"),
        ({"PKAT": lambda d: d[:-8]}, "fingerprints are not where"),
        ({"PKAT": put(8, 2**63)}, "fingerprints are not where"),
        ({"PKAT": put(8, 9)}, "fingerprints are not where"),
        ({"PEAK": lambda _: b""}, "fingerprints are not where"),
        ({"POST": lambda _: b""}, "postings are missing"),
        ({"DIRY": lambda _: b""}, "postings are missing"),
    ],
)
def test_a_segment_that_contradicts_itself_is_refused_whatever_its_checksums(segment, changes, match):
    rewrite(segment, changes)
    with pytest.raises(LibraryDamagedError, match=f"one.ndx is damaged: .*{match}"):
        Segment(segment, digest=None)


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"POST": lambda d: bytes(len(d))}, "postings cannot be read"),
        ({"POST": lambda d: b"\xff" * len(d)}, "postings"),
        ({"DIRY": put(8, 0)}, "postings cannot be read"),
        ({"DIRY": put(0, 2**64 - 1)}, "postings cannot be read"),
        ({"PEAK": lambda d: b"\xff" * len(d)}, "fingerprint of rec-1-0 cannot be read"),
    ],
)
def test_content_that_no_writer_wrote_is_found_by_verify_whatever_its_checksums(segment, changes, match):
    rewrite(segment, changes)
    with pytest.raises(LibraryDamagedError, match=f"one.ndx is damaged: .*{match}"):
        verify_segment(segment)


def test_postings_given_to_the_wrong_recording_are_found_by_verify(segment):
    def swap(data):
        numbers = list(struct.unpack(f"<{len(data) // 4}I", data))
        numbers[1], numbers[3] = numbers[1] + 1, numbers[3] - 1
        return struct.pack(f"<{len(numbers)}I", *numbers)

    rewrite(segment, {"FRAM": swap})
    with pytest.raises(LibraryDamagedError, match="do not have the postings it gives them"):
        verify_segment(segment)


def test_a_sound_segment_passes(segment):
    assert verify_segment(segment) is None


def test_a_flipped_bit_anywhere_is_found_by_verify(segment):
    data = segment.read_bytes()
    for at in range(0, len(data), 7):
        segment.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :])
        with pytest.raises(Exception, match=r"one\.ndx") as caught:
            verify_segment(segment)
        assert caught.type.__name__ in {"LibraryDamagedError", "LibraryVersionError"}


@pytest.mark.parametrize("length", [0, 1, 8, HEADER_BYTES - 1, HEADER_BYTES, 1000])
def test_a_truncated_segment_is_refused(segment, length):
    segment.write_bytes(segment.read_bytes()[:length])
    with pytest.raises(LibraryDamagedError, match=r"one\.ndx is damaged"):
        Segment(segment, digest=None)


def test_a_segment_with_bytes_behind_it_is_refused(segment):
    segment.write_bytes(segment.read_bytes() + b"\0")
    with pytest.raises(LibraryDamagedError, match="bytes where"):
        Segment(segment, digest=None)


def test_a_folder_is_no_segment(tmp_path):
    with pytest.raises(LibraryDamagedError, match="cannot be opened"):
        Segment(tmp_path, digest=None)

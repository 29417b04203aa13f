import struct
from pathlib import Path

import pytest

from cuespotter.errors import LibraryDamagedError, LibraryVersionError, UsageError
from cuespotter.index.file_format import (
    HEADER_BYTES,
    SECTIONS,
    FileSection,
    Header,
    checksum,
    pack_header,
    unpack_header,
)

PATH = Path("folder") / "some.ndx"


def make_header(digest="0123456789abcdef"):
    offset = HEADER_BYTES
    sections = {}
    for i, name in enumerate(SECTIONS):
        sections[name] = FileSection(offset, 8 * i, bytes([i] * 8))
        offset += 8 * i
    return Header(digest, 3, 1000, 77, sections)


def unpack(data, *, file_bytes=None, digest="0123456789abcdef"):
    size = make_header().file_bytes if file_bytes is None else file_bytes
    return unpack_header(data, path=PATH, file_bytes=size, digest=digest)


def forge(data, at, value):
    """Change bytes and make the checksum right again."""
    data = data[:at] + value + data[at + len(value) :]
    return data[:-8] + checksum(data[:-8]).digest()


def test_unpacking_undoes_packing():
    header = make_header()
    data = pack_header(header)
    assert len(data) == HEADER_BYTES
    assert unpack(data) == header


def test_the_header_is_where_the_layout_says():
    data = pack_header(make_header())
    assert data[:8] == b"\x89NDX\r\n\x1a\n"
    assert struct.unpack_from("<II", data, 8) == (1, HEADER_BYTES)
    assert data[16:48] == b"0123456789abcdef" + bytes(16)
    assert struct.unpack_from("<QQQQ", data, 48) == (make_header().file_bytes, 3, 1000, 77)
    assert data[80:88] == b"PEAK" + bytes(4)
    assert struct.unpack_from("<QQ", data, 88) == (HEADER_BYTES, 0)


def test_another_digest_is_refused_with_what_to_do():
    with pytest.raises(
        LibraryVersionError,
        match=r"some\.ndx was built with .*cdef, this run asks for other; .*add --rebuild",
    ):
        unpack(pack_header(make_header()), digest="other")


def test_any_digest_is_good_where_none_is_asked_for():
    assert unpack(pack_header(make_header()), digest=None).digest == "0123456789abcdef"


def test_another_version_is_refused_even_if_its_header_looks_different():
    data = pack_header(make_header())
    with pytest.raises(LibraryVersionError, match=r"format 2, this program reads 1; .*--rebuild"):
        unpack(data[:8] + struct.pack("<I", 2) + bytes(len(data) - 12))


@pytest.mark.parametrize("at", range(HEADER_BYTES))
def test_a_flipped_bit_anywhere_in_the_header_is_found(at):
    data = bytearray(pack_header(make_header()))
    data[at] ^= 1
    with pytest.raises((LibraryDamagedError, LibraryVersionError), match=r"some\.ndx"):
        unpack(bytes(data))


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (12, struct.pack("<I", 100)),
        (48, struct.pack("<Q", 10)),
        (64, struct.pack("<Q", 2**32 + 1)),
        (80, b"POST"),
        (88, struct.pack("<Q", 0)),
        (88, struct.pack("<Q", 2**63)),
        (96, struct.pack("<Q", 4)),
        (96, struct.pack("<Q", 2**64 - 8)),
        (HEADER_BYTES - 24, struct.pack("<Q", 2**40)),
    ],
)
def test_a_header_that_contradicts_itself_is_refused_whatever_its_checksum(at, value):
    with pytest.raises(LibraryDamagedError, match=r"some\.ndx is damaged"):
        unpack(forge(pack_header(make_header()), at, value))


def test_a_file_of_another_length_than_written_is_refused():
    with pytest.raises(LibraryDamagedError, match=r"it has 7 bytes where \d+ were written"):
        unpack(pack_header(make_header()), file_bytes=7)


@pytest.mark.parametrize("data", [b"", b"\x89NDX", b"RIFF" * 100])
def test_a_file_of_another_kind_is_refused(data):
    with pytest.raises(LibraryDamagedError, match="does not begin like an index segment"):
        unpack(data)


@pytest.mark.parametrize("digest", ["", "x" * 33])
def test_a_digest_that_does_not_fit_is_refused(digest):
    with pytest.raises(UsageError, match="1 to 32"):
        pack_header(make_header(digest))

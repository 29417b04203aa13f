"""ID3v2 frames of every version; hostile tags cost nothing but themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuespotter.media.id3 import read_id3
from cuespotter.old_text import likely_encoding


def safe(size):
    return bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))


def tag(version, frames, flags=0):
    body = b""
    for name, content in frames:
        size = len(content).to_bytes(3 if version == 2 else 4, "big")
        body += name + (safe(len(content)) if version == 4 else size) + b"\0\0" * (version > 2) + content
    return b"ID3" + bytes([version, 0, flags]) + safe(len(body)) + body


@pytest.fixture
def read(tmp_path):
    def write_and_read(raw, **options):
        (tmp_path / "x.mp3").write_bytes(raw)
        return read_id3(tmp_path / "x.mp3", **options)

    return write_and_read


def test_several_values_of_v24_are_parted_at_zeros(read):
    found = read(tag(4, [(b"TCOM", b"\3Anna\0Ben\0"), (b"TIPL", b"\3arranger\0Carl\0producer\0Dora")]))
    assert found.texts["TCOM"] == ["Anna", "Ben"]
    assert found.involved == [("arranger", "Carl"), ("producer", "Dora")]


def test_frames_of_v22_have_their_later_names(read):
    found = read(tag(2, [(b"TCM", b"\0Anna"), (b"UFI", b"http://musicbrainz.org\0abc")]))
    assert found.texts == {"TCOM": ["Anna"]}
    assert found.owners == {"http://musicbrainz.org": "abc"}


@pytest.mark.parametrize(
    "content", [b"\1\xff\xfeA\0\xc4\0", b"\1\xfe\xff\0A\0\xc4", b"\2\0A\0\xc4", b"\3A\xc3\x84", b"\0A\xc4"]
)
def test_every_encoding_is_read(read, content):
    assert read(tag(3, [(b"TIT2", content)])).texts == {"TIT2": ["AÄ"]}


def test_a_chunk_of_a_wav_file_is_found(read):
    inner = tag(3, [(b"TCOM", b"\0Anna")])
    wav = b"RIFF\0\0\0\0WAVEdata\3\0\0\0abc\0id3 " + len(inner).to_bytes(4, "little") + inner
    assert read(wav).texts == {"TCOM": ["Anna"]}


def test_user_texts_keep_all_values(read):
    assert read(tag(4, [(b"TXXX", b"\3ARTISTS\0Anna\0Ben")])).user_texts == {"ARTISTS": ["Anna", "Ben"]}


def test_an_encoding_that_the_user_names_counts(read):
    raw = tag(3, [(b"TIT2", b"\0" + "歌の翼".encode("shift_jis"))])
    assert read(raw, encoding="shift_jis").texts == {"TIT2": ["歌の翼"]}


@given(junk=st.binary(max_size=200), version=st.sampled_from([2, 3, 4]), flags=st.integers(0, 255))
def test_junk_is_read_without_harm(tmp_path_factory, junk, version, flags):
    path = tmp_path_factory.mktemp("junk") / "x"
    path.write_bytes(b"ID3" + bytes([version, 0, flags]) + safe(500) + junk)
    read_id3(path)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866"])
def test_cyrillic_is_told(encoding):
    assert likely_encoding("Кино Группа крови".encode(encoding)) == encoding
    assert likely_encoding("Анна Каренина".encode(encoding)) == encoding


def test_greek_is_told():
    assert likely_encoding("Το τραγούδι της θάλασσας".encode("cp1253")) == "cp1253"


@pytest.mark.parametrize(
    "text",
    [
        "Sigur Rós Ágætis byrjun",
        "ÅÄÖ",
        "Motörhead",
        "Édith Piaf",
        "Hüsker Dü",
        "Ägäis Ärger Änderung Äpfel Ähre",
        "\N{LEFT DOUBLE QUOTATION MARK}Élan\N{RIGHT DOUBLE QUOTATION MARK} \N{EN DASH} Étude",
    ],
)
def test_latin_stays_latin(text):
    assert likely_encoding(text.encode("cp1252", "replace")) is None

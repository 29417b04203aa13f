"""Tags are read from every kind of file; garbage is not."""

import struct
from contextlib import suppress

import numpy as np
import pytest
from tests.unit.media.making import clicks, encode

from cuespotter.errors import MediaError, MissingFileError
from cuespotter.media.tags import read_tags
from cuespotter.model import Recording

UUID = "8f3471b5-7e6a-48da-86a9-c1c07a0f47ae"
COMMON = {
    "title": "Lust for Life",
    "artist": "Iggy Pop",
    "album": "Lust for Life",
    "composer": "David Bowie",
    "genre": "Rock",
    "comment": "from the vinyl",
}
CONTAINERS = {
    "mp3": "libmp3lame",
    "flac": "flac",
    "m4a": "aac",
    "opus": "libopus",
    "mka": "flac",
    "wav": "pcm_s16le",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("tags")


def tagged(folder, suffix, metadata, name="tagged"):
    return encode(
        folder / f"{name}.{suffix}", clicks(0.3, [0.1]), codec=CONTAINERS[suffix], metadata=metadata
    )


def id3(frames):
    body = b"".join(kind + len(text).to_bytes(4, "big") + b"\x00\x00" + text for kind, text in frames)
    size = bytes((len(body) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + body


def mp3_with(folder, frames):
    path = folder / "frames.mp3"
    bare = encode(folder / "bare.mp3", clicks(0.3, [0.1]), codec="libmp3lame", options={"id3v2_version": "0"})
    path.write_bytes(id3(frames) + bare.read_bytes())
    return path


def recording(path):
    return Recording(id="1", path="x", duration_s=1.0, **read_tags(path))


@pytest.mark.parametrize("suffix", CONTAINERS)
def test_the_usual_tags_are_read_from_every_container(folder, suffix):
    stated = (
        COMMON if suffix != "wav" else {key: COMMON[key] for key in ("title", "artist", "album", "genre")}
    )
    read = read_tags(tagged(folder, suffix, {**stated, "track": "3"}))
    assert {key: read[key] for key in stated} == stated
    assert read["track_number"] == 3


@pytest.mark.parametrize("suffix", ["flac", "opus", "mka"])
def test_the_tags_of_collectors_are_read(folder, suffix):
    stated = {
        "ALBUMARTIST" if suffix != "mka" else "ALBUM_ARTIST": "Various",
        "LYRICIST": "Iggy Pop",
        "ARRANGER": "Carlos Alomar",
        "ISRC": "US-AB1-99-12345",
        "MUSICBRAINZ_TRACKID": UUID.upper(),
        "MUSICBRAINZ_WORKID": UUID,
        "MUSICBRAINZ_ALBUMID": UUID,
        "MUSICBRAINZ_ARTISTID": UUID,
        "LABEL": "RCA",
        "CATALOGNUMBER": "PL 12488",
        "BARCODE": "0035628812391",
        "MEDIA": '12" Vinyl',
        "DATE": "1990-05-01",
        "ORIGINALDATE": "1977-08-29",
        "RELEASETYPE": "album/compilation",
        "DISCNUMBER" if suffix != "mka" else "DISC": "2",
    }
    read = read_tags(tagged(folder, suffix, stated, name="collector"))
    assert read == {
        "album_artist": "Various",
        "lyricist": "Iggy Pop",
        "arranger": "Carlos Alomar",
        "isrc": "USAB19912345",
        "musicbrainz_recording_id": UUID,
        "musicbrainz_work_id": UUID,
        "musicbrainz_release_id": UUID,
        "musicbrainz_artist_id": UUID,
        "label": "RCA",
        "catalogue_number": "PL 12488",
        "barcode": "0035628812391",
        "media": '12" Vinyl',
        "date": "1990-05-01",
        "original_date": "1977-08-29",
        "release_types": ["album", "compilation"],
        "disc_number": 2,
    }


def test_id3_frames_of_taggers_are_read(folder):
    path = mp3_with(
        folder,
        [
            (b"TIT2", b"\x00Nightcall"),
            (b"TSRC", b"\x00FRZ021000120"),
            (b"TPUB", b"\x00Record Makers"),
            (b"TRCK", b"\x001/12"),
            (b"TXXX", b"\x00MusicBrainz Album Id\x00" + UUID.encode()),
            (b"TXXX", b"\x00CATALOGNUMBER\x00REC-63"),
            (b"TXXX", b"\x00originalyear\x002010"),
            (b"UFID", b"http://musicbrainz.org\x00" + UUID.encode()),
        ],
    )
    assert read_tags(path) == {
        "title": "Nightcall",
        "isrc": "FRZ021000120",
        "label": "Record Makers",
        "track_number": 1,
        "musicbrainz_release_id": UUID,
        "catalogue_number": "REC-63",
        "original_date": "2010",
        "musicbrainz_recording_id": UUID,
    }


@pytest.mark.parametrize(
    ("artists", "expected"),
    [
        ({"ARTIST": "Kavinsky"}, ("Kavinsky", None)),
        (
            {"ARTIST": "Kavinsky feat. Lovefoxxx", "ARTISTS": "Kavinsky;Lovefoxxx"},
            ("Kavinsky feat. Lovefoxxx", 2),
        ),
        ({"ARTIST": "AC;DC"}, ("AC;DC", None)),
    ],
)
def test_several_artists_are_listed_only_where_the_file_does(folder, artists, expected):
    read = read_tags(tagged(folder, "flac", artists, name="artists"))
    assert read["artist"] == expected[0]
    assert len(read.get("artists", [])) == (expected[1] or 0)


def test_a_file_without_tags_states_nothing(folder):
    assert set(read_tags(tagged(folder, "flac", {}, name="bare"))) == set()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ISRC", "none"),
        ("MUSICBRAINZ_TRACKID", "http://example.org"),
        ("TRACKNUMBER", "A1"),
        ("TRACKNUMBER", "0"),
        ("DISCNUMBER", "99999999999999999999"),
        ("TITLE", "\x01 \x02"),
        ("RELEASETYPE", " ; "),
    ],
)
def test_what_makes_no_sense_is_left_out(folder, key, value):
    assert read_tags(tagged(folder, "flac", {key: value}, name="nonsense")) == {}


def test_text_is_one_printable_line_of_limited_length(folder):
    path = tagged(
        folder, "flac", {"TITLE": "  a\x00\x1b[31m\r\nb\u202e  ", "COMMENT": "x" * 100_000}, name="odd"
    )
    read = read_tags(path)
    assert read.get("title", "a").isprintable()
    assert "\x1b" not in str(read)
    assert len(read["comment"]) == 1000


def test_a_file_that_is_not_there_is_named(folder):
    with pytest.raises(MissingFileError, match="nowhere"):
        read_tags(folder / "nowhere.mp3")


@pytest.mark.parametrize("suffix", CONTAINERS)
def test_garbage_in_the_tags_never_crashes(folder, suffix, capfd):
    whole = tagged(
        folder, suffix, {**COMMON, "track": "3", "ISRC": "USAB19912345"}, name="garbage"
    ).read_bytes()
    random = np.random.default_rng(11)
    path = folder / f"mutant.{suffix}"
    for _ in range(40):
        mutant = bytearray(whole)
        for place in random.integers(0, min(len(mutant), 2000), random.integers(1, 30)):
            mutant[place] = random.integers(0, 256)
        path.write_bytes(mutant[: random.integers(20, len(mutant) + 1)])
        with suppress(MediaError):
            recording(path)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("suffix", CONTAINERS)
def test_what_a_file_states_fits_the_model(folder, suffix):
    assert recording(tagged(folder, suffix, COMMON, name="model")).title == "Lust for Life"


@pytest.mark.parametrize(
    ("frame", "text", "field", "expected"),
    [
        (b"TCOM", "Anna Alpha/Ben Beta", "composer", "Anna Alpha; Ben Beta"),
        (b"TCOM", "Anna/Ben", "composer", "Anna; Ben"),
        (b"TCOM", "AC/DC", "composer", "AC/DC"),
        (b"TEXT", "Anna; Ben", "lyricist", "Anna; Ben"),
        (b"TPE1", "AC/DC", "artist", "AC/DC"),
        (b"TPE1", "Love/Hate", "artist", "Love/Hate"),
        (b"TPE1", "Anna Alpha/Ben Beta", "artist", "Anna Alpha; Ben Beta"),
        (b"TCON", "Jazz/Soundtrack", "genre", "Jazz; Soundtrack"),
        (b"TCON", "Singer/Songwriter", "genre", "Singer/Songwriter"),
        (b"IPLS", "arranger\0Anna Alpha\0producer\0Ben", "arranger", "Anna Alpha"),
        (b"TPUB", "One; Two", "label", "One; Two"),
    ],
)
def test_slashes_part_people_and_genres_before_v24(folder, frame, text, field, expected):
    assert read_tags(mp3_with(folder, [(frame, b"\0" + text.encode("latin-1"))]))[field] == expected


def test_old_encodings_are_told_or_named(folder):
    cyrillic = mp3_with(folder, [(b"TIT2", b"\0" + "Песня года".encode("cp1251"))])
    assert read_tags(cyrillic)["title"] == "Песня года"
    japanese = mp3_with(folder, [(b"TIT2", b"\0" + "歌の翼".encode("shift_jis"))])
    assert read_tags(japanese, encoding="shift_jis")["title"] == "歌の翼"


def ape(items):
    body = b"".join(
        struct.pack("<II", len(value), 0) + key.encode() + b"\0" + value for key, value in items.items()
    )
    return body + struct.pack("<8sIIII8x", b"APETAGEX", 2000, len(body) + 32, len(items), 0)


def v1(*texts):
    return b"TAG" + b"".join(text[:30].ljust(30, b"\0") for text in texts) + bytes(35)


def info(items):
    body = b"INFO" + b"".join(
        key + struct.pack("<I", len(value)) + value + bytes(len(value) % 2) for key, value in items.items()
    )
    return b"LIST" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize(("suffix", "codec"), [("wv", "wavpack"), ("tta", "tta"), ("mp3", "libmp3lame")])
@pytest.mark.parametrize("tail", [b"", v1(b"Cut", b"Cut", b"Cut")])
def test_several_values_of_an_ape_tag_are_several_people(folder, suffix, codec, tail):
    path = encode(folder / f"ape.{suffix}", clicks(0.3, [0.1]), codec=codec, options={"write_id3v2": "0"})
    tag = ape({"Artist": b"Anna Alpha\0Ben Beta", "Composer": "Carl C\0Dörte D".encode(), "Label": b"L1\0L2"})
    path.write_bytes(path.read_bytes() + tag + tail)
    read = read_tags(path)
    assert (read["artist"], read["artists"]) == ("Anna Alpha; Ben Beta", ["Anna Alpha", "Ben Beta"])
    assert (read["composer"], read["label"]) == ("Carl C; Dörte D", "L1; L2")


def test_several_artists_of_an_mp4_file_are_several_people(folder):
    """FFmpeg tells only the first; where no list of artists stands beside them, all are credits."""
    path = encode(folder / "two.m4a", clicks(0.3, [0.1]), codec="aac", metadata={"artist": "Anna Alpha"})
    one = struct.pack(">I4sII", 26, b"data", 1, 0) + b"Anna Alpha"
    two = one + struct.pack(">I4sII", 24, b"data", 1, 0) + b"Ben Beta"
    raw = path.read_bytes()
    at = raw.index(b"\xa9ART") - 4
    for name in (b"moov", b"udta", b"meta", b"ilst"):
        place = raw.index(name) - 4
        raw = (
            raw[:place]
            + (int.from_bytes(raw[place : place + 4], "big") + 24).to_bytes(4, "big")
            + raw[place + 4 :]
        )
    assert raw[at + 8 : at + 34] == one
    path.write_bytes(raw[:at] + (58).to_bytes(4, "big") + b"\xa9ART" + two + raw[at + 34 :])
    read = read_tags(path)
    assert (read["artist"], read["artists"]) == ("Anna Alpha; Ben Beta", ["Anna Alpha", "Ben Beta"])


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Песня о друге"),
        ("cp1253", "Τα παιδιά του Πειραιά"),
        ("cp1255", "ירושלים של זהב"),
        ("shift_jis", "夜に駆ける歌"),
        ("gbk", "月亮代表我的心"),
        ("big5", "月亮代表我的心"),
        ("euc-kr", "사랑하기 때문에"),
        ("cp1252", "It\N{RIGHT SINGLE QUOTATION MARK}s Björk"),
    ],
)
def test_old_encodings_are_told_in_every_kind_of_tag(folder, encoding, text):
    raw = text.encode(encoding)
    bare = encode(folder / "old.mp3", clicks(0.3, [0.1]), codec="libmp3lame", options={"write_id3v2": "0"})
    sound = bare.read_bytes()
    bare.write_bytes(id3([(b"TIT2", b"\0" + raw)]) + sound)
    assert read_tags(bare)["title"] == text
    bare.write_bytes(sound + v1(raw, raw, b""))
    assert read_tags(bare)["title"] == text
    wave = encode(folder / "old.wav", clicks(0.3, [0.1]), codec="pcm_s16le")
    wave.write_bytes(wave.read_bytes() + info({b"INAM": raw}))
    assert read_tags(wave)["title"] == text
    assert read_tags(wave, encoding=encoding)["title"] == text

"""Sound comes out at its place, on its channel, whatever the file went through."""

import struct
import wave

import av
import numpy as np
import pytest
from tests.unit.media.making import centres, clicks, core_audio, encode, overwrite, packet_places, tone

from cuespotter.errors import DecodeError, NoSoundError
from cuespotter.media.decode import blocks, read
from cuespotter.media.frames import DecodingTally

RATE_HZ = 11025
AT_S = [0.25, 0.9, 2.6]
TOLERANCE_S = 0.003


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sound")


def heard_at(path, times_s=AT_S, **options):
    block = read(path, rate_hz=RATE_HZ, **options)
    return centres(block.samples[0], RATE_HZ, times_s)


def remux(source, target, change):
    """Copy a file packet by packet; `change` may alter one, or drop it by giving None."""
    with av.open(str(source)) as old, av.open(str(target), "w") as new:
        streams = {stream.index: new.add_stream_from_template(stream) for stream in old.streams}
        for number, packet in enumerate(each for each in old.demux() if each.size):
            stream = streams[packet.stream.index]
            changed = change(number, packet)
            if changed is not None:
                changed.stream = stream
                new.mux(changed)
    return target


KINDS = [
    ("click.wav", "pcm_s16le", 48000, {}),
    ("click.flac", "flac", 44100, {}),
    ("click.mka", "aac", 48000, {}),
    ("film.mkv", "aac", 48000, {"video": True}),
    ("ac3.mkv", "ac3", 48000, {"video": True}),
    ("mp3.mkv", "libmp3lame", 44100, {}),
    ("click.m4a", "aac", 44100, {}),
    ("click.mp3", "libmp3lame", 44100, {}),
    ("click.opus", "libopus", 48000, {}),
    ("click.webm", "libopus", 48000, {}),
    ("hires.flac", "flac", 96000, {}),
    ("slow.wav", "pcm_s16le", 8000, {}),
]


@pytest.mark.parametrize(("name", "codec", "rate_hz", "options"), KINDS, ids=[kind[0] for kind in KINDS])
def test_a_click_sounds_when_the_player_shows_it(folder, name, codec, rate_hz, options):
    path = encode(folder / name, clicks(3, AT_S, rate_hz), rate_hz, codec=codec, **options)
    assert heard_at(path) == pytest.approx(AT_S, abs=TOLERANCE_S)


def test_a_late_stream_begins_with_silence(folder):
    path = encode(folder / "late.mkv", clicks(3, AT_S), codec="flac", video=True, start_s=0.5)
    block = read(path, rate_hz=RATE_HZ)
    assert centres(block.samples[0], RATE_HZ, [0.75, 1.4]) == pytest.approx([0.75, 1.4], abs=TOLERANCE_S)
    assert not block.samples[:, : round(0.49 * RATE_HZ)].any()
    assert block.first_sample == 0


def test_a_file_whose_clock_starts_late_begins_at_zero(folder):
    source = encode(folder / "zero.mkv", clicks(3, AT_S), codec="flac")

    def an_hour_later(number, packet):
        packet.pts += 3_600_000
        packet.dts += 3_600_000
        return packet

    assert heard_at(remux(source, folder / "hour.mkv", an_hour_later)) == pytest.approx(AT_S, abs=TOLERANCE_S)


def test_a_hole_in_the_stream_is_silence_of_its_length(folder):
    source = encode(folder / "whole.mkv", clicks(3, AT_S), codec="pcm_s16le")
    path = remux(source, folder / "hole.mkv", lambda number, packet: None if 60 <= number < 110 else packet)
    block = read(path, rate_hz=RATE_HZ)
    assert centres(block.samples[0], RATE_HZ, AT_S) == pytest.approx(AT_S, abs=TOLERANCE_S)
    assert block.samples.shape[1] == pytest.approx(3 * RATE_HZ, abs=30)
    assert not block.samples[0, round(1.4 * RATE_HZ) : round(2.2 * RATE_HZ)].any()


def test_coarse_time_stamps_leave_the_sound_whole(folder):
    path = encode(folder / "long.mkv", tone(20, 440, 44100)[None], 44100, codec="libmp3lame")
    sound = read(path, rate_hz=RATE_HZ).samples[0, 2000:-2000]
    unlike_a_tone = sound[2:] - 2 * np.cos(2 * np.pi * 440 / RATE_HZ) * sound[1:-1] + sound[:-2]
    assert np.abs(unlike_a_tone).max() < 1e-3


def test_one_wild_time_stamp_does_not_stretch_the_film(folder):
    source = encode(folder / "tame.mkv", clicks(3, AT_S), codec="pcm_s16le")

    def wild(number, packet):
        if number == 60:
            packet.pts = packet.dts = 10**9
        return packet if number <= 60 else None

    block = read(remux(source, folder / "wild.mkv", wild), rate_hz=RATE_HZ)
    assert centres(block.samples[0], RATE_HZ, AT_S[:2]) == pytest.approx(AT_S[:2], abs=TOLERANCE_S)
    assert block.samples.shape[1] < 2 * RATE_HZ


@pytest.mark.parametrize("filler", [b"\x00", b"\xff", b"cuespotter?"], ids=["zeros", "ones", "text"])
@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("c.flac", "flac", {}),
        ("c.m4a", "aac", {}),
        ("c.mkv", "aac", {"video": True}),
        ("c3.mkv", "ac3", {"video": True}),
        ("c.ts", "mp2", {"video": True}),
        ("c.avi", "libmp3lame", {"video": True}),
        ("c.opus", "libopus", {}),
    ],
)
def test_corrupt_packets_leave_later_sound_in_place(folder, name, codec, options, filler):
    whole = encode(folder / name, clicks(6, [0.4, 5.5]), codec=codec, **options)
    places = packet_places(whole)
    middle = len(places) // 2
    damaged = overwrite(
        whole, folder / f"damaged_{name}", places[middle : middle + len(places) // 20 + 1], filler
    )
    before = heard_at(whole, [0.4, 5.5])
    assert heard_at(damaged, [0.4, 5.5]) == pytest.approx(before, abs=TOLERANCE_S)


def test_packets_the_decoder_rejects_leave_a_hole_of_their_length(folder):
    whole = encode(folder / "r.mkv", clicks(6, [0.4, 5.5], 44100), 44100, codec="libmp3lame")
    assert heard_at(whole, [0.4, 5.5]) == pytest.approx([0.4, 5.5], abs=TOLERANCE_S)

    def behead(number, packet):
        if number != 100:
            return packet
        headless = av.Packet(b"\x00" * packet.size)
        headless.pts, headless.dts, headless.time_base = packet.pts, packet.dts, packet.time_base
        return headless

    one_lost = remux(whole, folder / "r_damaged.mkv", behead)
    assert heard_at(one_lost, [0.4, 5.5]) == pytest.approx([0.4, 5.5], abs=TOLERANCE_S)


@pytest.mark.parametrize(
    ("suffix", "codec", "header"), [("aac", "aac", 7), ("mp3", "libmp3lame", 4), ("ac3", "ac3", 8)]
)
def test_a_bare_stream_keeps_time_over_corrupt_packets(folder, suffix, codec, header):
    whole = encode(folder / f"bare.{suffix}", clicks(6, [0.4, 5.5]), codec=codec)
    places = [(position + header, size - header) for position, size in packet_places(whole)[90:100]]
    damaged = overwrite(whole, folder / f"bare_damaged.{suffix}", places, b"\xff")
    assert heard_at(damaged, [0.4, 5.5]) == pytest.approx(heard_at(whole, [0.4, 5.5]), abs=TOLERANCE_S)


@pytest.mark.parametrize("order", [("stereo", 48000, "mono", 32000), ("mono", 32000, "stereo", 48000)])
@pytest.mark.parametrize(("suffix", "codec"), [("aac", "aac"), ("mp3", "libmp3lame"), ("ac3", "ac3")])
def test_a_stream_may_change_its_rate_and_its_channels(folder, order, suffix, codec):
    parts = []
    for number, (layout, rate_hz) in enumerate([order[:2], order[2:]]):
        sound = clicks(2, [1.0], rate_hz, channels={"mono": 1, "stereo": 2}[layout])
        parts.append(encode(folder / f"part{number}.{suffix}", sound, rate_hz, codec=codec, layout=layout))
    path = folder / f"changing.{suffix}"
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    block = read(path, rate_hz=RATE_HZ)
    assert block.layout == {"mono": ("FC",), "stereo": ("FL", "FR")}[order[0]]
    first, second = centres(block.samples[0], RATE_HZ, [1.0, 3.05])
    assert first == pytest.approx(1.0, abs=0.04)
    assert second - first == pytest.approx(2.0, abs=0.1)  # and the priming of the second coder
    assert np.abs(block.samples[:, round(2.9 * RATE_HZ) :]).max() > 0.3


def test_a_truncated_file_gives_what_it_holds(folder):
    for suffix, codec in [
        ("mp3", "libmp3lame"),
        ("mkv", "aac"),
        ("flac", "flac"),
        ("wav", "pcm_s16le"),
        ("opus", "libopus"),
    ]:
        whole = encode(folder / f"full.{suffix}", clicks(6, AT_S), codec=codec)
        path = folder / f"half.{suffix}"
        path.write_bytes(whole.read_bytes()[: whole.stat().st_size * 6 // 10 + 7])
        assert heard_at(path, AT_S[:2]) == pytest.approx(AT_S[:2], abs=TOLERANCE_S)
        assert 2 * RATE_HZ < read(path, rate_hz=RATE_HZ).samples.shape[1] < 5 * RATE_HZ


def account_of(path):
    account = DecodingTally()
    length = sum(block.samples.shape[1] for block in blocks(path, rate_hz=RATE_HZ, account=account))
    return length / RATE_HZ, account


@pytest.mark.parametrize(
    ("suffix", "codec", "options"),
    [
        ("mkv", "aac", {}),
        ("wav", "pcm_s16le", {}),
        ("flac", "flac", {}),
        ("mp4", "aac", {"movflags": "faststart"}),
        ("mp3", "libmp3lame", {}),
        ("mp3", "libmp3lame", {"write_xing": "0"}),
        ("mp2", "mp2", {}),
        ("aac", "aac", {}),
        ("ogg", "flac", {}),
        ("opus", "libopus", {}),
        ("ts", "mp2", {}),
        ("m2ts", "ac3", {"mpegts_m2ts_mode": "1"}),
        ("wma", "libmp3lame", {}),
        ("w64", "pcm_s16le", {}),
        ("rf64.wav", "pcm_s16le", {"rf64": "always"}),
    ],
)
def test_a_file_that_breaks_off_is_told_and_a_whole_one_is_not(folder, suffix, codec, options):
    whole = encode(folder / f"all.{suffix}", clicks(6, AT_S), codec=codec, options=options)
    length_s, account = account_of(whole)
    assert length_s == pytest.approx(6, abs=0.1)
    assert account.remarks == []
    assert account.share_read > 0.5
    path = folder / f"broken.{suffix}"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size * 6 // 10 + 7])
    length_s, account = account_of(path)
    assert 2 < length_s < 5
    assert len(account.remarks) >= 1
    assert f"broken.{suffix} breaks off after {length_s:.1f} s" in account.remarks[0]


def test_an_ogg_file_cut_between_two_pages_is_told(folder):
    whole = encode(folder / "pages.ogg", clicks(6, AT_S), codec="libopus").read_bytes()
    path = folder / "cut.ogg"
    path.write_bytes(whole[: whole.rindex(b"OggS")])
    length_s, account = account_of(path)
    (remark,) = account.remarks
    assert remark.startswith(f"cut.ogg ends after {length_s:.1f} s without the mark that ends an Ogg stream")


@pytest.mark.parametrize("tail", [b"TAG" + bytes(125), b"APETAGEX" + bytes(24), bytes(1000)])
@pytest.mark.parametrize(("suffix", "codec"), [("mp3", "libmp3lame"), ("aac", "aac"), ("ogg", "libopus")])
def test_what_follows_the_last_frame_is_nothing_that_misses(folder, suffix, codec, tail):
    whole = encode(folder / f"plain.{suffix}", clicks(6, AT_S), codec=codec, options={"write_id3v2": "1"})
    path = folder / f"tagged.{suffix}"
    path.write_bytes(whole.read_bytes() + tail)
    assert account_of(path)[1].remarks == []


@pytest.mark.parametrize("codec", ["libopus", "flac"])
@pytest.mark.parametrize("channels", [(1, 2), (2, 1), (2, 2), (1, 2, 1)])
def test_every_link_of_a_chained_ogg_is_heard(folder, codec, channels):
    links = []
    for number, count in enumerate(channels):
        sound = np.tile(tone(3, 500 + 200 * number), (count, 1))
        links.append(encode(folder / f"link{number}.ogg", sound, codec=codec).read_bytes())
    path = folder / "chain.ogg"
    path.write_bytes(b"".join(links))
    length_s, account = account_of(path)
    assert length_s == pytest.approx(3 * len(channels), abs=0.1)
    assert account.remarks == []
    samples = read(path, rate_hz=RATE_HZ).samples[0]
    for number in range(len(channels)):
        part = samples[round((3 * number + 0.5) * RATE_HZ) : round((3 * number + 2.5) * RATE_HZ)]
        assert np.argmax(np.abs(np.fft.rfft(part))) / 2 == pytest.approx(500 + 200 * number, abs=2)


def test_packets_that_cannot_be_decoded_are_counted_and_told(folder):
    whole = encode(folder / "fine.mp4", clicks(6, [0.4, 5.5]), codec="aac")
    path = folder / "odd.mp4"
    overwrite(whole, path, packet_places(whole)[60:150], b"\xff")
    length_s, account = account_of(path)
    assert length_s == pytest.approx(6, abs=0.1)
    assert account.lost_s > 1
    assert any("could not be decoded and count as silence" in remark for remark in account.remarks)


LAYOUTS = {
    "mono": ("FC",),
    "stereo": ("FL", "FR"),
    "5.1": ("FL", "FR", "FC", "LFE", "BL", "BR"),
    "5.1(side)": ("FL", "FR", "FC", "LFE", "SL", "SR"),
    "7.1": ("FL", "FR", "FC", "LFE", "BL", "BR", "SL", "SR"),
}


def loudest_hz(samples):
    spectrum = np.abs(np.fft.rfft(samples[:, 1000:-1000] * np.hanning(samples.shape[1] - 2000)))
    return spectrum.argmax(axis=1) * RATE_HZ / (samples.shape[1] - 2000)


def hz_of(name):
    names = ("FL", "FR", "FC", "LFE", "BL", "BR", "SL", "SR", "USR0", "USR1")
    return 60.0 if name == "LFE" else 300.0 + 150.0 * names.index(name)


def chord(names, seconds=1.0, rate_hz=48000):
    return np.stack([tone(seconds, hz_of(name), rate_hz) for name in names])


CODECS = {
    "pcm_s16le": ("wav", [*LAYOUTS]),
    "flac": ("flac", [*LAYOUTS]),
    "ac3": ("mkv", ["mono", "stereo", "5.1", "5.1(side)"]),
    "aac": ("m4a", ["mono", "stereo", "5.1"]),
    "libopus": ("mkv", ["mono", "stereo", "5.1", "7.1"]),
}


@pytest.mark.parametrize(
    ("codec", "layout"), [(codec, layout) for codec, (_, layouts) in CODECS.items() for layout in layouts]
)
def test_each_channel_is_found_under_its_name(folder, codec, layout):
    suffix, names = CODECS[codec][0], LAYOUTS[layout]
    path = encode(folder / f"{codec}.{suffix}", chord(names), codec=codec, layout=layout)
    block = read(path, rate_hz=RATE_HZ)
    block_names = (
        tuple(name.replace("B", "S") for name in names) if codec == "ac3" else names
    )  # it has no others
    assert set(block.layout) == set(block_names)
    heard = dict(zip(block.layout, loudest_hz(block.samples), strict=True))
    for name, asked in zip(names, block_names, strict=True):
        assert heard[asked] == pytest.approx(hz_of(name), abs=3)


def test_channels_of_a_file_that_does_not_name_them_are_the_usual_ones(folder):
    path = folder / "plain.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(48000)
        out.writeframes((chord(("FL", "FR")) * 32767).astype("<i2").T.tobytes())
    block = read(path, rate_hz=RATE_HZ)
    assert block.layout == ("FL", "FR")
    assert loudest_hz(block.samples) == pytest.approx([hz_of("FL"), hz_of("FR")], abs=3)


def test_channels_in_film_order_are_told_apart_and_harm_no_one(folder):
    names = ("FL", "FC", "FR", "BL", "BR", "LFE")
    path = core_audio(folder / "film_order.caf", [1, 3, 2, 5, 6, 4], chord(names))
    for _ in range(3):  # freeing such a layout twice used to kill the process
        block = read(path, rate_hz=RATE_HZ)
    assert block.layout == names
    assert loudest_hz(block.samples) == pytest.approx([hz_of(name) for name in names], abs=3)


def test_channels_nobody_can_name_are_numbered(folder):
    samples = np.stack([tone(0.5, 300 + 100 * number) for number in range(20)])
    block = read(core_audio(folder / "many.caf", [0xFFFFFFFF] * 20, samples), rate_hz=RATE_HZ)
    assert block.layout == tuple(f"USR{number}" for number in range(20))
    assert loudest_hz(block.samples) == pytest.approx([300 + 100 * number for number in range(20)], abs=5)


@pytest.fixture(scope="module")
def damaged_film(folder):
    film = encode(
        folder / "blocks.mkv", clicks(8, [1.0, 7.0], channels=2), codec="ac3", layout="stereo", video=True
    )
    places = packet_places(film)
    return overwrite(film, folder / "blocks_damaged.mkv", places[100:110])


@pytest.mark.parametrize("block_samples", [1, 1000, 65536])
def test_the_length_of_blocks_changes_no_sample(damaged_film, block_samples):
    if block_samples == 1:
        parts = [
            part
            for _, part in zip(
                range(2000), blocks(damaged_film, rate_hz=RATE_HZ, block_samples=1), strict=False
            )
        ]
    else:
        parts = list(blocks(damaged_film, rate_hz=RATE_HZ, block_samples=block_samples))
        assert {part.samples.shape[1] for part in parts[:-1]} <= {block_samples}
    whole = read(damaged_film, rate_hz=RATE_HZ)
    joined = np.concatenate([part.samples for part in parts], axis=1)
    np.testing.assert_array_equal(joined, whole.samples[:, : joined.shape[1]])
    assert block_samples == 1 or joined.shape == whole.samples.shape
    assert [part.first_sample for part in parts] == [number * block_samples for number in range(len(parts))]


def test_blocks_are_float_rows_that_stay_as_they_are(damaged_film):
    first, second, *_ = blocks(damaged_film, rate_hz=RATE_HZ, block_samples=4096)
    assert first.samples.dtype == np.float32
    assert first.samples.flags.c_contiguous
    assert not np.shares_memory(first.samples, second.samples)


def test_loudness_is_kept(folder):
    path = encode(folder / "level.wav", np.tile(tone(2, 1000, level=0.5), (2, 1)), codec="pcm_s16le")
    inner = read(path, rate_hz=RATE_HZ).samples[:, 2000:-2000]
    assert np.abs(inner).max() == pytest.approx(0.5, rel=0.01)
    assert np.sqrt(np.mean(inner**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.005)


def test_what_cannot_be_told_at_the_new_rate_is_gone(folder):
    path = encode(folder / "high.wav", tone(2, 8000)[None], codec="pcm_s16le")
    assert np.abs(read(path, rate_hz=RATE_HZ).samples[:, 2000:-2000]).max() < 0.4e-2


def test_the_stream_asked_for_is_the_one_heard(folder):
    more = [{"samples": tone(1, 900)[None], "layout": "mono"}]
    path = encode(folder / "two.mkv", tone(1, 400)[None], codec="flac", more=more)
    assert loudest_hz(read(path, rate_hz=RATE_HZ, stream=0).samples)[0] == pytest.approx(400, abs=3)
    assert loudest_hz(read(path, rate_hz=RATE_HZ, stream=1).samples)[0] == pytest.approx(900, abs=3)
    with pytest.raises(
        NoSoundError, match=r"stream 2 of two\.mkv is not sound; choose one of 0 \(flac mono\), 1"
    ):
        read(path, rate_hz=RATE_HZ, stream=2)


def test_half_a_second_is_sound(folder):
    path = encode(folder / "short.mp3", clicks(0.5, [0.25]), codec="libmp3lame")
    assert heard_at(path, [0.25]) == pytest.approx([0.25], abs=TOLERANCE_S)


def test_an_empty_stream_has_no_sound(folder):
    path = folder / "nothing.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48000)
    with pytest.raises(NoSoundError, match="its audio stream is empty"):
        read(path, rate_hz=RATE_HZ)


def test_a_stream_without_one_whole_packet_cannot_be_decoded(folder):
    whole = encode(folder / "ok.m4a", clicks(1, [0.5]), codec="aac")
    path = overwrite(whole, folder / "bad.m4a", packet_places(whole), b"\xff")
    with pytest.raises(DecodeError, match=r"no part of the sound in .*bad\.m4a can be decoded"):
        read(path, rate_hz=RATE_HZ)


def test_a_rate_no_sound_has_is_refused(folder):
    whole = encode(folder / "rate.wav", clicks(0.5, [0.25]), codec="pcm_s16le").read_bytes()
    at = whole.index(b"fmt ") + 12
    path = folder / "one_hertz.wav"
    path.write_bytes(whole[:at] + struct.pack("<II", 1, 2) + whole[at + 8 :])
    with pytest.raises(
        DecodeError, match=r"one_hertz\.wav says it has 1 samples a second; sound .* has 1,000 to"
    ):
        read(path, rate_hz=RATE_HZ)


def test_a_reader_that_stops_early_closes_the_file(damaged_film):
    parts = blocks(damaged_film, rate_hz=RATE_HZ, block_samples=1000)
    next(parts)
    parts.close()
    damaged_film.rename(damaged_film)
    assert list(parts) == []


def test_a_file_whose_time_stamps_are_all_wrong_is_heard_in_its_order(folder):
    source = encode(folder / "order.mkv", clicks(3, AT_S), codec="pcm_s16le")

    def leap(number, packet):
        packet.pts = packet.dts = number * 10_000_000
        return packet

    path = remux(source, folder / "leaping.mkv", leap)
    content = bytearray(path.read_bytes())
    at = content.index(b"\x44\x89\x88") + 3  # Matroska's duration, which agrees
    content[at : at + 8] = struct.pack(">d", 3000.0)
    path.write_bytes(content)
    assert heard_at(path) == pytest.approx(AT_S, abs=0.01)

"""What a file holds is told without decoding it, and nothing else is ever opened."""

import os
import socket
import threading

import av
import numpy as np
import pytest
from tests.unit.media.making import clicks, encode, save_picture, tone

from cuespotter.errors import MediaError, MissingFileError, NoSoundError, NotMediaError
from cuespotter.media import probe as media_probe
from cuespotter.media.decode import read
from cuespotter.media.names import quoted
from cuespotter.media.probe import probe
from cuespotter.media.streams import choose
from cuespotter.model import AudioStream, FilmFile


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("probe")


@pytest.fixture(scope="module")
def song(folder):
    return encode(folder / "song.flac", clicks(1, [0.5], channels=2), codec="flac")


@pytest.fixture(scope="module")
def film(folder):
    more = [
        {
            "samples": np.stack([tone(2, 300)] * 6),
            "layout": "5.1",
            "metadata": {"language": "ger", "title": "Ton"},
        },
        {"samples": np.stack([tone(2, 300)] * 2), "layout": "stereo", "metadata": {"language": "und"}},
    ]
    return encode(folder / "film.mkv", clicks(2, [1], channels=2), codec="aac", video=True, more=more)


def stream(index, channels=2, **facts):
    return AudioStream(index=index, codec="aac", layout="stereo", channels=channels, rate_hz=48000, **facts)


def file_with(*streams):
    return FilmFile(name="film.mkv", size=1, duration_s=1.0, streams=list(streams))


def test_a_film_is_described(film):
    file = probe(film)
    assert file.name == "film.mkv"
    assert file.size == film.stat().st_size
    assert file.duration_s == pytest.approx(2, abs=0.1)
    assert file.picture_rate == "24000/1001"
    assert [(each.index, each.codec, each.layout, each.channels) for each in file.streams] == [
        (1, "aac", "stereo", 2),
        (2, "aac", "5.1", 6),
        (3, "aac", "stereo", 2),
    ]
    assert [(each.language, each.title) for each in file.streams][1:] == [("ger", "Ton"), (None, None)]
    assert {each.rate_hz for each in file.streams} == {48000}


def test_sound_alone_has_no_pictures_and_no_timecode(song):
    file = probe(song)
    assert file.picture_rate is None
    assert file.timecode_origin is None
    assert file.duration_s == pytest.approx(1, abs=0.01)


def test_a_plain_mp3_goes_by_its_coders_name(folder):
    path = encode(folder / "name.mp3", clicks(0.5, [0.2]), codec="libmp3lame")
    assert probe(path).streams[0].codec == "mp3"


def test_a_layout_the_file_leaves_open_is_the_usual_one(folder):
    path = encode(folder / "open.wav", clicks(0.5, [0.2]), codec="pcm_s16le")
    assert probe(path).streams[0].layout == "mono"


def test_marks_of_default_and_commentary_are_read(folder):
    path = folder / "marks.mkv"
    with av.open(str(path), "w") as out:
        streams = [out.add_stream("flac", rate=48000, layout="mono") for _ in range(3)]
        streams[1].disposition = av.stream.Disposition.default
        streams[2].disposition = av.stream.Disposition.comment
        for each in streams:
            frame = av.AudioFrame(format="s16", layout="mono", samples=4096)
            frame.planes[0].update(bytes(8192))
            frame.sample_rate, frame.pts = 48000, 0
            out.mux(each.encode(frame))
            out.mux(each.encode(None))
    marks = [(each.is_default, each.is_commentary) for each in probe(path).streams]
    assert marks[1:] == [(True, False), (False, True)]
    assert marks[0] == (False, False)


@pytest.mark.parametrize("container", ["mov", "mkv"])
def test_the_timecode_of_the_first_picture_is_found(folder, container):
    path = encode(
        folder / f"timecode.{container}",
        clicks(1, [0.5]),
        codec="pcm_s16le" if container == "mov" else "aac",
        video=True,
        metadata={"timecode": "01:00:00:00"},
    )
    assert probe(path).timecode_origin == "01:00:00:00"


def test_a_cover_is_no_film(folder, tmp_path):
    picture = save_picture(tmp_path / "cover.jpg", "mjpeg", "image2").read_bytes()
    path = folder / "cover.mp3"
    frame = b"\x00image/jpeg\x00\x03\x00" + picture
    size = len(frame) + 10
    digits = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    tag = b"ID3\x03\x00\x00" + digits + b"APIC" + len(frame).to_bytes(4, "big") + b"\x00\x00" + frame
    path.write_bytes(tag + encode(tmp_path / "bare.mp3", clicks(1, [0.5]), codec="libmp3lame").read_bytes())
    with av.open(str(path)) as container:
        assert container.streams.video
    assert probe(path).picture_rate is None


def test_a_player_takes_the_default_stream():
    assert choose(file_with(stream(1), stream(2, 6), stream(3, is_default=True)), None).streams == (3,)


def test_a_player_does_not_take_the_commentary():
    assert choose(file_with(stream(1, is_default=True, is_commentary=True), stream(2)), None).streams == (2,)


def test_without_a_default_the_stream_with_most_channels_is_taken():
    assert choose(file_with(stream(1), stream(2, 6), stream(3, 6)), None).streams == (2,)


def test_of_equal_streams_the_first_is_taken():
    assert choose(file_with(stream(4), stream(2)), None).streams == (2,)


def test_a_commentary_is_better_than_nothing():
    assert choose(file_with(stream(1, is_commentary=True)), None).streams == (1,)


def test_the_stream_asked_for_is_taken():
    assert choose(file_with(stream(1, is_default=True), stream(2, is_commentary=True)), 2).streams == (2,)


def test_a_stream_that_is_not_sound_is_refused_with_those_there_are():
    there = file_with(stream(1, language="eng"), stream(2, title="Notes"))
    with pytest.raises(
        NoSoundError, match=r"stream 0 of film\.mkv is not sound.*1 \(aac stereo, eng\), 2 .*Notes"
    ):
        choose(there, 0)


def test_a_file_without_streams_has_none_to_choose():
    with pytest.raises(NoSoundError, match="no audio stream"):
        choose(file_with(), None)


def bad_files(folder):
    text = folder / "text.txt"
    text.write_text("Lust for Life\n" * 100)
    empty = folder / "empty.mp3"
    empty.touch()
    zeros = folder / "zeros.mp3"
    zeros.write_bytes(bytes(100_000))
    noise = folder / "noise.mkv"
    noise.write_bytes(np.random.default_rng(1).bytes(100_000))
    subtitles = folder / "film.srt"
    subtitles.write_text("1\n00:00:01,000 --> 00:00:02,000\nChoose life.\n")
    return {
        "missing": (folder / "missing.mkv", MissingFileError, "there is no file"),
        "below a file": (text / "film.mkv", MissingFileError, "there is no file"),
        "folder": (folder, NotMediaError, "is a folder"),
        "device": (folder.__class__("/dev/null"), NotMediaError, "is no regular file"),
        "empty": (empty, NotMediaError, "is empty"),
        "text": (text, NotMediaError, "nothing that FFmpeg can read"),
        "zeros": (zeros, NotMediaError, "nothing that FFmpeg can read"),
        "noise": (noise, NotMediaError, "nothing that FFmpeg can read"),
        "subtitles": (subtitles, NotMediaError, "is SubRip subtitle without sound"),
        "png": (save_picture(folder / "picture.png", "png", "image2"), NotMediaError, "is a picture"),
        "jpeg": (save_picture(folder / "picture.jpg", "mjpeg", "image2"), NotMediaError, "is a picture"),
        "gif": (save_picture(folder / "picture.gif", "gif", count=3), NotMediaError, "is a picture"),
        "silent film": (
            save_picture(folder / "silent.mkv", "mpeg4", count=5),
            NoSoundError,
            "no audio stream",
        ),
        "NUL": (folder / "a\0b.mkv", MediaError, "cannot be read"),
        "long name": (folder / ("x" * 400), MediaError, "cannot be read"),
    }


BAD = [
    "missing",
    "below a file",
    "folder",
    "device",
    "empty",
    "text",
    "zeros",
    "noise",
    "subtitles",
    "png",
    "jpeg",
]
BAD += ["gif", "silent film", "NUL", "long name"]


@pytest.mark.parametrize("kind", BAD)
def test_what_cannot_be_listened_to_is_named_in_one_line(folder, kind, capfd):
    path, error, message = bad_files(folder)[kind]
    with pytest.raises(error, match=message) as caught:
        probe(path)
    assert "\n" not in str(caught.value)
    assert quoted(path) in str(caught.value)
    assert caught.value.path == str(path)
    with pytest.raises(error):
        read(path, rate_hz=11025)
    assert capfd.readouterr() == ("", "")


def test_an_unreadable_file_says_so(song, monkeypatch):
    def refuse(name, mode):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("cuespotter.media.probe._File", refuse)
    with pytest.raises(MediaError, match=r"song\.flac cannot be read: Permission denied"):
        probe(song)


def test_a_disk_that_fails_midway_says_so(song, monkeypatch):
    class FailingFile(media_probe._File):
        def read(self, size=-1):
            if self.tell() > 0:
                raise OSError(5, "Input/output error")
            return super().read(size)

    monkeypatch.setattr("cuespotter.media.probe._File", FailingFile)
    with pytest.raises(MediaError, match=r"song\.flac cannot be read: Input/output error"):
        read(song, rate_hz=11025)


NAMES = [
    "Björk – Jóga (日本語) 🎬.flac",
    "two\nlines.flac",
    "-dash.flac",
    "--help",
    " spaces .flac ",
    "100%d.flac",
    "%03d.flac",
    "file:song.flac",
    "concat:a.flac|b.flac",
    "http:song.flac",
    "pipe:0",
    "*?[x].flac",
    "a'b\"c\\.flac",
    "e\u0301.flac",
    b"latin1-\xe9.flac",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_a_name(tmp_path, song, name, capfd):
    path = tmp_path / (os.fsdecode(name) if isinstance(name, bytes) else name)
    path.write_bytes(song.read_bytes())
    file = probe(path)
    assert file.streams[0].codec == "flac"
    assert file.name.isprintable()
    assert read(path, rate_hz=11025).samples.shape == read(song, rate_hz=11025).samples.shape
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["-dash.flac", "concat:a.flac|b.flac", "http:song.flac", "%03d.flac"])
def test_a_bare_name_is_a_file_of_the_working_folder(tmp_path, song, name, monkeypatch):
    (tmp_path / name).write_bytes(song.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert probe(type(tmp_path)(name)).streams[0].codec == "flac"


def directions(folder, song, port):
    """Files that only tell where else to look."""
    address = f"http://127.0.0.1:{port}/song.flac"
    hls = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{}\n#EXT-X-ENDLIST\n"
    dash = (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
        'mediaPresentationDuration="PT1S" profiles="urn:mpeg:dash:profile:isoff-main:2011"><Period>'
        '<AdaptationSet mimeType="audio/mp4"><Representation id="1" bandwidth="1"><BaseURL>{}</BaseURL>'
        "</Representation></AdaptationSet></Period></MPD>"
    )
    return {
        "hls.m3u8": hls.format("song.flac"),
        "hls_far.m3u8": hls.format(address),
        "hls.mp3": hls.format(song),
        "list.ffconcat": "ffconcat version 1.0\nfile song.flac\n",
        "dash.mpd": dash.format(address),
        "play.pls": f"[playlist]\nFile1={address}\nNumberOfEntries=1\n",
        "play.m3u": f"{address}\n",
        "play.sdp": f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio {port} RTP/AVP 0\n",
        "play.asx": f'<asx version="3.0"><entry><ref href="{address}"/></entry></asx>',
    }


@pytest.mark.parametrize("name", list(directions(None, None, 0)))
def test_nothing_is_opened_because_a_file_says_so(folder, song, name, capfd):
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        path = folder / name
        path.write_text(directions(folder, song, server.getsockname()[1])[name])

        def answer():
            try:
                server.accept()
                asked.append(name)
            except TimeoutError:
                pass

        listener = threading.Thread(target=answer)
        listener.start()
        with pytest.raises(NotMediaError):
            probe(path)
        listener.join()
    assert not asked
    assert capfd.readouterr() == ("", "")

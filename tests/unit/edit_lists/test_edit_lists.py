"""Editors' lists, as OpenTimelineIO's own writers make them and as Pro Tools does."""

from pathlib import Path

import pytest
from tests.golden.documents import sample
from tests.unit.exports.readers import reader

from cuespotter.clock import parse_picture_rate
from cuespotter.edit_lists import read_edit_list
from cuespotter.errors import UsageError
from cuespotter.exports.base import ExportOptions
from cuespotter.exports.formats import render

AT_24 = parse_picture_rate("24")
SESSION = Path(__file__).parent / "session.txt"


def made_timeline(rate=24.0):
    """A time line of OpenTimelineIO's own: two songs on a track, one under them, an hour in."""
    otio = reader("opentimelineio")

    def time(seconds):
        return otio.opentime.RationalTime(round(seconds * rate), rate)

    def span(start, length):
        return otio.opentime.TimeRange(time(start), time(length))

    def clip(name, url, start, length):
        media = otio.schema.ExternalReference(target_url=url, available_range=span(0, 300))
        return otio.schema.Clip(name=name, media_reference=media, source_range=span(start, length))

    timeline = otio.schema.Timeline("Reel 1", global_start_time=time(3600))
    first, second = (otio.schema.Track(f"MX {n}", kind=otio.schema.TrackKind.Audio) for n in (1, 2))
    first.extend(
        [
            clip("Harbour Lights Off", "file:///nas/03%20Harbour%20Lights%20Off.flac", 12, 60),
            otio.schema.Gap(source_range=span(0, 30)),
            clip("The Crossing", "/nas/crossing.wav", 0, 20),
        ]
    )
    second.extend([otio.schema.Gap(source_range=span(0, 90.5)), clip("Waltz", "", 3, 10)])
    picture = otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)
    picture.append(clip("Shot 1", "/nas/shot.mov", 0, 100))
    timeline.tracks.extend([picture, first, second])
    return timeline


def heard(read):
    return [
        (event.name, event.track, round(event.begin_s, 3), round(event.end_s, 3)) for event in read.events
    ]


def test_what_opentimelineio_writes_is_read_with_its_tracks_gaps_and_origin():
    text = reader("opentimelineio").adapters.otio_json.write_to_string(made_timeline())
    read = read_edit_list("reel1.otio", text.encode(), AT_24)
    assert heard(read) == [
        ("Harbour Lights Off", "MX 1", 3600.0, 3660.0),
        ("The Crossing", "MX 1", 3690.0, 3710.0),
        ("Waltz", "MX 2", 3690.5, 3700.5),
    ]
    assert (read.origin_s, read.title) == (3600.0, "Reel 1")
    assert read.events[0].file == "/nas/03 Harbour Lights Off.flac"


def test_a_stack_in_a_track_plays_its_tracks_where_it_is_shown():
    otio = reader("opentimelineio")
    timeline = made_timeline()
    inner = otio.schema.Stack()
    inner.extend([timeline.audio_tracks()[0].deepcopy(), timeline.audio_tracks()[1].deepcopy()])
    inner.source_range = otio.opentime.TimeRange(
        otio.opentime.RationalTime(50 * 24, 24), otio.opentime.RationalTime(45 * 24, 24)
    )
    outer = otio.schema.Track("Nested", kind=otio.schema.TrackKind.Audio)
    outer.append(inner)
    whole = otio.schema.Timeline("Nested")
    whole.tracks.append(outer)
    read = read_edit_list("a.otio", otio.adapters.otio_json.write_to_string(whole).encode(), AT_24)
    assert heard(read) == [
        ("Harbour Lights Off", "Nested", 0.0, 10.0),
        ("The Crossing", "Nested", 40.0, 45.0),
        ("Waltz", "Nested", 40.5, 45.0),
    ]


@pytest.mark.parametrize("is_first", [True, False], ids=["audio", "picture alone"])
def test_the_edl_that_opentimelineio_writes_is_read(tmp_path, is_first):
    """Its writer gives the first track alone: on channel A, or as picture where that is all there is."""
    otio = reader("opentimelineio")
    if "cmx_3600" not in otio.adapters.available_adapter_names():
        pytest.skip("OpenTimelineIO's adapter cmx_3600 is not installed")
    timeline = made_timeline()
    music = timeline.tracks[1].deepcopy()
    del timeline.tracks[1:]
    if is_first:
        timeline.tracks.insert(0, music)
    else:
        music.kind = otio.schema.TrackKind.Video
        timeline.tracks[0] = music
    path = tmp_path / "reel1.edl"
    otio.adapters.write_to_file(timeline, str(path), adapter_name="cmx_3600", rate=24, style="nucoda")
    read = read_edit_list(path.name, path.read_bytes(), AT_24)
    channel = "A" if is_first else "V"
    assert heard(read) == [
        ("Harbour Lights Off", channel, 0.0, 60.0),
        ("The Crossing", channel, 90.0, 110.0),
    ]
    assert read.events[1].file == "/nas/crossing.wav"
    assert read.remarks == (
        () if is_first else ("it has no audio channel: the events of the picture were taken as sound",)
    )


@pytest.mark.parametrize("name", ["cmx3600", "otio"])
def test_what_we_hand_to_an_editor_comes_back_picture_for_picture(name):
    from cuespotter.exports.editing.cut_list import cut_list

    options = ExportOptions(timecode_origin="01:00:00:00")
    cuts = cut_list(sample(), options)
    read = read_edit_list("back", render(sample(), name, options), cuts.rate)
    per_s = float(cuts.rate.per_second)
    wanted = sorted(
        (round((cuts.origin + clip.begin) / per_s, 3), round((cuts.origin + clip.end) / per_s, 3))
        for clip in cuts.clips
    )
    assert sorted((round(event.begin_s, 3), round(event.end_s, 3)) for event in read.events) == wanted


EDL = """TITLE: Reel 1
FCM: NON-DROP FRAME

001  AX       V     C        00:00:00:00 00:00:10:00 01:00:00:00 01:00:10:00
* FROM CLIP NAME: shot.mov
002  SONGA    A     C        00:00:00:00 00:00:30:00 01:00:10:00 01:00:40:00
* FROM CLIP NAME: Song A
003  SONGA    A2    C        00:00:30:00 00:00:30:00 01:00:40:00 01:00:40:00
003  SONGB    A2    D    048 00:00:00:00 00:00:20:00 01:00:40:00 01:01:00:00
* FROM CLIP NAME: Song A
* TO CLIP NAME: Song B.wav
004  BL       A     C        00:00:00:00 00:00:10:00 01:01:00:00 01:01:10:00
005  My Reel  NONE  C        00:00:00:00 00:00:10:00 01:01:10:00 01:01:20:00
AUD  3 4
M2   My Reel      024.0                00:00:00:00
* SOURCE FILE: C:\\Music\\Song C.wav
"""


def test_dissolves_black_and_further_channels_of_an_edl():
    read = read_edit_list("a.edl", EDL.encode(), AT_24)
    assert heard(read) == [
        ("Song A", "A", 3610.0, 3640.0),
        ("Song B.wav", "A2", 3640.0, 3660.0),
        ("C:\\Music\\Song C.wav", "NONE A3 A4", 3670.0, 3680.0),
    ]
    assert read.remarks == ("1 events of the picture were left out",)


def test_drop_frame_timecode_is_read_as_such():
    text = EDL.replace("NON-DROP", "DROP").replace("01:01:00:00", "01:01:00;02")
    read = read_edit_list("a.edl", text.encode(), parse_picture_rate("29.97"))
    assert read.events[0].begin_s == pytest.approx(3610.0, abs=0.05)
    assert read_edit_list("a.edl", EDL.encode(), parse_picture_rate("29.97")).events[
        0
    ].begin_s == pytest.approx(3613.6, abs=0.05)


def test_the_text_of_a_pro_tools_session_is_read_by_its_own_rate_without_fades_and_mutes():
    read = read_edit_list("session.txt", SESSION.read_bytes(), parse_picture_rate("25"))
    per_s = 24000 / 1001
    begin = round((3600 + 10) * 24 / per_s, 3)
    assert heard(read)[0] == ("Harbour Lights Off-01.L", "MX 1", begin, round((3600 + 70) * 24 / per_s, 3))
    assert [event.name for event in read.events] == [
        "Harbour Lights Off-01.L",
        "Harbour Lights Off-01.R",
        "Café Waltz_02",
    ]
    assert read.origin_s == pytest.approx(3590 * 24 / per_s)
    assert read.remarks == ("2 muted or inactive clips were left out",)
    assert read.events[2].begin_s == pytest.approx(((3600 + 100) * 24 + 12.5) / per_s)


@pytest.mark.parametrize(
    ("begin", "end", "seconds"), [("960000", "1440000", (20, 30)), ("0:20.000", "0:30.000", (20, 30))]
)
def test_samples_and_minutes_count_from_the_sessions_start(begin, end, seconds):
    text = SESSION.read_text(encoding="utf-8").replace("01:00:10:00", begin).replace("01:01:10:00", end)
    read = read_edit_list("session.txt", text.encode(), AT_24)
    assert read.events[0].begin_s - read.origin_s == pytest.approx(seconds[0])
    assert read.events[0].end_s - read.origin_s == pytest.approx(seconds[1])


@pytest.mark.parametrize("coding", ["utf-16", "mac_roman", "utf-8-sig"])
def test_the_text_is_read_in_each_of_its_codings(coding):
    text = SESSION.read_text(encoding="utf-8")
    read = read_edit_list("session.txt", text.encode(coding), AT_24)
    assert read.events[-1].name == "Café Waltz_02"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no list\n", r"x is no edit list that can be read; needed is an EDL"),
        (b"", r"x is no edit list that can be read"),
        (
            b'{"OTIO_SCHEMA": "Clip.2", "name": "a"}',
            r"x is no whole OpenTimelineIO time line \(it holds a Clip",
        ),
        (
            b'{"OTIO_SCHEMA": "Timeline.1", "tracks": {"children": []}',
            r"x is no whole OpenTimelineIO time line",
        ),
        (
            EDL.replace("01:00:10:00", "01:00:10:24").encode(),
            r"x, line \d+: timecode 01:00:10:24 does not exist",
        ),
        (b"SESSION NAME:\ta\nSAMPLE RATE:\t48000\n", r"x has no track listing"),
        (
            SESSION.read_bytes().replace(b"01:00:10:00", b"5|1| 000"),
            r"x, line \d+: '5\|1\| 000' is no time of the clock",
        ),
    ],
)
def test_what_cannot_be_read_is_told_in_a_line_with_what_is_needed(content, message):
    with pytest.raises(UsageError, match=message):
        read_edit_list("x", content, AT_24)

import itertools
import re

import pytest
from tests.golden.documents import PAL, empty, hostile, place, sample
from tests.unit.exports.readers import reader, timeline_of

from cuespotter.catalogue.files import KnownFile
from cuespotter.errors import UsageError
from cuespotter.exports.base import ExportOptions
from cuespotter.exports.editing.cut_list import cut_list
from cuespotter.exports.formats import render
from cuespotter.wording.text import flat

RATE = 24000 / 1001


def clips_of(timeline):
    """All clips of the audio tracks: name, first film picture, first source picture, length."""
    found = []
    for track in timeline.audio_tracks():
        for clip in track.find_clips():
            begin = clip.transformed_time_range(clip.trimmed_range(), timeline.tracks).start_time
            found.append((clip, round(begin.value), round(clip.trimmed_range().duration.value)))
    return sorted(found, key=lambda item: (item[1], item[2]))


def expected(document):
    return [(clip.name, clip.begin, clip.length) for clip in cut_list(document, ExportOptions()).clips]


def test_opentimelineio_reads_tracks_clips_media_and_speeds(tmp_path):
    timeline = timeline_of(render(sample(), "otio"), ".otio", tmp_path)
    assert timeline.global_start_time.to_timecode() == "01:00:00:00"
    assert len(timeline.audio_tracks()) == 2
    clips = clips_of(timeline)
    assert [(clip.name, begin, length) for clip, begin, length in clips] == expected(sample())
    speeds = {clip.name: clip.effects[0].time_scalar for clip, _, _ in clips if clip.effects}
    assert speeds["Mira Sand - The Crossing"] in (pytest.approx(PAL), pytest.approx(1.001))
    assert clips[0][0].media_reference.target_url.endswith("03%20Harbour%20Lights%20Off.flac")
    assert clips[4][0].media_reference.is_missing_reference


def test_the_otio_file_is_what_opentimelineio_itself_would_write(tmp_path):
    timeline = timeline_of(render(hostile(), "otio"), ".otio", tmp_path)
    assert timeline.name == flat(hostile().film.title)
    assert len(clips_of(timeline)) == 6


def test_opentimelineio_reads_the_cmx3600_list(tmp_path):
    timeline = timeline_of(
        render(sample(), "cmx3600"), ".edl", tmp_path, rate=24, ignore_timecode_mismatch=True
    )
    names = [clip.name for track in timeline.tracks for clip in track.find_clips()]
    assert sorted(names) == sorted(name for name, _, _ in expected(sample()))
    warps = [
        effect.time_scalar
        for track in timeline.tracks
        for clip in track.find_clips()
        for effect in clip.effects
    ]
    assert len(warps) == 3


def test_opentimelineio_reads_final_cut_7_xml(tmp_path):
    timeline = timeline_of(render(sample(), "fcp7xml"), ".fcp7.xml", tmp_path)
    clips = clips_of(timeline)
    assert [(clip.name, begin, length) for clip, begin, length in clips] == expected(sample())
    assert clips[0][0].media_reference.target_url.startswith("file://localhost/The%20Quay/")


def test_opentimelineio_reads_fcpxml(tmp_path):
    container = timeline_of(render(sample(), "fcpxml"), ".fcpxml", tmp_path)
    names = {clip.name for clip in container.find_clips()} if hasattr(container, "find_clips") else set()
    for item in container if not names else []:
        names |= {clip.name for clip in item.find_clips()}
    assert {name for name, _, _ in expected(sample()) if name != "Unnamed music"} <= names


@pytest.mark.parametrize(
    ("rate", "origin", "begin", "timecode"),
    [
        ("24000/1001", "01:00:00:00", 3600.0, "01:59:56:10"),
        ("24", "01:00:00:00", 3600.0, "02:00:00:00"),
        ("25", "10:00:00:00", 3600.0, "11:00:00:00"),
        ("29.97", "00:00:00:00", 3600.0, "00:59:56:12"),
        ("29.97DF", "01:00:00;00", 3600.0, "02:00:00;00"),
        ("30", "01:00:00:00", 3600.5, "02:00:00:15"),
        ("50", "10:00:00:00", 3600.02, "11:00:00:01"),
        ("59.94", "01:00:00:00", 3600.0, "01:59:56:24"),
        ("59.94DF", "01:00:00;00", 3600.0, "02:00:00;00"),
    ],
)
def test_an_hour_in_every_rate_and_origin_gives_the_right_timecode(rate, origin, begin, timecode):
    base = sample()
    cue = base.cues[0].model_copy(
        update={"start_s": begin, "end_s": begin + 10, "placements": [place(begin, begin + 10, 0)]}
    )
    document = base.model_copy(update={"cues": [cue]})
    options = ExportOptions(picture_rate=rate, timecode_origin=origin)
    edl = render(document, "cmx3600", options).decode()
    assert f" {timecode} " in edl
    assert ("FCM: DROP FRAME" in edl) == rate.endswith("DF")
    assert f" {timecode} " in render(document, "resolve-markers", options).decode()


def with_pictures(**facts):
    base = sample()
    file = base.film.file.model_copy(update=facts)
    return base.model_copy(update={"film": base.film.model_copy(update={"file": file})})


@pytest.mark.parametrize("name", ["cmx3600", "fcp7xml", "fcpxml", "otio", "resolve-markers"])
@pytest.mark.parametrize(
    "facts",
    [
        {"picture_rate": "49/2"},
        {"picture_rate": "2/1"},
        {"picture_rate": "0/1"},
        {"picture_rate": "0/0"},
        {"picture_rate": "2237/100", "pictures_vary": True},
    ],
)
def test_a_films_rate_that_no_editor_counts_at_is_asked_about_and_never_25(name, facts):
    with pytest.raises(UsageError, match=r"rate"):
        render(with_pictures(**facts), name)
    asked = ExportOptions(picture_rate="24")
    assert render(with_pictures(**facts), name, asked)


@pytest.mark.parametrize(
    ("declared", "origin", "timebase", "ntsc", "display"),
    [
        ("2997/125", "01:00:00:00", 24, "TRUE", "NDF"),
        ("23976/1000", None, 24, "TRUE", "NDF"),
        ("2997/100", "01:00:00;00", 30, "TRUE", "DF"),
        ("30/1", "01:00:00;00", 30, "FALSE", "NDF"),
        ("5994/100", None, 60, "TRUE", "NDF"),
        ("25/1", "10:00:00:00", 25, "FALSE", "NDF"),
    ],
)
def test_a_picture_over_its_timebase_is_the_cues_second_in_every_format(
    declared, origin, timebase, ntsc, display
):
    from xml.etree import ElementTree as ET

    document = with_pictures(picture_rate=declared, timecode_origin=origin)
    placed = [place.film_in_s for cue in document.cues_heard for place in cue.placements]
    wanted = sorted(placed + [cue.start_s for cue in document.cues_heard if not cue.placements])
    root = ET.fromstring(render(document, "fcp7xml"))
    assert root.findtext("sequence/rate/timebase") == str(timebase)
    assert root.findtext("sequence/rate/ntsc") == ntsc
    assert root.findtext("sequence/timecode/displayformat") == display
    per_s = timebase * (1000 / 1001 if ntsc == "TRUE" else 1)
    starts = sorted(int(item.text) / per_s for item in root.iter("start"))
    assert starts == pytest.approx(wanted, abs=0.51 / per_s)
    frame = ET.fromstring(render(document, "fcpxml")).find("resources/format").get("frameDuration")
    assert frame == (f"1001/{timebase}000s" if ntsc == "TRUE" else f"1/{timebase}s")
    rates = set(re.findall(r'"rate": ([\d.]+)', render(document, "otio").decode()))
    assert [float(rate) for rate in rates] == [pytest.approx(per_s, rel=1e-9)]


def test_a_rate_asked_for_must_be_one_but_a_files_timecode_may_be_nonsense():
    with pytest.raises(UsageError, match="no picture rate"):
        render(sample(), "cmx3600", ExportOptions(picture_rate="fast"))
    with pytest.raises(UsageError, match="no timecode"):
        render(sample(), "cmx3600", ExportOptions(timecode_origin="noon"))
    assert cut_list(hostile(), ExportOptions()).timecode(25) == "00:00:01:00"


def test_clips_of_a_track_never_overlap_and_last_a_picture_or_more():
    for document in (sample(), empty(), hostile()):
        for clips in cut_list(document, ExportOptions()).tracks:
            assert all(a.end <= b.begin for a, b in itertools.pairwise(clips))
            assert all(clip.length >= 1 for clip in clips)


def test_a_films_own_drop_frame_origin_is_kept():
    base = sample()
    file = base.film.file.model_copy(update={"picture_rate": "30000/1001", "timecode_origin": "01:00:00;00"})
    document = base.model_copy(update={"film": base.film.model_copy(update={"file": file})})
    assert "FCM: DROP FRAME" in render(document, "cmx3600").decode()
    assert "<displayformat>DF</displayformat>" in render(document, "fcp7xml").decode()
    assert 'tcFormat="DF"' in render(document, "fcpxml").decode()


def test_resolve_markers_have_a_colour_a_name_and_a_length():
    lines = render(sample(), "resolve-markers").decode().splitlines()
    assert lines[4] == " |C:ResolveColorPink |M:1m01 The Quay - Harbour Lights Off |D:1439"
    assert all(
        line.count("|") == 3
        for line in render(hostile(), "resolve-markers").decode().splitlines()
        if "|" in line
    )


def test_every_time_of_fcpxml_is_a_whole_number_of_pictures():
    import re
    from fractions import Fraction

    text = render(sample(), "fcpxml").decode()
    times = re.findall(r'(?:offset|duration|start|tcStart)="([\d/]+)s"', text)
    assert len(times) > 20
    assert all((Fraction(time) * Fraction(24000, 1001)).denominator == 1 for time in times)


def test_fcpxml_has_its_markers_after_its_clips_as_its_dtd_wants():
    from xml.etree import ElementTree as ET

    gap = ET.fromstring(render(sample(), "fcpxml")).find(".//gap")
    assert [child.tag for child in gap] == ["asset-clip"] * 7 + ["marker"]
    warped = gap[2]
    assert [child.tag for child in warped] == ["timeMap", "marker"]
    assert warped[0][0].get("time") == "0s"


def test_a_retimed_clip_begins_in_its_recording_within_half_a_picture_of_the_cue():
    cuts = cut_list(sample(), ExportOptions(picture_rate="23.976"))
    begins = {
        (place.film_in_s, place.speed): place for cue in sample().cues_heard for place in cue.placements
    }
    for clip in cuts.clips:
        fitting = [
            placed
            for (film_in_s, speed), placed in begins.items()
            if speed == clip.speed and abs(film_in_s * RATE - clip.begin) <= 0.5 and clip.cue.placements
        ]
        for placed in fitting:
            assert abs(placed.recording_in_s / placed.speed - clip.retimed_begin / RATE) <= 0.5 / RATE + 1e-9


def test_premiere_reads_the_markers_at_their_pictures(tmp_path):
    document = sample()
    cuts = cut_list(document, ExportOptions())
    timeline = timeline_of(render(document, "premiere-markers"), ".fcp7.xml", tmp_path)
    markers = timeline.tracks.markers
    assert [
        (int(one.marked_range.start_time.value), int(one.marked_range.duration.value)) for one in markers
    ] == [(clip.begin, clip.length) for clip in cuts.clips]
    assert markers[0].name == f"{cuts.clips[0].cue.cue_no} {cuts.clips[0].name}"


def test_avid_markers_are_six_fields_at_the_films_timecode():
    options = ExportOptions(timecode_origin="01:00:00:00", picture_rate="25")
    for document in (sample(), hostile()):
        cuts = cut_list(document, options)
        lines = render(document, "avid-markers", options).decode().splitlines()
        fields = [line.split("\t") for line in lines]
        assert {len(one) for one in fields} == {6}
        assert [one[1] for one in fields] == [cuts.timecode(clip.begin) for clip in cuts.clips]
        assert [int(one[5]) for one in fields] == [clip.length for clip in cuts.clips]
    assert fields[0][1].startswith("01:")


def test_drop_frame_timecode_at_a_rate_that_cannot_drop_is_told(caplog):
    odd = with_pictures(picture_rate="30/1", timecode_origin="01:00:00;00")
    assert b"FCM: NON-DROP FRAME" in render(odd, "cmx3600")
    (said,) = caplog.messages
    assert "has 30 pictures a second and drop-frame timecode (01:00:00;00)" in said
    assert "--picture-rate 29.97DF" in said
    caplog.clear()
    assert b"FCM: DROP FRAME" in render(odd, "cmx3600", ExportOptions(picture_rate="29.97DF"))
    for rate, origin in (("30000/1001", "01:00:00;00"), ("30/1", "01:00:00:00"), (None, None)):
        render(with_pictures(picture_rate=rate, timecode_origin=origin), "cmx3600")
    assert not caplog.messages


def test_opentimelineio_links_the_media_of_the_cmx3600_list_by_name_and_place(tmp_path):
    files = {"r1": KnownFile("/nas/The Quay/Low  Water/03 Harbour.flac", "/nas", 1, 1, "r1")}
    options = ExportOptions(music_files=files, music_roots=(("/nas/The Quay", "/Volumes/Quay"),))
    content = render(sample(), "cmx3600", options)
    assert (
        b"* SOURCE FILE: 03 Harbour.flac\n* FROM FILE: /Volumes/Quay/Low  Water/03 Harbour.flac\n" in content
    )
    timeline = timeline_of(content, ".edl", tmp_path, rate=24, ignore_timecode_mismatch=True)
    urls = [
        clip.media_reference.target_url for clip in timeline.find_clips() if clip.name.endswith("Lights Off")
    ]
    # the cover under the same title lies where nothing was told: its own path
    assert set(urls) == {"/Volumes/Quay/Low  Water/03 Harbour.flac", "Night Ferry/07 Harbour Lights Off.flac"}


@pytest.mark.parametrize(
    ("rate", "origin"), [("23.976", "01:00:00:00"), ("25", "10:00:00:00"), ("29.97DF", "01:00:00;00")]
)
def test_mido_reads_the_markers_of_pro_tools_at_their_times(tmp_path, rate, origin):
    mido = reader("mido")
    options = ExportOptions(picture_rate=rate, timecode_origin=origin)
    for document in (sample(), empty(), hostile()):
        path = tmp_path / "film.mid"
        path.write_bytes(render(document, "protools-markers", options))
        file = mido.MidiFile(path, charset="utf-8")
        assert (file.type, len(file.tracks), file.ticks_per_beat) == (0, 1, 960)
        at_s, markers, offset = 0.0, [], None
        for message in file:  # in seconds, by the file's own tempo
            at_s += message.time
            if message.type == "marker":
                markers.append((message.text, at_s))
            if message.type == "smpte_offset":
                offset = (message.frame_rate, message.hours, message.minutes, message.seconds, message.frames)
        cuts = cut_list(document, options)
        wanted = [
            (f"{flat(clip.cue.cue_no)} {clip.name}", float(clip.begin / cuts.rate.per_second))
            for clip in cuts.clips
        ]
        assert [name for name, _ in markers] == [
            name.encode()[:200].decode(errors="ignore") for name, _ in wanted
        ]
        assert [at for _, at in markers] == pytest.approx([at for _, at in wanted], abs=0.0003)
        assert at_s >= document.film.duration_s - 0.05
        assert offset == ({"23.976": 24, "25": 25, "29.97DF": 29.97}[rate], int(origin[:2]), 0, 0, 0)


def test_what_the_reviewer_said_of_the_project_stands_above_the_file_and_below_what_is_asked():
    base = with_pictures(picture_rate="24000/1001", timecode_origin="00:58:00:00")
    film = base.film.model_copy(update={"timecode_origin": "01:00:00:00", "picture_rate": "25"})
    said = base.model_copy(update={"film": film})
    assert cut_list(said, ExportOptions()).timecode(0) == "01:00:00:00"
    assert cut_list(said, ExportOptions()).rate.nominal == 25
    asked = ExportOptions(picture_rate="24", timecode_origin="10:00:00:00")
    assert cut_list(said, asked).timecode(0) == "10:00:00:00"
    # pictures at no steady rate are asked about once, and then counted as was said
    odd = with_pictures(picture_rate="49/2")
    film = odd.film.model_copy(update={"picture_rate": "24"})
    assert cut_list(odd.model_copy(update={"film": film}), ExportOptions()).rate.nominal == 24

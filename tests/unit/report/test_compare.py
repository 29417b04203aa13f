"""What an editor's list says beside what is heard."""

import pytest
from tests.golden.documents import empty, hostile, sample
from tests.unit.edit_lists.test_edit_lists import made_timeline
from tests.unit.exports.readers import reader

from cuespotter.clock import parse_picture_rate
from cuespotter.edit_lists import EditEvent, EditList, read_edit_list
from cuespotter.exports.base import ExportOptions
from cuespotter.exports.formats import render
from cuespotter.model.counting import counting_of
from cuespotter.report.clip_names import clip_key, is_named
from cuespotter.report.compare import compare_edit, join_events

RATE = parse_picture_rate("25")


def edit_of(*events, origin_s=None, rate=RATE):
    told = (EditEvent(name, None, track, begin, end) for name, track, begin, end in events)
    return EditList("list", "", rate, tuple(told), origin_s)


def cues_of(document):
    return {cue.cue_no: cue for cue in document.cues_heard}


def said(comparison):
    return [(row.verdict, row.cue and row.cue.cue_no, row.text) for row in comparison.rows]


@pytest.mark.parametrize("name", ["cmx3600", "otio"])
@pytest.mark.parametrize("document", [sample, empty, hostile], ids=lambda make: make.__name__)
def test_what_was_handed_on_agrees_with_what_is_heard(name, document):
    counting = counting_of(document().film)
    edit = read_edit_list("back", render(document(), name), counting.rate)
    beside = compare_edit(document(), edit, counting.timecode(0), tolerance_s=0.1)
    # the hostile document has titles and files of signs alone, which no list can hold
    if document is not hostile:
        assert beside.differences == []
        assert {cue.id for cue in beside.agreed} == {cue.id for cue in document().cues_heard}


def test_each_difference_is_told():
    document = sample()
    cues = document.cues_heard
    first, second, third, fourth = cues[:4]
    beside = compare_edit(
        document,
        edit_of(
            (f"{first.title_known}-01", "MX 1", first.start_s, first.end_s),
            (f"{second.title_known}.wav", "MX 1", second.start_s - 3, second.end_s + 4.5),
            ("Something Else Entirely", "MX 2", third.start_s, third.end_s),
            ("Nowhere Heard", "MX 2", document.film.duration_s - 3, document.film.duration_s),
        ),
        "00:00:00:00",
        tolerance_s=1.0,
    )
    assert said(beside)[:3] == [
        ("agrees", first.cue_no, ""),
        ("bounds", second.cue_no, "begins 3.00 s earlier in the edit; ends 4.50 s later in the edit"),
        (
            "name",
            third.cue_no,
            f"heard is {third.artist_known} - {third.title_known}, the edit plays Something Else Entirely"
            if third.artist_known
            else f"heard is {third.title_known}, the edit plays Something Else Entirely",
        ),
    ]
    assert said(beside)[-1] == ("only_edit", None, "")
    assert ("only_heard", fourth.cue_no, "") in said(beside)
    assert [cue.id for cue in beside.agreed] == [first.id]


def test_unnamed_music_is_named_by_the_edit():
    document = sample()
    unnamed = next(cue for cue in document.cues_heard if cue.recording is None and cue.title_known is None)
    edit = edit_of(("MX 12 Chase v3", "MX", unnamed.start_s, unnamed.end_s))
    (row,) = [
        row
        for row in compare_edit(document, edit, "00:00:00:00", tolerance_s=1.0).rows
        if row.stretch is not None
    ]
    assert (row.verdict, row.cue.id, row.text) == ("unnamed", unnamed.id, "the edit plays MX 12 Chase v3")


def test_a_stereo_pair_and_a_cut_within_a_song_are_one_stretch_of_the_edit():
    (one,) = join_events(
        edit_of(
            ("Song-01.L", "MX 1", 3600.0, 3610.0),
            ("Song-01.R", "MX 2", 3600.0, 3610.0),
            ("Song-02.L", "MX 1", 3611.5, 3620.0),
        ).events,
        3600.0,
    )
    assert (one.begin_s, one.end_s, one.tracks) == (0.0, 20.0, ("MX 1", "MX 2"))
    two = join_events(edit_of(("Song", "A", 0, 10), ("Song", "A", 12.1, 20)).events, 0.0)
    assert len(two) == 2


@pytest.mark.parametrize(
    ("rate", "origin"),
    [("23.976", "01:00:00:00"), ("25", "10:00:00:00"), ("29.97DF", "01:00:00;00"), ("24", "00:00:00:00")],
)
def test_an_origin_that_nobody_said_is_the_one_at_which_clips_lie_on_their_cues(rate, origin):
    options = ExportOptions(picture_rate=rate, timecode_origin=origin)
    document = sample()
    edit = read_edit_list("back.edl", render(document, "cmx3600", options), parse_picture_rate(rate))
    beside = compare_edit(document, edit, None, tolerance_s=0.1)
    assert (beside.origin, beside.is_origin_known, beside.differences) == (origin, False, [])
    assert beside.timecode(0.0) == origin


def test_only_the_tracks_that_are_named_are_compared():
    document = sample()
    cue = document.cues_heard[0]
    edit = edit_of((cue.title_known, "MX", cue.start_s, cue.end_s), ("Dialogue", "DX", 0, 200))
    beside = compare_edit(document, edit, "00:00:00:00", tolerance_s=1.0, tracks=["mx"])
    assert {name for row in beside.rows if row.stretch for name in row.stretch.tracks} == {"MX"}


def test_a_time_line_of_opentimelineios_own_beside_a_film():
    document = sample()
    text = reader("opentimelineio").adapters.otio_json.write_to_string(made_timeline())
    beside = compare_edit(
        document, read_edit_list("a.otio", text.encode(), RATE), "01:00:00:00", tolerance_s=1.0
    )
    first = next(row for row in beside.rows if row.cue is not None and row.cue.cue_no == "1m01")
    assert first.verdict == "bounds"
    facts = beside.facts(first)
    assert (facts["edit_in"], facts["edit_out"], facts["tracks"]) == ("01:00:00:00", "01:01:00:00", ["MX 1"])


def test_names_that_editing_systems_trim_and_number_are_the_same_music():
    cue = cues_of(sample())["1m01"]
    same = [
        "Harbour Lights Off",
        "03 Harbour Lights Off.flac",
        "HARBOUR LIGHTS OFF-04.L",
        "Harbour_Lights_Off_02",
        "The Quay - Harbour Lights Off.wav",
        "/Volumes/Music/Harbour Lights Off.dup1.wav",
        "1m01 The Quay - Harbour Lights Off (edit)",
    ]
    other = ["Harbour", "Lights", "", "03.wav", "Harbour Bridge", "Off"]
    assert [name for name in same if not is_named([name], cue)] == []
    assert [name for name in other if is_named([name], cue)] == []
    assert clip_key("Area 51") == "area 51"

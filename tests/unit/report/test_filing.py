import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden.documents import empty, hostile, place, sample

from cuespotter.report.filing import carve_overlaps, crossing_of, file_cues
from cuespotter.report.stretches import seconds_in
from cuespotter.wording.times import whole_seconds


def document_of(*spans, running_s=1000.0, **answers):
    base = sample()
    cues = [
        base.cues[0].model_copy(
            update={
                "id": f"c{number}", "start_s": begin, "end_s": end, "placements": [place(begin, end, 0.0)],
                "prominence": None, "perception": None,
            }
            | {key: values[number] for key, values in answers.items()}
        )
        for number, (begin, end) in enumerate(spans)
    ]  # fmt: skip
    film = base.film.model_copy(update={"duration_s": running_s})
    return base.model_copy(update={"film": film, "cues": cues})


def filed(document):
    return [(row.cue.id, row.in_s, row.out_s) for row in file_cues(document).rows]


def test_in_and_out_are_rounded_half_up_and_the_duration_is_their_difference():
    assert filed(document_of((10.5, 20.4), (30.49, 40.5))) == [("c0", 11, 20), ("c1", 30, 41)]


def test_nothing_is_rounded_twice():
    assert whole_seconds(1.4999999) == 1
    assert filed(document_of((0.45, 10.45))) == [("c0", 0, 10)]


def test_a_row_lasts_at_least_a_second_even_at_the_very_end():
    assert filed(document_of((10.1, 10.3), (99.9, 100.0), running_s=100.0)) == [
        ("c0", 10, 11),
        ("c1", 99, 100),
    ]


def test_a_short_row_moves_its_neighbour_rather_than_overlap_it():
    assert filed(document_of((10.0, 10.2), (10.2, 20.0))) == [("c0", 10, 11), ("c1", 11, 20)]


def test_a_crossfade_is_cut_in_its_middle_where_no_level_is_known():
    assert filed(document_of((0.0, 60.0), (50.0, 100.0))) == [("c0", 0, 55), ("c1", 55, 100)]


def test_a_crossfade_is_cut_at_its_level_crossing():
    loud, soft = [place(0, 60, 0, level=0.0)], [place(50, 100, 0, level=-20.0)]
    document = document_of((0.0, 60.0), (50.0, 100.0), placements=[loud, soft])
    first, second = document.cues
    crossing = crossing_of(first, second)
    assert crossing == pytest.approx(50 + 10 / 1.1)
    fade = (crossing - 50) / 10
    assert 1.0 * (1 - fade) == pytest.approx(0.1 * fade)


def test_under_another_cue_the_more_prominent_keeps_its_time():
    spans = ((0.0, 100.0), (40.0, 60.0))
    assert filed(document_of(*spans, perception=["not_heard", "seen"])) == [
        ("c0", 0, 40), ("c1", 40, 60), ("c0", 60, 100),
    ]  # fmt: skip
    hidden = file_cues(document_of(*spans, perception=["seen", "not_heard"]))
    assert [(row.cue.id, row.in_s, row.out_s) for row in hidden.rows] == [("c0", 0, 100)]
    assert [cue.id for cue in hidden.left_out] == ["c1"]


def test_of_equals_the_shorter_keeps_its_time():
    assert filed(document_of((0.0, 100.0), (40.0, 60.0)))[1] == ("c1", 40, 60)


def test_rejected_cues_are_not_filed():
    assert "c7" not in {row.cue.id for row in file_cues(sample()).rows}


def test_the_sample_adds_up():
    filing = file_cues(sample())
    assert filing.running_s == 5400
    assert filing.left_out == ()
    assert [(row.cue.id, row.in_s, row.out_s) for row in filing.rows] == [
        ("c1", 0, 92), ("c2", 184, 301), ("c3", 301, 341), ("c2", 341, 432), ("c4", 512, 560),
        ("c5", 3612, 3699), ("c6", 3699, 3780), ("c8", 5100, 5390),
    ]  # fmt: skip
    assert filing.music_s == 846


def test_a_film_without_cues_files_nothing():
    assert file_cues(empty()).rows == ()
    assert file_cues(hostile()).music_s <= 30


spans = st.tuples(st.floats(-5, 130), st.floats(0, 60)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(spans, max_size=8).map(sorted), st.floats(0.6, 120))
def test_rows_never_overlap_and_never_add_up_to_more_than_the_film(spans, running_s):
    filing = file_cues(document_of(*spans, running_s=running_s))
    assert all(row.duration_s >= 1 for row in filing.rows)
    assert all(a.out_s <= b.in_s for a, b in zip(filing.rows, filing.rows[1:], strict=False))
    assert all(row.in_s >= 0 and row.out_s <= filing.running_s for row in filing.rows)
    assert filing.music_s <= filing.running_s
    assert {row.cue.id for row in filing.rows} | {cue.id for cue in filing.left_out} == {
        f"c{number}" for number in range(len(spans))
    }


@given(st.lists(spans, max_size=8).map(sorted))
def test_carving_loses_no_music(spans):
    cues = document_of(*spans).cues
    pieces = carve_overlaps(cues, end_s=1000.0)
    carved_s = sum(end - begin for _, (begin, end) in pieces)
    whole_s = seconds_in((max(0.0, begin), min(1000.0, end)) for begin, end in spans)
    assert carved_s <= whole_s + 1e-6
    assert carved_s >= whole_s - 0.5 * 2 * len(spans) - 1e-6

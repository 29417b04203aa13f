import pytest
from tests.golden.documents import empty, sample

from cuespotter.report.shares import Share, share_music
from cuespotter.report.stretches import deal_lanes, seconds_in, unite

NEW = {"work_origin": "made_for_film", "recording_origin": "made_for_film", "form": "score"}
OLD = {"work_origin": "pre_existing", "recording_origin": "pre_existing", "form": "song"}


def shares_of(*parts, running_s=9480.0):
    base = sample()
    cues = [
        base.cues[3].model_copy(update={"id": str(number), "start_s": begin, "end_s": end} | origin)
        for number, (begin, end, origin) in enumerate(parts)
    ]
    film = base.film.model_copy(update={"duration_s": running_s})
    return share_music(base.model_copy(update={"film": film, "cues": cues}))


def test_35_of_81_minutes_fails_60_and_50_percent_and_passes_35():
    shares = shares_of((0.0, 35 * 60.0, NEW), (35 * 60.0, 81 * 60.0, OLD))
    assert shares.score_share.bounds == pytest.approx((35 / 81, 35 / 81))
    assert {name: verdict for name, _, verdict in shares.tests} == {
        "Academy Awards 2020": "does not meet the numeric test",
        "Academy Awards from 2021": "meets the numeric test",
        "BAFTA": "does not meet the numeric test",
    }


def test_what_is_told_of_a_film_that_nobody_heard_is_tested_alike():
    base = empty()
    told = {"told_music_s": 81 * 60.0, "told_score_s": 35 * 60.0, "duration_s": 9480.0}
    shares = share_music(base.model_copy(update={"film": base.film.model_copy(update=told)}))
    assert shares.score_share == Share(2100.0, 2100.0, 4860.0, "all music")
    assert [verdict for _, _, verdict in shares.tests] == [
        "does not meet the numeric test",
        "meets the numeric test",
        "does not meet the numeric test",
    ]
    assert shares.new_music_share.bounds == pytest.approx((35 / 81, 1.0))
    music = told | {"told_score_s": None}
    open_ = share_music(base.model_copy(update={"film": base.film.model_copy(update=music)}))
    assert open_.score_share.bounds == (0.0, 1.0)


def test_a_cover_made_for_the_film_is_no_new_music():
    cover = {"work_origin": "pre_existing", "recording_origin": "made_for_film", "form": "song"}
    shares = shares_of((0.0, 60.0, cover), (60.0, 120.0, NEW))
    assert shares.new_music_share.bounds == (0.5, 0.5)


def test_a_song_written_for_the_film_is_new_music_but_no_score():
    shares = shares_of((0.0, 60.0, NEW | {"form": "song"}), (60.0, 120.0, NEW))
    assert shares.score_share.bounds == (0.5, 0.5)
    assert shares.new_music_share.bounds == (1.0, 1.0)


def test_unknown_cues_give_bounds():
    shares = shares_of((0.0, 40.0, NEW), (40.0, 70.0, {}), (70.0, 100.0, OLD))
    assert shares.score_share.bounds == pytest.approx((0.4, 0.7))
    assert [shares.score_share.judge(least) for least in (0.35, 0.4, 0.5, 0.7, 0.75)] == [
        "meets the numeric test", "meets the numeric test", "cannot be told yet", "cannot be told yet",
        "does not meet the numeric test",
    ]  # fmt: skip


def test_new_music_of_unknown_form_is_between_score_and_song():
    shares = shares_of((0.0, 50.0, NEW | {"form": None}), (50.0, 100.0, OLD))
    assert shares.score_share.bounds == (0.0, 0.5)
    assert shares.new_music_share.bounds == (0.5, 0.5)


def test_each_second_counts_once():
    shares = shares_of((0.0, 60.0, NEW), (30.0, 90.0, NEW), (80.0, 100.0, OLD))
    assert shares.score_share == Share(90.0, 90.0, 100.0, "all music")
    assert shares.music_in_film.bounds == pytest.approx((100 / 9480, 100 / 9480))


def test_without_music_there_is_no_share():
    shares = share_music(empty())
    assert shares.score_share.bounds is None
    assert shares.score_share.judge(0.35) == "cannot be told yet"


def test_a_union_is_disjoint_and_ascending():
    assert unite([(5, 9), (0, 3), (2, 4), (9, 10), (7, 7), (8, 6)]) == [(0, 4), (5, 10)]
    assert seconds_in([]) == 0


def test_layers_lie_on_separate_lanes_and_lanes_are_used_again():
    assert deal_lanes([(0, 10), (1, 3), (2, 4), (3, 9), (10, 11)]) == [0, 1, 2, 1, 0]

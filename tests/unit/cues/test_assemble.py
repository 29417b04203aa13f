import pytest
from tests.reference.engine_alignments import make_alignment
from tests.reference.engine_library import SETTINGS, recording_of

from cuespotter.alignment.confidence import reported
from cuespotter.alignment.explain import Explained
from cuespotter.analysis.views import MIDDLE, SIDE
from cuespotter.cues.assemble import ReelFindings, assemble

RULES = SETTINGS.cues
VIEWS = (MIDDLE, SIDE)


def findings(*explained, start_s=0.0):
    found = [one if isinstance(one, Explained) else Explained(one, 0.0) for one in explained]
    return ReelFindings(start_s, reported(found, recordings=10, settings=SETTINGS), VIEWS)


def cues_of(*reels):
    return assemble(list(reels), lambda number: recording_of(f"tune{number}"), SETTINGS)


def two_stretches(gap_s, *, jump_s=0.0, recording=0):
    """One recording for 20 s, and again after a gap, its position run on, or jumped as well."""
    before = make_alignment(0, 10.0, 30.0, position_s=5.0)
    after = make_alignment(recording, 30.0 + gap_s, 50.0, position_s=25.0 + gap_s + jump_s)
    return cues_of(findings(before, after))


def test_a_placement_obeys_the_one_equation():
    (cue,) = cues_of(
        findings(make_alignment(3, 12.0, 30.0, position_s=40.0, speed=25 / 24, pitch_cents=70.67))
    )
    (placement,) = cue.placements
    assert cue.recording.id == "tune3"
    assert (
        (cue.start_s, cue.end_s) == (placement.film_in_s, placement.film_out_s) == pytest.approx((12.0, 30.0))
    )
    assert (placement.recording_in_s, placement.recording_out_s) == pytest.approx(
        (40.0, 40.0 + 18.0 * 25 / 24)
    )
    assert (placement.speed, placement.pitch_cents) == pytest.approx((25 / 24, 70.67))
    assert placement.heard_on == ["mid"]
    assert placement.film_in_error_s < placement.film_out_error_s


@pytest.mark.parametrize("jump_s", [0.0, 40.0])
def test_the_same_recording_after_two_seconds_is_the_same_cue(jump_s):
    (cue,) = two_stretches(RULES.same_cue_gap_s - 0.1, jump_s=jump_s)
    assert len(cue.placements) == 2
    assert (cue.start_s, cue.end_s) == pytest.approx((10.0, 50.0))


def test_after_five_seconds_it_is_the_same_cue_if_its_position_has_run_on():
    assert len(two_stretches(RULES.same_cue_running_gap_s - 0.1)) == 1
    assert (
        len(two_stretches(RULES.same_cue_running_gap_s - 0.1, jump_s=RULES.running_on_tolerance_s + 0.2)) == 2
    )
    assert len(two_stretches(RULES.same_cue_gap_s + 0.1, jump_s=-40.0)) == 2


def test_after_longer_it_is_a_new_cue():
    assert len(two_stretches(RULES.same_cue_running_gap_s + 0.1)) == 2


def test_another_recording_is_another_cue():
    assert [cue.recording.id for cue in two_stretches(0.0, recording=1)] == ["tune0", "tune1"]


def test_other_music_in_between_does_not_part_a_cue():
    around = make_alignment(0, 10.0, 30.0), make_alignment(0, 31.0, 50.0, position_s=31.0)
    cues = cues_of(findings(around[0], make_alignment(1, 20.0, 40.0), around[1]))
    assert [(cue.recording.id, len(cue.placements)) for cue in cues] == [("tune0", 2), ("tune1", 1)]


def test_reels_lie_end_to_end_and_number_the_cues():
    cues = cues_of(
        findings(make_alignment(0, 10.0, 30.0)), findings(make_alignment(1, 5.0, 25.0), start_s=600.0)
    )
    assert [(cue.cue_no, cue.start_s) for cue in cues] == [
        ("1m01", pytest.approx(10.0)),
        ("2m01", pytest.approx(605.0)),
    ]


def test_a_cue_over_the_change_of_reels_is_one_cue():
    before = make_alignment(0, 580.0, 600.0, position_s=0.0)
    after = make_alignment(0, 0.0, 20.0, position_s=20.0)
    (cue,) = cues_of(findings(before), findings(after, start_s=600.0))
    assert (cue.cue_no, len(cue.placements), cue.end_s) == ("1m01", 2, pytest.approx(620.0))


def test_a_recording_that_began_before_the_film_is_heard_from_its_start():
    (cue,) = cues_of(findings(make_alignment(0, -0.4, 20.0, position_s=3.0)))
    (placement,) = cue.placements
    assert (placement.film_in_s, placement.recording_in_s) == pytest.approx((0.0, 3.4))


def test_a_recording_is_not_heard_before_it_begins():
    (cue,) = cues_of(findings(make_alignment(0, 9.5, 30.0, position_s=-0.5)))
    assert (cue.placements[0].film_in_s, cue.placements[0].recording_in_s) == pytest.approx((10.0, 0.0))


def test_the_unlikely_is_not_reported():
    weak = {"support": 20.0, "gain": 20.0, "strength": 0.2, "sharpness": 2.0}
    assert cues_of(findings(make_alignment(0, 10.0, 30.0, **weak))) == []
    assert cues_of(findings(Explained(make_alignment(0, 10.0, 30.0, **weak), 0.5))) == []


def test_of_a_sting_more_is_asked():
    def reported(seconds, support):
        return bool(
            cues_of(
                findings(
                    make_alignment(0, 10.0, 10.0 + seconds, support=support, sharpness=8.0, strength=1.0)
                )
            )
        )

    supports = [10.0 * 1.3**k for k in range(20)]
    assert [reported(10.0, support) for support in supports].index(True) < [
        reported(2.0, support) for support in supports
    ].index(True)


def test_a_copy_in_the_library_is_a_rival_with_the_same_sound():
    chosen = make_alignment(0, 10.0, 30.0)
    rivals = [
        make_alignment(1, 10.0, 30.0, gain=1980.0),
        make_alignment(2, 10.0, 30.0, gain=1400.0),
        make_alignment(3, 10.0, 30.0, gain=100.0),
        make_alignment(0, 10.0, 30.0, gain=1500.0, position_s=80.0),
    ]
    (cue,) = cues_of(findings(Explained(chosen, 0.0, rivals)))
    assert [(rival.recording.id, rival.reason) for rival in cue.rivals] == [
        ("tune1", "same sound"),
        ("tune0", "another place"),
        ("tune2", "weaker"),
    ]
    assert [rival.recording_in_s for rival in cue.rivals] == pytest.approx([10.0, 80.0, 10.0])
    assert all(rival.confidence <= cue.confidence / 2 + 1e-4 for rival in cue.rivals)


def test_a_cue_is_as_likely_as_its_likeliest_placement():
    sure = make_alignment(0, 10.0, 30.0)
    fair = make_alignment(0, 31.0, 50.0, position_s=31.0, support=300.0, sharpness=7.0, strength=0.9)
    both = cues_of(findings(sure, fair))[0]
    assert both.confidence == cues_of(findings(sure))[0].confidence


def test_ids_are_kept_when_a_bound_is_refined():
    one, other = (cues_of(findings(make_alignment(0, 10.01, last_s)))[0] for last_s in (30.0, 31.0))
    assert one.id == other.id
    assert one.id != cues_of(findings(make_alignment(1, 10.01, 30.0)))[0].id


def test_nothing_found_is_no_cue():
    assert cues_of(findings()) == []
    assert cues_of() == []


def test_the_order_in_which_placements_come_changes_nothing():
    found = [make_alignment(number % 2, 20.0 * number, 20.0 * number + 15.0) for number in range(6)]
    forth, back = (cues_of(findings(*some)) for some in (found, found[::-1]))
    assert forth == back
    assert [cue.cue_no for cue in forth] == [f"1m0{number + 1}" for number in range(6)]


@pytest.mark.parametrize(
    ("mixes", "share"), [((0.1, None), 0.1), ((0.1, 0.3), 0.3), ((0.1, 0.9), 1.0), ((None, None), 1.0)]
)
def test_a_cue_is_less_likely_the_recording_where_all_that_was_judged_is_another_mix(mixes, share):
    parts = make_alignment(0, 10.0, 30.0), make_alignment(0, 31.0, 50.0, position_s=90.0)
    told = [Explained(part, 0.0, mix_confidence=mix) for part, mix in zip(parts, mixes, strict=True)]
    (cue,) = cues_of(findings(*told))
    (before,) = cues_of(findings(*parts))
    assert [placement.mix_confidence for placement in cue.placements] == list(mixes)
    assert cue.confidence == pytest.approx(share * before.confidence, abs=0.001)

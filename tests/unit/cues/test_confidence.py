import pytest
from tests.reference.engine_alignments import make_alignment

from cuespotter.cues.confidence import confidence_of
from cuespotter.settings import ConfidenceSettings

SETTINGS = ConfidenceSettings()
FAIR = {"support": 250.0, "strength": 0.8, "sharpness": 6.0}


def confidence(shared=0.0, named=True, recordings=100, **evidence):
    alignment = make_alignment(0, 10.0, 30.0, **FAIR | evidence)
    return confidence_of(alignment, shared=shared, named=named, recordings=recordings, settings=SETTINGS)


def test_confidence_falls_with_the_size_of_the_library():
    sizes = [confidence(recordings=size) for size in (1, 10, 1000, 100_000)]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 4


@pytest.mark.parametrize("kind", ["support", "strength", "sharpness"])
def test_confidence_rises_with_evidence_of_each_kind(kind):
    assert confidence(**{kind: FAIR[kind] * 0.7}) < confidence() < confidence(**{kind: FAIR[kind] * 1.4})


def test_what_others_explain_is_less_likely():
    assert confidence(shared=0.5) < confidence(shared=0.1) < confidence()


def test_an_unusual_speed_is_less_likely():
    assert confidence(named=False) < confidence(named=True)


@pytest.mark.parametrize(
    "evidence", [dict.fromkeys(FAIR, 0.0), dict.fromkeys(FAIR, -5.0), dict.fromkeys(FAIR, 1e12)]
)
@pytest.mark.parametrize("recordings", [0, 1, 10**9])
def test_confidence_is_a_probability_however_extreme_the_evidence(evidence, recordings):
    assert 0.0 < confidence(recordings=recordings, **evidence) < 1.0


def test_no_evidence_is_no_confidence_and_much_is_nearly_all():
    assert confidence(support=1.0, strength=0.1, sharpness=0.0) < 0.001
    assert confidence(support=2000.0, strength=2.0, sharpness=20.0) > 0.99

import pytest
from tests.reference.engine_alignments import make_alignment

from cuespotter.alignment.confidence import WEIGHTS, confidence_in, features
from cuespotter.alignment.explain import Explained
from cuespotter.settings import Settings

SETTINGS = Settings()
FAIR = {"support": 80.0, "peaks": 250, "sharpness": 6.0}


def explained(shared=0.0, named=True, **evidence):
    played = {} if named else {"speed": 1.0213, "pitch_cents": 36.5}
    return Explained(make_alignment(0, 10.0, 30.0, **played, **FAIR | evidence), shared)


def confidence(recordings=100, **how):
    return confidence_in(explained(**how), recordings=recordings, settings=SETTINGS)


def test_each_kind_of_evidence_has_a_weight_that_the_settings_know():
    assert len(features(explained(), SETTINGS)) == len(WEIGHTS)
    weights = {name: getattr(SETTINGS.confidence, name) for name in WEIGHTS}
    assert all(weights.values())


def test_confidence_falls_with_the_size_of_the_library():
    sizes = [confidence(recordings=size) for size in (1, 10, 1000, 100_000)]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 4


def test_the_same_support_from_fewer_peaks_is_likelier():
    assert confidence(peaks=500) < confidence() < confidence(peaks=150)


@pytest.mark.parametrize("kind", ["support", "sharpness"])
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
    assert confidence(support=1.0, peaks=100, sharpness=0.0) < 0.001
    assert confidence(support=2000.0, peaks=1000, sharpness=20.0) > 0.99

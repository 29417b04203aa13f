import pytest
from tests.golden.documents import sample

from cuespotter.model.usage import CWR_OF_ROLE, UsageScheme, apra_codes, prs_codes, usage_code

CUE = sample().cues[3]
SCHEMES = ("us", "cwr", "ddex", "prs", "apra")


def codes(**answers):
    return tuple(usage_code(CUE.model_copy(update=answers), scheme) for scheme in SCHEMES)


@pytest.mark.parametrize(
    ("part", "perception", "vocal", "expected"),
    [
        ("logo", None, None, ("logo", "L", "AudioLogo", None, None)),
        ("main_title", None, None, ("MT", "T", "Theme", "T", "Theme")),
        ("end_title", "seen", "vocal", ("ET", "T", "Theme", "T", "Theme")),
        ("body", "seen", "vocal", ("VV", "V", "OnScreenMusic", "F", "Featured")),
        ("body", "seen", "instrumental", ("VI", "V", "OnScreenMusic", "F", "Featured")),
        ("body", "unseen_source", "vocal", ("BV", "B", "Background", "F", "Featured")),
        ("body", "not_heard", "instrumental", ("BI", "B", "Background", "B", "Background")),
        (None, "not_heard", "vocal", ("BV", "B", "Background", "B", "Background")),
        (None, "not_heard", None, (None, "B", "Background", "B", "Background")),
        (None, None, "vocal", (None, None, None, None, None)),
    ],
)
def test_codes_are_derived_from_the_answers_and_never_guessed(part, perception, vocal, expected):
    assert codes(film_part=part, perception=perception, vocal=vocal) == expected


def test_rolled_up_cues_have_their_own_letter():
    assert codes(is_rolled_up=True)[1:3] == ("R", "RolledUpCue")


def test_prominence_told_by_the_reviewer_goes_before_perception():
    cue = CUE.model_copy(update={"perception": "not_heard", "prominence": "featured"})
    assert prs_codes(cue).usage == "F"


def test_origins_have_the_societies_words():
    words = {}
    for origin in ("made_for_film", "library", "pre_existing", "unknown"):
        cue = CUE.model_copy(update={"work_origin": origin})
        words[origin] = (prs_codes(cue).origin, apra_codes(cue).origin)
    assert words == {
        "made_for_film": ("X", "Specially Commissioned"),
        "library": ("L", "Production Music"),
        "pre_existing": ("P", "Commercial"),
        "unknown": (None, None),
    }


def test_every_role_has_a_designation_of_its_own():
    from typing import get_args

    from cuespotter.model.party import PublisherRole, WriterRole

    assert set(CWR_OF_ROLE) == {*get_args(WriterRole), *get_args(PublisherRole)}
    assert len(set(CWR_OF_ROLE.values())) == len(CWR_OF_ROLE)
    assert set(get_args(UsageScheme)) == set(SCHEMES)

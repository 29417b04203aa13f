from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden.documents import COVER, DISCO, ORIGINAL, SCORE, WALTZ, empty, hostile, sample

from cuespotter.errors import UsageError
from cuespotter.report.facts import FILM_FIELDS, RECORDING_FIELDS, film_facts, recording_facts
from cuespotter.report.filter import fold, parse_filter

ALL = {"original": ORIGINAL, "cover": COVER, "score": SCORE, "waltz": WALTZ, "disco": DISCO}


def kept(text):
    wanted = parse_filter(text, RECORDING_FIELDS)
    return [name for name, recording in ALL.items() if wanted.keeps(recording_facts(recording))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["original", "cover", "score", "waltz", "disco"]),
        ("   ", ["original", "cover", "score", "waltz", "disco"]),
        ('composer:"mira sand"', ["score"]),
        ("not composer:sand and year:2011", ["cover"]),
        ("medium:vinyl", ["original", "cover"]),
        ("colour:pink and limited:yes and year:..2000", ["original"]),
        ("year:1977..1983", ["original", "disco"]),
        ("year:1983..", ["cover", "score", "disco"]),
        ("year:1934", ["waltz"]),
        ("artist:none", ["waltz"]),
        ("artist:any -year:2011", ["original", "disco"]),
        ("harbour", ["original", "cover"]),
        ('"night ferry"', ["cover", "score"]),
        ("title=harbour", []),
        ('title="HARBOUR LIGHTS OFF"', ["original", "cover"]),
        ("year:1977 or year:1934", ["original", "waltz"]),
        ("year:2011 or year:1977 and artist:quay", ["original", "cover", "score"]),
        ("(year:2011 or year:1977) and artist:quay", ["original"]),
        ("not (year:2011 or year:1977)", ["waltz", "disco"]),
        ("NOT year:2011 AND NOT year:1977", ["waltz", "disco"]),
        ("not not year:1934", ["waltz"]),
        ("-(title:any)", ["waltz"]),
        ("length:3:00..3:20", ["cover", "waltz"]),
        ("length:..200", ["cover", "waltz"]),
        ("version:cover", ["cover"]),
        ("soundtrack:no", []),
        ("genre:musical", []),
        ("not genre:musical and year:1970..1979", ["original"]),
    ],
)
def test_filters_keep_what_they_say(text, names):
    assert kept(text) == names


def test_the_example_of_the_design_is_understood():
    text = 'not composer:"John Williams" and not genre:musical and year:1970..1999 and medium:vinyl'
    assert kept(text) == ["original"]
    assert parse_filter(text, FILM_FIELDS).keeps(film_facts(sample())) is False


def test_films_are_asked_for_themselves_and_for_their_music():
    facts = film_facts(sample())
    for text, answer in {
        "year:2011 and composer:marlow": True,
        "composer:williams": False,
        "recording_year:1977": True,
        "title:yölautta": True,
        "title:yolautta": True,
        "director:krol and kind:feature": True,
        "unnamed:1 and cues:7": True,
        "music_percent:15..16": True,
        "note:storm": True,
        "length:1:30:00..": True,
    }.items():
        assert parse_filter(text, FILM_FIELDS).keeps(facts) is answer, text


def test_quotes_and_backslashes_can_be_part_of_a_word():
    facts = {"title": ['Say "No"'], "artist": [], "album": []}
    assert parse_filter(r'title:"say \"no\""', RECORDING_FIELDS).keeps(facts)
    assert parse_filter(r'"\"no"', RECORDING_FIELDS).keeps(facts)


@pytest.mark.parametrize(
    ("text", "words", "position", "pointed"),
    [
        ("compser:x", "there is no field 'compser'; did you mean 'composer'?", 0, "compser:x"),
        ("year:1990 and qqqq:x", "there is no field 'qqqq'; known are title, artist", 14, "qqqq:x"),
        ("year:199x", "year wants a number like 1990", 0, "year:199x"),
        ("year:..", "year wants a number like 1990", 0, "year:.."),
        ("year:1999..1990", "ends before it begins", 0, "year:1999..1990"),
        ("length:3:75", "wants a length like 3:20", 0, "length:3:75"),
        ("limited:maybe", "limited is yes or no, not 'maybe'", 0, "limited:maybe"),
        ("(year:1990", "a parenthesis is not closed", 10, ""),
        ("year:1990)", "a parenthesis too many", 9, ")"),
        ("year:1990 and", "something should follow", 13, ""),
        ("year:1990 or or x", "a word or field should stand here", 13, "or"),
        ("not", "something should follow", 3, ""),
        ("()", "a word or field should stand here", 1, ")"),
        ('title:"abc', "a quote is not closed", 6, ""),
        ("(" * 51 + "x" + ")" * 51, "more than 50 deep", 50, "("),
    ],
)
def test_errors_point_at_the_word(text, words, position, pointed):
    with pytest.raises(UsageError) as caught:
        parse_filter(text, RECORDING_FIELDS)
    error = caught.value
    assert words in error.message
    assert "\n" not in error.message
    assert error.position == position
    line, arrow = error.pointer.split("\n")
    assert line == text
    assert arrow == " " * position + "^" * max(1, len(pointed))


@given(st.text(alphabet='ab:"()\\-.. yearnotd19', max_size=30))
def test_any_text_is_read_or_refused(text):
    with suppress(UsageError):
        parse_filter(text, RECORDING_FIELDS).keeps(recording_facts(ORIGINAL))


@given(st.integers(0, 2**5 - 1), st.integers(0, 2**5 - 1))
def test_not_turns_or_into_and(left, right):
    def years(bits):
        chosen = [str(recording.year) for number, recording in enumerate(ALL.values()) if bits >> number & 1]
        return " or ".join(f"year:{year}" for year in chosen) or "title:none title:any"

    assert kept(f"not (({years(left)}) or ({years(right)}))") == kept(
        f"not ({years(left)}) and not ({years(right)})"
    )


def test_facts_have_every_field_that_can_be_asked():
    for document in (sample(), empty(), hostile()):
        assert set(film_facts(document)) >= set(FILM_FIELDS)
    for recording in ALL.values():
        assert set(recording_facts(recording)) == set(RECORDING_FIELDS)


def test_case_and_accents_do_not_matter():
    assert fold("Ünter STRASSE") == fold("unter straße")


def test_films_in_which_a_cover_is_heard_are_found() -> None:
    document = sample()
    cue = next(cue for cue in document.cues if cue.recording is not None)
    assert COVER.version is not None
    assert COVER.version.kind == "cover"
    heard = cue.model_copy(update={"recording": COVER})
    with_cover = document.model_copy(update={"cues": [heard]})
    without = document.model_copy(update={"cues": []})
    wanted = parse_filter("version:cover", FILM_FIELDS)
    assert wanted.keeps(film_facts(with_cover))
    assert not wanted.keeps(film_facts(without))

import pytest

from cuespotter.errors import UsageError
from cuespotter.model import Cue, Film, FilmDocument, FilmFile, FilmStretch, FilmTheme, Recording
from cuespotter.report.themes import cues_of, name_of, returns_of, theme_called, theme_of

REEL = FilmFile(name="film.mkv", size=1, duration_s=600.0)
SONG = Recording(id="r", path="song.flac", duration_s=200.0)


def cue(number, start_s, end_s, **facts):
    return Cue(
        id=f"c{number}", cue_no=f"1m0{number}", confidence=0.9, kind="unnamed_music", start_s=start_s,
        end_s=end_s, **facts,
    )  # fmt: skip


def theme(letter, *spans):
    return FilmTheme(
        letter=letter, places=[FilmStretch(start_s=a, end_s=b, confidence=0.9) for a, b in spans]
    )


def film(*cues, themes):
    return FilmDocument(
        film=Film(id="f", title="Drive", duration_s=600.0, file=REEL, themes=themes), cues=list(cues)
    )


A, B = theme("A", (10, 30), (100, 120)), theme("B", (40, 60), (200, 220))


def test_a_cue_is_the_theme_that_most_of_it_is():
    whole, half, little = cue(1, 10, 30), cue(2, 100, 140), cue(3, 200, 260)
    document = film(whole, half, little, themes=[A, B])
    assert [theme_of(one, document) for one in document.cues] == [A, A, None]
    assert cues_of(A, document) == [whole, half]
    assert cues_of(B, document) == []


def test_what_is_a_recording_or_was_rejected_is_no_theme():
    document = film(cue(1, 10, 30, recording=SONG), cue(2, 100, 120, status="rejected"), themes=[A])
    assert cues_of(A, document) == []


def test_a_theme_is_called_as_its_cues_are_where_they_agree():
    one, other = cue(1, 10, 30, title="The sea"), cue(2, 100, 120)
    assert name_of(A, film(one, other, themes=[A])) == "The sea"
    apart = other.model_copy(update={"title": "The storm"})
    assert name_of(A, film(one, apart, themes=[A])) is None
    assert name_of(B, film(one, other, themes=[B])) is None


def test_a_theme_returns_in_cues_that_have_become_recordings_and_is_called_like_them():
    song = SONG.model_copy(update={"title": "The sea"})
    one, other = cue(1, 10, 30, recording=song), cue(2, 100, 120, recording=song)
    gone = cue(3, 40, 60, status="rejected")
    document = film(one, other, gone, themes=[A, B])
    assert returns_of(A, document) == [one, other]
    assert name_of(A, document) == "The sea"
    assert returns_of(B, document) == []


def test_a_letter_that_no_theme_has_is_told_with_those_there_are():
    document = film(themes=[A, B])
    assert theme_called("b", document) == B
    with pytest.raises(UsageError, match=r"Drive has no theme 'C'; its themes are A, B"):
        theme_called("C", document)
    with pytest.raises(UsageError, match=r"nothing without a name returns in it"):
        theme_called("A", film(themes=[]))

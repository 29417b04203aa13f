"""Which stream is the programme, which are channels of one mix, and what is said of it."""

import numpy as np
import pytest
from tests.unit.media.making import encode, tone
from tests.unit.media.test_probe import file_with, stream

from cuespotter.media.decode import read
from cuespotter.media.probe import probe
from cuespotter.media.streams import (
    StreamChoice,
    choose,
    chosen,
    heard_words,
    is_commentary,
    is_description,
)
from cuespotter.model import AudioStream

PURE_HZ = {"FL": 500, "FR": 700, "FC": 900, "LFE": 60, "SL": 1100, "SR": 1300}


def mono(index, **facts):
    facts = {"codec": "pcm_s24le", "layout": "mono", "channels": 1, "rate_hz": 48000} | facts
    return AudioStream(index=index, **facts)


@pytest.mark.parametrize(
    "title",
    [
        "Audio Description",
        "English (audio-described)",
        "Descriptive Video Service",
        "English AD",
        "DVS",
        "Hörfilmfassung",
        "Deutsch (Audiodeskription)",
        "Français - Audiodescription",
        "VF malvoyants",
        "Audiodescripción",
        "Italiano per non vedenti",
        "Audiodescriptie",
        "Audiodescrição",
        "Svensk syntolkning",
        "Synstolking",
        "Audiodeskrypcja",
        "Тифлокомментарий",
        "日本語 音声ガイド",
        "화면 해설",
    ],
)
def test_an_audio_description_is_known_by_its_title(title):
    assert is_description(title, None)
    plain = stream(2)
    described = stream(1, is_default=True, title=title, is_description=True)
    assert choose(file_with(described, plain), None).streams == (2,)


@pytest.mark.parametrize(
    "title",
    [
        "Director's Commentary",
        "Comments by the cast",
        "Audiokommentar des Regisseurs",
        "Commentaire du réalisateur",
        "Comentarios del director",
        "Commento del regista",
        "Commentaarspoor",
        "Comentário do diretor",
        "Kommentarspår",
        "Komentarz reżysera",
        "Комментарии режиссёра",
        "オーディオコメンタリー",
        "导演评论",
    ],
)
def test_a_commentary_is_known_by_its_title(title):
    assert is_commentary(title)


@pytest.mark.parametrize("title", ["Stereo", "English 5.1", "Deutsch", "VF", "Original", "Mix", "日本語"])
def test_other_titles_are_the_programme(title):
    assert not is_commentary(title)
    assert not is_description(title, "eng")


def test_broadcasters_codes_mark_audio_descriptions():
    assert is_description(None, "nar")
    assert is_description(None, "qad")


@pytest.mark.parametrize(
    ("count", "heard", "layout"),
    [(2, 2, "stereo"), (3, 3, "3.0"), (5, 5, "5.0(side)"), (6, 6, "5.1(side)"), (8, 6, "5.1(side)")],
)
def test_equal_mono_streams_are_the_channels_of_one_mix(count, heard, layout):
    file = file_with(*[mono(index, is_default=index == 1) for index in range(1, count + 1)])
    choice = choose(file, None)
    assert choice.streams == tuple(range(1, heard + 1))
    assert (choice.layout, choice.is_guess) == (layout, True)


@pytest.mark.parametrize(
    "others",
    [{"language": "ger"}, {"codec": "aac"}, {"title": "Music and effects"}, {"is_description": True}],
)
def test_mono_streams_that_differ_are_mixes_of_their_own(others):
    assert choose(
        file_with(mono(1, language="eng"), mono(2, **{"language": "eng"} | others)), None
    ) == StreamChoice((1,))


def test_labels_put_the_channels_in_order_and_are_no_guess():
    titles = ["Center", "Left", "Right", "LFE", "Ls", "Rs"]
    file = file_with(*[mono(index, title=title) for index, title in enumerate(titles)])
    choice = choose(file, None)
    assert choice.streams == (1, 2, 0, 3, 4, 5)
    assert not choice.is_guess
    marked = file_with(mono(1, layout="1 channels (FR)"), mono(2, layout="1 channels (FL)"))
    assert choose(marked, None).streams == (2, 1)


def test_a_stream_asked_for_is_heard_alone():
    assert choose(file_with(mono(1), mono(2)), 2) == StreamChoice((2,))


def test_a_choice_survives_in_the_films_facts():
    choice = choose(file_with(mono(1), mono(2), mono(3)), None)
    facts = {
        "stream_used": 1,
        "channel_streams": list(choice.streams),
        "channel_layout": choice.layout,
        "channels_guessed": choice.is_guess,
    }
    file = file_with(mono(1), mono(2), mono(3), mono(4)).model_copy(update=facts)
    assert chosen(file) == choice
    assert "streams 1, 2, 3 together" in heard_words(file)
    assert "not heard: 4 (pcm_s24le mono)" in heard_words(file)


def test_what_was_heard_and_what_not_is_said():
    file = file_with(stream(1, is_description=True), stream(2, language="eng"))
    words = heard_words(file.model_copy(update={"stream_used": 2}))
    assert words == "heard stream 2 (aac stereo, eng); not heard: 1 (aac stereo, audio description)"


@pytest.mark.parametrize(("suffix", "codec"), [(".mov", "pcm_s16le"), (".mkv", "flac"), (".mp4", "aac")])
def test_each_stream_sounds_in_its_own_channel(tmp_path, suffix, codec):
    sounds = [tone(2, hz)[np.newaxis] for hz in PURE_HZ.values()]
    more = [{"samples": sound, "layout": "mono"} for sound in sounds[1:]]
    path = encode(tmp_path / f"film{suffix}", sounds[0], codec=codec, more=more, video=True)
    block = read(path, rate_hz=11025, stream=choose(probe(path), None))
    assert block.layout == tuple(PURE_HZ)
    assert block.samples.shape[1] == pytest.approx(2 * 11025, abs=1200)
    for samples, hz in zip(block.samples, PURE_HZ.values(), strict=True):
        spectrum = np.abs(np.fft.rfft(samples))
        assert np.argmax(spectrum) * 11025 / len(samples) == pytest.approx(hz, abs=2)


def test_a_stream_that_ends_early_is_silent_from_there(tmp_path):
    more = [{"samples": tone(1, 700)[np.newaxis], "layout": "mono"}]
    path = encode(tmp_path / "film.mov", tone(9, 500)[np.newaxis], codec="pcm_s16le", more=more)
    block = read(path, rate_hz=11025, stream=choose(probe(path), None))
    assert block.samples.shape[1] == pytest.approx(9 * 11025, abs=100)
    assert np.abs(block.samples[1, 11025:]).max() < 0.01
    assert np.abs(block.samples[0, 8 * 11025 :]).max() > 0.1

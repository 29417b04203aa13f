"""The desk's words are those of shell and page: its functions are run beside Python's."""

import re
from pathlib import Path

import pytest
from tests.web.desk_browser import open_browser

import cuespotter
from cuespotter.analysis.views import ALL_VIEWS
from cuespotter.clock import editing_rate, picture_to_seconds, picture_to_timecode, timecode_to_picture
from cuespotter.model import Cue, Placement
from cuespotter.model.codes import is_ipi, is_iswc
from cuespotter.speeds import NAMED_SPEEDS
from cuespotter.wording.answers import FIELD_WORDS, field_word
from cuespotter.wording.bars import bar_in_doubt, bar_text
from cuespotter.wording.cues import UNNAMED, VIEW_WORDS
from cuespotter.wording.numbers import (
    CONFIDENCE_WORDS,
    confidence_word,
    level_text,
    percent_text,
    prominence_words,
    speed_name,
)
from cuespotter.wording.times import clock_text

SOURCE = Path(cuespotter.__file__).parent
STATIC = SOURCE / "web" / "static"
TIMES = [0, 0.4, 0.5, 34.5, 34.49, 59.5, 3599.5, 3600, 3723.2, 86399.6, -0.4, -1.5, -1.6, -3700]
SHARES = [0, 0.004, 0.005, 0.399, 0.4, 0.5, 0.7, 0.8999, 0.9, 0.985, 0.99, 0.996, 1]
SPEEDS = [named.speed for named in NAMED_SPEEDS] + [1.0001, 1.0004, 0.93, 1.032, 25.02 / 24]
PITCHES = [0.0, -1.7, 70.7, 66.0, -100.0, 250.0]


@pytest.fixture(scope="module")
def page():
    """A page that holds the functions of words.js, without a server."""
    script = "".join(
        (STATIC / name).read_text(encoding="utf-8") for name in ("wording.js", "words.js", "timecode.js")
    )
    script = re.sub(r"import \{[^}]*\} from [^;]*;", "", script).replace("export ", "")
    with open_browser() as browser:
        page = browser.new_page()
        page.add_script_tag(content=script)
        yield page


def test_the_desk_writes_times_as_everybody_does(page):
    assert page.evaluate("values => values.map((value) => clock(value))", TIMES) == [
        clock_text(s) for s in TIMES
    ]


def test_the_desk_says_probabilities_as_everybody_does(page):
    assert page.evaluate("values => values.map(sureWords)", SHARES) == [confidence_word(s) for s in SHARES]
    assert page.evaluate("values => values.map((value) => percent(value))", SHARES) == [
        percent_text(share) for share in SHARES
    ]


def test_the_desk_says_that_a_bar_is_in_doubt_as_everybody_does(page):
    for status in ("found", "confirmed"):
        for bar in (None, 0.0, 0.62, 0.949, 0.95, 1.0):
            cue = {"status": status, "placements": [{"bar_confidence": bar}]}
            place = Placement(
                film_in_s=0, film_out_s=9, recording_in_s=0, recording_out_s=9, speed=1, bar_confidence=bar
            )
            ours = Cue(
                id="a", cue_no="1m01", status=status, confidence=1, start_s=0, end_s=9, placements=[place]
            )
            assert page.evaluate("cue => barWords(cue)", cue) == (bar_text(bar_in_doubt(ours, place)) or "")


def test_the_desk_names_speeds_as_everybody_does(page):
    pairs = [(speed, cents) for speed in SPEEDS for cents in PITCHES]
    said = page.evaluate("pairs => pairs.map(([speed, cents]) => speedName(speed, cents))", pairs)
    assert said == [speed_name(*pair) for pair in pairs]


def test_the_desk_says_how_loud_music_is_as_everybody_does(page):
    told = [None, "featured", "background"]
    asked = [(prominence, level) for prominence in told for level in (None, -18.0, -15.0, -3.01, -3.0, 2.4)]
    said = page.evaluate("asked => asked.map(([told, level]) => prominenceWords(told, level))", asked)
    words = {None: None, "featured": "in front", "background": "under"}
    assert said == [prominence_words(words[prominence], level) for prominence, level in asked]
    levels = [-12.4, -0.4, 0.0, 0.4, 7.0]
    assert page.evaluate("levels => levels.map(levelText)", levels) == [level_text(one) for one in levels]


def test_the_desk_names_fields_as_everybody_does(page):
    fields = [*FIELD_WORDS, "header.prepared_by", "notes", "film.header.director"]
    assert page.evaluate("fields => fields.map(fieldWord)", fields) == [field_word(field) for field in fields]


@pytest.mark.parametrize("text", ["24000/1001", "25", "30000/1001", "29.97DF", "59.94DF", "120"])
def test_the_desk_counts_pictures_as_editing_systems_do(page, text):
    rate = editing_rate(text)
    origin = timecode_to_picture("01:00:00:00", rate)
    counting = {
        "numerator": rate.per_second.numerator,
        "denominator": rate.per_second.denominator,
        "nominal": rate.nominal,
        "dropped": rate.dropped,
        "origin": origin,
    }
    pictures = [0, 1, 23, 1799, 1800, 1801, 17981, 17982, 107892, 107893, 2_589_407]
    written = [picture_to_timecode(picture + origin, rate) for picture in pictures]
    begins = [picture_to_seconds(picture, rate) for picture in pictures]
    said = page.evaluate(
        """([counting, begins, written]) => {
          const timecode = new Timecode(counting);
          return [begins.map((s) => timecode.at(s)), begins.map((s) => timecode.at(Number(s.toFixed(3)))),
            written.map((text) => timecode.read(text)), begins.map((s) => timecode.pictureAt(timecode.step(s, 1)))];
        }""",
        [counting, begins, written],
    )
    assert said[0] == said[1] == written, "exact times, and times written to the millisecond"
    assert said[2] == pytest.approx(begins)
    assert said[3] == [picture + 1 for picture in pictures]
    assert page.evaluate("counting => new Timecode(counting).read('00:01:00;00')", counting) == (
        None if rate.is_drop else pytest.approx((60 * rate.nominal - origin) / rate.per_second)
    )


def test_no_word_has_a_second_home():
    words = [named.name for named in NAMED_SPEEDS if named.name] + [UNNAMED]
    words += [word for _, word in CONFIDENCE_WORDS if word in ("very likely", "doubtful")]
    homes = [SOURCE / "wording", SOURCE / "speeds.py", STATIC / "wording.js", STATIC / "vendor"]
    copies = [
        f"{path.relative_to(SOURCE)}: {word}"
        for path in sorted([*SOURCE.rglob("*.py"), *STATIC.rglob("*.js")])
        if not any(path.is_relative_to(home) for home in homes)
        for word in words
        if f'"{word}' in path.read_text(encoding="utf-8")
    ]
    assert copies == []


def test_the_desk_reads_check_digits_as_everybody_does(page):
    script = (STATIC / "codes.js").read_text(encoding="utf-8").replace("export ", "")
    page.add_script_tag(content=script)
    codes = [
        "00014107338",
        "14107338",
        "014107338",
        "00014107339",
        "T-034.524.680-1",
        "T-034.524.680-2",
        "",
        "x",
    ]
    codes += [f"{number:011d}" for number in range(14107300, 14107500)]
    assert page.evaluate("codes => codes.map(isIpi)", codes) == [is_ipi(code) for code in codes]
    assert page.evaluate("codes => codes.map(isIswc)", codes) == [is_iswc(code) for code in codes]


def test_every_mix_that_is_listened_to_has_words_at_the_desk(page):
    words = page.evaluate("views => views.map((view) => viewWord(view))", list(ALL_VIEWS))
    assert words == [VIEW_WORDS[view] for view in ALL_VIEWS]
    for name in ("panel.js", "evidence_part.js"):
        said = (STATIC / name).read_text(encoding="utf-8")
        assert "viewWord(" in said or "map(viewWord)" in said

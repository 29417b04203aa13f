"""Writers from tags: one place reads them, and every export, list and check takes them from there."""

import json

from cuespotter.exports.formats import render
from cuespotter.exports.page.credits import credit_line
from cuespotter.exports.sheets.sheet_rows import sheet_rows
from cuespotter.model import Cue, Film, FilmDocument, FilmFile, Recording
from cuespotter.model.tagged import tagged_writers, work_of_tags
from cuespotter.report.facts import recording_facts

SONG = Recording(
    id="r", path="a.mp3", duration_s=60, title="Song", composer="Ann Lee; Bo Ray", lyricist="Bo Ray; Cy Fox"
)
CUE = Cue(id="c", cue_no="1m01", confidence=1, start_s=1, end_s=9, recording=SONG)
DOCUMENT = FilmDocument(
    film=Film(id="f", title="Film", duration_s=60, file=FilmFile(name="f.mkv", size=1, duration_s=60)),
    cues=[CUE],
)
NAMES = ["Ann Lee", "Bo Ray", "Cy Fox"]


def test_several_names_in_a_tag_are_several_writers_each_once():
    roles = ["composer", "composer_lyricist", "lyricist"]
    assert [(party.name, party.role) for party in tagged_writers(SONG)] == list(
        zip(NAMES, roles, strict=True)
    )


def test_sheet_credits_page_and_filters_name_the_same_writers():
    assert [row.party.name for row in sheet_rows(DOCUMENT)[1]] == NAMES
    assert credit_line(CUE) == "\u201cSong\u201d. Written by Ann Lee, Bo Ray, Cy Fox"
    facts = recording_facts(SONG)
    assert (facts["composer"], facts["lyricist"], facts["writer"]) == (NAMES[:2], NAMES[1:], NAMES)
    page = render(DOCUMENT, "html").decode()
    told = json.loads(page.split('application/ld+json">')[1].split("</script>")[0])
    assert all(f'"name": "{name}"' in json.dumps(told) for name in NAMES)
    tags = render(DOCUMENT, "matroska-tags").decode()
    assert tags.count("<Name>COMPOSER</Name>") == tags.count("<Name>LYRICIST</Name>") == 2


def test_tags_without_a_title_make_no_work_but_still_name_writers():
    untitled = SONG.model_copy(update={"title": None})
    assert work_of_tags(untitled) is None
    assert [party.name for party in untitled.writers_known] == NAMES

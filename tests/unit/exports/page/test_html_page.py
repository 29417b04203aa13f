import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from tests.golden.documents import NASTY, empty, hostile, sample

from cuespotter.exports.formats import render
from cuespotter.exports.page.markup import Markup, join, tag
from cuespotter.wording.cues import sort_of

VOID = {"meta", "br", "hr", "link"}


class Page(HTMLParser):
    """Checks that tags nest, and gathers what the tests ask for."""

    def __init__(self, content):
        super().__init__(convert_charrefs=True)
        self.open, self.scripts, self.seen, self.ids, self.links, self.text = [], [], [], [], [], []
        self.feed(content)
        self.close()
        assert self.open == []

    def handle_starttag(self, name, attributes):
        values = dict(attributes)
        self.seen.append((name, values))
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if "href" in values else []
        if name not in VOID:
            self.open.append(name)

    def handle_startendtag(self, name, attributes):
        self.seen.append((name, dict(attributes)))

    def handle_endtag(self, name):
        assert self.open.pop() == name

    def handle_data(self, data):
        (self.scripts if self.open[-1:] == ["script"] else self.text).append(data)


def page_of(document):
    return Page(render(document, "html").decode())


@pytest.mark.parametrize("document", [sample(), empty(), hostile()], ids=["sample", "empty", "hostile"])
def test_the_page_is_one_well_formed_file_without_network_or_script(document):
    content = render(document, "html").decode()
    page = Page(content)
    ET.fromstring(content.removeprefix("<!DOCTYPE html>"))
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") for link in page.links)
    assert not re.search(r"url\((?!#)|@import|\bsrc=", content)
    assert [values.get("type") for name, values in page.seen if name == "script"] == ["application/ld+json"]
    assert not any(key.startswith("on") for _, values in page.seen for key in values)
    assert "default-src 'none'" in content


def test_every_link_of_the_page_has_its_goal():
    page = page_of(sample())
    assert {link[1:] for link in page.links} <= set(page.ids)


def test_titles_cannot_become_markup_and_scripts_cannot_be_closed():
    content = render(hostile(), "html").decode()
    assert content.count("</script>") == 1
    assert "<b>bold" not in content
    assert "&lt;/script&gt;&lt;!-- &quot;quoted&quot;" in content
    assert "\x00" not in content
    assert "\x1b" not in content


def test_json_ld_says_movie_clips_recordings_and_compositions():
    (script,) = page_of(sample()).scripts
    movie = json.loads(script)
    assert (movie["@context"], movie["@type"], movie["name"]) == (
        "https://schema.org",
        "Movie",
        "Night Ferry",
    )
    clips = movie["hasPart"]
    assert {clip["@type"] for clip in clips} == {"Clip"}
    first = clips[0]["audio"]
    assert (first["@type"], first["isrcCode"]) == ("MusicRecording", "GBXXX7700001")
    assert first["recordingOf"] == {
        "@type": "MusicComposition",
        "name": "Harbour Lights Off",
        "iswcCode": "T-000.000.001-0",
        "composer": [{"@type": "Person", "name": "Ada Marlow"}],
        "lyricist": [{"@type": "Person", "name": "Jo Finch"}],
    }
    assert "audio" not in next(clip for clip in clips if clip["name"] == "Unnamed music")


def test_json_ld_keeps_hostile_titles_as_they_are_but_for_control_characters():
    movie = json.loads(page_of(hostile()).scripts[0])
    assert movie["name"].startswith('</script><!-- "quoted"')


def test_rejected_cues_are_not_on_the_page_and_unnamed_music_is():
    text = " ".join(page_of(sample()).text)
    assert "2m07" not in text
    assert "Unnamed music" in text


def test_a_film_without_cues_says_so_and_draws_nothing():
    page = page_of(empty())
    assert "No music was recognised in this film." in " ".join(page.text)
    assert "svg" not in [name for name, _ in page.seen]
    assert "table" not in [name for name, _ in page.seen]


def test_the_cue_list_is_a_table_for_screen_readers():
    seen = page_of(sample()).seen
    assert [values["scope"] for name, values in seen if name == "th"].count("col") == 5
    assert sum(name == "caption" for name, _ in seen) == 1
    roles = [values.get("role") for _, values in seen]
    assert roles.count("rowheader") == roles.count("row") - 1 == 7
    bars = [values for name, values in seen if name == "a" and values.get("class", "").startswith("bar")]
    assert len(bars) == 7
    assert bars[1]["aria-label"] == "1m02 The Crossing, 3:04 to 7:12"


def test_the_page_tells_speed_part_level_rivals_and_confidence():
    text = " ".join(page_of(sample()).text)
    for words in (
        "PAL speed-up (+4.2 %)", "+2.0 %, pitch kept", "NTSC pull-up (+0.1 %)", "0:05 – 4:23 of 6:42", "−10 dB",
        "1 other answer", "likely", "83 %", "confirmed", "1:30:00", "limited pink vinyl", "16 %", "64 % to 69 %",
        "Cover; first by The Quay, 1977 (by work id)", "storm at sea; smoking",
    ):  # fmt: skip
        assert words.replace(" ", "") in text.replace(" ", ""), words


def test_colours_follow_the_two_origins():
    sorts = {cue.id: sort_of(cue) for cue in sample().cues_heard}
    assert sorts == {
        "c1": "drop", "c2": "made", "c3": "recording", "c4": "unnamed", "c5": "cover", "c6": "drop", "c8": "made",
    }  # fmt: skip


def test_text_is_escaped_once_and_markup_never():
    assert tag("p", "a<b", tag("b", "&"), title='"') == '<p title="&quot;">a&lt;b<b>&amp;</b></p>'
    assert join("<", Markup("<"), None) == "&lt;<"
    assert NASTY not in render(hostile(), "html").decode()

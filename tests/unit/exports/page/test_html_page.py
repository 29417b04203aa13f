import base64
import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from tests.golden.documents import NASTY, empty, hostile, sample

from cuespotter.errors import ExportError, UsageError
from cuespotter.exports.base import ExportOptions, PageOptions
from cuespotter.exports.formats import render
from cuespotter.exports.page.pictures import MOST_BYTES
from cuespotter.exports.page.timeline_view import timeline_view
from cuespotter.model import FilmIdentifiers, FilmStretch, FilmTheme
from cuespotter.model.recording import FilmPlace
from cuespotter.wording.cues import sort_of

VOID = {"meta", "br", "hr", "link", "img"}
SHAPES = {"rect", "line", "circle", "path"}


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
        assert name in SHAPES  # HTML's own elements close no other way than by a tag
        self.ids += [value for key, value in attributes if key == "id"]
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
    assert len(page.ids) == len(set(page.ids))
    sites = (
        "https://www.imdb.com/",
        "https://musicbrainz.org/",
    )  # where one goes by a click, and never before
    assert all(link.startswith(("#", *sites)) for link in page.links)
    assert not re.search(r"url\((?!#)|@import|\bsrc=", content)
    assert [values.get("type") for name, values in page.seen if name == "script"] == ["application/ld+json"]
    assert not any(key.startswith("on") for _, values in page.seen for key in values)
    (policy,) = [values["content"] for _, values in page.seen if values.get("http-equiv")]
    assert (
        policy
        == "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_every_link_of_the_page_has_its_goal():
    page = page_of(sample())
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert len(page.links) > 20


def test_titles_cannot_become_markup_and_scripts_cannot_be_closed():
    content = render(hostile(), "html").decode()
    assert content.count("</script>") == 1
    assert "<b>bold" not in content
    assert "&lt;/script&gt;&lt;!-- &#34;quoted&#34;" in content
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
    assert "1:06:40" not in text
    assert "Unnamed music" in text


def test_a_film_without_cues_says_so_and_draws_nothing():
    page = page_of(empty())
    assert "No music was recognised in this film." in " ".join(page.text)
    assert "svg" not in [name for name, _ in page.seen]
    assert "table" not in [name for name, _ in page.seen]


def test_the_cue_list_and_the_timeline_can_be_read_aloud():
    page = page_of(sample())
    cues = [
        values for name, values in page.seen if name == "li" and values.get("class", "").startswith("cue")
    ]
    assert [cue["id"] for cue in cues] == [
        "cue-c1",
        "cue-c2",
        "cue-c3",
        "cue-c4",
        "cue-c5",
        "cue-c6",
        "cue-c8",
    ]
    bars = [values for name, values in page.seen if name == "a" and values.get("class", "").startswith("bar")]
    assert len(bars) == 7
    assert bars[1]["aria-label"] == "The Crossing, Mira Sand, 3:04 to 7:12"
    levels = [int(name[1]) for name, _ in page.seen if re.fullmatch("h[1-6]", name)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def told(options=None):
    page = render(sample(), "html", ExportOptions(page=options or PageOptions())).decode()
    return " ".join(" ".join(Page(page).text).split())


def test_readers_are_told_of_voices_prominence_and_parts_in_words():
    text = told()
    for words in (
        "Night Ferry 2011", "directed by Ana Krol", "storm at sea; smoking", "0:05 – 4:23 of 6:42",
        "faster and higher than on the record", "heard from an unseen source", "sung", "in front", "under dialogue",
        "Cut from the verse to the last chorus.", "not certain", "limited pink vinyl, Quayside QS 017",
        "Cover; first by The Quay, 1977", "heard at 1:00:12", "16 %", "1:30:00",
    ):  # fmt: skip
        assert words in text, words


def test_readers_are_told_no_decibels_no_probabilities_and_no_codes():
    text = told()
    assert not re.search(
        r"\bdB\b|100 %|99 %|83 %|\d[ms]\d\d|\b[BV][IV]\b|confirmed|not reviewed|1 other answer", text
    )
    assert "numeric test" not in text


def test_reviewers_are_told_numbers_levels_codes_and_probabilities():
    text = told(PageOptions(for_reviewers=True))
    for words in (
        "1m01 0:00 – 1:32", "PAL speed-up (+4.2 %) · level −10 dB", "+2.0 %, pitch kept", "NTSC pull-up (+0.1 %)",
        "1 other answer", "likely 83 %", "confirmed 99 %", "MT", "Cover; first by The Quay, 1977 (by work id)",
        "meets the numeric test",
    ):  # fmt: skip
        assert words in text, words


def test_sections_can_be_chosen_put_in_order_and_left_out():
    def sections(**asked):
        page = render(sample(), "html", ExportOptions(page=PageOptions(**asked))).decode()
        return [values["id"] for name, values in Page(page).seen if name == "section"]

    assert sections() == [
        "timeline", "cues", "minutes", "score", "years", "decades", "versions", "themes", "made",
        "releases", "credits", "links",
    ]  # fmt: skip
    assert sections(sections=("credits", "cues")) == ["credits", "cues"]
    assert sections(without=("minutes", "score", "years", "decades", "made", "links")) == [
        "timeline", "cues", "versions", "themes", "releases", "credits",
    ]  # fmt: skip
    with pytest.raises(
        UsageError, match="a page has no section 'covers'; it has warnings, figures, timeline"
    ):
        sections(without=("covers",))


def test_the_fragment_stands_in_a_page_of_somebody_elses():
    content = render(sample(), "html", ExportOptions(page=PageOptions(fragment=True))).decode()
    page = Page(content)
    assert not {"html", "head", "body", "meta", "main", "h1", "script"} & {name for name, _ in page.seen}
    assert all(name.startswith("film-f1-") for name in page.ids)
    style = content[content.index("<style>") : content.index("</style>")]
    rules = re.findall(r"(?m)^ *([^@{}/<\n][^{}]*)\{", style)
    assert [rule for rule in rules if not rule.startswith((".cuespotter", ":root"))] == []


def test_a_poster_and_stills_are_put_into_the_page(tmp_path):
    poster = tmp_path / "poster.png"
    poster.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    options = PageOptions(poster=poster, stills={"c1": b"\xff\xd8\xff\xe0still", "c4": b"\xff\xd8\xff\xe0x"})
    page = Page(render(sample(), "html", ExportOptions(page=options)).decode())
    pictures = [values for name, values in page.seen if name == "img"]
    assert [values["src"][:22] for values in pictures] == [
        "data:image/png;base64,",
        *2 * ["data:image/jpeg;base64"],
    ]
    assert [values["alt"] for values in pictures] == [
        "Poster of Night Ferry", "The film during “Harbour Lights Off”", "The film during “Unnamed music”",
    ]  # fmt: skip
    assert base64.b64decode(pictures[1]["src"].split(",")[1]) == b"\xff\xd8\xff\xe0still"


def test_what_is_no_picture_is_refused(tmp_path):
    with pytest.raises(ExportError, match="cannot be read: No such file"):
        render(sample(), "html", ExportOptions(page=PageOptions(poster=tmp_path / "none.jpg")))
    (tmp_path / "poster.svg").write_text("<svg onload='alert(1)'/>")
    with pytest.raises(
        ExportError, match="is no JPEG, PNG, WebP, AVIF or GIF; save the picture as one of these"
    ):
        render(sample(), "html", ExportOptions(page=PageOptions(poster=tmp_path / "poster.svg")))
    (tmp_path / "huge.jpg").write_bytes(b"\xff\xd8\xff" + bytes(MOST_BYTES))
    with pytest.raises(ExportError, match="has more than 4 MB; make it smaller first"):
        render(sample(), "html", ExportOptions(page=PageOptions(poster=tmp_path / "huge.jpg")))


def test_links_lead_to_known_ids_and_never_to_what_is_none():
    film = sample().film.model_copy(
        update={"identifiers": FilmIdentifiers(imdb='tt1" onclick="', tmdb="64690", wikidata="Q213411")}
    )
    options = PageOptions(links=(("My review", "https://example.org/drive?a=1&b=2"),))
    document = sample().model_copy(update={"film": film})
    links = Page(render(document, "html", ExportOptions(page=options)).decode()).links
    assert [link for link in links if not link.startswith(("#", "https://musicbrainz"))] == [
        "https://www.themoviedb.org/movie/64690",
        "https://www.wikidata.org/wiki/Q213411",
        "https://example.org/drive?a=1&b=2",
    ]
    with pytest.raises(UsageError, match="is no web address; write it whole"):
        render(document, "html", ExportOptions(page=PageOptions(links=(("x", "javascript:alert(1)"),))))


def test_open_graph_tells_title_and_place():
    options = PageOptions(url="https://example.org/drive.html")
    page = Page(render(sample(), "html", ExportOptions(page=options)).decode())
    told = {values["property"]: values["content"] for name, values in page.seen if "property" in values}
    assert told == {
        "og:title": "Night Ferry (2011) – the music in the film",
        "og:description": "What plays when in Night Ferry (2011): 7 cues, 14:06 of music, in film order.",
        "og:type": "video.movie",
        "og:url": "https://example.org/drive.html",
    }


def test_a_hundred_cues_keep_a_strip_of_some_lanes_and_names_do_not_meet():
    cues = [
        sample()
        .cues[0]
        .model_copy(update={"id": f"c{number}", "start_s": 50.0 * number, "end_s": 50.0 * number + 45})
        for number in range(100)
    ]
    crowded = sample().model_copy(update={"cues": cues})
    view = timeline_view(crowded, {cue.id: cue.id for cue in cues})
    assert view.height < 100
    few = timeline_view(sample(), {cue.id: cue.id for cue in sample().cues})
    assert [bar.label for bar in few.bars][2] == "Old Records/waltz in th…"
    assert (few.bars[-1].label_anchor, few.bars[0].label_anchor) == ("end", "start")


def test_colours_follow_the_two_origins():
    sorts = {cue.id: sort_of(cue) for cue in sample().cues_heard}
    assert sorts == {
        "c1": "drop", "c2": "made", "c3": "recording", "c4": "unnamed", "c5": "cover", "c6": "drop", "c8": "made",
    }  # fmt: skip


def test_text_is_escaped_once():
    assert NASTY not in render(hostile(), "html").decode()
    assert "&amp;lt;" not in render(hostile(), "html").decode()


def test_what_returns_is_told_with_its_places_and_what_is_heard_once_is_not():
    document = sample()
    part = render(document, "html").decode().split('id="themes"')[1].split("</section>")[0]
    assert "The Crossing" in part
    assert "2 times, at" in part
    assert '<a href="#cue-c2">3:04</a>, <a href="#cue-c8">1:25:00</a>' in part
    assert part.count("<li>") == 1
    once = document.model_copy(update={"cues": [cue for cue in document.cues if cue.id != "c8"]})
    assert 'id="themes"' not in render(once, "html").decode()


def test_a_theme_that_nobody_has_named_is_told_by_its_letter_with_links_to_its_cues():
    document = sample()
    cue = next(one for one in document.cues_heard if one.title_known is None)
    spans = [(cue.start_s, cue.end_s), (6000.0, 6020.0)]
    places = [FilmStretch(start_s=a, end_s=b, confidence=0.9) for a, b in spans]
    film = document.film.model_copy(update={"themes": [FilmTheme(letter="A", places=places)]})
    returning = document.model_copy(update={"film": film})
    part = render(returning, "html").decode().split('id="themes"')[1].split("</section>")[0]
    assert f'Theme A</cite>: 2 times, at <a href="#cue-{cue.id}">' in part
    assert "</a>, 1:40:00</li>" in part
    named = [
        one.model_copy(update={"title": "The sea"}) if one.id == cue.id else one for one in document.cues
    ]
    told = render(returning.model_copy(update={"cues": named}), "html").decode()
    assert "Theme A" not in told


def test_a_recording_that_was_cut_out_of_a_film_has_no_part_of_a_record():
    document = sample()
    cue = document.cues[0]
    place = FilmPlace(film_id="f1", film_title="Film", start_s=cue.start_s, end_s=cue.end_s)
    remembered = cue.recording.model_copy(update={"heard_in": place})
    told = document.model_copy(
        update={"cues": [cue.model_copy(update={"recording": remembered}), *document.cues[1:]]}
    )
    for format_name in ("html", "markdown"):
        before, after = render(document, format_name).decode(), render(told, format_name).decode()
        assert after.count("\u2013") == before.count("\u2013") - len(cue.placements), format_name


def test_a_bar_in_doubt_is_told_to_reviewers_and_readers_beside_its_placement_alone():
    reviewers, readers = told(PageOptions(for_reviewers=True)), told()
    assert reviewers.count("which bar: 62 %") == 1
    assert "which bar" not in readers
    assert readers.count("or a place that sounds the same") == 1

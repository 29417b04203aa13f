import json

import pytest
from tests.golden.documents import COVER, DISCO, NASTY, ORIGINAL, SCORE, WALTZ, empty, hostile, sample
from tests.unit.exports.page.test_html_page import Page

from cuespotter.errors import UsageError
from cuespotter.exports.base import ExportOptions, PageOptions
from cuespotter.exports.page.list_page import list_html, list_markdown
from cuespotter.exports.players.m3u8 import list_playlist
from cuespotter.model.kept_list import KeptList, ListWords
from cuespotter.report.lists import films_of, list_films, list_recordings, recordings_of, releases_of

ALL = [SCORE, DISCO, WALTZ, ORIGINAL, COVER]


def titles(**options):
    return [entry.title for entry in list_recordings("L", ALL, **options).entries]


def test_a_list_keeps_the_users_order_unless_another_is_asked():
    assert titles()[0] == "The Crossing"
    assert titles(order="year")[:2] == ["Old Records/waltz in the canteen.mp3", "Harbour Lights Off"]
    assert titles(order="-year")[-1] == "Old Records/waltz in the canteen.mp3"
    assert titles(order="artist")[-1] == "Old Records/waltz in the canteen.mp3"
    assert titles(where="medium:vinyl", order="year") == ["Harbour Lights Off", "Harbour Lights Off"]


def test_an_unknown_order_names_the_known():
    with pytest.raises(UsageError, match="has no order 'colou'; choose given, none or one of title"):
        titles(order="colou")


def test_markdown_numbers_an_ordered_list_and_says_when_the_order_means_nothing():
    ordered = list_markdown(list_recordings("Pink *vinyl*", ALL, where="colour:pink", notes={"r1": "side A"}))
    assert ordered.decode() == (
        "# Pink \\*vinyl\\*\n\n"
        "1. **Harbour Lights Off**, The Quay, 1977 (Low Water; original; Night Ferry (Original Soundtrack) on pink vinyl)"
        " – side A\n"
        "2. **Harbour Lights Off**, Lena Holm, 2011 (Night Ferry (Original Soundtrack); cover; "
        "Night Ferry (Original Soundtrack) on pink vinyl)\n"
    )
    unordered = list_markdown(list_films("Films", [sample(), empty()], order="none")).decode()
    assert (
        "In no particular order.\n\n- **Night Ferry**, Ana Krol, 2011 (7 cues; music in 16 % of the film; with"
        in unordered
    )


def test_the_page_is_well_formed_whatever_the_titles():
    for named in (
        list_films(
            NASTY, [sample(), hostile(), empty()], order="none", introduction=NASTY, notes={"h": NASTY}
        ),
        list_recordings("Empty", [], where="year:1"),
    ):
        content = list_html(named).decode()
        page = Page(content)
        (node,) = page.scripts
        assert json.loads(node)["@type"] == "ItemList"
        assert "<" not in node
        assert "<b>bold" not in content
    assert "Nothing fits this list." in content
    assert "Nothing fits this list." in list_markdown(named).decode()


def film_of(film_id, title, *, genres=(), **changed):
    document = sample()
    film = document.film.model_copy(update={"id": film_id, "title": title, "genres": list(genres), **changed})
    return document.model_copy(update={"film": film})


FILMS = [
    film_of("drive", "Drive", genres=["Crime"], year=2011),
    film_of("velvet", "Velvet Goldmine", genres=["Drama", "Musical"], year=1998),
    film_of("juno", "Juno", year=2007),
]


def names_in(**said):
    return [entry.title for entry in films_of(KeptList(name="Mine", **said), FILMS).entries]


def test_filters_ask_a_films_own_genre_and_whether_it_is_a_musical():
    assert names_in(where="genre:musical") == ["Velvet Goldmine"]
    assert names_in(where="not genre:musical") == ["Drive", "Juno"]
    assert names_in(where="musical:no") == ["Drive"]
    assert names_in(where="musical:none") == ["Juno"]
    assert len(names_in(where="music_genre:rock")) == 3
    assert len(names_in(where="original_percent:60..70 and score_percent:60..70")) == 3
    assert names_in(where="original_percent:70..") == []
    assert names_in(where='not composer:"Ada Marlow"') == []


def test_a_list_takes_what_is_added_and_leaves_out_what_is_told():
    assert names_in(order="given", added=["juno"]) == ["Juno", "Drive", "Velvet Goldmine"]
    assert names_in(order="given", where=None, added=["juno", "drive", "gone"]) == ["Juno", "Drive"]
    assert names_in(left_out=["drive"], added=["drive"]) == ["Juno", "Velvet Goldmine"]


def test_an_entry_has_note_link_picture_and_a_cue_that_stands_for_it(tmp_path):
    picture = tmp_path / "drive.gif"
    picture.write_bytes(b"GIF89a" + bytes(20))
    words = ListWords(
        id="drive", note="Hot pink.", link="https://example.org/d", picture=str(picture), cue="c5"
    )
    kept = KeptList(name="Mine", where="title:drive", words=[words], omissions=["No John Williams."])
    made = films_of(kept, FILMS)
    (entry,) = made.entries
    assert entry.cue == "Harbour Lights Off, 1:00:12"
    assert [recording.id for recording in entry.recordings] == ["r2"]
    page = Page(list_html(made).decode())
    assert [values["src"][:22] for name, values in page.seen if name == "img"] == ["data:image/gif;base64,"]
    assert "https://example.org/d" in page.links
    text = " ".join(" ".join(page.text).split())
    assert "Listen for Harbour Lights Off, 1:00:12 Hot pink. Honourable omissions No John Williams." in text
    told = list_markdown(made, PageOptions(front_matter=True)).decode()
    assert told.startswith('---\ntitle: "Mine"\n---\n\n# Mine\n')
    assert "1. [**Drive**](<https://example.org/d>), Ana Krol, 2011" in told
    assert "listen for Harbour Lights Off, 1:00:12 – Hot pink." in told
    assert told.endswith("## Honourable omissions\n\n- No John Williams.\n")


def test_a_list_of_releases_tells_what_is_on_each_and_its_vinyl():
    made = releases_of(KeptList(name="Pink", kind="releases", where="colour:pink and limited:yes"), ALL)
    (entry,) = made.entries
    assert (entry.title, entry.by, entry.year) == ("Night Ferry (Original Soundtrack)", "Various", 2011)
    assert entry.details == (
        "limited pink vinyl", "Quayside QS 017", "gatefold", "with Harbour Lights Off, Harbour Lights Off",
    )  # fmt: skip
    assert releases_of(KeptList(name="CD", kind="releases", where="medium:CD"), ALL).entries == ()


def test_a_playlist_of_a_list_plays_each_recording_once():
    made = recordings_of(KeptList(name="Play\nme", kind="recordings", order="year"), ALL)
    played = [recording for entry in made.entries for recording in entry.recordings] * 2
    lines = list_playlist(made.name, played, ExportOptions()).decode().splitlines()
    assert lines[:4] == [
        "#EXTM3U", "#PLAYLIST:Play me", "#EXTINF:183,Old Records/waltz in the canteen.mp3",
        "Old Records/waltz in the canteen.mp3",
    ]  # fmt: skip
    assert len(lines) == 2 + 2 * len(ALL)


def test_the_fragment_of_a_list_has_no_page_of_its_own():
    made = films_of(KeptList(name=NASTY[:100]), FILMS)
    page = Page(list_html(made, PageOptions(fragment=True)).decode())
    assert not {"html", "head", "body", "main", "h1"} & {name for name, _ in page.seen}

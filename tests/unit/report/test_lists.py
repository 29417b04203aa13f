import pytest
from tests.golden.documents import COVER, DISCO, NASTY, ORIGINAL, SCORE, WALTZ, empty, hostile, sample
from tests.unit.exports.page.test_html_page import Page

from cuespotter.errors import UsageError
from cuespotter.exports.page.list_page import list_html, list_markdown
from cuespotter.report.lists import list_films, list_recordings

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
        assert page.scripts == []
        assert "<b>bold" not in content
    assert "Nothing fits this list." in content
    assert "Nothing fits this list." in list_markdown(named).decode()

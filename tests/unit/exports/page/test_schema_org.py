"""JSON-LD, held to the part of schema.org's vocabulary that it uses: types, their properties, and what these take."""

import json
import re

import pytest
from tests.golden.documents import empty, hostile, sample

from cuespotter.exports.base import writable
from cuespotter.exports.formats import render
from cuespotter.exports.page.list_page import list_html
from cuespotter.exports.site.contents import SiteOptions, gather
from cuespotter.exports.site.site import site_files
from cuespotter.model import Mention
from cuespotter.report.lists import list_films, list_recordings

TEXT, NUMBER, URL = "Text", "Number", "URL"
DATE, DURATION = "Date", "Duration"
THING = {"name": {TEXT}, "alternateName": {TEXT}, "description": {TEXT}, "url": {URL}, "sameAs": {URL}}
WORK = THING | {
    "datePublished": {DATE},
    "genre": {TEXT},
    "about": {"Movie"},
    "hasPart": {"Clip", "MusicRecording"},
}
VOCABULARY = {
    "Movie": WORK | {"duration": {DURATION}, "director": {"Person"}},
    "Clip": WORK | {"startOffset": {NUMBER}, "endOffset": {NUMBER}, "audio": {"MusicRecording"}},
    "MusicRecording": WORK
    | {
        "byArtist": {"MusicGroup", "Person"},
        "inAlbum": {"MusicAlbum"},
        "duration": {DURATION},
        "isrcCode": {TEXT},
        "recordingOf": {"MusicComposition"},
    },
    "MusicComposition": WORK | {"iswcCode": {TEXT}, "composer": {"Person"}, "lyricist": {"Person"}},
    "MusicAlbum": WORK,
    "MusicRelease": WORK,
    "MusicGroup": THING,
    "Person": THING,
    "CollectionPage": WORK,
    "ItemList": THING
    | {"itemListOrder": {"ItemListOrderType"}, "numberOfItems": {NUMBER}, "itemListElement": {"ListItem"}},
    "ListItem": THING | {"position": {NUMBER}, "item": {"Movie", "MusicRecording", "MusicRelease"}},
}
"""As schema.org defines them, with what each inherits."""
FORMS = {
    DATE: re.compile(r"[12]\d{3}(-\d\d(-\d\d)?)?"),
    DURATION: re.compile(r"PT\d+S"),
    URL: re.compile(r"https?://\S+"),
    "ItemListOrderType": re.compile(
        r"https://schema\.org/(ItemListOrderAscending|ItemListOrderDescending|ItemListUnordered)"
    ),
}


def faults(node, where="") -> list[str]:
    """Say what of a node the vocabulary does not know, through all nodes in it."""
    known = VOCABULARY.get(node.get("@type"))
    if known is None:
        return [f"{where}: no type {node.get('@type')!r}"]
    said = []
    for name, value in node.items():
        if name.startswith("@"):
            continue
        place = f"{where}/{node['@type']}.{name}"
        if name not in known:
            said.append(f"{place} is no property")
            continue
        for one in value if isinstance(value, list) else [value]:
            said += value_faults(one, known[name], place)
    return said


def value_faults(value, kinds, place) -> list[str]:
    if isinstance(value, dict):
        return (
            faults(value, place)
            if value.get("@type") in kinds
            else [f"{place} takes no {value.get('@type')}"]
        )
    if isinstance(value, (int, float)):
        return [] if NUMBER in kinds else [f"{place} takes no number"]
    fits = TEXT in kinds or any(kind in FORMS and FORMS[kind].fullmatch(value) for kind in kinds)
    return [] if fits else [f"{place} cannot be {value!r}"]


def node_in(page: str):
    return json.loads(page.split('<script type="application/ld+json">')[1].split("</script>", maxsplit=1)[0])


def told():
    one = sample()
    mention = Mention(title="Else", artist="Another", year=1970)
    return one.model_copy(update={"film": one.film.model_copy(update={"also_heard": [mention]})})


@pytest.mark.parametrize(
    "document", [sample(), empty(), hostile(), told()], ids=["sample", "empty", "hostile", "told"]
)
def test_a_films_page_keeps_to_the_vocabulary(document):
    node = node_in(render(document, "html").decode())
    assert node["@context"] == "https://schema.org"
    assert faults(node) == []


@pytest.mark.parametrize("order", ["given", "none"])
def test_a_lists_page_keeps_to_the_vocabulary_and_says_whether_its_order_means_something(order):
    for named in (
        list_films("Mine", [sample(), told()], order=order, introduction="x"),
        list_recordings("Music", [cue.recording for cue in sample().cues if cue.recording], order=order),
    ):
        node = node_in(list_html(named).decode())
        assert faults(node) == []
        assert node["itemListOrder"].endswith("Ascending" if order == "given" else "Unordered")


def test_every_page_of_a_site_keeps_to_the_vocabulary():
    films = {one.film.id: writable(one) for one in (told(), hostile())}
    lists = [(list_films("Mine", films.values()), "2026-01-01T00:00:00Z")]
    contents = gather(
        ((one, "2026-01-01T00:00:00Z") for one in films.values()),
        lists,
        SiteOptions(url="https://example.org/"),
    )
    types = set()
    for path, content in site_files(contents, films.__getitem__, lambda _film: {}):
        # a site has pictures too, which are no text
        if path.endswith(".html") and b"application/ld+json" in content:
            node = node_in(content.decode())
            types.add(node["@type"])
            assert faults(node) == [], path
    assert types == {"Movie", "MusicRecording", "Person", "ItemList", "CollectionPage"}


def test_the_vocabulary_finds_what_is_wrong():
    assert faults({"@type": "Movie", "tune": "x"}) == ["/Movie.tune is no property"]
    assert faults({"@type": "ItemList", "itemListOrder": "https://schema.org/ItemListOrderUnordered"}) != []
    assert faults({"@type": "Movie", "director": {"@type": "MusicAlbum"}}) == [
        "/Movie.director takes no MusicAlbum"
    ]
    assert faults({"@type": "Film"}) == [": no type 'Film'"]

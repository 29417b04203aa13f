"""The stand-in speaks the JSON that MusicBrainz documents; the service itself is out of reach of the tests."""

import pytest

from cuespotter.model import Recording
from cuespotter.online.musicbrainz import MusicBrainz

ID, OTHER, WORK = (f"{digit * 8}-1111-4111-8111-{digit * 12}" for digit in "abc")
ARTIST = {
    "name": "Iggy Pop",
    "joinphrase": "",
    "artist": {"id": "x", "name": "Iggy Pop", "sort-name": "Pop, Iggy"},
}
PERFORMED = {
    "type": "performance",
    "target-type": "work",
    "attributes": [],
    "work": {
        "id": WORK,
        "title": "Lust for Life",
        "iswcs": ["T-010.446.284-7"],
        "relations": [
            {"type": "composer", "artist": {"name": "David Bowie"}},
            {"type": "lyricist", "artist": {"name": "Iggy Pop"}},
            {"type": "recording engineer", "artist": {"name": "Nobody"}},
        ],
    },
}
RECORDING = {
    "id": ID,
    "title": "Lust for Life",
    "length": 313_000,
    "first-release-date": "1977-08-29",
    "artist-credit": [ARTIST],
    "isrcs": ["USVI29700081"],
    "releases": [
        {
            "id": "r1",
            "title": "Trainspotting",
            "date": "1996-02-19",
            "country": "GB",
            "barcode": "724383719020",
            "packaging": "Jewel Case",
            "media": [{"format": "CD"}],
            "release-group": {"primary-type": "Album", "secondary-types": ["Compilation", "Soundtrack"]},
        }
    ],
    "relations": [PERFORMED],
}
FIRST = {
    "recording-count": 2,
    "recordings": [
        {"id": OTHER, "first-release-date": "1999", "artist-credit": [{"name": "The Others"}]},
        {"id": ID, "first-release-date": "1977-08-29", "artist-credit": [ARTIST]},
    ],
}


@pytest.fixture
def service(server, fetcher):
    server.answer(f"/ws/2/recording/{ID}", RECORDING)
    server.answer("/ws/2/recording", FIRST)
    return MusicBrainz(fetcher)


def mine(**said):
    return Recording(**{"id": "r", "path": "a.flac", "duration_s": 312.0, **said})


def test_a_recording_is_known_by_its_id_with_work_writers_dates_and_releases(service):
    facts = service.facts_of(mine(musicbrainz_recording_id=ID))
    assert (facts.first_released, facts.isrcs) == ("1977-08-29", ("USVI29700081",))
    assert (facts.work.title, facts.work.iswc, facts.work.musicbrainz_work_id) == (
        "Lust for Life",
        "T-010.446.284-7",
        WORK,
    )
    assert [(party.name, party.role, party.share_percent) for party in facts.work.parties] == [
        ("David Bowie", "composer", None),
        ("Iggy Pop", "lyricist", None),
    ]
    (release,) = facts.releases
    assert (release.title, release.medium, release.is_soundtrack) == ("Trainspotting", "CD", True)


def test_the_first_released_of_a_work_is_the_original(service):
    version = service.facts_of(mine(musicbrainz_recording_id=ID)).version
    assert (version.kind, version.evidence) == ("original", "musicbrainz")
    assert (version.first_recorded_by, version.first_recorded) == ("Iggy Pop", "1977-08-29")


def test_a_cover_is_what_the_data_base_calls_one_and_says_whose_it_was(server, service):
    cover = RECORDING | {
        "id": OTHER,
        "first-release-date": "1999",
        "relations": [PERFORMED | {"attributes": ["cover"]}],
    }
    server.answer(f"/ws/2/recording/{OTHER}", cover)
    version = service.facts_of(mine(musicbrainz_recording_id=OTHER)).version
    assert (version.kind, version.first_recorded_by, version.first_recorded) == (
        "cover",
        "Iggy Pop",
        "1977-08-29",
    )


@pytest.mark.parametrize("date", ["1977", "1977-08", "1977-08-29"])
def test_who_was_first_stays_unknown_where_dates_do_not_tell(server, service, date):
    twins = [
        {"id": OTHER, "first-release-date": date, "artist-credit": [{"name": "The Others"}]},
        FIRST["recordings"][1],
    ]
    server.answer("/ws/2/recording", {"recording-count": 2, "recordings": twins})
    assert service.facts_of(mine(musicbrainz_recording_id=ID)).version is None


def test_a_later_recording_that_nobody_calls_a_cover_is_claimed_to_be_nothing(server, service):
    later = RECORDING | {"id": OTHER, "first-release-date": "1999"}
    server.answer(f"/ws/2/recording/{OTHER}", later)
    assert service.facts_of(mine(musicbrainz_recording_id=OTHER)).version is None


def test_a_recording_is_found_by_its_isrc(server, service):
    server.answer("/ws/2/isrc/USVI29700081", {"isrc": "USVI29700081", "recordings": [{"id": ID}]})
    assert service.facts_of(mine(isrc="US-VI2-97-00081")).musicbrainz_recording_id == ID


def test_an_isrc_given_twice_means_nothing_and_words_are_asked(server, service):
    server.answer("/ws/2/isrc/USVI29700081", {"recordings": [{"id": ID}, {"id": OTHER}]})
    assert service.facts_of(mine(isrc="USVI29700081")) is None


HIT = {"id": ID, "score": 100, "title": "Lust For Life", "length": 313_000, "artist-credit": [ARTIST]}


@pytest.mark.parametrize(
    ("hits", "is_found"),
    [
        ([HIT], True),
        ([HIT, HIT | {"id": OTHER}], False),
        ([HIT, HIT | {"id": OTHER, "length": 400_000}], True),
        ([HIT | {"score": 60}], False),
        ([HIT | {"title": "Lust for Life (live)"}], False),
        ([HIT | {"artist-credit": [{"name": "Iggy & The Others"}]}], False),
        ([HIT | {"length": None}], False),
        ([], False),
    ],
)
def test_words_find_a_recording_only_where_one_fits_in_title_artist_and_length(
    server, fetcher, hits, is_found
):
    server.answer("/ws/2/recording", {"recordings": hits}, FIRST)
    server.answer(f"/ws/2/recording/{ID}", RECORDING)
    facts = MusicBrainz(fetcher).facts_of(mine(title='Lust for "Life"'.replace('"', ""), artist="Iggy Pop"))
    assert (facts is not None) == is_found
    assert "dur%3A%5B308000" in server.asked[0]


@pytest.mark.parametrize(
    "lie",
    [
        {},
        {"id": 7, "relations": "none", "releases": [1, {"title": None}], "isrcs": {"a": 1}},
        {"relations": [{"type": "performance", "work": [1]}, 3], "first-release-date": 1977},
        {"relations": [{"type": "performance", "work": {"title": "A", "relations": [{"type": "composer"}]}}]},
    ],
)
def test_what_is_of_another_type_than_documented_is_as_if_it_were_absent(server, service, lie):
    server.answer(f"/ws/2/recording/{ID}", lie)
    facts = service.facts_of(mine(musicbrainz_recording_id=ID))
    assert facts.musicbrainz_recording_id == ID
    assert (facts.version, facts.releases, facts.isrcs) == (None, (), ())


def test_an_id_that_is_none_is_not_asked_for(server, fetcher):
    assert MusicBrainz(fetcher).facts_of(mine(musicbrainz_recording_id="../../etc")) is None
    assert server.asked == []

"""The stand-in speaks the JSON that MusicBrainz documents; the service itself is out of reach of the tests."""

import re
from pathlib import Path

import pytest

pytest.importorskip("httpx")

from tests.stand_in import WoundClock, standing_in

import cuespotter
from cuespotter.catalogue.files import KnownFile
from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.recording_rows import NewRecording
from cuespotter.catalogue.segments import SegmentRow
from cuespotter.catalogue.store import Catalogue
from cuespotter.errors import UsageError
from cuespotter.model import Cue, Film, FilmDocument, FilmFile, Placement, Recording
from cuespotter.online import OnlineError

FIRST_ID, COVER_ID, WORK_ID = (f"{digit * 8}-1111-4111-8111-{digit * 12}" for digit in "abc")
SONG = Recording(
    id="aaaa11112222",
    path="Quay/Harbour Lights.flac",
    duration_s=240.0,
    title="Harbour Lights",
    artist="The Quay",
    isrc="GBAAA7300001",
    date="1973",
)
COVER = Recording(
    id="bbbb33334444",
    path="Film/Harbour Lights.flac",
    duration_s=236.0,
    title="Harbour Lights",
    artist="The Cast",
    musicbrainz_recording_id=COVER_ID,
    date="1998",
)
TABLE = f"""\
path,work_title,iswc,name,role,version,first_recorded_by,first_recorded
{SONG.path},Harbour Lights,T-010.446.284-7,Ada Marlow,composer,original,The Quay,1973-08-29
{SONG.path},Harbour Lights,T-010.446.284-7,Ben Ash,lyricist,original,The Quay,1973-08-29
{COVER.path},Harbour Lights,T-010.446.284-7,Ada Marlow,composer,cover,The Quay,1973-08-29
{COVER.path},Harbour Lights,T-010.446.284-7,Ben Ash,lyricist,cover,The Quay,1973-08-29
"""


def performed(*attributes):
    return {
        "type": "performance",
        "target-type": "work",
        "attributes": list(attributes),
        "work": {
            "id": WORK_ID,
            "title": "Harbour Lights",
            "iswcs": ["T-010.446.284-7"],
            "relations": [
                {"type": "composer", "artist": {"name": "Ada Marlow"}},
                {"type": "lyricist", "artist": {"name": "Ben Ash"}},
            ],
        },
    }


def said_of(identity, date, artist, *attributes):
    return {
        "id": identity,
        "title": "Harbour Lights",
        "first-release-date": date,
        "artist-credit": [{"name": artist}],
        "isrcs": [],
        "releases": [],
        "relations": [performed(*attributes)],
    }


@pytest.fixture
def service(monkeypatch):
    with standing_in() as told:
        told.answer("/ws/2/isrc/GBAAA7300001", {"recordings": [{"id": FIRST_ID}]})
        song, cover = (
            said_of(FIRST_ID, "1973-08-29", "The Quay"),
            said_of(COVER_ID, "1998", "The Cast", "cover"),
        )
        told.answer(f"/ws/2/recording/{FIRST_ID}", song)
        told.answer(f"/ws/2/recording/{COVER_ID}", cover)
        told.answer("/ws/2/recording", {"recording-count": 2, "recordings": [cover, song]})
        monkeypatch.setenv("MUSICBRAINZ_URL", told.base)
        yield told


def cue(number, recording):
    start = 100.0 * number
    placement = Placement(
        film_in_s=start, film_out_s=start + 50, recording_in_s=0, recording_out_s=50, speed=1
    )
    return Cue(
        id=f"cue{number}",
        cue_no=f"1m0{number}",
        kind="recording",
        confidence=0.97,
        start_s=start,
        end_s=start + 50,
        recording=recording,
        placements=[placement],
    )


def library_at(folder: Path):
    folder.mkdir()
    with Catalogue.open(folder, create=True) as catalogue:
        new = [
            NewRecording(one, f"digest {one.id}", KnownFile(f"/music/{one.path}", "/music", 1, 1, one.id))
            for one in (SONG, COVER)
        ]
        catalogue.add_recordings(SegmentRow("one.ndx", "x", 2, 100), new, in_segment={SONG.id, COVER.id})
        film = Film(
            id="velvet",
            title="Harbour",
            year=1998,
            duration_s=400,
            file=FilmFile(name="harbour.mkv", size=1, duration_s=400.0),
        )
        document = FilmDocument(film=film, cues=[cue(1, SONG), cue(2, COVER)])
        catalogue.save_document(document, [Reel("/films/harbour.mkv", "content")])
    return cuespotter.open_library(folder, who="Ann")


@pytest.fixture
def library(tmp_path):
    with library_at(tmp_path / "library") as opened:
        yield opened


@pytest.fixture
def ask(library, service):
    clock = WoundClock()

    def call(**options):
        return library.learn_from_musicbrainz(contact="ann@example.org", clock=clock, **options)

    call.clock = clock
    return call


def page_of(library):
    """The page, without the words that say on whose authority it stands, and without links to it."""
    page = library.render("velvet", "html").decode()
    return re.sub(r' \(by (user|musicbrainz)\)|\s*<p class="out">.*?</p>', "", page)


def test_original_and_cover_in_one_film_come_out_of_musicbrainz_as_out_of_a_side_table(
    library, ask, tmp_path
):
    table = tmp_path / "table.csv"
    table.write_text(TABLE)
    with library_at(tmp_path / "other") as other:
        assert other.learn([table]).recordings == 2
        learnt = ask()
        assert (learnt.recordings, learnt.films, learnt.unknown, learnt.remarks) == (2, 1, 0, ())
        for mine, theirs in zip(library.recordings(), other.recordings(), strict=True):
            assert mine.work.musicbrainz_work_id == WORK_ID
            assert mine.work.model_copy(update={"musicbrainz_work_id": None}) == theirs.work
            assert mine.version.evidence == "musicbrainz"
            assert mine.version.model_copy(update={"evidence": "user"}) == theirs.version
        assert [one.version.kind for one in library.recordings()] == ["cover", "original"]
        page = page_of(library)
        assert "Original" in page
        assert "Cover" in page
        assert page == page_of(other)


def test_each_fact_has_its_source_and_day_and_no_share_is_made_up(library, ask):
    ask()
    song = library.recording(SONG.id)
    assert all(re.fullmatch(r"MusicBrainz, \d{4}-\d\d-\d\d", said) for said in song.sources.values())
    assert set(song.sources) == {
        "work",
        "version",
        "original_date",
        "musicbrainz_recording_id",
        "musicbrainz_work_id",
    }
    assert [party.share_percent for party in song.work.parties] == [None, None]
    assert (song.title, song.isrc) == (SONG.title, SONG.isrc)


def test_side_tables_stand_above_it_whichever_came_first(library, ask, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text(f"path,work_title,name,role,share\n{SONG.path},Lights,Cy Dow,composer,100\n")
    library.learn([table])
    ask()
    song = library.recording(SONG.id)
    assert (song.work.title, song.sources["work"]) == ("Lights", "side tables or the reviewer")
    assert song.version.evidence == "musicbrainz"


def test_films_have_one_line_of_history_and_it_names_the_source(library, ask):
    ask()
    assert [(one.action, one.summary) for one in library.history("velvet")] == [
        ("learn", "MusicBrainz said more of recordings")
    ]


def test_nobody_is_asked_twice_until_that_is_wanted(library, ask, service):
    ask()
    asked = len(service.asked)
    assert ask().recordings == 0
    assert len(service.asked) == asked
    ask(again=True)
    assert len(service.asked) > asked
    assert len(library.history("velvet")) == 1


def test_broken_off_it_goes_on_where_it_was_and_what_was_learnt_stands(library, ask, service):
    def stop(done, _count, _what):
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(report=stop)
    assert library.recording(COVER.id).version.kind == "cover"
    assert library.film("velvet").cues[1].recording.version.kind == "cover"
    asked = list(service.asked)
    ask()
    assert not set(asked) & set(service.asked[len(asked) :])


def test_only_what_a_filter_keeps_is_asked_about_with_a_count(ask, service):
    told = []
    ask(where="artist:quay", report=lambda *said: told.append(said))
    assert told == [(0, 1, "Harbour Lights - The Quay"), (1, 1, "done")]
    assert not any(COVER_ID in address for address in service.asked)


def test_one_lie_costs_one_recording_and_three_on_end_the_rest(library, ask, service):
    service.answer(f"/ws/2/recording/{COVER_ID}", b"{half")
    learnt = ask()
    assert len(learnt.remarks) == 1
    assert "no JSON" in learnt.remarks[0]
    assert library.recording(SONG.id).version.kind == "original"


def test_a_server_that_fails_three_times_on_end_is_left_alone(library, ask, service, monkeypatch):
    monkeypatch.setattr("cuespotter.services.learning.FAILURES", 2)
    service.answer(f"/ws/2/recording/{COVER_ID}", b"[]")
    service.answer(f"/ws/2/recording/{FIRST_ID}", b"[]")
    with pytest.raises(OnlineError, match="JSON that is no object"):
        ask()


def test_a_file_that_moves_takes_only_its_own_tags_along(library, ask):
    ask()
    known = library.recording(SONG.id)
    library._catalogue.put_files([], revised=[known.model_copy(update={"path": "new.flac"})])
    library._catalogue.put_learnt("musicbrainz", {SONG.id: cuespotter_facts()})
    after = library.recording(SONG.id)
    assert (after.path, after.isrc, after.original_date) == ("new.flac", SONG.isrc, None)


def cuespotter_facts():
    from cuespotter.online import RecordingFacts

    return RecordingFacts()


def test_without_a_contact_nobody_is_asked(library, service):
    with pytest.raises(UsageError, match="neither a mail address nor a page"):
        library.learn_from_musicbrainz(contact="")
    assert service.asked == []


def test_a_beets_library_fills_what_tags_leave_open_and_says_so(library, tmp_path):
    import sqlite3

    path = tmp_path / "library.db"
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TABLE items (path BLOB, title TEXT, artist TEXT, album TEXT, mb_trackid TEXT, work TEXT,"
        " mb_workid TEXT, composer TEXT, label TEXT, isrc TEXT)"
    )
    row = (f"/music/{SONG.path}".encode(), "x", "y", "Harbour", FIRST_ID, "Harbour Lights", WORK_ID)
    connection.execute(
        "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, "Ada Marlow", "Pier", "X")
    )
    connection.commit()
    connection.close()
    learnt = library.learn_from_beets(path)
    assert (learnt.rows, learnt.recordings, learnt.films, learnt.unknown) == (1, 1, 1, 0)
    song = library.film("velvet").cues[0].recording
    assert (song.label, song.composer, song.isrc, song.title) == (
        "Pier",
        "Ada Marlow",
        SONG.isrc,
        SONG.title,
    )
    assert song.sources["label"].startswith("beets, ")
    assert [one.summary for one in library.history("velvet")] == ["a beets library said more of recordings"]
    assert library.learn_from_beets(path).recordings == 0


def test_the_shell_asks_with_a_contact_and_says_how_much_was_learnt(library, service, capsys, monkeypatch):
    from cuespotter.cli.main import run

    monkeypatch.setattr("cuespotter.cli.main.signal.signal", lambda number, handler: None)
    monkeypatch.setattr("cuespotter.online.fetch.EVERY_S", 0.0)
    monkeypatch.setenv("CUESPOTTER_CONTACT", "ann@example.org")
    with pytest.raises(SystemExit) as left:
        run(["learn", "--musicbrainz", "--library", str(library.folder)])
    assert left.value.code in (0, None)
    assert (
        "2 recordings asked about: 0 not known, 2 recordings learnt, 1 films brought up to it"
        in capsys.readouterr().err
    )
    assert "ann@example.org" in service.agents[0]

import pytest

from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.told import Told
from cuespotter.errors import CatalogueError
from cuespotter.model.party import Party
from cuespotter.model.recording import Version
from cuespotter.model.release import Release
from cuespotter.model.work import Work
from cuespotter.review.decision import Decision
from cuespotter.review.work_said import WorkSaid

TOLD = Told(
    work=Work(title="Nightcall", parties=[Party(name="V. Belorgey", role="composer", share_percent=100.0)]),
    version=Version(kind="original", evidence="user"),
    releases=(Release(title="Drive", medium="vinyl", colour="pink", is_limited=True),),
)


def add(catalogue, make_new, make_segment, **tags):
    new = make_new("aaaa1111", title="Nightcall", **tags)
    catalogue.add_recordings(make_segment("one.ndx"), [new], in_segment={"aaaa1111"})
    return new


def test_what_side_tables_say_is_read_with_the_recording(catalogue, make_new, make_segment) -> None:
    add(catalogue, make_new, make_segment, composer="Somebody else")
    catalogue.put_told({"aaaa1111": TOLD})
    assert catalogue.told() == {"aaaa1111": TOLD}
    for recording in (catalogue.recording("aaaa1111"), *catalogue.recordings()):
        assert (recording.work, recording.version, tuple(recording.releases)) == (
            TOLD.work,
            TOLD.version,
            TOLD.releases,
        )
        assert recording.sources == {
            "work": "side tables or the reviewer",
            "version": "side tables",
            "releases": "side tables",
        }


def test_what_a_reviewer_says_of_a_work_is_not_laid_to_side_tables(two_films) -> None:
    two_films.decide("one", SAID)
    assert two_films.recording("aaaa1111").sources == {"work": "the reviewer"}


def test_only_a_work_that_the_reviewer_told_is_marked_as_such(two_films) -> None:
    two_films.decide("one", SAID)
    marks = {one: told.by_reviewer for one, told in two_films.told().items()}
    assert marks == {"aaaa1111": True, "bbbb2222": True, "cccc3333": False}
    two_films.undo("one")
    assert not any(told.by_reviewer for told in two_films.told().values())


def test_it_outlives_new_tags(catalogue, make_new, make_segment) -> None:
    new = add(catalogue, make_new, make_segment)
    catalogue.put_told({"aaaa1111": TOLD})
    catalogue.put_files(
        [new.file], revised=[catalogue.recording("aaaa1111").model_copy(update={"path": "new.flac"})]
    )
    catalogue.put_told({"aaaa1111": Told(version=TOLD.version)})
    recording = catalogue.recording("aaaa1111")
    assert (recording.path, recording.work, recording.version) == ("new.flac", None, TOLD.version)


def test_tags_alone_make_a_work_of_its_writers(catalogue, make_new, make_segment) -> None:
    add(catalogue, make_new, make_segment, composer="Vincent Belorgey")
    work = catalogue.recording("aaaa1111").work
    assert work is not None
    assert [(party.name, party.role, party.share_percent) for party in work.parties] == [
        ("Vincent Belorgey", "composer", None)
    ]


def test_films_are_brought_up_to_it_and_their_history_says_so(
    catalogue, make_new, make_segment, make_document
) -> None:
    new = add(catalogue, make_new, make_segment)
    document = make_document("film", new.recording, title="Film")
    catalogue.save_found(document, [Reel("/film.mkv", "content")])
    assert catalogue.tell({"aaaa1111": TOLD}, summary="tables said more", who="Ann") == 1
    recording = catalogue.document("film").cues[0].recording
    assert recording is not None
    assert recording.work == TOLD.work
    assert [change.action for change in catalogue.history("film")] == ["learn"]
    catalogue.undo("film")
    assert catalogue.document("film") == document
    assert (catalogue.told(), catalogue.recording("aaaa1111").work) == ({}, None)


ANN = Party(name="Ann", role="composer")
HOUSE = Party(name="A House", role="publisher", share_percent=50.0)
SAID = Decision(cues=["1m01"], work=WorkSaid(parties=[HOUSE]))


@pytest.fixture
def two_films(catalogue, make_new, make_segment, make_document):
    """One work in two recordings, each in a film of its own; and a recording of another work."""
    work = Told(work=Work(title="Song", parties=[ANN]))
    new = [
        make_new("aaaa1111", title="Song"),
        make_new("bbbb2222", title="Song (live)"),
        make_new("cccc3333"),
    ]
    catalogue.add_recordings(make_segment("one.ndx"), new, in_segment={one.recording.id for one in new})
    catalogue.put_told({"aaaa1111": work, "bbbb2222": work, "cccc3333": TOLD})
    for number, film in enumerate(("one", "two")):
        recording = catalogue.recording(new[number].recording.id)
        reel = Reel(f"/{film}.mkv", film)
        catalogue.save_found(make_document(film, recording, title=film.title()), [reel])
    return catalogue


def parties(catalogue, film: str) -> list[str]:
    return [party.name for party in catalogue.document(film).cues[0].work_known.parties]


def test_what_is_said_of_a_work_reaches_every_recording_and_every_film(two_films) -> None:
    two_films.decide("one", SAID, who="Ann")
    assert [parties(two_films, film) for film in ("one", "two")] == [["Ann", "A House"]] * 2
    assert two_films.recording("bbbb2222").work.publishers == [HOUSE]
    assert two_films.recording("cccc3333").work == TOLD.work
    assert [one.summary for one in two_films.history("two")] == ["said in One: publisher A House 50 %"]


def test_undo_and_redo_of_a_work_reach_as_far(two_films) -> None:
    before = [two_films.document(film) for film in ("one", "two")]
    told = two_films.told()
    two_films.decide("one", SAID)
    after = [two_films.document(film) for film in ("one", "two")]
    two_films.undo("one")
    assert ([two_films.document(film) for film in ("one", "two")], two_films.told()) == (before, told)
    two_films.redo("one")
    assert [two_films.document(film) for film in ("one", "two")] == after


def test_what_another_film_said_is_told_as_its_word_and_taken_back_there(two_films) -> None:
    two_films.decide("two", Decision(cues=["1m01"], verdict="reject"))
    two_films.decide("one", SAID)
    two_films.undo("one")
    said = "1m01: publisher A House 50 %"
    assert [(one.action, one.summary) for one in two_films.history("two")] == [
        ("reject", "reject 1m01"),
        ("elsewhere", "said in One: publisher A House 50 %"),
        ("elsewhere", f"undone in One: {said}"),
    ]
    _, change = two_films.undo("two")
    assert (change.action, two_films.document("two").cues[0].status) == ("reject", "found")
    with pytest.raises(CatalogueError, match="no change to undo"):
        two_films.undo("two")
    assert two_films.redo("one")[1].summary == said
    assert [parties(two_films, film) for film in ("one", "two")] == [["Ann", "A House"]] * 2


def test_steps_in_a_film_leave_what_another_said_meanwhile(two_films) -> None:
    two_films.decide("two", Decision(cues=["1m01"], fields={"notes": "loud"}))
    two_films.decide("one", SAID)
    two_films.undo("two")
    assert (parties(two_films, "two"), two_films.document("two").cues[0].notes) == (["Ann", "A House"], None)
    two_films.undo("one")
    two_films.redo("two")
    assert (parties(two_films, "two"), two_films.document("two").cues[0].notes) == (["Ann"], "loud")


def test_undo_leaves_alone_what_another_film_said_since(two_films) -> None:
    two_films.decide("one", SAID)
    two_films.decide("two", Decision(cues=["1m01"], work=WorkSaid(year=1999)))
    with pytest.raises(CatalogueError, match="changed since, from another film"):
        two_films.undo("one")
    assert two_films.recording("bbbb2222").work.year == 1999
    two_films.undo("two")
    two_films.undo("one")
    assert parties(two_films, "two") == ["Ann"]


def test_another_work_is_of_the_cues_recording_alone(two_films) -> None:
    other = Work(title="Other", parties=[HOUSE, ANN])
    two_films.decide("one", Decision(cues=["1m01"], work=WorkSaid(other=other)))
    assert [two_films.recording(one).work.title for one in ("aaaa1111", "bbbb2222")] == ["Other", "Song"]
    assert two_films.history("two") == []

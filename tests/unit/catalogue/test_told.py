from cuespotter.catalogue.films import Reel
from cuespotter.catalogue.side_tables import Told
from cuespotter.model.party import Party
from cuespotter.model.recording import Version
from cuespotter.model.release import Release
from cuespotter.model.work import Work

TOLD = Told(
    Work(title="Nightcall", parties=[Party(name="V. Belorgey", role="composer", share_percent=100.0)]),
    Version(kind="original", evidence="user"),
    (Release(title="Drive", medium="vinyl", colour="pink", is_limited=True),),
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
    catalogue.put_told({"aaaa1111": TOLD})
    assert catalogue.refresh_recordings(catalogue.recordings_of(["aaaa1111"])) == 1
    recording = catalogue.document("film").cues[0].recording
    assert recording is not None
    assert recording.work == TOLD.work
    assert [change.action for change in catalogue.history("film")] == ["learn"]
    catalogue.undo("film")
    assert catalogue.document("film") == document

import pytest

from cuespotter.catalogue.works import cover_by_work
from cuespotter.model import Recording
from cuespotter.model.tagged import work_of_tags

WORK = "6a1b2c3d-0000-0000-0000-000000000001"


def recording(artist: str | None, date: str | None, *, work: str | None = WORK, **more) -> Recording:
    made = Recording(
        id=f"{artist}{date}", path="x", duration_s=1, title="T", artist=artist, original_date=date,
        musicbrainz_work_id=work, **more,
    )  # fmt: skip
    return made.model_copy(update={"work": work_of_tags(made)})


KAVINSKY = recording("Kavinsky", "2010-04-05")


def test_a_later_recording_by_another_artist_is_a_cover() -> None:
    version = cover_by_work(recording("London Grammar", "2013"), [KAVINSKY])
    assert version is not None
    assert (version.kind, version.evidence, version.first_recorded_by) == ("cover", "work id", None)


@pytest.mark.parametrize(
    "other",
    [
        recording("London Grammar", "2013", work=None),
        recording("London Grammar", "2013", work="another"),
        recording("London Grammar", None),
        recording(None, "2013"),
        recording("London Grammar", "2010"),
        recording("kavinsky", "2013"),
        recording("Vincent Belorgey", "2013", composer="Vincent Belorgey"),
    ],
    ids=[
        "no work",
        "another work",
        "no year",
        "no artist",
        "the same year",
        "the same artist",
        "the writer himself",
    ],
)
def test_without_proof_nothing_is_claimed(other: Recording) -> None:
    assert cover_by_work(other, [KAVINSKY, other]) is None


def test_the_first_is_no_cover() -> None:
    assert cover_by_work(KAVINSKY, [KAVINSKY, recording("London Grammar", "2013")]) is None


def test_no_writer_in_the_tags_is_no_work() -> None:
    assert work_of_tags(Recording(id="r", path="x", duration_s=1, title="T")) is None
    assert work_of_tags(Recording(id="r", path="x", duration_s=1, composer="A")) is None


def test_the_catalogue_claims_covers_it_can_prove(catalogue, make_new, make_segment) -> None:
    first = make_new("aaaa1111", artist="Kavinsky", original_date="2010", musicbrainz_work_id=WORK)
    later = make_new("bbbb2222", artist="London Grammar", original_date="2013", musicbrainz_work_id=WORK)
    catalogue.add_recordings(make_segment("one.ndx"), [first, later], in_segment={"aaaa1111", "bbbb2222"})
    for found in (
        {one.id: one for one in catalogue.recordings()},
        catalogue.recordings_of(["aaaa1111", "bbbb2222"]),
        {one: catalogue.recording(one) for one in ("aaaa1111", "bbbb2222")},
    ):
        assert found["aaaa1111"].version is None
        assert found["bbbb2222"].version is not None

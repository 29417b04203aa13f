import pytest
import soundfile
from tests.reference.engine_library import SETTINGS, hear, index_of, recording_of
from tests.reference.engine_music import RATE_HZ, mix, noise, play

from cuespotter.errors import JobError
from cuespotter.identify import identify
from cuespotter.identify.answers import Answered, ShardAnswer, heard_digest
from cuespotter.identify.shard_trip import answer_film
from cuespotter.index.shards import Shards

SECONDS = 12
SHARDS = Shards([index_of(0, 1), index_of(("copy", 0), 3)])


@pytest.fixture(scope="module")
def reels(tmp_path_factory):
    """A film of two reels with recordings of both shards; one is in both."""
    folder = tmp_path_factory.mktemp("film")
    sounds = [
        mix(SECONDS, (1.0, play(0, first_s=4.0, length_s=9.0))),
        mix(SECONDS, (2.0, play(3, first_s=6.0, length_s=8.0)), (5.0, play(1, first_s=8.0, length_s=6.0))),
    ]
    paths = [folder / f"reel{number}.wav" for number in range(len(sounds))]
    for path, sound in zip(paths, sounds, strict=True):
        soundfile.write(path, sound.T, RATE_HZ, subtype="FLOAT")
    return paths


@pytest.fixture(scope="module")
def alone(reels):
    """What one process finds that searches one shard after the other."""
    return identify(reels, SHARDS, recording_of, SETTINGS)


@pytest.fixture(scope="module")
def written(reels):
    """What each shard answers, wherever it is searched."""
    count = len(SHARDS.recordings)
    return [answer_film(reels, part, SETTINGS, recordings=count).to_bytes() for part in SHARDS.parts]


def test_shards_answer_apart_as_in_one_process(reels, alone, written):
    answered = Answered(SHARDS, [ShardAnswer.from_bytes(one) for one in written])
    assert identify(reels, answered, recording_of, SETTINGS) == alone
    found = [cue for cue in alone.cues if cue.recording is not None]
    assert {found[0].recording.id, *(one.recording.id for one in found[0].rivals)} == {"tune0", "copy"}
    assert [one.recording.id for one in found[1:]] == ["tune3", "tune1"]


def test_an_answer_has_the_same_bytes_each_time_and_comes_back_whole(written):
    for one in written:
        answer = ShardAnswer.from_bytes(one)
        assert answer.to_bytes() == one
        assert len(answer.reels) == 2
        assert {name for found in answer.reels.values() for name, _ in found} == set(answer.fingerprints)


def test_of_another_film_an_answer_says_nothing(written):
    answered = Answered(SHARDS, [ShardAnswer.from_bytes(one) for one in written])
    other = hear(noise(3.0))
    assert answered.found(other) is None
    assert heard_digest(other) != heard_digest(hear(noise(3.0, seed=5)))


def test_where_something_else_is_heard_than_by_the_shards_they_are_searched_again(tmp_path, reels, written):
    shorter = tmp_path / "reel0.wav"
    sound, _ = soundfile.read(reels[0], dtype="float32")
    soundfile.write(shorter, sound[: int(0.8 * len(sound))], RATE_HZ, subtype="FLOAT")
    answered = Answered(SHARDS, [ShardAnswer.from_bytes(one) for one in written])
    found = identify([shorter], answered, recording_of, SETTINGS)
    assert found == identify([shorter], SHARDS, recording_of, SETTINGS)


@pytest.mark.parametrize("damage", [b"", b"no answer", None])
def test_a_damaged_answer_is_one_line(written, damage):
    with pytest.raises(JobError, match=r"cannot be read .* enqueue the film again") as caught:
        ShardAnswer.from_bytes(written[0][:400] if damage is None else damage)
    assert "\n" not in caught.value.message

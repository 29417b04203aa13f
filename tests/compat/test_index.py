import json

import numpy as np
import pytest
from tests.compat.make_index import FOLDER, make

from cuespotter.index.file_format import VERSION
from cuespotter.index.reader import open_index
from cuespotter.index.verify import verify_segment

RELEASED = sorted(FOLDER.glob("index-*.ndx"))


def test_there_is_an_index_of_this_version():
    assert f"index-{VERSION}.ndx" in {path.name for path in RELEASED}


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.name)
def test_an_index_of_every_released_format_answers_as_it_did(path):
    answers = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    verify_segment(path)
    index = open_index(FOLDER, [path.name], digest=answers["digest"])
    assert list(index.recordings) == answers["recordings"]
    assert index.starts.tolist() == answers["starts"]
    hashes = np.array(list(answers["positions"]), np.uint32)
    offsets, positions = index.fetch(hashes)
    found = [part.tolist() for part in np.split(positions, offsets[1:-1])]
    assert found == list(answers["positions"].values())
    assert index.postings == len(positions)
    for name, (frame, cents) in answers["peaks"].items():
        peaks = index.fingerprint(name).peaks
        assert [peaks.frame.tolist(), peaks.cents.tolist()] == [frame, cents]


def test_the_writer_still_writes_this_version_s_bytes(tmp_path):
    """A change of the bytes is a new format version, and gets a new number."""
    make(tmp_path)
    for suffix in ("ndx", "json"):
        name = f"index-{VERSION}.{suffix}"
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()

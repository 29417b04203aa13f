import pytest
from tests.reference.index_library import DIGEST, make_library

from cuespotter.index.writer import write_segment


@pytest.fixture
def entries():
    """Twelve small recordings."""
    return make_library(1, 12)


@pytest.fixture
def segment(tmp_path, entries):
    """The path of a segment that holds them."""
    path = tmp_path / "one.ndx"
    write_segment(path, entries, digest=DIGEST)
    return path

"""Inputs that the fuzzer found to reach different code, read again."""

from pathlib import Path

import pytest
from tests.property.index_hostile import read_all, seal

CORPUS = sorted((Path(__file__).parent / "index_corpus").iterdir())


def test_there_is_a_corpus():
    assert len(CORPUS) > 10


@pytest.mark.parametrize("source", CORPUS, ids=lambda path: path.name)
def test_a_fuzzed_index_ends_in_an_error_or_an_answer(source, tmp_path):
    path = tmp_path / "fuzzed.ndx"
    path.write_bytes(seal(source.read_bytes()))
    assert path.name in read_all(path)

import os
from pathlib import Path

import pytest

from cuespotter.catalogue import content
from cuespotter.catalogue.content import content_digest, shortest_free_id


def test_a_byte_anywhere_in_a_file_changes_its_digest(tmp_path: Path) -> None:
    original = bytearray(os.urandom(3 << 20))
    file = tmp_path / "song.flac"
    file.write_bytes(original)
    digest = content_digest(file)
    for place in (0, 1 << 20, len(original) // 2, len(original) - 1):
        changed = bytearray(original)
        changed[place] ^= 1
        file.write_bytes(changed)
        assert content_digest(file) != digest


def test_of_a_very_large_file_head_tail_size_and_blocks_between_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "WHOLE_BYTES", 1000)
    monkeypatch.setattr(content, "BLOCK_BYTES", 10)
    monkeypatch.setattr(content, "BLOCKS_OF_LARGE", 5)
    file = tmp_path / "film.mkv"
    file.write_bytes(bytes(2000))
    digests = {content_digest(file)}
    for place in (0, 2000 // 2, 1999):
        data = bytearray(2000)
        data[place] = 1
        file.write_bytes(data)
        digests.add(content_digest(file))
    file.write_bytes(bytes(2001))
    digests.add(content_digest(file))
    assert len(digests) == 5


def test_ids_grow_only_where_shorter_ones_are_taken() -> None:
    digest = "0123456789abcdef"
    taken: set[str] = set()
    for _ in range(7):
        taken.add(shortest_free_id(digest, taken))
    assert len(taken) == 7
    assert min(taken, key=len) == digest[:12]

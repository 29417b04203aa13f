import subprocess
import sys
import time

import pytest
from tests.reference.index_library import DIGEST

from cuespotter.index.durable import collect_garbage
from cuespotter.index.reader import open_index
from cuespotter.index.verify import verify_segment

WRITE_FOR_EVER = """
import itertools, pathlib, sys
from cuespotter.index import writer
from tests.reference.index_library import DIGEST, make_library
writer.MOST_KEYS = 500
entries = make_library(1, 12, size=200)
for i in itertools.count():
    writer.write_segment(pathlib.Path(sys.argv[1]) / f"{i}.ndx", entries, digest=DIGEST)
    print(f"{i}.ndx", flush=True)
"""


@pytest.mark.parametrize("after_s", [0.0, 0.0013, 0.0071])
def test_a_killed_writer_leaves_whole_segments_and_garbage(tmp_path, after_s):
    command = [sys.executable, "-c", WRITE_FOR_EVER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        finished = [writer.stdout.readline().strip() for _ in range(3)]
        time.sleep(after_s)
        writer.kill()
        finished += writer.stdout.read().split()
    there = {path.name for path in tmp_path.iterdir() if path.suffix == ".ndx"}
    assert set(finished) <= there
    for name in there:
        verify_segment(tmp_path / name)
    collect_garbage(tmp_path, finished)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(finished)
    assert len(open_index(tmp_path, finished[:1], digest=DIGEST).recordings) == 12

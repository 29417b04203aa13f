"""A pipe that nobody holds at its other end is refused: to open it would be to wait for ever."""

import os
import threading

import pytest

from cuespotter.catalogue.content import content_digest
from cuespotter.errors import ExportError, NotMediaError
from cuespotter.exports.base import write_whole
from cuespotter.services.handing_all import _unless_foreign
from cuespotter.services.identifying import _check_files
from cuespotter.services.site_folder import NOTE, SiteFolder

WAITS_S = 20.0


def raised_by(work):
    """Say what was raised; a deed that waits fails the test, and is left to itself."""
    raised = []

    def run():
        try:
            work()
        except Exception as error:
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(WAITS_S)
    assert not thread.is_alive(), "it waits"
    return raised


@pytest.fixture
def pipe(tmp_path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    place = tmp_path / "pipe.edl"
    os.mkfifo(place)
    return place


def test_a_pipe_is_no_film(pipe):
    with pytest.raises(NotMediaError, match="is no regular file; name the film's own file"):
        _check_files([pipe])


def test_a_pipes_content_is_not_digested(pipe):
    (error,) = raised_by(lambda: content_digest(pipe))
    assert isinstance(error, OSError)
    assert "no regular file" in str(error)


def test_a_pipe_that_nobody_reads_is_not_written(pipe):
    (error,) = raised_by(lambda: write_whole(pipe, b"all"))
    assert isinstance(error, ExportError)
    assert "is no regular file but a pipe or device that nobody reads" in error.message


def test_a_pipe_that_is_read_is_written(pipe):
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert raised_by(lambda: write_whole(pipe, b"all")) == []
    assert os.read(reader, 100) == b"all"
    os.close(reader)


def test_a_pipe_where_kodis_list_would_lie_is_not_written(pipe):
    with pytest.raises(ExportError, match="is no regular file; move it away"):
        _unless_foreign(pipe)


def test_a_pipe_is_no_note_of_a_site(pipe, tmp_path):
    pipe.rename(tmp_path / NOTE)
    (error,) = raised_by(lambda: SiteFolder(tmp_path).begin(["index.html"], over=True))
    assert isinstance(error, ExportError)

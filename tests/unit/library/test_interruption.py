import signal

import pytest

from cuespotter.library.interruption import interruption_held


def test_an_interruption_comes_after_the_block() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt):  # noqa: PT012 (the point is what runs before it)
        with interruption_held():
            signal.raise_signal(signal.SIGINT)
            done.append(1)
        pytest.fail("the interruption was lost")
    assert done == [1]


def test_without_an_interruption_nothing_changes() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interruption_held():
        pass
    assert signal.getsignal(signal.SIGINT) is before


def test_an_error_in_the_block_is_that_error() -> None:
    with pytest.raises(ValueError, match="inside"), interruption_held():
        raise ValueError("inside")

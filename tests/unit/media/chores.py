"""What the workers of test_workers.py are given to do; of a module, since workers import it."""

import os
import signal
import sys
import time
from pathlib import Path

from cuespotter.errors import NoSoundError


def do(item):
    name = item.name.split("-")[0]
    return CHORES[name](item)


def _fine(item):
    return f"done {item.name}"


def _hang(item):
    while True:
        time.sleep(3600)


def _fault(item):
    os.kill(os.getpid(), signal.SIGSEGV)


def _killed(item):
    os.kill(os.getpid(), signal.SIGKILL)


def _leave(item):
    os._exit(3)


def _exit(item):
    sys.exit(4)


def _memory(item):
    raise MemoryError


def _silent(item):
    raise NoSoundError("no sound in it", path=item.name)


def _bug(item):
    raise KeyError("two\nlines")


def _unsendable(item):
    return lambda: None


def _shout(item):
    os.write(1, b"noise")
    os.write(2, b"noise")


def _threads(item):
    return os.environ["OMP_NUM_THREADS"], os.environ["NUMBA_NUM_THREADS"]


def _greedy(item):
    return bytearray(1 << 32)[:1]


def _interrupted(item):
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.05)
    return "still here"


def _id(item):
    return os.getpid()


def _large(item):
    return b"x" * 3_000_000


CHORES = {
    "fine": _fine,
    "hang": _hang,
    "fault": _fault,
    "killed": _killed,
    "leave": _leave,
    "exit": _exit,
    "memory": _memory,
    "silent": _silent,
    "bug": _bug,
    "unsendable": _unsendable,
    "shout": _shout,
    "threads": _threads,
    "greedy": _greedy,
    "interrupted": _interrupted,
    "id": _id,
    "large": _large,
}


def pid_then_hang(item):
    Path(item).write_text(str(os.getpid()))
    _hang(item)
